import {
  addressOf,
  describeAffectedTargets,
  describeExcess,
  describeTarget,
  headingOf,
  headingWithAddress,
  isCollection,
  nameInList,
  nounAtStart,
  shareOf,
  subtitlesOf,
  titleOf,
} from '../src/targets.ts'
import { dashboard, tile } from '../testkit/results.ts'

const filters = (given: Record<string, string>) => new Map(Object.entries(given))

test.each([
  [{ Region: 'EMEA' }, ['Region: EMEA']],
  [{ State: 'CA,OR', Date: '7 days' }, ['State: CA, OR', 'Date: 7 days']],
  [{ Region: '' }, ['Region: any value']],
  [{ City: 'Washington^, D.C.,Paris' }, ['City: Washington, D.C., Paris']],
])('the heading of a target shows the filters %j in a readable form', (given, words) =>
  expect(subtitlesOf({ target: dashboard({ filters: filters(given) }), title: 'Sales overview' })).toEqual(
    words,
  ),
)

test('the heading of a target shows the beginning of a long filter, and counts the filters beyond the maximum', () => {
  const values = Array.from({ length: 3000 }, (_, index) => `SKU${10_000 + index}`).join(',')
  const [long = ''] = subtitlesOf({
    target: dashboard({ filters: filters({ SKU: values }) }),
    title: 'Sales',
  })
  expect(long).toMatch(/^SKU: SKU10000, SKU10001, .*…$/)
  expect(long.length).toBeLessThanOrEqual(120)
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`F${index}`, 'yes']))
  const texts = subtitlesOf({ target: dashboard({ filters: filters(many) }), title: 'Sales' })
  expect(texts).toHaveLength(21)
  expect(texts.at(-1)).toBe('40 more filters')
})

describe('a heading', () => {
  const look = {
    ...tile(),
    kind: 'look',
    id: '7',
    source: 'looks/7',
    name: 'looks-7',
    file: 'looks-7.png',
  } as const

  test('the heading of a target is its title, with the address in the log', () => {
    const result = { target: dashboard({ filters: filters({ Region: 'EMEA' }) }), title: 'Sales overview' }
    expect(titleOf(result)).toBe('Sales overview')
    expect(headingOf(result)).toBe('Sales overview, Region: EMEA')
    expect(headingWithAddress(result)).toBe('Sales overview, Region: EMEA (dashboards/42)')
  })

  test('the heading of a target is its name from the inputs', () =>
    expect(titleOf({ target: dashboard({ name: 'west', title: 'west' }) })).toBe('west'))

  test('the heading of a target is the text that the user wrote if the title is unknown', () => {
    expect(headingOf({ target: dashboard() })).toBe('dashboards/42')
    expect(headingWithAddress({ target: dashboard() })).toBe('dashboards/42')
    expect(headingOf({ target: look })).toBe('looks/7')
    const filters = new Map([['Region', 'EMEA']])
    const source = 'https://acme.cloud.looker.com/dashboards/42?Region=EMEA'
    expect(headingOf({ target: dashboard({ source, filters }) })).toBe('dashboards/42, Region: EMEA')
    const short = dashboard({ source: 'dashboards/42?Region=EMEA', filters })
    expect(headingOf({ target: short })).toBe('dashboards/42, Region: EMEA')
  })

  test('the headings of targets in the log contain the reason why a change affects each target', () =>
    expect(
      describeAffectedTargets({
        affected: [{ target: dashboard(), affectedBy: ['view orders in orders.view.lkml'] }],
        unaffected: [dashboard({ title: 'Sales' }), dashboard({ source: 'dashboards/43' })],
      }),
    ).toEqual([
      'Affected by the change: dashboards/42 (view orders in orders.view.lkml).',
      'Not affected by the change: Sales; dashboards/43.',
    ]))

  test('the heading of a target contains its kind if the target is not a dashboard', () => {
    const query = { ...look, kind: 'query' } as const
    expect(subtitlesOf({ target: look, title: 'Weekly revenue' })).toEqual(['Look'])
    expect(subtitlesOf({ target: query, title: 'Query of order_items' })).toEqual([])
    expect(subtitlesOf({ target: query, title: 'top-states' })).toEqual(['Query'])
    expect(subtitlesOf({ target: tile(), title: 'Orders' })).toEqual(['Tile'])
    expect(headingWithAddress({ target: look, title: 'Weekly revenue' })).toBe('Weekly revenue (looks/7)')
  })

  test('the heading of a tile contains the title of its dashboard', () => {
    const { url } = dashboard()
    expect(
      headingOf({ target: tile({ dashboard: { id: '42', title: 'Sales overview', url } }), title: 'Orders' }),
    ).toBe('Orders, Tile of Sales overview')
    expect(headingOf({ target: tile({ dashboard: { id: '42', url } }) })).toBe(
      'dashboard_elements/19, Tile of dashboard 42',
    )
  })
})

test.each([
  ['dashboard', 'dashboards/7', 'dashboard 7', 'Dashboard'],
  ['lookml_dashboard', 'dashboards/7', 'LookML dashboard 7', 'LookML dashboard'],
  ['look', 'looks/7', 'Look 7', 'Look'],
  ['query', 'queries/7', 'query 7', 'Query'],
  ['dashboard_element', 'dashboard_elements/7', 'dashboard element 7', 'Dashboard element'],
] as const)(
  'a target of the kind %s has an address and a noun for messages',
  (kind, address, words, noun) => {
    const target = { kind, id: '7' }
    expect(addressOf(target)).toBe(address)
    expect(describeTarget(target)).toBe(words)
    expect(nounAtStart(kind)).toBe(noun)
    expect(isCollection({ ...dashboard(), kind } as never)).toBe(false)
  },
)

test.each([
  ['folder', 'folders/7'],
  ['board', 'boards/7'],
  ['model', 'models/7'],
  ['tiles', 'dashboards/7'],
] as const)('a collection of the kind %s has the address %s', (kind, address) => {
  expect(addressOf({ kind, id: '7' })).toBe(address)
  expect(isCollection({ ...dashboard(), kind } as never)).toBe(true)
})

test('a list of names has no commas between a name and its filters', () => {
  const board = { id: '42', url: dashboard().url }
  const orders = { target: tile({ dashboard: { ...board, title: 'Sales' } }), title: 'Orders' }
  expect(nameInList(orders)).toBe('Orders (Sales)')
  expect(nameInList({ target: tile({ dashboard: board }), title: 'Orders' })).toBe('Orders (dashboard 42)')
  const target = dashboard({ filters: filters({ Region: 'EMEA', State: 'CA' }) })
  expect(nameInList({ target, title: 'Sales', distinction: 'folder A' })).toBe(
    'Sales (Region: EMEA; State: CA; folder A)',
  )
  expect(nameInList({ target: dashboard(), title: 'Sales' })).toBe('Sales')
})

test('a long text that the user wrote as a target is replaced by the address of the target', () => {
  expect(titleOf({ target: dashboard({ source: 'x'.repeat(400) }) })).toBe('x'.repeat(400))
  expect(titleOf({ target: dashboard({ source: 'x'.repeat(401) }) })).toBe('dashboards/42')
})

test.each([
  [0, ['a', 'd']],
  [1, ['b', 'e']],
  [2, ['c']],
])('job %d of three gets every third target', (index, share) =>
  expect(shareOf(['a', 'b', 'c', 'd', 'e'], { index, total: 3 })).toEqual(share),
)

test('a job that would get more than 500 targets is refused, with the necessary number of jobs', () => {
  expect(describeExcess(500, 9000)).toBeUndefined()
  expect(describeExcess(1501, 1501)).toEqual({
    message: '1,501 targets are more than the 500 that one job renders',
    hint: 'share them among 4 jobs with shard, or leave some out',
  })
})
