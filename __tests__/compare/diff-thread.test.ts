import { existsSync } from 'node:fs'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type DiffThread, startDiffThread } from '../../src/compare/diff-thread.ts'
import { ActionError } from '../../src/errors.ts'
import { type Clock, systemClock } from '../../src/runtime/time.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { slowJpg } from '../../testkit/pictures/slow-jpg.ts'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const built = path('../../dist/compare/index.js')
const sources = path('../../src/compare/diff/worker.ts')

const small = [png(drawn('')), png(drawn('<rect width="10" height="10"/>'))] as const
const noise = `<filter id="n"><feTurbulence baseFrequency="0.9"/></filter><rect width="1200" height="900" filter="url(#n)"/>`
const large = [drawn('', { width: 1200, height: 900 }), drawn(noise, { width: 1200, height: 900 })].map(
  pixels => png(pixels, { deflateLevel: 1, filterType: 0 }),
) as [Buffer, Buffer]
const options = { threshold: 0.1, ignore: [] }

const open: DiffThread[] = []
afterEach(() => Promise.all(open.splice(0).map(each => each.close())))

/** Starts the thread. Records each worker that it starts, and how the worker ends. */
function diffThreadOf(file: string, clock: Clock = systemClock) {
  const started: { worker: Worker; ended: Promise<unknown> }[] = []
  const start = () => {
    const worker = new Worker(file, { execArgv: ['--disable-warning=ExperimentalWarning'] })
    started.push({ worker, ended: new Promise(resolve => worker.once('exit', resolve)) })
    return worker
  }
  const made = startDiffThread(start, clock)
  open.push(made)
  return { ...made, started }
}

const failureOf = (compared: Promise<unknown>): Promise<ActionError> =>
  compared.then(
    () => {
      throw new Error('They were compared')
    },
    (error: ActionError) => error,
  )

describe.each([
  ['from its sources', sources],
  ['from its bundle', built],
])('the comparison thread, %s', (_, file) => {
  test('the comparison thread starts once, and compares several pairs of pictures', async () => {
    expect(existsSync(file)).toBe(true)
    const { compare, started } = diffThreadOf(file)
    const [one, other] = await Promise.all([compare(...small, options), compare(small[1], small[0], options)])
    expect(one).toMatchObject({ kind: 'compared', changedPixels: 100, pixels: 240 * 160, isResized: false })
    expect(other).toMatchObject({ changedPixels: 100 })
    expect(one.kind === 'compared' && one.picture?.subarray(1, 4)).toEqual(new Uint8Array(Buffer.from('PNG')))
    expect(started).toHaveLength(1)
  })

  test('the comparison thread reports a broken picture with a next step, and compares the next pair', async () => {
    const { compare, started } = diffThreadOf(file)
    const error = await failureOf(compare(Buffer.from('<html>'), small[0], options))
    expect(error).toBeInstanceOf(ActionError)
    expect(error.message).toBe('The before picture cannot be compared: it is neither a PNG nor a JPG')
    expect(error.hint).toMatch(/record the baseline again/)
    expect(await compare(...small, options)).toMatchObject({ changedPixels: 100 })
    expect(started).toHaveLength(1)
  })

  test('the comparison thread does not change the bytes of the given pictures', async () => {
    const copies = small.map(picture => Buffer.from(picture))
    await diffThreadOf(file).compare(...small, options)
    expect(small.map((picture, i) => picture.equals(copies[i] as Buffer))).toEqual([true, true])
  })

  test('the comparison thread does not block the main thread', async () => {
    let answered = false
    const comparison = diffThreadOf(file).compare(...large, options)
    comparison.finally(() => {
      answered = true
    })
    let turns = 0
    while (!answered) {
      await sleep(2)
      turns++
    }
    expect(turns).toBeGreaterThan(10)
    expect(await comparison).toMatchObject({ kind: 'compared' })
  })

  test('the comparison thread stops at once when it is closed, even during a comparison', async () => {
    const { compare, close, started } = diffThreadOf(file)
    await compare(...small, options)
    const failures = Promise.all([compare(...large, options), compare(...small, options)].map(failureOf))
    await setImmediate()
    await close()
    for (const error of await failures) {
      expect(error).toBeInstanceOf(ActionError)
      expect(error.message).toBe('The comparison was stopped')
    }
    expect(await started[0]?.ended).toBe(1)
    expect((await failureOf(compare(...small, options))).message).toBe('The comparison was stopped')
    expect(started).toHaveLength(1)
  })
})

test('two files with equal bytes are compared without the comparison thread', async () => {
  const { compare, started } = diffThreadOf(built)
  expect(await compare(small[0], Buffer.from(small[0]), options)).toEqual({ kind: 'equal' })
  expect(started).toHaveLength(0)
})

test('a comparison fails without ending the process if the program file of the comparison thread is missing', async () => {
  const { compare } = diffThreadOf(path('./nowhere.js'))
  const error = await failureOf(compare(...small, options))
  expect(error).toBeInstanceOf(ActionError)
  expect(error.message).toMatch(/^The pictures could not be compared: Cannot find module/)
})

/** Returns a clock with a short first pause. The pause is just long enough for the thread to become busy. */
function hastyClock(): Clock & { pauses: number[] } {
  const pauses: number[] = []
  const sleep: Clock['sleep'] = (milliseconds, signal) => {
    pauses.push(milliseconds)
    return systemClock.sleep(pauses.length === 1 ? 300 : milliseconds, signal)
  }
  return { now: systemClock.now, sleep, pauses }
}

test('the comparison of a JPG fails after a minute, and the next pair is compared', async () => {
  const clock = hastyClock()
  const { compare, started } = diffThreadOf(built, clock)
  const slow = slowJpg({ width: 3000, height: 2000, scans: 100_000 })
  const [error, next] = await Promise.all([
    failureOf(compare(slow, small[0], options)),
    compare(...small, options),
  ])
  expect(error).toBeInstanceOf(ActionError)
  expect(error.message).toBe('The pictures could not be compared within 60 seconds')
  expect(error.hint).toMatch(/smaller width or height/)
  expect(next).toMatchObject({ changedPixels: 100 })
  expect(clock.pauses).toEqual([60_000, 60_000])
  expect(started).toHaveLength(2)
  await started[0]?.ended
})

test('every comparison fails with the given reason after the comparison thread is closed', async () => {
  const { compare, close } = diffThreadOf(built)
  const failure = failureOf(compare(...large, options))
  const reason = new ActionError('The time was over', 'Give it more.')
  await close(reason)
  expect(await failure).toBe(reason)
  expect(await failureOf(compare(...small, options))).toBe(reason)
})

test('a new comparison thread starts for the next pair if the thread has crashed', async () => {
  const { compare, started } = diffThreadOf(built)
  const failure = failureOf(compare(...large, options))
  while (started.length === 0) await setImmediate()
  await started[0]?.worker.terminate()
  expect((await failure).message).toMatch(/^The pictures could not be compared: its thread ended/)
  expect(await compare(...small, options)).toMatchObject({ changedPixels: 100 })
  expect(started).toHaveLength(2)
})
