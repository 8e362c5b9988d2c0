import { isDeepStrictEqual } from 'node:util'
import type { ResultOutput, TileOutput } from '../../testkit/scene.ts'
import { type Check, mustHold } from './check.ts'

/**
 * At the end, the API user's original branch must be checked out. If a branch or an imported dashboard of the action
 * still exists, a failed job must name it.
 */
export const checkBranches: Check = ({ branchesAtEnd, all }) => {
  if (!branchesAtEnd) return []
  const { checkedOut, allowed, temporary, imported } = branchesAtEnd
  const steps = all.flatMap(({ outcome, post }) => [outcome, ...(post ? [post] : [])])
  const failed = steps.filter(({ code }) => code !== 0).flatMap(({ errors }) => errors)
  const isNamed = (thing: string) => failed.some(message => message.includes(thing))
  const unnamed = [...temporary, ...imported].filter(thing => !isNamed(thing))
  return [
    ...mustHold(unnamed.length === 0, `No message names what is left: ${unnamed.join(', ')}`),
    ...mustHold(
      allowed.includes(checkedOut) || isNamed(checkedOut),
      `${checkedOut} is checked out at the end, and no message says so`,
    ),
  ]
}

/**
 * Checks that each tile has the same state as in a run without faults. A tile may also be unchecked, if a message gives
 * the reason.
 */
export const checkTiles: Check = ({ plan, outcome, reference, cancelled }) => {
  if (!plan.devMode || !reference || cancelled !== undefined) return []
  const truths = new Map(reference.results.map(result => [result.name, result]))
  return outcome.results.flatMap(result => {
    const truth = truths.get(result.name)
    if (!truth)
      return mustHold(result.status === 'failure', `${result.name} is not affected, but has a result`)
    return checkResult(result, truth)
  })
}

function checkResult({ name, status, tiles = [] }: ResultOutput, truth: ResultOutput): string[] {
  if (tiles.length === 0) return mustHold(status === 'failure', `${name} has no tiles`)
  return [
    // An unreadable dashboard has a single unchecked tile.
    ...mustHold(
      tiles.length === truth.tiles?.length || tiles.every(isUnchecked),
      `${name} has ${tiles.length} tiles`,
    ),
    ...tiles.flatMap((tile, place) =>
      mustHold(
        isUnchecked(tile) || isDeepStrictEqual(tile, truth.tiles?.[place]),
        `A tile of ${name} is ${JSON.stringify(tile)}, but should be ${JSON.stringify(truth.tiles?.[place])}`,
      ),
    ),
  ]
}

const isUnchecked = ({ sql, numbers, error }: TileOutput) =>
  (sql === 'unchecked' || numbers === 'unchecked') && Boolean(error?.message && error.hint)

/**
 * Checks that the broken content is the same as in a run without faults. If the folders could not be read, each content
 * is listed with its number instead of its title, also content of personal folders. Alternatively, a warning must say
 * that the broken content is unknown.
 */
export const checkContent: Check = ({ plan, outcome, reference, cancelled }) => {
  if (!plan.devMode || !reference || cancelled !== undefined || outcome.log === '') return []
  const broken = toContent(outcome.outputs['broken-content'])
  const truth = toContent(reference.outputs['broken-content'])
  const isExcused =
    broken.length === 0 &&
    (outcome.warnings.some(message => message.includes('outside the targets were not checked')) ||
      outcome.results.every(({ status }) => status === 'failure'))
  const isComplete = truth.every(({ url }) => broken.some(content => content.url === url))
  const isTrue = broken.every(
    content =>
      truth.some(one => isDeepStrictEqual(one, content)) ||
      content.messages.some(message => message.includes('because the folders could not be read')),
  )
  return mustHold(
    isExcused || (isComplete && isTrue),
    `The broken content is ${outcome.outputs['broken-content']}, but should be ${reference.outputs['broken-content']}`,
  )
}

const toContent = (output = '[]') =>
  JSON.parse(output || '[]') as { title: string; url: string; messages: string[] }[]
