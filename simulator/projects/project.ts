import { randomBytes } from 'node:crypto'
import { type CheckedOut, DevelopmentCopy } from './development-copy.ts'
import { compile, type Problem } from './lookml.ts'
import { type Push, Remote } from './remote.ts'

export interface ProjectOptions {
  id: string
  /** The path of a bare git repository. Without a path, the project has no git and no LookML. */
  repository?: string
  /** The name of the production branch. At the start, its newest commit is deployed. The default is `main`. */
  branch?: string
  /** Whether Looker deploys commits that are not on the production branch. The default is true. */
  advancedDeploy?: boolean
  /** Whether Looker deploys LookML with errors. The default is false. */
  deploysErrors?: boolean
  /**
   * Maps the SHA of a commit on an emulated GitHub to the SHA of the same commit in the repository. Entries may be
   * added while the simulator runs.
   */
  aliases?: ReadonlyMap<string, string>
  /**
   * The simulator calls this function after Looker has pushed a branch. If `commit` is undefined, Looker has deleted
   * the branch.
   */
  onPush?: (branch: string, commit: string | undefined) => unknown
}

/** A deployed commit, as GET git_branch describes it in the production workspace. */
export interface Deployed {
  /** The name of the branch, or a name that Looker made up for the commit. */
  name: string
  /** The commit's SHA on GitHub. */
  ref: string
}

/** Thrown if Looker refuses a deploy. `message` is Looker's message. */
export class DeployRefused extends Error {}

interface Developer {
  id: string
  name: string
}

export class Project {
  readonly options: ProjectOptions
  /** All deploys in order. The first deploy happens at the start of the simulator. */
  readonly deploys: Deployed[] = []
  /** The models without a connection, which Looker does not validate. */
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

  /** The deployed commit. Undefined if the project has no git. */
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
   * Deploys a branch or a commit.
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

  /** Returns the developer's checked-out files. Without a developer, returns the deployed files. */
  async read(developer: string | undefined): Promise<CheckedOut> {
    return developer === undefined || !this.remote ? this.#production : this.copyOf(developer).read()
  }

  /** The first call creates the copy. */
  copyOf(id: string): DevelopmentCopy {
    const developer = this.#developers.find(one => one.id === id)
    if (!developer || !this.remote) throw new Error(`${this.options.id} has no copy for the user ${id}`)
    const production = () => ({ branch: this.branch, commit: this.#production.key })
    const copy = this.#copies.get(id) ?? new DevelopmentCopy(developer, this.remote, production)
    this.#copies.set(id, copy)
    return copy
  }

  /**
   * Checks out a branch as a user does in Looker's pages. With a ref, creates the branch at the ref or moves it there.
   */
  async checkOut(branch: string, { user = '1', ref }: { user?: string; ref?: string } = {}): Promise<void> {
    await this.copyOf(user).switchByHand(branch, ref)
  }

  /**
   * Changes files on a user's checked-out branch without a commit. If `files` is undefined, reverts all uncommitted
   * changes.
   */
  setUncommitted(files: Readonly<Record<string, string | null>> | undefined, user = '1'): void {
    this.copyOf(user).setUncommitted(files)
  }

  /** Hides a commit from Looker's clone until clients have listed the project's branches `untilListed` times. */
  async hideCommit(ref: string, untilListed = 1): Promise<void> {
    await this.remote?.hide(ref, untilListed)
  }

  /**
   * Makes the remote refuse pushes of these kinds. The default is all kinds. With an empty list, the remote accepts all
   * pushes.
   */
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
