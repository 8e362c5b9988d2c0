import '../../testkit/runner/one-realm.ts'
import { jest } from '@jest/globals'
import { connect } from '../../src/looker/connect.ts'
import type { Call } from '../../src/looker/http.ts'
import { meteredAs } from '../../src/looker/http.ts'
import { createLookerClient } from '../../src/looker/render-task-requests.ts'
import { logOut } from '../../src/looker/session.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import type { Fetch } from '../../src/world.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard } from '../../testkit/results.ts'

describe('the kind of call that Looker meters', () => {
  test.each([
    ['/login', undefined],
    ['/logout', undefined],
    ['/versions', undefined],
    ['/render_tasks/dashboards/42/png', 'query'],
    ['/render_tasks/a1/results', 'query'],
    ['/queries/slug/aBc', 'query'],
    ['/queries/run/json_detail', 'query'],
    ['/query_tasks/multi_results', 'query'],
    ['/merge_queries/7', 'query'],
    ['/sql_queries/aBc', 'query'],
    ['/looks/7/run/png', 'query'],
    ['/looks/7', 'administrative'],
    ['/dashboards/42', 'administrative'],
    ['/dashboards/lookml', 'administrative'],
    ['/session', 'administrative'],
    ['/projects/shop/git_branch', 'administrative'],
    ['/projects/shop/validate', 'administrative'],
    ['/content_validation', 'administrative'],
    ['/lookml_models/shop/explores/orders', 'administrative'],
  ])('the call %s counts in Looker as a call of the kind %s', (path, activity) =>
    expect(meteredAs(path)).toBe(activity),
  )
})

const clientSecret = 'hG7kq2mVzX9pLw4tRb6n'
const never = () => new AbortController().signal

/** A `fetch` that is pending until the signal is aborted. */
const hang: Fetch = (_, init) =>
  new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
  })

type Paths = Partial<Record<'/login' | '/versions' | '/logout', Fetch>>

/** Connects to a Looker that has these answers. For any other path, Looker returns a token or an empty answer. */
function connectTo(answers: Paths) {
  const log: string[] = []
  const sent: string[] = []
  const secrets = createSecrets(() => undefined)
  secrets.keep(clientSecret)
  const fetch: Fetch = async (address, init) => {
    const path = String(address).replace(/^.*?\/api\/4\.0|\?.*$/g, '')
    sent.push(path)
    const answer = answers[path as keyof Paths]
    return answer ? answer(address, init) : Response.json({ access_token: 'token-1' })
  }
  const instance = { base: new URL('https://acme.looker.com'), clientId: 'an-id', clientSecret }
  const looker = connect(instance, {
    world: { fetch, clock: virtualClock() },
    version: '4.0',
    secrets,
    signal: never(),
    log: line => log.push(line),
  })
  return { looker, log, sent }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  await jest.advanceTimersByTimeAsync(0)
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending
}

describe("Looker's release and address", () => {
  const versions =
    (body: object): Fetch =>
    async () =>
      Response.json(body)

  test("Looker's release and address are read from Looker's answer to /versions", async () => {
    const { looker, log } = connectTo({
      '/versions': versions({
        looker_release_version: '26.12.3',
        web_server_url: 'https://bi.acme.com/some/page',
      }),
    })
    expect(await looker.versions).toEqual({ release: '26.12.3', web: new URL('https://bi.acme.com') })
    expect(log).toEqual([])
  })

  test.each<[string, object]>([
    ['a release that is the secret', { looker_release_version: clientSecret }],
    ['a release that contains the secret', { looker_release_version: `26.12-${clientSecret}` }],
    ['an address that contains the secret', { web_server_url: `https://${clientSecret}.acme.com` }],
    ['an address with the secret in its path', { web_server_url: `https://acme.com/${clientSecret}` }],
    ['an access token', { looker_release_version: 'token-1' }],
    ['a release of several lines', { looker_release_version: '26.12\n::error::x' }],
    ['an address that is not a web page', { web_server_url: 'javascript:alert(1)' }],
    ['other types', { looker_release_version: 26, web_server_url: {} }],
  ])("Looker's release and address are ignored if Looker returns %s", async (_, body) => {
    const { looker } = connectTo({ '/versions': versions(body) })
    expect(await looker.versions).toEqual({})
  })
})

test('the log does not mention a missing release if the log-in also fails', async () => {
  const refuse: Fetch = async () => Response.json({ message: 'Not found' }, { status: 404 })
  const { looker, log } = connectTo({ '/login': refuse, '/versions': refuse })
  expect(await looker.versions).toEqual({})
  await expect(looker.loggedIn).rejects.toThrow('does not know this API key')
  expect(log).toEqual([])
})

describe('an endpoint that never answers', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  test('a request to /versions without an answer delays the step by at most ten seconds', async () => {
    const { looker, log, sent } = connectTo({ '/versions': hang })
    await looker.loggedIn
    await jest.advanceTimersByTimeAsync(1)
    while (!sent.includes('/versions')) await jest.advanceTimersByTimeAsync(0)
    await jest.advanceTimersByTimeAsync(9990)
    expect(await isSettled(looker.versions)).toBe(false)
    await jest.advanceTimersByTimeAsync(20)
    expect(await looker.versions).toEqual({})
    expect(log).toEqual([expect.stringMatching(/^acme\.looker\.com did not return its Looker version \(/)])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a logout without an answer delays the end of the step by ten seconds', async () => {
    const { looker, log } = connectTo({ '/logout': hang })
    await looker.loggedIn
    const ended = logOut([looker], never())
    await jest.advanceTimersByTimeAsync(9990)
    expect(await isSettled(ended)).toBe(false)
    await jest.advanceTimersByTimeAsync(20)
    await ended
    expect(log).toContainEqual(expect.stringMatching(/^Could not log out of Looker/))
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a logout without an answer delays the end of a canceled job by a second and a half', async () => {
    const { looker } = connectTo({ '/logout': hang })
    await looker.loggedIn
    const ended = logOut([looker], AbortSignal.abort(new Error('cancelled')))
    await jest.advanceTimersByTimeAsync(1490)
    expect(await isSettled(ended)).toBe(false)
    await jest.advanceTimersByTimeAsync(20)
    await ended
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a logout without an answer ends as soon as the job is canceled', async () => {
    const { looker } = connectTo({ '/logout': hang })
    await looker.loggedIn
    const cancel = new AbortController()
    const ended = logOut([looker], cancel.signal)
    await jest.advanceTimersByTimeAsync(1000)
    cancel.abort(new Error('cancelled'))
    await ended
  })
})

/** Returns a client that gets this answer to each call. */
function clientOf(answer: unknown, version: '4.0' | '3.1' = '4.0', secret = '') {
  const calls: Call[] = []
  const { clean, keep } = createSecrets(() => undefined)
  keep(secret)
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
  test('a poll reads a known status even if a secret is a part of it', async () => {
    const { client } = clientOf(done, '4.0', 'success')
    expect((await client.renderTask('a1')).status).toBe('success')
  })

  test.each<[object, number | undefined]>([
    [{ query_runtime: 4.5, render_runtime: 7.25 }, 11_750],
    [{ query_runtime: 0, render_runtime: 3 }, 3000],
    [{ query_runtime: 0, render_runtime: 0 }, undefined],
    [{ query_runtime: null, render_runtime: 3 }, undefined],
    [{ query_runtime: 3 }, undefined],
    [{ query_runtime: '4', render_runtime: '5' }, undefined],
    [{ query_runtime: -9, render_runtime: 5 }, undefined],
    [{}, undefined],
  ])('a poll of a render task reads the render time from %j', async (runtimes, renderTime) => {
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
    'a poll of a render task fails if the answer is not a render task (case %#)',
    async answer => {
      const { client } = clientOf(answer)
      await expect(client.renderTask('a1')).rejects.toThrow('something that is not a render task')
    },
  )
})

test('the creation of a render task requests only the fields that the action reads', async () => {
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
