import { valueIfSoon, waitAtMost } from '../../src/runtime/clock.ts'
import { virtualClock } from '../../testkit/clock.ts'

const never = () => new AbortController().signal

describe('waiting for a promise with a time limit', () => {
  test('waiting for a promise with a time limit ends with the promise, and leaves no timer', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, clock.sleep(300), { clock, signal: never() })
    expect([clock.now(), clock.sleepers()]).toEqual([300, 0])
  })

  test('waiting for a promise with a time limit ends without the promise when the time is over', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, new Promise(() => undefined), { clock, signal: never() })
    expect(clock.now()).toBe(1200)
  })

  test('waiting for a promise with a time limit ends with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('over'))
    const waiting = waitAtMost(1200, new Promise(() => undefined), { clock: virtualClock(), signal })
    await expect(waiting).rejects.toThrow('over')
  })
})

describe('a value that is used if it arrives soon', () => {
  test('a value that is used if it arrives soon is returned, and no timer is left', async () => {
    const clock = virtualClock()
    const value = clock.sleep(1999).then(() => 'a title')
    expect(await valueIfSoon(value, { clock, signal: never() })).toBe('a title')
    expect(clock.sleepers()).toBe(0)
  })

  test('a value that is used if it arrives soon is undefined after two seconds', async () => {
    const clock = virtualClock()
    expect(await valueIfSoon(new Promise(() => undefined), { clock, signal: never() })).toBeUndefined()
    expect(clock.now()).toBe(2000)
  })

  test('a value that is used if it arrives soon is undefined if it fails', async () => {
    const clock = virtualClock()
    expect(await valueIfSoon(Promise.reject(new Error('no')), { clock, signal: never() })).toBeUndefined()
    expect(clock.sleepers()).toBe(0)
  })

  test('a value that is used if it arrives soon is undefined at once if the signal is aborted', async () => {
    const clock = virtualClock()
    const signal = AbortSignal.abort(new Error('over'))
    expect(await valueIfSoon(new Promise(() => undefined), { clock, signal })).toBeUndefined()
    expect(clock.now()).toBe(0)
  })
})
