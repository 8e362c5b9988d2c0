import {
  arrayOf,
  type Check,
  isCount,
  isObject,
  isText,
  oneOfValues,
  optional,
  parseJson,
  shape,
} from '../../src/runtime/json.ts'

test.each<[string, Check, unknown[], unknown[]]>([
  ['an object', isObject, [{}, { a: 1 }], [null, undefined, [], 'a', 1]],
  ['a text', isText, ['', 'x'.repeat(10_000)], ['x'.repeat(10_001), 1, null, undefined, ['a']]],
  ['a count', isCount, [0, 1, Number.MAX_SAFE_INTEGER], [-1, 1.5, 2 ** 53, Number.NaN, '1', null]],
  ['a list of counts', arrayOf(isCount), [[], [1, 2]], [[1, 'a'], { length: 0 }, undefined]],
  ['an optional count', optional(isCount), [undefined, 1], [null, 'a', -1]],
  ['one of two values', oneOfValues('a', true), ['a', true], ['b', false, undefined, 'true']],
  [
    'an object with a count and an optional text',
    shape({ a: isCount, b: optional(isText) }),
    [{ a: 1 }, { a: 1, b: 'x' }],
    [{}, { b: 'x' }, { a: 'x' }, { a: 1, b: 1 }, { a: 1, c: 1 }, { a: 1, toString: 1 }, [], null],
  ],
])('the check for %s accepts valid values and refuses other values', (_, check, valid, invalid) => {
  expect(valid.map(check)).toEqual(valid.map(() => true))
  expect(invalid.map(check)).toEqual(invalid.map(() => false))
})

test('text that is not JSON is read as undefined', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] })
  expect(parseJson('{')).toBeUndefined()
})
