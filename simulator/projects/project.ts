import { randomBytes } from 'node:crypto'
import { GitRepository } from './git-repository.ts'
import { compile, type Lookml } from './lookml.ts'

export interface ProjectOptions {
  id: string
  /** the path of a bare git repository; a project without one has no git, and no LookML */
  repository?: string
  /** the production branch, whose commit is deployed at the start; `main` unless told */
  branch?: string
  /** whether a commit that is not on the production branch may be deployed; true unless told */
  advancedDeploy?: boolean
  /**
   * commits of the repository by the names that they have elsewhere: on an emulated GitHub, which gives them
   * names of its own. May grow while the simulator runs.
   */
  aliases?: ReadonlyMap<string, string>
}

/** What is deployed: as GET git_branch tells it. */
export interface Deployed {
  /** the branch's, or one that Looker made up for a commit */
  name: string
  /** the commit, by the name it was deployed by */
  ref: string
}

/** Why a deploy was refused, in Looker's words. */
export class DeployRefused extends Error {}

const nothing: Lookml = { models: [], dashboards: [] }

/** A LookML project: its repository, and what of it is deployed. */
export class Project {
  readonly options: ProjectOptions
  /** every deploy that was done, the start's among them, by whomever */
  readonly deploys: Deployed[] = []
  lookml: Lookml = nothing
  readonly #git: GitRepository | undefined

  constructor(options: ProjectOptions) {
    this.options = options
    this.#git = options.repository === undefined ? undefined : new GitRepository(options.repository)
  }

  get branch(): string {
    return this.options.branch ?? 'main'
  }

  /** Undefined without git. */
  get deployed(): Deployed | undefined {
    return this.deploys.at(-1)
  }

  /** Deploys the tip of the production branch. */
  async open(): Promise<void> {
    if (!this.#git) return
    const tip = await this.#git.commitOf(this.branch)
    if (!tip) throw new Error(`${this.options.repository} has no branch ${this.branch}`)
    await this.#checkOut(tip, { name: this.branch, ref: this.#nameOf(tip) })
  }

  /**
   * Deploys a branch, or a commit. Doing it twice changes nothing.
   * @throws DeployRefused where it cannot be
   */
  async deploy(ref: string): Promise<void> {
    if (!this.#git) throw new DeployRefused('Git must be configured for this project')
    const commit = await this.#git.commitOf(this.options.aliases?.get(ref) ?? ref)
    if (!commit) throw new DeployRefused(`Could not find ref ${ref}`)
    const { advancedDeploy = true } = this.options
    if (!advancedDeploy && !(await this.#git.isAncestor(commit, this.branch)))
      throw new DeployRefused('Advanced deploy mode is not enabled for this project')
    const name = `__LOOKER_PROD_${randomBytes(10).toString('hex')}`
    await this.#checkOut(commit, { name, ref: this.#nameOf(commit) })
  }

  async #checkOut(commit: string, deployed: Deployed): Promise<void> {
    const texts = (await this.#git?.lookmlAt(commit)) ?? new Map()
    try {
      this.lookml = compile(texts)
    } catch (error) {
      throw new DeployRefused((error as Error).message)
    }
    this.deploys.push(deployed)
  }

  #nameOf(commit: string): string {
    const named = [...(this.options.aliases ?? [])].find(([, known]) => known === commit)
    return named?.[0] ?? commit
  }
}
