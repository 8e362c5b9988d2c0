import '../../testkit/runner/one-realm.ts'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../../src/errors.ts'
import type { LookerClient, RenderTask } from '../../src/looker/client.ts'
import { LookerError } from '../../src/looker/errors.ts'
import { renderTimes } from '../../src/looker/polling.ts'
import { trackProgress } from '../../src/looker/progress.ts'
import { renderQueue } from '../../src/looker/render-queue.ts'
import { type RenderOptions, renderTarget } from '../../src/looker/render-task.ts'
import type { ResponseReader } from '../../src/looker/responses.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const task = { id: '1', status: 'success', detail: '' }
const client: LookerClient = {
  createRenderTask: async () => task,
  renderTask: async () => task,
  renderTaskResults: async <T>() => ({ bytes: 1, sha256: 'ab12' }) as T,
  queryBySlug: async () => '7',
}

/** Renders dashboard 42 with a client that answers like this. */
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

test('a target leaves no file if the time ends just after its last byte', async () => {
  const directory = temporaryFolder()
  const path = join(directory, 'dashboards-42.png')
  const over = new AbortController()
  const { result } = await renderWith(
    {
      renderTaskResults: async () => {
        writeFileSync(path, 'whole')
        over.abort(new ActionError('The 15 minutes of timeout-minutes were over', 'Give it more.'))
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

  /** Renders with polls that are answered in turn, the last one for ever; counts the tasks. */
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

  test('is made anew once for a crash, and once more if Looker then forgets it', async () => {
    const { result, created } = await renderAfter(async () => crash, gone)
    expect(result.status).toBe('success')
    expect(created).toBe(3)
  })

  test.each([
    ['a crash', async () => crash, "Looker's renderer crashed"],
    ['a task that Looker forgot', gone, 'Looker no longer has the render task'],
  ])('is not made anew after a second time of %s', async (_, poll, message) => {
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
  ])('is fetched again after its Retry-After, but not before one second (%j)', async (headers, pause) => {
    let fetches = 0
    const { result, clock } = await renderWith({
      renderTaskResults: async <T>(_: string, read: ResponseReader<T>) =>
        ++fetches < 3 ? read(notYet(headers), () => undefined) : ({ bytes: 1, sha256: 'ab12' } as T),
    })
    expect(result.status).toBe('success')
    expect(fetches).toBe(3)
    expect(clock.pauses.slice(-2)).toEqual([pause, pause])
  })
})
