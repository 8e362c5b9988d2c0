import type { InputSource } from '../../src/inputs/input-source.ts'
import type { InputProblem } from '../../src/inputs/problem.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import type { TargetContext } from '../../src/inputs/target.ts'
import { readTargets } from '../../src/inputs/targets-input.ts'
import type { Target } from '../../src/model.ts'
import { encodeFilters } from '../../src/targets.ts'
import fc from '../../testkit/fast-check.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'
import { textWith } from '../../testkit/texts.ts'

/** Returns the targets of the list. All inputs that are not in `others` have their defaults. */
const targetsOf = (targets: string, others: Record<string, string> = {}): Target[] =>
  readInputs(given({ targets, ...others })).targets as Target[]

const problemsWith = (targets: string, others: Record<string, string> = {}) =>
  problemsOf(given({ targets, ...others }))

const written = (targets: readonly { source: string }[]) => targets.map(target => target.source)

/** Returns the target of a list with a single entry, which is this mapping. */
const mapped = (mapping: Record<string, unknown>, others: Record<string, string> = {}): Target => {
  const [target, ...more] = targetsOf(JSON.stringify([mapping]), others)
  if (!target || more.length > 0) throw new Error('not one target')
  return target
}

describe('targets in lines', () => {
  test.each([
    ['dashboards/42', ['dashboards/42']],
    ['dashboards/42\nlooks/7', ['dashboards/42', 'looks/7']],
    ['dashboards/42\r\nlooks/7\r\n', ['dashboards/42', 'looks/7']],
    ['\n  dashboards/42  \n\n\t looks/7\n\n', ['dashboards/42', 'looks/7']],
    ['# all of them\ndashboards/42 # the first\nlooks/7', ['dashboards/42', 'looks/7']],
    ['dashboards/42 #the first\n#looks/7', ['dashboards/42']],
    ['dashboards/42?Region=West # the west', ['dashboards/42?Region=West']],
    ['dashboards/42#tile\nlooks/7', ['dashboards/42#tile', 'looks/7']],
    ['dashboards/42?Region=West: North', ['dashboards/42?Region=West: North']],
  ])('targets on separate lines are read from %j', (text, list) =>
    expect(written(targetsOf(text))).toEqual(list),
  )
})

describe('targets in a YAML list', () => {
  test.each([
    ['- dashboards/42\n- looks/7', ['dashboards/42', 'looks/7']],
    ['- dashboards/42\r\n- looks/7\r\n', ['dashboards/42', 'looks/7']],
    ['\n\n# all of them\n- dashboards/42 # the first\n- looks/7\n', ['dashboards/42', 'looks/7']],
    ['---\n- dashboards/42', ['dashboards/42']],
    ['[dashboards/42, looks/7]', ['dashboards/42', 'looks/7']],
    ['["dashboards/42"]', ['dashboards/42']],
    ['- target: dashboards/42', ['dashboards/42']],
    ['-\n  target: dashboards/42', ['dashboards/42']],
    ['- { target: looks/7, width: 800, height: 600 }', ['looks/7']],
    [
      '- dashboards/42\n- target: looks/7\n  name: west\n- queries/8',
      ['dashboards/42', 'looks/7', 'queries/8'],
    ],
    ['- dashboards/thelook::overview', ['dashboards/thelook::overview']],
    [
      '- &one { target: looks/7, width: 800 }\n- queries/8\n- { target: looks/7, name: "again" }',
      ['looks/7', 'queries/8', 'looks/7'],
    ],
  ])('targets in a YAML list are read from %j', (text, list) =>
    expect(written(targetsOf(text))).toEqual(list),
  )

  test('targets in a YAML list keep their order, and each target is the same in any order', () => {
    const id = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 20 }), ids => {
        const lines = targetsOf(ids.map(one => `dashboards/${one}`).join('\n'))
        const list = targetsOf(ids.map(one => `- target: dashboards/${one}`).join('\n'))
        expect(lines.map(target => target.id)).toEqual(ids.map(String))
        expect(list).toEqual(lines)
        const other = targetsOf(
          [...ids]
            .reverse()
            .map(one => `dashboards/${one}`)
            .join('\n'),
        )
        expect(other.reverse()).toEqual(lines)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a target', () => {
  test('a target has all settings that a render task needs', () => {
    expect(targetsOf('dashboards/42?Region=EMEA&Date=7+days&theme=Dark')).toEqual([
      {
        source: 'dashboards/42?Region=EMEA&Date=7+days&theme=Dark',
        kind: 'dashboard',
        id: '42',
        name: 'dashboards-42-region-emea-date-7-days',
        file: 'dashboards-42-region-emea-date-7-days.png',
        url: 'https://acme.cloud.looker.com/dashboards/42?Region=EMEA&Date=7%20days',
        width: 1260,
        height: 900,
        output: { format: 'png' },
        filters: new Map([
          ['Region', 'EMEA'],
          ['Date', '7 days'],
        ]),
        theme: 'Dark',
        tabIds: [],
        ignore: [],
        ignoredParameters: [],
        longTables: false,
      },
    ])
  })

  test('a target that is a query has no settings for dashboards', () => {
    const others = {
      theme: 'Dark',
      filters: 'Region=West',
      'long-tables': 'true',
      'dashboard-style': 'tiled',
    }
    expect(targetsOf('explore/thelook/orders?qid=aBc&toggle=vis', { ...others, 'tab-ids': '1' })).toEqual([
      {
        source: 'explore/thelook/orders?qid=aBc&toggle=vis',
        title: 'Query of orders',
        kind: 'query',
        id: 'aBc',
        name: 'queries-abc',
        file: 'queries-abc.png',
        url: 'https://acme.cloud.looker.com/explore/thelook/orders?qid=aBc',
        width: 1260,
        height: 900,
        ignore: [],
        output: { format: 'png' },
      },
    ])
  })

  test.each([
    ['dashboards/42', {}, { width: 1260, height: 900 }],
    ['dashboards/42', { width: '1920', height: '1080' }, { width: 1920, height: 1080 }],
    ['- { target: dashboards/42, width: 800 }', { width: '1920' }, { width: 800, height: 900 }],
    ['- { target: dashboards/42, width: "", height: }', { width: '1920' }, { width: 1920, height: 900 }],
    ['dashboards/42', { format: 'jpeg' }, { output: { format: 'jpg' }, file: 'dashboards-42.jpg' }],
    ['- { target: looks/7, format: JPEG }', {}, { output: { format: 'jpg' }, file: 'looks-7.jpg' }],
    [
      'dashboards/42',
      { format: 'pdf' },
      { output: { format: 'pdf', landscape: false }, file: 'dashboards-42.pdf' },
    ],
    [
      'dashboards/42',
      { format: 'pdf', 'pdf-paper-size': 'A4', 'pdf-landscape': 'true' },
      { output: { format: 'pdf', landscape: true, paperSize: 'a4' } },
    ],
    [
      '- { target: dashboards/42, format: pdf, pdf-paper-size: letter, pdf-landscape: false }',
      { 'pdf-paper-size': 'a4', 'pdf-landscape': 'true' },
      { output: { format: 'pdf', landscape: false, paperSize: 'letter' } },
    ],
    [
      '- { target: dashboards/42, name: a }\n- { target: dashboards/42, name: b, format: pdf }',
      { 'pdf-paper-size': 'a4', 'pdf-landscape': 'true' },
      { output: { format: 'png' } },
    ],
    ['dashboards/42', { 'dashboard-style': 'single_column' }, { style: 'single_column' }],
    [
      '- { target: dashboards/42, dashboard-style: tiled }',
      { 'dashboard-style': 'single_column' },
      { style: 'tiled' },
    ],
    ['dashboards/42', { theme: 'Dark' }, { theme: 'Dark' }],
    ['dashboards/42?theme=Light', { theme: 'Dark' }, { theme: 'Light' }],
    ['- { target: "dashboards/42?theme=Light", theme: Own }', { theme: 'Dark' }, { theme: 'Own' }],
    ['dashboards/42', { 'long-tables': 'true' }, { longTables: true }],
    ['- { target: dashboards/42, long-tables: false }', { 'long-tables': 'true' }, { longTables: false }],
    ['dashboards/42', { 'tab-ids': '1\n2\n' }, { tabIds: ['1', '2'] }],
    [
      '- { target: dashboards/42, tab-ids: [Sales, "Returns, all"] }',
      {},
      { tabIds: ['Sales', 'Returns, all'] },
    ],
    ['- target: dashboards/42\n  tab-ids: |\n    3\n    4', { 'tab-ids': '1' }, { tabIds: ['3', '4'] }],
    [
      '- { target: looks/7, ignore: "0, 0, 90, 40" }',
      { ignore: '1, 1, 1, 1' },
      { ignore: [{ x: 0, y: 0, width: 90, height: 40 }] },
    ],
    [
      '- { target: looks/7, ignore: [0, 0, 90, 40] }',
      {},
      { ignore: [{ x: 0, y: 0, width: 90, height: 40 }] },
    ],
    [
      '- { target: looks/7, ignore: [[0, 0, 90, 40]] }',
      {},
      { ignore: [{ x: 0, y: 0, width: 90, height: 40 }] },
    ],
    [
      '- target: looks/7\n  ignore: |\n    0,0,90,40\n',
      {},
      { ignore: [{ x: 0, y: 0, width: 90, height: 40 }] },
    ],
    ['looks/7', { ignore: '0, 0, 90, 40' }, { ignore: [{ x: 0, y: 0, width: 90, height: 40 }] }],
    ['- { target: dashboards/42, name: West Coast }', {}, { name: 'West Coast', file: 'West Coast.png' }],
    ['- { target: dashboards/42, name: "007" }', {}, { name: '007', file: '007.png' }],
    ['- { target: dashboards/42, name: 1.0 }', {}, { name: '1.0', file: '1.0.png' }],
  ])(
    'a setting in the mapping of a target overrides the input with the same name: %j with %j',
    (targets, others, found) =>
      expect(targetsOf(targets, { compare: 'base', ...others })[0]).toEqual(expect.objectContaining(found)),
  )

  test.each([
    ['dashboards/42', 'Region=West', { Region: 'West' }],
    ['dashboards/42?Date=7+days', 'Region=West', { Date: '7 days' }],
    ['- { target: dashboards/42, filters: { Date: 7 days } }', 'Region=West', { Date: '7 days' }],
    ['- { target: dashboards/42, filters: "Date=7+days" }', 'Region=West', { Date: '7 days' }],
    [
      '- { target: "dashboards/42?Date=7+days&State=CA", filters: { State: [OR, WA] } }',
      'Region=West',
      { Date: '7 days', State: 'OR,WA' },
    ],
    ['- { target: dashboards/42, filters: {} }', 'Region=West', {}],
    ['- { target: dashboards/42, filters: "" }', 'Region=West', { Region: 'West' }],
    ['- { target: dashboards/42, filters: { Region: } }', 'Region=West', { Region: '' }],
    ['dashboards/42', '', {}],
  ])('the target %j with the input filters %j is rendered with %j', (targets, filters, found) => {
    const [target] = targetsOf(targets, { filters })
    const { filters: own, url } = target as Extract<Target, { filters: unknown }>
    expect(Object.fromEntries(own)).toEqual(found)
    const query = encodeFilters(own)
    expect(url).toBe(`https://acme.cloud.looker.com/dashboards/42${query && `?${query}`}`)
  })

  test('the file name of a target contains its own filters, and not the filters of the input', () => {
    expect(targetsOf('dashboards/42', { filters: 'Region=West' })[0]?.name).toBe('dashboards-42')
    expect(mapped({ target: 'dashboards/42?A=1', filters: { B: ['2', '3'] } }).name).toBe(
      'dashboards-42-a-1-b-2-3',
    )
  })

  test('the id of a target is a string, as in Looker', () => {
    expect(targetsOf('dashboards/0042')[0]?.id).toBe('0042')
  })

  test.each(['true', 'False'])('a boolean setting of a target accepts the YAML value %s', landscape => {
    const [target] = targetsOf(`- { target: dashboards/1, format: pdf, pdf-landscape: ${landscape} }`)
    expect(target?.output).toEqual({ format: 'pdf', landscape: landscape === 'true' })
  })
})

describe('a list of targets', () => {
  test.each([
    ['dashbords/42', 'targets, item 1: "dashbords/42" is not a Looker address; write dashboards/42.'],
    [
      'pictures/42',
      'targets, item 1: "pictures/42" is not a Looker address; write dashboards/42, dashboards/model::name, ',
    ],
    [
      'dashboards/42\nx/aBc',
      'targets, item 2: "x/aBc" is a short link, which Looker\'s API cannot resolve; ',
    ],
    ['- name: x', 'targets, item 1: it names no target; write target: dashboards/42.'],
    ['- target: ""', 'targets, item 1: it names no target; write target: dashboards/42.'],
    ['- target: [looks/7]', 'targets, item 1: it names no target; write target: dashboards/42.'],
    ['- dashboards/1\n- ""', 'targets, item 2: it names no target; write target: dashboards/42.'],
    [
      '- dashboards/42?Title=A: B',
      'targets, item 1: "dashboards/42?Title=A: B" has a colon before a space, which begins a mapping; put it in quotes: - "dashboards/42?Title=A: B".',
    ],
    [
      '- { target: dashboards/42?State=CA,OR }',
      'targets: "dashboards/42?State=CA,OR" has a comma, which ends a value between braces; put it in quotes: target: "dashboards/42?State=CA,OR".',
    ],
    [
      '- { target: dashboards/42, filters: { Count: !=5 } }',
      'targets: "!=5" begins with a character that YAML reserves; put it in quotes: Count: "!=5".',
    ],
    [
      '- dashboards/42?Store=Store #12',
      'targets: "dashboards/42?Store=Store" has a # after a space, which begins a comment; write the # as %23.',
    ],
    [
      'dashboards/42?Store=Store #12',
      'targets, item 1: "dashboards/42?Store=Store #12": "Store=Store #12" has a #, which ends an address; write the # as %23.',
    ],
    ['- [dashboards/1]', 'targets, item 1: "[\\"dashboards/1\\"]" is neither a target nor a mapping; '],
    ['[[]]', 'targets, item 1: "[]" is neither a target nor a mapping; write target: dashboards/42.'],
    ['--- dashboards/42', 'targets: the YAML is not a list; begin each target with a dash.'],
    ['--- { target: dashboards/42 }', 'targets: the YAML is not a list; begin each target with a dash.'],
    ['- "dashboards/42', 'targets: the " in line 1 has no closing "; add the ".'],
    ['- dashboards/42\nlooks/7', 'targets: line 2 ("looks/7") has no dash; write - looks/7.'],
    [
      '- { target: dashboards/1, width: 8, width: 9 }',
      'targets: line 1 sets "width" again; keep one of the two.',
    ],
    [
      '- { target: dashboards/1, colour: red }',
      'targets, item 1: "dashboards/1": colour: it is not a setting of a target; write one of name, format, ',
    ],
    [
      '- { target: dashboards/1, "a\\nb": red }',
      'targets, item 1: "dashboards/1": "a b": it is not a setting of a target; write one of name, format, ',
    ],
    [
      '- { target: dashboards/1, __proto__: red }',
      'targets, item 1: "dashboards/1": __proto__: it is not a setting of a target; write one of name, format, ',
    ],
    [
      '- { target: dashboards/1, toString: red }',
      'targets, item 1: "dashboards/1": toString: it is not a setting of a target; write one of name, format, ',
    ],
    [
      '- { target: dashboards/1, width: wide }',
      'targets, item 1: "dashboards/1": width: "wide" is not a whole number of pixels; write a number from 1 to 20000.',
    ],
    [
      '- { target: dashboards/1, height: [1, 2] }',
      'targets, item 1: "dashboards/1": height: "[\\"1\\",\\"2\\"]" is not a single value; write one value.',
    ],
    [
      '- { target: dashboards/1, format: gif }',
      'targets, item 1: "dashboards/1": format: "gif" is not an allowed value; write one of png, jpg, pdf.',
    ],
    [
      '- { target: dashboards/1, name: a/b }',
      'targets, item 1: "dashboards/1": name: "a/b" cannot be a file\'s name; write up to 200 letters',
    ],
    [
      '- { target: dashboards/1, filters: [West] }',
      'targets, item 1: "dashboards/1": filters: "[\\"West\\"]" is not a mapping of filters; write { Region: West }',
    ],
    [
      '- { target: dashboards/1, tab-ids: { a: b } }',
      'targets, item 1: "dashboards/1": tab-ids: "{\\"a\\":\\"b\\"}" is not a single value; write one value.',
    ],
    [
      '- { target: looks/7, ignore: 0 0 90 40 }',
      'targets, item 1: "looks/7": ignore: "0 0 90 40" is not a rectangle; write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40.',
    ],
    [
      '- { target: looks/7, ignore: [0, 0, 90] }',
      'targets, item 1: "looks/7": ignore: "0, 0, 90" is not a rectangle; write x, y, width, height',
    ],
    [
      '- { target: looks/7, ignore: "0, 0, 90, 0" }',
      'targets, item 1: "looks/7": ignore: "0, 0, 90, 0" has no pixels; give it a width and a height above 0.',
    ],
    [
      '- { target: looks/7, ignore: "-5, 0, 90, 40" }',
      'targets, item 1: "looks/7": ignore: "-5, 0, 90, 40" is not a rectangle; write x, y, width, height',
    ],
    [
      '- { target: dashboards/1, format: pdf, ignore: "0, 0, 90, 40" }',
      'targets, item 1: "dashboards/1": the setting "ignore" is for pictures, not for PDFs; leave it out.',
    ],
    [
      '- { target: looks/7, format: pdf }',
      'targets, item 1: "looks/7": Looker creates PDFs only of dashboards; set format to png or jpg for this target.',
    ],
    ['looks/7?Region=EMEA', 'targets, item 1: "looks/7?Region=EMEA" has filters, and Looker renders a Look'],
    [
      '- { target: looks/7, filters: { A: b } }',
      'targets, item 1: "looks/7": filters is for dashboards only; leave it out.',
    ],
    [
      '- { target: queries/7, dashboard-style: tiled }',
      'targets, item 1: "queries/7": dashboard-style is for dashboards only; leave it out.',
    ],
    [
      '- { target: looks/7, long-tables: true }',
      'targets, item 1: "looks/7": long-tables is for dashboards only; leave it out.',
    ],
    [
      '- { target: looks/7, theme: Dark }',
      'targets, item 1: "looks/7": theme is for dashboards only; leave it out.',
    ],
    [
      '- { target: dashboard_elements/7, tab-ids: "1" }',
      'targets, item 1: "dashboard_elements/7": tab-ids is for dashboards only; leave it out.',
    ],
    [
      '- { target: dashboards/1, pdf-paper-size: a4 }',
      'targets, item 1: "dashboards/1": pdf-paper-size is for format pdf only; leave it out, or set format to pdf.',
    ],
    [
      '- { target: dashboards/1, format: jpg, pdf-landscape: true }',
      'targets, item 1: "dashboards/1": pdf-landscape is for format pdf only; leave it out, or set format to pdf.',
    ],
    [
      'dashboards/1\ndashboards/1',
      'targets: "dashboards/1" is listed 2 times; keep one of them, or give one of them a name of its own: ',
    ],
    [
      'dashboards/1?A=b\ndashboards/1?a=B',
      'targets: "dashboards/1?A=b" and "dashboards/1?a=B" would write the same file, dashboards-1-a-b.png; give one of them',
    ],
    [
      '- { target: dashboards/1, name: West }\n- { target: looks/7, name: west }',
      'targets: "dashboards/1" and "looks/7" would write the same file, West.png; give one of them a name of its own: ',
    ],
  ])('the list of targets %j is refused with a next step', (targets, problem) => {
    const problems = problemsWith(targets)
    expect(problems).toEqual([expect.any(String)])
    expect(problems[0]?.slice(0, problem.length)).toBe(problem)
  })

  test.each(['# dashboards/42', '[]', '---\n[]', '# one\n\n  # two'])(
    'the list of targets %j is refused because it is empty',
    targets =>
      expect(problemsWith(targets)).toEqual(['targets: it lists nothing; write one target per line.']),
  )

  test('the error for a list of targets names all problems of all items with their places', () => {
    const targets = [
      '- dashbords/1',
      '- dashboards/2',
      '- { target: looks/3, format: pdf, filters: { A: b }, colour: red }',
      '- { target: x/4 }',
      '- { target: dashboards/5, width: wide, height: -1 }',
      '- dashboards/2',
    ]
    expect(problemsWith(targets.join('\n')).map(problem => problem.split(';')[0])).toEqual([
      'targets, item 1: "dashbords/1" is not a Looker address',
      'targets, item 3: "looks/3": colour: it is not a setting of a target',
      'targets, item 3: "looks/3": Looker creates PDFs only of dashboards',
      'targets, item 3: "looks/3": filters is for dashboards only',
      'targets, item 4: "x/4" is a short link, which Looker\'s API cannot resolve',
      'targets, item 5: "dashboards/5": width: "wide" is not a whole number of pixels',
      'targets, item 5: "dashboards/5": height: "-1" is not a whole number of pixels',
      'targets: "dashboards/2" is listed 2 times',
    ])
  })

  test('the error for a list of targets names the wrong settings of an item even if its address is wrong, too', () => {
    const problems = problemsWith('- { target: dashbords/1, width: wide }')
    expect(problems).toHaveLength(2)
    expect(problems).toContainEqual(
      expect.stringMatching(/^targets, item 1: "dashbords\/1" is not a Looker address; /),
    )
    expect(problems).toContainEqual(
      expect.stringMatching(/^targets, item 1: "dashbords\/1": width: "wide" is not a whole number/),
    )
  })

  test('the error for a list of targets names the problems of all items even if base-url is wrong', () => {
    expect(problemsWith('dashbords/1\nx/2', { 'base-url': 'http://acme.example' })).toEqual([
      expect.stringMatching(/^base-url: /),
      expect.stringMatching(/^targets, item 1: /),
      expect.stringMatching(/^targets, item 2: /),
    ])
  })
})

describe('a target in API 3.1', () => {
  const in31 = { 'api-version': '3.1' }

  test.each([
    ['dashboards/42'],
    ['dashboards/thelook::overview'],
    ['lookml_dashboards/thelook::overview'],
    ['looks/7'],
    ['queries/8231'],
    ['queries/aBc123'],
    ['explore/thelook/orders?qid=aBc123'],
    ['- { target: dashboards/42, long-tables: false }'],
    ['- { target: dashboards/42, format: pdf, pdf-paper-size: a4, dashboard-style: tiled }'],
  ])('a target in API 3.1 is accepted: %s', targets => expect(targetsOf(targets, in31)).toHaveLength(1))

  test.each([
    ['dashboard_elements/19', 'dashboard elements need api-version 4.0; render the dashboard.'],
    ['dashboards/aBc', 'in API 3.1 the id "aBc" must be a number; write the numeric id.'],
    ['looks/aBc', 'in API 3.1 the id "aBc" must be a number; write the numeric id.'],
    ['- { target: dashboards/42, theme: Dark }', 'theme needs api-version 4.0; leave it out.'],
    ['dashboards/42?theme=Dark', 'theme needs api-version 4.0; leave it out.'],
    ['- { target: dashboards/42, long-tables: true }', 'long-tables needs api-version 4.0; leave it out.'],
    ['- { target: dashboards/42, tab-ids: ["1"] }', 'tab-ids needs api-version 4.0; leave it out.'],
  ])('a target in API 3.1 is refused: %s', (targets, problem) =>
    expect(problemsWith(targets, in31)).toEqual([
      expect.stringMatching(new RegExp(`^targets, item 1: ".*": ${problem.replace(/[.?]/g, '\\$&')}$`)),
    ]),
  )

  test.each(['theme', 'long-tables', 'tab-ids'])(
    'the input %s causes one problem in API 3.1, and not one problem for each target',
    input =>
      expect(problemsWith('dashboards/1\ndashboards/2', { ...in31, [input]: 'true' })).toEqual([
        `${input}: it needs api-version 4.0; leave this input empty.`,
      ]),
  )
})

describe('reading a list', () => {
  test('the reader of a list of targets reports problems, and returns the targets without problems', () => {
    const told: [string, InputProblem][] = []
    const context: TargetContext = {
      base: new URL('https://acme.cloud.looker.com'),
      version: '4.0',
      common: { format: 'png', width: 1, height: 1 },
    }
    const targets = readTargets('dashboards/1\ndashbords/2\nlooks/3', context, {
      report: (...problem) => told.push(problem),
      notes: [],
    })
    expect(written(targets ?? [])).toEqual(['dashboards/1', 'looks/3'])
    expect(told.map(([where, { message }]) => `${where}: ${message}`)).toEqual([
      'item 2: "dashbords/2" is not a Looker address',
    ])
  })

  test('the reader of a list of targets throws only input problems, whatever the text is', () => {
    const yaml = ['- ', 'target: ', 'name: ', ': ', '\n', '  ', '{', '}', '[', ']', '"', '#']
    fc.assert(
      fc.property(textWith('dashboards/', '42', '?', ...yaml), targets => {
        const source: InputSource = given({ targets })
        let read: readonly unknown[] = []
        try {
          read = readInputs(source).targets
        } catch {
          for (const problem of problemsOf(source))
            expect(problem).toMatch(/^targets(, item \d+)?: .+; .+\.$/)
          return
        }
        expect(read.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a long list', () => {
  test('a long list of items that are not targets is not read to its end', () => {
    const problems = problemsWith('1\n'.repeat(5000))
    expect(problems).toHaveLength(51)
    expect(problems.at(-1)).toMatch(/only the first 50 items were read; correct them first\.$/)
  })

  test('a long list of targets is read to its end if its last item is the fiftieth problem', () =>
    expect(problemsWith('1\n'.repeat(50))).toHaveLength(50))

  test('a list of more than 10,000 targets is refused', () => {
    expect(problemsWith('looks/7\n'.repeat(10_001))).toEqual([
      expect.stringMatching(
        /it lists 10,001 items; list at most 10,000, and split the others among several jobs\.$/,
      ),
    ])
  })
})

// On Windows, a backslash separates folders.
const onUnix = process.platform === 'win32' ? test.skip : test

onUnix(
  'a targets-file with backslashes in its path is refused, and the message has the path with slashes',
  () =>
    expect(problemsOf(given({ targets: '', 'targets-file': 'config\\list.yml' }))).toEqual([
      'targets-file: "config\\\\list.yml" cannot be read; write config/list.yml.',
    ]),
)

test('the message about a targets-file with a long text does not repeat the text with slashes', () => {
  const [problem] = problemsOf(given({ targets: '', 'targets-file': `[${'\\'.repeat(300)}]` }))
  expect(problem).toContain('cannot be read; check the path')
})
