import { DashboardIndex } from '../../src/affected/dashboard-index.ts'
import { readDashboards, UnreadableDashboards } from '../../src/affected/lookml-dashboards.ts'

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
    [
      'a file with 100 levels of brackets',
      `- dashboard: a\n  b: ${'['.repeat(100)}${']'.repeat(100)}\n`,
      ['a'],
    ],
    ['a file with many lists after each other', `- dashboard: a\n  b: [${'[{}], '.repeat(200)}]\n`, ['a']],
    ['a file with Windows line endings', '- dashboard: a\r\n- dashboard: b\r\n', ['a', 'b']],
  ])('the dashboards are read from %s', (_, text, names) =>
    expect(read(text).map(({ name }) => name)).toEqual(names),
  )

  test.each<[string, string, string]>([
    ['a file that contains only a string', 'a', 'it is not a list of dashboards'],
    ['a file with a dashboard without a name', '- title: A\n', 'a dashboard in it has no name'],
    [
      'a file with 101 levels of brackets',
      `- dashboard: a\n  b: ${'['.repeat(101)}${']'.repeat(101)}\n`,
      'it has too many brackets',
    ],
    [
      'a file with 101 levels of braces',
      `- dashboard: a\n  b: ${'{c: '.repeat(101)}${'}'.repeat(101)}\n`,
      'it has too many brackets',
    ],
    ['a large file', `- dashboard: a\n  title: ${'a'.repeat(256 * 1024)}\n`, 'it is larger than 256 KB'],
    ['invalid YAML', '- dashboard: a\n  b: [c', 'at line 2, column 8'],
    ['a file with a YAML alias without an anchor', '- dashboard: *a\n', 'Unresolved alias'],
    [
      'a file with an endless YAML alias',
      '- &a {dashboard: b, x: [*a]}\n',
      'the alias *a is inside of its own anchor',
    ],
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
    expect(read(`${first}---\n${second}`).map(({ yaml }) => yaml)).toEqual([first, second])
  })

  test('a text with the characters of YAML anchors and aliases does not change the text of its dashboard', () => {
    const text =
      "- dashboard: a\n  title: 'R&D'\n  elements:\n  - {type: text, body_text: '**Note**&nbsp;', x: No}\n"
    expect(read(text).map(({ yaml }) => yaml)).toEqual([text])
  })

  test('the text of the only LookML dashboard of a file is kept, with its YAML aliases', () => {
    const text =
      "- dashboard: a\n  elements:\n  - &x {name: x, explore: o, filters: {o.size: '10,20'}}\n  - {<<: *x, name: y}\n"
    expect(read(text).map(({ yaml }) => yaml)).toEqual([text])
  })

  test('the text of a LookML dashboard contains the values of its YAML aliases and changes with them', () => {
    const [, one] = read(
      '- dashboard: a\n  elements: &e [{name: x, explore: o}]\n- dashboard: b\n  elements: *e\n',
    )
    expect(one?.yaml).toContain('explore: o')
    expect(one?.elements.map(({ name }) => name)).toEqual(['x'])
  })

  test.each([
    ['1.0', '1.0'],
    ['010', '010'],
    ['12345678901234567890', '12345678901234567890'],
    ['7', '7'],
    ['true', 'true'],
  ])('the name of a dashboard without quotes is read as it is written: %s', (written, name) =>
    expect(read(`- dashboard: ${written}\n`).map(one => one.name)).toEqual([name]),
  )

  test.each([
    ['a list in brackets', '[{dashboard: a, title: A}, {dashboard: b, x: 010}]', /x: 010/],
    ['a list with YAML aliases', '- dashboard: a\n  title: &t A\n- dashboard: b\n  x: *t\n', /x: A\s/],
    ['a file without a list', 'dashboard: a\ntitle: A\n---\ndashboard: b\nx: 010 # y\n', /x: 010\s/],
  ])(
    'the text of each dashboard in %s has only its own values, with the values of aliases',
    (_, text, written) => {
      const [one, two] = read(text)
      expect(one?.yaml).toContain('title: A')
      expect(two?.yaml).not.toContain('title')
      expect(two?.source.text).not.toContain('title')
      expect(two?.source.text).toMatch(written)
    },
  )

  test('the texts of several dashboards with YAML anchors keep the quotes and the digits of their values', () => {
    const [, two] = read(
      "- dashboard: a\n  x: &x {size: '10,20'}\n- dashboard: b\n  x: {zip: 08540, <<: *x, all: :all}\n",
    )
    expect(two?.yaml).toBe("- dashboard: b\n  x:\n    zip: 08540\n    size: '10,20'\n    all: :all\n")
  })

  test('keys without values in braces are null in the text of a dashboard with YAML aliases', () => {
    const [, second] = read('- dashboard: a\n  b: &b {c, d: 1}\n- dashboard: e\n  b: *b\n')
    expect(second?.yaml).toBe('- dashboard: e\n  b:\n    c:\n    d: 1\n')
  })

  test('a file with several dashboards cannot be read if its YAML aliases copy more than 100,000 values', () => {
    const text = (values: number) => {
      const aliases = Array(90).fill('*x').join(', ')
      return `- dashboard: a\n  x: &x [${Array(values).fill('1').join(', ')}]\n- dashboard: b\n  y: [${aliases}]\n`
    }
    expect(read(text(1_100))).toHaveLength(2)
    expect(() => read(text(1_200))).toThrow(new UnreadableDashboards('it has too many aliases'))
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
    ['a group of tiles', '{type: group, title: KPIs}', []],
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

  test('elements with the same name in one dashboard are all kept, and an override changes the first', () => {
    const dashboards = indexOf({
      'base.dashboard.lookml':
        '- dashboard: base\n  elements: [{name: x, explore: a}, {name: x, explore: b}, {name: "", explore: c}, {name: "", explore: d}]\n',
      'a.dashboard.lookml': '- dashboard: a\n  extends: base\n  elements: [{name: x, explore: e}]\n',
    })
    const exploresOf = (name: string) =>
      [...(dashboards.composed(name)?.elementsByName.values() ?? [])].map(
        ({ parameters }) => parameters.explore,
      )
    expect(exploresOf('base')).toEqual(['a', 'b', 'c', 'd'])
    expect(exploresOf('a')).toEqual(['e', 'b', 'c', 'd'])
  })

  test('elements without names cannot be overridden, so all of them are kept', () => {
    const dashboards = indexOf({
      'base.dashboard.lookml': '- dashboard: base\n  elements: [{explore: a}, {explore: b}]\n',
      'a.dashboard.lookml': '- dashboard: a\n  extends: base\n  elements: [{explore: c}]\n',
    })
    const elements = dashboards.composed('a')?.elementsByName ?? new Map()
    expect([...elements].map(([key, { parameters }]) => [key, parameters.explore])).toEqual([
      ['#1', 'a'],
      ['#2', 'b'],
      ['#3', 'c'],
    ])
  })

  test('a dashboard that extends two dashboards takes the title of the second dashboard', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml':
        '- dashboard: one\n  title: One\n- dashboard: two\n  title: Two\n- dashboard: a\n  extends: [one, two]\n',
    })
    expect(dashboards.composed('a')?.parameters.title).toBe('Two')
  })

  const defined = {
    'a.dashboard.lookml': '- dashboard: sales\n  extends: base\n- dashboard: base\n  title: A\n',
    'b.dashboard.lookml': '- dashboard: sales\n  title: B\n',
    'c.dashboard.lookml': '- dashboard: sales\n  title: C\n- dashboard: base\n  title: D\n',
  }
  const filesNamed = (names: string) => new Set([...names].map(name => `${name}.dashboard.lookml`))

  test.each([
    ['a', 'abc', 'A'],
    ['', 'a', 'A'],
    ['b', 'bc', 'B'],
    ['c', 'bc', 'C'],
    ['', 'c', 'C'],
  ])(
    'a dashboard uses the definitions in the files %j that a model certainly includes, else in %j',
    (certain, possible, title) => {
      const composed = indexOf(defined).composed('sales', filesNamed(certain), filesNamed(possible))
      expect(composed).toMatchObject({ parameters: { title } })
      expect(composed).not.toHaveProperty('problem')
    },
  )

  test.each([
    ['cb', 'abc', 'B'],
    ['bc', 'abc', 'C'],
    ['', 'cb', 'B'],
    ['', '', 'C'],
  ])(
    'a dashboard with several definitions uses the last one and reports a problem: %j, else %j',
    (certain, possible, title) =>
      expect(indexOf(defined).composed('sales', filesNamed(certain), filesNamed(possible))).toMatchObject({
        parameters: { title },
        problem: 'the model has several definitions of the dashboard sales',
      }),
  )

  test('a dashboard does not extend a dashboard that the model does not include', () => {
    const { problem, elementsByName } = indexOf({
      'a.dashboard.lookml': '- dashboard: a\n  extends: b\n',
      'b.dashboard.lookml': '- dashboard: b\n  elements:\n  - name: x\n',
    }).composed('a', filesNamed('a'), filesNamed('a')) ?? { elementsByName: new Map() }
    expect(problem).toBe('the dashboard a extends b, which the model does not include from this project')
    expect(elementsByName.size).toBe(0)
  })

  test('several equal definitions of a dashboard are no problem', () => {
    const text = '- dashboard: sales\n  title: A\n'
    const composed = indexOf({ 'a.dashboard.lookml': text, 'b.dashboard.lookml': text }).composed('sales')
    expect(composed).not.toHaveProperty('problem')
  })

  test('a dashboard reports a problem if it extends a dashboard that no file defines', () => {
    const dashboards = indexOf({ 'a.dashboard.lookml': '- dashboard: a\n  extends: base\n' })
    expect(dashboards.composed('a')?.problem).toBe(
      'the dashboard a extends base, which the model does not include from this project',
    )
  })

  test('an inherited problem names the dashboard that extends the missing dashboard', () => {
    const dashboards = indexOf({
      'a.dashboard.lookml': '- dashboard: a\n  extends: base\n- dashboard: b\n  extends: a\n',
    })
    expect(dashboards.composed('b')?.problem).toBe(
      'the dashboard a extends base, which the model does not include from this project',
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
  const broken = '- dashboard: a\n  title: [-]\n  extends: base\n'

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
    const { possible, extended } = (definition && dashboards.basesOf(definition)) ?? {}
    expect(possible).toContain('base')
    expect(possible).not.toContain('unrelated')
    expect(extended).toEqual(['base'])
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

  test('a dashboard whose name has no letters is found', () =>
    expect(indexOf({ 'a.dashboard.lookml': '- dashboard: "--"\n' }).definitions('--')).toHaveLength(1))

  test.each<[string, string]>([
    ['in a file with its name', '- &x title: A\n'],
    ['in a file without any key of a dashboard', 'a: [\n'],
    ['with a YAML alias as its name', '- dashboard: *n\n'],
  ])('an unreadable definition of a dashboard is found %s', (_, text) => {
    const dashboards = indexOf({ 'x/sales.dashboard.lookml': text, 'b.dashboard.lookml': '- dashboard: b\n' })
    expect(dashboards.definitions('sales')).toEqual([
      { path: 'x/sales.dashboard.lookml', text, problem: expect.any(String), isUncertain: true },
    ])
  })

  test('the names of dashboards are read from the lines of an unreadable file, even if the names are unusual', () => {
    const text = '- dashboard: &a sales\n  b: [\n- dashboard: c\n'
    expect(indexOf({ 'a.dashboard.lookml': text }).namesIn('a.dashboard.lookml')).toEqual(['&a sales', 'c'])
  })

  test.each<[string, string, string[]]>([
    [
      'its parsed text',
      '- dashboard: a\n  preferred_slug: s1\n- dashboard: b\n  preferred_slug: s2\n',
      ['a'],
    ],
    [
      'a text that cannot be read',
      '- dashboard: a\n  preferred_slug: s1\n- dashboard: b\n  c: [\n',
      ['a', 'b'],
    ],
    ['a text that only mentions the slug', '- dashboard: a\n  title: s1\n', []],
  ])('the dashboards with a slug are found in %s', async (_, text, names) => {
    const files = { 'x.dashboard.lookml': '- dashboard: x\n', 'y.dashboard.lookml': text }
    expect(await indexOf(files).namesOfSlug('s1', async () => undefined)).toEqual(names)
  })

  test('an unreadable dashboard that names no extended dashboard extends nothing', () => {
    const [definition] = indexOf({ 'a.dashboard.lookml': '- dashboard: a\n  b: [c\n' }).definitions('a')
    expect(definition && indexOf({}).basesOf(definition)).toEqual({ possible: [], extended: [] })
  })

  const unread = ['?']
  test.each<[string, string[]]>([
    ['extends: base', ['base']],
    ['extends: "base"\r', ['base']],
    ["extends: [base, 'more-sales',\n    last]", ['base', 'more-sales', 'last']],
    ['extends:\n  - base', unread],
    ['extends: "@{kind}"', unread],
    ['extends: "b\\x61se"', unread],
    ['extends: *base', unread],
    ['extends: base# x', unread],
    ['? extends\n  : base', unread],
    ['extends: [base', unread],
    ['title: It extends base\n  extends: base', [...unread, 'base']],
  ])('the names after `extends` are read from the lines of an unreadable dashboard: %j', (line, names) => {
    const text = `- dashboard: a\n  ${line}\n  title: [-]\n  b: [c\n`
    const [definition] = indexOf({ 'a.dashboard.lookml': text }).definitions('a')
    expect(definition?.problem).toBeDefined()
    expect(definition && indexOf({}).basesOf(definition).extended).toEqual(names)
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
