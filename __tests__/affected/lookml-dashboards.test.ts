import { compareProjects } from '../../src/affected/changes.ts'
import { DashboardIndex } from '../../src/affected/dashboard-index.ts'
import { readDashboards, UnreadableDashboards } from '../../src/affected/lookml-dashboards.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { definitionsFor, prepareDefinitions } from '../../src/affected/target-uses.ts'
import { textsOf } from './select.ts'

const read = (text: string) => readDashboards('a.dashboard.lookml', text)
const indexOf = (files: Readonly<Record<string, string>>) =>
  new DashboardIndex(new Map(Object.entries(files)), new Map())

describe('the dashboards of a file', () => {
  test.each<[string, string, string[]]>([
    ['a file with a list', '- dashboard: a\n- dashboard: b\n', ['a', 'b']],
    ['a file with one dashboard and no list', 'dashboard: a\n', ['a']],
    ['a file with several YAML documents', '- dashboard: a\n---\n- dashboard: b\n', ['a', 'b']],
    ['a file with a number as the name', '- dashboard: 7\n', ['7']],
    ['a file with only comments', '# only words\n', []],
    ['an empty file', '', []],
    ['a file with Windows line endings', '- dashboard: a\r\n- dashboard: b\r\n', ['a', 'b']],
  ])('the dashboards are read from %s', (_, text, names) =>
    expect(read(text).map(({ name }) => name)).toEqual(names),
  )

  test.each<[string, string, string]>([
    ['a file that contains only a string', 'a', 'it is not a list of dashboards'],
    ['a file with a dashboard without a name', '- title: A\n', 'a dashboard in it has no name'],
    ['invalid YAML', '- dashboard: a\n  b: [c', 'at line 2, column 8'],
    ['a file with a YAML alias without an anchor', '- dashboard: *a\n', 'Unresolved alias'],
  ])('an error gives the reason if dashboards cannot be read from %s', (_, text, why) => {
    expect(() => read(text)).toThrow(UnreadableDashboards)
    expect(() => read(text)).toThrow(why)
  })

  test('each dashboard of a LookML file has its own part of the text', () => {
    const [first, second] = [
      '- dashboard: a\n  title: A # one\n',
      '- dashboard: b\n  elements:\n  - name: x\n',
    ]
    expect(read(`# words\n${first}${second}`).map(({ yaml }) => yaml)).toEqual([first, second])
  })

  test('the text of a LookML dashboard contains the values of its YAML aliases, so a change of a value changes the text', () => {
    const [, one] = read(
      '- dashboard: a\n  elements: &e [{name: x, explore: o}]\n- dashboard: b\n  elements: *e\n',
    )
    expect(one?.yaml).toContain('explore: o')
    expect(one?.elements.map(({ name }) => name)).toEqual(['x'])
  })

  test('a LookML dashboard uses the last of two equal keys, and supports the merge key of YAML', () => {
    const [one] = read(
      '- dashboard: a\n  title: A\n  title: B\n  elements:\n  - &x {name: x, explore: o}\n  - {<<: *x, name: y}\n',
    )
    expect(one?.parameters.title).toBe('B')
    expect(one?.elements.map(({ name, queries }) => [name, queries])).toEqual([
      ['x', [{ explore: 'o' }]],
      ['y', [{ explore: 'o' }]],
    ])
  })

  test.each<[string, string]>([
    ['replaces the keys before it', '{explore: a, <<: *x}'],
    ['replaces a key before it that is also in quotes', '{"explore": a, <<: *x}'],
    ['with a list replaces the keys before it', '{explore: a, <<: [*x, {explore: b}]}'],
    ['with a merge key inside replaces the keys before it', '{explore: a, <<: *y}'],
    ['without an alias replaces the keys before it', '{explore: a, <<: {explore: o}}'],
    ['does not replace the keys after it', '{<<: {explore: a}, explore: o}'],
  ])('the merge key of a tile %s, as in Ruby', (_, tile) => {
    const [one] = read(
      `- dashboard: a\n  x: [&x {explore: o}, &y {<<: *x, name: y}]\n  elements:\n  - ${tile}\n`,
    )
    expect(one?.elements.map(({ queries }) => queries)).toEqual([[{ explore: 'o' }]])
  })

  test.each<[string, string, object[]]>([
    ['a tile with its own model', '{model: m, explore: o}', [{ model: 'm', explore: 'o' }]],
    ['a tile without a model', '{explore: o}', [{ model: 'd', explore: 'o' }]],
    [
      'a tile with base_view, the key for an Explore before 2015',
      '{base_view: o}',
      [{ model: 'd', explore: 'o' }],
    ],
    [
      'a tile of merged results',
      '{merged_queries: [{explore: a}, {model: m, explore: b}]}',
      [
        { model: 'd', explore: 'a' },
        { model: 'm', explore: 'b' },
      ],
    ],
    ['a text tile', '{type: text}', []],
    ['a button tile', '{type: button}', []],
    ['a text tile with an Explore', '{type: text, explore: o}', [{ model: 'd', explore: 'o' }]],
    ['a tile of an unknown type', '{type: new}', [{}]],
    ['a tile without parameters', '{}', [{}]],
  ])('the model and Explore are read from %s', (_, element, queries) => {
    const [one] = read(`- dashboard: a\n  model: d\n  elements: [${element}]\n`)
    expect(one?.elements[0]?.queries).toEqual(queries)
  })
})

describe('a dashboard that extends another', () => {
  const base =
    '- dashboard: base\n  title: A\n  model: m\n  elements:\n  - {name: x, explore: o, fields: [o.a]}\n  - {name: y, explore: o}\n'

  test('a LookML dashboard inherits the elements of the dashboard that it extends, and can override parameters', () => {
    const dashboards = indexOf({
      'base.dashboard.lookml': base,
      'a.dashboard.lookml':
        '- dashboard: a\n  extends: [base]\n  title: B\n  elements:\n  - {name: x, fields: [o.b]}\n  - {name: z, explore: p}\n',
    })
    const composed = dashboards.composed('a')
    expect(composed?.parameters).toMatchObject({ title: 'B', model: 'm' })
    expect([...(composed?.elementsByName.keys() ?? [])]).toEqual(['x', 'y', 'z'])
    expect(composed?.elementsByName.get('x')?.parameters).toEqual({
      name: 'x',
      explore: 'o',
      fields: ['o.b'],
    })
    expect(composed?.elementsByName.get('z')?.queries).toEqual([{ model: 'm', explore: 'p' }])
    expect(composed?.problem).toBeUndefined()
  })

  test('a dashboard that extends two others takes the title of the second one', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml':
        '- dashboard: one\n  title: One\n- dashboard: two\n  title: Two\n- dashboard: a\n  extends: [one, two]\n',
    })
    expect(dashboards.composed('a')?.parameters.title).toBe('Two')
  })

  test('a dashboard with several definitions is the last one that the model includes, with the bases that it includes', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml': '- dashboard: sales\n  extends: base\n- dashboard: base\n  title: A\n',
      'b.dashboard.lookml': '- dashboard: sales\n  title: B\n',
      'c.dashboard.lookml': '- dashboard: sales\n  title: C\n- dashboard: base\n  title: D\n',
    })
    const titleIn = (...files: string[]) =>
      dashboards.composed('sales', new Set(files.map(name => `${name}.dashboard.lookml`)))?.parameters.title
    expect(titleIn('a')).toBe('A')
    expect(titleIn('c', 'b')).toBe('B')
    expect(titleIn('b', 'c')).toBe('C')
    expect(titleIn('other')).toBe('C')
  })

  test('a dashboard reports a problem if it extends a dashboard that no file defines', () => {
    const dashboards = indexOf({ 'a.dashboard.lookml': '- dashboard: a\n  extends: base\n' })
    expect(dashboards.composed('a')?.problem).toBe(
      'the dashboard a extends base, which no file of the project defines',
    )
  })

  test('an inherited problem names the dashboard that extends the missing dashboard', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml': '- dashboard: a\n  extends: base\n- dashboard: b\n  extends: a\n',
    })
    expect(dashboards.composed('b')?.problem).toBe(
      'the dashboard a extends base, which no file of the project defines',
    )
  })

  test.each([
    ['a dashboard that extends itself', '- dashboard: a\n  extends: a\n'],
    [
      'a dashboard that extends a dashboard that extends it',
      '- dashboard: a\n  extends: b\n- dashboard: b\n  extends: a\n',
    ],
  ])('%s is read without an endless loop', (_, text) => {
    expect(indexOf({ 'a.dashboard.lookml': text }).composed('a')).toMatchObject({ name: 'a' })
  })
})

describe('the dashboards of a commit', () => {
  const broken = '- dashboard: a\n  title: "x"# y\n  extends: base\n'

  test('a LookML dashboard is found by its name, whatever the name of its file is', () => {
    const dashboards = indexOf({ 'x/y.dashboard.lookml': '- dashboard: a\n', 'z.view.lkml': 'view: a {}' })
    expect(dashboards.definitions('a').map(({ path }) => path)).toEqual(['x/y.dashboard.lookml'])
    expect(dashboards.definitions('b')).toEqual([])
    expect(dashboards.composed('b')).toBeUndefined()
  })

  test('an unreadable file counts as a definition of each dashboard that its text names', () => {
    const dashboards = indexOf({ 'a.dashboard.lookml': broken })
    expect(dashboards.definitions('a')).toEqual([
      { path: 'a.dashboard.lookml', text: broken, problem: expect.stringContaining('line 2') },
    ])
    expect(dashboards.composed('a')?.problem).toMatch(
      /^the file a\.dashboard\.lookml cannot be read as YAML \(.+\)$/,
    )
    expect(dashboards.definitions('other')).toEqual([])
    expect(dashboards.definedIn('a.dashboard.lookml')).toEqual([])
  })

  test('a dashboard that cannot be read counts as an extension of each dashboard that its text names', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml': broken,
      'b.dashboard.lookml': '- dashboard: base\n- dashboard: unrelated\n',
    })
    const [definition] = dashboards.definitions('a')
    const bases = definition ? dashboards.basesOf(definition) : []
    expect(bases).toContain('base')
    expect(bases).not.toContain('unrelated')
  })

  test.each([
    ['a YAML alias', '- x: &n sales\n  dashboard: *n\n'],
    ['a string of several lines', '- dashboard: >-\n    sales\n'],
    ['an escape', '- dashboard: "s\\u0061les"\n'],
    ['a key with an escape', '- "dashbo\\u0061rd": sales\n- dashboard: b\n'],
    ['a question mark', '- ? dashboard\n  : sales\n'],
    ['a text after two comments', '- dashboard: # one\n  # two\n    sales\n'],
  ])('a dashboard is found if its name is written as %s', (_, text) => {
    expect(indexOf({ 'a.dashboard.lookml': text }).definitions('sales')).toHaveLength(1)
  })

  test.each(['12345', '"12345"'])('a dashboard is found by its preferred_slug %s', async slug => {
    const dashboards = indexOf({ 'a.dashboard.lookml': `- dashboard: a\n  preferred_slug: ${slug}\n` })
    expect(await dashboards.namesOfSlug('12345', async () => undefined)).toEqual(['a'])
  })

  test('definedIn returns the dashboards of the given file', () => {
    const dashboards = indexOf({ 'a.dashboard.lookml': '- dashboard: a\n- dashboard: b\n' })
    expect(dashboards.definedIn('a.dashboard.lookml').map(({ name }) => name)).toEqual(['a', 'b'])
    expect(dashboards.definedIn('b.dashboard.lookml')).toEqual([])
  })
})

test('dashboards that extend each other twice do not produce millions of elements', () => {
  const levels = Array.from(
    { length: 40 },
    (_, index) => `- dashboard: d${index}\n  extends: [d${index + 1}, d${index + 1}]\n`,
  )
  const text = `${levels.join('')}- dashboard: d40\n  elements: [{type: text}]\n`
  const composed = indexOf({ 'a.dashboard.lookml': text }).composed('d0')
  expect(composed?.problem).toBe(
    'the dashboard has more than 20,000 parts, including the dashboards that it extends',
  )
  expect(composed?.elementsByName.size).toBeLessThan(20_000)
})

test('a dashboard that extends thousands of dashboards has only limited work to be merged', () => {
  const keys = Array.from({ length: 2000 }, (_, index) => `  k${index}: 1\n`).join('')
  const text = `- dashboard: a\n  extends: [${'b, '.repeat(9000)}]\n- dashboard: b\n${keys}`
  expect(indexOf({ 'a.dashboard.lookml': text }).composed('a')?.problem).toMatch(
    /^the dashboard has more than 20,000 parts/,
  )
})

describe('many dashboards that cannot be read', () => {
  const count = 300
  const names = Array.from({ length: count }, (_, index) => `d${index}`)
  const unreadable = (name: string) => `- dashboard: ${name}\n  title: A\n  extends: [${names.join(' ')}\n`
  const nothing = async () => undefined
  const changeOf = async (files: Record<string, string>) => {
    const project = await readLookmlProject(
      textsOf(files),
      { blocks: new Map(), dashboards: new Map() },
      nothing,
    )
    return { project, change: await compareProjects([project, project], nothing) }
  }

  test('many dashboards that cannot be read let other work of the process continue while they are read', async () => {
    const files = names.map(name => [`${name}.dashboard.lookml`, unreadable(name)])
    const { change } = await changeOf(Object.fromEntries(files))
    let pauses = 0
    await prepareDefinitions(change, 'd0', async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThanOrEqual(count)
  })

  test('many dashboards that cannot be read and have aliases are parsed with a pause after each', async () => {
    const files = names.map(name => [`${name}.dashboard.lookml`, `- dashboard: &a ${name}\n  x: [\n`])
    const { change } = await changeOf(Object.fromEntries(files))
    let pauses = 0
    await prepareDefinitions(change, 'other', async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThan(count)
  })

  test('many dashboards that cannot be read and may have any name end the search with an error', async () => {
    const texts = Array.from({ length: 1500 }, (_, index) => [
      `${index}.dashboard.lookml`,
      `- dashboard: &a\n  extends: [${Array.from({ length: 1500 }, (_, other) => `n${other}`).join(' ')}\n`,
    ])
    const { project } = await changeOf(Object.fromEntries(texts))
    expect(() => definitionsFor(project, 'n0')).toThrow(RangeError)
  })

  test('the text of a dashboard that cannot be read counts once, and all of its possible names stay known', async () => {
    const { project } = await changeOf({ 'a.dashboard.lookml': unreadable('d1 # d2') })
    const { definitions, missing } = definitionsFor(project, 'd1')
    expect(definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(['d1', 'd2']))
    expect(definitions.filter(({ text }) => text !== '')).toHaveLength(1)
    expect(missing).toEqual([])
  })
})
