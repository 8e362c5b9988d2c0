import type { ProjectOptions } from '../../simulator/projects/project.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import {
  createLookmlRepository,
  hasGit,
  type LookmlFiles,
  type LookmlRepository,
} from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'

export const describeWithGit = hasGit ? describe : describe.skip

/**
 * Starts a Looker with the project `thelook`. The project's LookML describes a shop, and is deployed from a git
 * repository.
 */
export async function startWithProject(
  options: SimulatorOptions = {},
  about: Partial<ProjectOptions> = {},
): Promise<{ looker: Simulator; repository: LookmlRepository }> {
  const repository = createLookmlRepository()
  const projects = [{ id: 'thelook', repository: repository.path, aliases: repository.aliases, ...about }]
  const looker = await startSimulator({ renderSeconds: 0, projects, ...options })
  return { looker, repository }
}

/**
 * Replaces a text in a file of the shop's LookML.
 * @throws if the file does not contain the text `from`
 */
export function replaceIn(path: keyof typeof shopLookml, from: string, to: string): LookmlFiles {
  if (!shopLookml[path].includes(from)) throw new Error(`${path} has no ${from}`)
  return { [path]: shopLookml[path].replace(from, to) }
}

export const viewFile = 'views/order_items.view.lkml'
export const boardFile = 'dashboards/sales_overview.dashboard.lookml'

export const netRevenue = replaceIn(viewFile, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)
