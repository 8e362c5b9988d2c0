import { addAll, addToList } from '../runtime/lists.ts'
import { type ComposedDashboard, composeDashboard } from './compose-dashboards.ts'
import { constantsIn } from './constants.ts'
import { type LookmlDashboard, readDashboards, UnreadableDashboards } from './lookml-dashboards.ts'
import { dashboardNamesIn, hasDashboards, type Pause, wordsIn } from './texts.ts'

/**
 * A dashboard in a file. If the file's YAML cannot be read, `text` is the whole file, and `problem` is set instead of
 * `dashboard`.
 */
export interface DashboardDefinition {
  path: string
  text: string
  dashboard?: LookmlDashboard
  problem?: string
  /** Whether the file may define the dashboard, but does not have the name in a line of its own. */
  isUncertain?: boolean
}

/** The names of the dashboards that a definition extends. */
interface Bases {
  /** If the YAML cannot be read, these are all names that the definition may extend. */
  possible: readonly string[]
  /** The names after `extends`. Contains `unreadName` if a name cannot be read. */
  extended: readonly string[]
}

interface DashboardFile {
  path: string
  index: number
  text: string
  /** The lines that may contain the names of the file's dashboards. */
  headers: string
  /** Whether the file may define dashboards whose names are not in `headers`. */
  isUnusual: boolean
}

/** Caches the dashboards by text, because parsing is slow. */
export type ParsedDashboards = Map<string, ByName | UnreadableDashboards>

type ByName = Map<string, LookmlDashboard[]>

/**
 * The maximum number of lookups. Each lookup searches one file for one name. Only a project with many unreadable
 * dashboards reaches this limit, because such a dashboard may have any name and extend every dashboard.
 */
const maxNameLookups = 2_000_000

/** The maximum length of `headers` of all files. A header of a dashboard usually has about 50 characters. */
const maxHeadersLength = 4_000_000

export class DashboardIndex {
  readonly #files: readonly DashboardFile[]
  readonly #byPath: ReadonlyMap<string, DashboardFile>
  readonly #parsed: ParsedDashboards
  readonly #headerWords: ReadonlySet<string> | undefined
  /** The files whose `headers` contain all names, by each word of their headers. */
  readonly #usualByWord: ReadonlyMap<string, readonly DashboardFile[]>
  readonly #unusual: readonly DashboardFile[]
  #unusualNames: UnusualNames | undefined
  readonly #definitions = new Map<string, readonly DashboardDefinition[]>()
  readonly #searches = new Map<string, DefinitionSearch>()
  /** Caches the names in the lines of unreadable files. */
  readonly #namesInLines = new Map<DashboardFile, ReadonlySet<string>>()
  #lookups = 0
  #constants: readonly string[] | undefined

  /** @throws RangeError if the files have too many dashboards */
  constructor(lookml: ReadonlyMap<string, string>, parsed: ParsedDashboards) {
    let headersLeft = maxHeadersLength
    this.#files = [...lookml]
      .filter(([path, text]) => hasDashboards(path, text))
      .map((entry, index) => {
        const file = toFile(entry, index)
        headersLeft -= file.headers.length
        if (headersLeft < 0) throw new RangeError('The LookML has too many dashboards')
        return file
      })
    this.#byPath = new Map(this.#files.map(file => [file.path, file]))
    this.#parsed = parsed
    this.#unusual = this.#files.filter(({ isUnusual }) => isUnusual)
    this.#usualByWord = byHeaderWords(this.#files.filter(({ isUnusual }) => !isUnusual))
    this.#headerWords = this.#unusual.length > 0 ? undefined : new Set(this.#usualByWord.keys())
  }

  /** Parses the unusual files. Pauses after each file, because parsing can take a second. */
  async prepare(pause: Pause): Promise<void> {
    if (this.#unusualNames) return
    for (const file of this.#unusual) {
      this.#parse(file)
      await pause()
    }
    this.#unusualNames = this.#readUnusualNames()
  }

  async namesOfSlug(slug: string, pause: Pause): Promise<string[]> {
    const names: string[] = []
    for (const file of this.#files) {
      if (!file.text.includes(slug)) continue
      addAll(names, this.#namesWithSlug(slug, file))
      await pause()
    }
    return names
  }

  #namesWithSlug(slug: string, file: DashboardFile): string[] {
    const parsed = this.#parse(file)
    // If the YAML cannot be read, any dashboard of the file may have the slug.
    if (parsed instanceof UnreadableDashboards) return dashboardNamesIn(file.text)
    const all = [...parsed.values()].flat()
    return all.filter(({ parameters }) => String(parameters.preferred_slug) === slug).map(({ name }) => name)
  }

  /** Parses the files that `definitions` needs. Pauses after each file. */
  async prepareName(name: string, pause: Pause): Promise<void> {
    if (this.#definitions.has(name)) return
    await this.prepare(pause)
    for (const file of this.#usualFilesFor(name)) {
      if (this.#parsed.has(file.text)) continue
      this.#parse(file)
      await pause()
    }
  }

  /** @throws RangeError after too many lookups */
  definitions(name: string): readonly DashboardDefinition[] {
    const definitions = this.#definitions.get(name) ?? this.#findDefinitions(name)
    this.#definitions.set(name, definitions)
    return definitions
  }

  #findDefinitions(name: string): DashboardDefinition[] {
    this.#unusualNames ??= this.#readUnusualNames()
    const { byName, unreadable } = this.#unusualNames
    const files = [...this.#usualFilesFor(name), ...(byName.get(name) ?? []), ...unreadable]
    this.#lookups += 1 + files.length
    if (this.#lookups > maxNameLookups) throw new RangeError('Too many dashboards may extend each other')
    return files.sort((a, b) => a.index - b.index).flatMap(file => this.#definitionsIn(file, name))
  }

  /** A second search for the same dashboard continues where the first search stopped. */
  search(start: string): DefinitionSearch {
    const search = this.#searches.get(start) ?? new DefinitionSearch(this, start)
    this.#searches.set(start, search)
    return search
  }

  /** Returns the files whose headers contain the rarest word of the name. Only these files can define the name. */
  #usualFilesFor(name: string): readonly DashboardFile[] {
    const words = wordsIn(name)
    if (words.length === 0) return this.#files.filter(({ isUnusual }) => !isUnusual)
    return words
      .map(word => this.#usualByWord.get(word) ?? [])
      .reduce((rarest, files) => (files.length < rarest.length ? files : rarest))
  }

  #readUnusualNames(): UnusualNames {
    const byName = new Map<string, DashboardFile[]>()
    const unreadable: DashboardFile[] = []
    for (const file of this.#unusual) {
      const parsed = this.#parse(file)
      if (parsed instanceof UnreadableDashboards) unreadable.push(file)
      else for (const name of parsed.keys()) addToList(byName, name, file)
    }
    return { byName, unreadable }
  }

  constants(): readonly string[] {
    this.#constants ??= [...new Set(this.#files.flatMap(({ text }) => constantsIn(text)))]
    return this.#constants
  }

  /** Returns the names of a file's dashboards. Parses the file only if its header lines may lack a name. */
  namesIn(path: string): string[] {
    const file = this.#byPath.get(path)
    if (!file) return []
    const names = dashboardNamesIn(file.text)
    return file.isUnusual ? [...names, ...this.definedIn(path).map(({ name }) => name)] : names
  }

  /** Returns an empty list if the file's YAML cannot be read. */
  definedIn(path: string): LookmlDashboard[] {
    const file = this.#byPath.get(path)
    const parsed = file && this.#parse(file)
    return parsed instanceof Map ? [...parsed.values()].flat() : []
  }

  /**
   * Merges the dashboard with the dashboards that it extends. If a file that may define the dashboard cannot be read as
   * YAML, `problem` is set, and elements may be missing.
   * @param included the files that a model certainly includes, and the files that it may include, in the order of
   * inclusion. If no file of the first set defines a dashboard, the second set counts. If both sets are empty, the
   * model belongs to another project, and all files count
   */
  composed(name: string, ...included: readonly ReadonlySet<string>[]): ComposedDashboard | undefined {
    const definitions = this.#included(name, included)
    const unreadable = definitions.find(({ problem }) => problem !== undefined)
    const uncertainBases = new Set<string>()
    const composed = composeDashboard(name, wanted => {
      const found = this.#included(wanted, included)
      const isCertain = found.every(({ path }) => included[0]?.has(path))
      if (wanted !== name && !isCertain) uncertainBases.add(wanted)
      return found.flatMap(({ dashboard }) => dashboard ?? [])
    })
    if (!unreadable) return composed && { ...composed, uncertainBases }
    const { path, text } = unreadable
    const own = { ...(composed ?? withoutElements(name, path, text)), uncertainBases }
    return { ...own, problem: `the file ${path} cannot be read as YAML (${unreadable.problem})` }
  }

  #included(name: string, included: readonly ReadonlySet<string>[]): readonly DashboardDefinition[] {
    const all = this.definitions(name)
    const files = included.find(paths => all.some(({ path }) => paths.has(path)))
    if (!files) return included.some(paths => paths.size > 0) ? [] : all
    const order = new Map([...files].map((path, index) => [path, index]))
    return all
      .filter(({ path }) => files.has(path))
      .sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0))
  }

  basesOf({ dashboard, text }: DashboardDefinition): Bases {
    if (dashboard) return { possible: dashboard.bases, extended: dashboard.bases }
    const extended = extendedNamesIn(text)
    if (extended.length === 0) return { possible: [], extended }
    const words = new Set(wordsIn(text).filter(word => this.#headerWords?.has(word) ?? true))
    for (const name of extended) if (name !== unreadName) words.add(name)
    return { possible: [...words], extended }
  }

  #definitionsIn(file: DashboardFile, name: string): DashboardDefinition[] {
    const { path, text } = file
    const parsed = this.#parse(file)
    if (parsed instanceof UnreadableDashboards) {
      const names = this.#namesInLines.get(file) ?? new Set(dashboardNamesIn(text))
      this.#namesInLines.set(file, names)
      return [{ path, text, problem: parsed.message, ...(!names.has(name) && { isUncertain: true }) }]
    }
    const named = parsed.get(name) ?? []
    return named.map(dashboard => ({ path, text: dashboard.source.text, dashboard: { ...dashboard, path } }))
  }

  #parse({ path, text }: DashboardFile): ByName | UnreadableDashboards {
    const known = this.#parsed.get(text)
    if (known) return known
    const parsed = parse(path, text)
    this.#parsed.set(text, parsed)
    return parsed
  }
}

export interface NamedDefinition extends DashboardDefinition {
  name: string
}

export interface DashboardDefinitions {
  /** The definitions of the dashboard itself, followed by the definitions of the dashboards that it extends. */
  definitions: readonly NamedDefinition[]
  /** The extended dashboards that no file of the project defines. */
  missing: readonly string[]
}

class DefinitionSearch implements DashboardDefinitions {
  readonly definitions: NamedDefinition[] = []
  readonly #dashboards: DashboardIndex
  readonly #names: Set<string>
  readonly #open: Iterator<string>
  #next: IteratorResult<string> | undefined
  readonly #unreadable = new Set<string>()
  readonly #extended = new Set<string>()
  readonly #defined = new Set<string>()

  constructor(dashboards: DashboardIndex, start: string) {
    this.#dashboards = dashboards
    this.#names = new Set([start])
    this.#open = this.#names.values()
  }

  get missing(): string[] {
    return [...this.#extended].filter(name => !this.#defined.has(name))
  }

  /** Does the same as `step`, but pauses after each file that it parses, because parsing a file can take a second. */
  async slowStep(pause: Pause): Promise<boolean> {
    this.#next ??= this.#open.next()
    const next = this.#next
    if (next.done) return false
    await this.#dashboards.prepareName(next.value, pause)
    await pause()
    // The search of another target may have done this step during the pause.
    if (this.#next === next) this.step()
    return true
  }

  /** Reads the definitions of the next name. Returns false if all names have been read. */
  step(): boolean {
    const { done, value: name } = this.#next ?? this.#open.next()
    this.#next = undefined
    if (done) return false
    const own = this.#dashboards.definitions(name)
    // The value of a constant in a name is unknown.
    if (!name.includes('@{') && own.some(one => !one.isUncertain)) this.#defined.add(name)
    for (const definition of own) this.#note(definition, name)
    return true
  }

  /** An unreadable file may define many names. Only its first definition keeps the text. */
  #note(definition: DashboardDefinition, name: string): void {
    const { path, problem } = definition
    if (problem !== undefined && this.#unreadable.has(path)) {
      this.definitions.push({ ...definition, name, text: '' })
      return
    }
    if (problem !== undefined) this.#unreadable.add(path)
    this.definitions.push({ ...definition, name })
    const { possible, extended } = this.#dashboards.basesOf(definition)
    for (const base of possible) this.#names.add(base)
    for (const base of extended) this.#extended.add(base)
  }
}

/** Stands for a name after `extends` that cannot be read. It is not a valid name. */
const unreadName = '?'

/** Matches what follows `extends`, if it is a name or a list of names that ends with the line. */
const extendsValue =
  /^["']?[ \t]{0,99}:[ \t]{1,99}(\[[\p{L}\p{M}\p{N}_\s,"'-]{1,9999}\]|["']?[\p{L}\p{M}\p{N}_-]{1,999}["']?)[ \t]{0,99}\r?(?:\n|$)/u

/** Finds the names after each `extends` in a text that cannot be read as YAML. */
const extendedNamesIn = (text: string): string[] =>
  text
    .split('extends')
    .slice(1)
    .flatMap(rest => {
      const value = extendsValue.exec(rest)?.[1]
      return value === undefined ? unreadName : value.split(/[[\]\s,"']/).filter(name => name !== '')
    })

/** The names of dashboards in unusual files. An unreadable file may define any name. */
interface UnusualNames {
  byName: ReadonlyMap<string, readonly DashboardFile[]>
  unreadable: readonly DashboardFile[]
}

function byHeaderWords(files: readonly DashboardFile[]): Map<string, DashboardFile[]> {
  const byWord = new Map<string, DashboardFile[]>()
  for (const file of files) for (const word of new Set(wordsIn(file.headers))) addToList(byWord, word, file)
  return byWord
}

const withoutElements = (name: string, path: string, text: string): ComposedDashboard => ({
  ...{ name, path, yaml: text, parameters: {}, bases: [], elements: [], filters: [] },
  source: { text, header: text, values: () => text },
  elementsByName: new Map(),
  filtersByName: new Map(),
  sources: new Map(),
})

function parse(path: string, text: string): ByName | UnreadableDashboards {
  try {
    return Map.groupBy(readDashboards(path, text), ({ name }) => name)
  } catch (error) {
    if (error instanceof UnreadableDashboards) return error
    throw error
  }
}

function toFile([path, text]: readonly [string, string], index: number): DashboardFile {
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  const lines = text.match(/^[^\n]*dashboard["']?[ \t]*(?:[:,\]}#]|\r?$)[^\n]*(?:\n[^\n]*)?/gm) ?? []
  const headers = [fileName, ...lines].join('\n')
  // `headers` does not contain a key or name that is an alias, spans several lines, or has escapes.
  const isUnusual =
    lines.length === 0 ||
    lines.some(line => line.split('\n').some(isUnusualHeader)) ||
    lines.some(line => /[\\&*!>|?]|dashboard["']?\s*:\s*(?:#|$)/.test(line)) ||
    /\\(?:[xuU]|\r?\n)/.test(text)
  return { path, index, text, headers, isUnusual }
}

/** Whether `dashboardNamesIn` may not find the whole name in a line: `- {dashboard: sales}`, `- dashboard: sales#1`. */
const isUnusualHeader = (line: string): boolean =>
  /dashboard["']?[ \t]{0,99}:/.test(line) && !usualHeader.test(line)

const usualHeader =
  /^\uFEFF?(?:- {1,999}| {1,999})["']?dashboard["']?\s{0,9}:[ \t]{1,9}(?:"[^"'#\\]{1,999}"|'[^"'#]{1,999}'|[^\s"'#{}[\],][^"'#]{0,999})\s*$/
