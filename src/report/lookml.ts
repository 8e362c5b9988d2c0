import { headingOf } from '../heading.ts'
import type { Target } from '../model.ts'
import { count } from '../runtime/text.ts'

/** What the reports say about the LookML behind the pictures. */
export interface LookmlFacts {
  /** On a pull request whose own LookML was not deployed for the pictures. */
  isAsDeployed?: boolean
  /** Targets that the change does not touch; they were not rendered. */
  unaffected?: readonly Target[]
}

/** So many reasons are told of one target. */
const maxReasons = 3

/** Plain text, as all here. */
export const describeDeployed = (host: string): string =>
  `The pictures show what is deployed on ${host}, not this pull request's LookML`

/** `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …` */
export function describeReasons(affectedBy: readonly string[]): string {
  const left = affectedBy.length - maxReasons
  return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ')
}

/** `5 targets are not affected by the change` */
export const describeUnaffected = ({ length }: readonly Target[]): string =>
  `${count(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`

export const nameUnaffected = (targets: readonly Target[]): string =>
  targets.map(target => headingOf({ target })).join('; ')
