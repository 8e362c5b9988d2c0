import { peakMeter } from '../testkit/runner/peak.ts'
import { type PullRequestScene, pullRequestScene } from '../testkit/scene.ts'
import { type Measure, megabytes, type Row, row, seconds } from './table.ts'

/** GitHub delays each answer by this number of milliseconds. */
const latency = 200
const pictureBytes = 200_000
/**
 * The render time in seconds. Looker renders two targets at the same time, so the action uploads fewer than 80 contents
 * per minute, which is GitHub's limit.
 */
const renderSeconds = 1.8

/**
 * Measures the time from the end of the last render to the end of the step, and the peak memory. Uses a slow GitHub.
 */
export const tail: Measure = async quick => {
  const rows: Row[] = []
  for (const [pictures, atMost] of quick ? goals.slice(0, 1) : goals) {
    const { tailMilliseconds, peakBytes, requests } = await measure(pictures)
    const what = `${pictures} pictures, GitHub ${latency} ms away`
    rows.push(
      row({ what: `${what}: last render to end`, ours: tailMilliseconds, atMost, show: seconds }),
      row({ what: `${what}: peak memory`, ours: peakBytes, show: megabytes }),
      row({ what: `${what}: requests`, ours: requests, show: String }),
    )
  }
  return rows
}

const goals: readonly (readonly [pictures: number, atMost: number])[] = [
  [8, 1500],
  [50, 2000],
  [200, 2000],
]

async function measure(pictures: number) {
  await using stage = await pullRequestScene({ looker: { renderSeconds, pictureBytes } })
  stage.github.fault({ path: /./, times: Number.POSITIVE_INFINITY, effect: { late: latency } })
  const peak = peakMeter()
  const step = stage.start(
    { targets: looks(pictures), 'poll-interval-seconds': '5', artifact: 'zip', report: 'true' },
    { env: peak.env },
  )
  const { code, log } = await step.finished
  const ended = Date.now()
  if (code !== 0) throw new Error(`A run ended with ${code}:\n${log}`)
  return {
    tailMilliseconds: ended - lastRenderSeen(stage),
    peakBytes: peak.read(),
    requests: stage.github.requests.length,
  }
}

const looks = (count: number) => Array.from({ length: count }, (_, index) => `looks/${index + 1}`).join('\n')

/** Returns the time of the last request for a file. This request follows the last poll of a render task. */
const lastRenderSeen = (stage: PullRequestScene) => Math.max(...stage.requests('results').map(({ at }) => at))
