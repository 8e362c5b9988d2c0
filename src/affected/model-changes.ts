import { type ChangedInclusion, filesOf, filesReachedBy } from './changed-includes.ts'
import type { ChangedSide, ProjectChange } from './changes.ts'
import { importsFiles } from './imported-explores.ts'
import { isImport, mayMatchIn } from './includes.ts'
import type { LookmlProject } from './project.ts'
import { mayPublish } from './published-views.ts'
import { hasDashboards } from './texts.ts'
import { objectsWrittenBy } from './written-tables.ts'

/** Finds the changes of whole models: added and deleted model files, and changed includes of imported projects. */
export class ModelChanges {
  readonly #change: ProjectChange
  #namesInLowerCase: ReadonlyMap<string, string> | undefined
  /** Caches the reasons by model, because thousands of targets may belong to a model. */
  readonly #reasons = new Map<string, readonly string[]>()
  #withTables: readonly string[] | undefined
  #dashboardFiles: readonly string[] | undefined
  #includesDashboards: boolean | undefined
  #inclusions: ReadonlyMap<string, readonly ChangedInclusion[]> | undefined

  constructor(change: ProjectChange) {
    this.#change = change
  }

  get #sides(): readonly [ChangedSide, ChangedSide] {
    return [this.#change.base, this.#change.head]
  }

  isOwn(model: string): boolean {
    const name = this.ownNameOf(model)
    return this.#sides.some(({ project }) => project.models.has(name))
  }

  /** Returns the model's name as this project writes it: `TheLook` → `thelook`. An exact match takes precedence. */
  ownNameOf(model: string): string {
    if (this.#sides.some(({ project }) => project.models.has(model))) return model
    this.#namesInLowerCase ??= new Map(
      this.#sides.flatMap(({ project }) =>
        [...project.models.keys()].map(name => [name.toLowerCase(), name]),
      ),
    )
    return this.#namesInLowerCase.get(model.toLowerCase()) ?? model
  }

  /** Returns the model, and the models with tables that its Explores may read by their names. */
  readBy(model: string): string[] {
    this.#withTables ??= this.#sides.flatMap(({ project }) => modelsWithTables(project))
    return [...new Set([model, ...this.#withTables])]
  }

  /** Returns the reasons why everything in a model of this project may have changed, or may no longer exist. */
  reasonsOf(name: string): readonly string[] {
    const model = this.ownNameOf(name)
    if (!this.isOwn(model)) return []
    const reasons = this.#reasons.get(model) ?? this.#findReasons(model)
    this.#reasons.set(model, reasons)
    return reasons
  }

  #findReasons(model: string): string[] {
    const imports = [...this.#changedImports(model), ...this.otherwiseIncluded(model, hasImports)]
    const [before = [], after = []] = this.#sides.map(({ project }) => project.models.get(model))
    // Looker reports errors if several files define a model.
    const isMove = before.length === 1 && after.length === 1
    const missingIn = (paths: readonly string[]) => (path: string) => !isMove && !paths.includes(path)
    return [
      ...before.filter(missingIn(after)).map(path => `${path}, which defined its model, was deleted`),
      ...after.filter(missingIn(before)).map(path => `${path}, which defines its model, is new`),
      ...[...new Set(imports)].map(path => `${path}, which includes other files of an imported project`),
    ]
  }

  inclusionsOf(path: string): readonly ChangedInclusion[] {
    this.#inclusions ??= Map.groupBy(this.#change.inclusions, one => one.path)
    return this.#inclusions.get(path) ?? []
  }

  /** Returns the changed or differently included files that may define dashboards. */
  dashboardFiles(): readonly string[] {
    this.#dashboardFiles ??= this.#findDashboardFiles()
    return this.#dashboardFiles
  }

  #findDashboardFiles(): string[] {
    const { base, head, inclusions } = this.#change
    const included = new Set(inclusions.map(({ path }) => path))
    const changed = [...base.project.lookml, ...head.project.lookml].filter(
      ([path, text]) =>
        (included.has(path) || base.project.versions.get(path) !== head.project.versions.get(path)) &&
        hasDashboards(path, text),
    )
    return [...new Set(changed.map(([path]) => path))]
  }

  /** Whether a changed `include` in any file may bring dashboards. Models of other projects may include the file. */
  includesDashboards(): boolean {
    this.#includesDashboards ??= this.#mayReachDashboards()
    return this.#includesDashboards
  }

  #mayReachDashboards(): boolean {
    const sides = [this.#change.base.project, this.#change.head.project] as const
    const reached = filesReachedBy(this.#change.patterns, sides)
    return [...reached].some(path => sides.some(({ lookml }) => hasDashboards(path, lookml.get(path) ?? '')))
  }

  /** Returns the files that match `isKind` and that the model now includes differently. */
  otherwiseIncluded(model: string, isKind: (path: string, project: LookmlProject) => boolean): string[] {
    return this.#change.inclusions
      .filter(one => (one.model ?? model) === model && !one.isMove)
      .map(({ path }) => path)
      .filter(path => this.#sides.some(({ project }) => isKind(path, project)))
  }

  #changedImports(model: string): string[] {
    return [...this.#change.patterns]
      .filter(([path, patterns]) =>
        patterns.some(pattern => isImport(pattern) || this.#leadsOutside(pattern, path)),
      )
      .filter(([path]) => this.#sides.some(({ project }) => filesOf(model, project, 'possible').has(path)))
      .map(([path]) => path)
  }

  /** Whether a pattern may match files behind a link to another repository. */
  #leadsOutside(pattern: string, from: string): boolean {
    return this.#sides.some(({ project }) =>
      [...project.outsideLinks].some(link => mayMatchIn(link, pattern, from)),
    )
  }
}

const hasImports = (path: string, { patternsIn }: LookmlProject) => patternsIn(path).some(isImport)

/**
 * Returns the models with tables in the database that Explores of other models may read by their names: Looker publishes
 * the tables, or their SQL creates them. Statements such as `week_start_day` affect these tables, too. An imported view
 * may publish a table, so a model with imports counts if SQL reads a table with its name.
 */
function modelsWithTables(project: LookmlProject): string[] {
  const paths = new Set(
    project.blocks.flatMap(block =>
      objectsWrittenBy(block, project.graph.constants).length > 0 || mayPublish(block) ? [block.path] : [],
    ),
  )
  if (paths.size + project.graph.modelsRead.size === 0) return []
  return [...project.models.keys()].filter(
    model =>
      [...filesOf(model, project, 'possible')].some(path => paths.has(path)) ||
      (project.graph.modelsRead.has(model) && importsFiles(project, model)),
  )
}
