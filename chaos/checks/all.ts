import type { Evidence } from '../evidence.ts'
import { checkArtifacts } from './artifacts.ts'
import { checkBaselines } from './baselines.ts'
import { checkBranches, checkContent, checkTiles } from './branches.ts'
import { type Check, mentions } from './check.ts'
import { checkComparisons } from './comparisons.ts'
import { checkDeployed, checkForeignDeploys, checkRefusedDeploys, checkRounds } from './deploys.ts'
import { checkEnd } from './end.ts'
import { checkFiles } from './files.ts'
import { checkHung } from './hung.ts'
import { checkOutputs } from './outputs.ts'
import { checkPullRequest } from './pull-request.ts'
import { checkReasons } from './reasons.ts'
import { checkRelease } from './release.ts'
import { checkSecrets, checkWords } from './words.ts'

const checks: readonly Check[] = [
  checkEnd,
  checkOutputs,
  checkFiles,
  checkComparisons,
  checkArtifacts,
  checkPullRequest,
  checkBaselines,
  checkDeployed,
  checkRounds,
  checkRefusedDeploys,
  checkForeignDeploys,
  checkBranches,
  checkTiles,
  checkContent,
  checkRelease,
  checkWords,
  checkSecrets,
  checkReasons,
  checkHung,
]

/** A killed job cannot report anything. */
const checksOfKilled: readonly Check[] = [checkDeployed, checkRefusedDeploys, checkBranches, checkSecrets]

/** The checks that apply only if the job published something. */
const checksOfPlaces: readonly Check[] = [checkArtifacts, checkPullRequest, checkBaselines, checkRelease]

/** Whether the job published nothing, because GitHub did not return the repository's visibility. */
const isUnpublished = ({ outcome }: Evidence) => mentions(outcome.errors, 'Nothing was published')

function checksFor(evidence: Evidence): readonly Check[] {
  if (evidence.isKilled) return checksOfKilled
  return isUnpublished(evidence) ? checks.filter(check => !checksOfPlaces.includes(check)) : checks
}

export async function checkAll(all: readonly Evidence[]): Promise<string[]> {
  const breaches: string[] = []
  for (const evidence of all)
    for (const check of checksFor(evidence)) {
      const found = await Promise.resolve(evidence)
        .then(check)
        .catch((error: Error) => [`${check.name} broke: ${error.stack}`])
      breaches.push(...found.map(breach => (all.length > 1 ? `job ${evidence.index}: ${breach}` : breach)))
    }
  return breaches
}
