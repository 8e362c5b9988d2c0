import { seeded } from '../simulator/hash.ts'
import type { RecordedRequest, RenderTask } from '../simulator/model.ts'
import { type PullRequestScene, pullRequestScene } from '../testkit/scene.ts'
import { type Run, sample } from './contestants.ts'
import { nominalSeconds, singleRenders } from './renders.ts'
import { mean, sum } from './statistics.ts'
import { count, type Measure, type Row, row, seconds as showSeconds } from './table.ts'

const dashboards = 10
const slots = 2

/**
 * Counts the polls of single render tasks, for the action and the sample. Then counts the action's polls for ten new
 * dashboards, and for ten dashboards with known render times. Also measures the time from the end of a render to the
 * poll that detects it, and the time of the whole run.
 */
export const polls: Measure = async quick => {
  const rows: Row[] = []
  for (const nominal of nominalSeconds) rows.push(...(await ofSingleRenders(nominal, quick)))
  for (const seconds of quick ? [4] : [4, 20]) rows.push(...(await ofTen(seconds, quick ? 1 : 3)))
  return rows
}

async function ofSingleRenders(nominal: number, quick: boolean): Promise<Row[]> {
  const pairs = await singleRenders(nominal, quick)
  const what = `polls of a ${nominal} s render`
  const ours = pairs.map(pair => pollsOf(pair.ours))
  const peers = mean(pairs.map(pair => pollsOf(pair.peers)))
  const lags = pairs.flatMap(pair => polledRenders(pair.ours.requests, pair.ours.tasks))
  return [
    row({ what: `${what}, mean`, ours: mean(ours), peer: ['sample', peers], show: count }),
    ...(nominal > 1
      ? [row({ what: `${what}, most`, ours: Math.max(...ours), atMost: 16, show: count })]
      : []),
    ...(nominal > 1
      ? [
          row({
            what: `lag of a ${nominal} s render, mean`,
            ours: mean(lags.map(({ lag }) => lag)),
            atMost: 0.12,
            show: percent,
          }),
        ]
      : []),
  ]
}

// Counts the polls of a run. A request for an unfinished result (status 202) also counts as a poll.
function pollsOf({ requests }: Run): number {
  return requests.filter(({ operation, status }) => operation === 'task' || status === 202).length
}

/**
 * The path of another build's `dist/index.js`, to compare it with this build. Both builds get the same render times.
 */
const earlierBuild = process.env.EARLIER_BUILD

/** Renders ten new dashboards. Then renders the same dashboards again. */
async function ofTen(seconds: number, repeats: number): Promise<Row[]> {
  const runs: TwoRuns[] = []
  const earlierRuns: TwoRuns[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    runs.push(await renderTenTwice(seconds, repeat))
    if (earlierBuild) earlierRuns.push(await renderTenTwice(seconds, repeat, earlierBuild))
  }
  const what = `${dashboards} dashboards of ${seconds} s, give or take a third`
  const [first] = runs
  const peers = await sample({ renderSeconds: first?.fresh.renderSeconds ?? [], pictureBytes: 100_000 })
  return [
    ...rowsOf(`${what}, new`, 4, pick(runs, 'fresh'), pick(earlierRuns, 'fresh')),
    ...rowsOf(`${what}, known`, 3, pick(runs, 'known'), pick(earlierRuns, 'known')),
    row({
      what: `query calls for ${what}: new and known, added up`,
      ours: mean(runs.map(({ fresh, known }) => fresh.queryCalls + known.queryCalls)),
      peer: ['sample', 2 * peers.requests.filter(({ operation }) => isQuery(operation)).length],
      show: count,
    }),
  ]
}

interface TwoRuns {
  fresh: TenRendered
  known: TenRendered
}

interface TenRendered {
  /** The measured renders. They do not include renders that began before any render time was known. */
  counted: PolledRender[]
  queryCalls: number
  renderSeconds: number[]
  milliseconds: number
}

interface PolledRender {
  polls: number
  /** The time from the end of a render to the poll that detects it, as a share of the render time. */
  lag: number
}

const pick = (runs: TwoRuns[], which: keyof TwoRuns) => runs.map(run => run[which])

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function rowsOf(what: string, atMost: number, ours: TenRendered[], earlier: TenRendered[]): Row[] {
  const means = (runs: TenRendered[]) => {
    const renders = runs.flatMap(({ counted }) => counted)
    return {
      polls: mean(renders.map(({ polls }) => polls)),
      lag: mean(renders.map(({ lag }) => lag)),
      wall: mean(runs.map(({ milliseconds }) => milliseconds)),
    }
  }
  const own = means(ours)
  const optimum = mean(ours.map(({ renderSeconds }) => (1000 * sum(renderSeconds)) / slots))
  const before = means(earlier)
  return [
    row({ what: `polls of ${what}, mean`, ours: own.polls, atMost, show: count }),
    row({ what: `lag of ${what}, mean`, ours: own.lag, show: percent }),
    row({ what: `wall time of ${what}`, ours: own.wall, peer: ['optimum', optimum], show: showSeconds }),
    ...(earlier.length > 0
      ? [
          row({ what: 'the same polls', ours: own.polls, peer: ['earlier', before.polls], show: count }),
          row({ what: 'the same lag', ours: own.lag, peer: ['earlier', before.lag], show: percent }),
          row({
            what: 'the same wall time',
            ours: own.wall,
            peer: ['earlier', before.wall],
            atMost: 1.03,
            show: showSeconds,
          }),
        ]
      : []),
  ]
}

async function renderTenTwice(seconds: number, seed: number, entry?: string): Promise<TwoRuns> {
  const random = seeded(100 * seconds + seed)
  await using stage = await pullRequestScene({
    looker: { slots, renderSeconds: () => seconds * (1 + (2 * random() - 1) / 3), pictureBytes: 100_000 },
  })
  const fresh = await renderTen(stage, entry)
  const known = await renderTen(stage, entry)
  // Leaves out the first renders, because they begin without known render times.
  return { fresh: { ...fresh, counted: fresh.counted.slice(slots) }, known }
}

async function renderTen(stage: PullRequestScene, entry?: string): Promise<TenRendered> {
  const { requests, tasks } = stage.looker
  const [before, done] = [requests.length, tasks.size]
  const targets = Array.from({ length: dashboards }, (_, index) => `looks/${index + 1}`).join('\n')
  const inputs = { targets, 'poll-interval-seconds': '5' }
  const { code, log, milliseconds } = await stage.run(inputs, entry ? { entry } : {})
  if (code !== 0) throw new Error(`A run ended with ${code}:\n${log}`)
  const own = requests.slice(before)
  const made = [...tasks.values()].slice(done)
  return {
    counted: polledRenders(own, made),
    queryCalls: own.filter(({ operation }) => isQuery(operation)).length,
    renderSeconds: made.map(({ startedAt, finishedAt }) => ((finishedAt ?? 0) - (startedAt ?? 0)) / 1000),
    milliseconds,
  }
}

const isQuery = (operation: string) => ['create', 'task', 'results', 'query'].includes(operation)

/** Returns the renders in the order in which their tasks were created. */
function polledRenders(
  requests: readonly Pick<RecordedRequest, 'at' | 'operation' | 'path'>[],
  tasks: readonly Pick<RenderTask, 'id' | 'startedAt' | 'finishedAt'>[],
): PolledRender[] {
  return tasks.map(({ id, startedAt, finishedAt }) => {
    const own = requests.filter(({ operation, path }) => operation === 'task' && path.includes(id))
    const [end = 0, begun = 0] = [finishedAt ?? 0, startedAt ?? 0]
    return { polls: own.length, lag: ((own.at(-1)?.at ?? 0) - end) / (end - begun) }
  })
}
