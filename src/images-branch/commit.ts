import { messageOf, statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { shaOf } from '../github/responses.ts'
import { type BranchTip, type Entry, initialFiles, type NewFile, readTip, readTipSha } from './tree.ts'

/** What is to be put on the branch's tip, whatever it is by then. */
export interface Addition {
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  message: string
  /** What changes, by its path; with `root`, the new tree holds nothing else of the old one. None: nothing to do. */
  changes(head: BranchTip | undefined): Promise<TreeChanges> | TreeChanges
}

export interface TreeChanges {
  entries: (Entry | NewFile)[]
  /** What stays of the old root; undefined leaves all of it. */
  root?: Entry[]
}

/** GitHub's words for a ref that is no longer where it was; what it tells of the ref may lag behind by seconds. */
const lostRace = /fast.forward|already exists|does not exist/i
/** How often the branch is read and written anew when others write it at the same time. */
const maxRaces = 12

/**
 * Commits on the branch's head by the Git Data API, without a clone, as often as it takes for nobody to come in
 * between: whoever comes second reads the head again and builds on it; nothing is forced.
 * @param known the head where it was read before, which costs less than reading it anew
 * @returns the commit, which may be the one that was there, where there is nothing to change
 */
export async function commitOnTop(
  repository: Repository,
  addition: Addition,
  known?: BranchTip,
): Promise<string | undefined> {
  const { clock, signal } = repository
  for (let race = 1; ; race++) {
    const head = await readTipAgain(repository, addition.ref, race === 1 ? known : undefined)
    try {
      return await commitOn(head, repository, addition)
    } catch (error) {
      if (race === maxRaces || !(await isLostRace(repository, addition.ref, head, error))) throw error
      await clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal)
    }
  }
}

/** One request where the head is still where it was. */
async function readTipAgain(repository: Repository, ref: string, known: BranchTip | undefined) {
  const isUnmoved = known && (await readTipSha(repository, ref)) === known.sha
  return isUnmoved ? known : readTip(repository, ref)
}

async function commitOn(head: BranchTip | undefined, repository: Repository, addition: Addition) {
  const changes = await addition.changes(head)
  if (changes.entries.length === 0) return head?.sha
  const commit = await createCommit(repository, addition.message, head, changes)
  await moveRef(repository, addition.ref, head, commit)
  return commit
}

/** Whether GitHub refused it because others came in between: it says so, or the head is another one by now. */
async function isLostRace(
  repository: Repository,
  ref: string,
  head: BranchTip | undefined,
  error: unknown,
): Promise<boolean> {
  if (![409, 422].includes(statusOf(error) ?? 0)) return false
  return lostRace.test(messageOf(error)) || (await readTipSha(repository, ref)) !== head?.sha
}

async function createCommit(
  { octokit, owner, repo }: Repository,
  message: string,
  head: BranchTip | undefined,
  { entries, root }: TreeChanges,
): Promise<string> {
  const initial = head ? [] : initialFiles.filter(({ path }) => entries.every(entry => entry.path !== path))
  const { data: tree } = await octokit.rest.git.createTree({
    owner,
    repo,
    tree: [...(root ?? []), ...entries, ...initial],
    ...(head && !root && { base_tree: head.tree }),
  })
  const parents = head ? [head.sha] : []
  const { data } = await octokit.rest.git.createCommit({
    owner,
    repo,
    message,
    tree: shaOf(tree, 'tree'),
    parents,
  })
  return shaOf(data, 'commit')
}

async function moveRef(
  { octokit, owner, repo }: Repository,
  ref: string,
  head: BranchTip | undefined,
  sha: string,
): Promise<void> {
  if (head) await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false })
  else await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha })
}

/** @returns the name that git gives it */
export async function uploadBlob({ octokit, owner, repo }: Repository, content: Uint8Array): Promise<string> {
  const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64')
  const { data } = await octokit.rest.git.createBlob({ owner, repo, content: base64, encoding: 'base64' })
  return shaOf(data, 'blob')
}
