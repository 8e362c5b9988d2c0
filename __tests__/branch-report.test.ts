import {
  checkStateOf,
  countContent,
  isBrokenTile,
  isChangedTile,
  isDrawnCheck,
  isFailedTile,
  type TileCheck,
  unacceptedContent,
} from '../src/branch-report.ts'

const tile = (about: Partial<TileCheck>): TileCheck => ({
  title: 'Orders',
  explore: 'shop::orders',
  queries: [],
  ...about,
})

test.each<[Partial<TileCheck>, string[]]>([
  [{ sql: 'changed' }, ['changed']],
  [{ sql: 'new' }, ['changed']],
  [{ sql: 'removed' }, ['changed']],
  [{ sql: 'same' }, []],
  [{}, []],
  [{ sql: 'changed', numbers: 'unchanged' }, []],
  [{ sql: 'changed', numbers: 'changed' }, ['changed']],
  [{ numbers: 'changed' }, ['changed']],
  [{ sql: 'broken' }, ['broken', 'failed']],
  [{ sql: 'changed', numbers: 'broken' }, ['broken', 'failed']],
  [{ sql: 'unchecked' }, ['failed']],
  [{ sql: 'changed', numbers: 'unchecked' }, ['failed']],
  [{ sql: 'unchecked', isUncheckable: true }, []],
  [{ sql: 'failing' }, []],
])('a tile with the state %j is listed under %j', (about, states) => {
  const is = { changed: isChangedTile, broken: isBrokenTile, failed: isFailedTile }
  const found = Object.entries(is).flatMap(([state, matches]) => (matches(tile(about)) ? [state] : []))
  expect(found).toEqual(states)
})

test('a dashboard counts as changed if one of its tiles changed, unless the dashboard is new', () => {
  const tiles = [tile({ sql: 'same' }), tile({ sql: 'changed' })]
  expect(checkStateOf({ tiles })).toBe('changed')
  expect(checkStateOf({ tiles: tiles.slice(0, 1) })).toBe('unchanged')
  expect(checkStateOf({ tiles, isNew: true })).toBe('new')
})

test('a picture shows the version of the pull request only if its drawing has no problem', () => {
  const drawing = { textHash: 'text', modelTiles: [] }
  const problem = { message: 'The YAML has an error', hint: 'Correct it.' }
  expect(isDrawnCheck({ tiles: [] })).toBe(false)
  expect(isDrawnCheck({ tiles: [], drawing })).toBe(true)
  expect(isDrawnCheck({ tiles: [], drawing: { ...drawing, problem } })).toBe(false)
})

test('broken content is counted with the noun of its kind, until a reviewer has accepted it', () => {
  const [look, dashboard] = [{ kind: 'look' }, { kind: 'dashboard' }] as const
  expect([[look], [dashboard], [look, look], [dashboard, look]].map(countContent)).toEqual([
    '1 Look outside the targets',
    '1 dashboard outside the targets',
    '2 Looks outside the targets',
    '2 dashboards and Looks outside the targets',
  ])
  expect(countContent([look, { ...dashboard, isTarget: true }])).toBe('2 dashboards and Looks')
  const broken = [{ kind: 'look', id: '7', title: 'Top products', url: '', messages: [] }] as const
  const accepted = { login: 'ada', commit: 'abc', hash: 'd' }
  const branch = (content: object) => ({ content: { broken, leftOut: 0, ...content } }) as never
  expect(unacceptedContent(branch({}))).toBe(broken)
  expect(unacceptedContent(branch({ accepted }))).toEqual([])
  expect(unacceptedContent(undefined)).toEqual([])
})
