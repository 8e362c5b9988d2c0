/*
 * Cuts LookML into its top-level blocks (https://cloud.google.com/looker/docs/lookml-intro). This is no validator: it
 * accepts more than Looker does. Text that it cannot follow is a problem of the whole file, so that nothing in it is
 * overlooked. Its time grows linearly with the text.
 */

import {
  isNamed,
  type LookmlBlock,
  type LookmlBlocks,
  maxBlocksOfFile,
  type Need,
  tableUse,
  tooManyBlocks,
} from './lookml-block.ts'
import { type LookmlValue, Tokenizer, UnreadableLookml, unexpectedToken } from './lookml-tokens.ts'
import { isYamlLookml, readYamlBlocks } from './yaml-blocks.ts'

export function readBlocks(text: string): LookmlBlocks {
  if (isYamlLookml(text)) return readYamlBlocks(text)
  try {
    return { blocks: new BlockReader(text).read() }
  } catch (error) {
    if (error instanceof UnreadableLookml) return { blocks: [], problem: error.message }
    throw error
  }
}

/** Values that end with `;;`. From lkml, the Python parser (https://github.com/joshtemple/lkml). */
const expressionKeys = new Set(
  ['', '_always_having', '_always_where', '_create', '_distinct_key', '_end', '_foreign_key', '_latitude']
    .concat('_longitude', '_on', '_preamble', '_start', '_step', '_table_name', '_trigger', '_trigger_value')
    .concat('_where')
    .map(end => `sql${end}`)
    .concat('expression', 'expression_custom_filter', 'html'),
)

/**
 * Values that name nothing that a picture shows, unless they are computed: `type: date` does not name a view `date`, and
 * suggestions are asked for when a person opens a filter.
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
/** Liquid, constants and references in a value. */
const isComputed = (value: string) => /[{@$]/.test(value)

/** Blocks inside a view or an Explore whose names are new: `dimension: date` does not name a view `date`. */
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

/** Blocks of a view that are its fields, or lists of fields. */
const fieldKeys = new Set(['dimension', 'dimension_group', 'measure', 'filter', 'parameter', 'set'])

/**
 * `users.` of `users.id`, but not of `users.SQL_TABLE_NAME`. A field can use the fields of a view only if the Explore joins
 * that view, so that the Explore names it. Bounded, because a long name would use up the stack of V8's regular expressions;
 * what is longer stays, and counts as a mention.
 */
const fieldQualifier =
  /(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}\p{N}_]{1,255}\s{0,99}\.(?!\s{0,99}SQL_TABLE_NAME)(?=\s{0,99}[\p{L}_])/giu

/** Blocks within blocks. LookML has no more than seven. */
const maxNestedBlocks = 100

/** A block that is open. */
interface Frame {
  key: string
  name: string
  /** Whether it is a field of a view, or in one. */
  isField: boolean
  /** Everything below `explore_source` may name Explores. */
  namesExplores: boolean
  /** Whether a parameter names the view that the Explore or the join shows. */
  hasView: boolean
}

/** A block while it is read. */
const emptyParts = () => ({
  kind: '',
  name: '',
  tokens: [] as string[],
  mentions: [] as string[],
  exploreMentions: [] as string[],
  needs: [] as Need[],
  strings: [] as string[],
  isTemplate: false,
})

const namesExplores = (key: string) => key.includes('explore') || key.startsWith('extend')

class BlockReader {
  readonly #tokens: Tokenizer
  readonly #frames: Frame[] = []
  readonly #blocks: LookmlBlock[] = []
  #current = emptyParts()

  constructor(text: string) {
    this.#tokens = new Tokenizer(text)
  }

  read(): LookmlBlock[] {
    for (;;) {
      const token = this.#tokens.next()
      if (token.type === 'end') break
      if (token.type === '}') this.#close()
      else if ('value' in token) this.#readStatement(token.value)
      // Stray commas and semicolons separate statements.
      else if (token.type !== ',' && token.type !== ';') throw unexpectedToken(token)
    }
    if (this.#frames.length > 0) throw new UnreadableLookml('a block in it is not closed')
    return this.#blocks
  }

  /** `key: value`, `key: name { … }` or `key: { … }`; a block stays open. */
  #readStatement(key: string): void {
    this.#tokens.skipColons(key)
    if (this.#frames.length === 0) this.#current = { ...emptyParts(), kind: key }
    this.#current.tokens.push(key, ':')
    if (this.#isExpression(key)) this.#noteExpression(this.#tokens.expression(key))
    else if (this.#readValue(key) === 'open') return
    if (this.#frames.length === 0) this.#finish()
  }

  #readValue(key: string): 'open' | 'done' {
    const first = this.#tokens.next()
    if (first.type === '{') return this.#open(key, '')
    if (first.type === '[') {
      this.#readList(key)
      return 'done'
    }
    if (!('value' in first)) throw unexpectedToken(first)
    const value = this.#withSign(first)
    if (this.#tokens.peek().type === '{') {
      this.#tokens.next()
      return this.#open(key, value.value)
    }
    this.#noteValue(key, value)
    this.#current.tokens.push(value.type === 'string' ? JSON.stringify(value.value) : value.value)
    if (this.#frames.length === 0 && isNamed(key)) this.#current.name = value.value
    return 'done'
  }

  /** There may be a space between the `+` of a refinement and the name. */
  #withSign(first: LookmlValue): LookmlValue {
    if (first.value !== '+') return first
    const name = this.#tokens.next()
    if (name.type !== 'word') throw unexpectedToken(name)
    return { type: 'word', value: `+${name.value}` }
  }

  #isExpression(key: string): boolean {
    // A parameter that is not known here: its value is an expression if its line ends one.
    return expressionKeys.has(key) || (key.startsWith('sql') && this.#tokens.hasExpression())
  }

  #open(key: string, name: string): 'open' {
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
    if (!frame) throw new UnreadableLookml('a brace in it closes nothing')
    const { kind, tokens, needs, isTemplate } = this.#current
    tokens.push('}')
    const showsView = kind === 'explore' && !frame.hasView && !frame.name.startsWith('+')
    const isShown = frame.key === 'join' || (this.#frames.length === 0 && !isTemplate)
    if (showsView && isShown && frame.name !== '') needs.push({ kind: 'view', name: frame.name })
    if (this.#frames.length === 0) this.#finish()
  }

  #finish(): void {
    const { kind, name, tokens, mentions, exploreMentions, needs, strings } = this.#current
    const isRefinement = name.startsWith('+')
    const own = isRefinement ? name.slice(1) : name
    const isRefined = isRefinement && (kind === 'view' || kind === 'explore')
    if (this.#blocks.length === maxBlocksOfFile) throw new UnreadableLookml(tooManyBlocks)
    this.#blocks.push({
      kind,
      name: own,
      isRefinement,
      tokens: tokens.join('\n'),
      mentions: mentions.join('\n'),
      exploreMentions: exploreMentions.join('\n'),
      needs: isRefined ? [...needs, { kind, name: own }] : needs,
      strings: kind === 'view' || kind === 'explore' ? [] : strings,
    })
  }

  #readList(key: string): void {
    const { tokens } = this.#current
    tokens.push('[')
    const closing: string[] = [']']
    while (closing.length > 0) {
      const token = this.#tokens.next()
      if ('value' in token) {
        tokens.push(token.type === 'string' ? JSON.stringify(token.value) : token.value)
        this.#noteValue(key, token)
        continue
      }
      tokens.push(token.type)
      if (token.type === 'end') throw new UnreadableLookml('a list in it is not closed')
      if (token.type === '[') closing.push(']')
      else if (token.type === '{') closing.push('}')
      else if (token.type === closing.at(-1)) closing.pop()
      else if (token.type === ']' || token.type === '}') throw unexpectedToken(token)
    }
  }

  #noteExpression(value: string): void {
    const { tokens, mentions, exploreMentions, needs } = this.#current
    tokens.push(value, ';;')
    mentions.push(this.#mentionIn(value))
    if (this.#frames.at(-1)?.namesExplores) exploreMentions.push(value)
    for (const [, name = ''] of value.matchAll(tableUse)) needs.push({ kind: 'view', name })
  }

  #mentionIn(value: string): string {
    return this.#frames.at(-1)?.isField ? value.replace(fieldQualifier, '') : value
  }

  /** Records the names in the value. */
  #noteValue(key: string, { type, value }: LookmlValue): void {
    const { kind, mentions, exploreMentions, needs, strings } = this.#current
    const frame = this.#frames.at(-1)
    if (kind === 'constant' ? key === 'value' : type === 'string' || kind === 'include') strings.push(value)
    if (plainKeys.has(key) && !isComputed(value)) return
    mentions.push(this.#mentionIn(value))
    if (namesExplores(key) || frame?.namesExplores) exploreMentions.push(value)
    if (frame && key === 'extension') this.#current.isTemplate = true
    if (frame && (key === 'from' || key === 'view_name')) frame.hasView = true
    const needed = neededKind(key, kind)
    if (needed && /^(?:[\p{L}\p{M}\p{N}_]|@\{[^{}]*\})+$/u.test(value))
      needs.push({ kind: needed, name: value })
  }
}

/** Which kind of block a parameter's value has to be the name of. */
function neededKind(key: string, kind: string): Need['kind'] | undefined {
  if (key === 'explore_source') return 'explore'
  if ((key === 'extends' || key === 'extends__all') && (kind === 'view' || kind === 'explore')) return kind
  return kind === 'explore' && (key === 'from' || key === 'view_name') ? 'view' : undefined
}
