import type { ArtifactLink, Compared, Result } from '../model.ts'
import { describeTally } from '../report/comparison-text.ts'
import { describeDeployed, type LookmlFacts } from '../report/lookml.ts'
import { escapeMarkdown, link } from '../report/text.ts'
import { isPicture, tally } from '../results.ts'
import { count } from '../runtime/text.ts'
import { mergeParts, type Part, parseParts, partMarks, type Tally } from './parts.ts'

/** What the comment tells beside the results. */
export interface CommentFacts extends LookmlFacts {
  /** The Looker instance's host. */
  host: string
  run: { url: string; id: number; attempt: number }
  /** The commit of the run, if known. */
  sha?: string
  at: Date
  /** Looker's, where it is known. */
  release?: string
  /** The label by which the pull request passes `fail-on-change` although something changed. */
  acceptedBy?: string
  archive?: ArtifactLink
  report?: ArtifactLink
}

export function countResults(results: readonly Result<Compared>[], { unaffected = [] }: LookmlFacts): Tally {
  const rendered = results.filter(({ status }) => status === 'success')
  return {
    rendered: rendered.length,
    pictures: results.filter(result => result.status === 'success' && isPicture(result)).length,
    failed: results.length - rendered.length,
    ...(unaffected.length > 0 && { unaffected: unaffected.length }),
    compared: Object.fromEntries(tally(results) ?? []),
  }
}

/** A shared comment: this job's part, merged into the parts that the comment has already. */
export const renderSharedComment = (
  existing: readonly string[],
  own: Part,
  facts: CommentFacts,
  jobs: number,
): string => renderComment(mergeParts(existing.flatMap(parseParts), own), facts, jobs)

/** The comment of these parts; there will be `expected` of them. */
export function renderComment(parts: readonly Part[], facts: CommentFacts, expected: number): string {
  const { begin, middle, end } = expected > 1 ? partMarks : noMarks
  return [
    `## ${commentHeading(
      parts.map(part => part.tally),
      facts,
    )}${waiting(parts.length, expected)}\n\n`,
    facts.isAsDeployed ? `<p>${escapeMarkdown(describeDeployed(facts.host))}.</p>\n\n` : '',
    acceptanceNote(parts, facts),
    ...parts.map(part => begin(part) + part.first),
    ...parts.map(part => middle(part) + part.rest),
    `${end}<p><sub>${commentFooter(parts, facts)}</sub></p>\n`,
  ].join('')
}

/** The part of a comment that only one job writes. */
const noMarks = { begin: () => '', middle: () => '', end: '' }

/** Only where there is anything to accept. */
function acceptanceNote(parts: readonly Part[], { acceptedBy }: CommentFacts): string {
  const isNeeded = parts.some(({ tally: { compared } }) => compared.changed || compared.incomparable)
  if (!isNeeded || acceptedBy === undefined) return ''
  return `<p>The label <code>${escapeMarkdown(acceptedBy)}</code> accepts what changed.</p>\n\n`
}

const waiting = (done: number, expected: number) =>
  done < expected ? ` (${done} of ${count(expected, 'job')} done)` : ''

function commentHeading(tallies: readonly Tally[], { isAsDeployed }: LookmlFacts): string {
  const sum = (number: (one: Tally) => number) => tallies.reduce((all, one) => all + number(one), 0)
  const rendered = sum(one => one.rendered)
  const failed = sum(one => one.failed)
  if (rendered + failed === 0) return 'Looker: not affected by this pull request'
  if (rendered === 0) return 'Looker: nothing could be rendered'
  const compared = describeTally(status => sum(one => one.compared[status] ?? 0))
  // What is deployed is not the pull request: that it did not change says nothing about that.
  const isUnchanged = rendered === sum(one => one.compared.unchanged ?? 0)
  if (isAsDeployed && isUnchanged) return `Looker: ${describeAsDeployed(rendered)}${andFailed(failed)}`
  if (compared) return `Looker: ${compared}${andFailed(failed)}`
  const noun = rendered === sum(one => one.pictures) ? 'picture' : 'file'
  const files = `${count(rendered, noun)} from Looker`
  return `${files}${andFailed(failed)}`
}

const andFailed = (failed: number) => (failed === 0 ? '' : `, ${failed} failed`)
const describeAsDeployed = (rendered: number) => `${count(rendered, 'picture')} of what is deployed`

function commentFooter(parts: readonly Part[], { host, run, sha, at }: CommentFacts): string {
  return [
    ...links(parts, 'report', 'All on one page'),
    ...links(parts, 'archive', 'Download'),
    sha && `commit <code>${escapeMarkdown(sha.slice(0, 7))}</code>`,
    `${link(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
    `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    escapeMarkdown(host),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** One link; of several jobs, one for each. */
function links(parts: readonly Part[], what: 'report' | 'archive', words: string): string[] {
  const urls = parts.flatMap(part => part[what] ?? [])
  const [only] = urls
  if (parts.length > 1 && only)
    return [`${words}: ${urls.map((url, place) => link(url, `part ${place + 1}`)).join(', ')}`]
  return only ? [link(only, words)] : []
}
