import { headlineOf } from '../headline.ts'
import type { ArtifactLink } from '../model.ts'
import type { LookmlFacts } from '../report/lookml.ts'
import { escapeHeading, escapeMarkdown, formatTime, link } from '../report/text.ts'
import { type Check, isCount, isObject, isText, listOf, optional, parseJson, shape } from '../runtime/json.ts'
import { count, escapeUnicode } from '../runtime/text.ts'
import { isVerdictFacts, mergeFacts, type RunFacts, type VerdictFacts } from '../verdict-facts.ts'

/** What the comment says besides the results. */
export interface CommentFacts extends LookmlFacts {
  /** The Looker instance's host. */
  host: string
  run: { url: string; id: number; attempt: number }
  /** The commit that the run is about, if known. */
  sha?: string
  at: Date
  /** Looker's release, if known. */
  release?: string
  archive?: ArtifactLink
  report?: ArtifactLink
  /** What decides the headline besides the results. */
  verdict?: Omit<RunFacts, 'unaffected'>
}

/** One job's part of the comment, or all of it if no other job shares the targets. */
export interface Part {
  shard: number
  attempt: number
  facts: VerdictFacts
  /** What is true of all compared targets of this part. Plain text. */
  about: readonly string[]
  /** Failed and changed targets. They precede everything else of all parts. */
  first: string
  rest: string
  /** Addresses. */
  report?: string
  archive?: string
}

/** Returns the comment of these parts, of which there will be `expected`. Each part is between hidden marks. */
export function renderComment(parts: readonly Part[], facts: CommentFacts, expected: number): string {
  const begin = (part: Part) => (expected > 1 ? `${beginning(part)}\n` : '')
  const middle = ({ shard }: Part) => (expected > 1 ? `<!-- rest ${shard} -->\n` : '')
  const end = expected > 1 ? '<!-- end -->\n' : ''
  const about = [...new Set(parts.flatMap(part => part.about))].map(line => `${escapeMarkdown(line)}.`)
  return [
    renderHeadline(parts, expected),
    about.length > 0 ? `<p><sub>${about.join('<br>')}</sub></p>\n\n` : '',
    ...parts.map(part => begin(part) + part.first),
    ...parts.map(part => middle(part) + part.rest),
    `${end}<p><sub>${closing(parts, facts)}</sub></p>\n`,
  ].join('')
}

/** The comment's only `##` heading, the next step, and what the pictures show. */
function renderHeadline(parts: readonly Part[], expected: number): string {
  const { words, nextStep, note } = headlineOf(mergeFacts(parts.map(part => part.facts)))
  const waiting = parts.length < expected ? ` (${parts.length} of ${count(expected, 'job')} done)` : ''
  return [
    `## ${escapeHeading(words)}${waiting}\n\n`,
    nextStep && `<p>${escapeMarkdown(nextStep)}</p>\n\n`,
    note && `<p><sub>${escapeMarkdown(note)}</sub></p>\n\n`,
  ]
    .filter(line => typeof line === 'string')
    .join('')
}

function closing(parts: readonly Part[], { host, run, sha, at }: CommentFacts): string {
  return [
    ...links(parts, 'report', 'All on one page'),
    ...links(parts, 'archive', 'Download'),
    sha && `commit <code>${escapeMarkdown(sha.slice(0, 7))}</code>`,
    `${link(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
    formatTime(at),
    escapeMarkdown(host),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** One link, or one for each job. */
function links(parts: readonly Part[], place: 'report' | 'archive', words: string): string[] {
  const urls = parts.flatMap(part => part[place] ?? [])
  const [only] = urls
  if (parts.length > 1 && only)
    return [`${words}: ${urls.map((url, index) => link(url, `part ${index + 1}`)).join(', ')}`]
  return only ? [link(only, words)] : []
}

/** JSON without a character that would end an HTML comment. */
const beginning = ({ first, rest, ...part }: Part) =>
  `<!-- part ${JSON.stringify(part).replace(/[<>-]/g, escapeUnicode)} -->`

/** Returns the parts of a comment that several jobs share. Parts that another person has broken are left out. */
export function parseParts(body: string): Part[] {
  const marks = [...body.matchAll(/^<!-- (?:part (\{.*\})|rest (\d+)|end) -->\n/gm)]
  const texts = marks.map((mark, place) => body.slice(mark.index + mark[0].length, marks[place + 1]?.index))
  return marks.flatMap(([, json], place): Part[] => {
    const part = json && parseJson(json)
    if (!isPart(part)) return []
    const rest = marks.findIndex(([, , shard]) => shard === String(part.shard))
    return [{ ...part, first: texts[place] ?? '', rest: texts[rest] ?? '' }]
  })
}

const hasPartShape: Check = shape({
  shard: isCount,
  attempt: isCount,
  facts: isVerdictFacts,
  about: listOf(isText),
  report: optional(isText),
  archive: optional(isText),
})

/** Everyone who may edit comments may have written anything between the marks. */
const isPart = (value: unknown): value is Omit<Part, 'first' | 'rest'> =>
  isObject(value) && hasPartShape(value)
