import type { Charts, Tile } from '../content/catalogue.ts'
import { exploreOf } from '../content/queries.ts'
import type { Mode } from '../queries/explore-sql.ts'
import type { CheckedOut } from './development-copy.ts'
import { compile, type Lookml, type LookmlDashboard } from './lookml.ts'
import { importsFolder, type LookmlModel } from './lookml-model.ts'
import { chartsOf, recounted } from './lookml-tiles.ts'
import type { Block } from './parse-lookml.ts'
import { Project, type ProjectOptions } from './project.ts'

export class Projects {
  readonly #projects: Project[]

  constructor(options: readonly ProjectOptions[], developers: readonly { id: string; name: string }[]) {
    this.#projects = options.map(one => new Project(one, developers))
  }

  async open(): Promise<void> {
    await Promise.all(this.#projects.map(project => project.open()))
  }

  find(id: string): Project | undefined {
    return this.#projects.find(({ options }) => options.id === id)
  }

  /** @throws if no project has this id */
  get(id: string): Project {
    const project = this.find(id)
    if (!project) throw new Error(`There is no project ${id}`)
    return project
  }

  /**
   * Compiles the checked-out branches of a developer. Without a developer, compiles the deployed commit of each
   * project.
   */
  async in(developer?: string): Promise<Workspace> {
    const compiled = this.#projects.map(async (project): Promise<ProjectIn> => {
      const { key, texts } = await this.#withImports(project, developer, [])
      const lookml = compiledBefore.get(key) ?? compile(texts)
      compiledBefore.set(key, lookml)
      return { project, lookml }
    })
    return new Workspace(await Promise.all(compiled), developer === undefined ? 'production' : 'dev')
  }

  /**
   * Returns the files of a project and of all projects that it imports. With a developer, all files come from the
   * developer's copies.
   */
  async #withImports(
    project: Project,
    developer: string | undefined,
    importers: readonly string[],
  ): Promise<CheckedOut> {
    const { key, texts } = await project.read(developer)
    const manifest = texts.get('manifest.lkml')
    if (manifest === undefined) return { key: `${project.options.id}@${key}`, texts }
    const names = compile(new Map([['manifest.lkml', manifest]])).manifest?.imports ?? []
    const imported = names.flatMap(({ name, isRemote }) => (isRemote ? [] : (this.find(name) ?? [])))
    const others = imported.filter(({ options: { id } }) => ![...importers, project.options.id].includes(id))
    const all = new Map(texts)
    const keys = [`${project.options.id}@${key}`]
    for (const other of others) {
      const read = await this.#withImports(other, developer, [...importers, project.options.id])
      keys.push(read.key)
      for (const [path, text] of read.texts)
        all.set(path.startsWith(importsFolder) ? path : `${importsFolder}${other.options.id}/${path}`, text)
    }
    return { key: keys.join(), texts: all }
  }
}

// Compiled LookML by key. A key contains the commits of the project and of its imported projects.
const compiledBefore = new Map<string, Lookml>()

interface ProjectIn {
  project: Project
  lookml: Lookml
}

export class Workspace {
  readonly mode: Mode
  readonly #projects: readonly ProjectIn[]

  constructor(projects: readonly ProjectIn[], mode: Mode) {
    this.#projects = projects
    this.mode = mode
  }

  lookml(project: Project): Lookml | undefined {
    return this.#projects.find(one => one.project === project)?.lookml
  }

  model(name: string): { project: Project; model: LookmlModel } | undefined {
    return this.models().find(({ model }) => model.name === name)
  }

  models(): { project: Project; model: LookmlModel }[] {
    return this.#projects.flatMap(({ project, lookml }) => lookml.models.map(model => ({ project, model })))
  }

  dashboards(): (LookmlDashboard & { project: Project })[] {
    return this.#projects.flatMap(({ project, lookml }) =>
      lookml.dashboards.map(one => ({ ...one, project })),
    )
  }

  /** Returns the charts of a LookML dashboard. Returns undefined if no project has the dashboard. */
  chartsOf(dashboardId: string): Charts | undefined {
    const found = this.dashboards().find(({ id }) => id === dashboardId)
    const models = this.models().map(({ model }) => model)
    return found && chartsOf(models, found, this.mode)
  }

  /** Returns the charts of an imported dashboard. Leaves out tiles of unknown models. */
  chartsOfBlock({ id, title, lookml }: { id: string; title: string; lookml: Block }): Charts {
    const models = this.models().map(({ model }) => model)
    const block = { ...lookml, dashboard: id }
    return chartsOf(models, { id, title, block, model: '', file: '' }, this.mode)
  }

  recount(tile: Tile): Tile {
    const found = this.model('thelook')
    return found?.model.explore(exploreOf(tile)) ? recounted(found.model, tile, this.mode) : tile
  }
}
