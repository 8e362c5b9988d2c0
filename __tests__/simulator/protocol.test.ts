import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator

async function start(options: SimulatorOptions = {}): Promise<Client> {
  looker = await startSimulator({ renderSeconds: 0, pictureBytes: 2000, ...options })
  return new Client(looker).logIn()
}

afterEach(() => looker.close())

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

test('the simulator returns a token for the right API key, in the form body or in the query', async () => {
  const client = await start()
  const query = `client_id=${looker.clientId}&client_secret=${looker.clientSecret}`

  const answer = await client.call('POST', `/login?${query}`)

  expect(await answer.json()).toEqual({
    access_token: looker.issued[1],
    token_type: 'Bearer',
    expires_in: 3600,
  })
  expect([...looker.tokens]).toEqual(looker.issued)
})

test('the simulator answers 404 to a wrong API key, as Looker does', async () => {
  const client = await start()
  const body = new URLSearchParams({ client_id: looker.clientId, client_secret: 'wrong' })

  const answer = await client.call('POST', '/login', { body })

  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ message: 'Not found' })
})

test('the simulator accepts a token only after "token" or "Bearer"', async () => {
  const client = await start()
  const as = async (authorization: string) =>
    (await client.call('GET', '/user', { headers: { authorization } })).status

  expect(await as(`token ${client.token}`)).toBe(200)
  expect(await as(`Bearer ${client.token}`)).toBe(200)
  expect(await as('Bearer made-up')).toBe(401)
  expect(await as(client.token)).toBe(401)
})

test('a token of the simulator is invalid after the logout', async () => {
  const client = await start()

  expect((await client.call('DELETE', '/logout')).status).toBe(204)
  expect((await client.call('GET', '/user')).status).toBe(401)
  expect(looker.tokens.size).toBe(0)
})

test('a token of the simulator is invalid after it has expired', async () => {
  const client = await start({ tokenSeconds: 0.05 })
  await pause(80)

  const answer = await client.create('looks/7/png')

  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ message: 'Requires authentication.' })
})

test('the simulator renders one task for each of its slots at the same time, and the other tasks wait', async () => {
  const client = await start({ renderSeconds: task => (task.contentId === '3' ? 0 : 1), slots: 2 })
  const ids = await Promise.all(['1', '2', '3'].map(id => client.createdId(`dashboards/${id}/png`)))

  const statuses = await Promise.all(ids.map(async id => (await client.task(id)).status))
  await Promise.all(ids.map(id => client.ended(id)))

  expect(statuses).toEqual(['querying', 'querying', 'enqueued_for_query'])
  const [first, second, third] = [...looker.tasks.values()].map(({ startedAt, finishedAt }) => [
    startedAt,
    finishedAt,
  ])
  expect(third?.[0]).toBeGreaterThanOrEqual(Math.min(Number(first?.[1]), Number(second?.[1])))
})

test('the simulator describes a render task with all fields of the API, or with the requested fields', async () => {
  const client = await start()
  const body = { dashboard_filters: 'Region=EMEA', dashboard_style: 'tiled' }
  const id = await client.createdId('dashboards/42/pdf', 'width=800&height=600&theme=dark', body)
  await client.ended(id)

  const whole = await (await client.call('GET', `/render_tasks/${id}`)).json()
  const part = await (await client.call('GET', `/render_tasks/${id}?fields=id,status`)).json()

  expect(whole).toMatchObject({
    id,
    status: 'success',
    dashboard_id: '42',
    look_id: null,
    result_format: 'pdf',
    width: 800,
    runtime: expect.any(Number),
    finalized_at: expect.stringMatching(/^\d{4}-/),
    ...body,
  })
  expect(part).toEqual({ id, status: 'success' })
})

test('the simulator answers 202 with Retry-After to a request for a result that is not finished', async () => {
  const client = await start({ renderSeconds: 0.1 })
  const id = await client.createdId('looks/7/jpg')

  const early = await client.results(id)
  await client.ended(id)
  const late = await client.results(id)

  expect([early.status, early.headers.get('retry-after'), await early.text()]).toEqual([202, '2', ''])
  expect(late.status).toBe(200)
  expect(late.headers.get('content-type')).toBe('image/jpeg')
  expect(late.headers.get('content-length')).toBe('2000')
  expect(Buffer.from(await late.arrayBuffer())).toEqual(await looker.bytesOf(id))
})

test('the simulator finds the id of a query by its slug, and the slug by its id', async () => {
  const client = await start()
  const old = await new Client(looker, '3.1').logIn()
  const ask = async (by: Client, path: string) => (await by.call('GET', path)).json()

  expect(await ask(client, '/queries/slug/Any9slug?fields=id')).toEqual({
    id: expect.stringMatching(/^\d+$/),
  })
  expect(await ask(client, '/queries/1001?fields=slug')).toEqual({ slug: 'AbC123xyz' })
  expect(await ask(old, '/queries/slug/AbC123xyz?fields=id')).toEqual({ id: 1001 })
})

test('the simulator records every request with its body and the status of its answer', async () => {
  const client = await start()
  await client.create('dashboards/thelook%3A%3Aoverview/png', 'width=400&height=300', {
    dashboard_filters: 'a=b',
  })
  await client.call('GET', '/nowhere')

  expect(looker.requests).toMatchObject([
    { operation: 'login', method: 'POST', path: '/api/4.0/login', status: 200 },
    {
      operation: 'create',
      path: '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png',
      query: { width: '400', height: '300' },
      body: '{"dashboard_filters":"a=b"}',
      status: 200,
    },
    { operation: 'unknown', path: '/api/4.0/nowhere', status: 404 },
  ])
})
