import { asActionError } from '../errors.ts'
import type { Repository } from '../github/client.ts'
import { once } from '../runtime/time.ts'
import { isManifest, type ProjectChange } from './changes.ts'
import { listFiles, type TreeList, versionOf } from './read-texts.ts'
import {
  type Content,
  type DashboardName,
  dashboardsOfTarget,
  definitionsFor,
  isDashboardIncomplete,
} from './target-uses.ts'

export interface DeployedOptions {
  repository: Repository
  signal: AbortSignal
  /** Reads the commit that is deployed on the instance that describes the targets. */
  deployedCommit(): Promise<string>
  log(line: string): void
}

/**
 * Returns a function that finds out why Looker's answer about a target may be about other content than that of the merge
 * base. Only Looker knows the tiles that a dashboard of this project inherits from an imported dashboard, and it
 * describes the deployed commit. If a file that defines the dashboard, or the manifest, differs there, other tiles may
 * be inherited.
 */
export function findDoubts(
  change: ProjectChange,
  { repository, signal, deployedCommit, log }: DeployedOptions,
): (content: Content) => Promise<string[]> {
  const { project } = change.base
  const readDeployed = once(async (): Promise<TreeList | 'merge base' | 'unknown'> => {
    try {
      const commit = await deployedCommit()
      return commit.toLowerCase() === project.commit ? 'merge base' : await listFiles(commit, repository)
    } catch (error) {
      signal.throwIfAborted()
      const { message, hint } = asActionError(error)
      log(`The deployed commit could not be compared with the merge base: ${message}. ${hint}`)
      return 'unknown'
    }
  })
  return async content => {
    const dashboards = dashboardsOfTarget(content).filter(one => isPartlyImported(one, change))
    if (dashboards.length === 0) return []
    const deployed = await readDeployed()
    if (deployed === 'merge base') return []
    if (deployed === 'unknown')
      return [
        `${describesDeployed}, which could not be compared with the merge base, so any change may affect it`,
      ]
    const definitions = dashboards.flatMap(({ name }) => definitionsFor(project, name).definitions)
    const manifests = [...project.versions.keys(), ...deployed.keys()].filter(isManifest)
    return [...new Set([...definitions.map(({ path }) => path), ...manifests])]
      .filter(path => project.versions.get(path) !== versionOf(deployed.get(path)))
      .map(
        path =>
          `${describesDeployed}, whose ${path} differs from the merge base, so any change may affect it`,
      )
  }
}

const describesDeployed = 'Looker describes the deployed commit'

/** Whether an imported project defines the dashboard, or a dashboard that it extends. */
const isPartlyImported = ({ model, name }: DashboardName, change: ProjectChange): boolean =>
  model !== undefined &&
  [change.base, change.head].some(({ project }) => project.models.has(model)) &&
  isDashboardIncomplete(change, model, name)
