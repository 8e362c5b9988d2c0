import { readChange } from '../../src/affected/read-affected.ts'
import { planCheck } from '../../src/branch-check/plan-check.ts'
import type { RunContext } from '../../src/github/workflow-run.ts'
import type { Looker } from '../../src/looker/connect.ts'
import type { Session } from '../../src/looker/session.ts'
import type { Target } from '../../src/model.ts'
import type { Secrets } from '../../src/runtime/secrets.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { realRepository } from '../affected/real-repository.ts'
import { model, orders } from '../affected/small-project.ts'

const describeWithGit = hasGit ? describe : describe.skip

type Files = Readonly<Record<string, string>>

const withoutEmpty = (files: Files) =>
  Object.fromEntries(Object.entries(files).filter(([, text]) => text !== ''))

/**
 * Returns the number of affected targets, and the fields of each planned tile on both sides. The head lacks a file whose
 * text is empty.
 */
async function plan(
  base: Files,
  head: Files,
  target: Pick<Target, 'kind' | 'id'>,
  answers: object,
  { gitHubError, deployed = {} }: { gitHubError?: Error; deployed?: Files } = {},
) {
  const hub = realRepository()
  const project = { 'thelook.model.lkml': model, 'views/orders.view.lkml': orders }
  const commits = {
    base: hub.commit({ ...project, ...base }),
    head: hub.commit(withoutEmpty({ ...project, ...base, ...head })),
  }
  const { repository } = hub
  const { signal } = repository
  const branch = () => ({ ref: hub.commit({ ...project, ...base, ...deployed }) })
  const send: Session['send'] = async ({ path }, read) => {
    const known = Object.entries(answers).find(([key]) => key === path)?.[1]
    const { body } = new Response(JSON.stringify(path === '/projects/thelook/git_branch' ? branch() : known))
    return read({ status: 200, headers: new Headers(), body }, () => undefined)
  }
  const { affected, importsProjects, changesAccess, hasDevFilters, unseenChanges } = await planCheck(
    { world: { print: () => undefined }, deadlines: { check: signal } } as unknown as RunContext,
    {
      input: { project: 'thelook', numbers: true, contentValidation: false },
      targets: [{ name: 'a', ...target } as Target],
      looker: { session: { send }, host: 'looker.example' } as unknown as Looker,
      secrets: { clean: (text: string) => text } as unknown as Secrets,
      compared: Promise.resolve({
        ...{ commits, repository, signal, baseBranch: 'main' },
        change: gitHubError
          ? Promise.reject(gitHubError)
          : readChange({ commits: [commits.base, commits.head], repository, signal, project: 'thelook' }),
      }),
    },
  )
  const tiles = affected[0]?.tiles.map(pair =>
    [pair.base, pair.head].map(
      tile => tile && (tile.problem ?? tile.queries.map(({ body }) => [body.fields, body.filters ?? {}])),
    ),
  )
  const drawing = affected[0]?.drawing
  const unseen = unseenChanges(affected[0]?.tiles[0] ?? {})
  const hints = affected[0]?.tiles.flatMap(({ head }) => head?.problemHint ?? [])
  const facts = { importsProjects, changesAccess, hasDevFilters }
  return { affected: affected.length, ...facts, tiles, hints, drawing, unseen }
}

const path = 'sales.dashboard.lookml'
const sales = (field: string) => ({
  [path]: [
    '- dashboard: sales',
    '  elements:',
    `  - {name: a, explore: orders, fields: ["orders.${field}"], listen: {day: orders.day}}`,
    '  - {name: b, explore: orders, fields: [orders.other]}',
    '  filters:',
    '  - {name: day, type: date_filter, default_value: today}',
    '',
  ].join('\n'),
})
const query = {
  model: 'thelook',
  view: 'orders',
  fields: ['orders.id'],
  vis_config: {},
  dynamic_fields: null,
}
const element = { id: 'thelook::sales::a', type: 'vis', query }

describeWithGit(withGit('the tiles that are checked'), () => {
  const view = (more: string) => ({
    'views/orders.view.lkml': orders.replace('view: orders {', `view: orders { ${more}`),
  })
  const grant = (values: string) => ({
    'manifest.lkml': `access_grant: finance {\n  user_attribute: team\n  allowed_values: [${values}]\n}`,
  })
  const filter = (field: string) => ({
    'thelook.model.lkml': `${model}\nexplore: +orders { access_filter: {\n field: orders.${field}\n user_attribute: team } }`,
  })
  const limit = (value: number) =>
    view(`sql_table_name: {% if _user_attributes['team'] == '${value}' %} a {% else %} b {% endif %} ;;`)

  test.each<[string, Files, Files, boolean]>([
    ['an access grant', grant('"a"'), grant('"b"'), true],
    ['a required access grant', {}, view('required_access_grants: [finance]'), true],
    ['an access filter', filter('id'), filter('region'), true],
    ['Liquid with a user attribute', limit(1), limit(2), true],
    [
      'another part of a view with an access grant',
      view('required_access_grants: [a]'),
      view('required_access_grants: [a] label: "b"'),
      false,
    ],
  ])(
    'the plan says whether LookML changes that depends on user attributes, after a change of %s',
    async (_, base, head, expected) => {
      const { changesAccess } = await plan(base, head, { kind: 'look', id: '7' }, {})
      expect(changesAccess).toBe(expected)
    },
  )

  test('a LookML dashboard that the target names by a slug is checked with the tiles of both texts', async () => {
    const answers = {
      '/dashboards/abc': { id: 'thelook::sales', dashboard_elements: [element], dashboard_filters: [] },
    }
    const target = { kind: 'dashboard', id: 'abc' } as const
    const { tiles, drawing } = await plan(sales('id'), sales('price'), target, answers)
    const filters = { 'orders.day': 'today' }
    expect(tiles).toEqual([[[[['orders.id'], filters]], [[['orders.price'], filters]]]])
    expect(drawing?.head.kind).toBe('drawable')
  })

  const ofProduction = {
    '/dashboards/thelook%3A%3Asales': { dashboard_elements: [element], dashboard_filters: [] },
  }
  const dashboard = { kind: 'lookml_dashboard', id: 'thelook::sales' } as const

  test('a LookML dashboard counts as removed, without unchanged tiles, if the model no longer includes the dashboard', async () => {
    const head = { 'thelook.model.lkml': model.replace('include: "/**/*.dashboard.lookml"\n', '') }
    const { tiles } = await plan(sales('id'), head, dashboard, ofProduction)
    expect(tiles?.map(([, after]) => after)).toEqual([undefined, undefined])
  })

  test('a LookML dashboard counts as removed if the pull request renames its model, although its tiles name another model', async () => {
    const ofBoards = { kind: 'lookml_dashboard', id: 'boards::sales' } as const
    const boards = 'connection: "db"\ninclude: "/*.dashboard"\n'
    const base = {
      'boards.model.lkml': boards,
      [path]: sales('id')[path]?.replaceAll('{name', '{model: thelook, name') ?? '',
    }
    const head = { 'boards.model.lkml': '', 'dash.model.lkml': boards }
    const renamed = await plan(base, head, ofBoards, {})
    expect(renamed.tiles?.map(([before, after]) => [before !== undefined, after])).toEqual(
      Array(2).fill([true, undefined]),
    )
  })

  test('a LookML dashboard counts as removed if it becomes a template, and a dashboard that extends it does not', async () => {
    const base = { ...sales('id'), 'sub.dashboard.lookml': '- dashboard: sub\n  extends: sales\n' }
    const head = { [path]: `${sales('id')[path]}  extension: required\n` }
    const { tiles } = await plan(base, head, dashboard, ofProduction)
    expect(tiles?.map(([, after]) => after)).toEqual([undefined, undefined])
    const sub = { kind: 'lookml_dashboard', id: 'thelook::sub' } as const
    expect((await plan(base, head, sub, ofProduction)).tiles).toEqual([])
  })

  test('a LookML dashboard without queries counts as not compared if the pull request removes it', async () => {
    const note = { [path]: '- dashboard: sales\n  elements:\n  - {name: a, type: text, body_text: Hello}\n' }
    const head = { [path]: '- dashboard: other\n  elements: []\n' }
    const { tiles, drawing } = await plan(note, head, dashboard, ofProduction)
    expect(tiles).toEqual([])
    expect(drawing?.head).toMatchObject({ reason: 'This pull request removes the LookML of the target' })
    expect((await plan(sales('id'), head, dashboard, ofProduction)).drawing).toBeUndefined()
  })

  test('a LookML dashboard counts as new if the model begins to include the dashboard', async () => {
    const base = {
      ...sales('id'),
      'thelook.model.lkml': model.replace('include: "/**/*.dashboard.lookml"\n', ''),
    }
    const { tiles } = await plan(base, { 'thelook.model.lkml': model }, dashboard, ofProduction)
    expect(tiles?.map(([before]) => before)).toEqual([undefined, undefined])
  })

  test('a LookML dashboard is checked and drawn with the file that the model certainly includes', async () => {
    const copy = { 'x/sales.dashboard.lookml': sales('other')[path] ?? '' }
    const base = {
      ...{ ...sales('id'), ...copy },
      'thelook.model.lkml': model.replace('/**/*.dashboard', '/*.dashboard'),
    }
    const { tiles, drawing } = await plan(base, sales('price'), dashboard, ofProduction)
    const filters = { 'orders.day': 'today' }
    expect(tiles).toEqual([[[[['orders.id'], filters]], [[['orders.price'], filters]]]])
    expect(drawing?.head.kind).toBe('drawable')
  })

  test('a LookML dashboard is reported if the model no longer includes the dashboard that it extends', async () => {
    const base = {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*.view"\ninclude: "/sales.dashboard"\ninclude: "/base/*.dashboard"\nexplore: orders {}\n',
      'base/basis.dashboard.lookml': sales('id')[path]?.replace('sales', 'basis') ?? '',
      [path]: '- dashboard: sales\n  extends: basis\n',
    }
    const head = {
      'thelook.model.lkml': base['thelook.model.lkml'].replace('include: "/base/*.dashboard"\n', ''),
    }
    const { tiles } = await plan(base, head, dashboard, ofProduction)
    const problem = 'the dashboard sales extends basis, which the model does not include from this project'
    expect(tiles?.map(([, after]) => after)).toEqual([problem, undefined, undefined])
  })

  const include = (pattern: string) => ({
    'thelook.model.lkml': `connection: "db"\ninclude: "/views/*.view"\ninclude: "/sales.dashboard"\ninclude: "${pattern}"\nexplore: orders {}\n`,
  })
  const basis = (folder: string, field = 'id') => ({
    [`${folder}/basis.dashboard.lookml`]: sales(field)[path]?.replace('sales', 'basis') ?? '',
  })
  const extending = { [path]: '- dashboard: sales\n  extends: basis\n' }
  const inBase = { ...extending, ...include('/base/*'), ...basis('base') }
  const inSubfolder = { ...extending, ...include('/base/*'), ...basis('base/sub') }
  const uncertain =
    'the dashboard sales extends basis, which the model certainly includes on only one of the two commits'

  test.each<[string, Files, Files, (string | undefined)[][]]>([
    [
      'moves to a folder that the model may not include',
      inBase,
      { 'base/basis.dashboard.lookml': '', ...basis('base/sub') },
      [[undefined, uncertain]],
    ],
    [
      'stays in a folder that the model may no longer include',
      { ...inSubfolder, ...include('/base/**/*') },
      include('/base/*'),
      [[undefined, uncertain]],
    ],
    [
      'is in a folder that the model may not have included before',
      inSubfolder,
      include('/base/**/*'),
      [[uncertain, undefined]],
    ],
  ])(
    'a LookML dashboard is reported if the dashboard that it extends %s',
    async (_, base, head, expected) => {
      const { tiles } = await plan(base, head, dashboard, ofProduction)
      const problems = tiles?.map(pair => pair.map(tile => (typeof tile === 'string' ? tile : undefined)))
      expect(problems?.filter(pair => pair.some(one => one !== undefined))).toEqual(expected)
    },
  )

  test.each<[string, Files, Files]>([
    ['the model may include', inSubfolder, basis('base/sub', 'price')],
    [
      'moves between folders that the model may include',
      inSubfolder,
      { 'base/sub/basis.dashboard.lookml': '', ...basis('base/other', 'price') },
    ],
    [
      'moves between folders that the model includes',
      { ...inBase, ...include('/base/**/*') },
      { 'base/basis.dashboard.lookml': '', ...basis('base/other', 'price') },
    ],
  ])(
    'the tiles of a LookML dashboard are checked if the dashboard that it extends %s',
    async (_, base, head) => {
      const { tiles } = await plan(base, head, dashboard, ofProduction)
      const filters = { 'orders.day': 'today' }
      expect(tiles).toEqual([[[[['orders.id'], filters]], [[['orders.price'], filters]]]])
    },
  )

  test('a changed LookML dashboard with several definitions in the model is reported', async () => {
    const base = { ...sales('id'), 'old/sales.dashboard.lookml': sales('other')[path] ?? '' }
    const { tiles, hints, drawing } = await plan(base, sales('price'), dashboard, ofProduction)
    expect(hints).toEqual([
      'Correct the LookML of the dashboard, or open the dashboard in Looker on this branch.',
    ])
    const problem = 'The model has several definitions of the dashboard sales'
    const other = { 'old/sales.dashboard.lookml': sales('price')[path] ?? '' }
    expect((await plan(base, other, dashboard, ofProduction)).drawing?.head).toMatchObject({
      reason: problem,
    })
    expect(tiles?.flat()).toContainEqual(expect.stringContaining(problem.slice(1)))
    expect(drawing?.head).toMatchObject({ kind: 'undrawable', reason: problem })
  })

  test('a changed LookML dashboard that cannot be read as YAML is reported', async () => {
    const broken = (field: string) => ({ [path]: `${sales(field)[path]}# x\n`.replace('a, ', 'a,# y\n') })
    const { tiles } = await plan(broken('id'), broken('price'), dashboard, ofProduction)
    expect(tiles?.flat()).toEqual(Array(2).fill(expect.stringContaining(`${path} cannot be read as YAML`)))
  })

  test('a tile of a LookML dashboard is checked with the texts of both sides, without the filters of the dashboard', async () => {
    const answers = { '/dashboard_elements/thelook%3A%3Asales%3A%3Aa': element }
    const target = { kind: 'dashboard_element', id: 'thelook::sales::a' } as const
    const { tiles, drawing } = await plan(sales('id'), sales('price'), target, answers)
    expect(tiles).toEqual([[[[['orders.id'], {}]], [[['orders.price'], {}]]]])
    expect(drawing?.head.kind).toBe('undrawable')
  })

  const ofTile = { '/dashboard_elements/thelook%3A%3Asales%3A%3Aa': element }
  const tile = { kind: 'dashboard_element', id: 'thelook::sales::a' } as const
  const settings = (text: string) => ({
    [path]: sales('id')[path]?.replace('name: a', `name: a${text}`) ?? '',
  })

  test('a tile of a LookML dashboard counts as not drawn if only its chart changes', async () => {
    const { tiles, drawing } = await plan(sales('id'), settings(', type: looker_pie'), tile, ofTile)
    expect(tiles).toEqual([])
    expect(drawing?.head).toMatchObject({
      kind: 'undrawable',
      reason:
        'The LookML of this tile or a constant in it changes, and only whole LookML dashboards are drawn',
    })
  })

  test.each([
    ['only its position changes', settings(', row: 4, col: 8, width: 16, height: 6')],
    [
      'only other parts of the dashboard change',
      { [path]: `${sales('id')[path]?.replace('orders.other', 'orders.price')}  title: Other\n` },
    ],
  ])('a tile of a LookML dashboard does not change if %s', async (_, head) => {
    expect(await plan(sales('id'), head, tile, ofTile)).toMatchObject({ tiles: [], drawing: undefined })
  })

  test('a tile of a LookML dashboard is not checked if only another tile of the dashboard changes', async () => {
    const answers = { '/dashboard_elements/thelook%3A%3Asales%3A%3Ab': element }
    const target = { kind: 'dashboard_element', id: 'thelook::sales::b' } as const
    const { tiles, drawing } = await plan(sales('id'), sales('price'), target, answers)
    expect(tiles).toEqual([])
    expect(drawing).toBeUndefined()
  })

  test.each([
    ['in an older manifest', 'manifest.lookml', '"id"', '"price"'],
    ['without quotes', 'manifest.lkml', 'id', 'price'],
  ])(
    'a tile with a changed constant is reported if the value cannot be read: %s',
    async (_, file, before, after) => {
      const manifest = (value: string) => ({ [file]: `constant: f { value: ${value} }` })
      const base = { ...sales('@{f}'), ...manifest(before) }
      const { tiles } = await plan(base, manifest(after), dashboard, ofProduction)
      const problem = 'the tile uses the constant @{f}, whose value is unknown'
      expect(tiles).toContainEqual([problem, problem])
    },
  )

  test("the hash of a changed dashboard's text covers the constants that the text uses", async () => {
    const title = (text: string) => ({ [path]: `- dashboard: sales\n  title: ${text}\n  elements: []\n` })
    const hash = async (manifest: string, more: Files = {}) => {
      const head = { ...title('"Sales @{region}"'), 'manifest.lkml': manifest, ...more }
      const target = { kind: 'lookml_dashboard', id: 'thelook::sales' } as const
      return (await plan(title('Sales'), head, target, {})).drawing?.textHash
    }
    const region = (name: string) => `constant: region { value: "${name}" }`
    const expected = await hash(region('EMEA'))
    expect(expected).toMatch(/^[\da-f]{64}$/)
    expect(await hash(`${region('EMEA')}\nconstant: other { value: "x" }`)).toBe(expected)
    expect(await hash(region('APAC'))).not.toBe(expected)
    const unknown = 'constant: other { value: "x" }'
    expect(await hash(unknown)).not.toBe(await hash(unknown.replace('x', 'y')))
  })

  test('a tile with a changed constant is checked if its value contains quotes', async () => {
    const manifest = (value: string) => ({ 'manifest.lkml': `constant: f { value: "\\"${value}" }` })
    const base = { ...sales('@{f}'), ...manifest('id') }
    expect((await plan(base, manifest('price'), dashboard, ofProduction)).tiles).toHaveLength(1)
  })

  describe('a constant in the text of a LookML dashboard', () => {
    const manifest = (unit: string) => ({
      'manifest.lkml': `constant: unit { value: "${unit}" }\nconstant: price { value: "@{unit} 5" }`,
    })

    test.each([
      ['in a text tile', '  - {name: note, type: text, body_text: "in @{unit}"}'],
      [
        'in a chart setting',
        '  - {name: c, explore: orders, fields: [orders.id], series_labels: {x: "@{unit}"}}',
      ],
      ['in another constant', '  - {name: note, type: text, body_text: "@{price}"}'],
      ['between spaces', '  - {name: note, type: text, body_text: "in @{ unit }"}'],
    ])('makes the dashboard count as not drawn if its value changes: %s', async (_, line) => {
      const text = sales('id')[path]?.replace('  filters:', `${line}\n  filters:`) ?? ''
      const base = { [path]: text, ...manifest('EUR') }
      const { drawing } = await plan(base, manifest('USD'), dashboard, ofProduction)
      expect(drawing?.head).toMatchObject({
        kind: 'undrawable',
        reason: expect.stringMatching(/^The dashboard uses the constant @\{(?:unit|price)\}, /),
      })
      const other = { 'manifest.lkml': `${manifest('EUR')['manifest.lkml']}\nconstant: other { value: "x" }` }
      expect((await plan(base, other, dashboard, ofProduction)).drawing).toBeUndefined()
    })

    test('makes a tile count as not drawn only if the tile uses the constant', async () => {
      const base = { ...settings(', title: "@{unit}"'), ...manifest('EUR') }
      const ofOther = { '/dashboard_elements/thelook%3A%3Asales%3A%3Ab': element }
      const other = { kind: 'dashboard_element', id: 'thelook::sales::b' } as const
      expect((await plan(base, manifest('USD'), tile, ofTile)).drawing?.head.kind).toBe('undrawable')
      expect((await plan(base, manifest('USD'), other, ofOther)).drawing).toBeUndefined()
    })
  })

  test.each([
    ['in a derived table', 'dev_filters: [events.date: "90 days"]', true],
    ['after another parameter', 'limit: 9 dev_filters: []', true],
    ['in a comment', '# dev_filters: [events.date: "90 days"]\n', false],
  ])(
    'the check knows whether native derived tables have filters for development mode: %s',
    async (_, text, has) => {
      const lines = `derived_table: { explore_source: events {\n${text} } }`
      const base = { ...sales('id'), 'views/orders.view.lkml': orders.replace('{', `{\n${lines}`) }
      expect((await plan(base, sales('price'), dashboard, ofProduction)).hasDevFilters).toBe(has)
    },
  )

  test('SQL that only production runs changes with the constants that it uses', async () => {
    const status = (value: string, other = '') => ({
      'manifest.lkml': `constant: status { value: "${value}" }${other}`,
    })
    const lines =
      'derived_table: { sql: SELECT 1 FROM a WHERE\n-- if prod -- status = @{status}\n-- if dev -- 1 = 1\n ;; }'
    const base = {
      ...{ ...sales('id'), ...status('1') },
      'views/orders.view.lkml': orders.replace('{', `{\n${lines}`),
    }
    const unseenOf = async (head: Files) => (await plan(base, head, dashboard, {})).unseen
    const changes = await unseenOf(status('2'))
    expect(changes).toMatchObject([{ kind: 'productionSql' }])
    expect(await unseenOf(status('3'))).not.toEqual(changes)
    expect(await unseenOf(status('1', '\nconstant: other { value: "x" }'))).toEqual([])
  })

  test.each([
    ['', false],
    ['remote_dependency: block { url: "https://github.com/acme/block" ref: "1" }', false],
    ['local_dependency: { project: "hub" }', true],
  ])(
    'the check knows whether the commits import projects of the instance: %s',
    async (manifest, expected) => {
      const base = { ...sales('id'), 'manifest.lkml': manifest }
      expect((await plan(base, sales('price'), dashboard, ofProduction)).importsProjects).toBe(expected)
      const head = { ...sales('price'), 'manifest.lkml': manifest }
      expect((await plan(sales('id'), head, dashboard, ofProduction)).importsProjects).toBe(expected)
    },
  )

  test('a tile that production lacks is reported if its LookML cannot be read completely', async () => {
    const text = [
      '- dashboard: sales',
      '  extends: imported',
      '  elements:',
      '  - {name: b, explore: people, fields: [people.id]}',
      '',
    ].join('\n')
    const people = (type: string) => ({
      'people.view.lkml': `view: people { dimension: id { type: ${type} } }\nexplore: people {}`,
    })
    const base = { [path]: text, ...people('number') }
    const { tiles } = await plan(base, people('string'), dashboard, ofProduction)
    const problem = 'A tile in its LookML is affected, and production does not have this tile'
    expect(tiles).toContainEqual([problem, problem])
  })

  test('a dashboard that extends an imported dashboard is reported if its file differs between the merge base and production', async () => {
    const base = { [path]: '- dashboard: sales\n  extends: imported\n' }
    const { tiles } = await plan(base, { 'users.view.lkml': 'view: users {}' }, dashboard, ofProduction, {
      deployed: { [path]: '- dashboard: sales\n' },
    })
    const problem = 'Production may have other tiles than the merge base'
    expect(tiles).toContainEqual([problem, problem])
  })

  test.each(['thelook::sales', 'abc'])(
    'the LookML dashboard %s is not checked with the tiles of production if GitHub does not return the LookML',
    async id => {
      const answers = {
        [`/dashboards/${encodeURIComponent(id)}`]: { id: 'thelook::sales', dashboard_elements: [element] },
      }
      const { tiles } = await plan(sales('id'), sales('price'), { kind: 'dashboard', id }, answers, {
        gitHubError: new Error('gone'),
      })
      const problem = "The project's LookML could not be read, so its tiles are unknown"
      expect(tiles).toEqual([[problem, problem]])
    },
  )

  test('a user-defined dashboard is checked with the tiles of production if GitHub does not return the LookML', async () => {
    const answers = { '/dashboards/7': { id: '7', dashboard_elements: [element], dashboard_filters: [] } }
    const { tiles } = await plan(sales('id'), sales('price'), { kind: 'dashboard', id: '7' }, answers, {
      gitHubError: new Error('gone'),
    })
    expect(tiles).toEqual([[[[['orders.id'], {}]], [[['orders.id'], {}]]]])
  })

  test("a dashboard of another project is checked with Looker's tiles, although this project has a dashboard of the same name", async () => {
    const others = { 'other.model.lkml': '', 'users.view.lkml': 'view: users { label: "A" }' }
    const target = { kind: 'lookml_dashboard', id: 'finance::sales' } as const
    const answers = { '/dashboards/finance%3A%3Asales': ofProduction['/dashboards/thelook%3A%3Asales'] }
    const edited = { 'users.view.lkml': 'view: users { label: "B" }' }
    const { tiles } = await plan({ ...sales('price'), ...others }, edited, target, answers)
    expect(JSON.stringify(tiles)).not.toContain('price')
    expect(tiles).not.toEqual([])
  })

  test('a changed dashboard in the model of another project is checked with its text only if production has the tiles of this text', async () => {
    const target = { kind: 'lookml_dashboard', id: 'finance::sales' } as const
    const ofFields = (fields: string[]) => ({
      '/dashboards/finance%3A%3Asales': {
        dashboard_elements: [{ ...element, query: { ...query, model: 'finance', fields } }, second],
      },
    })
    const second = {
      id: 'finance::sales::b',
      query: { ...query, model: 'finance', fields: ['orders.other'] },
    }
    const changed = [sales('id'), sales('price'), target] as const
    const { tiles, drawing } = await plan(...changed, ofFields(['orders.id']))
    expect(JSON.stringify(tiles)).toContain('orders.price')
    expect(drawing).toBeDefined()
    const other = await plan(...changed, ofFields(['orders.amount']))
    const problem = 'In production, this dashboard differs from its LookML in this project'
    expect(other).toMatchObject({ tiles: [[problem, problem]], drawing: undefined })
  })

  test('a dashboard is drawn if a value without quotes gets quotes, and is not drawn if only a comment changes', async () => {
    const valued = (value: string) => ({
      [path]: `${sales('id')[path]}  - {name: paid, type: string_filter, default_value: ${value}}\n`,
    })
    const drawn = await plan(valued('No'), valued("'No'"), dashboard, ofProduction)
    expect(drawn.drawing?.head.kind).toBe('drawable')
    const extended = (value: string) => ({
      ...sales('id'),
      'more.dashboard.lookml': `- dashboard: more\n  extends: sales\n  title: ${value}\n- dashboard: sub\n  extends: more\n`,
    })
    const sub = { kind: 'lookml_dashboard', id: 'thelook::sub' } as const
    expect((await plan(extended('off'), extended("'off'"), sub, {})).drawing?.head.kind).toBe('undrawable')
    const commented = await plan(valued('No'), valued('No} # unpaid\n  # {'), dashboard, ofProduction)
    expect(commented).toMatchObject({ drawing: undefined })
  })

  const small =
    '- dashboard: sales\n  elements:\n  - {name: a, explore: orders, filters: {orders.id: VALUE}}\n'
  test.each<[string, string]>([
    ['a file with several dashboards and YAML anchors', `- dashboard: x\n  y: &y {z: 1}\n  t: *y\n${small}`],
    ['a file without a list', small.replace('- ', '').replaceAll('\n  ', '\n')],
    ['a file with a list in brackets', '[{dashboard: sales, elements: [{explore: orders, title: VALUE}]}]'],
    ['a file with an empty value with a tag', `${small}  title: !!null ''\n`],
    ['a file with several YAML documents', `${small}---\n- dashboard: x\n`],
  ])('a dashboard changes if a value gets quotes, but not with a comment, in %s', async (_, text) => {
    const valued = (value: string, more = '') => ({ [path]: `${text.replace('VALUE', value)}${more}` })
    const quoted = await plan(valued('010'), valued("'010'"), dashboard, ofProduction)
    expect(quoted.drawing?.head.kind).toBe('drawable')
    const commented = await plan(valued("'010'"), valued("'010'", '# more\n'), dashboard, ofProduction)
    expect(commented.drawing).toBeUndefined()
  })

  test.each([
    '"10,20"',
    '":all"',
    '"12:30"',
    '"2024-01-01"',
    '"1_000"',
    '"+5"',
    '".5"',
    '"~"',
    '"n"',
    '"Off"',
  ])(
    'a dashboard changes if a value loses its quotes, and Ruby may not read it as a text: %s',
    async value => {
      const text = small.replace(/[{]name(.*)[}]/, '\n    name: a\n    explore: orders\n    title: VALUE')
      const valued = (value: string) => ({ [path]: text.replace('VALUE', value) })
      const planned = await plan(valued(value), valued(value.slice(1, -1)), dashboard, ofProduction)
      expect(planned.drawing?.head.kind).toBe('drawable')
    },
  )

  test('a dashboard does not change if a value that is always a text loses its quotes', async () => {
    const valued = (value: string) => ({ [path]: small.replace('VALUE', value) })
    expect(
      (await plan(valued('"EMEA 1"'), valued('EMEA 1'), dashboard, ofProduction)).drawing,
    ).toBeUndefined()
  })

  test('a tile changes only if one of its own values gets quotes', async () => {
    const text = `${small}  - {name: b, explore: orders, row: VALUE, title: OTHER}\n  title: OTHER\n`
    const valued = (value: string, other = '010') => ({
      [path]: text.replaceAll('VALUE', value).replaceAll('OTHER', other),
    })
    const { drawing } = await plan(valued('010'), valued('"010"'), tile, ofTile)
    expect(drawing?.head.kind).toBe('undrawable')
    expect((await plan(valued('010'), valued('010', '"010"'), tile, ofTile)).drawing).toBeUndefined()
    const ofOther = { '/dashboard_elements/thelook%3A%3Asales%3A%3Ab': element }
    const other = { kind: 'dashboard_element', id: 'thelook::sales::b' } as const
    expect((await plan(valued('010'), valued('"010"'), other, ofOther)).drawing).toBeUndefined()
  })

  test('a tile does not change if its dashboard begins to extend a dashboard without this tile', async () => {
    const base = { ...sales('id'), 'more.dashboard.lookml': '- dashboard: more\n  title: More\n' }
    const head = { [path]: `${sales('id')[path]}  extends: more\n` }
    expect(await plan(base, head, tile, ofTile)).toMatchObject({ tiles: [], drawing: undefined })
  })

  test('a tile whose chart settings get quotes is redrawn', async () => {
    const valued = (value: string) => ({
      [path]: small.replace('filters: {orders.id: VALUE}', `fields: [orders.id], show_total: ${value}`),
    })
    const { drawing } = await plan(valued('no'), valued('"no"'), dashboard, ofProduction)
    expect(drawing?.redrawnTiles.map(({ id }) => id)).toEqual(['a'])
  })

  test('both tiles with the same name are checked, and a target with this name is reported', async () => {
    const twice = (field: string) => ({
      [path]: sales(field)[path].replace('{name: b,', '{name: a,'),
    })
    const whole = await plan(twice('id'), twice('price'), dashboard, ofProduction)
    expect(JSON.stringify(whole.tiles)).toContain('orders.price')
    const answers = { '/dashboard_elements/thelook%3A%3Asales%3A%3Aa': element }
    const target = { kind: 'dashboard_element', id: 'thelook::sales::a' } as const
    const problem = 'several tiles in the LookML of its dashboard are named a'
    const { tiles } = await plan(twice('id'), twice('price'), target, answers)
    expect(tiles).toContainEqual([problem, problem])
  })

  test('a tile whose name is in no text is reported if the text of its dashboard changes', async () => {
    const answers = { '/dashboard_elements/thelook%3A%3Asales%3A%3A7': element }
    const target = { kind: 'dashboard_element', id: 'thelook::sales::7' } as const
    const problem = 'no tile in the LookML of its dashboard is named 7'
    const { tiles } = await plan(sales('id'), sales('price'), target, answers)
    expect(tiles).toContainEqual([problem, problem])
  })
})
