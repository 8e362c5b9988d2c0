import { randomBytes } from 'node:crypto'
import { type CheckedOut, DevelopmentCopy } from './development-copy.ts'
import { compile, type Problem } from './lookml.ts'
import { type Push, Remote } from './remote.ts'

export interface ProjectOptions {
  id: string
  /** The path of a bare git repository. Without it, the project has no git and no LookML. */
  repository?: string
  /** The production branch, which is deployed at the start. The default is `main`. */
  branch?: string
  /** Whether commits outside of the production branch can be deployed. The default is true. */
  advancedDeploy?: boolean
  /** Whether LookML with errors can be deployed. The default is false. */
  deploysErrors?: boolean
  /**
   * Maps a commit's SHA on an emulated GitHub to its SHA in the repository. Entries may be added while the simulator
   * runs.
   */
  aliases?: ReadonlyMap<string, string>
  /** Called after Looker has pushed a branch. Without a commit, the branch was deleted. */
  onPush?: (branch: string, commit: string | undefined) => unknown
}

/** The deployed commit, as GET git_branch describes it in the production workspace. */
export interface Deployed {
  /** The name of the branch, or a name that Looker made up for the commit. */
  name: string
  /** The commit's SHA on GitHub. */
  ref: string
}

/** A refused deploy, with Looker's message. */
export class DeployRefused extends Error {}

interface Developer {
  id: string
  name: string
}

export class Project {
  readonly options: ProjectOptions
  /** All deploys, including the first one. */
  readonly deploys: Deployed[] = []
  /** Looker does not validate models without a connection. */
  readonly notValidated = new Set<string>()
  readonly remote: Remote | undefined
  readonly #developers: readonly Developer[]
  readonly #copies = new Map<string, DevelopmentCopy>()
  #production: CheckedOut = { key: '', texts: new Map() }

  constructor(options: ProjectOptions, developers: readonly Developer[]) {
    const { id, repository, aliases, onPush } = options
    this.options = options
    this.#developers = developers
    this.remote =
      repository === undefined ? undefined : new Remote({ repository, project: id, aliases, onPush })
  }

  get branch(): string {
    return this.options.branch ?? 'main'
  }

  /** Returns the deployed commit. Returns undefined without git. */
  get deployed(): Deployed | undefined {
    return this.deploys.at(-1)
  }

  /** Deploys the newest commit of the production branch. */
  async open(): Promise<void> {
    if (!this.remote) return
    const tip = await this.remote.commitOf(this.branch)
    if (!tip) throw new Error(`${this.options.repository} has no branch ${this.branch}`)
    await this.#deploy(tip, { name: this.branch, ref: this.remote.nameOf(tip) })
  }

  /**
   * Deploys a branch or a commit. A second deploy of the same commit changes nothing.
   * @throws DeployRefused if Looker refuses the deploy
   */
  async deploy(ref: string): Promise<void> {
    if (!this.remote) throw new DeployRefused('Git must be configured for this project')
    const commit = await this.remote.commitOf(ref)
    if (!commit) throw new DeployRefused(`Could not find ref ${ref}`)
    const { advancedDeploy = true } = this.options
    if (!advancedDeploy && !(await this.remote.isAncestor(commit, this.branch)))
      throw new DeployRefused('Advanced deploy mode is not enabled for this project')
    const name = `__LOOKER_PROD_${randomBytes(10).toString('hex')}`
    await this.#deploy(commit, { name, ref: this.remote.nameOf(commit) })
  }

  /** Reads the deployed files. For a developer, reads the developer's checked-out files instead. */
  async read(developer: string | undefined): Promise<CheckedOut> {
    return developer === undefined || !this.remote ? this.#production : this.copyOf(developer).read()
  }

  /** Returns the copy of a developer. Creates it at the first call. */
  copyOf(id: string): DevelopmentCopy {
    const developer = this.#developers.find(one => one.id === id)
    if (!developer || !this.remote) throw new Error(`${this.options.id} has no copy for the user ${id}`)
    const production = () => ({ branch: this.branch, commit: this.#production.key })
    const copy = this.#copies.get(id) ?? new DevelopmentCopy(developer, this.remote, production)
    this.#copies.set(id, copy)
    return copy
  }

  /** Checks out a branch as a user does in Looker's pages. A ref creates or moves the branch. */
  async checkOut(branch: string, { user = '1', ref }: { user?: string; ref?: string } = {}): Promise<void> {
    await this.copyOf(user).switchByHand(branch, ref)
  }

  /** Changes files on a user's checked-out branch without a commit. If `files` is undefined, reverts these changes. */
  setUncommitted(files: Readonly<Record<string, string | null>> | undefined, user = '1'): void {
    this.copyOf(user).setUncommitted(files)
  }

  /** Hides a commit from Looker's clone until its branches have been listed `untilListed` times. */
  async hideCommit(ref: string, untilListed = 1): Promise<void> {
    await this.remote?.hide(ref, untilListed)
  }

  /** Makes the remote refuse these pushes. By default, it refuses all pushes. An empty list allows all pushes. */
  refusePushes(
    pushes: readonly Push[] = ['create', 'update', 'delete'],
    by: 'ruleset' | 'deploy key' = 'ruleset',
  ): void {
    this.remote?.refusePushes(pushes, by)
  }

  async remoteBranches(): Promise<string[]> {
    return [...((await this.remote?.branches()) ?? new Map()).keys()]
  }

  async #deploy(commit: string, deployed: Deployed): Promise<void> {
    const texts = (await this.remote?.textsAt(commit)) ?? new Map()
    const problems = compile(texts).problems.filter(preventsDeploy)
    if (problems.length > 0 && !this.options.deploysErrors)
      throw new DeployRefused(`LookML errors: ${problems.map(words).join('; ')}`)
    this.#production = { key: commit, texts }
    this.deploys.push(deployed)
  }
}

const preventsDeploy = ({ code }: Problem): boolean => code === 'syntax_error' || code === 'unknown_view'

const words = ({ message, file }: Problem): string => `${file}: ${message}`
