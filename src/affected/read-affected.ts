import pLimit from 'p-limit'
import { asActionError } from '../errors.ts'
import type { Repository } from '../github/repository.ts'
import type { ExploreSources, lookmlClient } from '../looker/lookml.ts'
import type { Target } from '../model.ts'
import { type Changes, reachesOf } from './changes.ts'
import { composeDashboard, type LookmlDashboard, readDashboards, UnreadableDashboards } from './dashboards.ts'
import { type Change, findAffected } from './find-affected.ts'
import { readLookmlText } from './lookml-text.ts'
import { type ProjectSide, readProjectSide } from './project-side.ts'
import type { Selection, SelectionSide, TargetSelection } from './selection.ts'
import { type Content, type ForeignExplores, foreignExplores } from './shown.ts'

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
export async function readAffected(options: AffectedOptions): Promise<Selection> {
  const { targets, changes, commits } = options
  const isRead =
    'files' in changes && [...reachesOf(changes.files).values()].some(reach => reach !== 'nothing')
  const { projects: sides, texts } = isRead ? await readSides(options) : { projects: [], texts: [] }
  if (sides.length === 0) {
    const unknown = targets.map((): Content => ({ kind: 'unknown' }))
    const reasons = findAffected(unknown, { changes, sides, foreign: new Map() })
    return {
      targets: reasons.map(reasons => (reasons.length === 0 ? { reasons, tiles: [] } : { reasons })),
      explores: new Map(),
    }
  }
  const slots = pLimit(atOnce)
  const contents = await Promise.all(targets.map(target => slots(() => readContent(target, sides, options))))
  const foreign = await readForeign(foreignExplores(contents, sides), options)
  const change = { changes, sides, foreign }
  const reasons = findAffected(contents, change)
  const [base, head] = commits.map((commit, index) =>
    selectionSide(commit, sides[index], texts[index] ?? new Map()),
  )
  return {
    targets: contents.map((content, index) => selectTiles(content, reasons[index] ?? [], change)),
    explores: exploresWithReasons(contents, change),
    ...(base && head && { sides: { base, head } }),
  }
}

function selectTiles(content: Content, reasons: readonly string[], change: Change): TargetSelection {
  if (reasons.length === 0) return { reasons, tiles: [] }
  if (content.kind === 'unknown') return { reasons }
  const tiles =
    content.kind === 'lookml'
      ? change.sides.flatMap(side => side.dashboard(content.name)?.tiles ?? [])
      : content.tiles
  const selected = tiles.map(explores => ({
    explores,
    reasons: findAffected([{ kind: 'query', tiles: [explores] }], change)[0] ?? [],
  }))
  return { reasons, tiles: selected.filter(tile => tile.reasons.length > 0) }
}

function exploresWithReasons(contents: readonly Content[], change: Change): Map<string, string[]> {
  const names = contents.flatMap(content => {
    if (content.kind === 'unknown') return []
    if (content.kind !== 'lookml') return content.tiles.flat()
    return change.sides.flatMap(side => side.dashboard(content.name)?.tiles.flat() ?? [])
  })
  return new Map(
    names.map(name => [name, findAffected([{ kind: 'query', tiles: [[name]] }], change)[0] ?? []]),
  )
}

function selectionSide(
  commit: string,
  project: ProjectSide | undefined,
  texts: ReadonlyMap<string, string>,
): SelectionSide {
  const definitions = new Map<string, LookmlDashboard[]>()
  for (const [path, text] of texts) {
    if (!/\.dashboard\.lookml$/i.test(path)) continue
    try {
      for (const one of readDashboards(path, text))
        definitions.set(one.name, [...(definitions.get(one.name) ?? []), one])
    } catch (error) {
      if (!(error instanceof UnreadableDashboards)) throw error
    }
  }
  const models = project?.models ?? new Set<string>()
  return {
    commit,
    files: texts,
    models,
    dashboard: name => composeDashboard(name, name => definitions.get(name) ?? []),
  }
}

interface Sides {
  projects: ProjectSide[]
  texts: ReadonlyMap<string, string>[]
}

async function readSides({ commits, repository, signal, log }: AffectedOptions): Promise<Sides> {
  try {
    const texts = await Promise.all(commits.map(commit => readLookmlText(commit, repository)))
    return { projects: texts.map(readProjectSide), texts }
  } catch (error) {
    signal.throwIfAborted()
    log(`${asActionError(error).message}. Every target is rendered.`)
    return { projects: [], texts: [] }
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
