import type { ArtifactLink, Failed, Rendered, Result } from '../model.ts'
import { count } from '../words.ts'
import { beforeLink, comparisonFacts, isChanged, shownAt, sideBySide, unchangedFold } from './comment.compared.ts'
import { tallyWords } from './comparison.ts'
import { duration, fitting, link, plain, size } from './text.ts'

/** What the comment tells beside the results. */
export interface CommentFacts {
  /** The Looker instance's host. */
  host: string
  run: { url: string; id: number; attempt: number }
  /** The commit that the run is about; empty where it is not known. */
  sha: string
  at: Date
  /** Where each picture can be shown from, by its path. */
  images: ReadonlyMap<string, string>
  archive?: ArtifactLink
  files: ReadonlyMap<string, ArtifactLink>
  report?: ArtifactLink
}

/** GitHub refuses a longer comment; its marker needs some of it. */
const mostCharacters = 65_536 - 1_500
/** So many pictures are open; the rest are folded. */
const open = 4

/**
 * The pull request's comment: what changed, failures with what to do, every other picture with its facts, and in one
 * folded line what did not change; cut between entries.
 */
export function commentMarkdown(
  results: readonly Result[],
  facts: CommentFacts,
  most = mostCharacters,
): string {
  const failed = results.filter(result => result.status === 'failure')
  const rendered = results.filter(result => result.status === 'success')
  const changed = rendered.filter(isChanged)
  const unchanged = rendered.filter(({ comparison }) => comparison?.status === 'unchanged')
  const others = rendered.filter(result => !isChanged(result) && !unchanged.includes(result))
  const head = `## ${heading(results, rendered, failed)}\n\n`
  const foot = `<p><sub>${closing(facts)}</sub></p>\n`
  let shown = 0
  const each = (result: Rendered) =>
    isPicture(result) && ++shown > open ? folded(result, facts) : entry(result, facts)
  const entries = [...changed.map(each), ...failed.map(failure), ...others.map(each)]
  const room = most - head.length - foot.length - 600
  const { text, left } = fitting(entries, room)
  const quiet = unchangedFold(unchanged, facts, room - Buffer.byteLength(text))
  const missing = left + quiet.left
  return head + text + quiet.text + (missing > 0 ? `${leftOut(missing, facts)}\n\n` : '') + foot
}

function heading(
  results: readonly Result[],
  rendered: readonly Rendered[],
  failed: readonly Failed[],
): string {
  if (rendered.length === 0) return 'Looker: nothing could be rendered'
  const compared = tallyWords(results)
  if (compared) return `Looker: ${compared}${failed.length === 0 ? '' : `, ${failed.length} failed`}`
  const noun = rendered.every(isPicture) ? 'picture' : 'file'
  const files = `${count(rendered.length, noun)} from Looker`
  return failed.length === 0 ? files : `${files}, ${failed.length} failed`
}

const isPicture = ({ target }: Rendered) => target.output.format !== 'pdf'

const entry = (result: Rendered, facts: CommentFacts) =>
  `<h3>${link(result.target.url, result.target.name)}</h3>\n${shownOf(result, facts)}\n\n`

const folded = (result: Rendered, facts: CommentFacts) =>
  `<details><summary><b>${plain(result.target.name)}</b></summary>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n${shownOf(result, facts)}\n</details>\n\n`

/** The picture, with those before and what differs where it changed, or where the file is; its facts right below. */
function shownOf(result: Rendered, facts: CommentFacts): string {
  const image = facts.images.get(result.path)
  const about = `<sub>${[...comparisonFacts(result, facts.at), ...details(result)].join(' · ')}</sub>`
  if (isChanged(result)) return `${sideBySide(result, facts)}\n<p>${about}</p>`
  if (image) return `<p>${shownAt(image, result.target.name)}<br>${about}</p>`
  return `<p>${[whereabouts(result, facts), ...beforeLink(result, facts)].join(' · ')}<br>${about}</p>`
}

/** The report shows pictures, not PDFs. */
function whereabouts(result: Rendered, { files, report, archive }: CommentFacts): string {
  const { file } = result.target
  const own = files.get(result.path)
  if (own) return link(own.url, file)
  if (report && isPicture(result)) return link(report.url, file)
  return archive ? `${plain(file)}, in ${link(archive.url, 'the download')}` : plain(file)
}

function details({ target, bytes, seconds }: Rendered): string[] {
  const { output, width, height } = target
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return [output.format.toUpperCase(), shape, size(bytes), `rendered in ${duration(seconds)}`]
}

const failure = ({ target, error }: Failed) =>
  `<details><summary>❌ <b>${plain(target.name)}</b>: ${plain(error.message)}</summary>\n<p>${plain(error.hint)}</p>\n<p>${link(target.url, 'Open in Looker')}</p>\n</details>\n\n`

function leftOut(left: number, { report, archive, run }: CommentFacts): string {
  const where = report
    ? link(report.url, 'the report')
    : archive
      ? link(archive.url, 'the workflow artifact')
      : link(run.url, "the run's summary")
  return `<p>${left} more ${left === 1 ? 'target is' : 'targets are'} left out here; ${where} has ${left === 1 ? 'it' : 'them'}.</p>`
}

function closing({ host, run, sha, at, report, archive }: CommentFacts): string {
  return [
    report && link(report.url, 'All on one page'),
    archive && link(archive.url, 'Download'),
    sha && `commit <code>${plain(sha.slice(0, 7))}</code>`,
    `${link(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
    `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    plain(host),
  ]
    .filter(Boolean)
    .join(' · ')
}
