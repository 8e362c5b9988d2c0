import { escapeUnicode } from '../runtime/text.ts'

/**
 * A setting that cannot be read: the fact, and what to write instead. Both show a character that nobody sees as its
 * code.
 */
export class InputProblem extends Error {
  readonly hint: string

  constructor(fact: string, hint: string) {
    super(showHidden(fact))
    this.name = 'InputProblem'
    this.hint = showHidden(hint)
  }
}

/** `where` is an input's name, or a target's place in the list. */
export type ReportProblem = (where: string, problem: InputProblem) => void

/** `"wide"`: what was found, on one line and short enough to read. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line
  const whole = inQuotes(cut)
  return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole
}

/** In JSON's quotes, which are YAML's, too; JSON leaves some characters that nobody sees as they are. */
export const inQuotes = (text: string) => showHidden(JSON.stringify(text))

/** Controls, ends of lines, half characters, and what turns a text's direction. */
const showHidden = (text: string) =>
  text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, escapeUnicode)

/** A name that somebody chose, in front of what is said of it: plain where it can be, else quoted. */
export const labelled = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))
