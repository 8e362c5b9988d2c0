import pLimit from 'p-limit'
import type { Absent, Content, Explore, LookmlFile, Side, Unreadable } from '../affected/content.ts'
import { asActionError } from '../errors.ts'
import { LookerError } from '../looker/errors.ts'
import type { ExploreSources, lookmlClient, TargetQueries } from '../looker/lookml.ts'
import type { Target } from '../model.ts'

export interface SideReader {
  client: ReturnType<typeof lookmlClient>
  /** The project that is deployed. */
  project: string
  signal: AbortSignal
  log(line: string): void
  /** What a LookML dashboard's file says of it. */
  fileOf(path: string | undefined): Promise<LookmlFile>
  /** What user-defined targets show does not change with a deploy: asked for once for both sides, kept here. */
  known: Map<string, Promise<TargetQueries | Unreadable | Absent>>
}

/** Questions under way at once: they are small, and Looker answers others meanwhile. */
const atOnce = 4

/** What each target shows while a commit is deployed, and what their Explores are made of, each asked for once. */
export async function readSide(targets: readonly Target[], reader: SideReader): Promise<Side> {
  const slots = pLimit(atOnce)
  const queries = await Promise.all(targets.map(target => slots(() => readQueries(target, reader))))
  const contents = await Promise.all(
    queries.map((found, index) => contentOf(found, targets[index]?.id ?? '', reader)),
  )
  const names = new Set(
    contents.flatMap(content => (typeof content === 'string' ? [] : content.tiles.flat())),
  )
  const explores = await Promise.all(
    [...names].map(name => slots(async () => [name, await readExplore(name, reader)] as const)),
  )
  return { contents, explores: new Map(explores) }
}

const isLookml = (id: string) => id.includes('::')

function readQueries(target: Target, reader: SideReader): Promise<TargetQueries | Unreadable | Absent> {
  if (isLookml(target.id)) return askQueries(target, reader)
  const key = `${target.kind} ${target.id}`
  const known = reader.known.get(key) ?? askQueries(target, reader)
  reader.known.set(key, known)
  return known
}

async function askQueries(
  target: Target,
  { client, signal, log }: SideReader,
): Promise<TargetQueries | Unreadable | Absent> {
  try {
    return await client.queriesOf(target)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof LookerError && error.status === 404) return 'absent'
    log(`What ${target.name} is made of could not be read: ${asActionError(error).message}.`)
    return 'unreadable'
  }
}

async function contentOf(
  queries: TargetQueries | Unreadable | Absent,
  id: string,
  { fileOf }: SideReader,
): Promise<Content | Unreadable | Absent> {
  if (typeof queries === 'string') return queries
  const { kind, tiles, file } = queries
  if (!tiles.every(tile => tile !== undefined)) return 'unreadable'
  if (!isLookml(id) || kind !== 'dashboard') return { kind, tiles }
  const name = id.slice(id.indexOf('::') + 2)
  return { kind, tiles, lookml: { name, file: await fileOf(file) } }
}

async function readExplore(
  name: string,
  { client, project, signal, log }: SideReader,
): Promise<Explore | Unreadable> {
  try {
    return filesIn(project, await client.explore(name))
  } catch (error) {
    signal.throwIfAborted()
    log(`What the Explore ${name} is made of could not be read: ${asActionError(error).message}.`)
    return 'unreadable'
  }
}

/** Of a file whose project is not told, it may be this one. */
function filesIn(project: string, { project: own, files }: ExploreSources): Explore {
  const inProject = files.filter(file => (file.project ?? project) === project)
  return { project: own ?? project, files: new Set(inProject.map(({ path }) => path)) }
}
