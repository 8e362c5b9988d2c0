import { drawn, png } from '../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene } from '../testkit/scene.ts'
import { count, type Measure, row } from './table.ts'

const pictures = 6
const targets = Array.from({ length: pictures }, (_, index) => `looks/${index + 1}`).join('\n')
/** Draws a chart for each target. All charts are different. */
const charts = (top: number) =>
  Array.from({ length: pictures }, (_, index) =>
    png(drawn(`<rect x="${20 + index}" y="${top}" width="60" height="${140 - top}" fill="#4285f4"/>`)),
  )
const before = charts(40)
const after = charts(20)

/**
 * Counts the requests to GitHub in four runs: one that comments, one that records, and two that compare. GitHub allows
 * 1,000 requests per hour and repository.
 */
export const requests: Measure = async () => {
  const stage = await pullRequestScene()
  const event = { name: 'push', payload: stage.github.pushPayload() }
  try {
    const commented = await asked(stage, before, () => stage.run({ targets }))
    const recorded = await asked(stage, before, () => stage.run({ targets, compare: 'base' }, { event }))
    const again = { github: { run_attempt: '2' } }
    const same = await asked(stage, before, () => stage.run({ targets, compare: 'base' }, again))
    const changed = await asked(stage, after, () => stage.run({ targets, compare: 'base' }, again))
    return [
      line(`requests to GitHub for a comment with ${pictures} pictures`, commented, pictures + 10),
      line(`… to record ${pictures} pictures`, recorded, pictures + 8),
      line(`… where all ${pictures} are unchanged`, same, pictures + 12),
      line(`… where all ${pictures} changed`, changed, 3 * pictures + 12),
    ]
  } finally {
    await stage[Symbol.asyncDispose]()
  }
}

const line = (what: string, ours: number, atMost: number) => row({ what, ours, atMost, show: count })

/** Runs the action with a Looker that returns these pictures. Returns the number of requests to GitHub. */
async function asked(
  stage: PullRequestScene,
  files: readonly Buffer[],
  run: () => Promise<{ code: number | null; log: string }>,
) {
  for (const [index, bytes] of files.entries())
    stage.fault({ on: 'results', target: String(index + 1), effect: { bytes } })
  const earlier = stage.github.requests.length
  const { code, log } = await run()
  if (code !== 0) throw new Error(`A run ended with ${code}:\n${log}`)
  return stage.github.requests.length - earlier
}
