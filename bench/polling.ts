import type { RecordedRequest, RenderTask } from '../simulator/model.ts'
import { type PullRequestScene, pullRequestScene } from '../testkit/scene.ts'
import { sample } from './contestants.ts'
import { nominalSeconds, singleRenders } from './renders.ts'
import { mean, seeded } from './statistics.ts'
import { count, type Measure, type Row, row } from './table.ts'

const dashboards = 10

/** Polls of a render task, and the lag from its end to the poll that sees it: for first, new and known targets. */
export const polling: Measure = async quick => {
  const seconds = quick ? 4 : 20
  const times = seeded(seconds)
  await using stage = await pullRequestScene({
    looker: { renderSeconds: () => seconds * (1 + (2 * times() - 1) / 3), pictureBytes: 100_000 },
  })
  const fresh = await watch(stage)
  const known = await watch(stage)
  const calls = fresh.queryCalls + known.queryCalls
  const peers = await sample({ renderSeconds: fresh.renderSeconds, pictureBytes: 100_000 })
  const peerCalls = 2 * peers.requests.filter(({ operation }) => isQuery(operation)).length
  const what = `${dashboards} dashboards of ${seconds} s, give or take a third`
  return [
    ...(await firstRenders(quick)),
    // Nothing is known about the first two.
    ...rowsOf(`${what}, new`, fresh.seen.slice(2), { polls: 6, lag: 0.12 }),
    ...rowsOf(`${what}, known`, known.seen, { polls: 5, lag: 0.08 }),
    row({
      what: `query calls for ${what}, before and after`,
      ours: calls,
      peer: ['sample', peerCalls],
      show: count,
    }),
  ]
}

/** Renders one dashboard that was never rendered before. */
async function firstRenders(quick: boolean): Promise<Row[]> {
  const rows: Row[] = []
  for (const nominal of nominalSeconds.filter(nominal => nominal > 1)) {
    const seen = (await singleRenders(nominal, quick)).flatMap(({ ours }) =>
      seenOf(ours.requests, ours.tasks),
    )
    rows.push(...rowsOf(`a first render of ${nominal} s`, seen, { polls: 16, lag: 0.12 }))
  }
  return rows
}

interface PolledRender {
  polls: number
  /** A share of the render's time. */
  lag: number
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const rowsOf = (what: string, seen: PolledRender[], atMost: { polls: number; lag: number }): Row[] => [
  row({
    what: `polls of ${what}, mean`,
    ours: mean(seen.map(({ polls }) => polls)),
    atMost: atMost.polls,
    show: count,
  }),
  row({
    what: `lag of ${what}, mean`,
    ours: mean(seen.map(({ lag }) => lag)),
    atMost: atMost.lag,
    show: percent,
  }),
]

async function watch(stage: PullRequestScene) {
  const { requests, tasks } = stage.looker
  const [before, done] = [requests.length, tasks.size]
  const targets = Array.from({ length: dashboards }, (_, index) => `looks/${index + 1}`).join('\n')
  const { code, log } = await stage.run({ targets, 'poll-interval-seconds': '5' })
  if (code !== 0) throw new Error(`A run ended with ${code}:\n${log}`)
  const own = requests.slice(before)
  const made = [...tasks.values()].slice(done)
  return {
    seen: seenOf(own, made),
    queryCalls: own.filter(({ operation }) => isQuery(operation)).length,
    renderSeconds: made.map(({ startedAt, finishedAt }) => ((finishedAt ?? 0) - (startedAt ?? 0)) / 1000),
  }
}

const isQuery = (operation: string) => ['create', 'task', 'results', 'query'].includes(operation)

/** In the order of the tasks. */
function seenOf(
  requests: readonly Pick<RecordedRequest, 'at' | 'operation' | 'path'>[],
  tasks: readonly Pick<RenderTask, 'id' | 'startedAt' | 'finishedAt'>[],
): PolledRender[] {
  return tasks.map(({ id, startedAt, finishedAt }) => {
    const own = requests.filter(({ operation, path }) => operation === 'task' && path.includes(id))
    const [end = 0, begun = 0] = [finishedAt ?? 0, startedAt ?? 0]
    return { polls: own.length, lag: ((own.at(-1)?.at ?? 0) - end) / (end - begun) }
  })
}
