import type { Dashboard, Tile } from '../content/catalogue.ts'
import { exploreOf } from '../content/queries.ts'
import type { LookmlDashboard } from './lookml.ts'
import type { LookmlModel } from './lookml-model.ts'
import { chartsOf, recounted } from './lookml-tiles.ts'
import { Project, type ProjectOptions } from './project.ts'

/** All LookML projects of an instance, and what they bring: models, LookML dashboards, what numbers come to. */
export class Projects {
  readonly #projects: Project[]

  constructor(options: readonly ProjectOptions[]) {
    this.#projects = options.map(one => new Project(one))
  }

  async open(): Promise<void> {
    await Promise.all(this.#projects.map(project => project.open()))
  }

  find(id: string): Project | undefined {
    return this.#projects.find(({ options }) => options.id === id)
  }

  /** Throws where there is none. */
  get(id: string): Project {
    const project = this.find(id)
    if (!project) throw new Error(`There is no project ${id}`)
    return project
  }

  model(name: string): { project: Project; model: LookmlModel } | undefined {
    return this.models().find(({ model }) => model.name === name)
  }

  models(): { project: Project; model: LookmlModel }[] {
    return this.#projects.flatMap(project => project.lookml.models.map(model => ({ project, model })))
  }

  /** Those that stand in LookML, each with its project. */
  dashboards(): (LookmlDashboard & { project: Project })[] {
    return this.#projects.flatMap(project => project.lookml.dashboards.map(one => ({ ...one, project })))
  }

  /** The charts of a LookML dashboard; undefined where no project has it. */
  chartsOf(dashboardId: string): Dashboard | undefined {
    const found = this.dashboards().find(({ id }) => id === dashboardId)
    return found && chartsOf(found.project.lookml, found)
  }

  /** Its numbers as the LookML now has them. */
  recount(tile: Tile): Tile {
    const found = this.model('thelook')
    return found?.model.explore(exploreOf(tile)) ? recounted(found.model, tile) : tile
  }
}
