import type { Changes } from '../../src/affected/changes.ts'
import { type Change, findAffected } from '../../src/affected/find-affected.ts'
import { readProjectSide } from '../../src/affected/project-side.ts'
import { type Content, foreignExplores } from '../../src/affected/shown.ts'

/** Explores in a file of their own and in the model, with every way in which LookML names something else. */
const thelook: Record<string, string> = {
  'manifest.lkml': 'project_name: "thelook"',
  'models/thelook.model.lkml': `
connection: "warehouse"
include: "/**/*.lkml"
datagroup: nightly { max_cache_age: "24 hours" }
explore: events { join: visitors { from: users  fields: []  sql_on: \${events.user_id} = \${visitors.id} ;; } }
explore: lonely {}`,
  'explores/orders.explore.lkml': 'explore: orders { extends: [orders_base] }',
  'explores/orders_base.explore.lkml': `
explore: orders_base {
  extension: required
  join: order_facts { sql_on: \${orders.id} = \${order_facts.id} ;; relationship: one_to_one }
}`,
  'views/orders.view.lkml': `view: orders { extends: [timestamps]  measure: revenue { type: sum  sql: \${price} ;; } }`,
  'views/timestamps.view.lkml': 'view: timestamps { extension: required  dimension: created {} }',
  'views/order_facts.view.lkml': `view: order_facts {
  derived_table: { sql: SELECT * FROM \${raw_orders.SQL_TABLE_NAME} ;; }
}`,
  'views/raw_orders.view.lkml':
    'view: raw_orders { derived_table: { explore_source: lineage { column: id {} } } }',
  'explores/lineage.explore.lkml': 'explore: lineage {}\n',
  'views/lineage.view.lkml': 'view: lineage { dimension: id {} }',
  'views/events.view.lkml': 'view: events { dimension: user_id {} }',
  'views/users.view.lkml': 'view: users { dimension: id {} }',
  'views/lonely.view.lkml': 'view: lonely {}',
  'refinements/vip.view.lkml': 'view: +orders { dimension: is_vip { type: yesno } }',
  'datagroups.lkml': 'datagroup: hourly { max_cache_age: "1 hour" }',
  'dashboards/overview.dashboard.lookml': `
- dashboard: overview
  title: Overview
  elements:
  - { name: sales, model: thelook, explore: orders, fields: [orders.revenue] }
  - { name: more, model: thelook, explore: orders, fields: [orders.revenue] }
  - { name: merged, merged_queries: [ { model: thelook, explore: events }, { model: thelook, explore: orders } ] }
  - { name: words, type: text, body_text: Hello }
- dashboard: second
  elements:
  - { name: visits, model: thelook, explore: events }
`,
  'dashboards/small.dashboard.lookml': '- dashboard: small\n  extends: overview\n',
}

const dashboard = (...explores: string[]): Content => ({
  kind: 'dashboard',
  tiles: explores.map(name => [name]),
})
const look = (explore: string): Content => ({ kind: 'query', tiles: [[explore]] })
const lookml = (name: string): Content => ({ kind: 'lookml', name })
const changed = (...paths: string[]): Changes => ({ files: paths.map(path => ({ path })) })
const side = (files = thelook) => readProjectSide(new Map(Object.entries(files)))

/** One target, with the same LookML on both sides. */
function reasonsOf(changes: Changes, content: Content, more: Partial<Change> = {}): string[] {
  const change = { changes, sides: [side(), side()], foreign: new Map(), ...more }
  return findAffected([content], change)[0] ?? []
}

describe('a target whose Explore uses a changed file', () => {
  test.each([
    ['the view that it begins with', 'views/orders.view.lkml'],
    ['the Explore itself', 'explores/orders.explore.lkml'],
    ['an Explore that it extends', 'explores/orders_base.explore.lkml'],
    ['a view that it extends', 'views/timestamps.view.lkml'],
    ['a view that is joined', 'views/order_facts.view.lkml'],
    ['a view that a derived table is made of', 'views/raw_orders.view.lkml'],
    ['an Explore that a derived table is made of', 'explores/lineage.explore.lkml'],
    ['a view of that Explore', 'views/lineage.view.lkml'],
    ['a refinement', 'refinements/vip.view.lkml'],
  ])('is affected by %s', (_, path) => {
    expect(reasonsOf(changed(path), look('thelook::orders'))).toEqual([`${path}, which its query uses`])
    expect(reasonsOf(changed(path), look('thelook::lonely'))).toEqual([])
  })

  test('is affected by a view that is joined under another name, without fields', () =>
    expect(reasonsOf(changed('views/users.view.lkml'), look('thelook::events'))).toEqual([
      'views/users.view.lkml, which its query uses',
    ]))

  test('says how many of its tiles use the file', () => {
    const three = dashboard('thelook::orders', 'thelook::events', 'thelook::orders')
    expect(reasonsOf(changed('views/orders.view.lkml'), three)).toEqual([
      'views/orders.view.lkml, which 2 tiles use',
    ])
    expect(reasonsOf(changed('views/users.view.lkml'), three)).toEqual([
      'views/users.view.lkml, which a tile uses',
    ])
  })

  test('is affected where the file is used before the change alone, or after it alone', () => {
    const without = side({ ...thelook, 'explores/orders.explore.lkml': 'explore: orders {}' })
    for (const sides of [
      [side(), without],
      [without, side()],
    ])
      expect(reasonsOf(changed('views/lineage.view.lkml'), look('thelook::orders'), { sides })).toHaveLength(
        1,
      )
  })

  test('is affected by the old and the new path of a renamed file', () => {
    const renamed = { files: [{ path: 'views/people.view.lkml', previousPath: 'views/users.view.lkml' }] }
    const { 'views/users.view.lkml': users = '', ...rest } = thelook
    const sides = [side(), side({ ...rest, 'views/people.view.lkml': users })]
    expect(reasonsOf(renamed, look('thelook::events'), { sides })).toEqual([
      'views/people.view.lkml, which its query uses',
      'views/users.view.lkml, which its query uses',
    ])
  })

  test('is affected by the files that Looker lists where the project does not define the Explore', () => {
    const foreign = new Map([['finance::ledger', new Set(['views/users.view.lkml'])]])
    const content = look('finance::ledger')
    expect(foreignExplores([content, look('thelook::orders')], [side()])).toEqual(['finance::ledger'])
    expect(reasonsOf(changed('views/users.view.lkml'), content, { foreign })).toHaveLength(1)
    expect(reasonsOf(changed('views/orders.view.lkml'), content, { foreign })).toEqual([])
  })
})

describe('any target of the project', () => {
  test.each(['models/thelook.model.lkml', 'models/new.model.lkml', 'manifest.lkml', 'manifest_lock.lkml'])(
    'is affected by %s',
    path =>
      expect(reasonsOf(changed(path), look('thelook::lonely'))).toEqual([
        `${path}, which may change everything in the project`,
      ]),
  )

  test.each([
    'datagroups.lkml',
    'visualizations/funnel.js',
    'en.strings.json',
    'maps/states.topojson',
    'gone.view.lkml',
  ])('is affected by %s, which anything may use', path =>
    expect(reasonsOf(changed(path), look('thelook::lonely'))).toEqual([
      `${path}, which anything in the project may use`,
    ]),
  )

  test.each([
    ['a data group', ' datagroup: nightly {\n-  max_cache_age: "24 hours"\n+  max_cache_age: "1 hour"'],
    ['a format', '+named_value_format: euros { value_format: "0.00" }'],
    ['an include', '-include: "/refinements/*"'],
    ['lines that GitHub does not show', 'unknown'],
  ])('is affected by %s that changed in a file of other Explores', (_, patch) =>
    expect(
      reasonsOf({ files: [{ path: 'views/orders.view.lkml', patch }] }, look('thelook::lonely')),
    ).toEqual(['views/orders.view.lkml, which may change everything in the project']),
  )

  test('is affected where more changed than is known, or the LookML could not be read', () => {
    expect(
      reasonsOf({ unknown: 'GitHub lists no more than 300 changed files' }, look('thelook::lonely')),
    ).toEqual(['GitHub lists no more than 300 changed files: any of them may change this target'])
    expect(reasonsOf(changed('views/users.view.lkml'), look('thelook::lonely'), { sides: [] })).toEqual([
      "The project's LookML could not be read: any changed file may change this target",
    ])
  })

  test('is affected where Looker did not tell what it is made of', () => {
    const words = ['Looker did not tell what this target is made of: any changed file may change it']
    expect(reasonsOf(changed('views/users.view.lkml'), { kind: 'unknown' })).toEqual(words)
    expect(reasonsOf(changed('views/users.view.lkml'), look('finance::ledger'))).toEqual(words)
    expect(reasonsOf(changed('views/users.view.lkml'), look('thelook::imported'))).toEqual(words)
  })
})

describe('a LookML dashboard', () => {
  const path = 'dashboards/overview.dashboard.lookml'

  test('is affected by the file that defines it, whatever the file is called', () => {
    const words = [`${path}, which defines this dashboard or one that it extends`]
    expect(reasonsOf(changed(path), lookml('overview'))).toEqual(words)
    expect(reasonsOf(changed(path), lookml('second'))).toEqual(words)
  })

  test('is affected by a dashboard that it extends, and by what that one shows', () => {
    expect(reasonsOf(changed(path), lookml('small'))).toHaveLength(1)
    expect(reasonsOf(changed('views/orders.view.lkml'), lookml('small'))).toEqual([
      'views/orders.view.lkml, which 3 tiles use',
    ])
  })

  test('counts its tiles on the side that has more of them', () => {
    const text = thelook[path] ?? ''
    const fewer = side({ ...thelook, [path]: text.replace(/.*name: more.*\n/, '') })
    expect(
      reasonsOf(changed('views/orders.view.lkml'), lookml('overview'), { sides: [fewer, side()] }),
    ).toEqual(['views/orders.view.lkml, which 3 tiles use'])
  })

  test('is affected where it is new', () => {
    const { [path]: text = '', ...before } = thelook
    expect(text).not.toBe('')
    expect(reasonsOf(changed(path), lookml('second'), { sides: [side(before), side()] })).toHaveLength(1)
  })

  test('is affected by its file where that is not YAML', () => {
    const broken = side({ ...thelook, 'dashboards/broken.dashboard.lookml': '- [' })
    expect(
      reasonsOf(changed('dashboards/broken.dashboard.lookml'), lookml('broken'), { sides: [broken] }),
    ).toHaveLength(1)
  })
})

describe('a target that does not use a changed file', () => {
  test('is not affected by another dashboard that it does not extend', () =>
    expect(reasonsOf(changed('dashboards/small.dashboard.lookml'), lookml('overview'))).toEqual([]))

  test('is not affected by a LookML dashboard where it is a user-defined one', () =>
    expect(reasonsOf(changed('dashboards/overview.dashboard.lookml'), dashboard('thelook::orders'))).toEqual(
      [],
    ))

  test.each(['README.md', '.github/workflows/snapshot.yml', '.gitignore', 'views/.gitkeep', 'LICENSE'])(
    'is not affected by %s, which Looker does not read',
    path => {
      expect(reasonsOf(changed(path), look('thelook::orders'))).toEqual([])
      expect(reasonsOf(changed(path), { kind: 'unknown' })).toEqual([])
    },
  )

  test('is not affected by a model where it has nothing of the project', () => {
    const foreign = new Map([['finance::ledger', new Set<string>()]])
    expect(reasonsOf(changed('models/thelook.model.lkml'), look('finance::ledger'), { foreign })).toEqual([])
    expect(reasonsOf(changed('models/thelook.model.lkml'), dashboard())).toEqual([])
  })

  test('is not affected where nothing changed', () =>
    expect(reasonsOf(changed(), { kind: 'unknown' })).toEqual([]))
})
