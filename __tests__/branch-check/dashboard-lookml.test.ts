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
