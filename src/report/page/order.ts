import type { Published, Result } from '../../model.ts'
import { changeOfResult } from '../../verdict-facts.ts'

/** What a reader wants to know first of a target, in the order in which to be told. */
export const resultStates = ['changed', 'failed', 'new', 'not compared', 'unchanged'] as const
export type ResultState = (typeof resultStates)[number]

/** Whether anything was asked to be compared. */
export const isComparison = (results: readonly Result<Published>[]) =>
  results.some(
    result => result.check !== undefined || (result.status === 'success' && result.comparison !== undefined),
  )

/** Nothing is unchanged that was not compared. */
export function stateOf(result: Result<Published>): ResultState {
  if (result.status === 'failure') return 'failed'
  if (result.status === 'checked' && !result.check) return 'unchanged'
  const status = changeOfResult(result) ?? 'incomparable'
  return status === 'incomparable' ? 'not compared' : status
}

/** The order on the page: the targets' own, and where any was compared, what changed before what did not. */
export function inPageOrder(results: readonly Result<Published>[]): readonly Result<Published>[] {
  if (!isComparison(results)) return results
  return resultStates.flatMap(standing => results.filter(result => stateOf(result) === standing))
}
