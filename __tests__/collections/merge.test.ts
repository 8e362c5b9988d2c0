import { type Line, mergeLines } from '../../src/collections/merge.ts'
import type { Dashboard } from '../../src/model.ts'
import { dashboard } from '../../testkit/results.ts'

const target = (id: string, about: Partial<Dashboard> = {}) =>
  dashboard({ id, name: `dashboards-${id}`, file: `dashboards-${id}.png`, ...about })
const members = (...ids: string[]): Line => ({ members: ids.map(id => ({ target: target(id) })) })
const files = (...lines: Line[]) =>
  mergeLines(lines).map(listed => ('status' in listed ? listed.error.message : listed.file))

describe('targets of several lines', () => {
  test('keep the order of the lines and of their members', () =>
    expect(files(members('2', '1'), { target: target('9') }, members('3'))).toEqual([
      'dashboards-2.png',
      'dashboards-1.png',
      'dashboards-9.png',
      'dashboards-3.png',
    ]))

  test('are rendered once where two collections hold the same one', () =>
    expect(files(members('1', '2'), members('2', '3'))).toEqual([
      'dashboards-1.png',
      'dashboards-2.png',
      'dashboards-3.png',
    ]))

  test.each<[string, Partial<Dashboard>]>([
    ['a name', { name: 'sales', file: 'sales.png' }],
    ['a size', { width: 800 }],
    ['a theme', { theme: 'dark' }],
  ])('take %s from a line of their own, also below a collection that holds them', (_, own) => {
    const alone = target('1', own)
    expect(mergeLines([members('1', '2'), { target: alone }])).toEqual([target('2'), alone])
  })

  test.each<[string, Partial<Dashboard>]>([
    ['other filters', { filters: new Map([['Region', 'EMEA']]), file: 'dashboards-1-region-emea.png' }],
    ['another format', { output: { format: 'pdf', landscape: false }, file: 'dashboards-1.pdf' }],
  ])('are rendered twice where a line of their own has %s', (_, own) =>
    expect(files(members('1'), { target: target('1', own) })).toHaveLength(2),
  )

  test('are rendered once where one is listed by its slug', () =>
    expect(
      files(
        { target: target('Xk3nR8vQ2mTz5pLw9sYd1B', { file: 'slug.png' }) },
        { members: [{ target: target('42'), slug: 'Xk3nR8vQ2mTz5pLw9sYd1B' }] },
      ),
    ).toEqual(['slug.png']))

  test('fail where two of them come to one file, naming both', () => {
    const [one, other] = ['thelook::a_b', 'thelook::a-b'].map(id =>
      target(id, { kind: 'lookml_dashboard', file: `dashboards-${id === 'thelook::a_b' ? 'A' : 'a'}.png` }),
    )
    expect(files({ members: [{ target: one as Dashboard }, { target: other as Dashboard }] })).toEqual([
      'dashboards-A.png',
      'dashboards/thelook::a-b and dashboards/thelook::a_b come to the same file, dashboards-A.png',
    ])
  })
})
