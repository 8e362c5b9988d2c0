import { type Files, reasonsOf } from './select.ts'
import { change, shows } from './small-project.ts'

/*
 * The action cannot read imported projects. Here, `//block/…` defines the views `facts` and `people`, and the Explores
 * `sales` and `base`. `facts` is derived from `users`.
 */

const model = (...more: string[]) => ({
  'thelook.model.lkml': [
    'connection: "db"',
    'include: "//block/*.lkml"',
    'include: "/**/*.lkml"',
    ...more,
  ].join('\n'),
})
const described = (explore: string, ...views: string[]) => ({
  ...shows(`thelook::${explore}`),
  explores: { [`thelook::${explore}`]: { paths: [], views: new Set(views) } },
})

describe('a refinement of an imported view', () => {
  const users = { 'refine/users.lkml': 'view: +users { sql_table_name: a.users ;; }' }
  const edited = { 'refine/users.lkml': 'view: +users { sql_table_name: b.users ;; }' }
  const words = ['view +users in refine/users.lkml, used by a tile']

  test('a refinement of an imported view affects an imported Explore with a view that may be derived from it', async () =>
    expect(
      await reasonsOf('42', change({ ...model(), ...users }, edited, described('sales', 'facts'))),
    ).toEqual(words))

  test('a refinement of an imported view affects an Explore of this project that joins a view derived from it', async () => {
    const files = { ...model('explore: orders { join: facts {} }'), ...users }
    expect(await reasonsOf('42', change(files, edited, described('orders', 'orders', 'facts')))).toEqual(
      words,
    )
  })

  test('a refinement of an imported view does not affect an Explore that uses no imported view', async () => {
    const files = { ...model('explore: orders {}'), ...users }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([])
  })

  test('a refinement of an imported view does not affect an Explore of a model that does not include the refinement', async () => {
    const other = { 'other.model.lkml': 'connection: "db"\ninclude: "//block/views/*"\n' }
    const more = {
      ...shows('other::sales'),
      explores: { 'other::sales': { paths: [], views: new Set(['facts']) } },
    }
    expect(await reasonsOf('42', change({ ...model(), ...users, ...other }, edited, more))).toEqual([])
  })
})

test('a refinement of an imported Explore affects an imported Explore that may extend it', async () => {
  const base = { 'refine/base.lkml': 'explore: +base { label: "A" }' }
  const edited = { 'refine/base.lkml': 'explore: +base { label: "B" }' }
  expect(
    await reasonsOf('42', change({ ...model(), ...base }, edited, described('sales', 'people'))),
  ).toEqual(['explore +base in refine/base.lkml, used by a tile'])
})

describe('a new include of an imported project', () => {
  const other = (path: string, files: Files) => {
    const text = files[path] ?? ''
    return { [path]: `${text}\ninclude: "//block/refinements/*"` }
  }

  test('a new include of an imported project affects every Explore of the model, because the included files may refine them', async () => {
    const files = model('explore: orders {}')
    const edited = other('thelook.model.lkml', files)
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([
      'thelook.model.lkml, which includes other files of an imported project',
    ])
  })

  test('a new include of an imported project affects no Explore of a model that does not include the file', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'other.model.lkml': 'connection: "db"',
    }
    const edited = other('other.model.lkml', files)
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([])
  })
})

describe('a model of another project', () => {
  const files = {
    'thelook.model.lkml': '',
    'views/orders.view.lkml': 'view: orders {}',
    'more/orders.lkml': 'view: +orders { label: "A" }',
  }
  const edited = { 'views/orders.view.lkml': 'include: "/more/*"\nview: orders {}' }
  const finance = (path: string) => ({
    ...shows('finance::ledger'),
    explores: { 'finance::ledger': { paths: [], modelPaths: new Set([path]) } },
  })

  test('a model of another project is affected by a new include in a file of this project that it includes', async () =>
    expect(await reasonsOf('42', change(files, edited, finance('views/orders.view.lkml')))).toEqual([
      'views/orders.view.lkml, which includes other files',
    ]))

  test('a model of another project is not affected by a new include in a file that it does not include', async () =>
    expect(await reasonsOf('42', change(files, edited, finance('views/users.view.lkml')))).toEqual([]))
})

test('an Explore that names its view with a constant is affected by imported views that this view is derived from', async () => {
  const files = {
    ...model(
      'explore: orders { from: @{prefix}1 }',
      'explore: derived { extends: [base] view_name: orders }',
    ),
    'manifest.lkml': 'constant: prefix { value: "v" }',
    'v1.view.lkml': 'view: v1 { derived_table: { explore_source: derived { column: id {} } } }',
  }
  const edited = { 'refine/users.lkml': 'view: +users { label: "A" }' }
  expect(await reasonsOf('42', change(files, edited, described('orders', 'v1')))).toContain(
    'view +users in refine/users.lkml, used by a tile',
  )
})
