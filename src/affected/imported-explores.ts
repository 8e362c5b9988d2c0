import { addToList, withReached } from '../runtime/lists.ts'
import { isShared, type PlacedBlock } from './block-graph.ts'
import { filesOf } from './changed-includes.ts'
import { constantsIn } from './constants.ts'
import { isNamed, keyOf, type Need, tableUse } from './lookml-block.ts'
import type { LookmlProject } from './project.ts'
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
  [...filesOf(model, project, 'possible')].some(
    path =>
      project.importing.has(path) ||
      (project.uncut.has(path) && /include\s*:+[\s["]*(?:\/\/|@\{)/.test(project.lookml.get(path) ?? '')),
  )

export const wordsInExplores = ({ blocks }: LookmlProject): ReadonlySet<string> =>
  new Set(blocks.flatMap(({ kind, tokens }) => (kind === 'explore' ? wordsIn(tokens) : [])))

export interface IncompleteNames {
  /**
   * Views and Explores that need a name that no file defines, directly or through other views and Explores. With
   * imports, a file that could not be split into blocks may add such a need to each name that it mentions.
   */
  names: ReadonlySet<string>
  /**
   * Maps the `keyOf` of a view or Explore to the Explores that it needs, but that no file defines. For example, a
   * derived table may use an imported Explore.
   */
  sources: ReadonlyMap<string, readonly string[]>
}

const maxSources = 500_000

/** Finds the names that no file of the model defines, and all blocks that need these names. */
export function incompleteNames(project: LookmlProject, model: string): IncompleteNames {
  const paths = filesOf(model, project, 'own')
  const orMentions = !importsFiles(project, model)
  const neededBy = new Map<string, Set<string>>()
  const undefinedNeeds = new Map<string, Need>()
  const doubtful = orMentions ? new Set<string>() : namesInWholeFiles(project)
  for (const block of project.blocks) {
    const users = readingsOfNeed(block as Need, project).map(keyOf)
    for (const need of needsOfBlock(block, project).flatMap(one => readingsOfNeed(one, project))) {
      const key = keyOf(need)
      const known = neededBy.get(key)
      if (!known && !project.graph.isDefined(need, paths, { orMentions })) undefinedNeeds.set(key, need)
      const all = known ?? new Set()
      for (const user of users) all.add(user)
      neededBy.set(key, all)
    }
  }
  const sources = new Map<string, string[]>()
  let left = maxSources
  for (const [key, { kind, name }] of undefinedNeeds)
    if (kind === 'explore')
      for (const user of withReached([key], neededBy)) {
        left -= 1
        if (left < 0) throw new RangeError('Too many Explores extend Explores that are not defined')
        addToList(sources, user, name)
      }
  return { names: withReached([...undefinedNeeds.keys(), ...doubtful], neededBy), sources }
}

/** Returns the block's needs, and the views whose tables the values of its constants use. */
function needsOfBlock({ needs, mentions }: PlacedBlock, { graph: { constants } }: LookmlProject): Need[] {
  const values = [...new Set(constantsIn(mentions))].flatMap(name => constants.readings(`@{${name}}`) ?? [])
  const views = values.flatMap(value => Array.from(value.matchAll(tableUse), ([, name = '']) => name))
  return [...needs, ...views.map(name => ({ kind: 'view', name }) as const)]
}

/** Returns the `keyOf` of each view and Explore that a file mentions which could not be split into blocks. */
function namesInWholeFiles({ blocks, graph }: LookmlProject): Set<string> {
  const names = new Set<string>()
  for (const [index, { isWholeFile }] of blocks.entries())
    if (isWholeFile)
      for (const number of graph.usedBy(index))
        for (const used of graph.blocksOf(number)) {
          const block = blocks[used]
          if (block && isNamed(block.kind)) names.add(keyOf({ kind: block.kind, name: block.name }))
        }
  return names
}

/** Returns a need for each possible value of the constants in the name. */
export const readingsOfNeed = ({ kind, name }: Need, { graph }: LookmlProject): Need[] =>
  (graph.constants.readings(name) ?? [name]).map(reading => ({ kind, name: reading }))

/**
 * Returns the blocks that a described Explore may use:
 * - in a model of this project, the views that Looker returned, and the views in the files of the Explore's fields
 * - in a model of another project, all blocks in the files of this project that the Explore or its model uses. View
 *   names are ignored, because both projects may have a view of the same name
 */
export function describedBlocks(
  project: LookmlProject,
  described: DescribedExplore,
  { isOwn }: { isOwn: boolean },
): number[] {
  const { paths, modelPaths, hasFieldFiles, views } = described
  const inFiles = (files: ReadonlySet<string>) =>
    [...files]
      .flatMap(path => filesCalled(path, project))
      .flatMap(path => project.blocksByPath.get(path) ?? [])
  if (!isOwn) return [...inFiles(paths), ...inFiles(modelPaths)]
  const viewsInFiles = inFiles(hasFieldFiles ? paths : modelPaths).filter(index => {
    const block = project.blocks[index]
    return block?.kind === 'view' || block?.isWholeFile
  })
  return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))]
}

/**
 * Returns the new files that a model of another project may include with a pattern such as `//thelook/views/*`.
 * Looker's description does not contain these files yet.
 */
export function newFilesFor(
  project: LookmlProject,
  base: LookmlProject,
  { modelPaths }: DescribedExplore,
): string[] {
  if (modelPaths.size === 0) return []
  const includesModels = [...modelPaths].some(isModelFile)
  return [...project.blocksByPath.keys()].filter(
    path => !base.versions.has(path) && (includesModels || !isModelFile(path)),
  )
}

/**
 * Returns the blocks of new files that an Explore of another project may use: statements, blocks with the name of the
 * Explore or of its views, and refinements of names that this project does not define.
 */
export function blocksOfNewFiles(
  project: LookmlProject,
  base: LookmlProject,
  described: DescribedExplore,
  explore: string,
): number[] {
  const all = new Set(project.blocksByPath.keys())
  return newFilesFor(project, base, described)
    .flatMap(path => project.blocksByPath.get(path) ?? [])
    .filter(index => {
      const block = project.blocks[index] as PlacedBlock
      const { kind, name, isRefinement, isWholeFile } = block
      if (!isNamed(kind)) return isWholeFile || !(isShared(block) || kindsWithoutEffect.has(kind))
      if (isRefinement && !project.graph.isDefined({ kind, name }, all)) return true
      return kind === 'view' ? described.views.has(name) : name === explore
    })
}

const isModelFile = (path: string) => /\.model\.\w+$/i.test(path)
const kindsWithoutEffect = new Set(['include', 'test', 'label', 'dashboard'])

/**
 * Returns the files that a path from Looker may refer to. Looker's path may be relative to another folder than the
 * project's root.
 */
export function filesCalled(path: string, project: LookmlProject): string[] {
  if (project.blocksByPath.has(path)) return [path]
  const byName = filesByName.get(project) ?? Map.groupBy(project.blocksByPath.keys(), nameOfFile)
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
