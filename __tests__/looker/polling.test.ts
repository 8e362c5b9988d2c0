import { seeded } from '../../simulator/hash.ts'
import {
  isHung,
  type PastRenderTimes,
  type PollDensity,
  pauseBeforePoll,
  pauseIfHung,
  planPolls,
  pollUntil,
  renderTimes,
} from '../../src/looker/polling.ts'
import type { Target } from '../../src/model.ts'
import { startDeadlines } from '../../src/runtime/deadlines.ts'
import { virtualClock } from '../../testkit/clock.ts'
import fc from '../../testkit/fast-check.ts'
import { dashboard } from '../../testkit/results.ts'

const longest = 5000

interface WatchedRender {
  polls: number
  /** The number of milliseconds from the end of the render to the poll that detects it. */
  lag: number
  pauses: { elapsed: number; pause: number }[]
}

/** Polls a render that takes `rendering` milliseconds. */
function watch(
  rendering: number,
  known: PastRenderTimes,
  random: () => number,
  density: PollDensity = 'dense',
): WatchedRender {
  const plan = planPolls(known, density)
  const pauses: WatchedRender['pauses'] = []
  let elapsed = 0
  for (let polls = 0; ; polls++) {
    if (polls > 0 && elapsed >= rendering) return { polls, lag: elapsed - rendering, pauses }
    const pause = pauseBeforePoll(plan, { polls, elapsed, waiting: 0 }, longest, random)
    pauses.push({ elapsed, pause })
    elapsed += pause
  }
}

const several = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one)
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

/** Polls many renders, and returns the means. `share` is the lag divided by the render time. */
function watchMany(
  draw: (random: () => number) => { rendering: number; known: PastRenderTimes },
  density: PollDensity = 'dense',
) {
  const random = seeded(1)
  const seen = several(2000, () => {
    const { rendering, known } = draw(random)
    const { polls, lag } = watch(rendering, known, random, density)
    return { polls, lag, share: lag / rendering }
  })
  return {
    polls: mean(seen.map(({ polls }) => polls)),
    lag: mean(seen.map(({ lag }) => lag)),
    share: mean(seen.map(({ share }) => share)),
  }
}

/** Returns a random time that differs from `time` by up to a third. */
const around = (time: number, random: () => number) => time * (1 + (2 * random() - 1) / 3)

describe.each([2, 5, 8, 20, 30, 60])('a render of %s seconds, give or take a third', seconds => {
  const time = (random: () => number) => around(seconds * 1000, random)
  // For renders of more than 30 seconds, poll-interval-seconds limits the pauses, so more polls are needed.
  const more = seconds > 30 ? 1 : 0.2

  test.each([1, 3, 5])(
    'a render is polled three times on average if %s earlier render times of the target are known',
    count => {
      const { polls, lag, share } = watchMany(random => ({
        rendering: time(random),
        known: { own: several(count, () => time(random)), others: [] },
      }))
      expect(polls).toBeLessThanOrEqual(3 + more)
      expect(Math.min(share / 0.12, lag / 400)).toBeLessThanOrEqual(1)
    },
  )

  test.each([1, 2, 8])(
    'a new render is polled four times on average if %s render times of other targets are known',
    count => {
      const { polls, lag, share } = watchMany(random => ({
        rendering: time(random),
        known: { own: [], others: several(count, () => time(random)) },
      }))
      expect(polls).toBeLessThanOrEqual(4 + more)
      expect(Math.min(share / 0.12, lag / 400)).toBeLessThanOrEqual(1)
    },
  )

  test('a render is polled less often while another target waits', () => {
    const draw = (random: () => number) => ({
      rendering: time(random),
      known: { own: [time(random)], others: [] },
    })
    const sparse = watchMany(draw, 'sparse')
    expect(sparse.polls).toBeLessThan(watchMany(draw).polls - 0.1)
    expect(sparse.share).toBeLessThanOrEqual(0.2)
  })
})

test('a new render is polled four times on average if other renders take half or twice as long', () => {
  const some = (random: () => number) => 20_000 * 2 ** (2 * random() - 1)
  const { polls, share } = watchMany(random => ({
    rendering: some(random),
    known: { own: [], others: several(6, () => some(random)) },
  }))
  expect(polls).toBeLessThanOrEqual(4)
  expect(share).toBeLessThanOrEqual(0.15)
})

describe('the very first render', () => {
  const nothing = { own: [], others: [] }

  test('the very first render is polled at most sixteen times in thirty seconds', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        expect(watch(30_000, nothing, seeded(seed)).polls).toBeLessThanOrEqual(16)
      }),
    )
  })

  test('the very first render is polled after poll-interval-seconds if that is less than the usual pause', () => {
    const plan = planPolls(nothing, 'dense')
    expect(pauseBeforePoll(plan, { polls: 0, elapsed: 0, waiting: 0 }, 500, () => 0)).toBe(500)
  })

  test.each([3, 8, 20, 30])(
    'the end of the very first render is noticed within 12 %% of its time if it takes about %s seconds',
    seconds => {
      const { share } = watchMany(random => ({
        rendering: around(seconds * 1000, random),
        known: nothing,
      }))
      expect(share).toBeLessThanOrEqual(0.12)
    },
  )
})

/** Random render times. They need not be near the real render time, because known times may be wrong. */
const times = fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { maxLength: 8 })
const anyKnown = fc.record({ own: times, others: times })
const anyDensity = fc.constantFrom<PollDensity>('sparse', 'dense')

describe('the polls of a render with any remembered times', () => {
  test('a render is polled at least every poll-interval-seconds after its likely end, whatever times earlier renders took', () => {
    fc.assert(
      fc.property(
        anyKnown,
        fc.record({
          polls: fc.nat(1000),
          elapsed: fc.double({ min: 0, max: 1e7, noNaN: true }),
          waiting: fc.constantFrom(0, 1000, 1e7),
        }),
        fc.double({ min: 100, max: 300_000, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        anyDensity,
        (known, waited, pollInterval, chance, density) => {
          const plan = planPolls(known, density)
          const pause = pauseBeforePoll(plan, waited, pollInterval, () => chance)
          expect(pause).toBeGreaterThanOrEqual(0)
          if (waited.polls > 0) expect(pause).toBeGreaterThan(0)
          expect(pause).toBeLessThanOrEqual(waited.elapsed < plan.likelyEnd ? 60_000 : pollInterval)
        },
      ),
    )
  })

  test('the pauses between polls of a render grow up to poll-interval-seconds, whatever times earlier renders took', () => {
    fc.assert(
      fc.property(anyKnown, anyDensity, (known, density) => {
        const plan = planPolls(known, density)
        const still = () => 0
        const { pauses } = watch(Math.max(plan.likelyEnd * 2, 60_000), known, still, density)
        const between = pauses.slice(1).filter(({ pause }) => pause < longest)
        for (const [index, { pause }] of between.slice(1).entries())
          expect(pause).toBeGreaterThanOrEqual((between[index]?.pause ?? 0) - 1e-6)
      }),
    )
  })

  test.each([10, 0.1])(
    'the end of a render is noticed soon if the render takes %s times as long as earlier renders',
    times => {
      const known = { own: [20_000, 21_000, 19_000], others: [] }
      const { lag, polls } = watch(20_000 * times, known, () => 0)
      expect(lag).toBeLessThanOrEqual(times > 1 ? longest : 20_000)
      expect(polls).toBeLessThanOrEqual(45)
    },
  )

  test("a render task that waits in Looker's queue is not polled more often than a task that renders", () => {
    const plan = planPolls({ own: [20_000], others: [] }, 'dense')
    const waits = pauseBeforePoll(plan, { polls: 0, elapsed: 0, waiting: 90_000 }, longest, () => 0)
    expect(waits).toBe(plan.firstPoll)
  })

  test('the first poll of a render that began some time ago comes after the remaining time', () => {
    const plan = planPolls({ own: [20_000], others: [] }, 'dense')
    const pauseAfter = (elapsed: number) =>
      pauseBeforePoll(plan, { polls: 0, elapsed, waiting: 0 }, longest, () => 0)
    expect([pauseAfter(0), pauseAfter(5000), pauseAfter(19_000)]).toEqual([15_600, 10_600, 0])
  })

  test('the first poll of a new render comes earlier if the times of other renders differ more', () => {
    const firstPoll = (...others: number[]) => Math.round(planPolls({ own: [], others }, 'dense').firstPoll)
    expect(firstPoll(20_000)).toBe(12_753)
    expect(firstPoll(20_000, 20_000, 20_000)).toBe(14_549)
    expect(firstPoll(10_000, 20_000, 40_000)).toBeLessThan(12_000)
  })

  test("the pauses between polls grow while a new render task waits in Looker's queue", () => {
    const plan = planPolls({ own: [], others: [] }, 'dense')
    const pauseAfter = (waiting: number) =>
      pauseBeforePoll(plan, { polls: 0, elapsed: 0, waiting }, longest, () => 0)
    expect([pauseAfter(1200), pauseAfter(10_000), pauseAfter(100_000)]).toEqual([1200, 2400, 5000])
  })
})

describe('a render task that hangs', () => {
  test.each<[string, PastRenderTimes, { active: number; inOneStatus: number }, boolean]>([
    ['without comparable times', { own: [], others: [] }, { active: 119_999, inOneStatus: 119_999 }, false],
    ['without comparable times', { own: [], others: [] }, { active: 120_000, inOneStatus: 120_000 }, true],
    ['in a new status', { own: [], others: [] }, { active: 900_000, inOneStatus: 1000 }, false],
    ['of 20 s', { own: [20_000], others: [] }, { active: 119_999, inOneStatus: 119_999 }, false],
    ['of 20 s', { own: [20_000], others: [] }, { active: 120_000, inOneStatus: 0 }, true],
    ['of 50 s', { own: [10_000, 50_000], others: [] }, { active: 149_999, inOneStatus: 149_999 }, false],
    ['of 50 s', { own: [10_000, 50_000], others: [] }, { active: 150_000, inOneStatus: 0 }, true],
    [
      'of 50 s in a run with slow renders',
      { own: [50_000], others: [900_000] },
      { active: 150_000, inOneStatus: 0 },
      true,
    ],
    [
      'that is new in a run with renders of 50 s',
      { own: [], others: [9000, 50_000] },
      { active: 149_999, inOneStatus: 149_999 },
      false,
    ],
    [
      'that is new in a run with renders of 50 s',
      { own: [], others: [9000, 50_000] },
      { active: 150_000, inOneStatus: 0 },
      true,
    ],
  ])('a render task is recognized as hanging by its time (%s, case %#)', (_, times, active, hangs) =>
    expect(isHung(times, active)).toBe(hangs),
  )

  test.each([
    [120_000, 5000, 18_000],
    [300_000, 5000, 45_000],
    [900_000, 5000, 60_000],
    [120_000, 90_000, 90_000],
  ])(
    'a hanging render task is polled less often: time %d ms, poll interval %d ms, pause %d ms',
    (elapsed, longest, pause) => expect(pauseIfHung(elapsed, longest)).toBe(pause),
  )
})

describe('the remembered render times', () => {
  const [one, other] = [dashboard({ id: '1' }), dashboard({ id: '2' })]
  const keyOf = ({ id }: Target) => id

  test('the remembered render times of a target are the last five, with the times of this run first', async () => {
    const times = renderTimes(keyOf, Promise.resolve(new Map([['1', [10, 11, 12, 13, 14, 15]]])))
    await times.ready
    expect(times.of(one).own).toEqual([10, 11, 12, 13, 14])
    times.add(one, 20)
    times.add(one, 21)
    expect(times.of(one).own).toEqual([21, 20, 10, 11, 12])
  })

  test('the render times of other targets are from this run, or from earlier runs until this run has render times', async () => {
    const times = renderTimes(keyOf, Promise.resolve(new Map([['1', [10]]])))
    await times.ready
    expect(times.of(other)).toEqual({ own: [], others: [10] })
    times.add(one, 20)
    expect(times.of(other)).toEqual({ own: [], others: [20] })
  })

  test('the list of remembered render times is empty if the stored times cannot be read', async () => {
    const times = renderTimes(keyOf, Promise.reject(new Error('GitHub is down')))
    await times.ready
    expect(times.of(one)).toEqual({ own: [], others: [] })
  })
})

const never = () => new AbortController().signal

describe('polling until a value is found', () => {
  test('the polls of a render task stop at the first poll that returns a value', async () => {
    const clock = virtualClock()
    let polls = 0
    const poll = async () => (++polls === 3 ? 'done' : undefined)
    const value = await pollUntil(poll, { clock, pause: () => 100 * (polls + 1), signal: never() })
    expect([value, polls, clock.pauses]).toEqual(['done', 3, [100, 200, 300]])
  })

  test('the polls of a render task end at the fifteen-minute deadline with the reason of the signal', async () => {
    const clock = virtualClock()
    const { render } = startDeadlines(15, clock, never())
    const waiting = pollUntil(async () => undefined, { clock, pause: () => 5000, signal: render })
    await expect(waiting).rejects.toThrow('The time limit of 15 minutes (timeout-minutes) was reached')
    expect(clock.now()).toBe(15 * 60_000)
  })

  test('the polls of a render task end at once if the job is canceled', async () => {
    const clock = virtualClock()
    const cancel = new AbortController()
    const waiting = pollUntil(
      async () => {
        if (clock.now() > 20_000) cancel.abort(new Error('The job was cancelled'))
        return undefined
      },
      { clock, pause: () => 5000, signal: cancel.signal },
    )
    await expect(waiting).rejects.toThrow('The job was cancelled')
    expect(clock.now()).toBe(25_000)
  })

  test('a render task is not polled if no time is left', async () => {
    let polls = 0
    const waiting = pollUntil(async () => ++polls, {
      clock: virtualClock(),
      pause: () => 1,
      signal: AbortSignal.abort(new Error('over')),
    })
    await expect(waiting).rejects.toThrow('over')
    expect(polls).toBe(0)
  })

  test('the polls of a render task end with the error of a failed poll', async () => {
    const clock = virtualClock()
    const broken = async () => {
      throw new Error('Looker is gone')
    }
    await expect(pollUntil(broken, { clock, pause: () => 7, signal: never() })).rejects.toThrow(
      'Looker is gone',
    )
    expect(clock.pauses).toEqual([7])
  })

  test('the pause before a poll is computed again if the queue changes', async () => {
    const clock = virtualClock()
    let isOver = false
    const change = clock.sleep(300).then(() => {
      isOver = true
    })
    await pollUntil(async () => true, {
      clock,
      pause: () => (isOver ? 1000 : 5000),
      changed: () => (isOver ? undefined : change),
      signal: never(),
    })
    expect(clock.now()).toBe(1000)
  })

  test('a render task is polled at once if its changed pause is already over', async () => {
    const clock = virtualClock()
    let isOver = false
    const change = clock.sleep(3000).then(() => {
      isOver = true
    })
    await pollUntil(async () => true, {
      clock,
      pause: () => (isOver ? 1000 : 5000),
      changed: () => (isOver ? undefined : change),
      signal: never(),
    })
    expect(clock.now()).toBe(3000)
  })
})
