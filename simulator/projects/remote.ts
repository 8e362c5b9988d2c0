import { type Branch, GitRepository, type Texts } from './git-repository.ts'

/** Thrown if Looker refuses a git command. `status` and `message` come from Looker's answer. */
export class GitRefused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Push = 'create' | 'update' | 'delete'

const refusals = {
  ruleset: (branch: string) =>
    `remote: error: GH013: Repository rule violations found for refs/heads/${branch}.\n ! [remote rejected] ${branch} -> ${branch} (push declined due to repository rule violations)\n`,
  'deploy key': () => 'ERROR: The key you are authenticating with has been marked as read only.\n',
}

interface RemoteOptions {
  repository: string
  /** The project's name, for messages. */
  project: string
  aliases?: ReadonlyMap<string, string> | undefined
  onPush?: ((branch: string, commit: string | undefined) => unknown) | undefined
}

/** The remote repository of a project. It can hide commits from Looker's clone, and refuse pushes. */
export class Remote {
  readonly #git: GitRepository
  readonly #options: RemoteOptions
  readonly #unfetched = new Map<string, number>()
  #refused: { pushes: readonly Push[]; by: keyof typeof refusals } = { pushes: [], by: 'ruleset' }

  constructor(options: RemoteOptions) {
    this.#options = options
    this.#git = new GitRepository(options.repository)
  }

  /**
   * Returns the commit of a branch, a tag or a SHA. Returns undefined if Looker's clone does not have the commit.
   */
  async commitOf(name: string): Promise<string | undefined> {
    const plain = name.replace(/^(refs\/remotes\/)?origin\//, '')
    const commit = await this.#git.commitOf(this.#options.aliases?.get(plain) ?? plain)
    return commit !== undefined && this.#unfetched.has(commit) ? undefined : commit
  }

  /** Returns the commit's SHA on GitHub. */
  nameOf(commit: string): string {
    const named = [...(this.#options.aliases ?? [])].find(([, known]) => known === commit)
    return named?.[0] ?? commit
  }

  isAncestor(commit: string, branch: string): Promise<boolean> {
    return this.#git.isAncestor(commit, branch)
  }

  textsAt(commit: string): Promise<Texts> {
    return this.#git.lookmlAt(commit)
  }

  branches(): Promise<Map<string, Branch>> {
    return this.#git.branches()
  }

  committedAt(commit: string): Promise<number> {
    return this.#git.committedAt(commit)
  }

  countApart(one: string, other: string): Promise<[number, number]> {
    return this.#git.countApart(one, other)
  }

  /** Looker fetches whenever a client lists the branches. A hidden commit reaches the clone after enough fetches. */
  fetch(): void {
    for (const [commit, fetches] of this.#unfetched) {
      if (fetches > 1) this.#unfetched.set(commit, fetches - 1)
      else this.#unfetched.delete(commit)
    }
  }

  /** Hides a commit from the clone until Looker has fetched `fetches` times. */
  async hide(name: string, fetches = 1): Promise<void> {
    const commit = await this.commitOf(name)
    if (!commit) throw new Error(`The repository of ${this.#options.project} has no ${name}`)
    this.#unfetched.set(commit, fetches)
  }

  refusePushes(pushes: readonly Push[], by: keyof typeof refusals): void {
    this.#refused = { pushes, by }
  }

  /** Pushes a branch. If `commit` is undefined, deletes the branch on the remote. */
  async push(branch: string, commit: string | undefined): Promise<void> {
    const exists = (await this.branches()).has(branch)
    const kind: Push = commit === undefined ? 'delete' : exists ? 'update' : 'create'
    const { pushes, by } = this.#refused
    if (pushes.includes(kind))
      throw new GitRefused(
        commit === undefined ? 400 : 422,
        `${refusals[by](branch)}error: failed to push some refs to 'github.com:acme/${this.#options.project}.git'\n`,
      )
    if (commit !== undefined) await this.#git.setBranch(branch, commit)
    else if (exists) await this.#git.deleteBranch(branch)
    await this.#options.onPush?.(branch, commit === undefined ? undefined : this.nameOf(commit))
  }
}
