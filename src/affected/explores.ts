import { type ChangedSide, isManifest, isStatement, type ProjectChange } from './changes.ts'
import { filesOf } from './inclusion.ts'
import type { Need } from './lookml-blocks.ts'
import type { LookmlProject } from './project.ts'
import { addChanges, type ChangeSet } from './reach.ts'

/** Changes that are listed of one target. */
export const maxListedChanges = 10

/** What Looker tells about an Explore that is not, or not wholly, defined in this project. */
export interface DescribedExplore {
  /** The files of this project that its fields are defined in. */
  paths: ReadonlySet<string>
  /** The files of this project that its model includes. */
  modelPaths: ReadonlySet<string>
  /** Whether Looker told the files of its fields, wherever they are. */
  isToldByField: boolean
  /** The views in it. */
  views: ReadonlySet<string>
}

/** By `model::explore`; `unknown` if Looker was asked and did not tell. */
export type DescribedExplores = ReadonlyMap<string, DescribedExplore | 'unknown'>

/** What of a change an Explore may show. */
export interface ExploreChange {
  /** The changed blocks that it may use. */
  changes: ChangeSet
  /** The nearest of them. */
  nearest: readonly number[]
  /** Reasons that are whole sentences. */
  others: readonly string[]
  /** Whether anything of the project is in it. */
  isOfProject: boolean
}

/** Decides for each Explore of an instance, `model::explore`, what a change of the project's LookML means for it. */
export class Explores {
  readonly change: ProjectChange
  #described: DescribedExplores = new Map()
  readonly #known = new Map<string, ExploreChange>()
  readonly #statements = new Map<LookmlProject, Map<string, number[]>>()
  readonly #incomplete = new Map<LookmlProject, Map<string, ReadonlySet<string>>>()

  constructor(change: ProjectChange) {
    this.change = change
  }

  /** Takes what Looker tells about those that are imported. */
  describe(described: DescribedExplores): void {
    this.#described = described
    this.#known.clear()
  }

  get #sides(): readonly [ChangedSide, ChangedSide] {
    return [this.change.base, this.change.head]
  }

  isOwnModel(model: string): boolean {
    return this.#sides.some(({ project }) => project.models.has(model))
  }

  /** Whether an Explore of that name may be defined or refined here. */
  isNamed(explore: string): boolean {
    return this.#sides.some(({ project }) => project.graph.named('explore', explore).length > 0)
  }

  /** Whether only Looker knows what the Explore is made of: it is imported, or uses what is. */
  isImported(fullName: string): boolean {
    const { model, explore } = nameParts(fullName)
    if (!this.isOwnModel(model)) return true
    const sides = this.#sides.filter(({ project }) => project.models.has(model))
    const isAnywhere = sides.some(({ project }) => this.#isComplete(project, model, explore))
    return (
      !isAnywhere ||
      sides.some(({ project }) => isStarted(project, explore) && !this.#isComplete(project, model, explore))
    )
  }

  /** Whether everything that the Explore needs is defined in files that its model may include. */
  #isComplete(project: LookmlProject, model: string, explore: string): boolean {
    const incomplete = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const need: Need = { kind: 'explore', name: explore }
    return !incomplete.has(keyOf(need)) && project.graph.isDefined(need, filesOf(model, project, 'possible'))
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
    const described = this.isImported(fullName) ? (this.#described.get(fullName) ?? 'unknown') : undefined
    const isOfProject = isOwn || described === 'unknown' || isPartlyOurs(described)
    const changes: ChangeSet = new Uint32Array(Math.ceil(this.change.words.length / 32))
    if (!isOfProject || !this.change.isAny) return { changes, nearest: [], others: [], isOfProject }
    const nearest = this.#sides.flatMap(({ project, reach }) => {
      const starts = [
        ...(isOwn ? project.graph.named('explore', explore) : []),
        ...this.#perModel(this.#statements, project, model, statementsFor),
        ...(typeof described === 'object' ? describedBlocks(project, described, isOwn) : []),
      ]
      addChanges(changes, reach.from(starts))
      return reach.nearest(starts, maxListedChanges)
    })
    const others = this.#others(fullName, described)
    return { changes, nearest: [...new Set(nearest)], others, isOfProject }
  }

  #others(fullName: string, described: DescribedExplore | 'unknown' | undefined): string[] {
    const { model } = nameParts(fullName)
    const [base, head] = this.#sides.map(({ project }) => project.models.get(model)?.[0])
    return [
      ...this.change.everywhere,
      ...(base !== undefined && head === undefined ? [`${base}, which defined its model, is gone`] : []),
      ...(base === undefined && head !== undefined ? [`${head}, which defines its model, is new`] : []),
      ...(described === 'unknown'
        ? [`Looker did not describe the Explore ${fullName}: it may use anything`]
        : []),
    ]
  }
}

function nameParts(fullName: string): { model: string; explore: string } {
  const [model = '', explore = ''] = fullName.split('::')
  return { model, explore }
}

const isPartlyOurs = (described: DescribedExplore | undefined) =>
  described !== undefined && described.paths.size + described.modelPaths.size > 0

/** Whether this side says anything of the Explore. */
const isStarted = ({ graph }: LookmlProject, explore: string) => graph.named('explore', explore).length > 0

/**
 * The views and Explores that need something which no file defines that the model may include: walked from there to
 * everything that needs it.
 */
function incompleteNames(project: LookmlProject, model: string): ReadonlySet<string> {
  const paths = filesOf(model, project, 'possible')
  const neededBy = new Map<string, string[]>()
  const incomplete = new Set<string>()
  for (const { kind, name, needs } of project.blocks) {
    for (const need of needs) {
      const key = keyOf(need)
      const users = neededBy.get(key)
      if (users) users.push(`${kind} ${name}`)
      else neededBy.set(key, [`${kind} ${name}`])
      if (!users && !project.graph.isDefined(need, paths)) incomplete.add(key)
    }
  }
  for (const key of incomplete) for (const user of neededBy.get(key) ?? []) incomplete.add(user)
  return incomplete
}

const keyOf = ({ kind, name }: Need) => `${kind} ${name}`

/** What concerns every Explore of a model: statements of the files that it may include, and of the manifest. */
function statementsFor(project: LookmlProject, model: string): number[] {
  const paths = filesOf(model, project, 'possible')
  return [...project.blocksByPath].flatMap(([path, places]) => {
    if (!isManifest(path) && !paths.has(path)) return []
    return places.filter(index => {
      const block = project.blocks[index]
      return block !== undefined && isStatement(block)
    })
  })
}

/**
 * For a model of this project: the views that Looker names, and those in the files of its fields. For another project's
 * model: everything in our files that it includes, but not views that have the same names by chance.
 */
function describedBlocks(project: LookmlProject, described: DescribedExplore, isOwn: boolean): number[] {
  const { paths, modelPaths, isToldByField, views } = described
  const inFiles = (files: ReadonlySet<string>) =>
    [...files].flatMap(path => project.blocksByPath.get(path) ?? [])
  if (!isOwn) return [...inFiles(paths), ...inFiles(modelPaths)]
  const viewsInFiles = inFiles(isToldByField ? paths : modelPaths).filter(index => {
    const block = project.blocks[index]
    return block?.kind === 'view' || block?.isWholeFile
  })
  return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))]
}
