import { filtersFromQuery, filtersFromText, filtersFromYaml } from '../../src/inputs/filters.ts'
import { loadYaml } from '../../src/inputs/parsers.ts'
import { InputProblem } from '../../src/inputs/problem.ts'
import { encodeFilters } from '../../src/targets.ts'
import fc from '../../testkit/fast-check.ts'
import { anyText, textWith } from '../../testkit/texts.ts'

await loadYaml()

const pairs = (filters: ReadonlyMap<string, string>) => [...filters]

/** Reads `dashboard_filters` in the same way as Looker: as the query of a URL. */
const asLookerReads = (encoded: string) => [...new URLSearchParams(encoded)]

const namesAndValues = fc
  .uniqueArray(fc.tuple(anyText.filter(Boolean), anyText), { selector: ([name]) => name })
  .map(list => new Map(list))

describe('filters in a text', () => {
  test.each([
    ['Region=West', [['Region', 'West']]],
    [
      'Region=West&Date=7+days',
      [
        ['Region', 'West'],
        ['Date', '7 days'],
      ],
    ],
    ['?Region=West', [['Region', 'West']]],
    ['Date=2026-01-01%2012%3A00 to now', [['Date', '2026-01-01 12:00 to now']]],
    ['Time=12:00', [['Time', '12:00']]],
    ['Region=', [['Region', '']]],
    ['Formula=a%3Db%26c', [['Formula', 'a=b&c']]],
    ['Region: West', [['Region', 'West']]],
    ['Formula: a=b', [['Formula', 'a=b']]],
    ['"a=b": West', [['a=b', 'West']]],
    ["'Amount >= 5': yes", [['Amount >= 5', 'yes']]],
    [
      '{ Region: West, Size: "" }',
      [
        ['Region', 'West'],
        ['Size', ''],
      ],
    ],
    [
      'Region: West\nDate: 7 days',
      [
        ['Region', 'West'],
        ['Date', '7 days'],
      ],
    ],
    [
      'Region: West\r\nDate: 7 days\r\n',
      [
        ['Region', 'West'],
        ['Date', '7 days'],
      ],
    ],
    ['State: [CA, OR]', [['State', 'CA,OR']]],
    ['State:\n  - CA\n  - OR', [['State', 'CA,OR']]],
    ['Region:', [['Region', '']]],
  ])('the filters %j are read as %j', (text, filters) =>
    expect(pairs(filtersFromText(text))).toEqual(filters),
  )

  test.each([
    ['007'],
    ['1e3'],
    ['no'],
    ['null'],
    ['~'],
    ['2026-01-01'],
    ['0x10'],
    ['1_000'],
    ['.5'],
    ['-0'],
    ['True'],
    ['Übergröße'],
    ['NOT NULL'],
    ['-West,-East'],
  ])('the filter value %s is kept exactly as written', value =>
    expect(pairs(filtersFromText(`Region: ${value}`))).toEqual([['Region', value]]),
  )

  test.each([
    ['West', '"West" is not a mapping of filters', 'Region=West&Date=7+days'],
    ['- Region', '"[\\"Region\\"]" is not a mapping of filters', '{ Region: West }'],
    ['[Region]', 'is not a mapping of filters', '{ Region: West }'],
    [
      'Region: { is: West }',
      'the filter "Region" is neither a string nor a list of strings',
      'Region: [CA, OR]',
    ],
    ['Region: [[CA]]', 'the filter "Region" is neither a string nor a list of strings', 'Region: [CA, OR]'],
    ['Region: "West', 'the " in line 1 has no closing "', 'add the "'],
    ['Region: |\n  West\n  East', '"West East" is on more than one line', 'on one line'],
    ['? [a]\n: b', 'the YAML has a key that is not a string', 'quotes'],
    [': West', 'a filter has no name', '{ Region: West }'],
    [
      'Region: West\n  Date: 7',
      'line 2 ("Date: 7") is indented by 2 spaces, unlike the lines above it',
      'do not indent it',
    ],
    ['Region: West\nRegion: East', 'line 2 sets "Region" again', 'keep one of the two'],
  ])('the filters %j are refused, and the message says what to write instead', (text, found, instead) => {
    const read = () => filtersFromText(text)
    expect(read).toThrow(InputProblem)
    expect(read).toThrow(found)
    expect(read).toThrow(expect.objectContaining({ hint: expect.stringContaining(instead) }))
  })
})

describe('a list of values', () => {
  test.each([
    [['CA', 'OR'], 'CA,OR'],
    [['CA'], 'CA'],
    [[], ''],
    [['Acme, Inc.', 'Else'], 'Acme^, Inc.,Else'],
    [['Acme^, Inc.'], 'Acme^, Inc.'],
    [['a,b,c', ''], 'a^,b^,c,'],
  ])('the list of filter values %j is joined to %s', (list, value) =>
    expect(filtersFromYaml({ State: list }).get('State')).toBe(value),
  )

  test.each(['[0, 20]', '(1,7)', '[5, 90)', '(-inf, 10]', 'NOT (3, 12)'])(
    'the interval %s in a list of filter values is refused, because its comma would be escaped',
    interval => {
      const read = () => filtersFromYaml({ Count: [interval, '99'] })
      expect(read).toThrow(`"${interval}" in a list of values may be an interval or a text with a comma`)
      const hint = `write Count: "${interval},99" for intervals, or put a ^ before the comma of a text`
      expect(read).toThrow(expect.objectContaining({ hint }))
      const escaped = interval.replace(',', '^,')
      expect(filtersFromYaml({ Count: [escaped, '99'] }).get('Count')).toBe(`${escaped},99`)
    },
  )

  test('a joined list of filter values is split into the same values by Looker', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'B', ',', ' ', '%', '&') })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), values => {
        const joined = filtersFromYaml({ State: values }).get('State') ?? ''
        const parted = joined.split(/(?<!\^),/).map(part => part.replaceAll('^,', ','))
        expect(parted).toEqual(values)
      }),
    )
  })
})

describe('the filters in a request to Looker', () => {
  test.each([
    [[['Region', 'West']], 'Region=West'],
    [
      [
        ['Order Date', '7 days'],
        ['State', 'CA,OR'],
      ],
      'Order%20Date=7%20days&State=CA%2COR',
    ],
    [[['Region', '']], 'Region='],
    [[['a&b', 'c=d+e%g#h']], 'a%26b=c%3Dd%2Be%25g%23h'],
    [[['Größe', '大']], 'Gr%C3%B6%C3%9Fe=%E5%A4%A7'],
    [[], ''],
  ] as [[string, string][], string][])('the filters %j are sent to Looker as %s', (filters, encoded) =>
    expect(encodeFilters(new Map(filters))).toBe(encoded),
  )

  test('filters that Looker decodes have the same names and values as in the inputs', () => {
    fc.assert(
      fc.property(namesAndValues, filters =>
        expect(asLookerReads(encodeFilters(filters))).toEqual(pairs(filters)),
      ),
    )
  })

  test('the filters in a request to Looker contain no characters that end a query or an address', () => {
    const anything = textWith('\ud83d', '\ude00', '&', '#', ' ', '"')
    fc.assert(
      fc.property(anything, anything, (name, value) =>
        expect(encodeFilters(new Map([[name, value]]))).toMatch(/^[\w.!~*'()%-]*=[\w.!~*'()%-]*$/),
      ),
    )
  })
})

const readQuery = (query: string) => Object.fromEntries(filtersFromQuery(query))

describe('filters from a Looker address', () => {
  test.each([
    ['Region=West', { Region: 'West' }],
    ['?Region=West&Date=7+days', { Region: 'West', Date: '7 days' }],
    ['Date=2026-01-01%2012%3A00 to now', { Date: '2026-01-01 12:00 to now' }],
    ['Formula=a%3Db%26c', { Formula: 'a=b&c' }],
    ['Region=', { Region: '' }],
    ['?', {}],
    ['&Region=West&&Date=7 days&', { Region: 'West', Date: '7 days' }],
    ['Region = West', { Region: 'West' }],
    ['Order Date = 7 days & Region = West', { 'Order Date': '7 days', Region: 'West' }],
    ['Region=West\nDate=7 days\r\n\n', { Region: 'West', Date: '7 days' }],
    ['# the west\nRegion=West\n  # and its days\nDate=7 days', { Region: 'West', Date: '7 days' }],
    ['Region=%20West', { Region: ' West' }],
    ['Brand=%shirt%', { Brand: '%shirt%' }],
    ['Brand=50% off', { Brand: '50% off' }],
    ['Count=>=5&Other=!=7&Third==3', { Count: '>=5', Other: '!=7', Third: '=3' }],
    ['State=CA,OR', { State: 'CA,OR' }],
  ])('the filters %j are read as %j', (query, filters) => expect(readQuery(query)).toEqual(filters))

  test.each([
    [
      '?Brand=Marks & Spencer',
      '"Spencer" has no =; write a & inside of a value as %26 (Brand=Marks %26 Spencer), or Spencer= to clear that filter',
    ],
    ['?Region', '"Region" has no =; write Region=West to set it, or Region= to clear that filter'],
    [
      'Region=West, Date=7 days',
      '"Region=West, Date=7 days" has more than one =; put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D',
    ],
    ['Region=West Date=7 days', /^"Region=West Date=7 days" has more than one =; put a & between filters/],
    ['?State=CA&State=OR', 'the filter "State" is set twice; write its values with commas: State=CA,OR'],
    ['State=CA\nState=CA', /^the filter "State" is set twice; /],
    ['Store=Store #12', '"Store=Store #12" has a #, which ends an address; write the # as %23'],
    ['A=1&amp;B=2', '"&amp;B=2" is the HTML form of &; write "&B=2"'],
    ['=West', '"=West" names no filter; write it as Region=West'],
    ['Region=\u202eWest', '"Region=\\u202eWest" has the invisible character U+202E; delete it'],
    ['Brand=%ad%', '"%ad%" has a broken percent-encoding; write a % as %25'],
    ['Brand=%20off%', '"%20off%" has a broken percent-encoding; write a % as %25'],
    ['Brand=%be', '"%be" has a broken percent-encoding; write a % as %25'],
  ])('the filters %j of a Looker address are refused because their meaning is unclear', (query, problem) => {
    try {
      readQuery(query)
    } catch (error) {
      expect(error).toBeInstanceOf(InputProblem)
      const { message, hint } = error as InputProblem
      return expect(`${message}; ${hint}`).toEqual(
        typeof problem === 'string' ? problem : expect.stringMatching(problem),
      )
    }
    throw new Error('It was read')
  })

  test('the filters of a Looker address are the same after encoding and decoding, whatever their names and values are', () => {
    const filters = fc.uniqueArray(fc.tuple(anyText.filter(Boolean), anyText), { selector: ([name]) => name })
    fc.assert(
      fc.property(filters, list => expect([...filtersFromQuery(encodeFilters(new Map(list)))]).toEqual(list)),
    )
  })

  test('the filters of a handwritten Looker address are read exactly as written or refused', () => {
    const value = textWith('=', '&', '#', '%', '>=', ', ', ' ', 'Date', '?', ';').filter(
      text => !/[+\r\n]/.test(text),
    )
    fc.assert(
      fc.property(value, value => {
        let filters: Record<string, string>
        try {
          filters = readQuery(`Region=${value}`)
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
          return
        }
        // If the text is valid, each part after an `&` is a filter of its own, unless the part is blank.
        const [first = '', ...others] = value.split('&')
        expect(Object.keys(filters)).toHaveLength(1 + others.filter(part => part.trim() !== '').length)
        if (!/%[\da-f]{2}/i.test(first)) expect(filters.Region).toBe(first.trim())
      }),
    )
  })
})
