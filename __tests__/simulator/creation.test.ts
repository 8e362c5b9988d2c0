import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator

async function start(): Promise<Client> {
  looker = await startSimulator({ renderSeconds: 0, pictureBytes: 2000 })
  return new Client(looker).logIn()
}

afterEach(() => looker.close())

test('the simulator reports all errors of a new render task together', async () => {
  const client = await start()

  const answer = await client.create('dashboards/42/gif', 'width=wide&pdf_paper_size=a9', {
    dashboard_style: 'round',
    tab_ids: ['1', '7'],
  })

  expect(answer.status).toBe(422)
  const { message, errors } = (await answer.json()) as { message: string; errors: { field: string }[] }
  expect(message).toBe('Validation Failed')
  expect(errors.map(error => error.field)).toEqual([
    ...['result_format', 'width', 'height', 'pdf_paper_size', 'dashboard_style', 'tab_ids'],
  ])
  expect(errors[1]).toEqual({
    field: 'width',
    code: 'invalid',
    message: expect.stringContaining('integer'),
    documentation_url: expect.stringMatching(/^https:/),
  })
})

test.each([
  ['4.0', 'looks/7/png', 'width=1&height=1&theme=dark', undefined],
  ['4.0', 'dashboards/42/png', 'width=1&height=1&scale=2', {}],
  ['4.0', 'dashboards/42/png', 'width=1&height=1', { filters: 'a=b' }],
  ['4.0', 'dashboards/42/png', 'width=1&height=1&fields=state', {}],
  ['3.1', 'dashboards/42/png', 'width=1&height=1&long_tables=true', {}],
  ['3.1', 'dashboards/42/png', 'width=1&height=1', { tab_ids: ['1'] }],
])(
  'API %s of the simulator refuses undocumented parameters: %s?%s %j',
  async (version, what, query, body) => {
    await start()
    const client = await new Client(looker, version).logIn()

    expect((await client.create(what, query, body)).status).toBe(400)
    expect(looker.tasks.size).toBe(0)
  },
)

test.each([
  ['4.0', 'dashboards/404/png'],
  ['4.0', 'dashboards/missing%3A%3Adashboard/png'],
  ['4.0', 'lookml_dashboards/thelook%3A%3Aoverview/png'],
  ['3.1', 'dashboards/thelook%3A%3Aoverview/png'],
  ['3.1', 'queries/AbC123xyz/png'],
  ['3.1', 'dashboard_elements/19/png'],
])('API %s of the simulator answers 404 for %s', async (version, what) => {
  await start()
  const client = await new Client(looker, version).logIn()

  expect((await client.create(what)).status).toBe(404)
})
