import { createHash } from 'node:crypto'
import type { Stage } from '../stage.ts'
import { type Check, mentions, mustHold } from './check.ts'
import { bytesOf, renderedOf } from './files.ts'

/**
 * Checks that a push records exactly its rendered pictures. A message must name each picture that could not be
 * recorded.
 */
export const checkBaselines: Check = async ({ plan, job, stage, outcome, cancelled, all }) => {
  if (plan.compare !== 'base' || job.event !== 'push') return []
  const branch = plan.inputs['images-branch'] ?? ''
  const ref = branch.startsWith('refs/') ? branch.slice('refs/'.length) : `heads/${branch}`
  const tip = await stage.github.ref(ref)
  const files = tip ? await stage.github.tree(tip) : []
  const run = `.1658821500-${plan.hasEarlierAttempt ? 2 : 1}.`
  const recorded = files.filter(({ path }) => path.startsWith('baselines/main') && path.includes(run))
  const rendered = renderedOf(outcome).map(result => ({ result, blob: blobSha(bytesOf(outcome, result)) }))
  const missing = rendered.filter(({ blob }) => !recorded.some(({ sha }) => sha === blob))
  const lost = tip ? await findLostPictures(stage, tip) : []
  const strange = recorded.filter(({ sha }) => !rendered.some(({ blob }) => blob === sha))
  return [
    ...mustHold(
      lost.length === 0 || all.some(({ outcome }) => outcome.log.includes('was not changed')),
      `The front page links to missing files: ${lost}`,
    ),
    ...mustHold(
      strange.length === 0,
      `Recorded, but not rendered: ${strange.map(({ path }) => path).join(', ')}`,
    ),
    ...mustHold(
      missing.length === 0 ||
        cancelled !== undefined ||
        mentions(outcome.warnings, 'could not be') ||
        mentions(outcome.warnings, 'not recorded'),
      `Not recorded, and no message says so: ${missing.map(({ result }) => result.name).join(', ')}`,
    ),
  ]
}

/** Finds links on the branch's front page to files that the branch does not contain. */
async function findLostPictures({ github }: Stage, tip: string): Promise<string[]> {
  const page = (await github.fileAt(tip, 'README.md'))?.toString() ?? ''
  const kept = new Set((await github.tree(tip)).map(({ path }) => path))
  const linked = [...page.matchAll(/<a href="(baselines\/[^"]+)"/g)].map(([, path = '']) => path)
  return linked.filter(path => !kept.has(path))
}

/** Returns git's SHA of a file's content. */
const blobSha = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
