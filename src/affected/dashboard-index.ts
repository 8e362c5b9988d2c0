import { constantsIn } from './constants.ts'
import {
  type ComposedDashboard,
  composeDashboard,
  type LookmlDashboard,
  readDashboards,
  UnreadableDashboards,
} from './dashboards.ts'
import { isDashboardFile, wordsIn } from './texts.ts'

/** A dashboard in a file. If the file cannot be read as YAML, its whole text stands for each dashboard in it. */
export interface DashboardDefinition {
  path: string
  /** The text that is compared to find out whether the dashboard has changed. */
  text: string
  /** Undefined if the YAML cannot be read. */
  dashboard?: LookmlDashboard
  problem?: string
}

interface DashboardFile {
  path: string
  text: string
  /** The lines that may name dashboards. */
  headers: string
  /** Whether the text may define a dashboard in a way that the lines do not show. */
  isUnusual: boolean
}

/** What each text defines. Parsing is slow, so that a text is parsed when it is asked for, and once. */
export type ParsedDashboards = Map<string, ByName | UnreadableDashboards>

type ByName = Map<string, LookmlDashboard[]>

/** The LookML dashboards of a commit, by name. */
export class DashboardIndex {
  readonly #files: readonly DashboardFile[]
  readonly #parsed: ParsedDashboards

  constructor(lookml: ReadonlyMap<string, string>, parsed: ParsedDashboards) {
    this.#files = [...lookml].filter(([path]) => isDashboardFile(path)).map(toFile)
    this.#parsed = parsed
  }

  definitions(name: string): DashboardDefinition[] {
    return this.#files.flatMap(file => this.#definitionsIn(file, name))
  }

  /** The dashboards of one file; none if it cannot be read as YAML. */
  definedIn(path: string): LookmlDashboard[] {
    const file = this.#files.find(one => one.path === path)
    const parsed = file && this.#parse(file)
    return parsed instanceof Map ? [...parsed.values()].flat() : []
  }

  /** With everything that it extends in this project. If its file cannot be read as YAML: without elements. */
  composed(name: string): ComposedDashboard | undefined {
    const definitions = this.definitions(name)
    const unreadable = definitions.find(({ problem }) => problem !== undefined)
    const composed = composeDashboard(name, wanted =>
      this.definitions(wanted).flatMap(({ dashboard }) => dashboard ?? []),
    )
    if (!unreadable) return composed
    const { path, text } = unreadable
    const own = composed ?? withoutElements(name, path, text)
    return { ...own, problem: `${path} cannot be read as YAML (${unreadable.problem})` }
  }

  /** The dashboards that a definition extends. If its YAML cannot be read: all that it may extend. */
  basesOf({ dashboard, text }: DashboardDefinition): readonly string[] {
    if (dashboard) return dashboard.bases
    if (!text.includes('extends')) return []
    const words = [...new Set(wordsIn(text))].filter(word =>
      this.#files.some(({ headers, isUnusual }) => isUnusual || headers.includes(word)),
    )
    // A name with a constant is not that of a file here, so that Looker is asked.
    return [...words, ...constantsIn(text).map(constant => `@{${constant}}`)]
  }

  #definitionsIn(file: DashboardFile, name: string): DashboardDefinition[] {
    const { path, text, headers, isUnusual } = file
    if (!isUnusual && !headers.includes(name)) return []
    const parsed = this.#parse(file)
    if (parsed instanceof UnreadableDashboards) return [{ path, text, problem: parsed.message }]
    const named = parsed.get(name) ?? []
    return named.map(dashboard => ({ path, text: dashboard.yaml, dashboard: { ...dashboard, path } }))
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
  ...{ name, path, yaml: text, parameters: {}, bases: [], elements: [], filters: [] },
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
  // A name may also be an alias, a text of several lines, or have escapes; so may the word "dashboard" itself.
  const isUnusual =
    lines.length === 0 || lines.some(line => /[\\&*!>|?]/.test(line)) || /\\(?:[xuU]|\r?\n)/.test(text)
  return { path, text, headers, isUnusual }
}
