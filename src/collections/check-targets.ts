import { ActionError } from '../errors.ts'
import { type ContentClient, readContentInfo } from '../looker/content.ts'
import { creationError } from '../looker/render-errors.ts'
import type { Failed, Target } from '../model.ts'
import { type Found, failedResult } from '../results.ts'
import { describeTarget } from '../target-kinds.ts'
import type { Listed } from './list-targets.ts'

/**
 * Checks that each target exists and that the API user may see it, without rendering it. A query takes one query call,
 * another target one administrative call. Targets that a collection has just named are not requested again.
 */
export async function checkTargets(
  listed: readonly Listed[],
  ofCollections: ReadonlySet<Target>,
  client: ContentClient,
): Promise<(Found | Failed)[]> {
  return Promise.all(
    listed.map(async (target): Promise<Found | Failed> => {
      if ('status' in target) return target
      if (ofCollections.has(target)) return foundTarget(target, target.title)
      try {
        return foundTarget(target, await titleOfExisting(target, client))
      } catch (thrown) {
        return failedResult(target, creationError(thrown, target), { apiCalls: 1 })
      }
    }),
  )
}

const foundTarget = (target: Target, title: string | undefined): Found => ({
  status: 'found',
  target,
  ...(title && { title }),
})

/** @throws LookerError, or ActionError if the target is in Looker's trash */
async function titleOfExisting(target: Target, client: ContentClient): Promise<string | undefined> {
  if (target.kind === 'query') await client.query(target.id)
  const info = await readContentInfo(target, client)
  if (info?.deleted)
    throw new ActionError(
      `The ${describeTarget(target)} is in Looker's trash`,
      'Restore it, or remove it from the list.',
    )
  return target.title ?? info?.title
}
