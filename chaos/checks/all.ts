import type { Evidence } from '../run.ts'
import { checkArtifacts } from './artifacts.ts'
import { checkEnd } from './end.ts'
import { checkFiles } from './files.ts'
import { checkOutputs } from './outputs.ts'
import { checkPullRequest } from './pull-request.ts'
import { checkReasons } from './reasons.ts'
import { checkRelease } from './release.ts'
import { checkWords } from './words.ts'

/** A check gives what must never be, and was. */
export type Check = (evidence: Evidence) => string[] | Promise<string[]>

const checks: readonly Check[] = [
  checkEnd,
  checkOutputs,
  checkFiles,
  checkArtifacts,
  checkPullRequest,
  checkRelease,
  checkWords,
  checkReasons,
]

/** Everything that holds whatever the weather, held against every job of a seed. */
export async function examine(all: readonly Evidence[]): Promise<string[]> {
  const breaches: string[] = []
  for (const evidence of all)
    for (const check of checks) {
      const found = await Promise.resolve(check(evidence)).catch(error => [
        `${check.name} broke: ${error.stack}`,
      ])
      breaches.push(...found.map(breach => (all.length > 1 ? `job ${evidence.job}: ${breach}` : breach)))
    }
  return breaches
}

/** The breach, where what has to hold does not. */
export const unless = (holds: boolean, breach: string): string[] => (holds ? [] : [breach])
