import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  Scalar,
  visit,
} from 'yaml'

/** The reason why a YAML text cannot be resolved, as a text for users. */
export class UnresolvedYaml extends Error {}

/**
 * With the schema `failsafe`, values stay texts, so they are written as they were read. Otherwise, the library would
 * write `08540` as `8540`, and a long number with other digits.
 */
export const textYaml = {
  version: '1.1',
  schema: 'failsafe',
  uniqueKeys: false,
  merge: true,
  logLevel: 'error',
  prettyErrors: false,
} as const

/**
 * Parses a YAML text without converting its values, and removes its comments. Replaces aliases with the values of their
 * anchors, and merge keys (`<<`) with the merged keys. If a mapping then has equal keys, the last one counts, as in Ruby
 * (https://github.com/ruby/psych/blob/master/lib/psych/visitors/to_ruby.rb).
 * @throws UnresolvedYaml if the text has errors or too many aliases
 */
export function parseResolved(text: string): Document.Parsed[] {
  const parsed = parseAllDocuments(text, textYaml)
  const documents = Array.isArray(parsed) ? parsed : []
  const error = documents.flatMap(({ errors }) => errors)[0]
  if (error) throw new UnresolvedYaml(error.message.split('\n')[0])
  for (const document of documents) {
    const resolver = new Resolver()
    document.contents = resolver.resolve(document.contents) as typeof document.contents
    document.comment = null
    document.commentBefore = null
    visit(document, {
      Node: (_, node) => {
        node.comment = null
        node.commentBefore = null
        // In brackets, the library adds quotes to `10,20`, which Ruby reads as a number.
        if (resolver.copied > 0 && 'flow' in node) node.flow = false
      },
    })
  }
  return documents
}

function emptyValue(): Scalar {
  const value = new Scalar('')
  value.type = Scalar.PLAIN
  return value
}

/** The maximum number of copied nodes of a document. */
const maxCopiedNodes = 100_000

class Resolver {
  copied = 0
  readonly #anchors = new Map<string, unknown>()

  resolve(node: unknown): unknown {
    if (isAlias(node)) return this.#copy(this.#anchors.get(node.source))
    if (isMap(node)) node.items = node.items.flatMap(pair => this.#resolvePair(pair))
    else if (isSeq(node)) node.items = node.items.map(item => this.resolve(item))
    else if (isPair(node)) this.#resolvePair(node)
    if (isNode(node) && 'anchor' in node && node.anchor !== undefined) {
      this.#anchors.set(node.anchor, node)
      delete node.anchor
    }
    return node
  }

  #resolvePair(pair: Pair): Pair[] {
    const isList = isAlias(pair.value) && isSeq(this.#anchors.get(pair.value.source))
    pair.key = this.resolve(pair.key)
    // In `{a, b}`, the keys have no node as value, which the library cannot write.
    pair.value = this.resolve(pair.value) ?? emptyValue()
    const { key, value } = pair
    if (!isScalar(key) || (typeof key.value !== 'symbol' && key.value !== '<<')) return [pair]
    // Ruby does not merge the list of an alias.
    const merged = isSeq(value) && !isList ? value.items.toReversed() : [value]
    // Merged keys may come from brackets or be in brackets.
    this.copied += 1
    return merged.flatMap(map => {
      if (!isMap(map)) throw new UnresolvedYaml('a merge key has a value that is not a mapping')
      return map.items
    })
  }

  #copy(node: unknown): unknown {
    if (!isNode(node)) throw new UnresolvedYaml('an alias has no anchor')
    visit(node, () => {
      this.copied += 1
      if (this.copied > maxCopiedNodes) throw new UnresolvedYaml('it has too many aliases')
    })
    return node.clone()
  }
}

/**
 * Returns the values of a YAML text for a comparison. Looker may read an unquoted value as something other than a text.
 * Such a value differs from the same value in quotes. If the text cannot be read, returns the text itself.
 */
export function typedValues(yaml: string): unknown {
  try {
    return parseResolved(yaml).map(({ contents }) => typedValue(contents))
  } catch (error) {
    if (error instanceof UnresolvedYaml || error instanceof RangeError) return yaml
    throw error
  }
}

/** @param node a node without aliases */
export function typedValue(node: unknown): unknown {
  if (isScalar(node)) return typedScalar(node)
  if (isSeq(node)) return node.items.map(typedValue)
  if (!isMap(node)) return null
  return Object.fromEntries(
    node.items.map(({ key, value }) => {
      const name = typedValue(key)
      return [typeof name === 'string' ? name : JSON.stringify(name), typedValue(value)]
    }),
  )
}

/** Marks a value that Looker may not read as a text. */
const mark = '\0'

export const textWithoutMark = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(mark, '') : undefined

/**
 * Matches an unquoted value that Ruby reads as a text. Other values may be numbers (`10,20`), symbols (`:all`), times or
 * booleans (https://github.com/ruby/psych/blob/master/lib/psych/scalar_scanner.rb).
 */
const unquotedText = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[\p{L}_]/iu

function typedScalar({ tag, type, value }: Scalar): string | null {
  const text = String(value)
  if (tag === 'tag:yaml.org,2002:null' && text === '') return null
  if (tag !== undefined) return `${mark}${tag} ${text}`
  if (type !== 'PLAIN' || unquotedText.test(text)) return text
  return /^(?:~|null)?$/i.test(text) ? null : `${mark}${text}`
}
