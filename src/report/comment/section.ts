import type { Shard } from '../../input-types.ts'
import type { Failed, Rendered, Result } from '../../model.ts'
import { escapeMarkdown, formatBytes, formatDuration, link, takeFitting } from '../text.ts'
import { type CommentFacts, countResults, isPicture, type Part, renderComment } from './comment.ts'
import {
  beforeLink,
  comparisonFacts,
  isChanged,
  larger,
  shownAt,
  sideBySide,
  unchangedFold,
} from './comparison.ts'

/** GitHub refuses a longer comment; its marker needs some of it. */
const maxCharacters = 65_536 - 1_500
/** So many pictures are open; the rest are folded. */
const open = 4

/** The pull request's comment of a run that renders all targets. */
export const renderSoleComment = (
  results: readonly Result[],
  facts: CommentFacts,
  most = maxCharacters,
): string => renderComment([renderPart(results, facts, only, most)], facts, 1)

const only = { index: 0, total: 1 }

/**
 * What one job has to tell: what changed and failures with what to do, then every other picture with its facts, and
 * in one folded line what did not change; cut between entries, so that the parts of all jobs fit into one comment.
 */
export function renderPart(
  results: readonly Result[],
  facts: CommentFacts,
  shard: Shard = only,
  most = maxCharacters,
): Part {
  const failed = results.filter(result => result.status === 'failure')
  const rendered = results.filter(result => result.status === 'success')
  const changed = rendered.filter(isChanged)
  const unchanged = rendered.filter(({ comparison }) => comparison?.status === 'unchanged')
  const others = rendered.filter(result => !isChanged(result) && !unchanged.includes(result))
  let shown = 0
  const each = (result: Rendered) =>
    isPicture(result) && ++shown > open / shard.total ? folded(result, facts) : entry(result, facts)
  // What is around the entries, and where the next part begins, needs some room too.
  const room = most / shard.total - 1200
  const first = takeFitting([...changed.map(each), ...failed.map(failure)], room)
  const then = takeFitting(others.map(each), room - Buffer.byteLength(first.text))
  const last = unchangedFold(unchanged, facts, room - Buffer.byteLength(first.text + then.text))
  const left = first.left + then.left + last.left
  const { report, archive } = facts
  return {
    shard: shard.index,
    attempt: facts.run.attempt,
    tally: countResults(results),
    first: first.text,
    rest: then.text + last.text + (left > 0 ? `${leftOut(left, facts)}\n\n` : ''),
    ...(report && { report: report.url }),
    ...(archive && { archive: archive.url }),
  }
}

const entry = (result: Rendered, facts: CommentFacts) =>
  `<h3>${link(result.target.url, result.target.name)}</h3>\n${shownOf(result, facts)}\n\n`

const folded = (result: Rendered, facts: CommentFacts) =>
  `<details><summary><b>${escapeMarkdown(result.target.name)}</b></summary>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n${shownOf(result, facts)}\n</details>\n\n`

/** The picture, with those before and what differs where it changed, or where the file is; its facts right below. */
function shownOf(result: Rendered, facts: CommentFacts): string {
  const image = facts.images.get(result.path)
  const about = `<sub>${[...comparisonFacts(result, facts.at), ...details(result)].join(' · ')}</sub>`
  if (isChanged(result))
    return `${sideBySide(result, facts)}\n<p>${about}</p>\n${larger(result, facts)}`.trimEnd()
  if (image) return `<p>${shownAt(image, result.target.name)}<br>${about}</p>`
  return `<p>${[whereabouts(result, facts), ...beforeLink(result, facts)].join(' · ')}<br>${about}</p>`
}

/** The report shows pictures, not PDFs. */
function whereabouts(result: Rendered, { files, report, archive }: CommentFacts): string {
  const { file } = result.target
  const own = files.get(result.path)
  if (own) return link(own.url, file)
  if (report && isPicture(result)) return link(report.url, file)
  return archive ? `${escapeMarkdown(file)}, in ${link(archive.url, 'the download')}` : escapeMarkdown(file)
}

function details({ target, bytes, seconds }: Rendered): string[] {
  const { output, width, height } = target
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return [output.format.toUpperCase(), shape, formatBytes(bytes), `rendered in ${formatDuration(seconds)}`]
}

const failure = ({ target, error }: Failed) =>
  `<details><summary>❌ <b>${escapeMarkdown(target.name)}</b>: ${escapeMarkdown(error.message)}</summary>\n<p>${escapeMarkdown(error.hint)}</p>\n<p>${link(target.url, 'Open in Looker')}</p>\n</details>\n\n`

function leftOut(left: number, { report, archive, run }: CommentFacts): string {
  const where = report
    ? link(report.url, 'the report')
    : archive
      ? link(archive.url, 'the workflow artifact')
      : link(run.url, "the run's summary")
  return `<p>${left} more ${left === 1 ? 'target is' : 'targets are'} left out here; ${where} has ${left === 1 ? 'it' : 'them'}.</p>`
}
