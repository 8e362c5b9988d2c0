import type { YAMLParseError } from 'yaml'
import { oneLine } from '../runtime/text.ts'
import { InputProblem, inQuotes, quoted } from './problem.ts'

export const reservedCharacter = 'begins with a character that YAML keeps for itself'
export const cutByComment = 'has a # behind a space, which begins a comment'

/** Whether a `#` directly before a word follows at this offset: `Store #12`. A real comment has a space after its `#`. */
export function isGluedComment(text: string, offset: number): boolean {
  const pattern = /[^\S\n]*#+[^\s#]/y
  pattern.lastIndex = offset
  return pattern.test(text)
}

interface ValueRange {
  start: number
  /** Without an end, the value reaches as far as its author must have meant it to. */
  end?: number
}

/**
 * Shows how to quote a value that YAML would drop or read differently.
 * @param text the whole YAML
 * @param reason why the value is not read as it is written: `begins with a character that …`
 */
export function needsQuotes(text: string, { start, end }: ValueRange, reason: string): InputProblem {
  const value = end === undefined ? valueAt(text, start) : text.slice(start, end)
  const example = value.length > 60 ? '"…"' : inQuotes(value)
  return new InputProblem(
    `${quoted(value)} ${reason}`,
    `put it in quotes: ${keyBefore(text, start)}${example}`,
  )
}

/** Two numbers in brackets are an interval in Looker's filters, but a list in YAML. */
export function ambiguousInterval(text: string, start: number, end: number): InputProblem {
  const value = text.slice(start, end)
  const key = keyBefore(text, start)
  const either = value.replace(/[[\]\s]/g, '')
  return new InputProblem(
    `${quoted(value)} may be an interval or two values`,
    `write ${key}${inQuotes(value)} for all between them, or ${key}${inQuotes(either)} for either`,
  )
}

/** The rest of the line. Between braces, the value ends at the next comma or brace. */
function valueAt(text: string, start: number): string {
  const line = lineAt(text, start)
  const end = isInBraces(text.slice(0, start)) ? line.slice(1).search(/[,}\]]/) : -1
  const value = end < 0 ? line : line.slice(0, end + 1)
  const comment = value.search(/(?<=\s)#(\s|$)/)
  return (comment < 0 ? value : value.slice(0, comment)).trim()
}

const lineAt = (text: string, start: number): string => text.slice(start).split(/\r?\n/, 1)[0] ?? ''

/** Returns `Count: ` if the value has a key on its line, or an empty text for an item of a list. */
function keyBefore(text: string, start: number): string {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const entry =
    line
      .slice(-70)
      .split(/[{,[]\s*|^\s*-\s+/)
      .at(-1) ?? ''
  return /^\s*\S.{0,60}:\s+$/.test(entry) ? `${entry.trim()} ` : ''
}

/** A brace inside quotes may mislead this count. Then the example in the message is a little too long or too short. */
function isInBraces(before: string): boolean {
  let depth = 0
  for (const [mark] of before.matchAll(/[{}[\]]/g)) depth = Math.max(0, depth + (/[{[]/.test(mark) ? 1 : -1))
  return depth > 0
}

/** Explains a syntax error in terms of the text, not of YAML's grammar. */
export function syntaxProblem(text: string, { code, pos: [start], message }: YAMLParseError): InputProblem {
  const line = lineAt(text, start)
  if (/^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(code) && /:(\s|$)/.test(line))
    return /,\s*[^,:\s][^,:]*:\s/.test(line)
      ? new InputProblem(
          `${quoted(line)} has another key in it`,
          'write one key a line, or all of them between { and }',
        )
      : needsQuotes(text, { start }, 'has a colon before a space, which begins a mapping')
  const interval = findInterval(text.slice(0, start + line.length))
  if (interval) return needsQuotes(text, interval, 'looks like a list, and is none')
  if (code === 'UNEXPECTED_TOKEN') {
    const before = text.lastIndexOf('\n', start - 1) + 1
    const [, lead] = /^(.*?[:-]\s+)[*&?|>"'-]/.exec(text.slice(before, start + 1)) ?? []
    if (lead !== undefined) return needsQuotes(text, { start: before + lead.length }, reservedCharacter)
  }
  const [first = ''] = message.split('\n', 1)
  return new InputProblem(
    `the YAML cannot be read: ${oneLine(first.replace(/:$/, ''), 200)}`,
    'check its indentation and quotes',
  )
}

/** One of Looker's intervals, `[0, 20)` or `[0,9],[20,29]`. `[0, 20]` alone is also a list. */
function findInterval(text: string): Required<ValueRange> | undefined {
  // Unlimited spaces would make this quadratic.
  const one = /(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]/
  const intervals = new RegExp(`${one.source}(?:\\s{0,9},\\s{0,9}${one.source})*`, 'g')
  for (const { 0: found, index } of text.matchAll(intervals))
    if (!/^\[[^),\]]+,[^)\]]+\]$/.test(found)) return { start: index, end: index + found.length }
  return undefined
}
