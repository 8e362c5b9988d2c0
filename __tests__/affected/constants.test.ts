import { Constants, constantsIn } from '../../src/affected/constants.ts'

describe('the constants of manifests', () => {
  const constants = new Constants()
  const values = { a: 'x', b: '@{a}@{a}', loop: '@{loop}', money: '$& $1' }
  for (const [name, value] of Object.entries(values)) constants.add(name, value)
  for (const value of ['one', 'two_@{a}']) constants.add('two', value)
  for (let level = 0; level < 105; level++) constants.add(`n${level}`, `@{n${level + 1}}`)
  constants.add('n105', 'deep')
  for (let index = 0; index < 9; index++) constants.add('many', `m${index}`)

  test('a text with constants has up to 64 possible values', () => {
    for (let index = 0; index < 8; index++) constants.add('eight', `e${index}`)
    expect(constants.readings('@{eight}@{eight}')).toHaveLength(64)
  })

  test.each<[string, string[] | undefined]>([
    ['a', ['a']],
    ['@{a}', ['x']],
    ['1@{ a }2@{a}3', ['1x2x3']],
    ['@{b}', ['xx']],
    ['@{two}!', ['one!', 'two_x!']],
    ['@{money}', ['$& $1']],
    ['@{n8}', ['deep']],
    ['@{n5}', undefined],
    ['@{loop}', undefined],
    ['@{unknown}', undefined],
    ['@{a} @{unknown}', undefined],
    ['@{many}', ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8']],
    ['@{many}@{many}', undefined],
    ['@{', ['@{']],
    ['@{}', ['@{}']],
  ])('the possible values of %j are %j', (text, readings) =>
    expect(constants.readings(text)).toEqual(readings),
  )

  test.each<[string, string[] | undefined]>([
    ['a b', ['a', 'b']],
    ['a @{ b', ['a', 'b']],
    ['c_@{a}s d', ['c_', 'a', 's', 'd', 'c_xs']],
    ['@{two}', ['two', 'one', 'two_x']],
    ['d @{unknown}', undefined],
  ])('the words of %j include the words in the values of its constants: %j', (text, words) => {
    const found = constants.wordsIn(text)
    expect(found && [...found]).toEqual(words)
  })

  test('constants with very long values have unknown words', () => {
    const long = new Constants()
    long.add('a', 'x'.repeat(1_000_001))
    expect(long.wordsIn('@{a}')?.size).toBe(2)
    expect(long.wordsIn('@{a}b @{a}c')).toBeUndefined()
  })

  test('only words with constants add to the counted length of the values', () => {
    const short = new Constants()
    short.add('a', 'b')
    expect(short.wordsIn(`${'x'.repeat(2_000_001)} @{a}c`)?.has('bc')).toBe(true)
  })

  test('the names of the constants in a text are found', () =>
    expect(constantsIn('@{a} @{ b } @{c d} @{}')).toEqual(['a', 'b']))

  test('a new value of a constant is added to the possible values of a text that was already read', () => {
    const growing = new Constants()
    growing.add('a', 'one')
    expect(growing.readings('@{a}')).toEqual(['one'])
    growing.add('a', 'two')
    expect(growing.readings('@{a}')).toEqual(['one', 'two'])
  })

  test('the work of replacing constants is counted once, and 50 characters are added for each result', () => {
    const counted = new Constants()
    counted.add('a', 'xyz')
    counted.readings('@{a}!')
    expect(counted.takeWork()).toBe(54)
    expect(counted.takeWork()).toBe(0)
    counted.readings('@{a}!')
    expect(counted.takeWork()).toBe(0)
  })

  test('long texts with constants are not cached', () => {
    const counted = new Constants()
    counted.add('a', 'x')
    const workOf = (text: string) => {
      counted.readings(text)
      counted.takeWork()
      counted.readings(text)
      return counted.takeWork()
    }
    // The text and its result together have 1001 or 999 characters.
    expect(workOf(`@{a}${'b'.repeat(498)}`)).toBe(499 + 50)
    expect(workOf(`@{a}${'b'.repeat(497)}`)).toBe(0)
  })

  test('replacing constants ends with an error after 100 million characters', () => {
    const long = new Constants()
    long.add('a', 'x'.repeat(10_000_000))
    for (let call = 0; call < 9; call++) long.readings('@{a}')
    expect(() => long.readings('@{a}')).toThrow(new RangeError('The constants of the LookML are too long'))
  })
})
