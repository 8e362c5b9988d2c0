import type * as Core from '@actions/core'
import { type ContentReport, isFailedTile } from '../branch-report.ts'
import { ActionError, asActionError } from '../errors.ts'
import type { RunAttempt, RunContext } from '../github/workflow-run.ts'
import { explainsAllFailures, headlineOf } from '../headline.ts'
import type { ArtifactLink, Failed, Published, Result } from '../model.ts'
import { withholdBranch, withholdDetails, withholdJudged, withholdTarget } from '../public-log.ts'
import {
  contentErrors,
  describeBranchCheck,
  describeComparison,
  describeContent,
  describeIncompleteStrip,
  describeLeftOut,
  describeReasons,
  describeUnaffected,
  type LookmlFacts,
} from '../report/descriptions.ts'
import {
  escapeHeading,
  escapeMarkdown,
  formatBytes,
  formatDuration,
  link,
  takeFitting,
} from '../report/format.ts'
import { checkWords, drawingWords, failingTileWords } from '../report/tile-words.ts'
import { type ApiCalls, describeApiCalls, groupByReason, type Publication } from '../results.ts'
import { slashPath } from '../runtime/files.ts'
import { oneLine } from '../runtime/text.ts'
import { headingOf, headingsOf, subtitlesOf, titleOf } from '../targets.ts'
import { changeOfResult, factsOf, type RunFacts, type VerdictFacts } from '../verdict-facts.ts'
import { type LoadedWorld, workspaceOf } from '../world.ts'

/** Returns an error if writing fails. */
export async function publishSummary(
  context: RunContext,
  { results, unaffected, links, apiCalls, release, judged, branch }: Publication,
): Promise<ActionError | undefined> {
  const { inputs, world, isGuarded } = context
  if (!inputs.summary) return undefined
  const facts = {
    ...(judged && { judged: isGuarded ? withholdJudged(judged) : judged }),
    unaffected: isGuarded ? unaffected.map(withholdTarget) : unaffected,
    host: inputs.looker.base.host,
    directory: slashPath(workspaceOf(world), inputs.outputDirectory),
    apiCalls,
    ...(branch && { branch: isGuarded ? withholdBranch(branch) : branch }),
    ...(release && { release }),
    ...(links.archive && { archive: links.archive }),
    ...(links.report && { report: links.report }),
  }
  return addToSummary(world, renderSummary(isGuarded ? results.map(withholdDetails) : results, facts))
}

interface RepeatedResults {
  facts: VerdictFacts
  /** The run that rendered. */
  run: RunAttempt
  outputs?: Readonly<Record<string, string>>
}

/**
 * Adds the headline of a repeated verdict, and links to the comment and to the run that rendered.
 * @returns an error if writing fails
 */
export async function publishRepeatedSummary(
  { inputs, world, run }: RunContext,
  { facts, outputs, run: { id, attempt } }: RepeatedResults,
): Promise<ActionError | undefined> {
  if (!inputs.summary) return undefined
  const runUrl = run.url.replace(/\d+$/, `${id}/attempts/${attempt}`)
  const comment = outputs?.['comment-url'] ? `${link(outputs['comment-url'], 'the comment')} and in ` : ''
  const where = `The results are in ${comment}${link(runUrl, 'the run that rendered')}.`
  return addToSummary(world, [...headlineLines(facts), `<p>Nothing was rendered. ${where}</p>\n`].join('\n'))
}

async function addToSummary({ core }: LoadedWorld, markdown: string): Promise<ActionError | undefined> {
  try {
    await writeSummary(core.summary, markdown)
    return undefined
  } catch (error) {
    return new ActionError(
      `The job summary could not be written: ${asActionError(error).message}`,
      'Set summary to false outside of a GitHub Actions job.',
      { cause: error },
    )
  }
}

/**
 * Adds Markdown to the job summary.
 * @throws outside of a GitHub Actions job
 */
export async function writeSummary(summary: typeof Core.summary, markdown: string): Promise<void> {
  await summary.addRaw(markdown, true).write()
}

export interface SummaryFacts extends LookmlFacts {
  host: string
  release?: string
  directory: string
  apiCalls: ApiCalls
  archive?: ArtifactLink
  report?: ArtifactLink
  judged?: Omit<RunFacts, 'unaffected'>
}

/**
 * GitHub drops a step's summary above 1 MiB
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).
 */
const maxSummaryBytes = 1024 * 1024 - 4096

/**
 * Renders the headline, a row for each target, and a folded section for each reason of failures. The most important
 * targets come first. A reason has no section if the headline already contains it.
 */
export function renderSummary(
  results: readonly Result<Published>[],
  facts: SummaryFacts,
  most = maxSummaryBytes,
): string {
  const failures = results.filter(result => result.status === 'failure')
  const verdict = factsOf(results, { ...facts.judged, unaffected: facts.unaffected?.length ?? 0 })
  const explained = explainsAllFailures(verdict)
  const columns = summaryColumns(results, explained)
  const header = [
    ...headlineLines(verdict),
    ...describeBranchCheck(facts.branch).map(words => `<p><sub>${escapeMarkdown(words)}.</sub></p>\n`),
  ]
  const middle = [contentTable(facts.branch?.content, most / 4), changedPictures(results, facts)]
  const end = [
    unaffectedLine(facts),
    `<p><sub>${summaryFooter(facts, results.length - failures.length)}</sub></p>\n`,
  ]
  const room = most - 2048 - Buffer.byteLength([...header, ...middle, ...end].join('\n'))
  const table = takeFitting(
    byState(results).map(result => resultRow(result, columns)),
    room * 0.6,
    Buffer.byteLength,
  )
  const groups = explained ? [] : groupByReason(failures)
  const details = takeFitting(
    groups.map(failureDetails),
    room - Buffer.byteLength(table.text),
    Buffer.byteLength,
  )
  return [
    ...header,
    table.text === '' ? '' : `<table>\n${headerRow(columns)}${table.text}</table>\n`,
    leftOutLine(table.left, 'more targets are', facts),
    ...middle,
    details.text,
    leftOutLine(details.left, 'more reasons of failures are', facts),
    ...end,
  ]
    .filter(part => part !== '')
    .join('\n')
}

function headlineLines(facts: VerdictFacts): string[] {
  const { words, nextStep, failure, note } = headlineOf(facts)
  return [
    `## ${escapeHeading(words)}\n`,
    ...(nextStep === undefined ? [] : [`<p>${escapeMarkdown(nextStep)}</p>\n`]),
    ...(failure === undefined ? [] : [`<p>${escapeMarkdown(failure)}</p>\n`]),
    ...(note === undefined ? [] : [`<p><sub>${escapeMarkdown(note)}</sub></p>\n`]),
  ]
}

/** The maximum number of pictures in the summary. The report has all pictures. */
const maxPictures = 12

/** Shows the changed pictures in small size, two per row. Each picture links to its full size. */
function changedPictures(results: readonly Result<Published>[], { report }: SummaryFacts): string {
  const cells = results.flatMap(result => {
    if (result.status !== 'success' || result.comparison?.status !== 'changed') return []
    const { strip, difference } = result.comparison
    const image = strip?.links.imageUrl ?? difference.links.imageUrl
    if (image === undefined) return []
    const name = escapeMarkdown(oneLine(headingOf(result)))
    const isStrip = image === strip?.links.imageUrl
    const warning = isStrip ? describeIncompleteStrip(result.comparison, report) : ''
    return `<td valign="top"><b>${name}</b><br><a href="${image}"><img src="${image}" alt="${name}, before and after" width="400"></a>${warning && `<br><sub>${warning}</sub>`}</td>`
  })
  if (cells.length === 0) return ''
  const shown = cells.slice(0, maxPictures)
  const rows = shown.flatMap((cell, place) =>
    place % 2 === 0 ? `<tr>${cell}${shown[place + 1] ?? ''}</tr>\n` : [],
  )
  const left = cells.length - shown.length
  const where = report ? link(report.url, 'the report') : 'the files'
  return `<table>\n${rows.join('')}</table>\n${left > 0 ? `<p>${left} more changed pictures are in ${where}.</p>\n` : ''}`
}

const maxSummaryContent = 200

function contentTable(content: ContentReport | undefined, most: number): string {
  const words = describeContent(content)
  if (words === undefined || !content) return ''
  const rows = content.broken
    .slice(0, maxSummaryContent)
    .map(
      broken =>
        `<tr><td>${link(broken.url, broken.title)}</td><td>${escapeMarkdown(oneLine(contentErrors(broken), 500))}</td></tr>\n`,
    )
  const fitting = takeFitting(rows, most, Buffer.byteLength)
  const left = content.broken.length - rows.length + fitting.left
  return `<p>❌ ${escapeMarkdown(words)}${left > 0 ? `; ${left} are left out here` : ''}</p>\n${fitting.text === '' ? '' : `<table>\n${fitting.text}</table>\n`}`
}

function unaffectedLine({ unaffected = [] }: SummaryFacts): string {
  if (unaffected.length === 0) return ''
  const names = escapeMarkdown(oneLine(headingsOf(unaffected), 10_000))
  return `<details><summary>${describeUnaffected(unaffected)}</summary>\n<p>${names}</p>\n</details>\n`
}

const importance = ['failed', 'changed', 'new', 'not compared', 'rendered', 'checked', 'unchanged'] as const
type SummaryState = (typeof importance)[number]

/**
 * Returns `rendered` only for a target that was not compared, and `checked` for a target without a change of its SQL and
 * numbers. Looker may still show the same numbers in another form.
 */
function summaryStateOf(result: Result<Published>): SummaryState {
  if (result.status === 'failure') return 'failed'
  const status = changeOfResult(result)
  if (status === 'incomparable') return 'not compared'
  if (status === 'unchanged' && result.check) return 'checked'
  return status ?? (result.check ? 'not compared' : 'rendered')
}

const stateMarks: Partial<Record<SummaryState, string>> = { failed: '❌', changed: '🔶' }

const byState = (results: readonly Result<Published>[]): Result<Published>[] =>
  importance.flatMap(state => results.filter(result => summaryStateOf(result) === state))

const stateCell = (result: Result<Published>): string => {
  const state = summaryStateOf(result)
  return [stateMarks[state], withoutLineBreaks(state)].filter(part => part !== undefined).join('&nbsp;')
}

interface SummaryColumn {
  heading: string
  align: 'left' | 'right'
  cell(result: Result<Published>): string
}

/** Leaves out empty columns. The most important columns come first, because a phone shows only two or three. */
function summaryColumns(results: readonly Result<Published>[], explained: boolean): SummaryColumn[] {
  const detailCell = (result: Result<Published>) =>
    result.status === 'failure' && explained ? '' : resultCell(result)
  const columns: SummaryColumn[] = [
    { heading: '', align: 'left', cell: stateCell },
    { heading: 'Target', align: 'left', cell: headingCell },
    { heading: 'Result', align: 'left', cell: detailCell },
    { heading: 'File', align: 'left', cell: fileCell },
    { heading: 'Size', align: 'right', cell: sizeCell },
    { heading: 'Time', align: 'right', cell: timeCell },
  ]
  return columns.filter(({ cell }) => results.some(result => cell(result) !== ''))
}

const headerRow = (columns: readonly SummaryColumn[]) =>
  `<tr>${columns.map(({ heading, align }) => `<th align="${align}">${heading}</th>`).join('')}</tr>\n`

const resultRow = (result: Result<Published>, columns: readonly SummaryColumn[]) =>
  `<tr>${columns.map(({ align, cell }) => `<td${align === 'right' ? ' align="right"' : ''}>${cell(result)}</td>`).join('')}</tr>\n`

const sizeCell = (result: Result<Published>) =>
  result.status === 'success' ? withoutLineBreaks(formatBytes(result.bytes)) : ''

const timeCell = (result: Result<Published>) =>
  result.status === 'checked' || result.seconds === undefined
    ? ''
    : withoutLineBreaks(formatDuration(result.seconds))

const headingCell = (result: Result) =>
  [link(result.target.url, titleOf(result)), ...subtitlesOf(result).map(escapeMarkdown)].join(' · ') +
  reasonsCell(result)

const reasonsCell = ({ affectedBy = [] }: Result) =>
  affectedBy.length === 0 ? '' : `<br><sub>${escapeMarkdown(describeReasons(affectedBy))}</sub>`

/** Keeps a number and its unit on one line in a narrow column. */
const withoutLineBreaks = (text: string) => text.replaceAll(' ', '&nbsp;')

/** The maximum length of a reason. The folded section below has the complete reason. */
const maxReason = 400

/** Explains the state of a target. Empty if the state needs no explanation. */
function resultCell(result: Result<Published>): string {
  const { check } = result
  const ofCheck = check
    ? [checkWords(check), failingTileWords(check), drawingWords(check)].map(escapeMarkdown)
    : []
  // The text of the check already counts failed tiles.
  const isCounted = check?.tiles.some(isFailedTile) ?? false
  const failure =
    result.status === 'failure' && !isCounted ? escapeMarkdown(oneLine(result.error.message, maxReason)) : ''
  return [...ofCheck, failure, pictureWords(result)].filter(words => words !== '').join('<br>')
}

function pictureWords(result: Result<Published>): string {
  if (result.status !== 'success' || !result.comparison) return ''
  const words = escapeMarkdown(describeComparison(result.comparison))
  const shown = result.comparison.status === 'changed' ? `<b>${words}</b>` : words
  return [shown, describeLeftOut(result)].filter(part => part !== '' && part !== 'unchanged').join('; ')
}

function fileCell(result: Result<Published>): string {
  if (result.status === 'failure') return ''
  if (result.status === 'checked') return 'no picture'
  const { target, links } = result
  return links.artifactUrl ? link(links.artifactUrl, target.file) : escapeMarkdown(target.file)
}

/** The maximum number of targets that a section names. */
const maxFailedNames = 20

function failureDetails(group: readonly Failed[]): string {
  const [{ error }] = group as [Failed]
  const shown = group.slice(0, maxFailedNames)
  const left = group.length - shown.length
  const names = shown.map(headingOf).join('; ') + (left > 0 ? ` and ${left} more` : '')
  const tasks = shown.map(
    ({ target, renderTaskId }) =>
      `Target <code>${escapeMarkdown(oneLine(target.source, maxReason))}</code>${renderTaskId ? `, render task <code>${escapeMarkdown(renderTaskId)}</code>` : ''}`,
  )
  return `<details><summary>❌ ${escapeMarkdown(names)}: ${escapeMarkdown(error.message)}</summary>
<p>${escapeMarkdown(error.hint)}</p>
<p><sub>${tasks.join('<br>')}</sub></p>
</details>\n`
}

const leftOutLine = (left: number, what: string, { directory }: SummaryFacts) =>
  left > 0
    ? `<p>${left} ${what} left out here. They are in the log and in the output <code>results</code>, and their files are in ${escapeMarkdown(directory)}.</p>\n`
    : ''

function summaryFooter(
  { host, release, archive, report, directory, apiCalls }: SummaryFacts,
  rendered: number,
): string {
  const where = [
    report && link(report.url, 'All on one page'),
    archive
      ? link(archive.url, 'Download')
      : rendered > 0 && `Files in <code>${escapeMarkdown(directory)}</code>`,
    `${rendered > 0 ? 'Rendered by ' : ''}${escapeMarkdown(host)}${release ? `, Looker ${escapeMarkdown(release)}` : ''}`,
    describeApiCalls(apiCalls),
  ]
  return where.filter(Boolean).join(' · ')
}
