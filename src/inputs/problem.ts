/** An unusable input: the fact, and a valid value. Shows hidden characters as codes. */
export class InputProblem extends Error {
  readonly hint: string

  constructor(fact: string, hint: string) {
    super(showHidden(fact))
    this.name = 'InputProblem'
    this.hint = showHidden(hint)
  }
}

/** `where` is the name of an input, or a position in the list of targets. */
export type ReportProblem = (where: string, problem: InputProblem) => void

/** Calls `read` and returns its value. If it throws a problem, reports the problem and returns undefined. */
export function attempt<T>(read: () => T, report: ReportProblem, where: string): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    report(where, error)
    return undefined
  }
}

/** Quotes a text for a message: `"wide"`, on one line and cut to a readable length. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line
  const whole = inQuotes(cut)
  return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole
}

/** Quotes a text as JSON, which is also valid YAML. Shows the hidden characters that JSON does not escape. */
export const inQuotes = (text: string) => showHidden(JSON.stringify(text))

/** Prepares a user's name for the start of a message: adds quotes unless the name is a plain word. */
export const labelled = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))

/** U+200C and U+200D between visible characters. Persian and emoji need them. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u
/** Matches Unicode's format characters (Cf). They are invisible, and some of them change the direction of text. */
const formatCharacters = new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu')
const hiddenCharacters = new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu')

/** Replaces controls, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text: string): string {
  return text.replace(hiddenCharacters, (character, isJoiner?: string) =>
    isJoiner === undefined ? escapeUnits(character) : character,
  )
}

const escapeUnits = (character: string) =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

/** Returns the text if all of its characters are visible. Throws otherwise. */
export function refuseHidden(text: string): string {
  for (const [character, isJoiner] of text.matchAll(formatCharacters))
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
