import { renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import type { Comparison, Published, Result } from '../../src/model.ts'
import { linksOf, renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'
import { dashboard, failed, rendered, tile } from '../../testkit/results.ts'

const facts = {
  host: 'acme.cloud.looker.com',
  run: { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 },
  sha: '',
  at: new Date('2026-11-23T18:40:12Z'),
}
const size = { width: 1260, height: 900 }
const baseline = {
  kind: 'branch',
  ref: 'main',
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  at: new Date('2026-11-20T18:40:12Z'),
  run: 12,
} as const
const image = { path: '/work/b.png', format: 'png', bytes: 1, sha256: '' } as const
const changed: Comparison = {
  status: 'changed',
  baseline,
  changedPixels: 1234,
  changedShare: 0.00109,
  shadedPixels: 0,
  sizes: { before: size, after: size },
  areas: [],
  before: image,
  difference: image,
}
const unchanged: Comparison = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
}
const stage = (id: string, title: string) => ({
  id,
  title,
  url: `https://acme.cloud.looker.com/dashboards/${id}`,
})
const sales = stage('42', 'Sales overview')
const stock = stage('44', 'Inventory')
const tileOf = (board: typeof sales, title: string, comparison?: Comparison): Result<Published> =>
  rendered({
    target: tile({ dashboard: board, url: board.url }),
    title,
    path: `/work/${title}.png`,
    ...(comparison && { comparison }),
  })
const markdown = (results: Result<Published>[]) => renderSoleComment(results, facts)
const words = (text: string) => textOf(renderedTree(text)).replace(/\s+/g, ' ').trim()
const inOrder = (text: string, ...parts: string[]) => {
  const places = parts.map(part => text.indexOf(part))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
}

test('the comment shows changed tiles below the heading of their dashboard, and folds unchanged tiles', () => {
  const results = [
    ...['Orders', 'Margin'].map(title => tileOf(sales, title, unchanged)),
    tileOf(sales, 'Revenue by region', changed),
    ...['Units', 'Value'].map(title => tileOf(stock, title, unchanged)),
    tileOf(stock, 'Age', changed),
    tileOf(sales, 'Revenue by month', changed),
  ]
  const [headline = '', rest = ''] = words(markdown(results)).split('recorded 3 days earlier by run 12.')
  expect(headline).toContain('3 of 7 tiles changed: Revenue by region (Sales overview), ')
  inOrder(
    rest,
    'Sales overview 2 tiles',
    'Revenue by region',
    'Before',
    'Revenue by month',
    'Inventory 1 tile',
    'Age',
    '4 unchanged',
    'Orders',
    'Margin',
    'Units Tile of Inventory',
  )
  expect(linksOf(renderedTree(markdown(results)))).toContain(sales.url)
})

test('the comment names a failed tile and its dashboard above all other tiles', () => {
  const broken = failed({ target: tile({ dashboard: sales, url: sales.url }), title: 'Top products' })
  const text = words(markdown([tileOf(sales, 'Orders'), broken]))
  inOrder(text, '❌ Top products Tile of Sales overview', 'Looker found no', 'Orders')
})

test('the comment shows the first four tiles without a comparison below their dashboard, and folds the others', () => {
  const titles = ['A', 'B', 'C', 'D', 'E', 'F']
  const text = markdown(titles.map(title => tileOf(sales, title)))
  expect(words(text)).toContain('Sales overview 6 tiles A')
  expect(text.match(/<h4>/g)).toHaveLength(4)
  expect(text.match(/<summary><b><a [^>]*>[EF]</g)).toHaveLength(2)
})

test('the comment has a separate heading for a dashboard that is a target besides its tiles', () => {
  const text = markdown([rendered({ target: dashboard(), title: 'Sales overview' }), tileOf(sales, 'Orders')])
  expect(text.match(/<h3>/g)).toHaveLength(2)
})

test('the comment names each of 900 changed tiles and is not longer than GitHub allows', () => {
  const titles = Array.from({ length: 900 }, (_, index) => `Tile ${index}.`)
  const results = titles.flatMap((title, index) => {
    const board = stage(String(index), `Dashboard number ${index} of a long list`)
    return [tileOf(board, title, changed), tileOf(board, 'Same', unchanged)]
  })
  const text = markdown(results)
  expect(text.length).toBeLessThan(65_536)
  expect(titles.filter(title => !text.includes(title))).toEqual([])
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
})
