import type { Published, Result } from '../../model.ts'
import { changeOfResult } from '../../verdict-facts.ts'

/** The states of targets in the order of their importance for the reader. */
export const resultStates = ['changed', 'failed', 'new', 'not compared', 'unchanged'] as const
export type ResultState = (typeof resultStates)[number]

/** Whether any target was to be compared. */
export const isComparison = (results: readonly Result<Published>[]) =>
  results.some(
    result => result.check !== undefined || (result.status === 'success' && result.comparison !== undefined),
  )

/** A target counts as unchanged only after a comparison. */
export function stateOf(result: Result<Published>): ResultState {
  if (result.status === 'failure') return 'failed'
  if (result.status === 'checked' && !result.check) return 'unchanged'
  const status = changeOfResult(result) ?? 'incomparable'
  return status === 'incomparable' ? 'not compared' : status
}

/** The order on the page: that of the targets, but with comparisons, changed targets come before unchanged ones. */
export function inPageOrder(results: readonly Result<Published>[]): readonly Result<Published>[] {
  if (!isComparison(results)) return results
  return resultStates.flatMap(standing => results.filter(result => stateOf(result) === standing))
}
