import { compareProjects } from '../../src/affected/changes.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { type Files, textsOf } from './select.ts'
import { model, project } from './small-project.ts'

/* Changes that may change the results of a query without changing its SQL. */

const pause = async () => undefined

async function changeOf(base: Files, head: Files) {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  const read = (files: Files) => readLookmlProject(textsOf({ ...project, ...files }), parsed, pause)
  return compareProjects([await read(base), await read({ ...base, ...head })], pause)
}

const mayChangeAfterSql = async (base: Files, head: Files) => (await changeOf(base, head)).mayChangeAfterSql()

const measure = (settings: string) => ({
  'views/orders.view.lkml': `view: orders { measure: total { ${settings} sql: \${count} ;; } }`,
})

test.each<[string, Files, Files]>([
  ['the connection of a model', {}, { 'thelook.model.lkml': model.replace('"db"', '"other"') }],
  ['a constant', { 'manifest.lkml': '' }, { 'manifest.lkml': 'constant: db { value: "other" }' }],
  ['the type of a measure', measure('type: number'), measure('type: running_total')],
  ['a measure back to SQL', measure('type: percent_of_previous'), measure('type: number')],
  [
    'the direction of a measure',
    measure('type: percent_of_total'),
    measure('type: percent_of_total direction: "row"'),
  ],
  [
    'the SQL that runs before a query',
    { 'thelook.model.lkml': `${model}\nexplore: people { sql_preamble: SET a = 1 ;; }` },
    { 'thelook.model.lkml': `${model}\nexplore: people { sql_preamble: SET a = 2 ;; }` },
  ],
  ['the rows that Looker fills in', measure('allow_fill: yes'), measure('allow_fill: no')],
  [
    'the base of a view',
    {
      'base.view.lkml':
        'view: sums { measure: a { type: sum } } view: shares { measure: a { type: percent_of_total } }',
      'views/orders.view.lkml': 'view: orders { extends: [sums] }',
    },
    { 'views/orders.view.lkml': 'view: orders { extends: [shares] }' },
  ],
  ['a file that cannot be read', {}, { 'views/orders.view.lkml': 'view: orders { type: percent_of_total' }],
])('results may change without the SQL after a change of %s', async (_, base, head) =>
  expect(await mayChangeAfterSql(base, head)).toBe(true),
)

test.each<[string, Files, Files]>([
  ['nothing', measure('type: running_total'), {}],
  ['the type of a measure that is computed in SQL', measure('type: sum'), measure('type: average')],
  ['a comment', measure('type: sum'), measure('# running_total\n type: sum')],
  [
    'a view that is not used by a view with a running total',
    { 'other.view.lkml': 'view: other { measure: a { type: running_total } }', ...measure('type: sum') },
    measure('type: average'),
  ],
])('results cannot change without the SQL after a change of %s', async (_, base, head) =>
  expect(await mayChangeAfterSql(base, head)).toBe(false),
)

describe('the versions of the changed files', () => {
  const shares = { 'shares.view.lkml': 'view: +orders { measure: total { type: percent_of_total } }' }
  const versionsOf = async (head: Files) => (await changeOf(shares, head)).changedVersions()

  test.each<[string, Files]>([
    ['without a refinement of the merge base', { 'shares.view.lkml': '' }],
    ['with a file that cannot be read', { 'broken.view.lkml': 'view: a {' }],
    ['with a file that LookML may name', { 'areas.topojson': '{}' }],
  ])('the versions of the changed files are others %s', async (_, more) => {
    const head = measure('type: running_total')
    expect(await versionsOf({ ...head, ...more })).not.toBe(await versionsOf(head))
  })

  test('the versions of the changed files omit files that Looker ignores', async () => {
    const head = measure('type: running_total')
    expect(await versionsOf({ ...head, 'README.md': 'More' })).toBe(await versionsOf(head))
  })
})
