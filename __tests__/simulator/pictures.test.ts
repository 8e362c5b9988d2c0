import { decode } from 'jpeg-js'
import type { PictureSpec } from '../../simulator/model.ts'
import { paint } from '../../simulator/pictures/paint.ts'
import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator
let client: Client

beforeAll(async () => {
  looker = await startSimulator({ renderSeconds: 0 })
  client = await new Client(looker).logIn()
})

afterAll(() => looker.close())

const sizeOfPng = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]
const mediaBox = (pdf: Buffer) => /MediaBox \[([^\]]+)\]/.exec(pdf.toString('latin1'))?.[1]
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length

const SMALL = 'width=400&height=300'

test('a picture of a Look, a query or a tile in the simulator has exactly the requested size', async () => {
  for (const content of ['looks/9', 'queries/1001', 'dashboard_elements/23'])
    expect(sizeOfPng(await client.rendered(`${content}/png`, SMALL))).toEqual([400, 300])

  const { width, height } = decode(await client.rendered('looks/9/jpg', SMALL))
  expect([width, height]).toEqual([400, 300])
})

test('a picture of a dashboard in the simulator becomes higher than requested if its tiles need the space', async () => {
  expect(sizeOfPng(await client.rendered('dashboards/42/png', 'width=1260&height=900'))).toEqual([1260, 900])

  const [width, height] = sizeOfPng(await client.rendered('dashboards/42/png', 'width=800&height=600'))
  expect(width).toBe(800)
  expect(height).toBeGreaterThan(900)
})

test('the simulator returns the same bytes for the same content and filters', async () => {
  const spec: PictureSpec = {
    kind: 'dashboards',
    contentId: '43',
    format: 'pdf',
    width: 700,
    height: 500,
    dashboardFilters: 'Region=EMEA',
    dashboardStyle: null,
    tabIds: null,
    pdfPaperSize: null,
    pdfLandscape: false,
    longTables: false,
    theme: null,
  }
  for (const format of ['pdf', 'png', 'jpg'] as const) {
    const body = { dashboard_filters: 'Region=EMEA' }
    const drawn = await client.rendered(`dashboards/43/${format}`, 'width=700&height=500', body)
    // Draws the same picture without the simulator's thread and cache.
    expect(Buffer.from(await paint({ ...spec, format })).equals(drawn)).toBe(true)
  }
})

test('the simulator returns a different picture for a different id, filter, theme, style, tab or size', async () => {
  const variants: [string, string, object][] = [
    ['42', SMALL, {}],
    ['43', SMALL, {}],
    ['250', SMALL, {}],
    ['thelook%3A%3Aoverview', SMALL, {}],
    ['42', SMALL, { dashboard_filters: 'Region=EMEA' }],
    ['42', SMALL, { dashboard_filters: 'Region=West' }],
    ['42', SMALL, { dashboard_filters: 'Date=7+days' }],
    ['42', SMALL, { dashboard_style: 'single_column' }],
    ['42', SMALL, { tab_ids: ['2'] }],
    ['42', `${SMALL}&theme=dark`, {}],
    ['42', `${SMALL}&theme=Forest`, {}],
    ['42', `${SMALL}&long_tables=true`, {}],
    ['42', 'width=420&height=300', {}],
  ]

  const pictures = []
  for (const [id, query, body] of variants)
    pictures.push(await client.rendered(`dashboards/${id}/png`, query, body))

  expect(new Set(pictures.map(picture => picture.toString('base64'))).size).toBe(variants.length)
})

test('the simulator returns the same picture for all names of the same content, and ignores unknown filters', async () => {
  const number = await client.rendered('queries/1001/png')
  const dashboard = await client.rendered('dashboards/42/png')

  expect((await client.rendered('queries/AbC123xyz/png')).equals(number)).toBe(true)
  expect((await client.rendered('dashboards/Xk3nR8vQ2mTz5pLw9sYd1B/png')).equals(dashboard)).toBe(true)
  const ignored = await client.rendered('dashboards/42/png', SMALL, {
    dashboard_filters: 'Planet=Mars&Region=',
  })
  expect(ignored.equals(dashboard)).toBe(true)
})

test.each([
  ['', '0 0 945 675'],
  ['&pdf_paper_size=a4', '0 0 595.28 841.89'],
  ['&pdf_paper_size=letter&pdf_landscape=true', '0 0 792 612'],
])('a PDF of the simulator has the requested paper size: %s', async (paper, box) => {
  const pdf = await client.rendered('dashboards/42/pdf', `width=1260&height=900${paper}`)

  expect(pdf.toString('latin1', 0, 5)).toBe('%PDF-')
  expect([mediaBox(pdf), pages(pdf)]).toEqual([box, 1])
})

test('a PDF of the simulator on paper has a second page if one page is too short', async () => {
  const query = 'width=1260&height=900&pdf_paper_size=a5&pdf_landscape=true'
  const pdf = await client.rendered('dashboards/42/pdf', query, { dashboard_style: 'single_column' })

  expect(pages(pdf)).toBeGreaterThan(1)
})

test('the simulator answers requests while it draws a picture', async () => {
  const id = await client.createdId('dashboards/77/pdf', 'width=1260&height=900')
  let answers = 0
  for (let status = ''; status !== 'success'; answers += 1) status = (await client.task(id)).status

  // If the server's own thread drew the picture, the server could answer only one request before the drawing and one
  // after it.
  expect(answers).toBeGreaterThan(10)
})
