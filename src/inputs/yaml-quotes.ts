import { InputProblem, inQuotes, quoted } from './problem.ts'

export const keptForYaml = 'begins with a character that YAML keeps for itself'
export const cutByComment = 'has a # behind a space, which begins a comment'
/** `Store #12`: what is meant as a comment has a space behind its mark. */
export const gluedComment = /^\s*#+[^\s#]/

/**
 * A value that YAML would swallow or take for something else, as a problem that shows how to quote it.
 * @param text the whole YAML
 * @param start where the value begins in it
 * @param reason what keeps it from being read as it is written: `begins with a character that …`
 * @param end where the value ends; without it, where its writer must have meant it to end
 */
export function needsQuotes(text: string, start: number, reason: string, end?: number): InputProblem {
  const value = end === undefined ? valueAt(text, start) : text.slice(start, end)
  const example = value.length > 60 ? '"…"' : inQuotes(value)
  return new InputProblem(
    `${quoted(value)} ${reason}`,
    `put it in quotes: ${keyBefore(text, start)}${example}`,
  )
}

/** Two numbers in brackets are an interval in Looker's filters, and a list in YAML. */
export function ambiguousInterval(text: string, start: number, end: number): InputProblem {
  const value = text.slice(start, end)
  const key = keyBefore(text, start)
  const either = value.replace(/[[\]\s]/g, '')
  return new InputProblem(
    `${quoted(value)} may be an interval or two values`,
    `write ${key}${inQuotes(value)} for all between them, or ${key}${inQuotes(either)} for either`,
  )
}

/** To the end of its line, in braces to the next comma or brace. */
function valueAt(text: string, start: number): string {
  const line = text.slice(start).split(/\r?\n/, 1)[0] ?? ''
  const value = isInBraces(text.slice(0, start)) ? line.replace(/(?<=.)\s*[,}\]].*$/, '') : line
  return value.replace(/\s+#(\s.*)?$/, '').trim()
}

/** `Count: ` of what stands in front of a value on its line; nothing where it is an item of a list. */
function keyBefore(text: string, start: number): string {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const entry = line.split(/[{,[]\s*|^\s*-\s+/).at(-1) ?? ''
  return /^\s*\S.{0,60}:\s+$/.test(entry) ? `${entry.trim()} ` : ''
}

/** Counts what is open. A brace in quotes may mislead it, which makes the example a little shorter or longer. */
function isInBraces(before: string): boolean {
  let depth = 0
  for (const [mark] of before.matchAll(/[{}[\]]/g)) depth = Math.max(0, depth + (/[{[]/.test(mark) ? 1 : -1))
  return depth > 0
}
