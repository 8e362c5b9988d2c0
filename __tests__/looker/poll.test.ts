import fc from 'fast-check'
import { type Pace, pollUntil, quickThenSlow } from '../../src/looker/poll.ts'
import { startDeadlines } from '../../src/runtime/deadline.ts'
import { virtualClock } from '../../testkit/clock.ts'

const never = () => new AbortController().signal

/** How a render of so many milliseconds looks from outside: when its end was seen, after how many looks. */
async function watch(rendering: number, pace: Pace) {
  const clock = virtualClock()
  let looks = 0
  const look = async () => {
    looks++
    return clock.now() >= rendering ? 'done' : undefined
  }
  const seen = await pollUntil(look, { clock, pace, signal: never() })
  return { seen, at: clock.now(), looks, longest: Math.max(...clock.pauses) }
}

/** As Math.random gives them: from 0 on, below 1. */
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const chances = fc.infiniteStream(chance).map(stream => () => stream.next().value as number)

describe('a look at a render task', () => {
  test('sees a 30-second render within 25 looks, whatever chance does', async () => {
    await fc.assert(
      fc.asyncProperty(chances, async random => {
        const { looks } = await watch(30_000, quickThenSlow(5000, random))
        expect(looks).toBeLessThanOrEqual(25)
      }),
    )
  })

  test.each([[0], [0.999_999]])(
    'sees a 30-second render within 25 looks when chance is always %s',
    async value => {
      const { looks } = await watch(
        30_000,
        quickThenSlow(5000, () => value),
      )
      expect(looks).toBeLessThanOrEqual(25)
    },
  )

  test('sees any render within 15 % of its time, or half a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 600_000 }),
        fc.integer({ min: 1000, max: 300_000 }),
        chances,
        async (rendering, longest, random) => {
          const { at } = await watch(rendering, quickThenSlow(longest, random))
          expect(at).toBeGreaterThanOrEqual(rendering)
          expect(at - rendering).toBeLessThanOrEqual(Math.max(500, 0.15 * rendering) + 1e-6)
        },
      ),
    )
  })

  test('never waits longer than poll-interval-seconds, nor not at all', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 300_000, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        chance,
        (longest, elapsed, random) => {
          const pause = quickThenSlow(longest, () => random)(elapsed)
          expect(pause).toBeLessThanOrEqual(longest)
          expect(pause).toBeGreaterThan(0)
        },
      ),
    )
  })

  test('comes at the longest pause once a render is long', async () => {
    const { longest } = await watch(
      600_000,
      quickThenSlow(5000, () => 0),
    )
    expect(longest).toBe(5000)
  })

  test('gives what it saw, without a look more', async () => {
    expect(await watch(0, () => 100)).toEqual({ seen: 'done', at: 100, looks: 1, longest: 100 })
  })
})

describe('waiting', () => {
  test('ends at the fifteen-minute deadline with the reason of the signal', async () => {
    const clock = virtualClock()
    const { render: work } = startDeadlines(15, clock, never())
    const waiting = pollUntil(async () => undefined, { clock, pace: quickThenSlow(5000), signal: work })
    await expect(waiting).rejects.toThrow('The 15 minutes of timeout-minutes were over')
    expect(clock.now()).toBe(15 * 60_000)
  })

  test('ends at once when the job is cancelled', async () => {
    const clock = virtualClock()
    const cancel = new AbortController()
    const waiting = pollUntil(
      async () => {
        if (clock.now() > 20_000) cancel.abort(new Error('The job was cancelled'))
        return undefined
      },
      { clock, pace: () => 5000, signal: cancel.signal },
    )
    await expect(waiting).rejects.toThrow('The job was cancelled')
    expect(clock.now()).toBe(25_000)
  })

  test('does not look when there is no time left', async () => {
    let looks = 0
    const waiting = pollUntil(async () => ++looks, {
      clock: virtualClock(),
      pace: () => 1,
      signal: AbortSignal.abort(new Error('over')),
    })
    await expect(waiting).rejects.toThrow('over')
    expect(looks).toBe(0)
  })

  test('ends with what a look throws', async () => {
    const clock = virtualClock()
    const broken = async () => {
      throw new Error('Looker is gone')
    }
    await expect(pollUntil(broken, { clock, pace: () => 7, signal: never() })).rejects.toThrow(
      'Looker is gone',
    )
    expect(clock.pauses).toEqual([7])
  })
})
