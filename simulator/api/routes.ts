import { dashboardCalls } from '../content/change-dashboards.ts'
import type { Kind, Operation, Version } from '../model.ts'
import { branchCalls } from '../projects/git-branches.ts'
import { queryCalls } from '../queries/run-query.ts'

interface Known<Name extends Operation> {
  operation: Name
  version: Version
}

/** An API call. The method and the path of a request decide which call it is. */
export type Route =
  | Known<'login'>
  | Known<'logout'>
  | (Known<'create'> & { kind: Kind; contentId: string; format: string })
  | (Known<'task'> & { taskId: string })
  | (Known<'results'> & { taskId: string })
  | (Known<'query'> & { by: 'id' | 'slug'; key: string })
  | (Known<'content'> & { call: ContentCall; id: string; path: string })
  | Known<'versions'>
  | (Known<'deploy'> & { id: string })
  | (Known<'explore'> & { model: string; explore: string })
  | PatternRoute
  | { operation: 'unknown' }

/** A call with ids in its path. `ids` are the parts of the path that match the stars of the pattern. */
type PatternRoute = {
  [Name in keyof typeof patterns]: Known<Name> & { call: (typeof patterns)[Name][number]; ids: string[] }
}[keyof typeof patterns]

const patterns = {
  session: ['GET session', 'PATCH session'],
  user: ['GET user'],
  project: ['GET projects/*', 'GET projects/*/manifest'],
  branch: branchCalls,
  validate: ['POST projects/*/validate'],
  run: queryCalls,
  dashboard: dashboardCalls,
  content_validation: ['GET content_validation'],
} as const

/** The paths of the calls that read content. A star matches an id. */
const contentCalls = [
  'folders',
  'folders/*',
  'folders/*/dashboards',
  'folders/*/looks',
  'folders/*/children',
  'boards/*',
  'dashboards',
  'dashboards/*',
  'dashboards/*/dashboard_elements',
  'dashboard_elements/*',
  'looks/*',
  'lookml_models',
  'lookml_models/*',
] as const
export type ContentCall = (typeof contentCalls)[number]

const renderedKinds: Record<Version, Kind[]> = {
  '4.0': ['dashboards', 'looks', 'queries', 'dashboard_elements'],
  '3.1': ['dashboards', 'lookml_dashboards', 'looks', 'queries'],
}

export function readRoute(method: string, path: string): Route {
  const [, version, rest] = /^\/api\/(4\.0|3\.1)\/(.*)$/.exec(path) ?? []
  if (version === undefined || rest === undefined) return { operation: 'unknown' }
  return routeIn(version as Version, method, decodePath(rest)) ?? { operation: 'unknown' }
}

function routeIn(version: Version, method: string, parts: string[]): Route | undefined {
  const [first, second, third, fourth, ...more] = parts
  if (more.length > 0) return undefined
  if (first === 'render_tasks' && second) return renderTaskRoute(version, method, [second, third, fourth])
  const call = [method, ...parts.slice(0, 1)].join(' ')
  if (parts.length === 1) {
    if (call === 'POST login') return { operation: 'login', version }
    if (call === 'DELETE logout') return { operation: 'logout', version }
    if (call === 'GET versions') return { operation: 'versions', version }
  }
  const lookml =
    first === 'projects' || first === 'lookml_models' ? lookmlRoute(version, method, parts) : undefined
  const byPattern = lookml ?? patternRoute(version, method, parts)
  if (byPattern) return byPattern
  const content = method === 'GET' ? contentRoute(version, parts) : undefined
  if (content) return content
  if (call !== 'GET queries' || !second || fourth !== undefined) return undefined
  if (second === 'slug' && third) return { operation: 'query', version, by: 'slug', key: third }
  return third === undefined ? { operation: 'query', version, by: 'id', key: second } : undefined
}

function patternRoute(version: Version, method: string, parts: string[]): Route | undefined {
  for (const [operation, calls] of Object.entries(patterns)) {
    for (const call of calls) {
      const [wantedMethod, path = ''] = call.split(' ')
      const wanted = path.split('/')
      const fits =
        wanted.length === parts.length && wanted.every((part, at) => part === '*' || part === parts[at])
      const ids = parts.filter((_, at) => wanted[at] === '*')
      if (fits && wantedMethod === method) return { operation, version, call, ids } as PatternRoute
    }
  }
  return undefined
}

function lookmlRoute(version: Version, method: string, parts: string[]): Route | undefined {
  const [first, id = '', , explore] = parts
  const pattern = [method, first, '*', ...parts.slice(2, 3), ...parts.slice(3).map(() => '*')].join(' ')
  if (pattern === 'POST projects * deploy_ref_to_production') return { operation: 'deploy', version, id }
  if (pattern === 'GET lookml_models * explores *' && explore)
    return { operation: 'explore', version, model: id, explore }
  return undefined
}

function contentRoute(version: Version, parts: string[]): Route | undefined {
  const pattern = parts.map((part, place) => (place === 1 ? '*' : part)).join('/')
  const call = contentCalls.find(known => known === pattern)
  return call && { operation: 'content', version, call, id: parts[1] ?? '', path: parts.join('/') }
}

function renderTaskRoute(
  version: Version,
  method: string,
  [second, third, fourth]: [string, string | undefined, string | undefined],
): Route | undefined {
  const kind = renderedKinds[version].find(name => name === second)
  if (method === 'POST' && kind && third && fourth)
    return { operation: 'create', version, kind, contentId: third, format: fourth }
  if (method !== 'GET' || fourth !== undefined) return undefined
  if (third === undefined) return { operation: 'task', version, taskId: second }
  return third === 'results' ? { operation: 'results', version, taskId: second } : undefined
}

function decodePath(path: string): string[] {
  try {
    return path.split('/').map(decodeURIComponent)
  } catch {
    return [] // No call has a path with broken percent-encoding.
  }
}
