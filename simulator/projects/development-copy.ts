import type { IGitBranch } from '@looker/sdk'
import { hash } from '../hash.ts'
import { snakeCase } from '../names.ts'
import type { Branch, Texts } from './git-repository.ts'
import { GitRefused, type Remote } from './remote.ts'

/** The name of a project's production branch, and the deployed commit. */
export interface Production {
  branch: string
  commit: string
}

interface Owner {
  id: string
  name: string
}

/** The files of a project. `key` is the commit of the files, plus any uncommitted changes. */
export interface CheckedOut {
  key: string
  texts: Texts
}

/** A developer without an API key. This developer's personal branch is in every clone. */
const colleague = { name: 'Mona Lisa', branch: 'dev-mona-lisa-t8wq' }

const refusal = (status: number, message: string) => new GitRefused(status, message)

/** A developer's clone of a project. One of the clone's local branches is checked out. */
export class DevelopmentCopy {
  /** The name of the developer's personal branch. Only this developer can change the branch. */
  readonly personal: string
  readonly #owner: Owner
  readonly #remote: Remote
  readonly #production: () => Production
  readonly #local = new Map<string, string>()
  #checkedOut: string
  #uncommitted: Readonly<Record<string, string | null>> | undefined

  constructor(owner: Owner, remote: Remote, production: () => Production) {
    this.#owner = owner
    this.#remote = remote
    this.#production = production
    this.personal = `dev-${snakeCase(owner.name).replaceAll('_', '-')}-${hash(owner.id).toString(36).slice(-4)}`
    this.#local.set(this.personal, production().commit)
    this.#checkedOut = this.personal
  }

  get branch(): string {
    return this.#checkedOut
  }

  get commit(): string {
    return this.#local.get(this.#checkedOut) ?? this.#production().commit
  }

  /** Changes files without a commit. If `files` is undefined, reverts all uncommitted changes. */
  setUncommitted(files: Readonly<Record<string, string | null>> | undefined): void {
    this.#uncommitted = files
  }

  async read(): Promise<CheckedOut> {
    const texts = await this.#remote.textsAt(this.commit)
    if (!this.#uncommitted) return { key: this.commit, texts }
    const changed = Object.entries({ ...Object.fromEntries(texts), ...this.#uncommitted })
    return {
      key: this.commit + JSON.stringify(this.#uncommitted),
      texts: new Map(changed.filter((entry): entry is [string, string] => entry[1] !== null)),
    }
  }

  /**
   * Creates a branch at the ref, checks it out, and pushes it. If the remote refuses the push, the new branch stays
   * checked out, because `git checkout -b` has already run.
   */
  async create(name: string, ref: string | undefined): Promise<void> {
    if (!isBranchName(name)) throw refusal(422, `Invalid branch name: ${name}`)
    if (this.#local.has(name) || (await this.#remote.branches()).has(name))
      throw refusal(409, `A branch named '${name}' already exists`)
    const commit = ref === undefined ? this.commit : await this.#resolve(ref)
    this.#refuseToLeaveChanges()
    this.#local.set(name, commit)
    this.#checkedOut = name
    await this.#remote.push(name, commit)
  }

  /** Checks out a branch. With a ref, resets the branch to the ref and force-pushes it. */
  async update(name: string | undefined, ref: string | undefined): Promise<void> {
    if (name !== undefined && name !== this.#checkedOut) await this.#checkOut(name)
    if (ref === undefined) return
    const commit = await this.#resolve(ref)
    this.#uncommitted = undefined
    this.#local.set(this.#checkedOut, commit)
    await this.#remote.push(this.#checkedOut, commit)
  }

  /** Deletes the branch in this clone and on the remote. */
  async delete(name: string): Promise<void> {
    const isRemote = (await this.#remote.branches()).has(name)
    if (!this.#local.has(name) && !isRemote) throw refusal(404, 'Not found')
    if (name === this.#checkedOut) throw refusal(400, `Cannot delete the checked out branch '${name}'`)
    if (name === this.#production().branch || this.#isReadOnly(name) || name === this.personal)
      throw refusal(400, `The branch '${name}' cannot be deleted`)
    await this.#remote.push(name, undefined)
    this.#local.delete(name)
  }

  /**
   * Switches to a branch as a user does in Looker's pages. With a ref, creates the branch at the ref or moves it there.
   */
  async switchByHand(name: string, ref: string | undefined): Promise<void> {
    const commit = await this.#remote.commitOf(ref ?? this.#local.get(name) ?? name)
    if (!commit) throw new Error(`There is no ${ref ?? name} to check out`)
    this.#uncommitted = undefined
    this.#local.set(name, commit)
    this.#checkedOut = name
    if (ref !== undefined) await this.#remote.push(name, commit)
  }

  /** Includes branches that only the remote or only this clone has. */
  async list(): Promise<IGitBranch[]> {
    const remote = await this.#remote.branches()
    const names = [...remote.keys(), ...this.#local.keys(), colleague.branch]
    return Promise.all([...new Set(names)].sort().map(name => this.#describe(name, remote)))
  }

  async find(name: string): Promise<IGitBranch | undefined> {
    const remote = await this.#remote.branches()
    const isKnown = remote.has(name) || this.#local.has(name) || name === colleague.branch
    return isKnown ? this.#describe(name, remote) : undefined
  }

  async #describe(name: string, branches: ReadonlyMap<string, Branch>): Promise<IGitBranch> {
    const local = this.#local.get(name)
    const isColleagues = name === colleague.branch
    const remote = branches.get(name)?.commit ?? (isColleagues ? this.#production().commit : undefined)
    const commit = local ?? remote ?? this.#production().commit
    const isApart = local !== undefined && remote !== undefined && local !== remote
    const [ahead, behind] = isApart ? await this.#remote.countApart(local, remote) : [0, 0]
    const dated = [...branches.values()].find(branch => branch.commit === commit)
    const owner = name === this.personal ? this.#owner : isColleagues ? colleague : undefined
    return {
      can: {},
      name,
      remote: 'origin',
      remote_name: remote === undefined ? null : name,
      error: null,
      message: null,
      owner_name: owner?.name ?? null,
      readonly: this.#isReadOnly(name),
      personal: owner !== undefined,
      is_local: local !== undefined,
      is_remote: remote !== undefined,
      is_production: name === this.#production().branch,
      ahead_count: ahead,
      behind_count: behind,
      commit_at: dated?.committedAt ?? (await this.#remote.committedAt(commit)),
      ref: this.#remote.nameOf(commit),
      remote_ref: remote === undefined ? null : this.#remote.nameOf(remote),
    }
  }

  #isReadOnly(name: string): boolean {
    const isOthers = name.startsWith('dev-') && name !== this.personal && !this.#local.has(name)
    return isOthers || name === this.#production().branch
  }

  async #checkOut(name: string): Promise<void> {
    // If a client checks out the production branch, Looker checks out the personal branch instead
    // (https://github.com/spectacles-ci/spectacles/issues/346).
    const wanted = name === this.#production().branch ? this.personal : name
    // Looker refuses these branches (https://github.com/spectacles-ci/spectacles/issues/351).
    if (wanted.startsWith('__LOOKER_PROD_')) throw refusal(422, `Cannot check out the branch '${wanted}'`)
    const commit = this.#local.get(wanted) ?? (await this.#remote.branches()).get(wanted)?.commit
    if (commit === undefined) throw refusal(404, 'Not found')
    if (this.#isReadOnly(wanted)) throw refusal(422, `The branch '${wanted}' is read-only`)
    this.#refuseToLeaveChanges()
    this.#local.set(wanted, commit)
    this.#checkedOut = wanted
  }

  async #resolve(ref: string): Promise<string> {
    const commit = await this.#remote.commitOf(ref)
    if (!commit) throw refusal(422, `JGIT Checkout Branch failed: Ref ${ref} cannot be resolved`)
    return commit
  }

  /**
   * Refuses to leave a branch with uncommitted changes, as Looker does
   * (https://github.com/spectacles-ci/spectacles/issues/826).
   */
  #refuseToLeaveChanges(): void {
    if (!this.#uncommitted) return
    const files = Object.keys(this.#uncommitted).join('\n')
    throw refusal(422, `JGIT Checkout Branch failed: Checkout conflict with files: \n${files}`)
  }
}

/** Checks the main rules of https://git-scm.com/docs/git-check-ref-format. */
const isBranchName = (name: string): boolean =>
  !/^[-/.]|\.\.|\/[/.]|@\{|[\s~^:?*[\\]|\.lock$|[/.]$|^@$/.test(name)
