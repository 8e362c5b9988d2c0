/**
 * An invalid input. The message states the mistake, and the hint names a valid value. Both show hidden characters as
 * codes.
 */
export class InputProblem extends Error {
  readonly hint: string

  constructor(fact: string, hint: string) {
    super(showHidden(fact))
    this.name = 'InputProblem'
    this.hint = showHidden(hint)
  }
}

/** `where` is the name of an input, or the position of a target in the list. */
export type ReportProblem = (where: string, problem: InputProblem) => void

/** If `read` throws an `InputProblem`, reports it and returns undefined. */
export function attempt<T>(read: () => T, report: ReportProblem, where: string): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    report(where, error)
    return undefined
  }
}

/** Quotes a text for a message, on one line and shortened: `"wide"`. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line
  const whole = inQuotes(cut)
  return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole
}

/** Puts a text in quotes. The result is valid both as JSON and as YAML. Shows hidden characters as codes. */
export const inQuotes = (text: string) => showHidden(JSON.stringify(text))

/** Quotes a name for the start of a message. A plain word needs no quotes. */
export const labelOf = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))

/** Matches U+200C and U+200D between visible characters, because Persian text and emoji need these characters. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u
/** Matches Unicode's format characters (Cf), which are invisible. Some of them change the direction of text. */
const formatCharacters = () => new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu')
const hiddenCharacters = () =>
  new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu')

/** ASCII has no format characters. The check saves compiling `formatCharacters` at the start, which takes 8 ms. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

/** Replaces control characters, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text: string): string {
  return text.replace(hiddenCharacters(), (character, isJoiner?: string) =>
    isJoiner === undefined ? escapeUnits(character) : character,
  )
}

const escapeUnits = (character: string) =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

/**
 * Returns the text if all of its characters are visible.
 * @throws InputProblem
 */
export function refuseHidden(text: string): string {
  if (isAscii(text)) return text
  for (const [character, isJoiner] of text.matchAll(formatCharacters()))
    if (isJoiner === undefined)
      throw new InputProblem(
        `${quoted(text)} has the invisible character ${codePoint(character)}`,
        'delete it',
      )
  if (text.includes('\ufffd'))
    throw new InputProblem(
      `${quoted(text)} has U+FFFD in the place of a character that was not UTF-8`,
      'write that character again',
    )
  return text
}

const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Finds the known word that is most similar to a mistyped word and differs in at most `most` letters. */
export function nearestWord(word: string, known: readonly string[], most: 1 | 2 = 2): string | undefined {
  const near = known
    .filter(candidate => Math.abs(candidate.length - word.length) <= most)
    .map(candidate => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance)
  return near[0]?.candidate
}

/** Counts the letters to change, add or leave out (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 1; index <= one.length; index += 1) {
    const next = [index]
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[index - 1] === other[column - 1] ? 0 : 1
      next.push(
        Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + change),
      )
    }
    row = next
  }
  return row[other.length] ?? 0
}

/**
 * Finds inputs of the step whose names are similar to a known input. The runner only prints a warning for an unknown
 * input, and sets `INPUT_<NAME>` as usual.
 */
export function misspelledInputs(
  env: Readonly<Record<string, string | undefined>>,
  names: ReadonlySet<string>,
): [name: string, known: string][] {
  return Object.keys(env).flatMap((variable): [string, string][] => {
    const [, name = ''] = /^INPUT_(.{1,40})$/.exec(variable) ?? []
    const lower = name.toLowerCase()
    if (lower === '' || names.has(lower)) return []
    const known = nearestWord(lower, [...names])
    return known === undefined ? [] : [[lower, known]]
  })
}
