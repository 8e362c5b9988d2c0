import fc from 'fast-check'
import { type KnownTimes, pauseBeforeLook, planLooks } from '../../src/looker/look-times.ts'

const longest = 5000

interface Seen {
  looks: number
  /** Milliseconds from the render's end to the look that saw it. */
  lag: number
  pauses: { elapsed: number; pause: number }[]
}

/** How a render of so many milliseconds looks from outside. */
function watch(rendering: number, known: KnownTimes, random: () => number): Seen {
  const plan = planLooks(known)
  const pauses: Seen['pauses'] = []
  let elapsed = 0
  for (let looks = 0; ; looks++) {
    if (looks > 0 && elapsed >= rendering) return { looks, lag: elapsed - rendering, pauses }
    const pause = pauseBeforeLook(plan, { looks, elapsed, waiting: 0 }, longest, random)
    pauses.push({ elapsed, pause })
    elapsed += pause
  }
}

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const several = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one)
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

/** Means over many renders, each beside what is known of it; the lag is a share of the render's time. */
function watchMany(draw: (random: () => number) => { rendering: number; known: KnownTimes }) {
  const random = seeded(1)
  const seen = several(2000, () => {
    const { rendering, known } = draw(random)
    const { looks, lag } = watch(rendering, known, random)
    return { looks, lag, share: lag / rendering }
  })
  return {
    looks: mean(seen.map(({ looks }) => looks)),
    lag: mean(seen.map(({ lag }) => lag)),
    share: mean(seen.map(({ share }) => share)),
  }
}

/** A time that varies by a third. */
const around = (time: number, random: () => number) => time * (1 + (2 * random() - 1) / 3)

describe.each([2, 5, 8, 20, 30, 60])('a render of %s seconds, give or take a third', seconds => {
  const time = (random: () => number) => around(seconds * 1000, random)

  test.each([1, 3, 5])('is looked at five times at most where %s former times are known', count => {
    const { looks, lag, share } = watchMany(random => ({
      rendering: time(random),
      known: { own: several(count, () => time(random)), others: [] },
    }))
    expect(looks).toBeLessThanOrEqual(5)
    expect(Math.min(share / 0.08, lag / 400)).toBeLessThanOrEqual(1)
  })

  test.each([1, 2, 8])('is looked at six times at most where it is new beside %s others', count => {
    const { looks, lag, share } = watchMany(random => ({
      rendering: time(random),
      known: { own: [], others: several(count, () => time(random)) },
    }))
    expect(looks).toBeLessThanOrEqual(6)
    expect(Math.min(share / 0.12, lag / 400)).toBeLessThanOrEqual(1)
  })
})

test('a new render is looked at six times at most beside others that take half or twice as long', () => {
  const some = (random: () => number) => 20_000 * 2 ** (2 * random() - 1)
  const { looks, share } = watchMany(random => ({
    rendering: some(random),
    known: { own: [], others: several(6, () => some(random)) },
  }))
  expect(looks).toBeLessThanOrEqual(6)
  expect(share).toBeLessThanOrEqual(0.12)
})

describe('the first render of all', () => {
  const nothing = { own: [], others: [] }

  test('is looked at sixteen times at most in thirty seconds, whatever chance does', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        expect(watch(30_000, nothing, seeded(seed)).looks).toBeLessThanOrEqual(16)
      }),
    )
  })

  test.each([3, 8, 20, 30])('is seen within 12 % of its time where it takes about %s seconds', seconds => {
    const { share } = watchMany(random => ({
      rendering: around(seconds * 1000, random),
      known: nothing,
    }))
    expect(share).toBeLessThanOrEqual(0.12)
  })
})

/** What is remembered, be it never so wrong. */
const times = fc.array(fc.double({ min: 1, max: 3_600_000, noNaN: true }), { maxLength: 8 })
const anyKnown = fc.record({ own: times, others: times })

describe('the looks at a render, whatever is remembered', () => {
  test('come again and again, none later than poll-interval-seconds once the likely end has passed', () => {
    fc.assert(
      fc.property(
        anyKnown,
        fc.record({
          looks: fc.nat(1000),
          elapsed: fc.double({ min: 0, max: 1e7, noNaN: true }),
          waiting: fc.constantFrom(0, 1000, 1e7),
        }),
        fc.double({ min: 100, max: 300_000, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (known, waited, pollInterval, chance) => {
          const plan = planLooks(known)
          const pause = pauseBeforeLook(plan, waited, pollInterval, () => chance)
          expect(pause).toBeGreaterThanOrEqual(0)
          if (waited.looks > 0) expect(pause).toBeGreaterThan(0)
          expect(pause).toBeLessThanOrEqual(waited.elapsed < plan.likelyEnd ? 60_000 : pollInterval)
        },
      ),
    )
  })

  test('come ever farther apart until poll-interval-seconds bounds them', () => {
    fc.assert(
      fc.property(anyKnown, known => {
        const plan = planLooks(known)
        const still = () => 0
        const { pauses } = watch(Math.max(plan.likelyEnd * 2, 60_000), known, still)
        const between = pauses.slice(1).filter(({ pause }) => pause < longest)
        for (const [index, { pause }] of between.slice(1).entries())
          expect(pause).toBeGreaterThanOrEqual((between[index]?.pause ?? 0) - 1e-6)
      }),
    )
  })

  test.each([10, 0.1])('see the end of a render that takes %s times as long', times => {
    const known = { own: [20_000, 21_000, 19_000], others: [] }
    const { lag, looks } = watch(20_000 * times, known, () => 0)
    expect(lag).toBeLessThanOrEqual(times > 1 ? longest : 20_000)
    expect(looks).toBeLessThanOrEqual(45)
  })

  test('come no more often while a task waits at Looker than while it renders', () => {
    const plan = planLooks({ own: [20_000], others: [] })
    const waits = pauseBeforeLook(plan, { looks: 0, elapsed: 0, waiting: 90_000 }, longest, () => 0)
    expect(waits).toBe(plan.first)
  })

  test('come ever more seldom while a new task waits long at Looker', () => {
    const plan = planLooks({ own: [], others: [] })
    const pauseAfter = (waiting: number) =>
      pauseBeforeLook(plan, { looks: 0, elapsed: 0, waiting }, longest, () => 0)
    expect([pauseAfter(1200), pauseAfter(10_000), pauseAfter(100_000)]).toEqual([1200, 2400, 5000])
  })
})
