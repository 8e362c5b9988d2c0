import { type Changes, reachesOf } from '../affected/changes.ts'
import type { LookmlFile } from '../affected/content.ts'
import { type DashboardFile, readDashboardFile } from '../affected/dashboard-file.ts'
import { asActionError } from '../errors.ts'
import { type Repository, statusOf } from '../github/client.ts'

/** More changed dashboard files than this are not read: then each may define any dashboard. */
const maxFiles = 50

/** What LookML dashboard files hold, at the merge base and at the head. */
export interface DashboardFiles {
  /** The changed ones, by path, on the sides that have them; left out where they could not be read. */
  changed: ReadonlyMap<string, readonly DashboardFile[]>
  /** What an unchanged one says of the dashboards in it. */
  fileOf(path: string | undefined): Promise<LookmlFile>
}

export interface DashboardFilesOptions {
  repository: Repository
  /** The merge base and the head. */
  commits: readonly string[]
  changes: Changes
  log(line: string): void
}

export async function readDashboardFiles(options: DashboardFilesOptions): Promise<DashboardFiles> {
  const paths = 'unknown' in options.changes ? [] : dashboardPaths(options.changes.files)
  const read = paths.length > maxFiles ? [] : paths
  const holds = await Promise.all(read.map(async path => [path, await readOnAll(path, options)] as const))
  const known = new Map<string, Promise<LookmlFile>>()
  const fileOf = (path: string | undefined) => {
    // Where no dashboard file changed, nobody has to know.
    if (path === undefined || paths.length === 0) return Promise.resolve('unknown' as const)
    const file = known.get(path) ?? readFile(path, options)
    known.set(path, file)
    return file
  }
  return { changed: new Map(holds.flatMap(([path, held]) => (held ? [[path, held]] : []))), fileOf }
}

const dashboardPaths = (files: Parameters<typeof reachesOf>[0]) =>
  [...reachesOf(files)].filter(([, reach]) => reach === 'dashboard').map(([path]) => path)

/** Undefined where it could not be read on any of the sides that have it. */
async function readOnAll(path: string, options: DashboardFilesOptions): Promise<DashboardFile[] | undefined> {
  const sides = await Promise.all(options.commits.map(commit => readAt(path, commit, options)))
  const held = sides.filter(side => side !== 'absent')
  return held.every(side => side !== 'unknown') && held.length > 0 ? held : undefined
}

async function readFile(path: string, options: DashboardFilesOptions): Promise<LookmlFile> {
  const held = await readOnAll(path, options)
  return held ? { path, bases: held.flatMap(({ bases }) => bases) } : 'unknown'
}

async function readAt(
  path: string,
  ref: string,
  { repository: { octokit, owner, repo, signal }, log }: DashboardFilesOptions,
): Promise<DashboardFile | 'absent' | 'unknown'> {
  try {
    const mediaType = { format: 'raw' }
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref, mediaType })
    return readDashboardFile(String(data)) ?? 'unknown'
  } catch (error) {
    signal.throwIfAborted()
    if (statusOf(error) === 404) return 'absent'
    log(`${path} could not be read: ${asActionError(error).message}.`)
    return 'unknown'
  }
}
