import { parse } from 'yaml'

/** What a `*.dashboard.lookml` file holds, as far as a change of it concerns others. */
export interface DashboardFile {
  /** The dashboards' names, as they stand behind the model's in their ids. */
  names: readonly string[]
  /** The names of the dashboards that these extend. */
  bases: readonly string[]
}

/** Reads a LookML dashboard file, a YAML list of dashboards. Undefined where it is none. */
export function readDashboardFile(text: string): DashboardFile | undefined {
  const dashboards = listIn(text)
  if (!dashboards) return undefined
  return {
    names: dashboards.flatMap(({ dashboard }) => textIn(dashboard)),
    bases: dashboards.flatMap(({ extends: bases }) => [bases].flat().flatMap(textIn)),
  }
}

function listIn(text: string): Record<string, unknown>[] | undefined {
  try {
    // Looker's own files have keys twice at times, which it takes.
    const list: unknown = parse(text, { uniqueKeys: false, logLevel: 'error' })
    if (!Array.isArray(list)) return undefined
    return list.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null)
  } catch {
    return undefined
  }
}

const textIn = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
