/* global expect */
/** `toEqual` ignores undefined elements at the end of arrays: without this rule, `[undefined]` equals `[]`. */
const haveEqualLengths = (one, other) =>
  Array.isArray(one) && Array.isArray(other) && one.length !== other.length ? false : undefined

expect.addEqualityTesters([haveEqualLengths])
