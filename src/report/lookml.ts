import type { Target } from '../model.ts'
import { count } from '../runtime/text.ts'
import { headingOf } from '../targets.ts'
import { type BranchReport, type BrokenContent, type ContentReport, countContent } from '../tile-check.ts'

/** Facts about the LookML of the pictures, for the reports. */
export interface LookmlFacts {
  /** Targets that the change does not affect. They were not rendered. */
  unaffected?: readonly Target[]
  /** Only with `dev-mode`, on a pull request. */
  branch?: BranchReport
}

/** The maximum number of reasons for one target. */
const maxReasons = 3

/** Lists reasons: `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …`. Plain text. */
export function describeReasons(affectedBy: readonly string[]): string {
  const left = affectedBy.length - maxReasons
  return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ')
}

/** `5 targets are not affected by the change` */
export const describeUnaffected = ({ length }: readonly Target[]): string =>
  `${count(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`

export const nameUnaffected = (targets: readonly Target[]): string =>
  targets.map(target => headingOf({ target })).join('; ')

/** Describes all tiles of a branch check. */
export function describeBranchCheck(branch: BranchReport | undefined): string[] {
  if (!branch) return []
  const { project, base, head, numbers, omittedQueries, isDevelopmentSql, content } = branch
  return [
    `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: SQL${numbers ? ' and results' : ''} of the LookML project ${project} in development mode, on the data of production`,
    ...(isDevelopmentSql
      ? [
          'The LookML has SQL for development mode (-- if dev --), so numbers may be those of a development schema',
        ]
      : []),
    ...(omittedQueries > 0
      ? [`${count(omittedQueries, 'query was', 'queries were')} not run: at most 200 are run for each side`]
      : []),
    ...(content?.problem === undefined
      ? []
      : [`Dashboards and Looks elsewhere were not checked: ${content.problem.replace(/\.$/, '')}`]),
  ]
}

/** The maximum number of listed errors for one dashboard or Look. */
const maxContentErrors = 3

/** `Orders: Unknown field "order_items.orders"; and 2 more errors` */
export function contentErrors({ messages }: BrokenContent): string {
  const left = messages.length - maxContentErrors
  return [
    ...messages.slice(0, maxContentErrors),
    ...(left > 0 ? [`and ${count(left, 'more error')}`] : []),
  ].join('; ')
}

/** Describes broken content: `This pull request breaks 2 dashboards elsewhere`. Undefined if nothing breaks. */
export function describeContent(content: ContentReport | undefined): string | undefined {
  const { broken = [], leftOut = 0, accepted } = content ?? {}
  if (broken.length + leftOut === 0) return undefined
  if (broken.length === 0)
    return `This pull request breaks ${leftOut} dashboards or Looks in personal folders or in folders that the API user cannot see`
  return [
    `This pull request breaks ${countContent(broken)} elsewhere`,
    ...(leftOut > 0
      ? [`and ${leftOut} more in personal folders or in folders that the API user cannot see`]
      : []),
    ...(accepted ? [`accepted by @${accepted.login} for commit ${accepted.commit.slice(0, 7)}`] : []),
  ].join(', ')
}
