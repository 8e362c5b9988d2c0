import { addAll, addToList, withReached } from '../runtime/lists.ts'
import { isShared } from './block-graph.ts'
import { filesOf } from './changed-includes.ts'
import { isManifest } from './changes.ts'
import { constantsIn } from './constants.ts'
import { anyName, isNamed, keyOf, type Need, type PlacedBlock, tableUse } from './lookml-block.ts'
import type { BothSides, LookmlProject } from './project.ts'
import { wordsIn } from './texts.ts'

/*
 * Explores that this project does not define completely, because their models import files of other projects. The
 * action does not read these files, so Looker has to describe the Explores.
 */

export interface DescribedExplore {
  /** The files of this project that define fields of the Explore. */
  paths: ReadonlySet<string>
  /** The files of this project that the Explore's model includes. */
  modelPaths: ReadonlySet<string>
  /** Whether Looker named any file that defines fields of the Explore, in this project or another one. */
  hasFieldFiles: boolean
  /** Whether files of other projects define some of the Explore's fields. */
  hasForeignFiles: boolean
  views: ReadonlySet<string>
  /** The views that may belong to this project: all views, except those with fields only in files of other projects. */
  ownViews: ReadonlySet<string>
  /**
   * Maps each field, such as `orders.id`, to the name of the Explore from which Looker reads suggested values. The value
   * is undefined if Looker returned no Explore.
   */
  suggestExplores: ReadonlyMap<string, string | undefined>
}

/** Maps `model::explore` to Looker's description. The value is `unknown` if Looker did not describe the Explore. */
export type DescribedExplores = ReadonlyMap<string, DescribedExplore | 'unknown'>

export const isPartlyOurs = (described: DescribedExplore) =>
  described.paths.size + described.modelPaths.size > 0

/**
 * Returns the blocks that imported files may use. Imported files must be valid without this project, so other uses are
 * rare.
 * - refinements of imported views and Explores
 * - shared definitions
 * - files that could not be split into blocks
 * - views and templates (`extension: required`) that no block of this project uses, such as the settings of a Looker
 *   Block
 * @param base the merge base. A view that it lacks is new, so imported files cannot use the view yet
 */
export function blocksForImports(project: LookmlProject, model: string, base: LookmlProject): number[] {
  const { graph, blocks } = project
  const [paths, own] = [filesOf(model, project, 'possible'), filesOf(model, project, 'own')]
  return blocks.flatMap((block, index) => {
    const { kind, name, isRefinement, isTemplate, path } = block
    if (!paths.has(path)) return []
    if (block.isWholeFile) return [index]
    if (!isNamed(kind)) return kind !== 'constant' && isShared(block) ? [index] : []
    if (isRefinement && !graph.isDefined({ kind, name }, own)) return [index]
    const isUnused = (kind === 'view' || isTemplate) && !graph.isUsed(block)
    return isUnused && base.graph.hasNamed(kind, name) ? [index] : []
  })
}

/** Whether a model includes files of other projects. These files may refine everything in the model. */
export const importsFiles = (project: LookmlProject, model: string): boolean =>
  [...filesOf(model, project, 'possible')].some(path => mayImport(path, project))

export const mayImport = (path: string, { importing, uncut, lookml }: LookmlProject) =>
  importing.has(path) || (uncut.has(path) && /include\s*:+[\s["]*(?:\/\/|@\{)/.test(lookml.get(path) ?? ''))

export const wordsInExplores = ({ blocks }: LookmlProject): ReadonlySet<string> =>
  new Set(blocks.flatMap(({ kind, tokens }) => (kind === 'explore' ? wordsIn(tokens) : [])))

export interface IncompleteNames {
  /**
   * Views and Explores that need a name that no file defines, directly or through other views and Explores. With
   * imports, a file that could not be split into blocks may add such a need to each name that it mentions, and to the
   * readers of the tables that it writes.
   */
  names: ReadonlySet<string>
  /**
   * Maps the `keyOf` of a view or Explore to the Explores that its derived tables read, if they are imported or extend an
   * imported Explore. An Explore that is only extended is not a source: Looker describes it as a part of the extending
   * Explore, and does not describe a template (`extension: required`) separately
   * (https://github.com/datahub-project/datahub/issues/16826).
   */
  sources: ReadonlyMap<string, readonly string[]>
  /**
   * The `keyOf` of the views and Explores that read a table by its name, directly or through others, if a view in a file
   * that the model does not include makes this table.
   */
  tableReaders: ReadonlySet<string>
}

/** Finds the names that no file of the model defines, and all blocks that need these names. */
export function incompleteNames(project: LookmlProject, model: string): IncompleteNames {
  const paths = filesOf(model, project, 'own')
  const orMentions = !importsFiles(project, model)
  const uses: Uses = { neededBy: new Map(), extendedBy: new Map(), readBy: new Map() }
  const undefinedNeeds = new Map<string, Need>()
  const checked = new Set<string>()
  const readers: string[] = []
  const doubtful = orMentions ? [] : [...namesInWholeFiles(project)]
  const hasImports = [...project.uncut.keys(), ...project.importing].some(path => mayImport(path, project))
  const noteReaders = (writers: readonly PlacedBlock[], users: readonly string[]) => {
    if (writers.some(({ path }) => !paths.has(path))) addAll(readers, users)
    if (hasImports && writers.some(({ isWholeFile }) => isWholeFile)) addAll(doubtful, users)
    for (const writer of writers.flatMap(one => readingsOfNeed(one as Need, project)))
      noteUsers(uses.neededBy, keyOf(writer), users)
  }
  const writersOfAny = tableWriters(project.graph.writersOfAny, project)
  // Each block may read a table of unknown name.
  noteReaders(writersOfAny, [anyName])
  for (const [index, block] of project.blocks.entries()) {
    const users = readingsOfNeed(block as Need, project).map(keyOf)
    noteReaders(writersOfTables(index, project), users)
    if (writersOfAny.length > 0) noteUsers(uses.neededBy, anyName, users)
    const exploreUses = block.kind === 'explore' ? uses.extendedBy : uses.readBy
    for (const need of needsOfBlock(block, project).flatMap(one => readingsOfNeed(one, project))) {
      const key = keyOf(need)
      if (!checked.has(key) && !project.graph.isDefined(need, paths, { orMentions }))
        undefinedNeeds.set(key, need)
      checked.add(key)
      noteUsers(uses.neededBy, key, users)
      if (need.kind === 'explore') noteUsers(exploreUses, key, users)
    }
  }
  const explores = [...undefinedNeeds.values()].filter(({ kind }) => kind === 'explore')
  return {
    names: withReached([...undefinedNeeds.keys(), ...doubtful], uses.neededBy),
    sources: sourcesFrom(explores.map(keyOf), uses),
    tableReaders: withReached(readers, uses.neededBy),
  }
}

/** Maps the `keyOf` of a view or Explore to those of its users. */
type Users = Map<string, Set<string>>

interface Uses {
  neededBy: Users
  /** The Explores that extend an Explore. */
  extendedBy: Users
  /** The views whose derived tables read an Explore. */
  readBy: Users
}

function noteUsers(all: Users, key: string, users: readonly string[]): void {
  const known = all.get(key) ?? new Set()
  all.set(key, known)
  for (const user of users) known.add(user)
}

const maxSources = 500_000

function sourcesFrom(
  undefinedExplores: readonly string[],
  { neededBy, extendedBy, readBy }: Uses,
): Map<string, string[]> {
  const sources = new Map<string, string[]>()
  let left = maxSources
  for (const key of withReached(undefinedExplores, extendedBy))
    for (const user of withReached(readBy.get(key) ?? [], neededBy)) {
      left -= 1
      if (left < 0) throw new RangeError('Too many derived tables read Explores that are not defined')
      addToList(sources, user, key.replace(/^explore /, ''))
    }
  return sources
}

/** Returns the block's needs, and the views whose tables the values of its constants use. */
function needsOfBlock({ needs, mentions }: PlacedBlock, { graph: { constants } }: LookmlProject): Need[] {
  const values = [...new Set(constantsIn(mentions))].flatMap(name => constants.readings(`@{${name}}`) ?? [])
  const views = values.flatMap(value => Array.from(value.matchAll(tableUse), ([, name = '']) => name))
  return [...needs, ...views.map(name => ({ kind: 'view', name }) as const)]
}

/**
 * Returns the views and Explores that publish or write the tables that a block reads by name. Also returns files that
 * could not be split into blocks.
 */
function writersOfTables(index: number, project: LookmlProject): PlacedBlock[] {
  const { graph } = project
  const writers = new Set((graph.tablesReadBy.get(index) ?? []).flatMap(table => [...graph.blocksOf(table)]))
  writers.delete(index)
  return tableWriters([...writers], project)
}

const tableWriters = (indexes: readonly number[], { blocks }: LookmlProject): PlacedBlock[] =>
  indexes
    .flatMap(index => blocks[index] ?? [])
    .filter(({ kind, isWholeFile }) => isNamed(kind) || isWholeFile)

/** Returns the `keyOf` of each view and Explore that a file mentions which could not be split into blocks. */
function namesInWholeFiles(project: LookmlProject): Set<string> {
  const { blocks, graph } = project
  const names = new Set<string>()
  for (const [index, { isWholeFile }] of blocks.entries())
    if (isWholeFile)
      for (const number of graph.usedBy(index))
        for (const used of graph.blocksOf(number)) {
          const block = blocks[used]
          if (!block || !isNamed(block.kind)) continue
          for (const need of readingsOfNeed(block as Need, project)) names.add(keyOf(need))
        }
  return names
}

/** Returns a need for each possible value of the constants in the name. */
export const readingsOfNeed = ({ kind, name }: Need, { graph }: LookmlProject): Need[] =>
  (graph.constants.readings(name) ?? [name]).map(reading => ({ kind, name: reading }))

/**
 * Returns the blocks that a described Explore may use:
 * - in a model of this project, the views that Looker returned, and the views in the files of the Explore's fields
 * - in a model of another project, all blocks in the files of this project that the Explore or its model uses. If none of
 *   these files defines a view of this project that Looker returned, the view may since have been moved to another file
 */
export function describedBlocks(
  project: LookmlProject,
  described: DescribedExplore,
  { isOwn }: { isOwn: boolean },
): number[] {
  const { paths, modelPaths, hasFieldFiles, views, ownViews } = described
  const inFiles = (files: ReadonlySet<string>) =>
    [...files]
      .flatMap(path => filesCalled(path, project))
      .flatMap(path => project.blocksByPath.get(path) ?? [])
  if (!isOwn) {
    const files = describedFiles(described, project)
    const moved = [...ownViews].filter(name => !project.graph.isDefined({ kind: 'view', name }, files))
    return [...inFiles(files), ...moved.flatMap(name => project.graph.named('view', name))]
  }
  const viewsInFiles = inFiles(hasFieldFiles ? paths : modelPaths).filter(index => {
    const block = project.blocks[index]
    return block?.kind === 'view' || block?.isWholeFile
  })
  return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))]
}

/** Returns the `keyOf` of an Explore (`model::explore`) of this project, and of the views that Looker returned for it. */
export function keysUsedBy(
  fullName: string,
  described: DescribedExplore | 'unknown' | undefined,
  project: LookmlProject,
): string[] {
  const blocks = typeof described === 'object' ? describedBlocks(project, described, { isOwn: true }) : []
  const keys = blocks.flatMap(index => readingsOfNeed(project.blocks[index] as Need, project).map(keyOf))
  return [keyOf({ kind: 'explore', name: fullName.replace(/^.*?::/s, '') }), ...keys]
}

export const describedFiles = (
  { paths, modelPaths }: DescribedExplore,
  project: LookmlProject,
): ReadonlySet<string> => new Set([...paths, ...modelPaths].flatMap(path => filesCalled(path, project)))

/**
 * Whether Looker's description names a file that this project has neither in the merge base nor in the head. Looker
 * describes the deployed commit, which may be another one.
 */
const isOfOtherCommit = ({ paths, modelPaths }: DescribedExplore, sides: BothSides): boolean =>
  [...paths, ...modelPaths].some(path => sides.every(side => filesCalled(path, side).length === 0))

/**
 * Returns the files that a model of another project may include with a pattern such as `//thelook/views/*`, although
 * Looker's description does not contain them. These are new files. If the description is of another commit, its files
 * may since have been moved, so these are all files that it does not contain.
 */
export function undescribedFiles(
  project: LookmlProject,
  sides: BothSides,
  described: DescribedExplore,
): string[] {
  const files = filesWithoutDescription(project, described)
  if (isOfOtherCommit(described, sides)) return files
  return described.modelPaths.size === 0 ? [] : files.filter(path => !sides[0].versions.has(path))
}

function filesWithoutDescription(project: LookmlProject, described: DescribedExplore): string[] {
  const known = describedFiles(described, project)
  const includesModels = [...described.modelPaths].some(isModelFile)
  return [...project.blocksByPath.keys()].filter(
    path => !known.has(path) && !isManifest(path) && (includesModels || !isModelFile(path)),
  )
}

/**
 * Returns the blocks of undescribed files that an Explore of another project may use. If the description is certainly of
 * another commit, returns all blocks. Otherwise, returns statements and refinements of names that this project does not
 * define, because the deployed commit may lack their file. Of new files, also returns blocks with the name of the Explore
 * or of its views.
 */
export function blocksOfUndescribedFiles(
  project: LookmlProject,
  sides: BothSides,
  described: DescribedExplore,
  explore: string,
): number[] {
  const isOther = isOfOtherCommit(described, sides)
  if (!isOther && described.modelPaths.size === 0) return []
  const files = filesWithoutDescription(project, described)
  const found = files.flatMap(path => project.blocksByPath.get(path) ?? [])
  if (isOther) return found
  const all = new Set(project.blocksByPath.keys())
  return found.filter(index => {
    const block = project.blocks[index] as PlacedBlock
    const { kind, name, isRefinement, isWholeFile } = block
    if (!isNamed(kind)) return isWholeFile || !(isShared(block) || kindsWithoutEffect.has(kind))
    if (isRefinement && !project.graph.isDefined({ kind, name }, all)) return true
    if (sides[0].versions.has(block.path)) return false
    return kind === 'view' ? described.views.has(name) : name === explore
  })
}

const isModelFile = (path: string) => /\.model\.\w+$/i.test(path)
const kindsWithoutEffect = new Set(['include', 'test', 'label', 'dashboard'])

/**
 * Returns the files that a path from Looker may refer to. Looker's path may be relative to another folder than the
 * project's root.
 */
function filesCalled(path: string, project: LookmlProject): string[] {
  if (project.versions.has(path)) return [path]
  const byName = filesByName.get(project) ?? Map.groupBy(project.versions.keys(), nameOfFile)
  filesByName.set(project, byName)
  const wanted = comparablePath(path)
  return (byName.get(nameOfFile(path)) ?? []).filter(file => {
    const own = comparablePath(file)
    return wanted.endsWith(own) || own.endsWith(wanted)
  })
}

const filesByName = new WeakMap<LookmlProject, Map<string, string[]>>()

const nameOfFile = (path: string) => comparablePath(path).replace(/^.*\//s, '')

/** Adds a slash at the start, so that `endsWith` matches whole names: `orders` does not match `reorders`. */
const comparablePath = (path: string) =>
  `/${path.replace(/^[./]+/, '').replace(/\.(?:lkml|lookml)$/i, '')}`.toLowerCase()
