import type { Looker40SDK } from '@looker/sdk'
import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'
import { lookerSdk } from './looker-sdk.ts'

let looker: Simulator
let sdk: Looker40SDK

beforeAll(async () => {
  looker = await startSimulator({ renderSeconds: 0.05 })
  sdk = lookerSdk(looker)
})

afterAll(() => looker.close())

const size = { width: 400, height: 300 }
const dashboard = (format: string, id = '42') =>
  sdk.create_dashboard_render_task({ ...size, dashboard_id: id, result_format: format, body: {} })

const kinds = [
  ['a dashboard as png', 'image/png', () => dashboard('png')],
  ['a dashboard as jpg', 'image/jpeg', () => dashboard('jpg')],
  ['a dashboard as pdf', 'application/pdf', () => dashboard('pdf')],
  ['a LookML dashboard as png', 'image/png', () => dashboard('png', 'thelook::overview')],
  ['a LookML dashboard as pdf', 'application/pdf', () => dashboard('pdf', 'thelook::business_pulse')],
  ['a Look as png', 'image/png', () => sdk.create_look_render_task('7', 'png', 400, 300)],
  ['a Look as jpg', 'image/jpeg', () => sdk.create_look_render_task('8', 'jpg', 400, 300)],
  ['a query as png', 'image/png', () => sdk.create_query_render_task('AbC123xyz', 'png', 400, 300)],
  [
    'a dashboard element as jpg',
    'image/jpeg',
    () => sdk.create_dashboard_element_render_task('23', 'jpg', 400, 300),
  ],
] as const

const beginnings = {
  'image/png': '\x89PNG\r\n\x1a\n',
  'image/jpeg': '\xff\xd8\xff',
  'application/pdf': '%PDF-',
}

test.each(kinds)("Looker's own client renders %s in the simulator", async (_, type, create) => {
  const made = await sdk.ok(create())
  const id = made.id as string
  for (let status = made.status; status !== 'success'; ) {
    await new Promise(resolve => setTimeout(resolve, 20))
    status = (await sdk.ok(sdk.render_task(id, 'id,status'))).status
    expect(status).not.toBe('failure')
  }
  // The client returns a binary result as a string. Each character is one byte.
  const bytes = Buffer.from(await sdk.ok(sdk.render_task_results(id)), 'latin1')

  expect(bytes.toString('latin1').startsWith(beginnings[type])).toBe(true)
  expect(bytes.equals(await looker.bytesOf(id))).toBe(true)
})

test("Looker's own client reads the errors of a refused request", async () => {
  const refused = await sdk.create_look_render_task('7', 'pdf', 400, 300)

  expect(refused).toMatchObject({
    ok: false,
    error: { message: 'Validation Failed', errors: [{ field: 'result_format', code: 'invalid' }] },
  })
})

test("Looker's own client finds a query of the simulator by its slug", async () => {
  expect(await sdk.ok(sdk.query_for_slug('AbC123xyz', 'id,slug'))).toEqual({ id: '1001', slug: 'AbC123xyz' })
})

test("the token of Looker's own client is invalid in the simulator after the logout", async () => {
  await sdk.ok(sdk.me('id'))
  const { access_token: token } = await sdk.authSession.getToken()
  expect(looker.tokens).toContain(token)

  await sdk.authSession.logout()

  expect(looker.tokens).not.toContain(token)
})

test.each(['dashboards/42', 'lookml_dashboards/thelook%3A%3Aoverview', 'looks/7', 'queries/1001'])(
  'API 3.1 of the simulator renders %s',
  async content => {
    const client = await new Client(looker, '3.1').logIn()

    expect((await client.rendered(`${content}/png`)).toString('latin1', 1, 4)).toBe('PNG')
  },
)
