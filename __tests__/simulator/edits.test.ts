import type { Change } from '../../simulator/model.ts'
import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator
let client: Client

beforeEach(async () => {
  looker = await startSimulator({ renderSeconds: 0 })
  client = await new Client(looker).logIn()
})

afterEach(() => looker.close())

const LARGE = 'width=1260&height=900'
const heightOf = (png: Buffer) => png.readUInt32BE(20)
const post = (edit: object) =>
  fetch(`${looker.url}/simulator/edits`, { method: 'POST', body: JSON.stringify(edit) })

test.each<[string, Change]>([
  ['the kind of a chart', { tile: 'Revenue by category', as: 'column' }],
  ['the number of a measure', { measure: 'Revenue', times: 0.9 }],
])(
  'an edit in the simulator changes %s and the picture, and keeps the size of the picture',
  async (_, change) => {
    const before = await client.rendered('dashboards/42/png', LARGE)
    looker.edit({ dashboard: '42', changes: [change] })
    const after = await client.rendered('dashboards/42/png', LARGE)

    expect(after.equals(before)).toBe(false)
    expect(heightOf(after)).toBe(heightOf(before))
    // If a change is repeated, the bytes are the same.
    expect((await client.rendered('dashboards/42/png', LARGE)).equals(after)).toBe(true)
  },
)

test('an edit in the simulator adds a tile, and the picture grows', async () => {
  const before = await client.rendered('dashboards/42/png', LARGE)
  looker.edit({ dashboard: '42', changes: [{ add: 'Spend by channel' }] })

  expect(heightOf(await client.rendered('dashboards/42/png', LARGE))).toBeGreaterThan(heightOf(before))
})

test('an edit in the simulator does not change the pictures of other dashboards, Looks or running tasks', async () => {
  const others = ['dashboards/43/png', 'dashboards/thelook%3A%3Aoverview/pdf', 'looks/7/png']
  const before = []
  for (const other of others) before.push(await client.rendered(other))
  const earlier = await client.createdId('dashboards/42/png')
  looker.edit({ dashboard: '42', changes: [{ measure: 'Revenue', times: 0.9 }] })
  const later = await client.createdId('dashboards/42/png')

  for (const [place, other] of others.entries())
    expect((await client.rendered(other)).equals(before[place] as Buffer)).toBe(true)
  await Promise.all([client.ended(earlier), client.ended(later)])
  const [was, is] = [await looker.bytesOf(earlier), await looker.bytesOf(later)]
  expect(was.equals(is)).toBe(false)
})

test('a dashboard in the simulator can be edited by each of its names, and edits are added to earlier edits', async () => {
  const seen = new Set([(await client.rendered('dashboards/42/png')).toString('base64')])
  looker.edit({ dashboard: '42', changes: [{ tile: 'Revenue by region', as: 'donut' }] })
  seen.add((await client.rendered('dashboards/42/png')).toString('base64'))
  looker.edit({ dashboard: 'Xk3nR8vQ2mTz5pLw9sYd1B', changes: [{ measure: 'Orders', times: 2 }] })
  seen.add((await client.rendered('dashboards/42/png')).toString('base64'))

  expect(seen.size).toBe(3)
})

test('the simulator refuses an edit of an unknown tile or measure with a list of the known names', async () => {
  const edit = (...changes: Change[]) => looker.edit({ dashboard: '42', changes })
  const before = await client.rendered('dashboards/42/png')

  expect(() => edit({ measure: 'Orders', times: 2 }, { measure: 'Profit', times: 2 })).toThrow(
    '"measure" has to be one of Revenue, Orders,',
  )
  expect(() => edit({ tile: 'Top products', as: 'bar' })).toThrow('"tile" has to be one of Revenue by')
  expect(() => edit({ measure: 'Revenue', times: Number.NaN })).toThrow('"times" has to be a number')
  expect(() => edit({ add: 'Weather' })).toThrow('"add" has to be one of Revenue,')
  expect((await client.rendered('dashboards/42/png')).equals(before)).toBe(true)
})

test('requests to the simulator make and revert an edit, and a wrong edit is explained', async () => {
  const before = await client.rendered('dashboards/42/png')

  expect((await post({ dashboard: 42, changes: [{ measure: 'Revenue', times: 0.9 }] })).status).toBe(200)
  expect((await client.rendered('dashboards/42/png')).equals(before)).toBe(false)
  await fetch(`${looker.url}/simulator/edits`, { method: 'DELETE' })
  expect((await client.rendered('dashboards/42/png')).equals(before)).toBe(true)

  for (const [wrong, words] of [
    [{ changes: [] }, '"dashboard" has to be an id'],
    [{ dashboard: '42', changes: [{ tile: 'Revenue by region' }] }, '"changes" has to be a list'],
    [
      { dashboard: '42', changes: [{ tile: 'Revenue by region', as: 'pie' }] },
      '"as" has to be one of area, bar',
    ],
  ] as const) {
    const answer = await post(wrong)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining(words) })
  }
})
