import { disagreementOf, type JobMark, jobMarkChecks } from '../github/shared-jobs.ts'
import { type Headline, headlineOf } from '../headline.ts'
import { acceptedBy, listNames } from '../headline-words.ts'
import type { ArtifactLink } from '../model.ts'
import type { LookmlFacts } from '../report/descriptions.ts'
import { escapeHeading, escapeMarkdown, formatTime, link } from '../report/format.ts'
import { arrayOf, type Check, isText, optional, parseJson, shape } from '../runtime/json.ts'
import { capitalized, count, hiddenJson } from '../runtime/text.ts'
import {
  type Acceptance,
  asListed,
  isVerdictFacts,
  type RunFacts,
  type VerdictFacts,
} from '../verdict-facts.ts'
import { isSetAside, mergeFacts } from './merge-facts.ts'

export interface CommentFacts extends LookmlFacts {
  /** Looker's host. Undefined if the inputs have errors. */
  host?: string
  run: { url: string; id: number; attempt: number }
  sha?: string
  /** The commit whose LookML the results show. Undefined if they show the deployed LookML. */
  lookmlCommit?: string
  at: Date
  release?: string
  archive?: ArtifactLink
  report?: ArtifactLink
  /** See `Publication`. */
  incomplete?: number
  /** Facts that the headline needs in addition to the results. */
  verdict?: Omit<RunFacts, 'unaffected'>
}

/**
 * If several jobs share the comment, hidden marks enclose each part.
 * @param jobCount the number of jobs that write a part. Undefined if the comment belongs to a single job
 */
export function renderComment(parts: readonly Part[], facts: CommentFacts, jobCount?: number): string {
  const isShared = jobCount !== undefined
  const begin = (part: Part) => (isShared ? partMarks.begin(part) : '')
  const middle = (part: Part) => (isShared ? partMarks.middle(part) : '')
  const end = isShared ? partMarks.end : ''
  const sharedLines = [...new Set(parts.flatMap(part => part.about))].map(line => `${escapeMarkdown(line)}.`)
  return [
    renderHeadline(parts, jobCount),
    sharedLines.length > 0 ? `<p><sub>${sharedLines.join('<br>')}</sub></p>\n\n` : '',
    ...parts.map(part => begin(part) + part.urgent),
    ...parts.map(part => middle(part) + part.others),
    `${end}<p><sub>${commentFooter(parts, facts)}</sub></p>\n`,
  ].join('')
}

/** Renders the comment's `##` heading, the next step, and a note about the pictures. */
function renderHeadline(parts: readonly Part[], jobCount = 1): string {
  const facts = mergeFacts(parts.map(part => part.facts))
  const { words, nextStep, failure, note } = headlineOf(facts)
  const setAside = parts.filter(part => isSetAside(part.facts, facts))
  const idle = setAside.filter(part => part.facts.targets === 0)
  const without = idle.length > 0 ? `; ${shardsOf(idle)} rendered nothing` : ''
  const disagreement = disagreementOf(parts)
  const waiting = parts.length < jobCount ? ` (${parts.length} of ${count(jobCount, 'job')} done)` : ''
  return [
    headlineMarks.begin,
    `## ${escapeHeading(words + without)}${waiting}\n\n`,
    nextStep && `<p>${escapeMarkdown(nextStep)}</p>\n\n`,
    failure && `<p>${escapeMarkdown(failure)}</p>\n\n`,
    ...reasonsOf(setAside).map(reason => `<p>${escapeMarkdown(reason)}</p>\n\n`),
    disagreement && `<p>${escapeMarkdown(`${disagreement.message}. ${disagreement.hint}`)}</p>\n\n`,
    note && `<p><sub>${escapeMarkdown(note)}</sub></p>\n\n`,
    headlineMarks.end,
  ]
    .filter(line => typeof line === 'string')
    .join('')
}

/** Returns text such as `Shard 1: Nothing was rendered: <fact>. <next step>` for the jobs without results. */
const reasonsOf = (parts: readonly Part[]): string[] =>
  [...Map.groupBy(parts, ({ facts }) => reasonIn(headlineOf(facts)))].map(
    ([reason, same]) => `${capitalized(shardsOf(same))}: ${reason}`,
  )

const reasonIn = ({ words, nextStep = '' }: Headline) => `${words}. ${nextStep}`.trim()

const shardsOf = (parts: readonly Part[]) =>
  `${parts.length > 1 ? 'shards' : 'shard'} ${listNames(asListed(parts.map(({ shard }) => `${shard}`)))}`

function commentFooter(parts: readonly Part[], { host, run, sha, at }: CommentFacts): string {
  return [
    ...links(parts, 'report', 'All on one page'),
    ...links(parts, 'archive', 'Download'),
    sha && `commit <code>${escapeMarkdown(sha.slice(0, 7))}</code>`,
    `${link(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
    formatTime(at),
    host && escapeMarkdown(host),
  ]
    .filter(Boolean)
    .join(' · ')
}

function links(parts: readonly Part[], place: 'report' | 'archive', words: string): string[] {
  const urls = parts.flatMap(part => part[place] ?? [])
  const [only] = urls
  if (parts.length > 1 && only)
    return [`${words}: ${urls.map((url, index) => link(url, `part ${index + 1}`)).join(', ')}`]
  return only ? [link(only, words)] : []
}

/**
 * Merges this job's part with the existing parts of the other jobs. Leaves out parts of jobs that no longer have targets:
 * an earlier attempt may have had more.
 */
export function renderSharedComment(
  existing: readonly Part[],
  own: Part,
  facts: CommentFacts,
  jobCount: number,
): string {
  const current = existing.filter(part => part.shard < jobCount || part.attempt >= own.attempt)
  return renderComment(mergeParts(current, own), facts, jobCount)
}

/** Hidden marks around the headline, so that `withHeadline` can replace it. */
const headlineMarks = { begin: '<!-- headline -->\n', end: '<!-- /headline -->\n' }

/** Returns the line below the name of an accepted target. */
export const acceptanceLine = (acceptance: Pick<Acceptance, 'login' | 'commit'>): string =>
  `<p>✅ ${escapeMarkdown(capitalized(acceptedBy(acceptance)))}</p>\n`

const acceptanceLines = /<p>✅ Accepted by [^\n]{1,200}<\/p>\n/g

/**
 * Returns the comment with a new headline, in which `facts` replace this job's facts. Removes the lines about
 * acceptances that do not count any more.
 * @returns undefined if the comment has no headline of this action, or contains only the parts of other jobs
 */
export function withHeadline(
  body: string,
  { facts, shard }: { facts: VerdictFacts; shard: number },
): string | undefined {
  const from = body.indexOf(headlineMarks.begin)
  const end = body.indexOf(headlineMarks.end, from)
  if (from < 0 || end < 0) return undefined
  const parts = parseParts(body)
  const own = parts.find(part => part.shard === shard)
  if (parts.length > 0 && !own) return undefined
  const updated = own ? parts.map(part => (part === own ? { ...own, facts } : part)) : []
  const headline = own
    ? renderHeadline(
        updated,
        Number(/\(\d+ of (\d+) jobs done\)/.exec(body.slice(from, end))?.[1] ?? parts.length),
      )
    : renderHeadline([{ shard, attempt: 1, facts, about: [], urgent: '', others: '' }])
  const replaced = body.slice(0, from) + headline + body.slice(end + headlineMarks.end.length)
  const changed = own
    ? replaced.replace(partMarks.begin(own), () => partMarks.begin({ ...own, facts }))
    : replaced
  const acceptance = facts.gate?.acceptance
  const current = acceptance && acceptanceLine(acceptance)
  return changed.replace(acceptanceLines, line => (line === current ? line : ''))
}

/** One job's part of the comment. Jobs that share a comment merge their parts into it. */
export interface Part extends JobMark {
  facts: VerdictFacts
  /**
   * Facts that apply to all compared targets of this part, as plain text. The key `about` must not change, because
   * stored comments contain it.
   */
  about: readonly string[]
  /** The texts of failed and changed targets. The comment begins with these texts of all jobs. */
  urgent: string
  /** The texts of all other targets, and folded lists. */
  others: string
  report?: string
  archive?: string
}

/** Hidden marks around a part. The JSON has no characters that end an HTML comment. */
const partMarks = {
  begin: ({ urgent, others, ...part }: Part) => `<!-- part ${hiddenJson(part)} -->\n`,
  middle: ({ shard }: Part) => `<!-- rest ${shard} -->\n`,
  end: '<!-- end -->\n',
}

/** Returns an empty list if only one job writes the comment, or if a user changed the marks. */
export function parseParts(body: string): Part[] {
  const marks = [...body.matchAll(/^<!-- (?:part (\{.*\})|rest (\d+)|end) -->\n/gm)]
  const texts = marks.map((mark, place) => body.slice(mark.index + mark[0].length, marks[place + 1]?.index))
  return marks.flatMap(([, json], place): Part[] => {
    const part = json && parseJson(json)
    if (!isPart(part)) return []
    const middle = marks.findIndex(([, , shard]) => shard === String(part.shard))
    return [{ ...part, urgent: texts[place] ?? '', others: texts[middle] ?? '' }]
  })
}

const isPartShape: Check = shape({
  ...jobMarkChecks,
  facts: isVerdictFacts,
  about: arrayOf(isText),
  report: optional(isText),
  archive: optional(isText),
})

/** Checks the JSON in the marks, because all users who may edit comments can change it. */
const isPart = (value: unknown): value is Omit<Part, 'urgent' | 'others'> => isPartShape(value)

/** Returns the part of each job's latest attempt, in the order of the jobs. */
export function mergeParts(existing: readonly Part[], own: Part): Part[] {
  const parts = new Map<number, Part>()
  for (const part of [...existing, own]) {
    const known = parts.get(part.shard)
    if (!known || part.attempt >= known.attempt) parts.set(part.shard, part)
  }
  return [...parts.values()].sort((a, b) => a.shard - b.shard)
}

/** Whether a comment contains this part, or a part of the same job from a later attempt. */
export const hasPart = (body: string, { shard, attempt }: Part): boolean =>
  parseParts(body).some(part => part.shard === shard && part.attempt >= attempt)
