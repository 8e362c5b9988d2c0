import { openAnnouncer } from './comment/announce.ts'
import type { CommentLink } from './comment/find.ts'
import { openComparer, type ToCompare } from './compare/compare.ts'
import type { ActionError } from './errors.ts'
import type { RunContext } from './github/pull-request.ts'
import { openRepository } from './github/repository.ts'
import { openBranch } from './images-branch/open-branch.ts'
import type { RememberedTimes } from './looker/polling.ts'
import type { Compared, Published, Result, RunLinks } from './model.ts'
import { openDestinations, type Rendering } from './publish/publish.ts'
import type { ApiCalls } from './results.ts'

/** What follows the pictures. All of it is loaded while Looker draws; nothing in it throws. */
export interface Delivery {
  /** How long renders took in earlier runs. */
  remembered: Promise<RememberedTimes>
  /** Compares a target, and sends GitHub what it is to have. */
  take(result: Result, more: ToCompare): Promise<Result<Compared>>
  /** Publishes what was sent and announces it. */
  finish(rendering: MeteredRendering): Promise<Delivered>
}

/** What came of rendering, and what it took. */
export interface MeteredRendering extends Rendering {
  apiCalls: ApiCalls
}

export interface Delivered {
  results: Result<Published>[]
  links: RunLinks
  comment?: CommentLink
  /** These fail the step: files that nobody can get. */
  errors: ActionError[]
  /** These do not fail it: places that would have been nice to have. */
  warnings: ActionError[]
}

/** Reads at once what needs no picture: the tip of the images branch, and the baselines on it. */
export function openDelivery(context: RunContext): Delivery {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const destinations = openDestinations(context, images)
  const comparer = openComparer(context, images)
  return {
    remembered: destinations.remembered,
    async take(result, more) {
      const compared = await comparer.compare(result, more)
      destinations.send(compared)
      return compared
    },
    async finish(rendering) {
      await comparer.close()
      const announcer = openAnnouncer(context, images.repository)
      const { results, links, errors, warnings } = await destinations.publish(rendering)
      const announced = await announcer.announce({ ...rendering, results, links })
      const { comment } = announced
      return {
        results,
        links,
        errors,
        warnings: [...warnings, ...announced.warnings],
        ...(comment && { comment }),
      }
    },
  }
}
