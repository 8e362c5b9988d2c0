import {
  type BranchReport,
  type BrokenContent,
  type ContentReport,
  countContent,
  maxQueries,
  type ReplacedTables,
} from '../branch-report.ts'
import { acceptedBy } from '../headline-words.ts'
import type {
  ArtifactLink,
  Baseline,
  Changed,
  Compared,
  Comparison,
  PublishedSidecar,
  RecordedBaseline,
  Rectangle,
  Target,
} from '../model.ts'
import { count } from '../runtime/text.ts'
import { recordedOf } from './baseline-doubts.ts'
import { formatAge, formatPixels, formatShare, link } from './format.ts'

/** Returns text such as `1,234 pixels, 0.4 %, and 9,424 pixels of another shade`, or only one of the two parts. */
export function describePixels({ changedPixels, changedShare, shadedPixels }: Changed): string {
  const changed = `${formatPixels(changedPixels)}, ${formatShare(changedShare)}`
  if (shadedPixels === 0) return changed
  const shaded = `${formatPixels(shadedPixels)} of another shade`
  return changedPixels === 0 ? shaded : `${changed}, and ${shaded}`
}

export function describeChange(comparison: Changed): string {
  const pixels = describePixels(comparison)
  const { before, after } = comparison.sizes
  if (before.width === after.width && before.height === after.height) return pixels
  return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`
}

/** Returns Markdown with a link to the difference image or the report, or an empty text if the strip is complete. */
export function describeIncompleteStrip(
  { strip, difference }: Changed<PublishedSidecar>,
  report: ArtifactLink | undefined,
): string {
  if (!strip || strip.isComplete) return ''
  const url = difference.links.imageUrl ?? difference.links.artifactUrl ?? report?.url
  const name = url ? link(url, 'The difference') : 'The difference'
  return `⚠️ This picture leaves out some of the changes. ${name} shows all of them.`
}

/** Describes a comparison on one line of plain text, for the log. */
export function describeComparison(comparison: Comparison): string {
  const { ref, insteadOf } = recordedOf(comparison) ?? {}
  const other = insteadOf && `, compared with ${ref}: ${describeUnrecorded(insteadOf)}`
  return describeVerdict(comparison) + (other ?? '')
}

const describeUnrecorded = (ref: string) => `nothing is recorded for ${ref}`

function describeVerdict(comparison: Comparison): string {
  switch (comparison.status) {
    case 'unchanged':
      return comparison.changedPixels > 0
        ? `unchanged: ${formatPixels(comparison.changedPixels)} of difference, within max-changed-pixels`
        : 'unchanged'
    case 'changed':
      return `changed (${describeChange(comparison)})`
    case 'new':
      return `new, as ${describeNew(comparison)}`
    case 'incomparable':
      return `not compared: ${comparison.error.message}`
  }
}

/** Explains why there is no baseline, in plain text. */
export const describeNew = ({ ref, sha }: Extract<Comparison, { status: 'new' }>): string =>
  sha === undefined
    ? `${describeUnrecorded(ref)} with these options yet`
    : `${ref} at ${sha.slice(0, 7)} does not have it`

/** Formats a rectangle as the input `ignore` does: `0, 0, 1260, 40`. */
export const describeRectangle = ({ x, y, width, height }: Rectangle) => [x, y, width, height].join(', ')

/**
 * Returns plain text such as `2 rectangles are ignored; 500 pixels of noise between two renders`. The text may be
 * empty.
 */
export function describeLeftOut({ target: { ignore }, comparison }: Compared): string {
  if (comparison?.status !== 'changed' && comparison?.status !== 'unchanged') return ''
  const { noisePixels } = comparison
  return [
    ignore.length > 0 && `${count(ignore.length, 'rectangle')} ${ignore.length === 1 ? 'is' : 'are'} ignored`,
    noisePixels === 0 && 'confirmed by a second render',
    noisePixels && `${formatPixels(noisePixels)} of noise between two renders`,
  ]
    .filter(Boolean)
    .join('; ')
}

/**
 * Describes a baseline in plain text: `main at 1a2b3c4, recorded 2 days earlier by run 7`, `main at 1a2b3c4, rendered
 * in this run`, or the instance's host.
 */
export function describeBaseline(baseline: Baseline, now: Date): string {
  if (baseline.kind === 'instance') return new URL(baseline.url).host
  const made =
    baseline.kind === 'commit'
      ? 'rendered in this run'
      : `recorded ${formatAge(baseline.at, now)} by ${describeRun(baseline)}`
  return `${baseline.ref} at ${baseline.sha.slice(0, 7)}, ${made}`
}

/** Returns text such as `run 7, Looker 25.4.12; nothing is recorded for release/2.1`. */
export const describeRun = ({ run, release, insteadOf }: RecordedBaseline) =>
  `run ${run}${release ? `, Looker ${release}` : ''}${insteadOf ? `; ${describeUnrecorded(insteadOf)}` : ''}`

export interface LookmlFacts {
  unaffected?: readonly Target[]
  /** The branch check. Set only with `dev-mode`, on a pull request. */
  branch?: BranchReport
}

const maxReasons = 3

/** Returns text such as `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …`. */
export function describeReasons(affectedBy: readonly string[]): string {
  const left = affectedBy.length - maxReasons
  return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ')
}

/** Returns text such as `5 targets are not affected by the change, and not rendered`. */
export const describeUnaffected = ({ length }: readonly Target[]): string =>
  `${count(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`

const maxTables = 5

function describeReplacedTables({ names, tiles }: ReplacedTables): string {
  const left = names.length - maxTables
  const shown = [...names.slice(0, maxTables), ...(left > 0 ? [`${left} more`] : [])].join(', ')
  const [tables, them] = names.length === 1 ? ['table', 'it'] : ['tables', 'them']
  return `In ${count(tiles, 'tile')}, before comes from the persistent ${tables} ${shown}, usually as production last built ${them}, and after from another table, so newer data may be part of the difference`
}

export function describeBranchCheck(branch: BranchReport | undefined): string[] {
  if (!branch) return []
  const { project, base, head, numbers, omittedQueries, isDevelopmentSql, changesAccess, isSqlHidden } =
    branch
  const { content, hasDevFilters, replacedTables } = branch
  const compared = isSqlHidden ? 'results' : numbers ? 'SQL and results' : 'SQL'
  return [
    `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: ${compared} of the LookML project ${project} in development mode${numbers ? ', on the data of production' : ''}`,
    ...(isSqlHidden
      ? [
          'The API user may not see SQL (permission see_sql), so the results of every affected tile are compared',
        ]
      : []),
    ...(isDevelopmentSql
      ? [
          'The LookML has SQL for development mode (-- if dev --), so numbers may come from a development schema',
        ]
      : []),
    ...(hasDevFilters && numbers
      ? [
          'Derived tables have filters for development mode (dev_filters or -- if dev --). If the pull request changes a table with dev_filters, before may come from the complete table of production and after from a table with fewer rows, so the numbers may differ for this reason alone',
        ]
      : []),
    ...(replacedTables ? [describeReplacedTables(replacedTables)] : []),
    ...(changesAccess
      ? [
          'The pull request changes LookML that depends on user attributes, and the queries run with those of the API user. Review what other users see',
        ]
      : []),
    ...(omittedQueries > 0
      ? [
          `${count(omittedQueries, 'query was', 'queries were')} not run: at most ${maxQueries} are run for each commit`,
        ]
      : []),
    ...(content?.problem === undefined
      ? []
      : [`Dashboards and Looks outside the targets were not checked: ${content.problem.replace(/\.$/, '')}`]),
    ...(content?.baseProblem === undefined
      ? []
      : [
          `${doubtfulContent}, because ${content.baseProblem.replace(/\.$/, '')}. To find out, merge the base branch, or deploy it if production is older`,
        ]),
  ]
}

/** A clause about broken content that was not validated on the merge base. */
export const doubtfulContent =
  'Dashboards and Looks outside the targets may break only because production has LookML that this branch lacks. The merge base was not checked'

const maxContentErrors = 3

/** Returns text such as `Orders: Unknown field "order_items.orders"; and 2 more errors`. */
export function contentErrors({ messages }: BrokenContent): string {
  const left = messages.length - maxContentErrors
  return [
    ...messages.slice(0, maxContentErrors),
    ...(left > 0 ? [`and ${count(left, 'more error')}`] : []),
  ].join('; ')
}

/**
 * Returns text such as `This pull request breaks 2 dashboards outside the targets`, or undefined if no content breaks.
 */
export function describeContent(content: ContentReport | undefined): string | undefined {
  const { broken = [], leftOut = 0, accepted } = content ?? {}
  if (broken.length + leftOut === 0) return undefined
  if (broken.length === 0)
    return `This pull request breaks ${count(leftOut, 'dashboard or Look', 'dashboards or Looks')} in personal folders`
  return [
    `This pull request breaks ${countContent(broken)}`,
    ...(leftOut > 0 ? [`and ${leftOut} more in personal folders`] : []),
    ...(accepted ? [acceptedBy(accepted)] : []),
  ].join(', ')
}
