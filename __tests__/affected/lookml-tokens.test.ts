import { readBlocks } from '../../src/affected/lookml-blocks.ts'
import { Tokenizer } from '../../src/affected/lookml-tokens.ts'

function tokensOf(text: string): string[] {
  const tokenizer = new Tokenizer(text)
  const tokens: string[] = []
  for (let token = tokenizer.next(); token.type !== 'end'; token = tokenizer.next())
    tokens.push('value' in token ? `${token.type} ${token.value}` : token.type)
  return tokens
}

describe('the tokens of LookML', () => {
  test.each<[string, string, string[]]>([
    ['words and punctuation', 'view: a{}', ['word view', ':', 'word a', '{', '}']],
    ['a string with spaces', '"a  b"', ['string a  b']],
    ['an empty string', '""', ['string ']],
    ['a string of several lines', '"a\r\nb"', ['string a\nb']],
    ['an escaped quote', String.raw`"a \" b"`, [String.raw`string a \" b`]],
    ['an escaped backslash at the end of a string', String.raw`"a\\" b`, [String.raw`string a\\`, 'word b']],
    ['a string that contains a comment', '"a # b"', ['string a # b']],
    ['comments', '# a\nb # c\n#', ['word b']],
    ['a comment after a word', 'a#b', ['word a']],
    ['a byte-order mark', '\uFEFFa', ['word a']],
    ['no-break spaces', 'a\u00A0b', ['word a', 'word b']],
    ['letters of other alphabets', 'größe 数', ['word größe', 'word 数']],
    ['constants in a word', 'a@{b}c.@{ d }', ['word a@{b}c.@{ d }']],
    ['references in a word', `\${a.b}`, [`word \${a.b}`]],
    ['a brace after a constant that is never closed', '@{a', ['word @', '{', 'word a']],
    ['a star', 'ALL_FIELDS*', ['word ALL_FIELDS*']],
    ['a refinement', '+orders', ['word +orders']],
    ['semicolons', 'a;;b', ['word a', ';', ';', 'word b']],
  ])('the tokenizer of LookML reads %s', (_, text, tokens) => expect(tokensOf(text)).toEqual(tokens))

  test('peek returns the next token and does not consume it', () => {
    const tokenizer = new Tokenizer('a b')
    expect([tokenizer.peek(), tokenizer.peek(), tokenizer.next(), tokenizer.next()]).toEqual([
      { type: 'word', value: 'a' },
      { type: 'word', value: 'a' },
      { type: 'word', value: 'a' },
      { type: 'word', value: 'b' },
    ])
  })

  test('reading LookML fails if a string has no closing quote', () =>
    expect(() => tokensOf('"a')).toThrow('a quoted string in it is not closed'))
})

describe('an expression', () => {
  test('a LookML expression ends at the first ;; whatever its text is', () => {
    const tokenizer = new Tokenizer(' "a" { # b ; \r\n c ;; d')
    expect(tokenizer.expression('sql')).toBe('"a" { # b ; \n c')
    expect(tokenizer.next()).toEqual({ type: 'word', value: 'd' })
  })

  test('reading a LookML expression fails if the ;; at its end is missing', () =>
    expect(() => new Tokenizer(' a').expression('sql_on')).toThrow('“sql_on” in it does not end with ;;'))

  test.each<[string, string, boolean]>([
    ['two semicolons on the same line', ' a ;; b', true],
    ['two semicolons only on the next line', ' a\n;;', false],
    ['no semicolons', ' a', false],
    ['a string that contains two semicolons', ' "a;;"', false],
    ['a list before two semicolons', ' [a] ;;', false],
  ])(
    'the value of an unknown parameter is an expression only if two semicolons end its line: %s',
    (_, text, isFound) => expect(new Tokenizer(text).hasExpression()).toBe(isFound),
  )

  test('hasExpression finds the next expression after an expression was read', () => {
    const tokenizer = new Tokenizer('a;; b\nc;;')
    expect(tokenizer.hasExpression()).toBe(true)
    expect(tokenizer.expression('sql_a')).toBe('a')
    expect(tokenizer.hasExpression()).toBe(false)
    tokenizer.next()
    tokenizer.peek()
    expect(tokenizer.hasExpression()).toBe(true)
  })
})

describe('the blocks of a file', () => {
  const blocksOf = (text: string) =>
    readBlocks(text).blocks.map(({ kind, name, isRefinement }) => `${kind} ${isRefinement ? '+' : ''}${name}`)

  test.each<[string, string, string[]]>([
    [
      'statements and blocks',
      'connection: "a"\nview: b {}\nexplore: +c {}',
      ['connection ', 'view b', 'explore +c'],
    ],
    ['a block header with two colons', 'view:: a {}', ['view a']],
    ['block names in quotes', 'view: "a" {}', ['view a', 'unexpected characters ']],
    ['blocks without a name', 'visualization: { id: "a" }', ['visualization ']],
    ['a file with only comments', '# only words\n', []],
    [
      'the YAML syntax before 2016',
      '- view: a\n  label: A\n- explore: b\n- include: "c"\n',
      ['view a', 'explore b', 'include '],
    ],
    ['YAML with comments between the blocks', '# a\n- view: a\n\n# b\n- view: b\n', ['view a', 'view b']],
    [
      'YAML with a byte-order mark and a comment in another language',
      '\uFEFF# é\u00A0\n- view: a\n',
      ['view a'],
    ],
  ])('the blocks of a LookML file are read: %s', (_, text, blocks) => expect(blocksOf(text)).toEqual(blocks))

  test.each<[string, string, string]>([
    ['a block that is not closed', 'view: a {', 'a block in it is not closed'],
    [
      'a closing brace without an opening brace',
      'view: a {} }',
      'it has a closing brace without an opening brace',
    ],
    ['a list that is not closed', 'a: [b', 'a list in it is not closed'],
    ['a list that is closed by a brace', 'a: [b}', '“}” in it is out of place'],
    ['a list without a key', 'view: a { [b] }', '“[” in it is out of place'],
    ['a word without a colon', 'view a {}', '“view” has no colon after it'],
    ['a plus sign without a name', 'view: + {}', '“{” in it is out of place'],
    ['a file that ends after a colon', 'view:', 'it ends unexpectedly'],
    [
      'YAML that begins with spaces',
      '  - view: a\n',
      'it is YAML whose blocks do not begin at the start of a line',
    ],
    ['YAML with an anchor', '- view: &a b\n', 'it is YAML with anchors or aliases'],
    [
      'YAML with the name of a view after other keys',
      '- label: A\n  view: a\n',
      'it is YAML with a block that has no plain name',
    ],
    ['YAML with a tag', '- view: !a b\n', 'it is YAML, and Looker may refuse some of its lines'],
    ...[
      ['a tab', '\t'],
      ['a form feed', '\f'],
      ['a second byte-order mark', '\uFEFF\uFEFF'],
      ['a comment with a control character', '# a\u0001'],
    ].map(([what, line]): [string, string, string] => [
      `YAML with ${what} above the first block`,
      `${line}\n- view: a\n`,
      'it is YAML, and Looker may refuse some of its lines',
    ]),
    [
      'YAML with a no-break space above the first block',
      '\u00A0\n- view: a\n',
      'it is YAML, and Implicit keys need to be on a single line at line 1, column 1',
    ],
    [
      'YAML with a list that is not closed',
      '- view: a\n  sets: [b\n- view: c\n',
      'it is YAML, and Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1',
    ],
  ])('the blocks of a LookML file cannot be read: %s', (_, text, problem) =>
    expect(readBlocks(text)).toEqual({ blocks: [], problem }),
  )

  test('a # directly after a word counts as a part of its own block, but not of the next block', () => {
    const { blocks } = readBlocks('view: a { dimension: b#c\n{} }\nview: d { dimension: e {} }')
    expect(blocks.map(({ tokens }) => tokens.includes('#c'))).toEqual([true, false])
    expect(blocks.map(({ mentions }) => mentions.includes('#c'))).toEqual([true, false])
  })

  test.each<[string, string, string[]]>([
    ['in double quotes', '- include: "a.view"', ['a.view']],
    ['in single quotes', "- include: 'a.view' # all", ['a.view']],
    ['without quotes', '- include: a.view # all', ['a.view']],
    ['in a list', '- include: [a, "b", \'c\']', ['a', 'b', 'c']],
    ['on separate lines', '- include:\n  - a\n  - "b"', ['a', 'b']],
    ['in quotes around a hash', '- include: "a#b"', ['a#b']],
  ])('includes in the YAML syntax before 2016 are read if they are %s', (_, text, strings) =>
    expect(readBlocks(text).blocks.flatMap(block => block.strings)).toEqual(strings),
  )

  test('a file with more than 20,000 blocks is not split', () => {
    const block = 'x: a\n'
    expect(readBlocks(block.repeat(20_000)).blocks).toHaveLength(20_000)
    expect(readBlocks(block.repeat(20_001))).toEqual({
      blocks: [],
      problem: 'it has more than 20,000 blocks',
    })
  })
})

describe('the names that a block mentions', () => {
  const mentions = (text: string) => readBlocks(text).blocks[0]?.mentions.split('\n').filter(Boolean)

  test.each([
    'allow_fill: orders',
    'can_filter: orders',
    'case_sensitive: orders',
    'convert_tz: orders',
    'datatype: orders',
    'description: "orders"',
    'group_item_label: "orders"',
    'group_label: "orders"',
    'hidden: orders',
    'intervals: [orders]',
    'label: "orders"',
    'precision: orders',
    'primary_key: orders',
    'relationship: orders',
    'style: orders',
    'suggest_dimension: orders',
    'suggest_explore: orders',
    'suggestable: orders',
    'suggestions: ["orders"]',
    'tags: ["orders"]',
    'timeframes: [orders]',
    'type: orders',
    'units: orders',
    'value_format: "orders"',
    'view_label: "orders"',
  ])('a value mentions a name only if the value contains a constant: %s', parameter => {
    expect(mentions(`view: a { dimension: x { ${parameter} } }`)).toEqual([])
    expect(mentions(`view: a { dimension: x { ${parameter.replace('orders', '@{orders}')} } }`)).toEqual([
      '@{orders}',
    ])
  })

  test.each([
    'action',
    'aggregate_table',
    'column',
    'derived_column',
    'dimension',
    'dimension_group',
    'filter',
    'form_param',
    'link',
    'measure',
    'option',
    'param',
    'parameter',
    'query',
    'set',
    'test',
    'when',
  ])('a nested block of the kind %s declares its name, and does not mention it', kind => {
    expect(mentions(`explore: a { ${kind}: orders {} }`)).toEqual([])
    expect(mentions(`explore: a { ${kind}: @{orders} {} }`)).toEqual(['@{orders}'])
    expect(mentions('explore: a { join: orders {} }')).toEqual(['orders'])
  })

  test.each([
    'expression',
    'expression_custom_filter',
    'html',
    'sql',
    'sql_always_having',
    'sql_always_where',
    'sql_create',
    'sql_distinct_key',
    'sql_end',
    'sql_foreign_key',
    'sql_latitude',
    'sql_longitude',
    'sql_on',
    'sql_preamble',
    'sql_start',
    'sql_step',
    'sql_table_name',
    'sql_trigger',
    'sql_trigger_value',
    'sql_where',
  ])('the expression of the parameter %s may have several lines', key =>
    expect(mentions(`view: a { ${key}:\n  b { c:\n  d: }\n;; }`)).toEqual(['b { c:', '  d: }']),
  )

  test('names in parameters count as mentions, except for the views of fields in SQL expressions', () => {
    expect(
      mentions(
        `view: a { drill_fields: [b, c.d] sql_table_name: e.f ;; dimension: x { sql: \${g.h} + i.j + \${k.SQL_TABLE_NAME} ;; } }`,
      ),
    ).toEqual(['b', 'c.d', 'e.f', `\${h} + j + \${k.SQL_TABLE_NAME}`])
  })

  test('two expressions with different texts after a parameter have different tokens', () => {
    const tokens = (text: string) => readBlocks(text).blocks[0]?.tokens
    expect(tokens('view: a { sql_table_name: b ;; }')).toBe(tokens('view: a {\n  sql_table_name: b ;;\n}'))
    expect(tokens('view: a { sql_table_name: b c ;; }')).not.toBe(
      tokens('view: a { sql_table_name: b ;; c: d }'),
    )
  })
})

describe('the views and Explores that a block needs', () => {
  const needs = (text: string) => readBlocks(text).blocks[0]?.needs.map(({ kind, name }) => `${kind} ${name}`)

  test.each<[string, string[]]>([
    ['view: a {}', []],
    ['view: +a {}', ['view a']],
    ['view: a { extends: [b, c] }', ['view b', 'view c']],
    ['view: a { extends__all: [[b], [c]] }', ['view b', 'view c']],
    ['view: a { derived_table: { explore_source: b { column: c {} } } }', ['explore b']],
    [`view: a { derived_table: { sql: select * from \${ b.SQL_TABLE_NAME } ;; } }`, ['view b']],
    ['view: a { dimension_group: d { based_on_calendar: fiscal.day } }', ['view fiscal']],
    ['view: a { from: b }', []],
    ['explore: a {}', ['view a']],
    ['explore: +a {}', ['explore a']],
    ['explore: + a {}', ['explore a']],
    ['explore: +a { join: b {} }', ['view b', 'explore a']],
    ['explore: a { from: b }', ['view b']],
    ['explore: a { view_name: b }', ['view b']],
    ['explore: a { extension: required }', []],
    ['explore: a { extends: [b] }', ['explore b', 'view a']],
    ['explore: a { join: b {} join: c { from: d } }', ['view b', 'view d', 'view a']],
    ['explore: a { from: "b c" }', []],
    ['datagroup: a { extends: b }', []],
    ['- view: a\n  extends: b\n', ['view b']],
    [
      '- explore: a\n  joins:\n  - join: b\n  - join: c\n    from: d\n',
      ['view b', 'view c', 'view d', 'view a'],
    ],
    ['- explore: a\n  always_join:\n  - b\n', ['view a']],
    ['- explore: a\n  view_name: b\n', ['view b', 'view a']],
    ['- explore: a\n  view: b\n  extends: [c]\n', ['view b', 'explore c', 'view a']],
    ['- view: a\n  derived_table:\n    explore_source: b\n', ['explore b']],
    [`- view: a\n  sql_table_name: \${b.SQL_TABLE_NAME}\n`, ['view b']],
  ])('the block %j needs %j', (text, names) => expect(needs(text)).toEqual(names))
})

describe('the YAML syntax before 2016', () => {
  const tokens = (text: string) => readBlocks(text).blocks[0]?.tokens

  test.each([
    'label: A',
    'label: "A"',
    "label: 'A'",
    'label: it is',
    'fields:\n  - dimension: id',
    'sql: select 1 | 2',
  ])('empty lines and comments do not change the tokens of %j', line => {
    const lines = ['- view: a', ...`  ${line}`.split('\n')]
    const commented = lines.flatMap(one => [one, '', '  # a comment'])
    expect(tokens(commented.join('\n'))).toBe(tokens(lines.join('\n')))
  })

  test.each([
    ['a text after a bar', ['sql: |', '    select 1', '    select 2']],
    ['a folded text', ['sql: >-', '    select 1', '    select 2']],
    ['a text after a bar with a comment', ['sql: |2 # SQL', '    select 1', '    select 2']],
    ['a text in double quotes', ['label: "A', '    B"']],
    ['a text in single quotes', ["label: 'A", "    B'"]],
    ['a text without quotes', ['sql: select 1', '    and 2']],
  ])('a line that begins with # is a part of %s', (_, lines) => {
    const [first = '', ...rest] = lines.map(line => `  ${line}`)
    expect(tokens(['- view: a', first, '    # c', ...rest].join('\n'))).not.toBe(
      tokens(['- view: a', first, ...rest].join('\n')),
    )
  })

  test.each([
    ['extension: required', true],
    ['label: extension', false],
  ])('a view with %s counts as a template: %j', (line, isTemplate) =>
    expect(readBlocks(`- view: a\n  ${line}\n`).blocks[0]?.isTemplate).toBe(isTemplate),
  )
})
