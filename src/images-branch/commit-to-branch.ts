import { type Repository, shaOf } from '../github/client.ts'
import { answerOf, isRuleViolation, messageOf, statusOf } from '../github/github-errors.ts'
import { type BranchTip, type Entry, initialFiles, type NewFile, readTip, readTipSha } from './branch-tip.ts'

/** A change of the branch, relative to the tip at the time of the commit. */
export interface ImagesCommit {
  ref: string
  message: string
  /** Returns the changes for a tip. If they have no entries, nothing is committed. */
  changes(tip: BranchTip | undefined): Promise<TreeChanges> | TreeChanges
}

export interface TreeChanges {
  entries: (Entry | NewFile)[]
  /** The entries of the root folder to keep. If undefined, all entries are kept. */
  root?: Entry[]
}

/** Matches GitHub's messages about a ref that has moved. For some seconds, GitHub may still return the old commit. */
const lostRace = /fast.forward|reference (already exists|does not exist)/i
/** Limits the tries to commit if other runs write the branch at the same time. */
const maxRaces = 12
/**
 * Limits the retries of a request that GitHub refused although the branch has not moved. One of GitHub's copies of the
 * repository may lack an object that was just created (https://github.com/osunyorg/admin/issues/2792).
 */
export const maxPassingFailures = 3

/**
 * Commits on top of the branch with the Git Data API, without a clone. If another run moves the branch in the meantime,
 * reads the new tip and tries again. Never force-pushes.
 * @param known the tip, if already read
 * @returns the new commit, or the tip if there is nothing to change
 */
export async function commitOnTop(
  repository: Repository,
  change: ImagesCommit,
  known?: BranchTip,
): Promise<string | undefined> {
  let passingFailures = 0
  for (let race = 1; ; race++) {
    let tip: BranchTip | undefined
    let isRead = false
    try {
      tip = await readTipAgain(repository, change.ref, race === 1 ? known : undefined)
      isRead = true
      return await commitOn(tip, repository, change)
    } catch (error) {
      if (!mayPass(error, tip)) throw error
      const isRace = isRead && (await isLostRace(repository, change.ref, tip, error))
      if (!isRace) passingFailures++
      if (race === maxRaces || passingFailures > maxPassingFailures) throw error
      await pauseAfterRace(race, repository)
    }
  }
}

/** Waits a growing and random time, so that concurrent runs do not write at the same time again. */
export const pauseAfterRace = (race: number, { clock, signal }: Repository) =>
  clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal)

/** Whether the same commit may succeed later. */
function mayPass(error: unknown, tip: BranchTip | undefined): boolean {
  const isNewBranchRefused = !tip && /reference update failed/i.test(messageOf(error))
  return (
    [404, 409, 422].includes(statusOf(error) ?? 0) && !isRuleViolation(answerOf(error)) && !isNewBranchRefused
  )
}

/** Reads the tip with a single request if the branch has not moved. */
async function readTipAgain(repository: Repository, ref: string, known: BranchTip | undefined) {
  const isUnmoved = known && (await readTipSha(repository, ref)) === known.sha
  return isUnmoved ? known : readTip(repository, ref)
}

async function commitOn(tip: BranchTip | undefined, repository: Repository, change: ImagesCommit) {
  const changes = await change.changes(tip)
  if (changes.entries.length === 0) return tip?.sha
  const commit = await createCommit(repository, change.message, tip, changes)
  await moveRef(repository, change.ref, tip, commit)
  return commit
}

async function isLostRace(
  repository: Repository,
  ref: string,
  tip: BranchTip | undefined,
  error: unknown,
): Promise<boolean> {
  return lostRace.test(messageOf(error)) || (await readTipSha(repository, ref)) !== tip?.sha
}

async function createCommit(
  { octokit, owner, repo }: Repository,
  message: string,
  tip: BranchTip | undefined,
  { entries, root }: TreeChanges,
): Promise<string> {
  const initial = tip ? [] : initialFiles.filter(({ path }) => entries.every(entry => entry.path !== path))
  const { data: tree } = await octokit.rest.git.createTree({
    owner,
    repo,
    tree: [...(root ?? []), ...entries, ...initial],
    ...(tip && !root && { base_tree: tip.tree }),
  })
  const parents = tip ? [tip.sha] : []
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
  tip: BranchTip | undefined,
  sha: string,
): Promise<void> {
  if (tip) await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false })
  else await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha })
}
