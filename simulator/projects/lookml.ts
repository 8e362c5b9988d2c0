import type { Texts } from './git-repository.ts'
import { importsFolder, LookmlModel } from './lookml-model.ts'
import { findProblems, type Problem } from './lookml-problems.ts'
import {
  type DashboardBlock,
  type LookmlFile,
  type Manifest,
  parseFile,
  type SyntaxProblem,
} from './parse-lookml.ts'

export type { Problem } from './lookml-problems.ts'

/**
 * A LookML dashboard of a model. If several models include the file of a dashboard, each model has its own LookML
 * dashboard.
 */
export interface LookmlDashboard {
  /** `thelook::overview` */
  id: string
  title: string
  block: DashboardBlock
  model: string
  file: string
}

/** A project's LookML at one commit. */
export interface Lookml {
  models: LookmlModel[]
  dashboards: LookmlDashboard[]
  manifest: Manifest | undefined
  problems: Problem[]
}

// All simulators of the process share this map, because many simulators read the same commits.
const compiled = new WeakMap<Texts, Lookml>()

/** Compiles the same texts only once. A file that cannot be read becomes a problem. */
export function compile(texts: Texts): Lookml {
  const lookml = compiled.get(texts) ?? compileTexts(texts)
  compiled.set(texts, lookml)
  return lookml
}

function compileTexts(texts: Texts): Lookml {
  const syntax: Problem[] = []
  const files: LookmlFile[] = []
  for (const [path, text] of texts) {
    try {
      files.push(parseFile(path, text))
    } catch (error) {
      const { message, line } = error as SyntaxProblem
      syntax.push({ code: 'syntax_error', severity: 'fatal', kind: 'syntax', message, file: path, line })
    }
  }
  const own = files.filter(({ path }) => path.endsWith('.model.lkml') && !path.startsWith(importsFolder))
  const models = own.map(file => new LookmlModel(file, files))
  const dashboards = models.flatMap(dashboardsOf)
  const manifest = files.find(({ path }) => path === 'manifest.lkml')?.manifest
  return { models, dashboards, manifest, problems: [...syntax, ...findProblems(models, dashboards, texts)] }
}

function dashboardsOf(model: LookmlModel): LookmlDashboard[] {
  return model.files.flatMap(({ path, dashboards }) =>
    dashboards.map(block => ({
      id: `${model.name}::${block.dashboard}`,
      title: typeof block.title === 'string' ? block.title : block.dashboard,
      block,
      model: model.name,
      file: path,
    })),
  )
}
