import { type Effect, type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator
let client: Client

beforeEach(async () => {
  looker = await startSimulator({ renderSeconds: 0.05, pictureBytes: 200_000 })
  client = await new Client(looker).logIn()
})

afterEach(() => looker.close())

async function renderedTask(): Promise<string> {
  const id = await client.createdId('dashboards/42/png')
  expect(await client.ended(id)).toBe('success')
  return id
}

const lastStatus = () => looker.requests.at(-1)?.status

test('a simulator fault with a status replaces the answer, and the request has no effect', async () => {
  looker.fault({
    on: 'create',
    effect: { status: 429, body: { message: 'Slow down' }, headers: { 'retry-after': '3' } },
  })

  const answer = await client.create('dashboards/42/png')

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3'])
  expect(await answer.json()).toEqual({ message: 'Slow down' })
  expect(looker.tasks.size).toBe(0)
  expect((await client.create('dashboards/42/png')).status).toBe(200)
})

test('the simulator fault "reset" breaks the connection before any answer', async () => {
  looker.fault({ on: 'create', effect: { reset: true } })

  await expect(client.create('looks/7/png')).rejects.toThrow('fetch failed')
  expect([looker.tasks.size, lastStatus()]).toEqual([0, 0])
})

test('the simulator fault "stall" gives no answer until the simulator is closed', async () => {
  looker.fault({ on: 'create', effect: { stall: true } })

  const answer = client.create('looks/7/png')
  const refused = expect(answer).rejects.toThrow('fetch failed')
  await expect(
    Promise.race([answer, new Promise(resolve => setTimeout(resolve, 100, 'silence'))]),
  ).resolves.toBe('silence')
  await looker.close()
  await refused
})

test('the simulator fault for an empty result returns the right content type and no bytes', async () => {
  const id = await renderedTask()
  looker.fault({ on: 'results', effect: { empty: true } })

  const answer = await client.results(id)

  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(await answer.text()).toBe('')
})

test.each([true, 'chunked'] as const)(
  'a download with the simulator fault cut: %s breaks in the middle',
  async cut => {
    const id = await renderedTask()
    looker.fault({ on: 'results', effect: { cut } })

    const answer = await client.results(id)

    expect(answer.headers.get('content-length')).toBe(cut === true ? '200000' : null)
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated')
    expect(lastStatus()).toBe(0)
  },
)

test('a download with the simulator fault cut: close ends properly with half of the file', async () => {
  const id = await renderedTask()
  looker.fault({ on: 'results', effect: { cut: 'close' } })

  const bytes = Buffer.from(await (await client.results(id)).arrayBuffer())

  expect(bytes).toEqual((await looker.bytesOf(id)).subarray(0, 100_000))
})

test('a simulator fault replaces the result with a text or other bytes', async () => {
  const id = await renderedTask()
  looker.fault({ on: 'results', effect: { instead: '<html>Log in</html>' } })
  looker.fault({ on: 'results', effect: { bytes: Buffer.from('GIF89a'), contentType: 'image/gif' } })

  const html = await client.results(id)
  const gif = await client.results(id)

  expect([html.headers.get('content-type'), await html.text()]).toEqual(['text/html', '<html>Log in</html>'])
  expect([gif.headers.get('content-type'), await gif.text()]).toEqual(['image/gif', 'GIF89a'])
})

test('the simulator answers a delayed request after its delay', async () => {
  looker.fault({ on: 'task', effect: { late: 150 } })
  const id = await client.createdId('looks/7/png')
  const start = Date.now()

  await client.task(id)

  expect(Date.now() - start).toBeGreaterThanOrEqual(148)
})

test('a simulator fault answers 202 for a finished render task', async () => {
  const id = await renderedTask()
  looker.fault({ on: 'results', effect: { status202: 7 } })

  const answer = await client.results(id)

  expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([202, '7', ''])
  expect((await client.results(id)).status).toBe(200)
})

test('a simulator fault makes a render task fail with a detail and without a result', async () => {
  looker.fault({ on: 'create', effect: { taskStatus: 'failure', detail: '[orphaned job]' } })
  const id = await client.createdId('dashboards/42/png')

  await client.ended(id)

  expect(await client.task(id)).toEqual({ status: 'failure', status_detail: '[orphaned job]' })
  expect((await client.results(id)).status).toBe(404)
})

test('a render task that hangs in a status occupies no slot of the simulator', async () => {
  looker.fault({ on: 'create', target: '9', times: 3, effect: { taskStatus: 'waiting_for_moon' } })
  const [stuck] = await Promise.all([1, 2, 3].map(() => client.createdId('dashboards/9/png')))

  await renderedTask()

  expect((await client.task(stuck as string)).status).toBe('waiting_for_moon')
})

test('a render task goes through the statuses of a simulator fault, and then succeeds', async () => {
  await looker.close()
  looker = await startSimulator({ renderSeconds: 0.9, pictureBytes: 2000 })
  client = await new Client(looker).logIn()
  looker.fault({ on: 'create', effect: { statuses: ['rendering', 'gathering_wool', 'querying'] } })
  const id = await client.createdId('dashboards/42/png')
  const seen = new Set<string>()

  while (!seen.has('success')) {
    seen.add((await client.task(id)).status)
    await new Promise(resolve => setTimeout(resolve, 4))
  }

  expect([...seen]).toEqual(['rendering', 'gathering_wool', 'querying', 'success'])
})

test.each(['create', 'task', 'results'] as const)(
  'with the simulator fault "gone", a render task is unknown after the request %s',
  async on => {
    looker.fault({ on, effect: { gone: true } })
    const id = await client.createdId('dashboards/42/png')

    const first =
      on === 'results' ? await client.results(id) : await client.call('GET', `/render_tasks/${id}`)

    expect(first.status).toBe(404)
    expect((await client.call('GET', `/render_tasks/${id}`)).status).toBe(404)
    expect((await client.results(id)).status).toBe(404)
  },
)

test('a simulator fault ends all tokens before a request', async () => {
  looker.fault({ on: 'create', effect: { expireTokens: true } })

  expect((await client.create('looks/7/png')).status).toBe(401)
  expect(looker.tokens.size).toBe(0)
  await client.logIn()
  expect((await client.create('looks/7/png')).status).toBe(200)
})

test('the simulator creates a render task even if its answer is lost', async () => {
  looker.fault({ on: 'create', effect: { lostAnswer: true } })

  await expect(client.create('dashboards/42/png')).rejects.toThrow('fetch failed')
  expect([...looker.tasks.values()]).toMatchObject([{ contentId: '42' }])
})

test('a simulator fault applies only to its target, `times` times, after the requests in `after`', async () => {
  const answer = (status: number): Effect => ({ status })
  looker.fault({ on: 'create', target: '42', after: 1, times: 2, effect: answer(500) })
  looker.fault({ on: 'create', times: Number.POSITIVE_INFINITY, effect: answer(503) })
  const statuses: number[] = []
  for (const id of ['42', '43', '42', '42', '42'])
    statuses.push((await client.create(`dashboards/${id}/png`)).status)

  expect(statuses).toEqual([503, 503, 500, 500, 503])
})

test('requests to the simulator add faults, and a wrong fault is explained', async () => {
  const post = (fault: object) =>
    fetch(`${looker.url}/simulator/faults`, { method: 'POST', body: JSON.stringify(fault) })

  expect((await post({ on: 'create', times: 'Infinity', effect: { status: 418 } })).status).toBe(200)
  expect((await client.create('looks/7/png')).status).toBe(418)
  const wrong = await post({ on: 'creation', effect: {} })
  expect(wrong.status).toBe(400)
  expect(await wrong.json()).toMatchObject({
    message: expect.stringContaining('"on" has to be one of login'),
  })
})
