import type { ContentReport } from '../branch-report.ts'
import { explainsAllFailures } from '../headline.ts'
import type { Shard } from '../input-types.ts'
import type { Published, Result } from '../model.ts'
import { describeDoubts } from '../report/baseline-doubts.ts'
import {
  contentErrors,
  describeBaseline,
  describeBranchCheck,
  describeContent,
  describeUnaffected,
} from '../report/descriptions.ts'
import { escapeMarkdown, link, takeFitting } from '../report/format.ts'
import { count, oneLine } from '../runtime/text.ts'
import { headingsOf, wholeList } from '../targets.ts'
import { asListed, factsOf, type VerdictFacts } from '../verdict-facts.ts'
import {
  type CommentEntry,
  type CommentEntryFacts,
  dashboardHeading,
  type Rank,
  rankOf,
  ranks,
  toEntries,
  unrenderedEntry,
} from './entry.ts'
import { type CommentFacts, type Part, renderComment } from './parts.ts'

/** GitHub refuses more than 65,536 characters. The hidden marker and the line about running jobs need some of them. */
const maxCommentLength = 65_536 - 1_500
/** The space for the headings of the lists, and for the hidden marks of a shared comment, in characters. */
const reservedLength = 950
/** The number of targets whose pictures are not folded. */
const maxOpen = 4

export const renderSoleComment = (
  results: readonly Result<Published>[],
  facts: CommentFacts,
  most = maxCommentLength,
): string => renderComment([renderPart(results, facts, undefined, most)], facts)

/**
 * Returns one job's part of the comment: failed targets, changed targets, new targets, and the rest, in this order.
 * Always includes the name of each failed or changed target. If space is short, first omits folded copies of pictures,
 * then reduces entries to one line, and then to the name.
 * @param shard undefined if the comment belongs to a single job
 */
export function renderPart(
  results: readonly Result<Published>[],
  facts: CommentFacts,
  shard?: Shard,
  most = maxCommentLength,
): Part {
  const { index, total } = shard ?? wholeList
  const sharedLines = sharedFacts(results, facts)
  const { report, archive, run } = facts
  const partFacts = factsOf(results, { ...facts.verdict, unaffected: facts.unaffected?.length ?? 0 })
  const part: Part = {
    shard: index,
    attempt: run.attempt,
    run: { id: run.id, attempt: run.attempt },
    facts: partFacts,
    about: sharedLines,
    urgent: reasonList(partFacts) + contentList(facts.branch?.content, most / total / 4),
    others: unaffectedFold(facts, 1000) + leftOutNote(facts) + incompleteNote(facts),
    ...(report && { report: report.url }),
    ...(archive && { archive: archive.url }),
  }
  const room = most / total - renderComment([part], facts, shard?.total).length - reservedLength
  const entryFacts: CommentEntryFacts = {
    ...facts,
    shared: new Set(sharedLines.map(line => line.replace(/^⚠️ /u, ''))),
  }
  const loud = results.filter(result => rankOf(result) !== 'unchanged')
  const chosen = fitEntries(
    namesOfFailures(loud, partFacts) ?? toEntries(loud, entryFacts),
    room,
    maxOpen / total,
  )
  const sections = ranks.map(rank => renderRank(rank, chosen))
  const urgent = sections.slice(0, 2).join('')
  const others = sections.slice(2).join('')
  const unchanged = toEntries(
    results.filter(result => rankOf(result) === 'unchanged'),
    entryFacts,
  )
  const quiet = unchangedFold(unchanged, room - urgent.length - others.length - 200)
  const isCut = chosen.some(({ text }) => text === undefined)
  return {
    ...part,
    urgent: part.urgent + urgent,
    others: `${others}${quiet}${unaffectedFold(facts, 1000)}${isCut ? leftOutNote(facts) : ''}${incompleteNote(facts)}`,
  }
}

/** If the headline gives the reason for all failures, returns an entry with only the names of the failed targets. */
const namesOfFailures = (
  results: readonly Result<Published>[],
  facts: VerdictFacts,
): CommentEntry[] | undefined => (explainsAllFailures(facts) ? unrenderedEntry(results) : undefined)

/** If the step stopped for several reasons, lists them. The headline shows only the first reason. */
function reasonList({ lookml, stopped }: VerdictFacts): string {
  const { total, first } = lookml?.errors ?? stopped?.problems ?? asListed([])
  if (total < 2) return ''
  const more = total > first.length ? [`and ${total - first.length} more`] : []
  const items = [...first, ...more].map(reason => `<li>${escapeMarkdown(oneLine(reason, 500))}</li>\n`)
  return `<ul>\n${items.join('')}</ul>\n\n`
}

/** An entry with the text that fits into the comment. `text` is undefined if only the name fits. */
interface Chosen {
  entry: CommentEntry
  text: string | undefined
  name: string
}

/** The maximum length of each name, in characters. The comment uses the first length at which all names fit. */
const nameLengths = [120, 60, 30, 12]

/**
 * Chooses a text for each entry. First reserves space for all names. Then replaces names by lines, lines by short
 * texts, and short texts by full texts, as long as there is space.
 */
function fitEntries(entries: readonly CommentEntry[], room: number, open: number): Chosen[] {
  const ordered = inOrder(entries)
  const named = (length: number) =>
    ordered.map((entry): Chosen => ({ entry, text: undefined, name: entry.name(length) }))
  const lengthOf = (chosen: readonly Chosen[]) =>
    chosen.reduce((sum, { name }) => sum + name.length + 2, 0) + headingsLength(ordered)
  const chosen =
    nameLengths.map(named).find(all => lengthOf(all) <= room) ?? named(nameLengths.at(-1) as number)
  let used = lengthOf(chosen)
  for (const size of ['line', 'short', 'full'] as const) {
    let shown = 0
    for (const one of chosen) {
      if (showsPicture(one.entry)) shown += 1
      const text = size === 'line' ? one.entry.line : foldAfter(one.entry, size, shown > open)
      const grown = used + text.length - (one.text ?? one.name).length
      if (grown > room) continue
      one.text = text
      used = grown
    }
  }
  return chosen
}

const showsPicture = ({ rank }: CommentEntry) => rank === 'changed' || rank === 'rendered'

/** Returns the text of an entry. If `isFolded` is true, folds the entry's pictures below its heading. */
function foldAfter(entry: CommentEntry, size: 'short' | 'full', isFolded: boolean): string {
  if (!isFolded || !showsPicture(entry)) return entry[size]
  const [, title = '', rest = ''] = /^<h[34]>(.*?)<\/h[34]>\n(.*)$/s.exec(entry[size]) ?? []
  return title === ''
    ? entry[size]
    : `<details><summary><b>${title}</b></summary>\n${rest.trimEnd()}\n</details>\n\n`
}

/** Sorts entries by rank. Within a rank, accepted changes come last, and the tiles of a dashboard stay together. */
function inOrder(entries: readonly CommentEntry[]): CommentEntry[] {
  return ranks.flatMap(rank => {
    const groups = new Map<unknown, CommentEntry[]>()
    const ofRank = entries.filter(one => one.rank === rank)
    const unaccepted = ofRank.filter(({ isAccepted }) => !isAccepted)
    for (const entry of [...unaccepted, ...ofRank.filter(({ isAccepted }) => isAccepted)]) {
      const key = entry.dashboard?.id ?? entry
      groups.set(key, [...(groups.get(key) ?? []), entry])
    }
    return [...groups.values()].flat()
  })
}

function headingsLength(entries: readonly CommentEntry[]): number {
  const dashboards = new Map(
    entries.flatMap(({ dashboard }) => (dashboard ? [[dashboard.id, dashboard]] : [])),
  )
  return [...dashboards.values()].reduce(
    (sum, dashboard) => sum + 2 * dashboardHeading(dashboard, 999).length,
    600,
  )
}

const rankWords: Record<Rank, string> = {
  failed: 'Failed',
  changed: 'Changed',
  new: 'New',
  incomparable: 'Not compared',
  rendered: 'Rendered',
  same: 'No change',
  unchanged: 'Unchanged',
}

function renderRank(rank: Rank, all: readonly Chosen[]): string {
  const chosen = all.filter(({ entry }) => entry.rank === rank)
  const entries = chosen.filter(({ text }) => text !== undefined && !text.startsWith('<li>'))
  const lines = chosen.filter(({ text }) => text?.startsWith('<li>'))
  const names = chosen.filter(({ text }) => text === undefined)
  const withHeadings = entries.map(({ entry, text }, place) => {
    const isFirst = entry.dashboard && entry.dashboard.id !== entries[place - 1]?.entry.dashboard?.id
    const tiles = entries.filter(other => other.entry.dashboard?.id === entry.dashboard?.id).length
    return `${isFirst && entry.dashboard ? dashboardHeading(entry.dashboard, tiles) : ''}${text}`
  })
  const list = lines.map(({ text }) => text).join('')
  return [
    ...withHeadings,
    list && `<p><b>${rankWords[rank]}${entries.length > 0 ? ', too' : ''}</b></p>\n<ul>\n${list}</ul>\n\n`,
    names.length > 0 &&
      `<p><b>${rankWords[rank]}${entries.length + lines.length > 0 ? ', too' : ''}:</b> ${names.map(({ name }) => name).join(', ')}</p>\n\n`,
  ]
    .filter(text => typeof text === 'string')
    .join('')
}

const hasStrip = (result: Result<Published>) =>
  result.status === 'success' &&
  result.comparison?.status === 'changed' &&
  result.comparison.strip?.links.imageUrl !== undefined

/**
 * Returns facts that apply to all compared targets, as plain text: the common baseline, common reasons to doubt it, and
 * the legend of the strips.
 */
function sharedFacts(results: readonly Result<Published>[], facts: CommentFacts): string[] {
  const { sha, lookmlCommit } = facts
  const comparisons = results.flatMap(result => (result.status === 'success' && result.comparison) || [])
  const baselines = comparisons.flatMap(comparison =>
    'baseline' in comparison && comparison.baseline ? [describeBaseline(comparison.baseline, facts.at)] : [],
  )
  const [baseline, ...otherBaselines] = [...new Set(baselines)]
  const changes = comparisons.filter(({ status }) => status === 'changed')
  const doubts = changes.map(comparison => describeDoubts(comparison, facts))
  const shared = (doubts[0] ?? []).filter(doubt => doubts.every(list => list.includes(doubt)))
  return [
    ...describeBranchCheck(facts.branch),
    ...(baseline !== undefined && otherBaselines.length === 0 && !facts.branch
      ? [`Before is ${baseline}`]
      : []),
    ...(sha !== undefined && lookmlCommit !== undefined && lookmlCommit !== sha
      ? [`The results show commit ${lookmlCommit.slice(0, 7)} (deploy-ref), not commit ${sha.slice(0, 7)}`]
      : []),
    ...(results.some(hasStrip) ? ['Red edge: before. Green edge: after. Outlined: changed areas'] : []),
    ...shared.map(doubt => `⚠️ ${doubt}`),
  ]
}

/** Lists broken dashboards and Looks that are not targets, each with a link. */
function contentList(content: ContentReport | undefined, most: number): string {
  const words = describeContent(content)
  if (words === undefined || !content) return ''
  const items = content.broken.map(
    broken =>
      `<li>${link(broken.url, broken.title)}<br><sub>${escapeMarkdown(oneLine(contentErrors(broken), 500))}</sub></li>\n`,
  )
  const { text, left } = takeFitting(items, most, ({ length }) => length)
  const more = left > 0 ? `<li>${left} more</li>\n` : ''
  return `<p>❌ <b>${escapeMarkdown(words)}</b></p>\n${items.length > 0 ? `<ul>\n${text}${more}</ul>\n` : ''}\n`
}

/** Renders a line that unfolds to a list of targets. If no target fits, the line does not unfold. */
function unchangedFold(entries: readonly CommentEntry[], room: number): string {
  if (entries.length === 0) return ''
  const summary = `${entries.length} unchanged`
  let used = 0
  const lines = entries
    .map(({ line }) => line)
    .filter(line => {
      used += line.length
      return used <= room
    })
  if (lines.length === 0) return `<p>${summary}</p>\n\n`
  const left = entries.length - lines.length
  const more = left > 0 ? `<li>${left} more</li>\n` : ''
  return `<details><summary>${summary}</summary>\n<ul>\n${lines.join('')}${more}</ul>\n</details>\n\n`
}

function unaffectedFold({ unaffected = [] }: CommentFacts, most: number): string {
  if (unaffected.length === 0) return ''
  const names = escapeMarkdown(oneLine(headingsOf(unaffected), most))
  return `<details><summary>${describeUnaffected(unaffected)}</summary>\n<p>${names}</p>\n</details>\n\n`
}

function leftOutNote(facts: CommentFacts): string {
  const place = placeOfPictures(facts) ?? link(facts.run.url, "the run's summary")
  return `<p>This comment has no space for all pictures. They are in ${place}.</p>\n\n`
}

/** Says that GitHub's hourly limit for new files prevented the upload of some pictures. */
function incompleteNote(facts: CommentFacts): string {
  if (!facts.incomplete) return ''
  const place = placeOfPictures(facts)
  const targets = count(facts.incomplete, 'target')
  return `<p>This comment lacks pictures of ${targets}, because GitHub accepts 500 new files per hour.${place ? ` They are in ${place}.` : ''}</p>\n\n`
}

const placeOfPictures = ({ report, archive }: CommentFacts): string | undefined =>
  report ? link(report.url, 'the report') : archive && link(archive.url, 'the workflow artifact')
