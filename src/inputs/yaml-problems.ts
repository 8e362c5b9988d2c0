import type { YAMLParseError } from 'yaml'
import { count, oneLine } from '../runtime/text.ts'
import { InputProblem, inQuotes, quoted } from './problem.ts'

export const reservedCharacter = 'begins with a character that YAML reserves'
export const cutByComment = 'has a # after a space, which begins a comment'

/** Whether a `#` directly precedes a word, as in `Store #12`. A real comment has a space after its `#`. */
export function isGluedComment(text: string, offset: number): boolean {
  const pattern = /[^\S\n]*#+[^\s#]/y
  pattern.lastIndex = offset
  return pattern.test(text)
}

interface ValueRange {
  start: number
  /** If the parser does not return the end, `valueAt` guesses it from the text. */
  end?: number
}

/**
 * Shows how to quote a value that YAML would drop or read differently.
 * @param text the complete YAML
 * @param reason why YAML reads the value differently, for example `begins with a character that …`
 */
export function needsQuotes(text: string, { start, end }: ValueRange, reason: string): InputProblem {
  const value = end === undefined ? valueAt(text, start) : text.slice(start, end)
  const example = value.length > 60 ? '"…"' : inQuotes(value)
  return new InputProblem(
    `${quoted(value)} ${reason}`,
    `put it in quotes: ${keyBefore(text, start)}${example}`,
  )
}

/** Explains an anchor of a single value. In a filter without an alias, as in `Region: &Co West`, the `&` is text. */
export function scalarAnchor(
  text: string,
  { start: valueStart, end }: Required<ValueRange>,
  { anchor, inFilters }: { anchor: string; inFilters: boolean },
): InputProblem {
  const start = text.lastIndexOf(`&${anchor}`, valueStart)
  const isText = inFilters && !text.includes(`*${anchor}`)
  if (isText || valueStart === end) return needsQuotes(text, { start }, reservedCharacter)
  return new InputProblem(
    `${whereOf(text, start)} has an anchor of a single value: only a mapping or a list may have one`,
    `delete ${quoted(`&${anchor}`)}, and write the value in place of each ${quoted(`*${anchor}`)}`,
  )
}

export const aliasWithoutAnchor = (text: string, start: number, name: string) =>
  new InputProblem(
    `${whereOf(text, start)} has the alias ${quoted(`*${name}`)}, but no line above has its anchor`,
    'write the value itself',
  )

export const mergeProblem = (text: string, start: number) =>
  new InputProblem(
    `${whereOf(text, start)} merges another mapping, which this action does not support`,
    'write the keys of that mapping instead; settings of all targets can be inputs of the step',
  )

/** Explains two numbers in brackets. In Looker's filters, they are an interval. In YAML, they are a list. */
export function ambiguousInterval(text: string, start: number, end: number): InputProblem {
  const value = text.slice(start, end)
  const key = keyBefore(text, start)
  const either = value.replace(/[[\]\s]/g, '')
  return new InputProblem(
    `${quoted(value)} may be an interval or two values`,
    `write ${key}${inQuotes(value)} for the interval, or ${key}${inQuotes(either)} for the two values`,
  )
}

/** Returns the rest of the line. Inside of braces, the value ends at the next comma or brace. */
function valueAt(text: string, start: number): string {
  const line = lineAt(text, start)
  const end = isInBraces(text.slice(0, start)) ? line.slice(1).search(/[,}\]]/) : -1
  const value = end < 0 ? line : line.slice(0, end + 1)
  const comment = value.search(/(?<=\s)#(\s|$)/)
  return (comment < 0 ? value : value.slice(0, comment)).trim()
}

const lineAt = (text: string, start: number): string => text.slice(start).split(/\r?\n/, 1)[0] ?? ''

/** Returns the key before the value, such as `Count: `. Returns an empty text for an item of a list. */
function keyBefore(text: string, start: number): string {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const entry = line.split(/[{,[]\s*|^\s*-\s+/).at(-1) ?? ''
  return /^\s*\S.{0,60}:\s+$/.test(entry) ? `${entry.trim()} ` : ''
}

/** Whether the text ends inside of braces or brackets. Those inside of quotes do not count. */
function isInBraces(before: string): boolean {
  let depth = 0
  const unquoted = before.replace(/"(?:[^"\\\n]|\\.){0,999}"|'[^'\n]{0,999}'/g, '')
  for (const [mark] of unquoted.matchAll(/[{}[\]]/g))
    depth = Math.max(0, depth + (/[{[]/.test(mark) ? 1 : -1))
  return depth > 0
}

/** Explains a syntax error in plain words, without terms of YAML's grammar. */
export function syntaxProblem(text: string, { code, pos: [start], message }: YAMLParseError): InputProblem {
  const line = lineAt(text, start)
  if (code === 'BAD_ALIAS') return needsQuotes(text, { start }, reservedCharacter)
  const withoutComma = commaProblem(text, start)
  if (withoutComma) return withoutComma
  if (/^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(code) && /:(\s|$)/.test(line))
    return /,\s*[^,:\s][^,:]*:\s/.test(line)
      ? new InputProblem(
          `${quoted(line)} contains another key`,
          'write one key per line, or all of them between { and }',
        )
      : needsQuotes(text, { start }, 'has a colon before a space, which begins a mapping')
  const interval = findInterval(text.slice(0, start + line.length))
  if (interval) return needsQuotes(text, interval, 'looks like a list, but is not a list')
  const layout = isInBraces(text.slice(0, start)) ? tabProblem(text, start) : layoutProblem(text, start)
  if (layout) return layout
  if (code === 'UNEXPECTED_TOKEN') {
    const before = text.lastIndexOf('\n', start - 1) + 1
    const [, lead] = /^(.*?[:-]\s+)[*&?|>"'-]/.exec(text.slice(before, start + 1)) ?? []
    if (lead !== undefined) return needsQuotes(text, { start: before + lead.length }, reservedCharacter)
  }
  return unclosedProblem(text, start, message) ?? otherProblem(text, start, { code, message })
}

/** Explains a missing comma: `{ target: dashboards/42 name: a }`. */
function commaProblem(text: string, start: number): InputProblem | undefined {
  if (!isInBraces(text.slice(0, start))) return undefined
  const value = valueAt(text, start)
  const [key] =
    /(?<=\s)(?:name|format|width|height|filters|tiles|theme|except|recursive|ignore):(?=\s)/.exec(value) ?? []
  return key === undefined
    ? undefined
    : new InputProblem(`${quoted(value)} has no comma before ${key}`, `write a comma before ${key}`)
}

const lineNumber = (text: string, start: number) => text.slice(0, start).split('\n').length

const whereOf = (text: string, start: number): string => {
  const begin = text.lastIndexOf('\n', start - 1) + 1
  return `line ${lineNumber(text, start)} (${quoted(lineAt(text, begin).trim())})`
}

/** Explains a quote, brace or bracket without its counterpart. The parser's message names the missing character. */
function unclosedProblem(text: string, start: number, message: string): InputProblem | undefined {
  const [, quote, bracket] = /^Missing closing (["'])|\bend with an? ([\]}])/.exec(message) ?? []
  const opening = quote ?? (bracket && (bracket === '}' ? '{' : '['))
  if (opening === undefined) return undefined
  const line = lineNumber(text, text.lastIndexOf(opening, start))
  const closing = quote ?? bracket
  return new InputProblem(`the ${opening} in line ${line} has no closing ${closing}`, `add the ${closing}`)
}

function otherProblem(
  text: string,
  start: number,
  { code, message }: Pick<YAMLParseError, 'code' | 'message'>,
): InputProblem {
  const number = lineNumber(text, start)
  const line = lineAt(text, text.lastIndexOf('\n', start - 1) + 1)
  if (code === 'MULTIPLE_DOCS')
    return new InputProblem(
      `line ${number} (${quoted(line)}) begins a second YAML document`,
      'delete this line',
    )
  if (code === 'DUPLICATE_KEY') {
    const [key = ''] = lineAt(text, start).split(/:(?:\s|$)/, 1)
    return new InputProblem(`line ${number} sets ${quoted(key)} again`, 'keep one of the two')
  }
  if (code === 'MULTILINE_IMPLICIT_KEY' || code === 'MISSING_CHAR')
    return new InputProblem(
      `line ${number} (${quoted(line)}) has no colon and space after the key`,
      'write it as key: value',
    )
  const [reason = ''] = message.replace(/ at line \d+, column \d+:?/, '').split('\n', 1)
  return new InputProblem(
    `line ${number} (${quoted(line)}) cannot be read: ${oneLine(reason, 200)}`,
    'check its indentation and quotes',
  )
}

/** Explains why a text without quotes continues on the next line. */
export function multilineProblem(text: string, { start, end }: Required<ValueRange>): InputProblem {
  const second = start + text.slice(start, end).search(/\n\s*\S/) + 1
  const layout = lineProblem(text, second)
  if (layout) return layout
  return new InputProblem(
    `${quoted(text.slice(start, end))} continues in line ${lineNumber(text, second)}`,
    'write it on one line, or in quotes',
  )
}

/** Explains a mistake in the line or in the next line, because the parser reports some mistakes one line too early. */
const layoutProblem = (text: string, start: number): InputProblem | undefined => {
  const next = text.indexOf('\n', start) + 1
  return lineProblem(text, start) ?? (next > 0 ? lineProblem(text, next) : undefined)
}

const addressBeginning =
  /^["']?(?:target:|https?:\/\/|\/*(?:embed\/)?(?:dashboards|looks|queries|explore|folders|boards|models)\b)/

function tabProblem(text: string, offset: number): InputProblem | undefined {
  const begin = text.lastIndexOf('\n', offset - 1) + 1
  const line = lineAt(text, begin)
  if (!/^ *\t/.test(line)) return undefined
  return new InputProblem(
    `line ${lineNumber(text, begin)} (${quoted(line.trim())}) is indented by a tab, which YAML does not allow`,
    'indent it by spaces',
  )
}

/** Explains a tab, a missing space after a dash, a missing dash, or a wrong indentation. */
function lineProblem(text: string, offset: number): InputProblem | undefined {
  const begin = text.lastIndexOf('\n', offset - 1) + 1
  const line = lineAt(text, begin)
  const number = lineNumber(text, begin)
  const content = line.trim()
  const where = `line ${number} (${quoted(content)})`
  const tab = tabProblem(text, offset)
  if (tab) return tab
  const above = linesAbove(text, begin)
  if (above.length === 0) return undefined
  const isInList = above.some(({ marker }) => marker > 0)
  if (isInList && /^-[^\s-]/.test(content))
    return new InputProblem(`${where} has no space after its dash`, `write - ${content.slice(1, 200)}`)
  if (isInList && addressBeginning.test(content))
    return new InputProblem(`${where} has no dash`, `write - ${content.slice(0, 200)}`)
  if (!/^-\s|^[^\s:][^:]*:(\s|$)/.test(content)) return undefined
  const indent = line.length - line.trimStart().length
  const [nearest] = above
  if (nearest?.isParent && indent >= nearest.indent + nearest.marker) return undefined
  const columns = above.flatMap(entry =>
    /^-\s/.test(content)
      ? entry.marker > 0
        ? [entry.indent]
        : []
      : entry.hasKey
        ? [entry.indent + entry.marker]
        : [],
  )
  if (columns.length === 0 || columns.includes(indent)) return undefined
  const expected = columns.reduce((best, column) =>
    Math.abs(column - indent) < Math.abs(best - indent) ? column : best,
  )
  return new InputProblem(
    indent === 0
      ? `${where} is not indented like the lines above it`
      : `${where} is indented by ${count(indent, 'space')}, unlike the lines above it`,
    expected === 0 ? 'do not indent it' : `indent it by ${count(expected, 'space')}`,
  )
}

interface LineAbove {
  indent: number
  /** The length of the dash and the spaces after it. 0 for a line without a dash. */
  marker: number
  hasKey: boolean
  /** Whether the line ends with a key, so that its value may be in the next lines. */
  isParent: boolean
}

/** The maximum number of lines to search for the correct indentation. */
const maxLinesAbove = 50

/** Returns the lines above an offset that belong to the same item of the list. The nearest line comes first. */
function linesAbove(text: string, offset: number): LineAbove[] {
  const found: LineAbove[] = []
  const lines = text
    .slice(Math.max(0, offset - 10_000), offset)
    .split(/\r?\n/)
    .slice(-maxLinesAbove - 1)
  for (const line of lines.reverse()) {
    const [, space = '', dash = '', content = ''] = /^( *)(-\s+)?(.*)$/.exec(line) ?? []
    if ((content.trim() === '' && dash === '') || content.startsWith('#')) continue
    found.push({
      indent: space.length,
      marker: dash.length,
      hasKey: /^[^\s:][^:]*:(\s|$)/.test(content),
      isParent: /:\s*(#.*)?$/.test(content),
    })
    if (dash !== '' && space === '') break
  }
  return found
}

/**
 * Finds an interval of Looker, such as `[0, 20)` or `[0,9],[20,29]`. Does not find `[0, 20]`, because it is also a
 * list.
 */
function findInterval(text: string): Required<ValueRange> | undefined {
  // The limits of `\s{0,9}` keep the search from taking quadratic time.
  const one = /(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]/
  const intervals = new RegExp(`${one.source}(?:\\s{0,9},\\s{0,9}${one.source})*`, 'g')
  for (const { 0: found, index } of text.matchAll(intervals))
    if (!/["']/.test(text[index - 1] ?? '') && !/^\[[^),\]]+,[^)\]]+\]$/.test(found))
      return { start: index, end: index + found.length }
  return undefined
}
