import { parse } from 'yaml'
import { composeDashboard } from '../../src/affected/compose-dashboards.ts'
import { readDashboards } from '../../src/affected/lookml-dashboards.ts'
import { toDrawable } from '../../src/branch-check/dashboard-lookml.ts'

const description = 'looker-snapshot 1-1-abcdefghijkl'

function prepare(text: string, name = 'sales') {
  const all = readDashboards('sales.dashboard.lookml', text)
  const dashboard = composeDashboard(name, wanted => all.filter(one => one.name === wanted))
  if (!dashboard) throw new Error(`The text has no dashboard ${name}`)
  return toDrawable(dashboard, 'thelook')
}

function textToImport(text: string, name?: string): string {
  const drawable = prepare(text, name)
  if (drawable.kind === 'undrawable') throw new Error(drawable.reason)
  return drawable.lookml(description)
}

const reasonOf = (text: string) => {
  const drawable = prepare(text)
  return drawable.kind === 'undrawable' ? drawable.reason : undefined
}

describe('the import text of a LookML dashboard', () => {
  test('the text that is imported for a LookML dashboard names a model in each tile, filter and merged query', () => {
    const text = `- dashboard: sales
  elements:
  - name: plain
    explore: orders
  - {name: flow, explore: orders}
  - name: own
    model: other
    explore: orders
  - name: merged
    merged_queries:
    - explore: orders
    - model: other
      explore: returns
  - name: note
    type: text
  - {name: kpis, type: group}
  filters:
  - name: Region
    explore: orders
    field: orders.region
  - name: Date
    type: date_filter
`
    const [{ elements, filters }] = parse(textToImport(text))
    expect(elements.map(({ model }: { model?: string }) => model)).toEqual([
      ...['thelook', 'thelook', 'other', undefined, undefined, undefined],
    ])
    expect(elements[3].merged_queries.map(({ model }: { model: string }) => model)).toEqual([
      'thelook',
      'other',
    ])
    expect(filters.map(({ model }: { model?: string }) => model)).toEqual(['thelook', undefined])
  })

  test("the text that is imported for a LookML dashboard uses the model in the dashboard's model parameter", () => {
    const text = '- dashboard: sales\n  model: shop\n  elements:\n  - {name: a, explore: orders}\n'
    expect(parse(textToImport(text))[0].elements[0].model).toBe('shop')
  })

  test.each(['~', 'null', 'Null', 'nUll', '', "!!null ''", '""', "''"])(
    'a tile, a filter and a merged query without a model are imported with the model of the dashboard: %j',
    nothing => {
      const text = `- dashboard: sales
  model: shop
  elements:
  - name: a
    explore: orders
    model: ${nothing}
  - name: b
    model: ${nothing}
    merged_queries:
    - explore: orders
      model: ${nothing}
  - name: c
    explore: orders
    merged_queries: ${nothing}
  filters:
  - name: f
    field: orders.id
    model: ${nothing}
`
      const [{ elements, filters }] = parse(textToImport(text))
      const [a, b, c] = elements
      expect([a.model, b.merged_queries[0].model, c.model, filters[0].model]).toEqual(Array(4).fill('shop'))
      expect(parse(textToImport(text.replace('shop', nothing)))[0].elements[0].model).toBe('thelook')
    },
  )

  test.each<[string, string]>([
    ['an element', 'elements: [*tile]'],
    ['a list of elements', 'elements: *tiles'],
    ['an element with a merge key', 'elements: [{name: a, <<: *tile}]'],
    ['elements of a merge key', '<<: *whole'],
    ['a merged query', 'elements: [{merged_queries: [*tile]}]'],
    ['a list of merged queries', 'elements: [{merged_queries: *tiles}]'],
    ['a filter', 'filters: [*tile]'],
    ['a list of filters', 'filters: *tiles'],
  ])('a model is added to a YAML alias: %s', (_, line) => {
    const anchors = 'x: [&tile {explore: orders}, &tiles [*tile], &whole {elements: *tiles}]'
    const [{ elements, filters }] = parse(textToImport(`- dashboard: sales\n  ${anchors}\n  ${line}\n`))
    const [item] = elements?.[0].merged_queries ?? elements ?? filters
    expect(item).toMatchObject({ explore: 'orders', model: 'thelook' })
  })

  test.each<[string, string, string]>([
    ['its own model before a merge key without a model', '{model: own, <<: *tile}', 'own'],
    ['its own model after a merge key without a model', '{<<: *tile, model: own}', 'own'],
    ['the model of a merge key after its own model', '{model: own, <<: *other}', 'other'],
    [
      'the model of the dashboard if a later merge key removes its own model',
      '{model: own, <<: *none}',
      'thelook',
    ],
    [
      'the model of the dashboard if the last of two equal keys is empty',
      '{model: own, model: ~}',
      'thelook',
    ],
    ['the last of two models', '{model: own, model: last}', 'last'],
    ['the first of two merged models', '{<<: [*other, *none]}', 'other'],
  ])('a tile is imported with %s', (_, tile, model) => {
    const anchors = 'x: [&tile {explore: orders}, &other {model: other}, &none {model: null}]'
    const text = textToImport(`- dashboard: sales\n  ${anchors}\n  elements:\n  - *tile\n  - ${tile}\n`)
    expect(parse(text, { uniqueKeys: false })[0].elements[1].model).toBe(model)
  })

  test('aliases with different models in their places are imported with these models', () => {
    const queries = 'merged_queries: [*q]'
    const text = `- dashboard: sales\n  x: &q {explore: o}\n  elements: [{${queries}}, {model: m, ${queries}}]\n`
    const [{ elements }] = parse(textToImport(text))
    const models = elements.map(
      (one: { merged_queries: { model: string }[] }) => one.merged_queries[0]?.model,
    )
    expect(models).toEqual(['thelook', 'm'])
  })

  test.each(['yes', '010', '10,20'])('the name of a model is imported as a text: %s', name => {
    const text = `- dashboard: sales\n  model: ${name}\n  elements: [{explore: o}, {explore: o, model: "${name}"}]\n`
    expect(textToImport(text).match(/model: "[^"]*"/g)).toEqual(Array(2).fill(`model: "${name}"`))
  })

  test('the values of several LookML dashboards with YAML aliases keep their quotes', () => {
    const size = (value: string) =>
      `- dashboard: sales\n  elements:\n  - {explore: o, filters: {size: ${value}}}\n`
    const other = '- dashboard: other\n  x: &x\n    size: 10,20\n'
    expect(textToImport(`${other}${size("'10,20'")}`)).toContain("size: '10,20'")
    expect(textToImport(`${other}- dashboard: sales\n  y: {<<: *x}\n`)).toMatch(/size: 10,20$/m)
  })

  test('a LookML dashboard is imported with a new description, and its tiles keep their descriptions', () => {
    const text =
      '- dashboard: sales\n  description: Ours\n  elements:\n  - {name: a, explore: x, description: Kept}\n'
    const [dashboard] = parse(textToImport(text))
    expect(dashboard.description).toBe(description)
    expect(dashboard.elements[0].description).toBe('Kept')
  })

  test.each([
    ['in its usual form', 'preferred_slug: Xk3'],
    ['in quotes', '"preferred_slug": Xk3'],
    ['with an escape', '"preferred\\x5fslug": Xk3'],
    ['in two lines', 'preferred_slug: Xk3\n  preferred_slug: Zz9'],
    ['in a comment', 'title: Sales # preferred_slug: Xk3'],
  ])(
    'preferred_slug is removed before a LookML dashboard is imported, even if it is written %s',
    (_, line) => {
      const text = textToImport(`- dashboard: sales\n  ${line}\n  elements: []\n`)
      expect(text).not.toMatch(/slug|Xk3|Zz9/)
    },
  )

  test('preferred_slug is removed before a LookML dashboard is imported, even from a comment above or below the dashboard', () => {
    const text = textToImport(
      '# preferred_slug: Xk3\ndashboard: sales\nelements: []\n# preferred_slug: Zz9\n',
    )
    expect(text).not.toMatch(/slug|Xk3|Zz9/)
  })

  test.each([
    ['the title in one line', '  title: "Sales\\nof all"\n', 'Sales of all'],
    ['the name of the dashboard if the title is missing', '', 'sales'],
  ])('the title of an imported LookML dashboard is %s', (_, line, title) =>
    expect(prepare(`- dashboard: sales\n${line}`)).toMatchObject({ kind: 'drawable', title }),
  )

  test('the text that is imported for a LookML dashboard leaves out the other dashboards of its file', () => {
    const text = '- dashboard: one\n  title: One\n\n# Two\n- dashboard: two\n  title: Two\n'
    expect(parse(textToImport(text, 'two'))).toEqual([{ dashboard: 'two', title: 'Two', description }])
  })

  test('the text that is imported for a LookML dashboard keeps values that YAML 1.1 and YAML 1.2 read differently', () => {
    const lines = [
      'yes',
      '"yes"',
      '12:30',
      '010',
      "'1'",
      '2024-01-01',
      '~',
      'n',
      '-Dresses',
      '08540',
      '12e03',
      '23848372611420123',
      "'10,20,30'",
    ]
    const text = textToImport(
      `- dashboard: sales\n  elements:\n  - name: a\n    explore: x\n    filters:\n${lines
        .map((value, place) => `      f${place}: ${value}`)
        .join('\n')}\n`,
    )
    expect([...text.matchAll(/f\d+: (.*)/g)].map(([, value]) => value)).toEqual(lines)
  })

  test('the text that is imported for a LookML dashboard keeps empty values with a tag, as Looker writes them', () => {
    const fields = "dynamic_fields: [{measure: a, value_format: !!null '', value_format_name: usd}]"
    const text = textToImport(`- dashboard: sales\n  elements:\n  - {name: a, explore: x, ${fields}}\n`)
    expect(text).toContain("value_format: !!null '', value_format_name: usd")
  })

  test('the text that is imported for a LookML dashboard does not wrap long lines', () => {
    const long = 'word '.repeat(100).trim()
    const text = textToImport(`- dashboard: sales\n  elements:\n  - {type: text, body_text: "${long}"}\n`)
    expect(text).toContain(long)
  })
})

describe('the reason why a LookML dashboard cannot be imported', () => {
  test.each([
    [
      'that extends another',
      '- dashboard: sales\n  extends: base\n',
      'The dashboard extends another dashboard',
    ],
    [
      'with an empty list of extended dashboards',
      '- dashboard: sales\n  extends: []\n',
      'The dashboard extends another dashboard',
    ],
    [
      'with a constant',
      '- dashboard: sales\n  title: "@{brand} sales"\n',
      'The dashboard uses the constant @{brand}',
    ],
    [
      'with a constant in a filter of a tile',
      '- dashboard: sales\n  elements:\n  - {name: a, explore: x, filters: {f: "@{one}"}}\n',
      'The dashboard uses the constant @{one}',
    ],
    [
      'whose slug is written in Base64',
      '- dashboard: sales\n  ? !!binary cHJlZmVycmVkX3NsdWc=\n  : Xk3\n',
      'The dashboard uses the YAML tag !!binary, so its text cannot be checked',
    ],
    [
      'with a Ruby object',
      '- dashboard: sales\n  elements:\n  - {type: text, x: !ruby/object:Gem::Installer {}}\n',
      'The dashboard uses the YAML tag !ruby/object:Gem::Installer',
    ],
    [
      'with a tag on a value that is not empty',
      "- dashboard: sales\n  elements:\n  - {type: text, x: !!null 'a'}\n",
      'The dashboard uses the YAML tag !!null',
    ],
    [
      'with elements that are not a list',
      '- dashboard: sales\n  elements: {name: a, explore: x}\n',
      'The dashboard has a value of elements that is not a list of mappings',
    ],
    [
      'with a text among its filters',
      '- dashboard: sales\n  filters: [a]\n',
      'The dashboard has a value of filters that is not a list of mappings',
    ],
    [
      'whose slug comes from a merge key',
      '- dashboard: sales\n  x: &x {preferred_slug: Xk3}\n  <<: *x\n',
      'The dashboard may contain preferred_slug',
    ],
  ])(
    'the reason why a LookML dashboard cannot be imported is given for a dashboard %s',
    (_, text, reason) => {
      expect(reasonOf(text)).toContain(reason)
    },
  )

  test('the reason why a LookML dashboard cannot be imported is the problem of its file if the file cannot be read', () => {
    const [dashboard] = readDashboards('x', '- dashboard: sales\n')
    const unreadable = {
      ...dashboard,
      elementsByName: new Map(),
      filtersByName: new Map(),
      problem: 'the file x cannot be read as YAML',
    }
    expect(toDrawable(unreadable as never, 'thelook')).toEqual({
      kind: 'undrawable',
      reason: 'The file x cannot be read as YAML',
    })
  })

  test('the text of a LookML dashboard is not imported if it contains two dashboards', () => {
    const two = '- dashboard: sales\n- dashboard: stock\n'
    const [dashboard] = readDashboards('x', two)
    expect(toDrawable({ ...dashboard, yaml: two } as never, 'thelook')).toEqual({
      kind: 'undrawable',
      reason: 'The text is not a dashboard',
    })
  })

  test('a LookML dashboard with two equal keys can be imported, because Looker accepts them', () => {
    expect(reasonOf('- dashboard: sales\n  title: A\n  title: B\n')).toBeUndefined()
  })

  test('a LookML dashboard with a constant in a comment can be imported', () => {
    expect(reasonOf('- dashboard: sales # @{brand}\n  elements: []\n')).toBeUndefined()
  })
})
