import { EventEmitter, getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ActionError, TimeLimitError } from '../../src/errors.ts'
import { cancellationOf, startDeadlines } from '../../src/runtime/deadlines.ts'
import {
  bufferAhead,
  DeadlineError,
  once,
  orAborted,
  piecesOf,
  serverTime,
  systemClock,
  valueIfSoon,
  waitAtMost,
  withDeadline,
} from '../../src/runtime/time.ts'
import { virtualClock } from '../../testkit/clock.ts'

const never = () => new AbortController().signal

describe('waiting for a promise with a time limit', () => {
  test('the wait for a promise ends with the promise, and leaves no timer', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, clock.sleep(300), { clock, signal: never() })
    expect([clock.now(), clock.sleepers()]).toEqual([300, 0])
  })

  test('the wait for a promise ends at its time limit', async () => {
    const clock = virtualClock()
    await waitAtMost(1200, new Promise(() => undefined), { clock, signal: never() })
    expect(clock.now()).toBe(1200)
  })

  test('the wait for a promise ends with the reason of the aborted signal', async () => {
    const signal = AbortSignal.abort(new Error('over'))
    const waiting = waitAtMost(1200, new Promise(() => undefined), { clock: virtualClock(), signal })
    await expect(waiting).rejects.toThrow('over')
  })
})

describe('an optional value', () => {
  test('an optional value is returned if it arrives soon, and no timer remains', async () => {
    const clock = virtualClock()
    const value = clock.sleep(1999).then(() => 'a title')
    expect(await valueIfSoon(value, { clock, signal: never() })).toBe('a title')
    expect(clock.sleepers()).toBe(0)
  })

  test('an optional value is undefined after two seconds', async () => {
    const clock = virtualClock()
    expect(await valueIfSoon(new Promise(() => undefined), { clock, signal: never() })).toBeUndefined()
    expect(clock.now()).toBe(2000)
  })

  test('an optional value is undefined if its promise fails', async () => {
    const clock = virtualClock()
    expect(await valueIfSoon(Promise.reject(new Error('no')), { clock, signal: never() })).toBeUndefined()
    expect(clock.sleepers()).toBe(0)
  })

  test('an optional value is undefined at once if the signal is aborted', async () => {
    const clock = virtualClock()
    const signal = AbortSignal.abort(new Error('over'))
    expect(await valueIfSoon(new Promise(() => undefined), { clock, signal })).toBeUndefined()
    expect(clock.now()).toBe(0)
  })
})

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

describe('a virtual clock', () => {
  test('the virtual clock ends its sleeps in the order of their times', async () => {
    const clock = virtualClock()
    const seen: [string, number][] = []
    const nap = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds)
      seen.push([name, clock.now()])
    }
    await Promise.all([nap('last', 900_000), nap('first', 5), nap('second', 10), nap('beside it', 10)])
    expect(seen).toEqual([
      ['first', 5],
      ['second', 10],
      ['beside it', 10],
      ['last', 900_000],
    ])
  })

  test('the virtual clock ends several short sleeps before a longer sleep ends', async () => {
    const clock = virtualClock()
    const seen: number[] = []
    const often = async () => {
      for (let nap = 0; nap < 3; nap++) {
        await clock.sleep(10)
        seen.push(clock.now())
      }
    }
    await Promise.all([clock.sleep(25).then(() => seen.push(clock.now())), often()])
    expect(seen).toEqual([10, 20, 25, 30])
  })

  test('the virtual clock ends a sleep with the reason of the aborted signal', async () => {
    const clock = virtualClock()
    const controller = new AbortController()
    const nap = clock.sleep(1000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(nap).rejects.toThrow('enough')
    await expect(clock.sleep(1000, controller.signal)).rejects.toThrow('enough')
    expect(clock.sleepers()).toBe(0)
    expect(clock.now()).toBe(0)
  })
})

describe('the deadlines of a step', () => {
  test.each([
    [15, '15 minutes'],
    [1, '1 minute'],
    [0.5, '0.5 minutes'],
  ])(
    'rendering ends after timeout-minutes (%s) with an error that names the input',
    async (minutes, words) => {
      const clock = virtualClock()
      const { render, publish } = startDeadlines(minutes, clock, never())
      expect(render.aborted).toBe(false)
      await aborted(render)
      expect(clock.now()).toBe(minutes * 60_000)
      expect(render.reason).toBeInstanceOf(ActionError)
      expect(render.reason.message).toBe(`The time limit of ${words} (timeout-minutes) was reached`)
      expect(render.reason.hint).toContain('timeout-minutes')
      expect(publish.aborted).toBe(false)
    },
  )

  test('the deadlines of a step allow 90 additional seconds for comparing and two minutes for publishing', async () => {
    const clock = virtualClock()
    const { compare, publish } = startDeadlines(15, clock, never())
    await aborted(compare)
    expect(clock.now()).toBe(16.5 * 60_000)
    expect(publish.aborted).toBe(false)
    await aborted(publish)
    expect(clock.now()).toBe(17 * 60_000)
  })

  test('the deadlines of a step reserve a minute for the comment even if publishing is slow', async () => {
    const clock = virtualClock()
    const { publish, comment } = startDeadlines(15, clock, never())
    await aborted(publish)
    expect(comment.aborted).toBe(false)
    expect(comment.endsAt - clock.now()).toBe(60_000)
    await aborted(comment)
    expect(clock.now()).toBe(comment.endsAt)
  })

  test.each([
    [15, 14 * 60_000 - 20_000],
    [2, 50_000],
    [1, 25_000],
  ])(
    'the queries of a branch check end before the branch check ends after %d minutes',
    async (minutes, end) => {
      const clock = virtualClock()
      const { queries, check } = startDeadlines(minutes, clock, never())
      await aborted(queries)
      expect(clock.now()).toBe(end)
      expect(check.aborted).toBe(false)
      await aborted(check)
      expect(queries.reason).toBeInstanceOf(TimeLimitError)
      expect(queries.reason.message).toBe(check.reason.message)
    },
  )

  test.each([
    [15, 14 * 60_000],
    [2, 60_000],
    [1, 30_000],
  ])('a branch check ends before rendering ends after %d minutes', async (minutes, end) => {
    const clock = virtualClock()
    const { check, checkLeft, render } = startDeadlines(minutes, clock, never())
    expect(checkLeft()).toBe(end)
    await clock.sleep(10_000)
    expect(checkLeft()).toBe(end - 10_000)
    await aborted(check)
    expect(clock.now()).toBe(end)
    expect(check.reason.message).toContain('timeout-minutes')
    expect(render.aborted).toBe(false)
    await aborted(render)
    expect(checkLeft()).toBe(0)
  })

  test('restoring Looker ends half a minute before comparing, because a branch check compares afterwards', async () => {
    const clock = virtualClock()
    const { restore, compare } = startDeadlines(15, clock, never())
    await aborted(restore)
    expect(clock.now()).toBe(16 * 60_000)
    expect(restore.endsAt).toBe(16 * 60_000)
    expect(compare.aborted).toBe(false)
    expect(restore.reason.message).toContain('timeout-minutes')
  })

  test('restoring Looker may take one second after a cancellation', async () => {
    const clock = virtualClock()
    const cancellation = new AbortController()
    const { restore, render } = startDeadlines(15, clock, cancellation.signal)
    await clock.sleep(5000)
    const reason = new Error('cancelled')
    cancellation.abort(reason)
    expect([render.aborted, restore.aborted]).toEqual([true, false])
    await aborted(restore)
    expect(clock.now()).toBe(6000)
    expect(restore.reason).toBe(reason)
  })

  test('each deadline has ended after its time, even if memory was freed before any code looked at it', async () => {
    setFlagsFromString('--expose-gc')
    const freeMemory = runInNewContext('gc') as () => void
    const clock = virtualClock()
    const { end, checkLeft, ...deadlines } = startDeadlines(15, clock, never())
    await clock.sleep(60 * 60_000)
    await new Promise(resolve => setImmediate(resolve))
    freeMemory()
    expect(Object.entries(deadlines).filter(([, signal]) => !signal.aborted)).toEqual([])
    end()
  })

  test('the errors of the deadlines of a step have a next step', async () => {
    const { start, render, queries, compare, comment, publish } = startDeadlines(15, virtualClock(), never())
    await aborted(comment)
    const lessWork =
      'Increase timeout-minutes (but not above the time limit of the job), or reduce the number of targets'
    expect(start.reason.hint).toBe('Run the job again, or increase timeout-minutes.')
    expect(render.reason.hint).toBe(`${lessWork}; an idle Looker renders two at a time.`)
    expect(queries.reason.hint).toBe(`${lessWork}.`)
    expect(compare.reason.hint).toBe(`${lessWork}.`)
    expect(compare.reason.message).toBe(
      'The time limit of 15 minutes (timeout-minutes), plus 90 seconds for comparing, was reached',
    )
    expect(publish.reason.message).toBe(
      'The time limit of 15 minutes (timeout-minutes), plus the time for publishing, was reached',
    )
    expect(publish.reason.hint).toBe("See GitHub's answers in the log, and run the job again.")
  })

  test('the error of the deadline for publishing does not name Looker', async () => {
    const { publish, comment } = startDeadlines(15, virtualClock(), never())
    await aborted(comment)
    expect(publish.reason.message).toMatch(/time for publishing/)
    expect([publish, comment].map(({ reason }) => reason.hint).join()).not.toContain('Looker')
  })

  test.each([
    [60, 120_000],
    [2, 60_000],
  ])(
    'rendering begins before its deadline of %d minutes if GitHub does not answer at the start of the step',
    async (minutes, end) => {
      const clock = virtualClock()
      const { start, render } = startDeadlines(minutes, clock, never())
      await aborted(start)
      expect(clock.now()).toBe(end)
      expect(start.reason.message).toMatch(/GitHub did not answer before rendering had to begin/)
      expect(render.aborted).toBe(false)
    },
  )

  test.each(['SIGINT', 'SIGTERM'])(
    'the signals of a step are aborted at once if the job is canceled, with that reason (%s)',
    signal => {
      const runner = new EventEmitter()
      const { render, publish } = startDeadlines(15, virtualClock(), cancellationOf(runner as NodeJS.Process))
      runner.emit(signal)
      expect([render.reason.message, publish.reason.message]).toEqual([
        'The job was cancelled',
        'The job was cancelled',
      ])
      expect(render.reason.hint).toBe('Run the job again for the missing targets.')
    },
  )

  test('an uncaught error ends the step with a message and without a stack trace', () => {
    const runner = new EventEmitter()
    const { render } = startDeadlines(15, virtualClock(), cancellationOf(runner as NodeJS.Process))
    const thrown = new TypeError('x is not a function')
    runner.emit('uncaughtException', thrown)
    expect(render.reason).toMatchObject({
      message: 'The action crashed (x is not a function)',
      hint: expect.stringContaining('report it'),
      cause: thrown,
    })
  })

  test('the message about an uncaught error has at most 200 characters of the error', () => {
    const runner = new EventEmitter()
    const { render } = startDeadlines(15, virtualClock(), cancellationOf(runner as NodeJS.Process))
    runner.emit('uncaughtException', new Error('x'.repeat(201)))
    expect(render.reason.message).toBe(`The action crashed (${'x'.repeat(199)}…)`)
  })

  test('the step goes on after an assertion of undici, because the code that reads the body stops waiting', () => {
    const runner = new EventEmitter()
    const { render } = startDeadlines(15, virtualClock(), cancellationOf(runner as NodeJS.Process))
    runner.emit(
      'uncaughtException',
      Object.assign(new Error('falsy'), {
        code: 'ERR_ASSERTION',
        stack: 'at node:internal/deps/undici/undici',
      }),
    )
    expect(render.aborted).toBe(false)
  })

  test.each([
    ['an assertion outside undici', { code: 'ERR_ASSERTION', stack: 'at src/run.ts' }],
    ['an assertion without a stack trace', { code: 'ERR_ASSERTION', stack: undefined }],
    ['an error of undici other than an assertion', { code: 'UND_ERR_SOCKET', stack: 'at undici' }],
  ])('the step ends after an uncaught error that is %s', (_, about) => {
    const runner = new EventEmitter()
    const cancelled = cancellationOf(runner as NodeJS.Process)
    runner.emit('uncaughtException', Object.assign(new Error('falsy'), about))
    expect(cancelled.aborted).toBe(true)
  })

  test('the deadlines of a step leave no time if the job was canceled before the step', () => {
    const { render, publish } = startDeadlines(
      15,
      virtualClock(),
      AbortSignal.abort(new ActionError('cancelled', 'again')),
    )
    expect([render.aborted, publish.aborted]).toEqual([true, true])
  })

  test('no timer of a deadline remains after the end of the step', async () => {
    const clock = virtualClock()
    const limits = startDeadlines(15, clock, never())
    expect(clock.sleepers()).toBeGreaterThan(0)
    limits.end()
    expect(clock.sleepers()).toBe(0)
    await clock.sleep(60 * 60_000)
    expect([limits.render.aborted, limits.publish.aborted]).toEqual([false, false])
  })

  test('no listener for a cancellation remains after the end of the step', () => {
    const cancelled = never()
    startDeadlines(15, virtualClock(), cancelled).end()
    expect(getEventListeners(cancelled, 'abort')).toHaveLength(0)
  })
})

describe('a promise that cannot be stopped', () => {
  test.each([
    ['returns its value', () => Promise.resolve('done'), { status: 'fulfilled', value: 'done' }],
    ['throws its error', () => Promise.reject('broken'), { status: 'rejected', reason: 'broken' }],
  ])('a promise that cannot be stopped %s if its signal is not aborted', async (_, begin, settled) => {
    expect(await Promise.allSettled([orAborted(never(), begin())])).toEqual([settled])
  })

  test('the wait for a promise that cannot be stopped ends when its signal is aborted', async () => {
    const controller = new AbortController()
    const left = orAborted(controller.signal, new Promise(() => undefined))
    controller.abort(new Error('time is up'))
    await expect(left).rejects.toThrow('time is up')
  })

  test('the wait for a promise that cannot be stopped ends at once if its signal is already aborted', async () => {
    const late = new Promise((_, reject) => setImmediate(reject, new Error('later')))
    await expect(orAborted(AbortSignal.abort(new Error('time is up')), late)).rejects.toThrow('time is up')
  })
})

test('a promise that cannot be stopped leaves no listener behind', async () => {
  const signal = never()
  await orAborted(signal, Promise.resolve())
  await orAborted(signal, Promise.reject()).catch(() => undefined)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

describe('work with a deadline', () => {
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const forever = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

  test('work with a deadline returns its value, and leaves no timer behind', async () => {
    const before = timers()
    const running = withDeadline(60_000, never(), async () => timers())
    expect(await running).toBe(before + 1)
    expect(timers()).toBe(before)
  })

  test('work with a deadline throws its error, and leaves no timer behind', async () => {
    const before = timers()
    await expect(withDeadline(60_000, never(), () => Promise.reject('broken'))).rejects.toBe('broken')
    expect(timers()).toBe(before)
  })

  test('work with a deadline ends when its signal is aborted', async () => {
    const controller = new AbortController()
    const working = withDeadline(60_000, controller.signal, forever)
    controller.abort(new Error('cancelled'))
    await expect(working).rejects.toThrow('cancelled')
  })

  test('work with a deadline ends after its time even if the garbage collector runs', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage: () => void = runInNewContext('gc')
    const outcome = withDeadline(40, never(), forever).catch(error => error)
    for (let round = 0; round < 3; round++) {
      await new Promise(resolve => setImmediate(resolve))
      collectGarbage()
    }
    expect(await outcome).toBeInstanceOf(DeadlineError)
  })

  test('the error of a deadline names its seconds', () =>
    expect(new DeadlineError(59_600)).toMatchObject({
      message: 'It did not end within 60 s',
      name: 'DeadlineError',
    }))
})

describe('the time of a server', () => {
  test('the time of a server is the date of its answer', () =>
    expect(serverTime('Sat, 28 Nov 2026 11:00:00 GMT')).toBe(Date.UTC(2026, 10, 28, 11)))

  test.each([undefined, null, 'yesterday'])(
    "the time of a server is the runner's time if the answer has the date %j",
    date => {
      const before = Date.now()
      expect(serverTime(date)).toBeGreaterThanOrEqual(before)
    },
  )
})

describe('a value that is requested once', () => {
  test('a value that is requested once is the same for all callers', async () => {
    let requests = 0
    const ask = once(async () => {
      requests += 1
      return requests
    })
    expect(requests).toBe(0)
    expect([await ask(), await ask()]).toEqual([1, 1])
  })

  test('a value that is requested once may fail without a caller that handles the error', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const ask = once(() => Promise.reject(new Error('no')))
    void ask()
    await new Promise(resolve => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
    await expect(ask()).rejects.toThrow('no')
  })
})

describe('the chunks of a body', () => {
  const chunk = (byte: number) => new Uint8Array([byte])
  /** Returns a body with these chunks. With `isSilent`, the body never ends. */
  function bodyOf(chunks: Uint8Array[], { isSilent = false } = {}) {
    const cancelled: unknown[] = []
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const one of chunks) controller.enqueue(one)
        if (!isSilent) controller.close()
      },
      cancel: reason => void cancelled.push(reason),
    })
    return { body, cancelled }
  }

  test('the chunks of a body arrive in order', async () => {
    const { body } = bodyOf([chunk(1), chunk(2)])
    const pieces: Uint8Array[] = []
    for await (const piece of piecesOf(body, { silence: 60_000, signal: never() })) pieces.push(piece)
    expect(pieces).toEqual([chunk(1), chunk(2)])
  })

  test('a body that becomes silent fails, and is not read further', async () => {
    const { body, cancelled } = bodyOf([chunk(1)], { isSilent: true })
    const pieces = piecesOf(body, { silence: 20, signal: never() })
    expect((await pieces.next()).value).toEqual(chunk(1))
    await expect(pieces.next()).rejects.toBeInstanceOf(DeadlineError)
    expect(cancelled).toHaveLength(1)
  })

  test('a body is not read further if its reader stops early', async () => {
    const { body, cancelled } = bodyOf([chunk(1)], { isSilent: true })
    for await (const _ of piecesOf(body, { silence: 60_000, signal: never() })) break
    expect(cancelled).toHaveLength(1)
  })

  test('a body is not read further if the signal is aborted', async () => {
    const { body } = bodyOf([], { isSilent: true })
    const cancellation = new AbortController()
    const pieces = piecesOf(body, { silence: 60_000, signal: cancellation.signal })
    const next = pieces.next()
    cancellation.abort(new Error('cancelled'))
    await expect(next).rejects.toThrow('cancelled')
  })

  test('up to 16 MB of a body are buffered before any code reads the body', async () => {
    const { writable, readable } = bufferAhead()
    const writer = writable.getWriter()
    expect(writer.desiredSize).toBe(2 ** 24)
    await writer.write(chunk(1))
    expect((await readable.getReader().read()).value).toEqual(chunk(1))
  })
})

test("the system's clock ends a pause with the reason of the signal", async () => {
  const aborted = new AbortController()
  const pause = systemClock.sleep(5000, aborted.signal)
  const reason = new Error('Time is up')
  aborted.abort(reason)
  await expect(pause).rejects.toBe(reason)
  await expect(systemClock.sleep(5000, aborted.signal)).rejects.toBe(reason)
  await expect(systemClock.sleep(1)).resolves.toBeUndefined()
})
