import type { Changes } from '../../src/affected/changes.ts'
import type { Content, Explore, LookmlFile, Side } from '../../src/affected/content.ts'
import { type DashboardFile, readDashboardFile } from '../../src/affected/dashboard-file.ts'
import { type Change, findAffected } from '../../src/affected/find-affected.ts'

const explore = (project: string, ...files: string[]): Explore => ({ project, files: new Set(files) })
const tiles = (...explores: string[]): Content => ({
  kind: 'dashboard',
  tiles: explores.map(name => [name]),
})
const look = (name: string): Content => ({ kind: 'query', tiles: [[name]] })
const lookml = (name: string, file: LookmlFile, ...explores: string[]): Content => ({
  kind: 'dashboard',
  tiles: explores.map(name => [name]),
  lookml: { name, file },
})
const changed = (...paths: string[]): Changes => ({ files: paths.map(path => ({ path })) })

const orders = explore(
  'thelook',
  'models/thelook.model.lkml',
  'views/orders.view.lkml',
  'views/users.view.lkml',
)
const events = explore('thelook', 'models/thelook.model.lkml', 'views/events.view.lkml')
const foreign = explore('finance')
const explores: Side['explores'] = new Map([
  ['thelook::orders', orders],
  ['thelook::events', events],
  ['finance::ledger', foreign],
])

/** One target, with the same Explores on both sides. */
function reasonsOf(
  changes: Changes,
  content: Side['contents'][number],
  more: Partial<Change> = {},
): string[] {
  const side = { contents: [content], explores }
  const change = { project: 'thelook', dashboardFiles: new Map(), sides: [side, side], changes, ...more }
  return findAffected(1, change)[0] ?? []
}

const files = (path: string, ...holds: DashboardFile[]) => ({ dashboardFiles: new Map([[path, holds]]) })
const overview = 'dashboards/overview.dashboard.lookml'
const base = 'dashboards/base.dashboard.lookml'

describe('a target is affected', () => {
  test('by a file that Explores of its tiles are made of, with how many tiles', () => {
    const content = tiles('thelook::orders', 'thelook::events', 'thelook::orders')
    expect(reasonsOf(changed('views/users.view.lkml'), content)).toEqual([
      'views/users.view.lkml, which 2 tiles use',
    ])
    expect(reasonsOf(changed('views/events.view.lkml'), content)).toEqual([
      'views/events.view.lkml, which a tile uses',
    ])
  })

  test('by a file of merged results, once a tile', () => {
    const merged: Content = {
      kind: 'dashboard',
      tiles: [['thelook::orders', 'thelook::orders', 'thelook::events']],
    }
    expect(reasonsOf(changed('views/users.view.lkml'), merged)).toEqual([
      'views/users.view.lkml, which a tile uses',
    ])
  })

  test('by a file of the Explore of a Look or a query', () =>
    expect(reasonsOf(changed('views/events.view.lkml'), look('thelook::events'))).toEqual([
      'views/events.view.lkml, which its query uses',
    ]))

  test('by a file that is in its Explore on one side of the change alone', () => {
    const without = new Map(explores).set('thelook::orders', explore('thelook', 'views/orders.view.lkml'))
    const content = tiles('thelook::orders')
    for (const sides of [
      [explores, without],
      [without, explores],
    ])
      expect(
        reasonsOf(changed('views/users.view.lkml'), content, {
          sides: sides.map(explores => ({ contents: [content], explores })),
        }),
      ).toEqual(['views/users.view.lkml, which a tile uses'])
  })

  test('by the old name of a file that was renamed', () => {
    const renamed = { files: [{ path: 'views/people.view.lkml', previousPath: 'views/users.view.lkml' }] }
    expect(reasonsOf(renamed, tiles('thelook::orders'))).toContain('views/users.view.lkml, which a tile uses')
  })

  test.each([
    ['models/thelook.model.lkml', 'which may change everything in the project'],
    ['manifest.lkml', 'which may change everything in the project'],
    ['manifest_lock.lkml', 'which may change everything in the project'],
    [
      'views/new.view.lkml',
      "which none of the targets' Explores names, and which may therefore change any of them",
    ],
    [
      'visualizations/funnel.js',
      "which none of the targets' Explores names, and which may therefore change any of them",
    ],
    [
      'en.strings.json',
      "which none of the targets' Explores names, and which may therefore change any of them",
    ],
  ])('by %s, whatever it is made of', (path, words) =>
    expect(reasonsOf(changed(path), tiles('thelook::events'))).toEqual([`${path}, ${words}`]),
  )

  test('by a data group that changed in a file of other Explores', () => {
    const patch =
      '@@ -1,4 +1,4 @@\n datagroup: nightly {\n-  max_cache_age: "24 hours"\n+  max_cache_age: "1 hour"'
    expect(
      reasonsOf({ files: [{ path: 'views/orders.view.lkml', patch }] }, tiles('thelook::events')),
    ).toEqual(['views/orders.view.lkml, which may change everything in the project'])
  })

  test('by lines that GitHub does not show', () =>
    expect(
      reasonsOf({ files: [{ path: 'views/orders.view.lkml', patch: 'unknown' }] }, tiles('thelook::events')),
    ).toEqual(['views/orders.view.lkml, which may change everything in the project']))

  test('by any file, where Looker did not tell what it is made of', () => {
    const words = 'Looker did not tell what this target is made of: any file may change it'
    const unreadable = new Map(explores).set('thelook::events', 'unreadable')
    const content = tiles('thelook::events')
    const sides = [{ contents: [content], explores: unreadable }]
    expect(reasonsOf(changed('views/users.view.lkml'), content, { sides })).toEqual([words])
    expect(reasonsOf(changed('views/users.view.lkml'), 'unreadable')).toEqual([words])
  })

  test('where no side has it: a render of it says what is wrong', () =>
    expect(reasonsOf(changed('views/users.view.lkml'), 'absent')).toHaveLength(1))

  test('where more changed than is known', () =>
    expect(reasonsOf({ unknown: 'More than 300 files changed' }, tiles('thelook::events'))).toEqual([
      'More than 300 files changed: any of them may change this target',
    ]))
})

describe('a LookML dashboard is affected', () => {
  const own = lookml('overview', { path: overview, bases: [] }, 'thelook::events')

  test('by the file that defines it, also where a file has several dashboards or another name', () => {
    expect(reasonsOf(changed(overview), own, files(overview))).toEqual([
      `${overview}, which defines this dashboard`,
    ])
    expect(
      reasonsOf(
        changed(base),
        lookml('overview', 'unknown'),
        files(base, { names: ['other', 'overview'], bases: [] }),
      ),
    ).toEqual([`${base}, which defines this dashboard`])
  })

  test('where it is new', () => {
    const sides = [
      { contents: ['absent' as const], explores },
      { contents: [own], explores },
    ]
    expect(reasonsOf(changed(overview), own, { sides })).toEqual([
      `${overview}, which defines this dashboard`,
    ])
  })

  test('by one that it extends, whether that is known or may be', () => {
    const extending = lookml('overview', { path: overview, bases: ['base'] })
    expect(reasonsOf(changed(base), extending, files(base, { names: ['base'], bases: [] }))).toEqual([
      `${base}, which this dashboard extends`,
    ])
    expect(reasonsOf(changed(base), extending, files(base, { names: ['base_of_base'], bases: [] }))).toEqual([
      `${base}, which this dashboard may extend`,
    ])
  })

  test('by any dashboard file, where its own or that one could not be read', () => {
    const words = [`${base}, which may define this dashboard, or one that it extends`]
    const other = files(base, { names: ['base'], bases: [] })
    expect(reasonsOf(changed(base), lookml('overview', 'unknown'), other)).toEqual(words)
    expect(reasonsOf(changed(base), own)).toEqual(words)
  })
})

describe('a target is not affected', () => {
  test('by a file of other Explores alone', () => {
    const contents = [tiles('thelook::events'), tiles('thelook::orders')]
    const sides = [{ contents, explores }]
    const change = {
      project: 'thelook',
      changes: changed('views/users.view.lkml'),
      dashboardFiles: new Map(),
      sides,
    }
    expect(findAffected(2, change)).toEqual([[], ['views/users.view.lkml, which a tile uses']])
  })

  test('by another dashboard, which it does not extend', () =>
    expect(
      reasonsOf(
        changed(base),
        lookml('overview', { path: overview, bases: [] }),
        files(base, { names: ['base'], bases: [] }),
      ),
    ).toEqual([]))

  test('by a LookML dashboard, where it is none', () =>
    expect(reasonsOf(changed(overview), tiles('thelook::events'))).toEqual([]))

  test.each(['README.md', '.github/workflows/snapshot.yml', '.gitignore', 'views/.gitkeep', 'LICENSE'])(
    'by %s, which Looker does not read',
    path => {
      expect(reasonsOf(changed(path), tiles('thelook::events'))).toEqual([])
      expect(reasonsOf(changed(path), 'unreadable')).toEqual([])
    },
  )

  test('by a model of another project', () =>
    expect(reasonsOf(changed('models/thelook.model.lkml'), tiles('finance::ledger'))).toEqual([]))

  test('where nothing changed', () => expect(reasonsOf(changed(), 'unreadable')).toEqual([]))
})

describe('the files of LookML dashboards', () => {
  test('are lists of dashboards, with the names of those that they extend', () => {
    const text = `
- dashboard: overview
  title: Overview
  extends: [base, 'other']
- dashboard: small
  extends: base
- dashboard: 42
`
    expect(readDashboardFile(text)).toEqual({
      names: ['overview', 'small', '42'],
      bases: ['base', 'other', 'base'],
    })
  })

  test.each(['', 'view: orders {}', '- [', '{ dashboard: overview }'])('are not what %j is', text =>
    expect(readDashboardFile(text)).toBeUndefined(),
  )
})
