import type { Published, Result } from '../../model.ts'
import { changeOfResult } from '../../verdict-facts.ts'

/** The states of targets, most important first. */
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

/**
 * Sorts results for the page: in the order of the targets, but after a comparison, changed targets come before
 * unchanged ones.
 */
export function inPageOrder(results: readonly Result<Published>[]): readonly Result<Published>[] {
  if (!isComparison(results)) return results
  return resultStates.flatMap(standing => results.filter(result => stateOf(result) === standing))
}
