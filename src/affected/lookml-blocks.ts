import { addAll } from '../runtime/lists.ts'
import {
  type FieldAlias,
  isNamed,
  type LookmlBlock,
  type LookmlBlocks,
  maxBlocksOfFile,
  type Need,
  type SuggestingField,
  tableUse,
  tooManyBlocks,
  unexpectedKind,
} from './lookml-block.ts'
import { type LookmlValue, Tokenizer, UnreadableLookml, unexpectedToken } from './lookml-tokens.ts'
import { isWritingKey, namesWrittenIn } from './written-tables.ts'
import { isYamlLookml, readYamlBlocks } from './yaml-blocks.ts'

/**
 * Splits LookML into its top-level blocks (https://cloud.google.com/looker/docs/lookml-intro). Accepts more than Looker
 * does. If a text cannot be parsed, returns a `problem` instead of blocks. The time is proportional to the length of
 * the text.
 */
export function readBlocks(text: string): LookmlBlocks {
  if (isYamlLookml(text)) return readYamlBlocks(text)
  try {
    return { blocks: new BlockReader(text).read() }
  } catch (error) {
    if (error instanceof UnreadableLookml) return { blocks: [], problem: error.message }
    throw error
  }
}

/** Keys whose values end with `;;`. The list is from lkml, a Python parser (https://github.com/joshtemple/lkml). */
const expressionKeys = new Set(
  ['', '_always_having', '_always_where', '_create', '_distinct_key', '_end', '_foreign_key', '_latitude']
    .concat('_longitude', '_on', '_preamble', '_start', '_step', '_table_name', '_trigger', '_trigger_value')
    .concat('_where')
    .map(end => `sql${end}`)
    .concat('expression', 'expression_custom_filter', 'html'),
)

/**
 * Keys whose plain values do not count as mentions of blocks. For example, `type: date` does not refer to a view
 * `date`. The value of `suggest_explore` is in `suggesting` instead.
 */
const plainKeys = new Set(
  ['type', 'timeframes', 'intervals', 'label', 'group_label', 'group_item_label', 'view_label', 'description']
    .concat(
      'value_format',
      'hidden',
      'primary_key',
      'relationship',
      'convert_tz',
      'datatype',
      'tags',
      'style',
    )
    .concat('units', 'allow_fill', 'can_filter', 'case_sensitive', 'suggestions', 'suggestable', 'precision')
    .concat('suggest_explore', 'suggest_dimension'),
)
/** Whether a value contains Liquid, constants or references. */
const isComputed = (value: string) => /[{@$]/.test(value)

/** Keys of nested blocks that declare a new name: `dimension: date` does not refer to a view `date`. */
const declaringKeys = new Set(
  [
    'dimension',
    'dimension_group',
    'measure',
    'filter',
    'parameter',
    'set',
    'column',
    'derived_column',
  ].concat('aggregate_table', 'query', 'action', 'link', 'form_param', 'option', 'param', 'when', 'test'),
)

/** Keys whose values Looker expects in quotes. */
const textKeys = new Set(['label', 'group_label', 'group_item_label', 'view_label', 'description'])

const fieldKeys = new Set(['dimension', 'dimension_group', 'measure', 'filter', 'parameter', 'set'])

/**
 * Matches `users.` in `users.id`, but not in `users.SQL_TABLE_NAME`. In a field, `users.id` does not count as a use of
 * the view `users`, because the Explore must join this view, and the join counts. The repetitions are bounded, because
 * a long name would overflow the stack of V8's regular expressions.
 */
const fieldQualifier =
  /(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}\p{N}_]{1,255}\s{0,99}\.(?!\s{0,99}SQL_TABLE_NAME)(?=\s{0,99}[\p{L}_])/giu

/** Matches the header of a view or an Explore. An expression that contains such a header lacks its `;;`. */
const blockHeader =
  /(?:^|[\s}])(?:view|explore)\s{0,9}:{1,9}\s{0,99}\+?\s{0,99}(?:@\{[^{}]{0,99}\}|[^\s:;,{}[\]()$]){1,255}\s{0,99}\{(?![%{])/

/** Matches comments of SQL and LookML that end with their line. They cannot contain a header. */
const lineComments = /(?:--|#)[^\n]*/g

/** The maximum nesting of blocks. LookML itself has at most seven levels. */
const maxNestedBlocks = 100

/** An open block. */
interface Frame {
  key: string
  name: string
  /** Whether the block is a field of a view, or inside of a field. */
  isField: boolean
  /** Whether the texts inside the block may contain names of Explores, as in `explore_source`. */
  namesExplores: boolean
  /** Whether the block names its view with `from` or `view_name`. */
  hasView: boolean
}

const emptyParts = () => ({
  kind: '',
  name: '',
  tokens: [] as string[],
  mentions: [] as string[],
  exploreMentions: [] as string[],
  qualifiers: new Set<string>(),
  needs: [] as Need[],
  strings: [] as string[],
  written: [] as string[],
  suggesting: [] as SuggestingField[],
  aliases: [] as FieldAlias[],
  included: [] as string[],
  isTemplate: false,
})

/** The `include` parameters inside of a block. Looker may apply them like `include` parameters at the top level. */
const includeBlock: LookmlBlock = {
  ...{ kind: 'include', name: '', isRefinement: false, isTemplate: false, tokens: '', mentions: '' },
  ...{ exploreMentions: '', qualifiers: [], needs: [], strings: [], written: [], suggesting: [] },
  aliases: [],
}

const namesExplores = (key: string) => key.includes('explore') || key.startsWith('extend')

class BlockReader {
  readonly #text: string
  readonly #tokens: Tokenizer
  readonly #frames: Frame[] = []
  readonly #blocks: LookmlBlock[] = []
  #current = emptyParts()
  /** The punctuation that Looker may refuse, such as semicolons between statements. */
  #strays = ''

  constructor(text: string) {
    this.#text = text
    this.#tokens = new Tokenizer(text)
  }

  read(): LookmlBlock[] {
    for (;;) {
      const token = this.#tokens.next()
      if (token.type === 'end') break
      if (token.type === '}') this.#close()
      else if ('value' in token) this.#readStatement(token)
      else if (token.type === ',' || token.type === ';') this.#strays += token.type
      else throw unexpectedToken(token)
    }
    if (this.#frames.length > 0) throw new UnreadableLookml('a block in it is not closed')
    this.#finishStrays()
    return this.#blocks
  }

  /**
   * Adds the unexpected characters of the file as a statement, because Looker may refuse the whole file. A statement
   * affects the whole model.
   */
  #finishStrays(): void {
    const encoding = this.#text.isWellFormed() ? '' : 'bytes that are not UTF-8'
    const strays = [this.#strays, ...this.#tokens.unexpected, encoding].join('')
    if (strays === '') return
    this.#current = { ...emptyParts(), kind: unexpectedKind, tokens: [strays] }
    this.#finish()
  }

  /** Reads `key: value`, `key: name { … }` or `key: { … }`. A block stays open until `}`. */
  #readStatement({ type, value: key }: LookmlValue): void {
    const colons = this.#tokens.takeColons(key)
    if (type === 'string' || notInKey.test(key)) this.#strays += key
    if (this.#frames.length === 0) this.#current = { ...emptyParts(), kind: key }
    this.#current.tokens.push(key, ':')
    if (this.#isExpression(key)) this.#noteExpression(key, colons.slice(1) + this.#tokens.expression(key))
    else if (this.#readValue(key) === 'open') return
    if (this.#frames.length === 0) this.#finish()
  }

  #readValue(key: string): 'open' | 'done' {
    const first = this.#tokens.next()
    if (first.type === '{') return this.#open(key, { type: 'word', value: '' })
    if (first.type === '[') {
      this.#readList(key)
      return 'done'
    }
    if (!('value' in first)) throw unexpectedToken(first)
    const value = this.#withSign(first)
    if (this.#tokens.peek().type === '{') {
      this.#tokens.next()
      return this.#open(key, value)
    }
    this.#noteValue(key, value)
    this.#current.tokens.push(tokenOf(value))
    if (this.#frames.length === 0 && isNamed(key)) this.#current.name = value.value
    return 'done'
  }

  /** Joins the `+` of a refinement with its name, because there may be a space between them. */
  #withSign(first: LookmlValue): LookmlValue {
    if (first.value !== '+') return first
    const name = this.#tokens.next()
    if (name.type !== 'word') throw unexpectedToken(name)
    return { type: 'word', value: `+${name.value}` }
  }

  /**
   * If a line ends with `;;`, the value of an unknown `sql…` parameter is an expression. Looker may not know the
   * parameter, and may then refuse the whole file.
   */
  #isExpression(key: string): boolean {
    if (expressionKeys.has(key)) return true
    const isUnknown = key.startsWith('sql') && this.#tokens.hasExpression()
    if (isUnknown) this.#strays += key
    return isUnknown
  }

  #open(key: string, value: LookmlValue): 'open' {
    const name = value.value
    if (value.type === 'string' || notInName.test(withoutConstants(name))) this.#strays += tokenOf(value)
    if (name === '' && (isNamed(key) || key === 'join' || fieldKeys.has(key))) this.#strays += key
    this.#current.tokens.push(name, '{')
    const outer = this.#frames.at(-1)
    if (!outer) this.#current.name = name
    else if (name !== '' && (!declaringKeys.has(key) || isComputed(name)))
      this.#noteValue(key, { type: 'word', value: name })
    const below = outer?.namesExplores === true || (outer !== undefined && namesExplores(key))
    const isField = outer?.isField === true || (this.#current.kind === 'view' && fieldKeys.has(key))
    if (this.#frames.length === maxNestedBlocks)
      throw new UnreadableLookml('its blocks are nested too deeply')
    this.#frames.push({ key, name, isField, namesExplores: below, hasView: false })
    return 'open'
  }

  #close(): void {
    const frame = this.#frames.pop()
    if (!frame) throw new UnreadableLookml('it has a closing brace without an opening brace')
    const { kind, tokens, needs, isTemplate } = this.#current
    tokens.push('}')
    const showsView = kind === 'explore' && !frame.hasView && !frame.name.startsWith('+')
    const isShown = frame.key === 'join' || (this.#frames.length === 0 && !isTemplate)
    if (showsView && isShown && frame.name !== '') needs.push({ kind: 'view', name: frame.name })
    if (this.#frames.length === 0) this.#finish()
  }

  #finish(): void {
    const { kind, name, tokens, mentions, exploreMentions, needs, isTemplate, ...others } = this.#current
    const { qualifiers, strings, written, suggesting, aliases, included } = others
    const glued = this.#tokens.takeGluedTexts()
    addAll(tokens, glued)
    addAll(mentions, glued)
    const isRefinement = name.startsWith('+')
    const own = isRefinement ? name.slice(1) : name
    const isRefined = isRefinement && (kind === 'view' || kind === 'explore')
    if (this.#blocks.length === maxBlocksOfFile) throw new UnreadableLookml(tooManyBlocks)
    this.#blocks.push({
      kind,
      name: own,
      isRefinement,
      isTemplate,
      tokens: tokens.join('\n'),
      mentions: mentions.join('\n'),
      exploreMentions: exploreMentions.join('\n'),
      qualifiers: [...qualifiers],
      needs: isRefined ? [...needs, { kind, name: own }] : needs,
      strings: kind === 'view' || kind === 'explore' ? [] : strings,
      written,
      suggesting,
      aliases,
    })
    if (included.length > 0) this.#blocks.push({ ...includeBlock, strings: included })
  }

  /** Looker may refuse a list unless all items are values, or all are pairs, as in `filters: [status: "complete"]`. */
  #readList(key: string): void {
    const { tokens } = this.#current
    tokens.push('[')
    const shapes = new Set<string>()
    let shape = ''
    let depth = 1
    while (depth > 0) {
      const token = this.#tokens.next()
      tokens.push('value' in token ? tokenOf(token) : token.type)
      if ('value' in token) {
        this.#noteValue(key, token)
        shape += token.type
        continue
      }
      if (token.type === 'end') throw new UnreadableLookml('a list in it is not closed')
      if (/[{};]/.test(token.type)) throw unexpectedToken(token)
      if (token.type === '[') depth += 1
      else if (token.type === ']') depth -= 1
      if (token.type !== ',' && depth > 0) shape += token.type
      else if (token.type === ',' || shape !== '') {
        shapes.add(shape.replace(/string$/, 'word'))
        shape = ''
      }
    }
    const isUsual = shapes.size <= 1 && [...shapes].every(one => one === 'word' || one === 'word:word')
    if (!isUsual) this.#strays += [...shapes].join()
  }

  #noteExpression(key: string, value: string): void {
    if (blockHeader.test(value.replace(lineComments, '')))
      throw new UnreadableLookml('an expression in it does not end with ;;')
    const { tokens, mentions, exploreMentions, needs, written } = this.#current
    tokens.push(value, ';;')
    mentions.push(this.#mentionIn(value))
    if (this.#frames.at(-1)?.namesExplores) exploreMentions.push(value)
    for (const [, name = ''] of value.matchAll(tableUse)) needs.push({ kind: 'view', name })
    if (isWritingKey(key)) addAll(written, namesWrittenIn(value))
  }

  #mentionIn(value: string): string {
    if (!this.#frames.at(-1)?.isField) return value
    return value.replace(fieldQualifier, match => {
      this.#current.qualifiers.add(match.replace(/\s*\.$/, ''))
      return ''
    })
  }

  /** Notes a value that may name a file. */
  #noteString(key: string, { type, value }: LookmlValue): void {
    const { kind, strings, included, written } = this.#current
    const isUnquotedPath = type === 'word' && (key === 'file' || /[./]/.test(value))
    const unquoted = value.replace(/^'|'$/g, '')
    if (kind === 'include' || (kind !== 'constant' && isUnquotedPath)) strings.push(unquoted)
    else if (kind === 'constant' ? key === 'value' : type === 'string') strings.push(value)
    if (kind === 'constant' && key === 'value') addAll(written, namesWrittenIn(value))
    if (this.#frames.length > 0 && key === 'include') included.push(unquoted)
  }

  #noteValue(key: string, { type, value }: LookmlValue): void {
    const { kind, mentions, exploreMentions, needs } = this.#current
    const frame = this.#frames.at(-1)
    this.#noteString(key, { type, value })
    if (type === 'word' && notInValue.test(withoutConstants(value))) this.#strays += value
    if (type === 'word' && textKeys.has(key) && withoutConstants(value) !== '') this.#strays += value
    const field = frame?.name ?? ''
    if (key === 'suggest_explore') this.#current.suggesting.push({ field, explore: value })
    if (key === 'alias') this.#current.aliases.push({ field, alias: value })
    if (plainKeys.has(key) && !isComputed(value)) return
    mentions.push(key === calendarKey ? value : this.#mentionIn(value))
    if (namesExplores(key) || frame?.namesExplores) exploreMentions.push(value)
    if (frame && key === 'extension') this.#current.isTemplate = true
    if (frame && (key === 'from' || key === 'view_name')) frame.hasView = true
    const needed = neededKind(key, kind)
    const name = key === calendarKey ? value.replace(/\..*/s, '') : value
    if (needed && /^(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_.-]|@\{[^{}]*\})+$/u.test(name))
      needs.push({ kind: needed, name })
  }
}

/** Match characters that Looker may refuse in keys, and in names and values without quotes. */
const notInKey = /\W/
const notInName = /[^\p{L}\p{M}\p{N}_+]/u
const notInValue = /[^\p{L}\p{M}\p{N}_.*+-]/u
const withoutConstants = (text: string) => text.replace(/@\{[^{}]*\}/g, '')

const tokenOf = ({ type, value }: LookmlValue) => (type === 'string' ? JSON.stringify(value) : value)

/** A parameter that names a view, which no Explore has to join (https://cloud.google.com/looker/docs/custom-calendars). */
const calendarKey = 'based_on_calendar'

/** Returns the kind of block that the parameter's value names, if any. */
function neededKind(key: string, kind: string): Need['kind'] | undefined {
  if (key === 'explore_source') return 'explore'
  if (key === calendarKey) return 'view'
  if ((key === 'extends' || key === 'extends__all') && (kind === 'view' || kind === 'explore')) return kind
  return kind === 'explore' && (key === 'from' || key === 'view_name') ? 'view' : undefined
}
