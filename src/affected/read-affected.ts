import pLimit from 'p-limit'
import { type Changes, reachesOf } from './changes.ts'
import { findAffected } from './find-affected.ts'
import { type ProjectSide, readProjectSide } from './project-side.ts'
import { type Content, type ForeignExplores, foreignExplores } from './shown.ts'
import { asActionError } from '../errors.ts'
import type { Repository } from '../github/repository.ts'
import type { ExploreSources, lookmlClient } from '../looker/lookml.ts'
import type { Target } from '../model.ts'
import { readLookmlText } from './lookml-text.ts'

export interface AffectedOptions {
  targets: readonly Target[]
  changes: Changes
  /** The merge base and the head. */
  commits: readonly [string, string]
  /** The LookML project that is deployed. */
  project: string
  repository: Repository
  client: ReturnType<typeof lookmlClient>
  signal: AbortSignal
  log(line: string): void
}

/** Questions under way at once: they are small, and Looker answers others meanwhile. */
const atOnce = 4

/**
 * Why each target may look different with the change; empty where it does not. Looker is asked for what only it knows:
 * what user-defined targets show, and what Explores of other projects are made of, each once.
 */
export async function readAffected(options: AffectedOptions): Promise<string[][]> {
  const { targets, changes } = options
  const isRead =
    'files' in changes && [...reachesOf(changes.files).values()].some(reach => reach !== 'nothing')
  const sides = isRead ? await readSides(options) : []
  if (sides.length === 0) {
    const unknown = targets.map((): Content => ({ kind: 'unknown' }))
    return findAffected(unknown, { changes, sides, foreign: new Map() })
  }
  const slots = pLimit(atOnce)
  const contents = await Promise.all(targets.map(target => slots(() => readContent(target, sides, options))))
  const foreign = await readForeign(foreignExplores(contents, sides), options)
  return findAffected(contents, { changes, sides, foreign })
}

async function readSides({ commits, repository, signal, log }: AffectedOptions): Promise<ProjectSide[]> {
  try {
    const texts = await Promise.all(commits.map(commit => readLookmlText(commit, repository)))
    return texts.map(readProjectSide)
  } catch (error) {
    signal.throwIfAborted()
    log(`${asActionError(error).message}. Every target is rendered.`)
    return []
  }
}

async function readContent(
  target: Target,
  sides: readonly ProjectSide[],
  { client, signal, log }: AffectedOptions,
): Promise<Content> {
  const name = target.id.split('::')[1]
  const isDashboard = target.kind === 'dashboard' || target.kind === 'lookml_dashboard'
  if (isDashboard && name !== undefined && sides.some(side => side.dashboard(name)))
    return { kind: 'lookml', name }
  try {
    const { kind, tiles } = await client.queriesOf(target)
    return tiles.every(tile => tile !== undefined) ? { kind, tiles } : { kind: 'unknown' }
  } catch (error) {
    signal.throwIfAborted()
    log(`What ${target.name} shows could not be read: ${asActionError(error).message}.`)
    return { kind: 'unknown' }
  }
}

async function readForeign(
  names: readonly string[],
  { client, project, signal, log }: AffectedOptions,
): Promise<ForeignExplores> {
  const slots = pLimit(atOnce)
  const read = async (name: string): Promise<[string, ReadonlySet<string> | 'unknown']> => {
    try {
      return [name, filesIn(project, await client.explore(name))]
    } catch (error) {
      signal.throwIfAborted()
      log(`What the Explore ${name} is made of could not be read: ${asActionError(error).message}.`)
      return [name, 'unknown']
    }
  }
  return new Map(await Promise.all(names.map(name => slots(() => read(name)))))
}

/** A file whose project Looker does not tell may belong to the deployed one. */
const filesIn = (project: string, { files }: ExploreSources): ReadonlySet<string> =>
  new Set(files.filter(file => (file.project ?? project) === project).map(({ path }) => path))
