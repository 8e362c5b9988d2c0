import fc from 'fast-check'
import { filtersFromQuery } from '../../src/inputs/filter-query.ts'
import { InputProblem } from '../../src/inputs/problem.ts'
import { encodeFilters } from '../../src/target-kinds.ts'
import { anyText, textWith } from '../../testkit/texts.ts'

const read = (query: string) => Object.fromEntries(filtersFromQuery(query))

describe("filters as in Looker's addresses", () => {
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
  ])('%j is read as %j', (query, filters) => expect(read(query)).toEqual(filters))

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
    ['A=1&amp;B=2', '"&amp;B=2" is how HTML writes a &; write "&B=2"'],
    ['=West', '"=West" names no filter; write it as Region=West'],
    ['Brand=%ad%', '"%ad%" has a broken percent-encoding; write a % as %25'],
    ['Brand=%20off%', '"%20off%" has a broken percent-encoding; write a % as %25'],
    ['Brand=%be', '"%be" has a broken percent-encoding; write a % as %25'],
  ])('%j is refused, as it could mean other filters', (query, problem) => {
    try {
      read(query)
    } catch (error) {
      expect(error).toBeInstanceOf(InputProblem)
      const { message, hint } = error as InputProblem
      return expect(`${message}; ${hint}`).toEqual(
        typeof problem === 'string' ? problem : expect.stringMatching(problem),
      )
    }
    throw new Error('It was read')
  })

  test('come back from their own encoding, whatever stands in them', () => {
    const filters = fc.uniqueArray(fc.tuple(anyText.filter(Boolean), anyText), { selector: ([name]) => name })
    fc.assert(
      fc.property(filters, list => expect([...filtersFromQuery(encodeFilters(new Map(list)))]).toEqual(list)),
    )
  })

  test('are read letter by letter or refused where people wrote them by hand', () => {
    const value = textWith('=', '&', '#', '%', '>=', ', ', ' ', 'Date', '?', ';').filter(
      text => !/[+\r\n]/.test(text),
    )
    fc.assert(
      fc.property(value, value => {
        let filters: Record<string, string>
        try {
          filters = read(`Region=${value}`)
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
          return
        }
        // What is left is one filter, and others only where each was written with its own =.
        const [first = '', ...others] = value.split('&')
        expect(Object.keys(filters)).toHaveLength(1 + others.filter(part => part.trim() !== '').length)
        if (!/%[\da-f]{2}/i.test(first)) expect(filters.Region).toBe(first.trim())
      }),
    )
  })
})
