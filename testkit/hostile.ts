import fc from 'fast-check'
import { anyText } from './texts.ts'

/** Sets how often fast-check runs a property. The variable FC_RUNS replaces the usual number, for longer searches. */
export const runs = (usual: number): { numRuns: number } => ({
  numRuns: Number(process.env.FC_RUNS) || usual,
})

/**
 * Texts that many parsers handle incorrectly: names of prototypes, NaN, paths, encodings, pieces of YAML, JSON, HTML
 * and URLs.
 */
const pieces = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    '~',
    'true',
    'NaN',
    '1e999',
    '-0',
    '0x1f',
  ],
  ...[
    '%',
    '%00',
    '%ff',
    '%E0%A4%A',
    '%2e%2e%2f',
    '../',
    '..',
    '.',
    '/',
    '\\',
    '//',
    '\0',
    '\x1b[31m',
    '\x7f',
    '\x85',
  ],
  ...[
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\udc00',
    'é',
    '👩‍👩‍👧',
    'ǅ',
    'İ',
    '\r\n',
    '\n',
    '\t',
    ' ',
    '  ',
  ],
  ...[
    '- ',
    '-',
    ': ',
    ':',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '&a ',
    '*a',
    '<<: ',
    '|',
    '>-',
    '!!int ',
    '!<x> ',
    '!',
    '"',
  ],
  ...[
    "'",
    '---\n',
    '...',
    '#',
    '%YAML 9\n',
    'target: ',
    'filters: ',
    'name: ',
    '=',
    '&',
    '+',
    '?',
    ';',
    '@',
    '^',
  ],
  ...['<script>', '<!doctype html>', '</td>', '::error::', 'https://', 'http://', 'file:///'],
  ...[
    'javascript:',
    'dashboards/',
    'dashboards/42',
    'looks/7',
    'explore/a/b?qid=',
    'https://acme.cloud.looker.com/',
  ],
)

/** Any UTF-16 text, including lone surrogates. */
const halves = fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) })

const pieced = fc
  .array(fc.oneof({ weight: 3, arbitrary: pieces }, anyText), { maxLength: 12 })
  .map(parts => parts.join(''))

/** Repeats a piece many times, to find parsers that take quadratic time or recurse for each piece. */
const repeated = fc
  .tuple(fc.oneof(pieces, fc.constantFrom('a', '[', '{a: ', '- ', '../', 'a/', ' ')), fc.nat(20_000))
  .map(([piece, times]) => piece.repeat(times))

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: pieced },
  { weight: 2, arbitrary: halves },
  { weight: 2, arbitrary: pieces },
  { weight: 1, arbitrary: repeated },
)

/** Any JSON, including keys such as `__proto__`. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(fc.oneof(pieces, anyText), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 2,
    [],
    {},
    [null],
    [[]],
    'text',
    true,
  ),
)

/** Returns JSON with enough levels to overflow the stack of a recursive function. */
export const deepJson = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** Generates JSON with the form of `whole`. Each part is correct, missing, or replaced by any value. */
export const spoiled = (whole: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(whole)) return fc.array(fc.oneof(...whole.map(spoiled), hostileJson), { maxLength: 4 })
  if (typeof whole !== 'object' || whole === null) return fc.constant(whole)
  const parts = Object.entries(whole).map(([key, value]) => [
    key,
    fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, spoiled(value), hostileJson),
  ])
  return fc.record(Object.fromEntries(parts), { requiredKeys: [] }).map(found => ({ ...found }))
}

/** Throws if an error message contains a stack trace or an internal value, or is too long. */
export function expectReadable(words: unknown, longest = 600): void {
  const flaw = flawOf(words, longest)
  if (flaw) throw new Error(`This is not for people, ${flaw}: ${JSON.stringify(words)}`)
}

/**
 * Returns the flaw of a message. Returns undefined if the message is readable. Does not use `expect`, because
 * properties call this function tens of thousands of times and `expect` is slow.
 */
function flawOf(words: unknown, longest: number): string | undefined {
  if (typeof words !== 'string') return 'it is no text'
  if (words.trim() === '') return 'it is empty'
  if (words.length > longest) return `it has ${words.length} characters`
  if (/[\p{Cc}\u2028\u2029]/u.test(words)) return 'it has control characters'
  if (!words.isWellFormed()) return 'it has half a character'
  const [said] = machineWords.exec(words) ?? []
  return said && `it says "${said.trim()}"`
}

/** Words in errors that JavaScript itself throws. */
const machineWords =
  /\n\s+at |\[object |\bundefined\b|not foreseen|Cannot (read|set|use|convert|destructure|access)|is not (a function|iterable|an object|valid JSON)|Maximum call stack|Invalid (URL|array length|time value)|Unexpected (token|end of|non-whitespace)|URI malformed|circular structure|BigInt|must be of type|ERR_[A-Z]+_ARG/i
