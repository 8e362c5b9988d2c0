import type { PlacedBlock } from './block-graph.ts'
import { type ChangedSide, filesOf, isManifest, isStatement, type ProjectChange } from './changes.ts'
import type { Need } from './lookml-blocks.ts'
import type { LookmlProject } from './project.ts'
import { addChanges, type ChangeSet } from './reachable-changes.ts'
import { wordsIn } from './texts.ts'

export const maxListedChanges = 10

/** Looker's description of an Explore that this project does not define completely. */
export interface DescribedExplore {
  /** The files of this project that define its fields. */
  paths: ReadonlySet<string>
  /** The files of this project that its model includes. */
  modelPaths: ReadonlySet<string>
  /** Whether Looker returned the files of the Explore's fields, which may belong to another project. */
  hasFieldFiles: boolean
  views: ReadonlySet<string>
}

/** By `model::explore`. The value is `unknown` if Looker did not answer. */
export type DescribedExplores = ReadonlyMap<string, DescribedExplore | 'unknown'>

export interface ExploreChange {
  /** The changed blocks that the Explore may use. */
  changes: ChangeSet
  /** The numbers of the changes with the shortest path to the Explore. */
  nearest: readonly number[]
  /** Other reasons, as whole sentences. */
  others: readonly string[]
  /** Whether the Explore uses anything of this project. */
  isOfProject: boolean
}

/** The origin of a text: the files of one side, or Looker's description. */
export type TextSide = 'before' | 'after' | 'described'

/** Finds the part of the project's change that each Explore (`model::explore`) may show. */
export class Explores {
  readonly change: ProjectChange
  #described: DescribedExplores = new Map()
  readonly #known = new Map<string, ExploreChange>()
  readonly #statements = new Map<LookmlProject, Map<string, number[]>>()
  readonly #refinements = new Map<LookmlProject, Map<string, number[]>>()
  readonly #incomplete = new Map<LookmlProject, Map<string, IncompleteNames>>()

  constructor(change: ProjectChange) {
    this.change = change
  }

  describe(described: DescribedExplores): void {
    this.#described = new Map([...this.#described, ...described])
    this.#known.clear()
  }

  /** Returns the Explores that Looker has to describe next. The content of this Explore depends on them. */
  missing(fullName: string): string[] {
    return this.#importsOf(fullName).filter(name => !this.#described.has(name))
  }

  get #sides(): readonly [ChangedSide, ChangedSide] {
    return [this.change.base, this.change.head]
  }

  isOwnModel(model: string): boolean {
    return this.#sides.some(({ project }) => project.models.has(model))
  }

  /** Whether this project may define or refine an Explore of that name. */
  isNamed(explore: string): boolean {
    return this.#sides.some(({ project }) => project.graph.named('explore', explore).length > 0)
  }

  /**
   * Returns the words of a text and of its constants' values. If a value is unknown, every Explore's name is included.
   */
  wordsIn(text: string): Set<string> {
    const words = this.#sides.flatMap(({ project }) => [
      ...(project.graph.constants.wordsIn(text) ?? [...wordsIn(text), ...exploreNames(project)]),
    ])
    return new Set(words)
  }

  /** Replaces constants in a name, and returns all possible names on both sides. */
  readingsOf(name: string): string[] {
    return [
      ...new Set(this.#sides.flatMap(({ project }) => project.graph.constants.readings(name) ?? [name])),
    ]
  }

  /** Returns the changed constants, formats and maps that a text may use. */
  changeOfText(text: string | undefined, side: TextSide): ExploreChange {
    const changes: ChangeSet = new Uint32Array(Math.ceil(this.change.words.length / 32))
    const nearest = this.#sides.flatMap(({ project, reach }, index) => {
      if (side === (index === 0 ? 'after' : 'before')) return []
      const starts = text === undefined ? formatsIn(project) : project.graph.sharedIn(text)
      addChanges(changes, reach.from(starts))
      return reach.nearest(starts, maxListedChanges)
    })
    return { changes, nearest: [...new Set(nearest)], others: [], isOfProject: false }
  }

  /**
   * Whether only Looker knows the complete Explore, because the Explore is imported or uses imported views or Explores.
   */
  isImported(fullName: string): boolean {
    const { model, explore } = nameParts(fullName)
    if (!this.isOwnModel(model)) return true
    const sides = this.#sides.filter(({ project }) => project.models.has(model))
    const isAnywhere = sides.some(({ project }) => this.#isComplete(project, model, explore))
    return (
      !isAnywhere ||
      sides.some(
        ({ project }) => definesOrRefines(project, explore) && !this.#isComplete(project, model, explore),
      )
    )
  }

  /**
   * Returns the Explores whose content only Looker knows: this Explore, if it is imported, and the imported Explores
   * from which it is derived, directly or through views that Looker names.
   */
  #importsOf(fullName: string): string[] {
    const { model } = nameParts(fullName)
    if (!this.isImported(fullName)) return []
    const found = new Set([fullName])
    if (this.isOwnModel(model))
      // The loop adds to the set.
      for (const name of found)
        for (const { project } of this.#sides)
          for (const source of this.#sourcesOf(name, project, model)) found.add(`${model}::${source}`)
    return [...found]
  }

  #sourcesOf(fullName: string, project: LookmlProject, model: string): string[] {
    const described = this.#described.get(fullName)
    const blocks = typeof described === 'object' ? describedBlocks(project, described, { isOwn: true }) : []
    const keys = blocks.flatMap(index => readingsOfNeed(project.blocks[index] as Need, project).map(keyOf))
    const { sources } = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const start = keyOf({ kind: 'explore', name: nameParts(fullName).explore })
    return [start, ...keys].flatMap(key => sources.get(key) ?? [])
  }

  /** Whether everything that the Explore needs is defined in files that its model may include. */
  #isComplete(project: LookmlProject, model: string, explore: string): boolean {
    const { names } = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const need: Need = { kind: 'explore', name: explore }
    return !names.has(keyOf(need)) && project.graph.isDefined(need, filesOf(model, project, 'possible'))
  }

  #perModel<T>(
    known: Map<LookmlProject, Map<string, T>>,
    project: LookmlProject,
    model: string,
    find: (project: LookmlProject, model: string) => T,
  ): T {
    const ofProject = known.get(project) ?? new Map<string, T>()
    known.set(project, ofProject)
    const found = ofProject.get(model) ?? find(project, model)
    ofProject.set(model, found)
    return found
  }

  changeOf(fullName: string): ExploreChange {
    const known = this.#known.get(fullName)
    if (known) return known
    const found = this.#find(fullName)
    this.#known.set(fullName, found)
    return found
  }

  #find(fullName: string): ExploreChange {
    const { model, explore } = nameParts(fullName)
    const isOwn = this.isOwnModel(model)
    const described = this.#importsOf(fullName).map(
      name => [name, this.#described.get(name) ?? 'unknown'] as const,
    )
    const isOfProject =
      isOwn || described.some(([, description]) => description === 'unknown' || isPartlyOurs(description))
    const changes: ChangeSet = new Uint32Array(Math.ceil(this.change.words.length / 32))
    if (!isOfProject || !this.change.isAny) return { changes, nearest: [], others: [], isOfProject }
    const nearest = this.#sides.flatMap(({ project, reach }) => {
      const starts = [
        ...(isOwn ? project.graph.named('explore', explore) : []),
        ...this.#perModel(this.#statements, project, model, statementsFor),
        ...(isOwn && described.length > 0
          ? this.#perModel(this.#refinements, project, model, refinementsOfImports)
          : []),
        ...described.flatMap(([, description]) =>
          description === 'unknown' ? [] : describedBlocks(project, description, { isOwn }),
        ),
      ]
      addChanges(changes, reach.from(starts))
      return reach.nearest(starts, maxListedChanges)
    })
    const unknown = described.flatMap(([name, description]) => (description === 'unknown' ? [name] : []))
    const others = [...this.#others(model, unknown), ...this.#reasonsOfIncludes(model, described)]
    return { changes, nearest: [...new Set(nearest)], others, isOfProject }
  }

  /**
   * Returns reasons from changed `include` parameters. Files of an imported project are not read. If a file of the
   * model now includes different files of an imported project, anything may have changed. The same applies to a model
   * of another project that includes a file of this project, if that file now includes different files.
   */
  #reasonsOfIncludes(
    model: string,
    described: readonly (readonly [name: string, DescribedExplore | 'unknown'])[],
  ): string[] {
    if (this.isOwnModel(model))
      return [...this.change.patterns]
        .filter(([, patterns]) => patterns.some(isImport))
        .filter(([path]) => this.#sides.some(({ project }) => filesOf(model, project, 'possible').has(path)))
        .map(([path]) => `${path}, which includes other files of an imported project`)
    const paths = described.flatMap(([, one]) => (one === 'unknown' ? [] : [...one.paths, ...one.modelPaths]))
    return [...new Set(paths)]
      .filter(path => this.change.patterns.has(path))
      .map(path => `${path}, which includes other files`)
  }

  #others(model: string, unknown: readonly string[]): string[] {
    const [base, head] = this.#sides.map(({ project }) => project.models.get(model)?.[0])
    return [
      ...this.change.everywhere,
      ...(base !== undefined && head === undefined ? [`${base}, which defined its model, is gone`] : []),
      ...(base === undefined && head !== undefined ? [`${head}, which defines its model, is new`] : []),
      ...unknown.map(name => `Looker did not describe the Explore ${name}: it may use anything`),
    ]
  }
}

function nameParts(fullName: string): { model: string; explore: string } {
  const [model = '', explore = ''] = fullName.split('::')
  return { model, explore }
}

const isPartlyOurs = (described: DescribedExplore) => described.paths.size + described.modelPaths.size > 0

const definesOrRefines = ({ graph }: LookmlProject, explore: string) =>
  graph.named('explore', explore).length > 0

/**
 * Whether the pattern includes files of another project. A constant with an unknown value at the beginning may do so.
 */
const isImport = (pattern: string) => /^(?:\/\/|@)/.test(pattern)

const exploreNames = ({ blocks }: LookmlProject) =>
  blocks.flatMap(({ kind, name }) => (kind === 'explore' ? [name] : []))

/** Returns number formats and maps, because a chart's settings may name them. */
const formatsIn = ({ blocks }: LookmlProject) =>
  blocks.flatMap(({ kind }, index) => (kind === 'named_value_format' || kind === 'map_layer' ? [index] : []))

/**
 * Returns refinements of views and Explores that this project does not define. Imported views and Explores may use the
 * refinements in files that are not read.
 */
function refinementsOfImports(project: LookmlProject, model: string): number[] {
  const paths = filesOf(model, project, 'possible')
  return project.blocks.flatMap(({ kind, name, isRefinement, path }, index) =>
    isRefinement &&
    (kind === 'view' || kind === 'explore') &&
    paths.has(path) &&
    !project.graph.isDefined({ kind, name }, paths)
      ? [index]
      : [],
  )
}

/** The views and Explores that a model's files do not define completely. */
interface IncompleteNames {
  /** Views and Explores that need an undefined name, directly or through others. */
  names: ReadonlySet<string>
  /** By view or Explore: the undefined Explores that it needs. Derived tables may use imported Explores. */
  sources: ReadonlyMap<string, readonly string[]>
}

/** Finds the names that no file of the model defines, and everything that needs these names. */
function incompleteNames(project: LookmlProject, model: string): IncompleteNames {
  const paths = filesOf(model, project, 'possible')
  const neededBy = new Map<string, Set<string>>()
  const undefinedNeeds = new Map<string, Need>()
  for (const block of project.blocks) {
    const users = readingsOfNeed(block as Need, project).map(keyOf)
    for (const need of block.needs.flatMap(one => readingsOfNeed(one, project))) {
      const key = keyOf(need)
      const known = neededBy.get(key)
      if (!known && !project.graph.isDefined(need, paths)) undefinedNeeds.set(key, need)
      const all = known ?? new Set()
      for (const user of users) all.add(user)
      neededBy.set(key, all)
    }
  }
  const usersOf = (keys: Iterable<string>) => {
    const found = new Set(keys)
    for (const key of found) for (const user of neededBy.get(key) ?? []) found.add(user)
    return found
  }
  const sources = new Map<string, string[]>()
  for (const [key, { kind, name }] of undefinedNeeds)
    if (kind === 'explore')
      for (const user of usersOf([key])) sources.set(user, [...(sources.get(user) ?? []), name])
  return { names: usersOf(undefinedNeeds.keys()), sources }
}

/** Replaces constants in the name, and returns all possible needs. */
const readingsOfNeed = ({ kind, name }: Need, { graph }: LookmlProject): Need[] =>
  (graph.constants.readings(name) ?? [name]).map(reading => ({ kind, name: reading }))

const keyOf = ({ kind, name }: Need) => `${kind} ${name}`

/**
 * Returns the blocks that affect every Explore of a model: statements in the manifest and in files that the model may
 * include. A file that could not be cut into blocks may contain statements that name shared definitions.
 */
function statementsFor(project: LookmlProject, model: string): number[] {
  const paths = filesOf(model, project, 'possible')
  return [...project.blocksByPath].flatMap(([path, places]) => {
    if (!isManifest(path) && !paths.has(path)) return []
    return places.flatMap(index => {
      const block = project.blocks[index] as PlacedBlock
      if (block.isWholeFile) return isManifest(path) ? [index] : project.graph.sharedIn(block.tokens)
      return isStatement(block) ? [index] : []
    })
  })
}

/**
 * Returns the blocks that a described Explore may use. For a model of this project: the views that Looker names, and
 * the views in the files of its fields. For a model of another project: all blocks in the files of this project that it
 * includes. Views with the same names are left out there, because the names may be equal by chance.
 */
function describedBlocks(
  project: LookmlProject,
  described: DescribedExplore,
  { isOwn }: { isOwn: boolean },
): number[] {
  const { paths, modelPaths, hasFieldFiles, views } = described
  const inFiles = (files: ReadonlySet<string>) =>
    [...files].flatMap(path => project.blocksByPath.get(path) ?? [])
  if (!isOwn) return [...inFiles(paths), ...inFiles(modelPaths)]
  const viewsInFiles = inFiles(hasFieldFiles ? paths : modelPaths).filter(index => {
    const block = project.blocks[index]
    return block?.kind === 'view' || block?.isWholeFile
  })
  return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))]
}
