import pLimit, { type LimitFunction } from 'p-limit'

/** Limits the render tasks under way. */
export interface RenderQueue {
  /** From a task's creation until it is rendered: one more than are rendered at once. */
  atLooker: LimitFunction
  /** While Looker renders a task, as far as is known. */
  rendering: LimitFunction
}

/**
 * One task more than `concurrency` waits at Looker, so that its renderer is not idle until the next poll. Looker takes
 * tasks in the order of their creation.
 */
export const renderQueue = (concurrency: number): RenderQueue => ({
  atLooker: pLimit(concurrency + 1),
  rendering: pLimit(concurrency),
})
