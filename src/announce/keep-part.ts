import { ActionError } from '../errors.ts'
import { isTransient } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { type CommentPlan, isMine, type ListComments, type WrittenComment } from './find-comments.ts'

/** How often a part is put into a shared comment anew when another job has written over it. */
const maxRounds = 12
/** Looks in a row that have to find the part. */
const looks = 2
/** Milliseconds before a look: longer than it takes another job from reading the comment to writing it. */
const settling = 2000

interface Access {
  list: ListComments
  /** Undefined where a newer run's comment stands. */
  write(): Promise<WrittenComment | undefined>
}

/**
 * Writes our part of a comment that several jobs share until it stays. A write that failed is not sent again as it was:
 * others may have written since.
 */
export async function keepPart(
  { clock, signal }: Repository,
  plan: CommentPlan,
  { list, write }: Access,
): Promise<WrittenComment | undefined> {
  const stays = async (look = 1): Promise<boolean> => {
    await clock.sleep(settling * (1 + Math.random()), signal)
    const [found, ...more] = (await list()).filter(comment => isMine(comment, plan))
    if (!found || more.length > 0 || !plan.isIn?.(found.body)) return false
    return look === looks || stays(look + 1)
  }
  for (let round = 1; round <= maxRounds; round++) {
    const written = await write().catch(error => {
      if (!isTransient(error)) throw error
      return 'failed' as const
    })
    if (written === undefined || (written !== 'failed' && (await stays()))) return written
    if (written === 'failed') await clock.sleep(settling, signal)
  }
  throw new ActionError(
    "This job's part of the comment was written over again and again",
    'Run the job again; everything else was delivered.',
  )
}
