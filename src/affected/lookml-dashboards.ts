import { parse } from 'yaml'

/** A LookML dashboard, with what those that it extends add. */
export interface LookmlDashboard {
  /** Its own file, and those of the dashboards that it extends. */
  files: ReadonlySet<string>
  /** The Explores of each tile that has a query, as `model::explore`; merged results have several. */
  tiles: readonly (readonly string[])[]
}

/** By a dashboard's name: what stands behind `model::` in its id. */
export type LookmlDashboards = (name: string) => LookmlDashboard | undefined

interface Definition {
  path: string
  bases: string[]
  tiles: string[][]
}

/**
 * Reads `*.dashboard.lookml` files: YAML lists of dashboards ("LookML dashboard parameters"). A file that cannot be read is
 * taken for one that defines the dashboard of its own name.
 */
export function readLookmlDashboards(files: ReadonlyMap<string, string>): LookmlDashboards {
  const definitions = new Map<string, Definition[]>()
  for (const [path, text] of files)
    for (const [name, definition] of definitionsIn(path, text))
      definitions.set(name, [...(definitions.get(name) ?? []), definition])
  return name => (definitions.has(name) ? withBases(name, definitions) : undefined)
}

function withBases(start: string, definitions: ReadonlyMap<string, readonly Definition[]>): LookmlDashboard {
  const names = new Set([start])
  const found: Definition[] = []
  for (const name of names)
    for (const definition of definitions.get(name) ?? []) {
      found.push(definition)
      for (const base of definition.bases) names.add(base)
    }
  return { files: new Set(found.map(({ path }) => path)), tiles: found.flatMap(({ tiles }) => tiles) }
}

function definitionsIn(path: string, text: string): [name: string, definition: Definition][] {
  const [, fileName = ''] = /([^/]+)\.dashboard\.lookml$/i.exec(path) ?? []
  const list = listIn(text)
  if (!list) return [[fileName, { path, bases: [], tiles: [] }]]
  return list.map(dashboard => [
    textsIn(dashboard.dashboard)[0] ?? fileName,
    { path, bases: textsIn(dashboard.extends), tiles: objectsIn(dashboard.elements).flatMap(tileOf) },
  ])
}

type Fields = Readonly<Record<string, unknown>>

function listIn(text: string): Fields[] | undefined {
  try {
    // Looker accepts a key that is written twice.
    const list: unknown = parse(text, { uniqueKeys: false, logLevel: 'error' })
    return Array.isArray(list) ? objectsIn(list) : undefined
  } catch {
    return undefined
  }
}

/** A text has no query; merged results have theirs in a list. */
function tileOf(element: Fields): string[][] {
  const queries = [element, ...objectsIn(element.merged_queries)]
  const explores = queries.flatMap(({ model, explore }) =>
    typeof model === 'string' && typeof explore === 'string' ? [`${model}::${explore}`] : [],
  )
  return explores.length > 0 ? [[...new Set(explores)]] : []
}

const objectsIn = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []

const textsIn = (value: unknown): string[] =>
  [value].flat().flatMap(text => (typeof text === 'string' || typeof text === 'number' ? [String(text)] : []))
