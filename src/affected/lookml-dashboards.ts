import {
  Document,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Scalar,
  visit,
  YAMLSeq,
} from 'yaml'
import { tileTypesWithoutQuery } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { sha256Of } from '../runtime/text.ts'
import { boundedTokens } from '../runtime/yaml-tokens.ts'
import { removeReplacedKeys } from './merge-keys.ts'
import { parseResolved, textYaml, typedValues, UnresolvedYaml } from './resolved-yaml.ts'
import { areValues, indentWrappedValues, type WrappedValue } from './wrapped-values.ts'

/*
 * Reads LookML dashboards, which are YAML lists in `*.dashboard.lookml`
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard).
 */

export type YamlObject = Readonly<Record<string, unknown>>

/** A LookML dashboard from one file, without the dashboards that it extends. */
export interface LookmlDashboard {
  name: string
  /** The path of the file from the project's root. */
  path: string
  /** The dashboard's text, as a YAML list that contains only this dashboard. */
  yaml: string
  source: DashboardSource
  /** The dashboard's own parameters, as parsed from YAML: `title`, `model`, `layout`, `extends`, … */
  parameters: YamlObject
  /** The names of the dashboards that this dashboard extends. */
  bases: readonly string[]
  /** The elements in the order of the text. Several elements may have the same name. */
  elements: readonly LookmlElement[]
  filters: readonly YamlObject[]
}

/** A dashboard's text for the comparison of both commits. */
export interface DashboardSource {
  /** The header and the YAML of the dashboard. */
  text: string
  /** A text for the parts of the file that affect all of its dashboards. */
  header: string
  /** Returns `typedValues` of the dashboard's YAML. */
  values(): unknown
}

export interface LookmlElement {
  name?: string
  /** One query, several queries for merged results, or no query for a text, a button or a group. */
  queries: readonly ElementQuery[]
  /** All parameters, as parsed from YAML: `fields`, `filters`, `listen`, `merged_queries`, … */
  parameters: YamlObject
}

export interface ElementQuery {
  /**
   * The Explore's model. If neither the query nor the dashboard sets it, Looker uses the model that includes the
   * dashboard: `thelook` of `thelook::sales`.
   */
  model?: string
  explore?: string
}

/** Thrown if the dashboards of a file cannot be read. Users see the message. */
export class UnreadableDashboards extends Error {}

/** The maximum length in UTF-16 units. The parser takes seconds for a megabyte. */
const maxYamlLength = 256 * 1024
/**
 * The maximum nesting. The parser takes quadratic time for deeply nested lists. Real dashboards have at most 10 levels.
 */
const maxNesting = 100

/** @throws UnreadableDashboards if the text is not a YAML list of dashboards */
export function readDashboards(path: string, text: string): LookmlDashboard[] {
  return itemsOfList(text).map(({ value, yaml, source }) => ({ ...dashboardOf(value), path, yaml, source }))
}

/** Returns why Looker may refuse a YAML list, as a text for users: "it is larger than 256 KB". */
export function problemOfList(text: string): string | undefined {
  if (unusualLines(text).length > 0) return 'Looker may refuse some of its lines'
  try {
    itemsOfList(text)
    return undefined
  } catch (error) {
    if (error instanceof UnreadableDashboards) return error.message
    throw error
  }
}

function itemsOfList(text: string): Item[] {
  if (text.length > maxYamlLength) throw new UnreadableDashboards('it is larger than 256 KB')
  if (nestingOf(text) > maxNesting) throw new UnreadableDashboards('it has too many brackets')
  try {
    // The parser takes quadratic time for empty lines that end with CRLF.
    return itemsAsRuby(text.replaceAll('\r\n', '\n'))
  } catch (error) {
    // The recursive parser overflows the stack if lists are deeply nested.
    if (error instanceof RangeError)
      throw new UnreadableDashboards('it has too many nested lists or merge keys')
    throw error
  }
}

interface Item {
  value: YamlObject
  yaml: string
  source: DashboardSource
}

/** Reads a text that the library refuses a second time, with the indentation that the library needs. */
function itemsAsRuby(text: string): Item[] {
  try {
    return itemsIn(text)
  } catch (error) {
    const indented = error instanceof UnreadableDashboards ? indentWrappedValues(text) : undefined
    if (!indented) throw error
    try {
      return itemsIn(indented.text, indented.values)
    } catch (second) {
      // The first error has the line and column of the file.
      throw second instanceof UnreadableDashboards ? error : second
    }
  }
}

/** @param values values that the parser has to find in the text */
function itemsIn(text: string, values: readonly WrappedValue[] = []): Item[] {
  for (const _ of boundedTokens(text, excess => new UnreadableDashboards(`it has ${excess}`))) {
    // Only the limit is checked here. The parser reads the tokens again.
  }
  const documents = parseText(text)
  if (!areValues(values, documents)) throw new UnreadableDashboards('it has ambiguous lines')
  const lines = unusualLines(text)
  const unusual = lines.length === 0 ? '' : sha256Of(lines.join('\n'))
  const resolved = resolvedOnce(text)
  return documents.flatMap((document, number) => {
    const value = contentOf(document, text)
    if (value === null || value === undefined) return []
    const items = Array.isArray(value) ? value : [value]
    const sources = sourcesOf(document, text, items.length)
    const header = `${unusual}${headerOf(document, number, text)}`
    return items.map((item, index) => {
      if (!isObject(item)) throw new UnreadableDashboards('it is not a list of dashboards')
      const yaml = sources?.[index] ?? writeItem(resolved()[number], index)
      return { value: item, yaml, source: dashboardSource(header, yaml) }
    })
  })
}

function dashboardSource(header: string, yaml: string): DashboardSource {
  let values: unknown
  return {
    ...{ text: `${header}${yaml}`, header },
    values() {
      values ??= typedValues(yaml)
      return values
    },
  }
}

/** Returns a function that reads the text on its first call. */
function resolvedOnce(text: string): () => Document.Parsed[] {
  let documents: Document.Parsed[] | undefined
  return () => {
    try {
      documents ??= parseResolved(text)
      return documents
    } catch (error) {
      throw error instanceof UnresolvedYaml ? new UnreadableDashboards(error.message) : error
    }
  }
}

/** Returns the text of a list that contains only this item. */
function writeItem(document: Document.Parsed | undefined, index: number): string {
  const contents = document?.contents
  const list = new YAMLSeq()
  list.items = [isSeq(contents) ? contents.items[index] : contents]
  return new Document(list, textYaml).toString({ lineWidth: 0 })
}

/**
 * Returns a text for the parts of a file that affect all dashboards of a document: its number, and the directives of the
 * first document. Ruby's `YAML.load` reads only the first document, so a dashboard disappears if a new document comes
 * before its document.
 */
function headerOf({ contents }: Document.Parsed, number: number, text: string): string {
  if (number > 0) return `document ${number + 1}\n`
  const directives = text.slice(0, contents?.range[0]).match(/^%.*\n/gm) ?? []
  return directives.join('')
}

/** Match lines that Looker may refuse or read differently, although the library accepts them. */
const unusualPatterns = [
  // Characters that YAML 1.1 refuses or treats as line ends (https://yaml.org/spec/1.1/#id868524).
  /(?!\t)\p{Cc}|\p{Cs}|[\u2028\u2029\uFEFF\uFFFE\uFFFF]/u,
  // Tags: `x: !ruby/object:A`.
  /[:-] {1,9}!/,
  // Tabs at the start of a line, even of an empty line.
  /^ *\t/,
  // Punctuation without spaces around it: `[a:]`, `{:a}`, `x: ?a`.
  /^ *:|: {1,9}[:?]|:[[\]{},?]|[\]}]:|[[{,] {0,9}[:!]/,
  // Quoted texts that may lack the closing quote: `"A\"`, `'it''`.
  /(?:\\"|[^\s:,[{-]'')\s{0,9}$/,
]

/**
 * Returns the lines that match one of the patterns above. Ruby may refuse the whole file because of such a line, so the
 * line affects all dashboards of the file.
 */
const unusualLines = (text: string): string[] =>
  text.split('\n').filter(line => unusualPatterns.some(pattern => pattern.test(line)))

function parseText(text: string): Document.Parsed[] {
  const lineCounter = new LineCounter()
  // Looker accepts duplicate keys and merge keys. `prettyErrors` takes quadratic time.
  const parsed = parseAllDocuments(text, {
    ...{ uniqueKeys: false, merge: true, logLevel: 'error', prettyErrors: false, lineCounter },
  })
  const documents = Array.isArray(parsed) ? parsed : []
  const error = documents.flatMap(({ errors }) => errors)[0]
  if (!error) return documents
  const { line, col } = lineCounter.linePos(error.pos[0])
  throw new UnreadableDashboards(`${error.message.split('\n')[0]} at line ${line}, column ${col}`)
}

function contentOf(document: Document.Parsed, text: string): unknown {
  visit(document, {
    Scalar: (_, scalar) => keepNumberText(scalar),
    Alias(_, { source }, parents) {
      if (parents.some(parent => isNode(parent) && 'anchor' in parent && parent.anchor === source))
        throw new UnreadableDashboards(`the alias *${source} is inside of its own anchor`)
    },
    Pair(_, { key }) {
      if (!isOnOneLine(key, text))
        throw new UnreadableDashboards('it has a key that is empty, a list, or longer than a line')
    },
  })
  removeReplacedKeys(document)
  try {
    return document.toJS()
  } catch (error) {
    throw new UnreadableDashboards(error instanceof Error ? error.message : String(error))
  }
}

/** Looker refuses other keys, but the library accepts them. */
function isOnOneLine(key: unknown, text: string): boolean {
  const written = isScalar(key) && key.range ? text.slice(key.range[0], key.range[2]) : ''
  return written !== '' && !written.includes('\n')
}

/**
 * Keeps a number as text if JavaScript would write the number differently: `1.0`, a long integer, or `010`, which
 * Looker reads as 8.
 */
function keepNumberText(scalar: Scalar): void {
  const { value, source } = scalar
  if (typeof value === 'number' && source !== undefined && String(value) !== source) scalar.value = source
}

/**
 * Returns the text of each item of a block list. Returns undefined for a list in brackets, because its items may share
 * lines. Also returns undefined for several items with anchors, because an alias may refer to another item.
 */
function sourcesOf(document: Document.Parsed, text: string, count: number): string[] | undefined {
  const { contents } = document
  if (!isSeq(contents) || contents.flow || (count > 1 && hasAnchors(document))) return undefined
  const starts = contents.items.map(item => (isNode(item) ? lineStart(text, item.range?.[0]) : undefined))
  const sources = starts.map((start, index) => text.slice(start, starts[index + 1] ?? contents.range[2]))
  const isCut = starts.length === count && sources.every(source => /^ *- /.test(source))
  return isCut ? sources : undefined
}

function hasAnchors(document: Document.Parsed): boolean {
  let found = false
  visit(document, {
    Node: (_, node) => {
      found ||= 'anchor' in node && node.anchor !== undefined
      return found ? visit.BREAK : undefined
    },
  })
  return found
}

const lineStart = (text: string, position = 0) => text.lastIndexOf('\n', position - 1) + 1

function dashboardOf(parameters: YamlObject): Omit<LookmlDashboard, 'path' | 'yaml' | 'source'> {
  const name = yamlTextIn(parameters.dashboard)
  if (name === undefined) throw new UnreadableDashboards('a dashboard in it has no name')
  const model = yamlTextIn(parameters.model)
  return {
    name,
    parameters,
    bases: textsIn([parameters.extends].flat(maxNesting)),
    elements: yamlObjectsIn(parameters.elements).map(element => readElement(element, model)),
    filters: yamlObjectsIn(parameters.filters),
  }
}

export function readElement(parameters: YamlObject, dashboardModel: string | undefined): LookmlElement {
  const name = yamlTextIn(parameters.name)
  const merged = yamlObjectsIn(parameters.merged_queries).map(query => readQuery(query, dashboardModel))
  const own = readQuery(parameters, dashboardModel)
  const queries = own.explore === undefined ? merged : [own, ...merged]
  const isKnown = queries.length > 0 || tileTypesWithoutQuery.has(yamlTextIn(parameters.type))
  return { ...(name !== undefined && { name }), parameters, queries: isKnown ? queries : [{}] }
}

/** Before 2015, the key `explore` was called `base_view`. */
export function readQuery(parameters: YamlObject, dashboardModel: string | undefined): ElementQuery {
  const model = yamlTextIn(parameters.model) ?? dashboardModel
  const explore = yamlTextIn(parameters.explore) ?? yamlTextIn(parameters.base_view)
  return { ...(model !== undefined && { model }), ...(explore !== undefined && { explore }) }
}

/** Returns all queries of elements, filters and merged results, and of parameters that Looker may add later. */
export function queriesWithin(value: YamlObject): ElementQuery[] {
  const queries: ElementQuery[] = []
  const open: [value: unknown, model: string | undefined][] = [[value, undefined]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [one, ofParent] = next
    const query = isObject(one) ? readQuery(one, ofParent) : undefined
    if (query?.explore !== undefined) queries.push(query)
    if (typeof one === 'object' && one !== null)
      for (const inside of Object.values(one)) open.push([inside, query ? query.model : ofParent])
  }
  return queries
}

function nestingOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const yamlObjectsIn = (value: unknown): YamlObject[] => [value].flat().filter(isObject)
const textsIn = (value: unknown): string[] => [value].flat().flatMap(item => yamlTextIn(item) ?? [])
export const yamlTextIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
