import '../../testkit/runner/one-realm.ts'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../../src/errors.ts'
import type { LookerClient } from '../../src/looker/client.ts'
import { renderTimes } from '../../src/looker/polling.ts'
import { trackProgress } from '../../src/looker/progress.ts'
import { renderQueue } from '../../src/looker/render-queue.ts'
import { renderTarget } from '../../src/looker/render-task.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

test('a target leaves no file if the time ends just after its last byte', async () => {
  const directory = temporaryFolder()
  const path = join(directory, 'dashboards-42.png')
  const over = new AbortController()
  const task = { id: '1', status: 'success', detail: '' }
  const client: LookerClient = {
    createRenderTask: async () => task,
    renderTask: async () => task,
    renderTaskResults: async () => {
      writeFileSync(path, 'whole')
      over.abort(new ActionError('The 15 minutes of timeout-minutes were over', 'Give it more.'))
      throw over.signal.reason
    },
    queryBySlug: async () => '7',
  }
  const result = await renderTarget(
    dashboard(),
    {
      clientFor: () => client,
      directory,
      version: '4.0',
      clock: virtualClock(),
      pollInterval: 1,
      times: renderTimes(() => '', Promise.resolve(new Map())),
      signal: over.signal,
      queue: renderQueue(1),
      hung: new Map(),
      unknownStatuses: new Set(),
      log: () => undefined,
    },
    trackProgress(),
  )

  expect(result.status).toBe('failure')
  expect(existsSync(path)).toBe(false)
})
