import { isUnmerged } from '../github/ancestry.ts'
import { messageOf } from '../github/errors.ts'
import type { RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import { type ComparedResult, isChanged } from './confirm.ts'

/** The baselines of a branch come from one run or a few; of more commits nobody asks. */
const maxCommits = 5

interface Opened {
  repository: Repository
  /** The pull request's newest commit; empty where nobody knows. */
  head: string
}

/** Whether the pull request lacks a commit, asked once for each; no, where GitHub does not tell. Nothing is thrown. */
export function unmergedCommits(
  { world }: RunContext,
  opened: Promise<Opened>,
): (commit: string) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>()
  const ask = async (commit: string) => {
    try {
      const { repository, head } = await opened
      return head !== '' && (await isUnmerged(repository, commit, head))
    } catch (error) {
      world.core.debug(`Whether the pull request has the commit ${commit} is not known: ${messageOf(error)}`)
      return false
    }
  }
  return async commit => {
    if (!asked.has(commit) && asked.size === maxCommits) return false
    const answer = asked.get(commit) ?? ask(commit)
    asked.set(commit, answer)
    return answer
  }
}

/** Notes of what changed that its baseline was made from a commit which the pull request lacks. */
export async function noteAncestry(
  result: ComparedResult,
  isUnmerged: ((commit: string) => Promise<boolean>) | undefined,
): Promise<ComparedResult> {
  if (!isChanged(result)) return result
  const { comparison } = result
  const { baseline } = comparison
  if (baseline.kind !== 'branch' || !(await isUnmerged?.(baseline.sha))) return result
  return { ...result, comparison: { ...comparison, baseline: { ...baseline, isUnmerged: true } } }
}
