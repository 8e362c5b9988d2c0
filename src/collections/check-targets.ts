import { ActionError } from '../errors.ts'
import type { ContentClient } from '../looker/content.ts'
import { creationError } from '../looker/render-errors.ts'
import { readAbout } from '../looker/titles.ts'
import type { Failed, Target } from '../model.ts'
import { type Found, failedResult } from '../results.ts'
import { describeTarget } from '../target-kinds.ts'
import type { Listed } from './merge.ts'

/**
 * Looks whether each target exists and may be seen, without rendering it: an administrative call each, for a query a
 * query call. Those in `told` are not asked for: a collection's listing has just named them.
 */
export async function checkTargets(
  listed: readonly Listed[],
  told: ReadonlySet<Target>,
  client: ContentClient,
): Promise<(Found | Failed)[]> {
  return Promise.all(
    listed.map(async (one): Promise<Found | Failed> => {
      if ('status' in one) return one
      if (told.has(one)) return found(one, one.title)
      try {
        return found(one, await check(one, client))
      } catch (thrown) {
        return failedResult(one, creationError(thrown, one), { apiCalls: 1 })
      }
    }),
  )
}

const found = (target: Target, title: string | undefined): Found => ({
  status: 'found',
  target,
  ...(title && { title }),
})

/** Its title. @throws LookerError, or ActionError where it was deleted */
async function check(target: Target, client: ContentClient): Promise<string | undefined> {
  if (target.kind === 'query') await client.query(target.id)
  const about = await readAbout(target, client)
  if (about?.deleted)
    throw new ActionError(
      `The ${describeTarget(target)} is in Looker's trash`,
      'Restore it, or take it out of the list.',
    )
  return target.title ?? about?.title
}
