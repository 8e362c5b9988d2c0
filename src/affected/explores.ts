import { type ChangedSide, isManifest, isStatement, type ProjectChange } from './changes.ts'
import { filesOf } from './inclusion.ts'
import type { Need } from './lookml-blocks.ts'
import type { Project } from './project.ts'

/** What Looker tells about an Explore that is not, or not wholly, defined in this project. */
export interface DescribedExplore {
  /** The files of this project that it is made of. */
  paths: ReadonlySet<string>
  /** The views in it. */
  views: ReadonlySet<string>
}

/** By `model::explore`; `unknown` if Looker was asked and did not tell. */
export type DescribedExplores = ReadonlyMap<string, DescribedExplore | 'unknown'>

/** What of a change an Explore may show. */
export interface ExploreChange {
  /** Changed blocks in words, the nearest first: "view orders in views/orders.view.lkml". */
  blocks: readonly string[]
  /** Reasons that are whole sentences. */
  others: readonly string[]
  /** Whether anything of the project is in it. */
  isOfProject: boolean
}

/** Decides for each Explore of an instance, `model::explore`, what a change of the project's LookML means for it. */
export class Explores {
  readonly #change: ProjectChange
  readonly #described: DescribedExplores
  readonly #known = new Map<string, ExploreChange>()
  readonly #statementsOf = new Map<Project, Map<string, number[]>>()

  constructor(change: ProjectChange, described: DescribedExplores) {
    this.#change = change
    this.#described = described
  }

  get #sides(): readonly [ChangedSide, ChangedSide] {
    return [this.#change.base, this.#change.head]
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
    const { model, explore } = parts(fullName)
    if (!this.isOwnModel(model)) return true
    const sides = this.#sides.filter(({ project }) => project.models.has(model))
    const isAnywhere = sides.some(({ project }) => isComplete(project, model, explore))
    return (
      !isAnywhere ||
      sides.some(({ project }) => isStarted(project, explore) && !isComplete(project, model, explore))
    )
  }

  changeOf(fullName: string): ExploreChange {
    const known = this.#known.get(fullName)
    if (known) return known
    const found = this.#find(fullName)
    this.#known.set(fullName, found)
    return found
  }

  #find(fullName: string): ExploreChange {
    const { model, explore } = parts(fullName)
    const isOwn = this.isOwnModel(model)
    const described = this.isImported(fullName) ? (this.#described.get(fullName) ?? 'unknown') : undefined
    const isOfProject = isOwn || described === 'unknown' || (described?.paths.size ?? 0) > 0
    if (!isOfProject || !this.#change.isAny) return { blocks: [], others: [], isOfProject }
    const blocks = this.#sides.flatMap(({ project, changed }) => {
      const starts = [
        ...(isOwn ? project.graph.named('explore', explore) : []),
        ...this.#statements(project, model),
        ...(typeof described === 'object' ? describedBlocks(project, described, isOwn) : []),
      ]
      return project.graph.reach(starts).flatMap(index => changed.get(index) ?? [])
    })
    return { blocks: [...new Set(blocks)], others: this.#others(fullName, described), isOfProject }
  }

  /** What concerns every Explore of a model: statements of the files that it may include, and of the manifest. */
  #statements(project: Project, model: string): readonly number[] {
    const known = this.#statementsOf.get(project) ?? new Map<string, number[]>()
    this.#statementsOf.set(project, known)
    const found = known.get(model) ?? statementsFor(project, model)
    known.set(model, found)
    return found
  }

  #others(fullName: string, described: DescribedExplore | 'unknown' | undefined): string[] {
    const { model } = parts(fullName)
    const [base, head] = this.#sides.map(({ project }) => project.models.get(model)?.[0])
    return [
      ...this.#change.everywhere,
      ...(base !== undefined && head === undefined ? [`${base}, which defined its model, is gone`] : []),
      ...(base === undefined && head !== undefined ? [`${head}, which defines its model, is new`] : []),
      ...(described === 'unknown'
        ? [`Looker did not describe the Explore ${fullName}: it may use anything`]
        : []),
    ]
  }
}

function parts(fullName: string): { model: string; explore: string } {
  const [model = '', explore = ''] = fullName.split('::')
  return { model, explore }
}

/** Whether this side says anything of the Explore. */
const isStarted = ({ graph }: Project, explore: string) => graph.named('explore', explore).length > 0

/** Whether everything that the Explore needs is defined in files that its model may include. */
function isComplete(project: Project, model: string, explore: string): boolean {
  const paths = filesOf(model, project, 'possible')
  const open: Need[] = [{ kind: 'explore', name: explore }]
  const seen = new Set<string>()
  for (const need of open) {
    const key = `${need.kind} ${need.name}`
    if (seen.has(key)) continue
    seen.add(key)
    if (!project.graph.isDefined(need, paths)) return false
    for (const index of project.graph.named(need.kind, need.name)) {
      const block = project.blocks[index]
      if (block?.kind === need.kind) open.push(...block.needs)
    }
  }
  return true
}

function statementsFor(project: Project, model: string): number[] {
  const paths = filesOf(model, project, 'possible')
  return [...project.blocksByPath].flatMap(([path, places]) => {
    if (!isManifest(path) && !paths.has(path)) return []
    return places.filter(index => {
      const block = project.blocks[index]
      return block !== undefined && isStatement(block)
    })
  })
}

function describedBlocks(project: Project, { paths, views }: DescribedExplore, isOwn: boolean): number[] {
  const inFiles = [...paths].flatMap(path => project.blocksByPath.get(path) ?? [])
  // The views of another project's Explore may have the names of ours by chance.
  return isOwn ? [...inFiles, ...[...views].flatMap(view => project.graph.named('view', view))] : inFiles
}
