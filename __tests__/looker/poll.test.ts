import { pollUntil, waitAtMost } from '../../src/looker/poll.ts'
import { startDeadlines } from '../../src/runtime/deadline.ts'
import { virtualClock } from '../../testkit/clock.ts'

const never = () => new AbortController().signal

describe('waiting', () => {
  test('gives what it saw, and looks no more', async () => {
    const clock = virtualClock()
    let looks = 0
    const look = async () => (++looks === 3 ? 'done' : undefined)
    const seen = await pollUntil(look, { clock, pause: () => 100 * (looks + 1), signal: never() })
    expect([seen, looks, clock.pauses]).toEqual(['done', 3, [100, 200, 300]])
  })

  test('ends at the fifteen-minute deadline with the reason of the signal', async () => {
    const clock = virtualClock()
    const { render } = startDeadlines(15, clock, never())
    const waiting = pollUntil(async () => undefined, { clock, pause: () => 5000, signal: render })
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
      { clock, pause: () => 5000, signal: cancel.signal },
    )
    await expect(waiting).rejects.toThrow('The job was cancelled')
    expect(clock.now()).toBe(25_000)
  })

  test('does not look when there is no time left', async () => {
    let looks = 0
    const waiting = pollUntil(async () => ++looks, {
      clock: virtualClock(),
      pause: () => 1,
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
    await expect(pollUntil(broken, { clock, pause: () => 7, signal: never() })).rejects.toThrow(
      'Looker is gone',
    )
    expect(clock.pauses).toEqual([7])
  })
})

describe('waiting for a promise', () => {
  test('ends with the promise, and lets go of the clock', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, clock.sleep(300), { clock, signal: never() })
    expect([clock.now(), clock.sleepers()]).toEqual([300, 0])
  })

  test('ends without the promise when the time is over', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, new Promise(() => undefined), { clock, signal: never() })
    expect(clock.now()).toBe(1200)
  })

  test('ends with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('over'))
    const waiting = waitAtMost(1200, new Promise(() => undefined), { clock: virtualClock(), signal })
    await expect(waiting).rejects.toThrow('over')
  })
})
