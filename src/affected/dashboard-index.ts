import {
  type ComposedDashboard,
  composeDashboard,
  type LookmlDashboard,
  readDashboards,
  UnreadableDashboards,
} from './lookml-dashboards.ts'
import { constantsIn, dashboardNamesIn, hasDashboards, wordsIn } from './texts.ts'

/**
 * A dashboard in a file. If the file's YAML cannot be read, `text` is the whole file, and `problem` is set instead of
 * `dashboard`.
 */
export interface DashboardDefinition {
  path: string
  text: string
  dashboard?: LookmlDashboard
  problem?: string
}

interface DashboardFile {
  path: string
  text: string
  /** The lines that may contain the names of the file's dashboards. */
  headers: string
  /** Whether the file may define a dashboard in a line that `headers` lacks. */
  isUnusual: boolean
}

/** Caches the dashboards of each text, because parsing is slow. */
export type ParsedDashboards = Map<string, ByName | UnreadableDashboards>

type ByName = Map<string, LookmlDashboard[]>

export class DashboardIndex {
  readonly #files: readonly DashboardFile[]
  readonly #byPath: ReadonlyMap<string, DashboardFile>
  readonly #parsed: ParsedDashboards
  readonly #headerWords: ReadonlySet<string> | undefined
  #constants: readonly string[] | undefined

  constructor(lookml: ReadonlyMap<string, string>, parsed: ParsedDashboards) {
    this.#files = [...lookml].filter(([path, text]) => hasDashboards(path, text)).map(toFile)
    this.#byPath = new Map(this.#files.map(file => [file.path, file]))
    this.#parsed = parsed
    const isAny = this.#files.some(({ isUnusual }) => isUnusual)
    this.#headerWords = isAny ? undefined : new Set(this.#files.flatMap(({ headers }) => wordsIn(headers)))
  }

  namesOfSlug(slug: string): string[] {
    return this.#files.flatMap(file => {
      if (!file.text.includes(slug)) return []
      const parsed = this.#parse(file)
      // If the YAML cannot be read, any dashboard of the file may have the slug.
      if (parsed instanceof UnreadableDashboards) return dashboardNamesIn(file.text)
      const all = [...parsed.values()].flat()
      return all.filter(({ parameters }) => parameters.preferred_slug === slug).map(({ name }) => name)
    })
  }

  definitions(name: string): DashboardDefinition[] {
    return this.#files.flatMap(file => this.#definitionsIn(file, name))
  }

  /** Returns the constants that occur in the texts of all dashboards. */
  constants(): readonly string[] {
    this.#constants ??= [...new Set(this.#files.flatMap(({ text }) => constantsIn(text)))]
    return this.#constants
  }

  /**
   * Returns the names of the dashboards in a file. Parses the file only if the search for header lines may miss a name.
   */
  namesIn(path: string): string[] {
    const file = this.#byPath.get(path)
    if (!file) return []
    const names = dashboardNamesIn(file.text)
    return file.isUnusual ? [...names, ...this.definedIn(path).map(({ name }) => name)] : names
  }

  /** Returns the dashboards in a file. Returns an empty list if the file's YAML cannot be read. */
  definedIn(path: string): LookmlDashboard[] {
    const file = this.#byPath.get(path)
    const parsed = file && this.#parse(file)
    return parsed instanceof Map ? [...parsed.values()].flat() : []
  }

  /**
   * Returns the dashboard merged with the dashboards that it extends. The result has no elements if the YAML cannot be
   * read.
   * @param included the files of a model, in the order of inclusion. Dashboards in these files take precedence
   */
  composed(name: string, included?: ReadonlySet<string>): ComposedDashboard | undefined {
    const definitions = this.#included(name, included)
    const unreadable = definitions.find(({ problem }) => problem !== undefined)
    const composed = composeDashboard(name, wanted =>
      this.#included(wanted, included).flatMap(({ dashboard }) => dashboard ?? []),
    )
    if (!unreadable) return composed
    const { path, text } = unreadable
    const own = composed ?? withoutElements(name, path, text)
    return { ...own, problem: `${path} cannot be read as YAML (${unreadable.problem})` }
  }

  #included(name: string, paths: ReadonlySet<string> = new Set()): DashboardDefinition[] {
    const all = this.definitions(name)
    const own = all.filter(({ path }) => paths.has(path))
    if (own.length === 0) return all
    const order = own.length > 1 ? [...paths] : []
    return own.sort((one, other) => order.indexOf(one.path) - order.indexOf(other.path))
  }

  /**
   * Returns the names of the dashboards that a definition extends. If the YAML cannot be read, returns all names that
   * the definition may extend.
   */
  basesOf({ dashboard, text }: DashboardDefinition): readonly string[] {
    if (dashboard) return dashboard.bases
    if (!text.includes('extends')) return []
    const words = [...new Set(wordsIn(text))].filter(word => this.#headerWords?.has(word) ?? true)
    // A name with a constant or an escape is unknown. It counts as missing, so that Looker has to describe the
    // dashboard.
    const unknown = [...constantsIn(text).map(constant => `@{${constant}}`), ...(text.match(/\\[xuU]/) ?? [])]
    return [...words, ...unknown]
  }

  #definitionsIn(file: DashboardFile, name: string): DashboardDefinition[] {
    const { path, text, headers, isUnusual } = file
    if (!isUnusual && !headers.includes(name)) return []
    const parsed = this.#parse(file)
    if (parsed instanceof UnreadableDashboards) return [{ path, text, problem: parsed.message }]
    const named = parsed.get(name) ?? []
    return named.map(dashboard => ({ path, text: dashboard.source, dashboard: { ...dashboard, path } }))
  }

  #parse({ path, text }: DashboardFile): ByName | UnreadableDashboards {
    const known = this.#parsed.get(text)
    if (known) return known
    const parsed = parse(path, text)
    this.#parsed.set(text, parsed)
    return parsed
  }
}

const withoutElements = (name: string, path: string, text: string): ComposedDashboard => ({
  ...{ name, path, yaml: text, source: text, parameters: {}, bases: [], elements: [], filters: [] },
  elementsByName: new Map(),
  filtersByName: new Map(),
})

function parse(path: string, text: string): ByName | UnreadableDashboards {
  try {
    return Map.groupBy(readDashboards(path, text), ({ name }) => name)
  } catch (error) {
    if (error instanceof UnreadableDashboards) return error
    throw error
  }
}

function toFile([path, text]: readonly [string, string]): DashboardFile {
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  const lines = text.match(/^[^\n]*dashboard[^\n]*(?:\n[^\n]*)?/gm) ?? []
  const headers = [fileName, ...lines].join('\n')
  // A key or name may be an alias, span several lines or contain escapes. Then `headers` does not contain it.
  const isUnusual =
    lines.length === 0 ||
    lines.some(line => /[\\&*!>|?]|dashboard["']?\s*:\s*(?:#.*)?$/.test(line)) ||
    /\\(?:[xuU]|\r?\n)/.test(text)
  return { path, text, headers, isUnusual }
}
