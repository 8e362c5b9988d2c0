import pLimit, { type LimitFunction } from 'p-limit'

/** How many render tasks are under way. */
export interface RenderQueue {
  /** From its creation until it is rendered: one more than are rendered at once. */
  atLooker: LimitFunction
  /** While Looker renders it, as far as we know. */
  rendering: LimitFunction
}

/**
 * One task more than `concurrency` waits at Looker, so that its renderer is not idle until we look. Looker takes them in
 * the order in which they came.
 */
export const renderQueue = (concurrency: number): RenderQueue => ({
  atLooker: pLimit(concurrency + 1),
  rendering: pLimit(concurrency),
})
