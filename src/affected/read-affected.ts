import { setImmediate } from 'node:timers/promises'
import pLimit from 'p-limit'
import { ActionError, asActionError } from '../errors.ts'
import type { Repository } from '../github/client.ts'
import type { Member } from '../input-types.ts'
import type { ExploreSources, lookmlClient, SourceFile } from '../looker/lookml.ts'
import type { LookmlNames } from '../looker/validate-lookml.ts'
import type { Target } from '../model.ts'
import { oneLine } from '../runtime/text.ts'
import { Explores } from './affected-explores.ts'
import { filesOf } from './changed-includes.ts'
import { compareProjects, dashboardsOfModel, isShown, type ProjectChange } from './changes.ts'
import { type DeployedOptions, findDoubts } from './deployed-files.ts'
import { exploresToDescribe, findAffected, type Selection, type SelectionSide } from './find-affected.ts'
import { type DescribedExplore, type DescribedExplores, readingsOfNeed } from './imported-explores.ts'
import type { InclusionReading } from './includes.ts'
import type { PlacedBlock } from './lookml-block.ts'
import { type LookmlProject, modelsOf, type ParsedTexts, readLookmlProject } from './project.ts'
import { isLink, listFiles, readTexts, type TreeList } from './read-texts.ts'
import {
  type Content,
  composedIn,
  type DashboardName,
  isDashboardIncomplete,
  lookmlNameOf,
  namesInTileId,
  prepareDefinitions,
} from './target-uses.ts'
import { isNeverNamed, type Pause, textWithin } from './texts.ts'

interface CommitOptions {
  commits: readonly [base: string, head: string]
  repository: Repository
  signal: AbortSignal
  /** The name of the LookML project. */
  project: string
}

interface AffectedOptions extends CommitOptions, DeployedOptions {
  targets: readonly Target[]
  /** The change between both commits, if the caller has already read it. */
  change?: Promise<ProjectChange | undefined>
  client: ReturnType<typeof lookmlClient>
}

/**
 * The maximum number of rounds of requests for Explores. Looker's answers may mention more imported Explores, which the
 * next round requests.
 */
const maxReadRounds = 5
const lookerRequestsAtOnce = 4

/**
 * Finds the targets that the change between two commits may affect. Asks Looker about user-defined content and imported
 * Explores. If a file or an answer cannot be read, the targets that may depend on it count as affected.
 * @throws only the signal's reason
 */
export async function readAffected(options: AffectedOptions): Promise<Selection> {
  const { targets, signal, log } = options
  const pause = pauseUntil(signal)
  try {
    const change = await (options.change ?? readChange(options))
    if (!change?.isAny) return { targets: targets.map(() => ({ reasons: [], tiles: [] })), ...noExplores }
    logUnread(change, log)
    const slots = pLimit(lookerRequestsAtOnce)
    const doubtsOf = findDoubts(change, options)
    const contents = await Promise.all(
      targets.map(target =>
        slots(async () => {
          const content = await readContent(target, change, options)
          return { ...content, doubts: await doubtsOf(content) }
        }),
      ),
    )
    const explores = new Explores(change)
    for (let round = 0; round < maxReadRounds; round++) {
      const missing = await exploresToDescribe(contents, explores, pause)
      if (missing.length === 0) break
      explores.describe(await describeExplores(missing, explores, options))
    }
    const selection = await findAffected(contents, explores, pause)
    const [base, head] = [change.base.project, change.head.project]
    return { ...selection, sides: { base: toSide(base, head), head: toSide(head, base) } }
  } catch (error) {
    signal.throwIfAborted()
    log(`${asActionError(error).message}. Every target is rendered.${hintOf(error)}`)
    return { targets: targets.map(() => ({ reasons: [unreadReason] })), ...noExplores }
  }
}

const noExplores = { explores: new Map(), unseen: new Map() }

const unreadReason = "The project's LookML could not be read, so any target may be affected"

/** Returns the next step for users. A RangeError has none: it reports a limit on the size of the LookML. */
const hintOf = (error: unknown) => (error instanceof ActionError ? ` ${error.hint}` : '')

const pauseUntil =
  (signal: AbortSignal): Pause =>
  async () => {
    await setImmediate()
    signal.throwIfAborted()
  }

/**
 * Compares the LookML of both commits. If Looker ignores all changed files, returns undefined and downloads no archive.
 */
export async function readChange({
  commits,
  repository,
  signal,
  project,
}: CommitOptions): Promise<ProjectChange | undefined> {
  const [base, head] = commits
  const pause = pauseUntil(signal)
  const lists: [TreeList, TreeList] = [await listFiles(base, repository), await listFiles(head, repository)]
  // A symbolic link that Looker reads, such as `orders.view.lkml`, can point to an ignored file, such as `LICENSE`.
  if (!lists.some(hasLinks) && differingPaths(lists).every(isNeverNamed)) return undefined
  const parsed: ParsedTexts = { blocks: new Map(), dashboards: new Map() }
  const before = await readTexts(base, lists[0], repository)
  const after = await readTexts(head, lists[1], repository, before)
  const sides = [
    await readLookmlProject(before, parsed, pause, project),
    await readLookmlProject(after, parsed, pause, project),
  ] as const
  return compareProjects(sides, pause)
}

/** @throws ActionError if GitHub does not list the files of the commit */
export async function readLookmlNames(commit: string, repository: Repository): Promise<LookmlNames> {
  const files = await listFiles(commit, repository)
  return { files, models: modelsOf(files.keys()) }
}

export interface DashboardsOptions {
  change(): Promise<ProjectChange | undefined>
  /** The commits whose dashboards to list. The titles of the first one count. */
  sides: readonly ('base' | 'head')[]
  signal: AbortSignal
  log(line: string): void
}

/** Lists the dashboards of a model, as members of a collection. Returns an empty list if GitHub does not answer. */
export async function listDashboards(
  model: string,
  { change: read, sides, signal, log }: DashboardsOptions,
): Promise<Member[]> {
  try {
    const change = await read()
    if (!change) return []
    const members = new Map<string, Member>()
    for (const side of sides) {
      const dashboards = await dashboardsOfModel(change[side].project, model, pauseUntil(signal))
      for (const { name, title } of dashboards) {
        const id = `${model}::${name}`
        const shown = title === undefined ? {} : { title: oneLine(title) }
        if (!members.has(id)) members.set(id, { kind: 'lookml_dashboard', id, ...shown })
      }
    }
    return [...members.values()]
  } catch (error) {
    log(
      `Could not find the dashboards that ${model} has in the LookML of the pull request: ${asActionError(error).message}.`,
    )
    return []
  }
}

function differingPaths([base, head]: readonly [TreeList, TreeList]): string[] {
  return [...new Set([...base.keys(), ...head.keys()])].filter(path => {
    const [before, after] = [base.get(path), head.get(path)]
    return before?.sha !== after?.sha || before?.mode !== after?.mode
  })
}

const hasLinks = (list: TreeList) => [...list.values()].some(({ mode }) => isLink(mode))

function logUnread({ base, head }: ProjectChange, log: (line: string) => void): void {
  const problems = new Map([base, head].flatMap(({ project }) => [...project.unread, ...project.uncut]))
  for (const [path, why] of problems) log(`${path} could not be read: ${why}.`)
}

async function readContent(
  target: Target,
  change: ProjectChange,
  { client, signal, log }: AffectedOptions,
): Promise<Content> {
  const isDashboard = target.kind === 'dashboard' || target.kind === 'lookml_dashboard'
  const lookml = isDashboard ? lookmlNameOf(target.id) : undefined
  const pause = pauseUntil(signal)
  if (lookml) await prepareDefinitions(change, lookml.name, pause)
  if (isDashboard && lookml && !isDashboardIncomplete(change, lookml.model, lookml.name))
    return { kind: 'lookml', ...lookml }
  const described = await client.queriesOf(target).catch((error: unknown) => {
    signal.throwIfAborted()
    log(`The content of ${target.name} could not be read: ${asActionError(error).message}.${hintOf(error)}`)
    return undefined
  })
  const tiles =
    described?.tiles.map(({ settings, sql, explores, ...tile }) => ({
      ...tile,
      ...(explores && !(sql !== undefined && mayReadPublishedView(sql, change)) && { explores }),
      ...(settings && { text: textWithin(settings) }),
    })) ?? 'unknown'
  const filters = described?.filters && { filters: described.filters }
  if (!isDashboard) return { kind: 'query', tiles, ...namesInTileId(target.id) }
  if (lookml) return { kind: 'lookml', ...lookml, tiles, ...filters }
  // If Looker returns the target's id, the target does not name a slug.
  const ofSlug = described?.id === target.id ? [] : await dashboardsOfSlug(target.id, change, pause)
  const named = lookmlNameOf(described?.id ?? '')
  return named
    ? { kind: 'lookml', ...named, tiles, ...filters, others: ofSlug }
    : { kind: 'dashboard', tiles, ...filters, lookml: ofSlug }
}

/** A file that could not be read may publish any view. Translations do not change published views. */
const mayReadPublishedView = (
  sql: string,
  { base, head, everywhere, translations }: ProjectChange,
): boolean =>
  everywhere.some(reason => !translations.includes(reason)) ||
  [base, head].some(({ project }) => project.graph.readsPublishedView(sql))

/** Finds the LookML dashboards with this `preferred_slug` in the merge base or in the head. */
async function dashboardsOfSlug(
  slug: string,
  { base, head }: ProjectChange,
  pause: Pause,
): Promise<DashboardName[]> {
  const names = new Set<string>()
  for (const { project } of [base, head])
    for (const name of await project.dashboards.namesOfSlug(slug, pause)) names.add(name)
  return [...names].map(name => ({ name }))
}

async function describeExplores(
  names: readonly string[],
  explores: Explores,
  { client, project, signal, log }: AffectedOptions,
): Promise<DescribedExplores> {
  const slots = pLimit(lookerRequestsAtOnce)
  const describe = async (name: string): Promise<[string, DescribedExplore | 'unknown']> => {
    try {
      const isOwn = explores.isOwnModel(name.split('::')[0] ?? '')
      return [name, toDescribed(await client.explore(name), { project, isOwn })]
    } catch (error) {
      signal.throwIfAborted()
      log(
        `The files of the Explore ${name} could not be read: ${asActionError(error).message}.${hintOf(error)}`,
      )
      return [name, 'unknown']
    }
  }
  return new Map(await Promise.all(names.map(name => slots(() => describe(name)))))
}

/**
 * Returns `unknown` if Looker returned too few files or views. A model of another project may include views of this
 * project that define no fields, so the model's files must be known.
 */
function toDescribed(
  { fields, modelFiles, hasModelFiles, views, hasViews }: ExploreSources,
  { project, isOwn }: { project: string; isOwn: boolean },
): DescribedExplore | 'unknown' {
  const files = fields.flatMap(field => field.files)
  if (files.length + modelFiles.length === 0 || !hasViews) return 'unknown'
  const ownPaths = (all: readonly SourceFile[]) =>
    new Set(all.flatMap(file => pathInOwnProject(file, project) ?? []))
  const paths = ownPaths(files)
  if (!isOwn && !hasModelFiles) return 'unknown'
  const isForeign = (file: SourceFile) => pathInOwnProject(file, project) === undefined
  const isOfOthers = (field: ExploreSources['fields'][number]) =>
    field.files.length > 0 && field.files.every(isForeign)
  const viewsOf = (some: ExploreSources['fields']) => new Set(some.flatMap(field => field.views))
  const ofOthers = viewsOf(fields.filter(isOfOthers))
  const ofUs = viewsOf(fields.filter(field => !isOfOthers(field)))
  return {
    paths,
    modelPaths: ownPaths(modelFiles),
    hasFieldFiles: files.length > 0,
    hasForeignFiles: files.some(isForeign),
    views: new Set(views),
    ownViews: new Set(views.filter(view => ofUs.has(view) || !ofOthers.has(view))),
    suggestExplores: new Map(fields.map(({ name, suggestExplore }) => [name, suggestExplore])),
  }
}

/**
 * Returns the path within this project, or undefined for a file of another project. Looker may omit the project of a
 * file of this project. The path of an imported file may begin with the name of its project.
 */
function pathInOwnProject({ path, project = '' }: SourceFile, own: string): string | undefined {
  if (project === '' || project === own) return path
  return path.startsWith(`${own}/`) ? path.slice(own.length + 1) : undefined
}

/** @param other the project on the other side */
function toSide(project: LookmlProject, other: LookmlProject): SelectionSide {
  const { commit, lookml, models } = project
  return {
    ...{ commit, files: lookml, models: new Set(models.keys()) },
    dashboard({ model, name }) {
      const isIncludedIn = (one: LookmlProject, reading: InclusionReading, wanted = name) =>
        one.dashboards.definitions(wanted).some(({ path }) => filesOf(model, one, reading).has(path))
      if (!models.has(model) && other.models.has(model)) return undefined
      const isExcluded =
        !isIncludedIn(project, 'own') || (isIncludedIn(other, 'certain') && !isIncludedIn(project, 'certain'))
      const dashboard = models.has(model) && isExcluded ? undefined : composedIn(project, model, name)
      if (!dashboard || !isShown(dashboard)) return undefined
      const doubtful = [...(dashboard.uncertainBases ?? [])].find(base =>
        isIncludedIn(other, 'certain', base),
      )
      if (doubtful === undefined) return dashboard
      const problem = `the dashboard ${name} extends ${doubtful}, which the model certainly includes on only one of the two commits`
      return { problem, ...dashboard }
    },
    definesExplore: ({ model, name }) => definesExplore(project, model, name),
  }
}

/** Looker shows neither a template (`extension: required`) nor an Explore that needs a view which does not exist. */
function definesExplore(project: LookmlProject, model: string, name: string): boolean {
  const { blocks, graph } = project
  const need = { kind: 'explore', name } as const
  const included = filesOf(model, project, 'certain')
  if (!graph.isDefined(need, included)) return false
  const possible = filesOf(model, project, 'possible')
  const isOwn = (block: PlacedBlock) =>
    block.kind === need.kind &&
    readingsOfNeed({ ...need, name: block.name }, project).some(one => one.name === name)
  const own = graph.named('explore', name).flatMap(index => blocks[index] ?? [])
  return own
    .filter(block => possible.has(block.path) && isOwn(block))
    .every(
      ({ isTemplate, needs }) =>
        !isTemplate && needs.every(one => graph.isDefined(one, possible, { orMentions: true })),
    )
}
