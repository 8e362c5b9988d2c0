import fc from 'fast-check'

/** Any character except lone surrogates. Half of the characters are ASCII. */
export const anyCharacter = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map(code => String.fromCodePoint(code))

export const anyText = fc.string({ unit: anyCharacter })

/** Generates texts that mix these pieces with any characters. */
export const textWith = (...pieces: string[]) =>
  fc.array(fc.oneof(fc.constantFrom(...pieces), anyText)).map(parts => parts.join(''))
