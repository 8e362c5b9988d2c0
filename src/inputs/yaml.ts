import {
  type Alias,
  CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { withThousands } from '../runtime/text.ts'
import { boundedTokens } from '../runtime/yaml-tokens.ts'
import { InputProblem, quoted } from './problem.ts'
import {
  aliasWithoutAnchor,
  ambiguousInterval,
  cutByComment,
  isGluedComment,
  mergeProblem,
  multilineProblem,
  needsQuotes,
  reservedCharacter,
  scalarAnchor,
  syntaxProblem,
} from './yaml-problems.ts'

/** YAML in which every scalar keeps its original text, for example `007` or `no`. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml } | null

/**
 * The input that contains the YAML. In `filters`, all mappings are filters. In `targets`, only the values of the key
 * `filters` are filters.
 */
type YamlPlace = 'filters' | 'targets'

/**
 * Reads YAML as text, with each value exactly as written. If YAML would change a value, or drop a tag, an anchor or a
 * comment in the value, throws a problem that shows how to quote the value.
 * @throws InputProblem
 */
export function readYaml(text: string, place: YamlPlace): Yaml {
  if (text.length > maxInputYamlLength)
    throw new InputProblem(
      `the YAML has ${withThousands(text.length)} characters`,
      `shorten it to ${withThousands(maxInputYamlLength)}, or write one target per line`,
    )
  refuseTokens(text)
  const { errors, contents } = parseDocument(text, {
    schema: 'failsafe',
    // Pretty errors repeat the line for each error, but only the first error is needed.
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = errors
  if (error) throw syntaxProblem(text, error)
  return toYaml(contents, {
    text,
    anchors: new Map(),
    inFilters: place === 'filters',
    depth: 0,
    count: { nodes: 0 },
  })
}

/** The maximum number of characters, which is enough for 5,000 targets with a few settings. */
const maxInputYamlLength = 250_000

/**
 * Refuses tokens that would silently drop a part of a value (a tag, a directive, an accidental comment). Also refuses
 * deep nesting, which could overflow the stack of the recursive parser.
 */
function refuseTokens(text: string): void {
  /** The offset of the value in the current line. */
  let value: number | undefined
  for (const { type, source, offset } of readTokens(text)) {
    if (type === 'map-value-ind' || type === 'newline') value = undefined
    if (isScalarToken(type)) value ??= offset
    if (isReserved(type, source)) throw needsQuotes(text, { start: offset }, reservedCharacter)
    if (type === 'comment' && isAccidentalComment(text, offset))
      throw accidentalComment(text, value ?? offset, offset)
  }
}

/** Explains a `#` in an address. Quotes would not help, because in an address, `#` begins the fragment. */
const accidentalComment = (text: string, start: number, mark: number) =>
  text.slice(start, mark).includes('?')
    ? new InputProblem(`${quoted(text.slice(start, mark))} ${cutByComment}`, 'write the # as %23')
    : needsQuotes(text, { start }, cutByComment)

interface YamlToken {
  type: string
  source: string
  offset: number
}

/** The maximum depth of the parser's stack. A list of mappings with lists has a depth of ten. */
const maxParserStack = 50

function* readTokens(text: string): Generator<YamlToken> {
  const parser = new Parser()
  let offset = 0
  let isPlain = false
  const refuse = (excess: string) =>
    new InputProblem(`the YAML has ${excess}`, 'shorten it, or write one target per line')
  for (const source of boundedTokens(text, refuse)) {
    for (const _ of parser.next(source)) {
      // The parser runs only for the depth of its stack. Its nodes are not used.
    }
    if (parser.stack.length > maxParserStack)
      throw new InputProblem('the YAML is nested too deeply', 'write a list of targets and mappings')
    const type = isPlain ? 'scalar' : (CST.tokenType(source) ?? 'error')
    // After this mark, the lexer returns a plain text, which may look like any token.
    isPlain = source === CST.SCALAR
    if (isPlain || source === CST.DOCUMENT || source === CST.FLOW_END) continue
    yield { type, source, offset }
    offset += source.length
  }
}

const isScalarToken = (type: string) => /^(scalar|(single|double)-quoted-scalar)$/.test(type)

function isReserved(type: string, source: string): boolean {
  if (type === 'block-scalar-header') return !/^[|>]([-+]?[1-9]?|[1-9][-+])$/.test(source)
  return type === 'tag' || type === 'directive-line' || (type === 'scalar' && /^[%@`]/.test(source))
}

/** Whether a value precedes a `#` and no space follows it, as in `Store: Store #12`. */
function isAccidentalComment(text: string, offset: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset)
  return /[?:]/.test(before) && isGluedComment(text, offset)
}

interface Walk {
  text: string
  /** The mappings and lists that aliases refer to. */
  anchors: Map<string, Node>
  inFilters: boolean
  depth: number
  /** All recursive calls share this counter of visited nodes. */
  count: { nodes: number }
}

/**
 * The maximum number of nodes. A list of hundreds of targets has some thousands of nodes, but a few nested aliases can
 * expand to millions.
 */
const maxNodes = 100_000
/** Only an alias inside of its own node reaches this depth, because `maxParserStack` limits the nesting of the text. */
const maxAliasDepth = 60
const withoutAliases = 'write it without aliases'

function toYaml(node: unknown, walk: Walk): Yaml {
  walk.count.nodes += 1
  if (walk.depth > maxAliasDepth)
    throw new InputProblem('the YAML contains an alias to itself', withoutAliases)
  if (walk.count.nodes > maxNodes)
    throw new InputProblem('the aliases of the YAML expand to too many values', withoutAliases)
  const inner = { ...walk, depth: walk.depth + 1 }
  if (isAlias(node)) return toYaml(resolveAlias(node, walk), inner)
  if (isScalar(node)) return readScalar(node, walk)
  if (isMap(node) && node.anchor) walk.anchors.set(node.anchor, node)
  if (isMap(node)) return Object.fromEntries(readPairs(node, inner))
  if (isSeq(node) && node.anchor) walk.anchors.set(node.anchor, node)
  return isSeq(node) ? readItems(node, inner) : null
}

/**
 * Resolves an alias to its mapping or list. In filters, an alias without an anchor needs quotes, because the user means
 * `*x` as text.
 */
function resolveAlias(alias: Alias, { text, anchors, inFilters }: Walk): Node {
  const node = anchors.get(alias.source)
  if (node) return node
  const start = startOf(alias)
  throw inFilters
    ? needsQuotes(text, { start }, reservedCharacter)
    : aliasWithoutAnchor(text, start, alias.source)
}

function readScalar(scalar: Scalar, { text, inFilters }: Walk): string {
  const [start, end] = [startOf(scalar), endOf(scalar)]
  if (scalar.anchor) throw scalarAnchor(text, { start, end }, { anchor: scalar.anchor, inFilters })
  const value = String(scalar.value ?? '')
  if (scalar.type?.startsWith('BLOCK') && value.trim() === '')
    throw needsQuotes(text, { start }, reservedCharacter)
  if (inFilters && isGluedComment(text, end)) throw needsQuotes(text, { start }, cutByComment)
  if (inFilters && text.slice(start, end).trimEnd().includes('\n'))
    throw new InputProblem(
      `${quoted(value)} is on more than one line`,
      'write the filter on one line, in quotes',
    )
  if (scalar.type === 'PLAIN' && /\n\s*\S/.test(text.slice(start, end)))
    throw multilineProblem(text, { start, end })
  return value
}

function readPairs({ items }: YAMLMap, walk: Walk): [string, Yaml][] {
  return items.map(({ key, value }, index) => {
    if (!isScalar(key))
      throw new InputProblem('the YAML has a key that is not a string', 'put the key in quotes')
    const name = readScalar(key, { ...walk, inFilters: true })
    if (name === '<<' && key.type === 'PLAIN') throw mergeProblem(walk.text, startOf(key))
    if (value === null) throw withoutColon(key, items[index - 1]?.value, walk)
    const inFilters = walk.inFilters || (name === 'filters' && (isMap(value) || isSeq(value)))
    return [name, toYaml(value, { ...walk, inFilters })]
  })
}

/** Explains a key without a value. For example, YAML reads `{ Count: (0, 20) }` as two keys. */
function withoutColon(key: Scalar, previous: unknown, { text }: Walk): InputProblem {
  if (isScalar(previous))
    return needsQuotes(
      text,
      { start: startOf(previous), end: endOf(key) },
      'has a comma, which ends a value between braces',
    )
  return new InputProblem(
    `${quoted(String(key.value))} has no value`,
    'write a colon and a space after it, then the value',
  )
}

function readItems(list: YAMLSeq, walk: Walk): Yaml[] {
  const [start, end] = [startOf(list), endOf(list)]
  if (walk.inFilters && isInterval(list, walk.text.slice(start, end)))
    throw ambiguousInterval(walk.text, start, end)
  return list.items.map(item => toYaml(item, walk))
}

const isInterval = ({ flow, items }: YAMLSeq, source: string) =>
  flow && items.length > 0 && items.every(isBareNumber) && source.split(',').length === 2

const isBareNumber = (item: unknown) =>
  isScalar(item) && item.type === 'PLAIN' && /^[-+]?(inf|\d[\d_]*\.?\d*|\.\d+)$/i.test(String(item.value))

const startOf = ({ range }: Node) => range?.[0] ?? 0
const endOf = ({ range }: Node) => range?.[1] ?? 0
