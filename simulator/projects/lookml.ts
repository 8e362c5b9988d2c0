import { LookmlModel, viewsOf } from './lookml-model.ts'
import { type DashboardBlock, type LookmlFile, parseFile } from './parse-lookml.ts'

/** A LookML dashboard, by the model that includes it. */
export interface LookmlDashboard {
  /** `thelook::overview` */
  id: string
  title: string
  block: DashboardBlock
  file: string
}

/** A project's LookML as it is at one commit. */
export interface Lookml {
  models: LookmlModel[]
  dashboards: LookmlDashboard[]
}

/** The LookML of all files, by their paths. Throws where it does not compile, with all that is wrong. */
export function compile(texts: ReadonlyMap<string, string>): Lookml {
  const problems: string[] = []
  const files: LookmlFile[] = []
  for (const [path, text] of texts) {
    try {
      files.push(parseFile(path, text))
    } catch (error) {
      problems.push((error as Error).message)
    }
  }
  const models = files.filter(isModel).map(file => new LookmlModel(file, files))
  problems.push(...models.flatMap(lostViews))
  if (problems.length > 0) throw new Error(`LookML errors: ${problems.join('; ')}`)
  return { models, dashboards: models.flatMap(dashboardsOf) }
}

const isModel = ({ path }: LookmlFile): boolean => path.endsWith('.model.lkml')

/** Explores of views that are not there; views of another project (`//name/…`) are taken to be there. */
function lostViews(model: LookmlModel): string[] {
  const imports = model.files.some(({ includes }) => includes.some(include => include.startsWith('//')))
  if (imports) return []
  return model.exploreNames().flatMap(name =>
    viewsOf(name, model.explore(name)?.block ?? {})
      .filter(({ view }) => !model.view(view))
      .map(({ view }) => `Explore "${name}" in ${model.name}: could not find a view named "${view}"`),
  )
}

function dashboardsOf(model: LookmlModel): LookmlDashboard[] {
  return model.files.flatMap(({ path, dashboards }) =>
    dashboards.map(block => ({
      id: `${model.name}::${block.dashboard}`,
      title: typeof block.title === 'string' ? block.title : block.dashboard,
      block,
      file: path,
    })),
  )
}
