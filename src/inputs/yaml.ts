import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { InputProblem, quoted } from './problem.ts'
import { ambiguousInterval, cutByComment, gluedComment, keptForYaml, needsQuotes } from './yaml-quotes.ts'
import { refuseTokens, syntaxProblem } from './yaml-syntax.ts'

/** What YAML holds when every scalar is kept as the text that was written (`007` stays `007`, `no` stays `no`). */
export type Yaml = string | Yaml[] | { [key: string]: Yaml } | null

/** What a text is: the filters themselves, or a list of targets, whose mappings have filters below that key. */
export type YamlPlace = 'filters' | 'targets'

/**
 * Reads YAML as text. What YAML would swallow (a tag, an anchor, a comment in a value) or take for something else is a
 * problem that shows how to quote it: a value is read letter by letter, or not at all.
 * @throws InputProblem
 */
export function parseYaml(text: string, place: YamlPlace): Yaml {
  refuseTokens(text)
  const { errors, contents } = parseDocument(text, {
    schema: 'failsafe',
    prettyErrors: true,
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

interface Walk {
  text: string
  /** Mappings and lists that aliases stand for. */
  anchors: Map<string, Node>
  inFilters: boolean
  depth: number
  /** Shared by all of a walk. */
  count: { nodes: number }
}

/** A list of hundreds of targets has some thousands; what a few aliases stand for may be millions. */
const maxNodes = 100_000
/** Deeper than a text may be nested: an alias stands inside of what it stands for. */
const maxDepth = 60
const withoutAliases = 'write it without aliases'

function toYaml(node: unknown, walk: Walk): Yaml {
  walk.count.nodes += 1
  if (walk.depth > maxDepth) throw new InputProblem('the YAML holds itself', withoutAliases)
  if (walk.count.nodes > maxNodes)
    throw new InputProblem('the YAML cannot be read: its aliases stand for too much', withoutAliases)
  const inner = { ...walk, depth: walk.depth + 1 }
  if (isAlias(node)) return toYaml(resolveAlias(node, walk), inner)
  if (isScalar(node)) return readScalar(node, walk)
  if (isMap(node) && node.anchor) walk.anchors.set(node.anchor, node)
  if (isMap(node)) return Object.fromEntries(readPairs(node, inner))
  if (isSeq(node) && node.anchor) walk.anchors.set(node.anchor, node)
  return isSeq(node) ? readItems(node, inner) : null
}

/** An alias stands for a mapping or a list; `*x*` in place of a text is that text. */
function resolveAlias(alias: Alias, { text, anchors }: Walk): Node {
  const node = anchors.get(alias.source)
  if (node) return node
  throw needsQuotes(text, startOf(alias), keptForYaml)
}

function readScalar(scalar: Scalar, { text, inFilters }: Walk): string {
  const start = startOf(scalar)
  if (scalar.anchor) throw needsQuotes(text, text.lastIndexOf(`&${scalar.anchor}`, start), keptForYaml)
  const value = String(scalar.value ?? '')
  if (scalar.type?.startsWith('BLOCK') && value.trim() === '') throw needsQuotes(text, start, keptForYaml)
  const line = text.slice(endOf(scalar)).split('\n', 1)[0] ?? ''
  if (inFilters && gluedComment.test(line)) throw needsQuotes(text, start, cutByComment)
  if (inFilters && text.slice(start, endOf(scalar)).trimEnd().includes('\n'))
    throw new InputProblem(
      `${quoted(value)} is on more than one line`,
      'write the filter on one line, in quotes',
    )
  return value
}

function readPairs({ items }: YAMLMap, walk: Walk): [string, Yaml][] {
  return items.map(({ key, value }, index) => {
    if (!isScalar(key)) throw new InputProblem('the YAML has a key that is no text', 'put the key in quotes')
    const name = readScalar(key, { ...walk, inFilters: true })
    if (value === null) throw withoutColon(key, items[index - 1]?.value, walk)
    const inFilters = walk.inFilters || (name === 'filters' && !isScalar(value))
    return [name, toYaml(value, { ...walk, inFilters })]
  })
}

/** `{ Count: (0, 20) }` is a mapping of two keys, the second without a value. */
function withoutColon(key: Scalar, before: unknown, { text }: Walk): InputProblem {
  if (isScalar(before))
    return needsQuotes(text, startOf(before), 'has a comma, which ends a value between braces', endOf(key))
  return new InputProblem(
    `${quoted(String(key.value))} has no value`,
    'write a colon and a space behind it, then the value',
  )
}

function readItems(list: YAMLSeq, walk: Walk): Yaml[] {
  const [start, end] = [startOf(list), endOf(list)]
  if (walk.inFilters && isInterval(list, walk.text.slice(start, end)))
    throw ambiguousInterval(walk.text, start, end)
  return list.items.map(item => toYaml(item, walk))
}

/** `[0, 20]`, or `[20,]` */
const isInterval = ({ flow, items }: YAMLSeq, source: string) =>
  flow && items.length > 0 && items.every(isBareNumber) && source.split(',').length === 2

const isBareNumber = (item: unknown) =>
  isScalar(item) && item.type === 'PLAIN' && /^[-+]?(inf|\d[\d_]*\.?\d*|\.\d+)$/i.test(String(item.value))

const startOf = ({ range }: Node) => range?.[0] ?? 0
const endOf = ({ range }: Node) => range?.[1] ?? 0
