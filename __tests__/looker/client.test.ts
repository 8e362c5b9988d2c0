import '../../testkit/runner/one-realm.ts'
import { createLookerClient } from '../../src/looker/client.ts'
import type { Call } from '../../src/looker/http.ts'
import { createSecrets } from '../../src/runtime/log.ts'
import { dashboard } from '../../testkit/results.ts'

/** A client whose calls are all answered with this. */
function clientOf(answer: unknown, version: '4.0' | '3.1' = '4.0') {
  const calls: Call[] = []
  const { clean } = createSecrets(() => undefined)
  const client = createLookerClient(
    (call, read) => {
      calls.push(call)
      return read(Response.json(answer), () => undefined)
    },
    version,
    { host: 'acme.looker.com', clean },
  )
  return { client, calls }
}

const done = { id: 'a1', status: 'success', status_detail: null }

describe('a poll', () => {
  test.each<[object, number | undefined]>([
    [{ query_runtime: 4.5, render_runtime: 7.25 }, 11_750],
    [{ query_runtime: 0, render_runtime: 3 }, 3000],
    [{ query_runtime: 0, render_runtime: 0 }, undefined],
    [{ query_runtime: null, render_runtime: 3 }, undefined],
    [{ query_runtime: 3 }, undefined],
    [{ query_runtime: '4', render_runtime: '5' }, undefined],
    [{ query_runtime: -9, render_runtime: 5 }, undefined],
    [{}, undefined],
  ])('reads the render time of %j', async (runtimes, renderTime) => {
    const { client, calls } = clientOf({ ...done, ...runtimes })
    const { renderTime: read } = await client.renderTask('a1')
    expect(read).toBe(renderTime)
    expect(calls).toEqual([
      {
        method: 'GET',
        path: '/render_tasks/a1',
        query: { fields: 'id,status,status_detail,query_runtime,render_runtime' },
      },
    ])
  })

  test.each([{}, [], 'text', { id: 'a1' }, { id: '..', status: 'success' }, { id: 1.5, status: 'success' }])(
    'is an error for an answer that is no render task (case %#)',
    async answer => {
      const { client } = clientOf(answer)
      await expect(client.renderTask('a1')).rejects.toThrow('something that is no render task')
    },
  )
})

test('a render task is created with the fields that are read, and no others', async () => {
  const { client, calls } = clientOf(done)
  await client.createRenderTask(dashboard({ filters: new Map([['Region', 'EMEA']]) }))
  expect(calls).toEqual([
    {
      method: 'POST',
      path: '/render_tasks/dashboards/42/png',
      query: {
        width: 1260,
        height: 900,
        fields: 'id,status,status_detail',
        long_tables: undefined,
        theme: undefined,
      },
      json: { dashboard_filters: 'Region=EMEA' },
    },
  ])
})
