import '../testkit/runner/one-realm.ts'
import { estimateCalls } from '../src/estimate-calls.ts'
import type { DeployInput } from '../src/input-types.ts'
import { renderTimes } from '../src/looker/polling.ts'
import { openRenderer } from '../src/looker/render-task.ts'
import { startDeadlines } from '../src/runtime/deadlines.ts'
import { virtualClock } from '../testkit/clock.ts'
import { virtualLooker } from '../testkit/looker/virtual-looker.ts'
import { dashboard } from '../testkit/results.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'

const concurrency = 2
const milliseconds = 30_000

const targetsOf = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    dashboard({ id: String(place), name: `dashboards-${place}`, file: `dashboards-${place}.png` }),
  )

/**
 * Renders dashboards on a virtual Looker. Each render takes half a minute, and each round renders all dashboards.
 * Returns the number of query calls.
 */
async function spend(count: number, knownCount: number, rounds = 1): Promise<number> {
  const clock = virtualClock()
  const { client, tasks } = virtualLooker({ clock, slots: concurrency, milliseconds: () => milliseconds })
  const deadlines = startDeadlines(60, clock, new AbortController().signal)
  const targets = targetsOf(count)
  const remembered = new Map(targets.map(({ id }) => [id, Number(id) < knownCount ? [milliseconds] : []]))
  const renderer = openRenderer(
    { loggedIn: Promise.resolve(), clientFor: () => client, log: () => undefined },
    {
      clock,
      directory: temporaryFolder(),
      times: renderTimes(({ id }) => id, Promise.resolve(remembered)),
      concurrency,
      signal: deadlines.render,
      version: '4.0',
      pollInterval: 5000,
    },
  )
  for (let round = 0; round < rounds; round++)
    await Promise.all(targets.map(target => renderer.render(target)))
  renderer.close()
  deadlines.end()
  return tasks.reduce((sum, { polls }) => sum + 2 + polls.length, 0)
}

function estimate(
  count: number,
  knownCount: number,
  deploy?: DeployInput,
  { hasSecondInstance = false, hasBaseBranch = true } = {},
): number {
  const targets = targetsOf(count)
  const inputs = {
    pace: { concurrency, timeoutMinutes: 15, pollIntervalSeconds: 5 },
    deploy,
    compare: {
      against: deploy ? ('base' as const) : ('none' as const),
      threshold: 0,
      tolerance: { pixels: 0 },
      confirmChanges: false,
      failOnChange: false,
      acceptLabel: '',
    },
  }
  const { query } = estimateCalls(inputs, {
    targets,
    known: new Set(targets.slice(0, knownCount)),
    listing: { query: 0, administrative: 0 },
    check: undefined,
    hasSecondInstance,
    hasBaseBranch,
  })
  return query
}

test.each([
  [1, 0],
  [2, 0],
  [3, 0],
  [6, 0],
  [12, 0],
  [6, 6],
  [12, 12],
  [12, 6],
])(
  'the estimate of API calls is at most 25 %% too high for %d dashboards, of which %d were rendered before',
  async (count, knownCount) => {
    const spent = await spend(count, knownCount)
    expect(estimate(count, knownCount)).toBeGreaterThanOrEqual(spent)
    expect(estimate(count, knownCount)).toBeLessThanOrEqual(1.25 * spent)
  },
)

test.each([
  [1, 0],
  [2, 0],
  [6, 0],
  [12, 0],
  [1, 1],
  [2, 2],
  [12, 12],
])(
  'the estimate of API calls for a deployment is at most 25 %% too high for %d dashboards, %d of them rendered before',
  async (count, knownCount) => {
    const spent = await spend(count, knownCount, 2)
    const estimated = estimate(count, knownCount, { project: 'thelook', onlyAffected: false })
    expect(estimated).toBeGreaterThanOrEqual(spent)
    expect(estimated).toBeLessThanOrEqual(1.25 * spent)
  },
)

test('the estimate of API calls is sixty for twelve dashboards that were rendered before', () =>
  expect(estimate(12, 12)).toBe(60))

test('the estimate of API calls is 66 for twelve dashboards of which half were rendered before', () =>
  expect(estimate(12, 6)).toBe(6 * 5 + 6 * 6))

test('the estimate of API calls adds a third of the extra polls if each target is rendered twice', () =>
  expect(estimate(2, 0, { project: 'thelook', onlyAffected: false })).toBe(
    2 * 18 + 2 * 5 + 2 * ((15 - 6) / 3),
  ))

test('the estimate of API calls for a deployment without a base branch counts one render for each target', () =>
  expect(estimate(6, 6, { project: 'thelook', onlyAffected: false }, { hasBaseBranch: false })).toBe(
    estimate(6, 6),
  ))

test('the estimate of API calls includes the calls to both Looker instances', () =>
  expect(estimate(6, 3, undefined, { hasSecondInstance: true })).toBe(2 * estimate(6, 3)))

describe('the estimate of API calls for a branch check', () => {
  const listing = { query: 1, administrative: 4 }
  const of = (check: object | undefined, deploy?: DeployInput) =>
    estimateCalls(
      { pace: { concurrency }, deploy, compare: { against: 'none' } } as unknown as Parameters<
        typeof estimateCalls
      >[0],
      {
        targets: [],
        known: new Set(),
        listing,
        check: check as never,
        hasSecondInstance: false,
        hasBaseBranch: true,
      },
    )

  test('the estimate of API calls for a branch check includes its queries, its drawings and its branches', () =>
    expect(of({ queries: { base: 3, head: 4 }, drawings: 2 })).toEqual({
      query: 3 + 4 + 2 * 6,
      administrative: 4 + 30 + 2 * 2,
    }))

  test.each([
    ['queries on one side', { queries: { base: 0, head: 4 }, drawings: 0 }, 4 + 30],
    [
      'queries, and another project',
      { queries: { base: 4, head: 4 }, drawings: 0, otherProjects: 1 },
      4 + 30 + 25,
    ],
    ['no queries', { queries: { base: 0, head: 0 }, drawings: 0 }, 4],
    ['nothing to check', undefined, 4],
  ])(
    'the estimate of administrative API calls is correct for a branch check with %s',
    (_, check, administrative) => expect(of(check).administrative).toBe(administrative),
  )

  test('the estimate of API calls for a deployment includes its administrative calls', () =>
    expect(of(undefined, { project: 'thelook', onlyAffected: false })).toEqual({
      query: 0,
      administrative: 4 + 15,
    }))
})
