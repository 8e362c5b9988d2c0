import { asActionError } from '../errors.ts'
import type { Repository } from '../github/client.ts'
import { once } from '../runtime/time.ts'
import { maxListedChanges } from './affected-explores.ts'
import { filesOf } from './changed-includes.ts'
import { isManifest, type ProjectChange } from './changes.ts'
import { importsFiles, mayImport } from './imported-explores.ts'
import { type LookmlProject, modelsOf } from './project.ts'
import { listFiles, type TreeList, versionOf } from './read-texts.ts'
import {
  type Content,
  type DashboardName,
  dashboardsOfTarget,
  definitionsFor,
  isDashboardIncomplete,
} from './target-uses.ts'
import { isDashboardFile } from './texts.ts'

export interface DeployedOptions {
  repository: Repository
  signal: AbortSignal
  /** Reads the commit that is deployed on the instance that describes the targets. */
  deployedCommit(): Promise<string>
  log(line: string): void
}

/**
 * Returns a function that finds out why Looker's answer about a target may be about other content than that of the merge
 * base. Only Looker knows the tiles of an imported dashboard, which a dashboard of this project may inherit, and it
 * describes the deployed commit. The tiles may be others if a file that defines or includes such dashboards, or the
 * manifest, differs there, or if only that commit has a dashboard file, which may define an extended dashboard.
 */
export function findDoubts(
  change: ProjectChange,
  { repository, signal, deployedCommit, log }: DeployedOptions,
): (content: Content) => Promise<string[]> {
  const { project } = change.base
  const readDeployed = once(async (): Promise<DeployedFiles | 'merge base' | 'unknown'> => {
    try {
      const commit = await deployedCommit()
      if (commit.toLowerCase() === project.commit) return 'merge base'
      const files = await listFiles(commit, repository)
      const paths = new Set([...project.versions.keys(), ...files.keys()])
      return { files, paths, models: modelsOf(paths) }
    } catch (error) {
      signal.throwIfAborted()
      const { message, hint } = asActionError(error)
      log(`The deployed commit could not be compared with the merge base: ${message}. ${hint}`)
      return 'unknown'
    }
  })
  const includingByModel = new Map<string, readonly string[]>()
  const includingFiles = (model: string) => {
    const files = includingByModel.get(model) ?? filesWithIncludes(model, project)
    includingByModel.set(model, files)
    return files
  }
  return async content => {
    const dashboards = dashboardsOfTarget(content).filter(one => isPartlyImported(one, change))
    if (dashboards.length === 0) return []
    const deployed = await readDeployed()
    if (deployed === 'merge base') return []
    if (deployed === 'unknown')
      return [
        `${describesDeployed}, which could not be compared with the merge base, so any change may affect it`,
      ]
    const known = dashboards.map(({ name }) => definitionsFor(project, name))
    const paths = [
      ...known.flatMap(({ definitions }) => definitions.map(({ path }) => path)),
      ...dashboards.flatMap(({ model = '' }) => [
        ...includingFiles(model),
        ...(deployed.models.get(model) ?? []),
      ]),
    ]
    const isAnyDefined = known.some(({ definitions }) => definitions.length > 0)
    const isAnyExtended = known.some(({ missing }) => missing.some(one => one.includes('@{')))
    const mayBeExtended = (path: string) =>
      isAnyDefined && isDashboardFile(path) && (isAnyExtended || !project.versions.has(path))
    const others = [...deployed.paths].filter(path => isManifest(path) || mayBeExtended(path))
    return [...new Set([...paths, ...others])]
      .filter(path => project.versions.get(path) !== versionOf(deployed.files.get(path)))
      .slice(0, maxListedChanges)
      .map(
        path =>
          `${describesDeployed}, whose ${path} differs from the merge base, so any change may affect it`,
      )
  }
}

interface DeployedFiles {
  files: TreeList
  /** The files of the deployed commit and of the merge base. */
  paths: ReadonlySet<string>
  /** The model files among these paths, by model name. */
  models: ReadonlyMap<string, readonly string[]>
}

const describesDeployed = 'Looker describes the deployed commit'

/**
 * Whether the dashboard is in a model of this project, and perhaps only an imported project defines the dashboard, or a
 * dashboard that it extends.
 */
const isPartlyImported = ({ model, name }: DashboardName, change: ProjectChange): boolean =>
  model !== undefined &&
  [change.base, change.head].some(
    ({ project }) =>
      project.models.has(model) &&
      (definitionsFor(project, name).definitions.some(one => one.name === name) ||
        importsFiles(project, model)),
  ) &&
  isDashboardIncomplete(change, model, name)

/** Returns the files of the model that include dashboards or files of other projects. */
const filesWithIncludes = (model: string, project: LookmlProject): string[] =>
  [...filesOf(model, project, 'possible')].filter(
    path =>
      mayImport(path, project) ||
      project
        .patternsIn(path)
        .some(pattern => project.includes.matches(pattern, path, 'possible').some(isDashboardFile)),
  )
