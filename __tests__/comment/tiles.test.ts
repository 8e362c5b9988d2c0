import { renderSoleComment } from '../../src/comment/fit.ts'
import type { Comparison, Published, Result } from '../../src/model.ts'
import { linksOf, renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'
import { dashboard, failed, rendered, tile } from '../../testkit/results.ts'

/* The tiles of a dashboard, in the comment. */

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

test('tiles that changed stand below the heading of their dashboard, and the others in one line', () => {
  const results = [
    ...['Orders', 'Margin'].map(title => tileOf(sales, title, unchanged)),
    tileOf(sales, 'Revenue by region', changed),
    ...['Units', 'Value'].map(title => tileOf(stock, title, unchanged)),
  ]
  const text = words(markdown(results))
  inOrder(
    text,
    'Looker: 1 changed, 4 unchanged',
    'Sales overview 3 tiles: 1 changed, 2 unchanged',
    'Revenue by region',
    'Before',
    '2 tiles unchanged since main at ffac537',
    'Orders',
    'Margin',
    '2 unchanged since main at ffac537, recorded 3 days earlier by run 12 Units · Tile of Inventory',
  )
  expect(text).not.toContain('Revenue by region Tile of')
  expect(linksOf(renderedTree(markdown(results)))).toContain(sales.url)
})

test('a tile that failed stands first below the heading of its dashboard', () => {
  const broken = failed({ target: tile({ dashboard: sales, url: sales.url }), title: 'Top products' })
  const text = words(markdown([tileOf(sales, 'Orders'), broken]))
  inOrder(text, 'Sales overview 2 tiles: 1 failed', '❌ Top products: Looker found no', 'Orders')
})

test('tiles that are not compared stand below the heading of their dashboard, the first four open', () => {
  const titles = ['A', 'B', 'C', 'D', 'E', 'F']
  const text = markdown(titles.map(title => tileOf(sales, title)))
  expect(words(text)).toContain('Sales overview 6 tiles A')
  expect(text.match(/<h4>/g)).toHaveLength(4)
  expect(text.match(/<summary><b>[EF]<\/b>/g)).toHaveLength(2)
})

test('a dashboard that is rendered itself has a heading of its own beside its tiles', () => {
  const text = markdown([rendered({ target: dashboard(), title: 'Sales overview' }), tileOf(sales, 'Orders')])
  expect(text.match(/<h3>/g)).toHaveLength(2)
})

test('the comment counts what finds no room, tiles in folds included', () => {
  const many = Array.from({ length: 900 }, (_, index) => [
    tileOf(stage(String(index), `Dashboard number ${index} of a long list`), 'Changed', changed),
    tileOf(stage(String(index), `Dashboard number ${index} of a long list`), 'Same', unchanged),
  ]).flat()
  const text = markdown(many)
  expect(text.length).toBeLessThan(65_536)
  const shown = text.match(/<h4>|<summary><b>Changed|<li>/g)?.length ?? 0
  expect(text).toContain(`${many.length - shown} more targets are left out here`)
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
})
