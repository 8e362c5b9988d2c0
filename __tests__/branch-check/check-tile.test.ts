import { checkTile } from '../../src/branch-check/check-tile.ts'

test('a tile that cannot be checked is shown with its title and the Explores of both sides', () => {
  const side = (title: string, ...explores: string[]) => ({
    title,
    queries: explores.map(explore => ({ explore })),
    isSqlRunner: true,
  })
  const pair = {
    base: side('Old', 'thelook::orders', 'thelook::users'),
    head: side('New', 'thelook::orders'),
  }
  expect(checkTile(pair as never, () => ({}) as never, 'sql' as never)).toMatchObject({
    title: 'New',
    explore: 'thelook::orders, thelook::users',
    sql: 'unchecked',
    isSqlRunner: true,
  })
})

test.each([
  ['base', { kind: 'forbidden' }, { kind: 'answer', value: 'select 1' }],
  ['head', { kind: 'answer', value: 'select 1' }, { kind: 'forbidden' }],
])('without results, a tile is unchecked if the API user may not see the SQL of the %s', (_, base, head) => {
  const side = { title: 'Sales', queries: [{ explore: 'thelook::orders' }] }
  const answers = { base: { sql: base }, head: { sql: head } }
  expect(checkTile({ base: side, head: side } as never, () => answers as never, 'sql').sql).toBe('unchecked')
})
