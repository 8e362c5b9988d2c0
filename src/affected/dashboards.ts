import {
  type Document,
  isNode,
  isSeq,
  Lexer,
  LineCounter,
  parseAllDocuments,
  type Scalar,
  stringify,
  visit,
} from 'yaml'
import { withoutStacks } from '../errors.ts'

/*
 * LookML dashboards: YAML lists of dashboards in `*.dashboard.lookml`
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard).
 */

export type YamlObject = Readonly<Record<string, unknown>>

/** A LookML dashboard as its text defines it. */
export interface LookmlDashboard {
  name: string
  /** The file that defines it, from the project's root. */
  path: string
  /** A YAML list with only this dashboard, without the dashboards that it extends. */
  yaml: string
  /** The text to compare between both sides. May include other parts of the file that an alias can name. */
  source: string
  /** Parameters of the dashboard itself: `title`, `model`, `layout`, `extends`, … */
  parameters: YamlObject
  /** The dashboards that it extends. */
  bases: readonly string[]
  /** In the order of the text. Several elements may have the same name. */
  elements: readonly LookmlElement[]
  filters: readonly YamlObject[]
}

export interface LookmlElement {
  /** Undefined if the text has no name. */
  name?: string
  /** One query, several for merged results, or none for a text or a button. */
  queries: readonly ElementQuery[]
  /** All parameters, as parsed from YAML: `fields`, `filters`, `listen`, `merged_queries`, … */
  parameters: YamlObject
}

/** A dashboard merged with everything that it extends in this project, as Looker would show it. */
export interface ComposedDashboard extends LookmlDashboard {
  /**
   * By `name`. Elements of extended dashboards come first. A later element with the same name overrides single
   * parameters.
   */
  elementsByName: ReadonlyMap<string, LookmlElement>
  filtersByName: ReadonlyMap<string, YamlObject>
  /** Why elements may be missing: "it extends block_sales, which no file of the project defines". */
  problem?: string
}

export interface ElementQuery {
  /**
   * Undefined if neither the query nor the dashboard names a model. Looker then uses the model that includes the
   * dashboard: `thelook` of `thelook::sales`.
   */
  model?: string
  /** Undefined if the text does not name the element's Explore. */
  explore?: string
}

/** Explains, for people, why the text of a file contains no readable dashboards. */
export class UnreadableDashboards extends Error {}

/** Larger files are not parsed, because the parser takes seconds for a megabyte. In UTF-16 units. */
const maxYamlLength = 256 * 1024
/** The parser takes up to 7 µs for each word and mark. A file of 256 KB has about 80,000. */
const maxYamlTokens = 120_000
/** The parser takes quadratic time for deeply nested lists. No dashboard nests more than 10. */
const maxNesting = 100

/**
 * Reads a dashboard file.
 * @throws UnreadableDashboards if it is not a YAML list of dashboards
 */
export function readDashboards(path: string, text: string): LookmlDashboard[] {
  if (text.length > maxYamlLength) throw new UnreadableDashboards('it is larger than 256 KB')
  if (nestingOf(text) > maxNesting) throw new UnreadableDashboards('it has too many brackets')
  try {
    // The parser takes quadratic time for empty lines that end with CRLF.
    const items = withoutStacks(() => itemsIn(text.replaceAll('\r\n', '\n')))
    return items.map(({ value, yaml, source }) => ({ ...dashboardOf(value), path, yaml, source }))
  } catch (error) {
    // The parser is recursive, so deep nesting overflows the stack.
    if (error instanceof RangeError) throw new UnreadableDashboards('it has too many nested lists')
    throw error
  }
}

interface Item {
  value: YamlObject
  yaml: string
  source: string
}

function itemsIn(text: string): Item[] {
  let tokens = 0
  for (const _ of new Lexer().lex(text)) tokens += 1
  if (tokens > maxYamlTokens)
    throw new UnreadableDashboards(
      `it has more than ${maxYamlTokens.toLocaleString('en-US')} words and marks`,
    )
  const documents = parseText(text)
  return documents.flatMap(document => {
    const value = contentOf(document)
    if (value === null || value === undefined) return []
    const items = Array.isArray(value) ? value : [value]
    const sources = sourcesOf(document, text, items.length)
    const anchors = sources ? '' : anchorsIn(document, text)
    return items.map((item, index) => {
      if (!isYamlObject(item)) throw new UnreadableDashboards('it is not a list of dashboards')
      const yaml = sources?.[index]
      if (yaml !== undefined) return { value: item, yaml, source: yaml }
      const written = stringify([item], { version: '1.1' })
      return {
        value: item,
        yaml: written,
        source: [written, rawTextOf(document, text, index), anchors].join('\n'),
      }
    })
  })
}

function parseText(text: string): Document.Parsed[] {
  const lineCounter = new LineCounter()
  // Looker accepts duplicate keys and merge keys. Errors with excerpts take quadratic time.
  const parsed = parseAllDocuments(text, {
    ...{ uniqueKeys: false, merge: true, logLevel: 'error', prettyErrors: false, lineCounter },
  })
  const documents = Array.isArray(parsed) ? parsed : []
  const error = documents.flatMap(({ errors }) => errors)[0]
  if (!error) return documents
  const { line, col } = lineCounter.linePos(error.pos[0])
  throw new UnreadableDashboards(`${error.message.split('\n')[0]} at line ${line}, column ${col}`)
}

function contentOf(document: Document.Parsed): unknown {
  visit(document, { Scalar: (_, scalar) => keepNumberText(scalar) })
  try {
    return document.toJS()
  } catch (error) {
    throw new UnreadableDashboards(error instanceof Error ? error.message : String(error))
  }
}

/**
 * Keeps a number as text if JavaScript would write it in another way: `1.0`, a long integer, or `010`, which Looker
 * reads as 8.
 */
function keepNumberText(scalar: Scalar): void {
  const { value, source } = scalar
  if (typeof value === 'number' && source !== undefined && String(value) !== source) scalar.value = source
}

/**
 * Returns the text of each item of a block list. Undefined if the items cannot be separated: an alias may refer to
 * another item, and a list in brackets has no separate lines.
 */
function sourcesOf({ contents }: Document.Parsed, text: string, count: number): string[] | undefined {
  if (!isSeq(contents) || contents.flow || /[*&][^\s,[\]{}]/.test(text)) return undefined
  const starts = contents.items.map(item => (isNode(item) ? lineStart(text, item.range?.[0]) : undefined))
  const sources = starts.map((start, index) => text.slice(start, starts[index + 1]))
  const isCut = starts.length === count && sources.every(source => /^ *- /.test(source))
  return isCut ? sources : undefined
}

/**
 * Returns the text of an item that cannot be separated. Different texts may have equal values in JavaScript, such as
 * `010` and `"010"`. Looker reads the first one as 8.
 */
const rawTextOf = ({ contents }: Document.Parsed, text: string, index: number): string =>
  textOfNode(isSeq(contents) ? contents.items[index] : contents, text)

const textOfNode = (node: unknown, text: string): string =>
  isNode(node) && node.range ? text.slice(node.range[0], node.range[2]) : ''

/** Returns the texts of all anchors, because any item may have an alias. */
function anchorsIn(document: Document.Parsed, text: string): string {
  const anchored: string[] = []
  visit(document, {
    Node: (_, node) => {
      if (!('anchor' in node) || node.anchor === undefined) return undefined
      anchored.push(textOfNode(node, text))
      return visit.SKIP
    },
  })
  return anchored.join('\n')
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

function readElement(parameters: YamlObject, dashboardModel: string | undefined): LookmlElement {
  const name = yamlTextIn(parameters.name)
  const merged = yamlObjectsIn(parameters.merged_queries).map(query => readQuery(query, dashboardModel))
  const own = readQuery(parameters, dashboardModel)
  const queries = own.explore === undefined ? merged : [own, ...merged]
  const isKnown = queries.length > 0 || elementTypesWithoutQuery.has(yamlTextIn(parameters.type) ?? '')
  return { ...(name !== undefined && { name }), parameters, queries: isKnown ? queries : [{}] }
}

/** https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-text */
const elementTypesWithoutQuery = new Set(['text', 'button'])

/** Reads a query. Before 2015, LookML called the Explore `base_view`. */
export function readQuery(parameters: YamlObject, dashboardModel: string | undefined): ElementQuery {
  const model = yamlTextIn(parameters.model) ?? dashboardModel
  const explore = yamlTextIn(parameters.explore) ?? yamlTextIn(parameters.base_view)
  return { ...(model !== undefined && { model }), ...(explore !== undefined && { explore }) }
}

/**
 * Applies `extends` (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-extends). Parameters of the
 * extending dashboard override; elements and filters are merged by name.
 * @returns undefined if no file defines the dashboard
 */
export function composeDashboard(
  name: string,
  definitionsOf: (name: string) => readonly LookmlDashboard[],
): ComposedDashboard | undefined {
  return compose(name, { definitionsOf, known: new Map(), left: maxParts })
}

/** The maximum length of a chain of dashboards that extend each other. */
const maxExtending = 100
/**
 * The maximum number of elements, filters and other parts to merge for one dashboard. Dashboards that extend several
 * others can add up to millions.
 */
const maxParts = 20_000
const tooManyParts = `it has more than ${maxParts.toLocaleString('en-US')} parts with everything that it extends`

interface Composition {
  definitionsOf: (name: string) => readonly LookmlDashboard[]
  /**
   * The composed dashboards. An undefined value marks a dashboard that extends itself, or is not composed yet. A text is
   * the name of a dashboard that no file defines.
   */
  known: Map<string, ComposedDashboard | string | undefined>
  /** The number of parts that may still be merged. */
  left: number
}

function compose(name: string, composition: Composition, depth = 0): ComposedDashboard | undefined {
  const { definitionsOf, known } = composition
  const definition = depth < maxExtending ? definitionsOf(name).at(-1) : undefined
  if (!definition) return undefined
  known.set(name, undefined)
  const names = spend(definition.bases, composition)
  const bases = names.map(base => {
    if (!known.has(base)) known.set(base, compose(base, composition, depth + 1) ?? base)
    return known.get(base)
  })
  const missing = bases.find(base => typeof base === 'string')
  const composed = bases.filter(base => typeof base === 'object')
  const inherited = composed.flatMap(base => spend(Object.entries(base.parameters), composition))
  const parameters = { ...Object.fromEntries(inherited), ...definition.parameters }
  const model = yamlTextIn(parameters.model)
  const ofBases = composed.flatMap(base => spend([...base.elementsByName.values()], composition))
  const elements = mergeByName(
    [...ofBases, ...spend(definition.elements, composition)].map(element => element.parameters),
  )
  const filters = composed.flatMap(base => spend([...base.filtersByName.values()], composition))
  const problem =
    missing === undefined
      ? composed.find(base => base.problem)?.problem
      : `it extends ${missing}, which no file of the project defines`
  const dashboard = {
    ...definition,
    parameters,
    elementsByName: new Map([...elements].map(([name, element]) => [name, readElement(element, model)])),
    filtersByName: mergeByName([...filters, ...spend(definition.filters, composition)]),
    ...(problem !== undefined && { problem }),
    ...(composition.left < 0 && { problem: tooManyParts }),
  }
  known.set(name, dashboard)
  return dashboard
}

/** Returns the parts, or none of them if they are too many. */
function spend<T>(parts: readonly T[], composition: Composition): readonly T[] {
  composition.left -= parts.length
  return composition.left < 0 ? [] : parts
}

/** Merges elements by name. An element without a name cannot be overridden, so its index is its key. */
function mergeByName(list: readonly YamlObject[]): Map<string, YamlObject> {
  const merged = new Map<string, YamlObject>()
  for (const item of list) {
    const name = yamlTextIn(item.name) ?? `#${merged.size + 1}`
    merged.set(name, { ...merged.get(name), ...item })
  }
  return merged
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

const isYamlObject = (value: unknown): value is YamlObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const yamlObjectsIn = (value: unknown): YamlObject[] => [value].flat().filter(isYamlObject)
const textsIn = (value: unknown): string[] => [value].flat().flatMap(item => yamlTextIn(item) ?? [])
const yamlTextIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
