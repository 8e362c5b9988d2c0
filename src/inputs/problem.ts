import { escapeUnicode } from '../runtime/text.ts'

/** An input that cannot be used: the fact, and what to write instead. Hidden characters are shown as codes. */
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

/** Runs a reader. Reports the problem that the reader throws, and returns undefined in that case. */
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

/** Quotes a text as JSON does, which is also valid YAML. JSON leaves some hidden characters as they are. */
export const inQuotes = (text: string) => showHidden(JSON.stringify(text))

/** Controls, line ends, unpaired surrogates, and characters that change the direction of text. */
const showHidden = (text: string) =>
  text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapeUnicode)

/** A name from the user at the start of a message: in quotes unless it is a plain word. */
export const labelled = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))
