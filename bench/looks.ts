import type { RecordedRequest, RenderTask } from '../simulator/model.ts'
import { type PullRequestScene, pullRequestScene } from '../testkit/scene.ts'
import { sample } from './contestants.ts'
import { nominalSeconds, singleRenders } from './renders.ts'
import { mean, seeded } from './statistics.ts'
import { count, type Measure, type Row, row } from './table.ts'

const dashboards = 10

/** How often a render task is looked at, and how much later than its end the end is seen: the first of all, new ones, known ones. */
export const looks: Measure = async quick => {
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
    // Two are the first of the run.
    ...rowsOf(`${what}, new`, fresh.seen.slice(2), { looks: 6, lag: 0.12 }),
    ...rowsOf(`${what}, known`, known.seen, { looks: 5, lag: 0.08 }),
    row({
      what: `query calls for ${what}, before and after`,
      ours: calls,
      peer: ['sample', peerCalls],
      show: count,
    }),
  ]
}

/** A dashboard by itself, of which nothing is known. */
async function firstRenders(quick: boolean): Promise<Row[]> {
  const rows: Row[] = []
  for (const nominal of nominalSeconds.filter(nominal => nominal > 1)) {
    const seen = (await singleRenders(nominal, quick)).flatMap(({ ours }) =>
      seenOf(ours.requests, ours.tasks),
    )
    rows.push(...rowsOf(`the first render, of ${nominal} s`, seen, { looks: 16, lag: 0.12 }))
  }
  return rows
}

interface Seen {
  looks: number
  /** A share of the render's time. */
  lag: number
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const rowsOf = (what: string, seen: Seen[], atMost: { looks: number; lag: number }): Row[] => [
  row({
    what: `looks at ${what}, mean`,
    ours: mean(seen.map(({ looks }) => looks)),
    atMost: atMost.looks,
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
): Seen[] {
  return tasks.map(({ id, startedAt, finishedAt }) => {
    const own = requests.filter(({ operation, path }) => operation === 'task' && path.includes(id))
    const [end = 0, begun = 0] = [finishedAt ?? 0, startedAt ?? 0]
    return { looks: own.length, lag: ((own.at(-1)?.at ?? 0) - end) / (end - begun) }
  })
}
