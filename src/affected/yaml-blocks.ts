import { uncertain } from './includes.ts'
import {
  aliasesInText,
  isNamed,
  type LookmlBlock,
  type LookmlBlocks,
  type Need,
  tableUse,
} from './lookml-block.ts'
import { problemOfList } from './lookml-dashboards.ts'
import { layoutEnd } from './lookml-tokens.ts'
import { hasWritingKey, namesWrittenIn } from './written-tables.ts'

/**
 * Whether a text is LookML from before 2016: YAML in which `- view: orders` at the start of a line begins a block.
 * Looker still accepts this form, but no longer documents it.
 */
export function isYamlLookml(text: string): boolean {
  const start = layoutEnd(text, 0)
  return /^-\s/.test(text.slice(start, start + 2))
}

export function readYamlBlocks(text: string): LookmlBlocks {
  // Empty lines and comments at the start belong to no block.
  const layout = text.slice(0, layoutEnd(text, 0))
  const start = Math.max(...['\n', '\r', '\uFEFF'].map(end => layout.lastIndexOf(end))) + 1
  const lines = text.slice(start).split(/\r\n|\r|\n/)
  const starts = lines.flatMap((line, index) => (line.startsWith('- ') ? [index] : []))
  const isCut = starts[0] === 0 && lines.every(line => isEmptyLine(line) || /^(?:- |\s|-$)/.test(line))
  if (!isCut) return { blocks: [], problem: 'it is YAML whose blocks do not begin at the start of a line' }
  if (lines.some(hasAnchor)) return { blocks: [], problem: 'it is YAML with anchors or aliases' }
  const problem = problemOfList(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  if (problem !== undefined) return { blocks: [], problem: `it is YAML, and ${problem}` }
  const blocks: LookmlBlock[] = []
  for (const [index, start] of starts.entries()) {
    const block = readBlock(withoutEmptyLines(lines.slice(start, starts[index + 1])))
    if (!block) return { blocks: [], problem: 'it is YAML with a block that has no plain name' }
    blocks.push(block)
  }
  return { blocks }
}

/** A tab at the start of a line is not empty, because YAML may refuse it. */
const isEmptyLine = (line: string) => /^ *(?:#|$)/.test(line)

/**
 * Whether a line defines an anchor (`&name`) or refers to an anchor (`*name`). The anchor's text may be in a different
 * block.
 */
const hasAnchor = (line: string) =>
  !isEmptyLine(line) && /(?:[:-]\s{1,99}|[[,{]\s{0,99})[&*][\w.-]/.test(line)

/**
 * Removes comments and empty lines, unless the block has a text of several lines. In such a block, these lines may
 * belong to the text, such as `#standardSQL` in SQL.
 */
function withoutEmptyLines(lines: readonly string[]): readonly string[] {
  const hasLongText = lines.some(
    line =>
      isContinuation(line) ||
      /[|>][-+\d]{0,3}\s*(?:#.*)?$/.test(line) ||
      [/"/g, /'/g].some(quote => (line.match(quote)?.length ?? 0) % 2 === 1),
  )
  return hasLongText ? lines : lines.filter(line => !isEmptyLine(line))
}

/** Whether the line has no key and no list item. Such a line continues an unquoted text. */
const isContinuation = (line: string) =>
  !isEmptyLine(line) && !/^\s*(?:-(?:\s|$)|["']?[^\s:"']{1,255}["']?\s*:(?:\s|$))/.test(line)

const nameKey = /^ {1,4}["']?(?:view|explore)["']?\s*:/
const anyKey = /^ {1,4}["']?\w{1,99}["']?\s*:/

function readBlock(lines: readonly string[]): LookmlBlock | undefined {
  const [, kind = '', value = ''] =
    /^-\s+["']?([^\s:"']+)["']?\s*:\s*(.*)$/.exec(lines[0]?.trimEnd() ?? '') ?? []
  const tokens = lines.join('\n')
  const text = {
    tokens,
    mentions: tokens,
    exploreMentions: tokens,
    qualifiers: [],
    isTemplate: /^[ \t]{1,99}extension:/m.test(tokens),
    written: hasWritingKey(tokens) ? namesWrittenIn(tokens) : [],
    suggesting: [],
    aliases: aliasesInText(tokens),
  }
  if (!isNamed(kind)) {
    // The keys of a view may have any order, so its name may be on a later line. Other keys after `include` or `label`
    // may be statements.
    const otherKey = /^(?:include|label)$/.test(kind) ? anyKey : nameKey
    if (lines.some(line => otherKey.test(line))) return undefined
    const values = lines.flatMap(valuesIn)
    const strings = kind === 'include' && !isClear(lines) ? values.map(one => `${uncertain}${one}`) : values
    return { ...text, kind, name: '', isRefinement: false, needs: [], strings }
  }
  const [, sign, name] = /^["']?(\+?)\s*([\p{L}\p{M}\p{N}_@{}-]+)["']?(?:\s+#.*)?$/u.exec(value) ?? []
  if (name === undefined) return undefined
  return {
    ...{ ...text, kind, name, isRefinement: sign === '+', strings: [] },
    needs: needsOf(kind, name, lines),
  }
}

/**
 * Returns the views and Explores that a block needs. The name of a join counts as a view. If the name is an alias, the
 * only effect is an unnecessary request to Looker.
 */
function needsOf(kind: Need['kind'], own: string, lines: readonly string[]): Need[] {
  const needs = [...lines.join('\n').matchAll(tableUse)].map(
    ([, name = '']): Need => ({ kind: 'view', name }),
  )
  for (const line of lines.slice(1)) {
    const [, key = ''] = /^[\s-]*([\w]+)\s*:/.exec(line) ?? []
    const needed = neededKinds.get(key) ?? (key === 'extends' ? kind : undefined)
    if (needed) for (const name of valuesIn(line)) needs.push({ kind: needed, name })
  }
  if (kind === 'explore') needs.push({ kind: 'view', name: own })
  return needs.filter(({ name }) => /^[\p{L}\p{M}\p{N}_]+$/u.test(name))
}

const neededKinds = new Map<string, Need['kind']>([
  ['join', 'view'],
  ['from', 'view'],
  ['view', 'view'],
  ['view_name', 'view'],
  ['explore_source', 'explore'],
])

/**
 * Whether an `include` certainly has the values that `valuesIn` reads. In YAML, a quote at the end of `views/*"` is a
 * part of the pattern.
 */
const isClear = (lines: readonly string[]) =>
  lines.every((line, index) => {
    const text = line.replace(/(?:^|\s)#.*/, '').trim()
    const start = index === 0 ? /^-\s+\S+\s*:/ : /^-\s/
    if (text === '' || !start.test(text)) return text === ''
    const value = text.replace(start, '').trim()
    const items = /^\[.*\]$/.test(value) ? value.slice(1, -1).split(',') : [value]
    return items.every(item => clearValue.test(item.trim()))
  })

const clearValue = /^(?:"[^"\\]*"|'[^']*'|[^"'\\,[\]{|>][^"'\\,[\]]*)?$/

/** Reads the values of a line, without quotes and comments: `include: ["a", b] # all`. */
function valuesIn(line: string): string[] {
  const values: string[] = []
  const rest = line.replace(/^[\s\uFEFF-]*/, '').replace(/^["']?[\w-]+["']?\s*:(?:\s+|$)/, '')
  for (const [, double, single, plain] of rest.matchAll(/"([^"]*)"|'([^']*)'|([^\s,[\]"'][^,[\]"']*)/g)) {
    const value = double ?? single ?? plain?.replace(/(?:^|\s)#.*/, '').trim() ?? ''
    if (value !== '') values.push(value)
    if (plain !== undefined && /(?:^|\s)#/.test(plain)) break
  }
  return values
}
