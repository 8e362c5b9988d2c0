import '../testkit/runner/one-realm.ts'
import { estimateCalls } from '../src/estimate-calls.ts'
import { renderTimes } from '../src/looker/polling.ts'
import { openRenderer } from '../src/looker/render-task.ts'
import { startDeadlines } from '../src/runtime/time.ts'
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

/** Renders dashboards of half a minute on a virtual Looker. Returns the number of query calls. */
async function spend(count: number, isKnown: boolean): Promise<number> {
  const clock = virtualClock()
  const { client, tasks } = virtualLooker({ clock, slots: concurrency, milliseconds: () => milliseconds })
  const deadlines = startDeadlines(60, clock, new AbortController().signal)
  const targets = targetsOf(count)
  const remembered = new Map(targets.map(({ id }) => [id, isKnown ? [milliseconds] : []]))
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
  await Promise.all(targets.map(target => renderer.render(target)))
  renderer.close()
  deadlines.end()
  return tasks.reduce((sum, { polls }) => sum + 2 + polls.length, 0)
}

function estimate(count: number, isKnown: boolean): number {
  const targets = targetsOf(count)
  const inputs = {
    pace: { concurrency, timeoutMinutes: 15, pollIntervalSeconds: 5 },
    compare: {
      against: 'none' as const,
      threshold: 0,
      tolerance: { pixels: 0 },
      confirmChanges: false,
      failOnChange: false,
      acceptLabel: '',
    },
  }
  const { query } = estimateCalls(inputs, {
    targets,
    known: new Set(isKnown ? targets : []),
    listing: { query: 0, administrative: 0 },
    check: undefined,
    hasSecondInstance: false,
  })
  return query
}

test.each([
  ['new', 6, false],
  ['new', 12, false],
  ['known', 6, true],
  ['known', 12, true],
] as const)(
  'the estimate for %s dashboards of half a minute (%d) is never too low, and at most a quarter too high',
  async (_, count, isKnown) => {
    const spent = await spend(count, isKnown)
    expect(estimate(count, isKnown)).toBeGreaterThanOrEqual(spent)
    expect(estimate(count, isKnown)).toBeLessThanOrEqual(1.25 * spent)
  },
)

test('the estimate for twelve dashboards that were rendered before is sixty query calls', () =>
  expect(estimate(12, true)).toBe(60))
