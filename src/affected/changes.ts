import { isShared } from './block-graph.ts'
import { blockKeys } from './block-order.ts'
import { type ChangedInclusion, changedInclusions, changedPatterns, filesOf } from './changed-includes.ts'
import type { InclusionReading } from './includes.ts'
import type { PlacedBlock } from './lookml-block.ts'
import type { LookmlDashboard } from './lookml-dashboards.ts'
import { blocksOfFiles } from './named-files.ts'
import type { BothSides, LookmlProject } from './project.ts'
import { findReach, type Reach } from './reachable-changes.ts'
import { hasDashboards, isLookml, isNeverNamed, type Pause, pauseAfter } from './texts.ts'

export interface ProjectChange {
  base: ChangedSide
  head: ChangedSide
  /**
   * Descriptions of the changed blocks: "view orders in views/orders.view.lkml". The index of a description is the
   * number of the change.
   */
  words: readonly string[]
  inclusions: readonly ChangedInclusion[]
  /** The `include` patterns that only the merge base or only the head has, by file. */
  patterns: ReadonlyMap<string, readonly string[]>
  /** Reasons that apply to every target that uses this project. */
  everywhere: readonly string[]
  /**
   * Reasons that also apply to targets of other projects. A project that imports this one may use its translations
   * (https://cloud.google.com/looker/docs/reference/param-manifest-localization-settings).
   */
  translations: readonly string[]
  /** Whether a picture may show any of the changes. For example, a picture never shows a changed comment. */
  isAny: boolean
  /** Whether results may change although the SQL does not. Only a branch check needs this. */
  mayChangeAfterSql(): Promise<boolean>
  /** Returns the changed files with their versions on both sides, as data for a hash. Omits files that Looker ignores. */
  changedVersions(): string
}

export interface ChangedSide {
  project: LookmlProject
  reach: Reach
}

type ChangedBlocks = Map<number, string>

const filesPerPause = 50

export async function compareProjects(sides: BothSides, pause: Pause): Promise<ProjectChange> {
  const [base, head] = sides
  const paths = changedPaths(sides)
  const others = paths.filter(path => !isLookml(path))
  const changed: [ChangedBlocks, ChangedBlocks] = [new Map(), new Map()]
  for (const [index, path] of paths.entries()) {
    noteChangedBlocks(path, sides, changed)
    if (index % filesPerPause === 0) await pause()
  }
  for (const { includes } of sides) await includes.prepare(pause)
  const patterns = changedPatterns(sides)
  await pause()
  if (patterns.size > 0 || paths.some(path => sides.some(side => side.patternsIn(path).length > 0)))
    for (const { dashboards } of sides) await dashboards.prepare(pause)
  const inclusions = await changedInclusions(patterns, sides, pause)
  for (const [index, project] of sides.entries()) {
    const own = changed[index] as ChangedBlocks
    noteInclusions(inclusions, project, own)
    for (const [block, use] of blocksOfFiles(others, project))
      if (!own.has(block)) own.set(block, `${use} ${describe(project.blocks[block])}`)
    await pause()
  }
  const isAny =
    paths.some(path => sides.some(side => side.unread.has(path) || mayHaveDashboards(path, side))) ||
    patterns.size > 0 ||
    changed.some(({ size }) => size > 0) ||
    paths.some(path => isTranslation(path) || isEmptyManifest(path, sides) || isNewModel(path, sides)) ||
    paths.some(path => isFolderLink(path, sides) || changesEncoding(path, sides)) ||
    (others.some(path => !isNeverNamed(path)) && sides.some(({ unread }) => unread.size > 0))
  const words = [...new Set(changed.flatMap(own => [...own.values()]))]
  const numbers = new Map(words.map((text, number) => [text, number]))
  const toSide = async (project: LookmlProject, own: ChangedBlocks): Promise<ChangedSide> => {
    const byBlock = new Map([...own].map(([block, text]) => [block, numbers.get(text) as number]))
    return { project, reach: await findReach(project.graph, byBlock, { count: words.length, pause }) }
  }
  const everywhere = isAny ? reasonsEverywhere(paths, sides) : []
  return {
    base: await toSide(base, changed[0]),
    head: await toSide(head, changed[1]),
    words,
    inclusions,
    patterns,
    everywhere,
    translations: paths.filter(isTranslation).map(reasonOfTranslation),
    isAny,
    mayChangeAfterSql: async () =>
      isAny &&
      (everywhere.length > 0 ||
        paths.some(isManifest) ||
        (await usesAfterSql(base, changed[0].keys(), pause)) ||
        (await usesAfterSql(head, changed[1].keys(), pause))),
    changedVersions: () =>
      JSON.stringify(
        paths
          .filter(path => !isNeverNamed(path))
          .map(path => [path, ...sides.map(({ versions }) => versions.get(path))]),
      ),
  }
}

function changedPaths([base, head]: BothSides): string[] {
  const all = new Set([...base.versions.keys(), ...head.versions.keys()])
  return [...all].filter(path => base.versions.get(path) !== head.versions.get(path)).sort()
}

/** Compares all blocks with the same kind and name in a file as one list, because their order may matter. */
function noteChangedBlocks(
  path: string,
  sides: BothSides,
  changed: readonly [ChangedBlocks, ChangedBlocks],
): void {
  const [before, after] = [groupsIn(path, sides[0]), groupsIn(path, sides[1])]
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const groups = [before.get(key), after.get(key)]
    if (groups[0]?.tokens.join('\0') === groups[1]?.tokens.join('\0')) continue
    for (const [index, group] of groups.entries())
      for (const place of group?.places ?? [])
        changed[index]?.set(place, describe(sides[index]?.blocks[place]))
  }
}

interface Group {
  places: number[]
  tokens: string[]
}

function groupsIn(path: string, project: LookmlProject): Map<string, Group> {
  const groups = new Map<string, Group>()
  const isUnnamed = ({ name }: PlacedBlock) => project.graph.constants.readings(name) === undefined
  const places = project.blocksByPath.get(path) ?? []
  const unnamed = places.flatMap(index => project.blocks[index] ?? []).filter(isUnnamed)
  // A block whose name is unknown may have the name of every other block of its kind.
  const kinds = new Set(unnamed.map(({ kind }) => kind))
  for (const index of places) {
    const block = project.blocks[index]
    if (!block || block.kind === 'include' || block.kind === 'test') continue
    for (const key of kinds.has(block.kind) ? [block.kind] : blockKeys(block, project)) {
      const group = groups.get(key) ?? { places: [], tokens: [] }
      group.places.push(index)
      group.tokens.push(block.tokens)
      groups.set(key, group)
    }
  }
  return groups
}

/** Describes a block for users: "view +orders in refinements/orders.view.lkml". */
function describe(block: PlacedBlock | undefined): string {
  if (!block) return ''
  const { kind, name, isRefinement, path, isWholeFile } = block
  if (isWholeFile) return path
  const named = name === '' ? kind : `${kind} ${isRefinement ? '+' : ''}${name}`
  return `${named} in ${path}`
}

function noteInclusions(
  inclusions: readonly ChangedInclusion[],
  project: LookmlProject,
  changed: ChangedBlocks,
): void {
  for (const { path, words, names } of inclusions)
    for (const index of project.blocksByPath.get(path) ?? []) {
      const block = project.blocks[index]
      const isHere = !names || (block && blockKeys(block, project).some(key => names.has(key)))
      if (isHere && !changed.has(index)) changed.set(index, `${describe(block)} (${words})`)
    }
}

/** Translations of labels (https://cloud.google.com/looker/docs/model-localization). */
const isTranslation = (path: string) => /\.strings\.json$/i.test(path)
const reasonOfTranslation = (path: string) => `${path}, which may change every label`

/**
 * Whether a changed `.gitattributes` file changes how git converts files. Looker reads the converted files, but the
 * action reads the original files. A line that begins with `[attr]` defines a name for several attributes. If such a
 * line exists, any line may change the conversion.
 */
function changesEncoding(path: string, sides: BothSides): boolean {
  const hasNames = sides.some(({ attributes }) =>
    [...attributes.values()].some(text => /^\s*\[attr\]/m.test(text)),
  )
  const relevant = hasNames ? /^\s*[^#\s]/ : /^\s*[^#\s].*\b(?:working-tree-encoding|ident)\b/s
  const [before, after] = sides.map(({ attributes }) =>
    (attributes.get(path) ?? '')
      .split(/\r?\n/)
      .filter(line => relevant.test(line))
      .join('\n'),
  )
  return before !== after
}

const mayHaveDashboards = (path: string, { lookml }: LookmlProject) =>
  hasDashboards(path, lookml.get(path) ?? '')

/** Looker reports an error about a manifest without parameters. */
const isEmptyManifest = (path: string, sides: BothSides) =>
  isManifest(path) &&
  sides.some(({ lookml, blocksByPath }) => lookml.has(path) && !blocksByPath.get(path)?.length)

/** Whether only one side has this model file. */
const isNewModel = (path: string, sides: BothSides) =>
  sides.filter(({ models }) => [...models.values()].some(paths => paths.includes(path))).length === 1

const isFolderLink = (path: string, sides: BothSides) =>
  sides.some(({ folderLinks }) => folderLinks.has(path))

function reasonsEverywhere(paths: readonly string[], sides: BothSides): string[] {
  const reasons: string[] = []
  for (const { unread } of sides)
    for (const [path, why] of unread)
      reasons.push(`${path} could not be read (${why}) and may contain anything`)
  for (const path of paths) {
    const why = sides.flatMap(({ uncut }) => uncut.get(path) ?? [])[0]
    if (why !== undefined) reasons.push(`${path} could not be read (${why}) and may change anything`)
    else if (isTranslation(path)) reasons.push(reasonOfTranslation(path))
    else if (isEmptyManifest(path, sides)) reasons.push(`${path}, which is empty before or after the change`)
    else if (changesEncoding(path, sides)) reasons.push(`${path}, which changes how git converts files`)
    else if (isFolderLink(path, sides))
      reasons.push(`${path} is a link, and the linked files may have changed`)
  }
  return [...new Set(reasons)]
}

/**
 * Matches LookML that changes the results of a query, but not its SQL. Looker computes these measures after the query
 * (https://cloud.google.com/looker/docs/reference/param-measure-types), fills in missing rows after the query
 * (https://cloud.google.com/looker/docs/reference/param-field-allow-fill), runs the preamble before the query
 * (https://cloud.google.com/looker/docs/reference/param-explore-sql-preamble), and sends the SQL to the model's connection.
 */
const afterSql =
  /\b(?:running_total|percent_of_total|percent_of_previous)\b|\b(?:direction|allow_fill|connection|sql_preamble)\s{0,9}:/

const blocksPerPause = 2000

/**
 * Whether the changed blocks, or blocks that they use, contain LookML that changes results without a change of the SQL.
 */
async function usesAfterSql(
  { graph, blocks }: LookmlProject,
  changed: Iterable<number>,
  pause: Pause,
): Promise<boolean> {
  const pauseFor = pauseAfter(blocksPerPause, pause)
  const names = new Set<number>()
  const open = new Set(changed)
  // The loop also visits the blocks that it adds.
  for (const index of open) {
    if (afterSql.test(blocks[index]?.tokens ?? '')) return true
    for (const name of graph.usedBy(index)) {
      if (names.has(name)) continue
      names.add(name)
      for (const used of graph.blocksOf(name)) open.add(used)
    }
    await pauseFor(1)
  }
  return false
}

/**
 * Kinds of blocks whose changes do not affect whole models. A model's label appears only in menus. A test and an agent
 * (https://cloud.google.com/looker/docs/reference/param-agent) never appear in a picture.
 */
const nonStatementKinds = new Set(['view', 'explore', 'include', 'test', 'agent', 'label', 'dashboard'])

/** Whether the block is a statement, which affects every Explore of the models that include its file. */
export const isStatement = (block: PlacedBlock): boolean =>
  !block.isWholeFile && !isShared(block) && !nonStatementKinds.has(block.kind)

/** Whether the file is a manifest, or Looker's lock file for imported projects. */
export const isManifest = (path: string): boolean =>
  /(?:^|\/)(?:manifest|\w+_lock)\.(?:lkml|lookml)$/i.test(path)

interface ModelDashboard {
  name: string
  title?: string
}

/**
 * Returns the dashboards of a model. If several models may include a file, its dashboards count for each of them.
 */
export async function dashboardsOfModel(
  project: LookmlProject,
  model: string,
  pause: Pause,
): Promise<ModelDashboard[]> {
  const found: ModelDashboard[] = []
  for (const [path, text] of project.lookml) {
    if (!hasDashboards(path, text) || !isIncluded(path, model, project)) continue
    const defined = project.dashboards.definedIn(path)
    const titles = new Map(defined.filter(isShown).map(({ name, parameters: { title } }) => [name, title]))
    // If the file's YAML cannot be read, only the names in its lines are known.
    for (const name of defined.length > 0 ? titles.keys() : new Set(project.dashboards.namesIn(path))) {
      const title = titles.get(name)
      found.push({ name: name.toWellFormed(), ...(typeof title === 'string' && title !== '' && { title }) })
    }
    await pause()
  }
  return found
}

/** Looker shows a dashboard with `extension: required` only as a part of the dashboards that extend it. */
export const isShown = ({ parameters }: LookmlDashboard): boolean => parameters.extension !== 'required'

function isIncluded(path: string, model: string, project: LookmlProject): boolean {
  const includedBy = (name: string, reading: InclusionReading) => filesOf(name, project, reading).has(path)
  if (includedBy(model, 'certain')) return true
  return (
    includedBy(model, 'possible') && ![...project.models.keys()].some(name => includedBy(name, 'certain'))
  )
}
