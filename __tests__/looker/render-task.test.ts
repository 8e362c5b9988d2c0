import '../../testkit/runner/one-realm.ts'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { seeded } from '../../simulator/hash.ts'
import { ActionError } from '../../src/errors.ts'
import type { ResponseReader } from '../../src/looker/http.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'
import { renderTimes } from '../../src/looker/polling.ts'
import { renderQueue, trackProgress } from '../../src/looker/render-queue.ts'
import { openRenderer, type RenderOptions, renderTarget } from '../../src/looker/render-task.ts'
import type { LookerClient, RenderTask } from '../../src/looker/render-task-requests.ts'
import type { Result, Target } from '../../src/model.ts'
import { startDeadlines } from '../../src/runtime/deadlines.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type VirtualTask, virtualLooker } from '../../testkit/looker/virtual-looker.ts'
import { dashboard } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const task = { id: '1', status: 'success', detail: '' }
const client: LookerClient = {
  createRenderTask: async () => task,
  renderTask: async () => task,
  renderTaskResults: async <T>() => ({ bytes: 1, sha256: 'ab12' }) as T,
  queryBySlug: async () => '7',
}

async function renderWith(answers: Partial<LookerClient>, options: Partial<RenderOptions> = {}) {
  const clock = virtualClock()
  const result = await renderTarget(
    dashboard(),
    {
      clientFor: () => ({ ...client, ...answers }),
      directory: temporaryFolder(),
      version: '4.0',
      clock,
      pollInterval: 1,
      times: renderTimes(() => '', Promise.resolve(new Map())),
      signal: new AbortController().signal,
      queue: renderQueue(1),
      hung: new Map(),
      unknownStatuses: new Set(),
      log: () => undefined,
      ...options,
    },
    trackProgress(),
  )
  return { result, clock }
}

test('a target leaves no file behind if the deadline passes just after the last byte of the download', async () => {
  const directory = temporaryFolder()
  const path = join(directory, 'dashboards-42.png')
  const over = new AbortController()
  const { result } = await renderWith(
    {
      renderTaskResults: async () => {
        writeFileSync(path, 'whole')
        over.abort(
          new ActionError('The time limit of 15 minutes (timeout-minutes) was reached', 'Give it more.'),
        )
        throw over.signal.reason
      },
    },
    { directory, signal: over.signal },
  )

  expect(result.status).toBe('failure')
  expect(existsSync(path)).toBe(false)
})

describe('a render task that is lost', () => {
  const crash = { id: '1', status: 'failure', detail: 'Unexpected document content' }
  const gone = () => Promise.reject(new LookerError('404', '', { status: 404, retries: 0 }))

  /**
   * Renders a target whose polls get these answers. After the last answer, each poll gets the last answer again. Counts
   * the created tasks.
   */
  async function renderAfter(...polls: (() => Promise<RenderTask>)[]) {
    let created = 0
    const { result } = await renderWith({
      createRenderTask: async () => {
        created++
        return task
      },
      renderTask: () => (polls.shift() ?? (async () => task))(),
    })
    return { result, created }
  }

  test('a render task is created again after a crash, and once more if Looker does not know the new task', async () => {
    const { result, created } = await renderAfter(async () => crash, gone)
    expect(result.status).toBe('success')
    expect(created).toBe(3)
  })

  test.each([
    ['a crash', async () => crash, "Looker's renderer crashed"],
    ['the loss of the task in Looker', gone, 'Looker no longer has the render task'],
  ])('a render task is not created again if %s happens a second time', async (_, poll, message) => {
    const { result, created } = await renderAfter(poll, poll, poll)
    expect(result.status === 'failure' && result.error.message).toContain(message)
    expect(created).toBe(2)
  })
})

describe('a file that Looker has not finished (202)', () => {
  const notYet = (headers: Record<string, string>) => ({
    status: 202,
    headers: new Headers(headers),
    body: null,
  })

  test.each<[Record<string, string>, number]>([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '1' }, 1000],
    [{ 'retry-after': '0' }, 1000],
    [{}, 1000],
  ])(
    'an unfinished file (202) is requested again after Retry-After and at least one second: %j',
    async (headers, pause) => {
      let fetches = 0
      const { result, clock } = await renderWith({
        renderTaskResults: async <T>(_: string, read: ResponseReader<T>) =>
          ++fetches < 3 ? read(notYet(headers), () => undefined) : ({ bytes: 1, sha256: 'ab12' } as T),
      })
      expect(result.status).toBe('success')
      expect(fetches).toBe(3)
      expect(clock.pauses.slice(-2)).toEqual([pause, pause])
    },
  )

  test('an unfinished file (202) is requested less and less often, and after five minutes from one more render task', async () => {
    let [fetches, created] = [0, 0]
    const { result, clock } = await renderWith({
      createRenderTask: async () => {
        created++
        return task
      },
      renderTaskResults: async <T>(_: string, read: ResponseReader<T>) => {
        fetches++
        return read(notYet({}), () => undefined)
      },
    })
    expect(result.status === 'failure' && result.error.message).toMatch(
      /^Looker says that the render task is done, but has not sent its file after [5-7] minutes \(202\)$/,
    )
    expect(created).toBe(2)
    expect(fetches).toBeLessThan(60)
    expect(clock.pauses.at(-1)).toBeGreaterThan(30_000)
  })
})

const directory = temporaryFolder()

const targetsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const id = String(index + 1)
    return dashboard({ id, name: `dashboards-${id}`, file: `dashboards-${id}.png` })
  })

interface Rendering {
  milliseconds(target: Target): number
  count: number
  concurrency?: number
  slots?: number
  hangsIn?(target: Target): string | undefined
  returnsRuntimes?: boolean
  /** Returns the target's render times in earlier runs. */
  remembered?(target: Target): readonly number[]
  minutes?: number
}

interface RenderedRun {
  results: Result[]
  tasks: VirtualTask[]
  log: string[]
  /** The time of the last poll that detected the end of a render. */
  lastSeenAt: number
  /** Returns the target's render times that are known after the run. */
  timesOf(target: Target): readonly number[]
}

async function renderAll(rendering: Rendering): Promise<RenderedRun> {
  const { count, concurrency = 2, slots = concurrency, minutes = 15, remembered } = rendering
  const clock = virtualClock()
  const { client, tasks } = virtualLooker({ ...rendering, clock, slots })
  const log: string[] = []
  const deadlines = startDeadlines(minutes, clock, new AbortController().signal)
  const targets = targetsOf(count)
  const earlier = new Map(targets.map(target => [target.id, remembered?.(target) ?? []]))
  const times = renderTimes(({ id }) => id, Promise.resolve(earlier))
  const renderer = openRenderer(
    { loggedIn: Promise.resolve(), clientFor: () => client, log: line => log.push(line) },
    {
      ...{ clock, directory, times, concurrency },
      signal: deadlines.render,
      version: '4.0',
      pollInterval: 5000,
    },
  )
  const results = await Promise.all(targets.map(target => renderer.render(target)))
  renderer.close()
  deadlines.end()
  const lastSeenAt = Math.max(...tasks.filter(({ endsAt }) => Number.isFinite(endsAt)).map(lastPollOf))
  return { results, tasks, log, lastSeenAt, timesOf: target => times.of(target).own }
}

const lastPollOf = ({ polls }: VirtualTask) => polls.at(-1) ?? 0

const statuses = (results: readonly Result[]) => results.map(({ status }) => status)
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

describe('the polls of ten dashboards', () => {
  /** The number of runs. Means of several runs are needed, because render times vary by a third. */
  const runs = 60

  // Polling shortens its pauses at random. A seed makes the means the same in every run of the tests.
  const seedJitter = () => jest.spyOn(Math, 'random').mockImplementation(seeded(1))
  afterEach(() => jest.restoreAllMocks())

  async function measure(seconds: number, knownTimes: number) {
    seedJitter()
    const random = seeded(seconds + knownTimes)
    const time = () => seconds * 1000 * (1 + (2 * random() - 1) / 3)
    const polls: number[] = []
    const walls: number[] = []
    for (let run = 0; run < runs; run++) {
      const { tasks, lastSeenAt } = await renderAll({
        count: 10,
        milliseconds: time,
        remembered: () => Array.from({ length: knownTimes }, time),
      })
      // Without known render times, the first two dashboards take more polls, so these two are not counted.
      const counted = knownTimes > 0 ? tasks : tasks.slice(2)
      expect(counted.length).toBeGreaterThanOrEqual(8)
      polls.push(mean(counted.map(task => task.polls.length)))
      walls.push(lastSeenAt / Math.max(...tasks.map(({ endsAt }) => endsAt)))
    }
    return { polls: mean(polls), wall: mean(walls) }
  }

  test.each([
    [4, 1],
    [20, 1],
    [20, 5],
  ])(
    'ten dashboards that take %d s need three polls each on average if %d render times of each are known',
    async (seconds, knownTimes) => {
      const { polls, wall } = await measure(seconds, knownTimes)
      expect(polls).toBeLessThanOrEqual(3)
      // The last render takes a twentieth of the run, and the delay of its last poll is only a small share of this
      // twentieth.
      expect(wall).toBeLessThanOrEqual(1.025)
    },
  )

  test.each([4, 20])('ten new dashboards that take %d s need four polls each on average', async seconds => {
    const { polls, wall } = await measure(seconds, 0)
    expect(polls).toBeLessThanOrEqual(4)
    expect(wall).toBeLessThanOrEqual(1.025)
  })

  test('no renderer of Looker is idle for long while ten dashboards are rendered', async () => {
    seedJitter()
    const random = seeded(7)
    const gaps: number[] = []
    for (let run = 0; run < runs; run++) {
      const { tasks } = await renderAll({
        count: 10,
        milliseconds: () => 20_000 * (1 + (2 * random() - 1) / 3),
        remembered: () => [20_000],
      })
      expect(tasks).toHaveLength(10)
      const busy = tasks.reduce((sum, { startedAt, endsAt }) => sum + endsAt - startedAt, 0)
      const end = Math.max(...tasks.map(({ endsAt }) => endsAt))
      gaps.push(1 - busy / (2 * end))
    }
    // Each of the two renderers has five renders. At the end, one renderer is idle for about a third of a render.
    expect(mean(gaps)).toBeLessThanOrEqual(0.09)
  })
})

test('the start of a render is the end of the previous render in Looker, and not a poll', async () => {
  const { timesOf } = await renderAll({
    count: 4,
    concurrency: 1,
    milliseconds: () => 20_000,
    remembered: () => [20_000],
    returnsRuntimes: true,
  })
  const [, , third] = targetsOf(4)
  expect(third && timesOf(third)[0]).toBeCloseTo(20_000, -1)
})

describe('the first poll of a target that was rendered in 20 s before', () => {
  const firstPolls = (tasks: VirtualTask[]) =>
    tasks.map(({ polls, startedAt }) => ((polls[0] ?? 0) - startedAt) / 1000)

  test('the first poll of a target comes later if another target is still waiting', async () => {
    const { tasks } = await renderAll({
      count: 2,
      concurrency: 1,
      milliseconds: () => 20_000,
      remembered: () => [20_000],
      returnsRuntimes: true,
    })
    const [first, last] = firstPolls(tasks)
    expect(first).toBeGreaterThan(16.3)
    expect(first).toBeLessThanOrEqual(17)
    expect(last).toBeGreaterThan(14.9)
    expect(last).toBeLessThanOrEqual(15.6)
  })

  test('the first poll of a target comes earlier as soon as no other target waits', async () => {
    const { tasks } = await renderAll({
      count: 3,
      concurrency: 2,
      milliseconds: ({ id }) => (id === '1' ? 60_000 : 20_000),
      remembered: ({ id }) => (id === '1' ? [60_000] : [20_000]),
    })
    const [first] = firstPolls(tasks)
    expect(first).toBeGreaterThan(44.8)
    expect(first).toBeLessThanOrEqual(46.8)
  })
})

describe('a render time', () => {
  const one = { count: 1, milliseconds: () => 9000 }
  const [target] = targetsOf(1) as [Target]

  test('a render time is the time that Looker reports', async () => {
    const { timesOf, results } = await renderAll({ ...one, returnsRuntimes: true })
    expect(timesOf(target)).toEqual([9000])
    expect(results).toMatchObject([{ seconds: 9 }])
  })

  test('a render time is the middle between the last two polls if Looker does not report it', async () => {
    const { timesOf, tasks } = await renderAll(one)
    const [before = 0, after = 0] = tasks[0]?.polls.slice(-2) ?? []
    expect(before).toBeLessThan(9000)
    expect(timesOf(target)).toEqual([(before + after) / 2])
  })
})

describe('a render task that hangs', () => {
  const hangsIn = (status: string, ...ids: string[]) => ({
    hangsIn: ({ id }: Target) => (ids.includes(id) ? status : undefined),
  })
  const failures = (results: readonly Result[]) =>
    results.flatMap(result => (result.status === 'failure' ? [result.error] : []))

  test.each(['querying', 'rendering'])(
    'six of eight targets are rendered if the render tasks of two targets hang in %s',
    async status => {
      const { results, tasks } = await renderAll({
        count: 8,
        milliseconds: () => 20_000,
        ...hangsIn(status, '1', '2'),
      })
      expect(statuses(results)).toEqual(['failure', 'failure', ...Array(6).fill('success')])
      // The other six targets begin after two minutes, because the first two tasks then count as hung.
      expect(tasks[3]?.createdAt).toBeGreaterThanOrEqual(120_000)
      expect(tasks[3]?.createdAt).toBeLessThan(140_000)
    },
  )

  test('the hint of each target that fails at the deadline names a render task that hangs', async () => {
    const { results, log } = await renderAll({
      count: 8,
      minutes: 2.2,
      milliseconds: () => 20_000,
      ...hangsIn('rendering', '1', '2'),
    })
    const errors = failures(results)
    expect(errors.length).toBeGreaterThan(2)
    for (const { hint } of errors)
      expect(hint).toMatch(
        /^Looker did not finish dashboard [12] \(13\d s\), dashboard [12] \(13\d s\): open it in Looker, look for a tile that never finishes, and correct it or leave the target out\.$/,
      )
    expect(log).toContainEqual(
      expect.stringMatching(
        /^dashboards-1: Looker has been rendering this target for 12\d s, much longer than usual\. The next target begins/,
      ),
    )
  })

  test('a render task that hangs is polled rarely until the end of the step', async () => {
    const { tasks } = await renderAll({
      count: 4,
      milliseconds: () => 20_000,
      remembered: () => [20_000],
      ...hangsIn('querying', '1'),
    })
    const [first] = tasks
    const late = first?.polls.filter(at => at > 130_000) ?? []
    expect(late.length).toBeGreaterThanOrEqual(10)
    expect(late.length).toBeLessThanOrEqual(20)
    expect(late.at(-1)).toBeGreaterThan(900_000 - 60_000)
  })

  test('a hanging render task gives up its place after three times the longest comparable render, at least two minutes', async () => {
    const { tasks } = await renderAll({
      count: 4,
      minutes: 30,
      concurrency: 1,
      milliseconds: () => 20_000,
      remembered: ({ id }) => (id === '1' ? [60_000, 70_000] : [20_000]),
      ...hangsIn('querying', '1'),
    })
    const [, , third] = tasks
    expect(third?.createdAt).toBeGreaterThanOrEqual(210_000)
    expect(third?.createdAt).toBeLessThan(220_000)
  })

  test('a new render task is recognized as hanging by the render times of other targets in the run', async () => {
    const { tasks } = await renderAll({
      count: 6,
      minutes: 30,
      milliseconds: () => 50_000,
      ...hangsIn('rendering', '4'),
    })
    const hung = tasks.find(({ target }) => target.id === '4')
    const polls = hung?.polls.map(at => at - (hung?.createdAt ?? 0)) ?? []
    const pauses = polls.slice(1).map((at, index) => ({ at, pause: at - (polls[index] ?? 0) }))
    const firstLong = pauses.find(({ at, pause }) => at > 100_000 && pause > 10_000)
    expect(firstLong?.at).toBeGreaterThan(150_000)
    expect(firstLong?.at).toBeLessThan(205_000)
  })

  test("a render task that hangs keeps its place while it waits in Looker's queue", async () => {
    const { results, tasks } = await renderAll({
      count: 4,
      concurrency: 1,
      milliseconds: () => 20_000,
      ...hangsIn('enqueued_for_query', '1'),
    })
    expect(statuses(results)).toEqual(Array(4).fill('failure'))
    expect(tasks).toHaveLength(2)
  })

  test('a render task that hangs keeps its place if its status is unknown to the action', async () => {
    const { tasks } = await renderAll({
      count: 4,
      concurrency: 1,
      milliseconds: () => 20_000,
      ...hangsIn('moonwalking', '1'),
    })
    expect(tasks).toHaveLength(2)
  })

  test('a render task that hangs keeps its place if `concurrency` other tasks have already given up their places', async () => {
    const { results, tasks } = await renderAll({
      count: 12,
      concurrency: 2,
      milliseconds: () => 20_000,
      ...hangsIn('querying', '1', '2', '3', '4'),
    })
    expect(statuses(results)).toEqual(Array(12).fill('failure'))
    // Of the five tasks, two have given up their places, two still have a place, and one waits for a place.
    expect(tasks).toHaveLength(5)
  })

  test('the hint at the deadline does not name a hanging render task that has ended', async () => {
    const { results } = await renderAll({
      count: 2,
      concurrency: 1,
      minutes: 3.5,
      remembered: () => [20_000],
      milliseconds: ({ id }) => (id === '1' ? 150_000 : 60_000),
    })
    const [{ status }, second] = results as [Result, Result]
    expect(status).toBe('success')
    expect(second.status === 'failure' && second.error.hint).toMatch(/^Increase timeout-minutes/)
  })

  test('a hanging render task may give up its place after an earlier hanging task has ended', async () => {
    const { results, tasks } = await renderAll({
      count: 8,
      concurrency: 1,
      minutes: 30,
      slots: 8,
      remembered: () => [20_000],
      milliseconds: ({ id }) => ({ 1: 320_000, 2: 600_000 })[id] ?? 20_000,
    })
    expect(statuses(results)).toEqual(Array(8).fill('success'))
    // The second task has hung for two minutes. It can give up its place only after the first task has ended.
    expect(tasks[3]?.createdAt).toBeGreaterThan(320_000)
    expect(tasks[3]?.createdAt).toBeLessThan(400_000)
  })
})
