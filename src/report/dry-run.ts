import { headingWithAddress, subtitlesOf, titleOf } from '../heading.ts'
import type { Failed, Target } from '../model.ts'
import { type ApiCalls, describeApiCalls, type Found } from '../results.ts'
import { count } from '../runtime/text.ts'
import type { CheckForecast } from '../tile-check.ts'
import { escapeMarkdown, link, takeFitting } from './text.ts'

/** What a dry run says besides the targets. */
export interface DryRunFacts {
  /** The Looker instance's host. */
  host: string
  /** Looker's release, if known. */
  release?: string
  /** Only with `dev-mode`, on a pull request. */
  check?: CheckForecast
  /** Where the files would go, each as words: "the workflow artifact looker-snapshots". */
  places: readonly string[]
  /** Calls of a real run, without results of queries. */
  expected: ApiCalls
  /** Calls of the dry run. */
  spent: ApiCalls
}

/** For the log: a line for each target, then where the files would go and what the run would cost. Plain text. */
export function describeDryRun(checked: readonly (Found | Failed)[], facts: DryRunFacts): string[] {
  return [
    `${headline(checked)}, on ${facts.host}${facts.release ? `, Looker ${facts.release}` : ''}:`,
    ...checked.map(one =>
      one.status === 'found'
        ? `✓ ${headingWithAddress(one)} → ${one.target.file}, ${shapeOf(one.target)}`
        : `✗ ${headingWithAddress(one)}: ${one.error.message}. ${one.error.hint}`,
    ),
    ...optionalLine(facts.check && checkForecastWords(facts.check)),
    `Where it would go: ${facts.places.join('; ')}.`,
    costs(facts),
  ]
}

const optionalLine = (line: string | undefined): string[] => (line === undefined ? [] : [line])

function checkForecastWords({ affected, unaffected, queries: { base, head } }: CheckForecast): string {
  const start = `This pull request may affect ${affected} of ${count(affected + unaffected, 'target')}`
  const queries = count(base, 'query', 'queries')
  return base + head === 0
    ? `${start}, and no tile of them.`
    : `${start}. The branch check would ask for the SQL of ${queries} on the merge base and ${head} on the head.`
}

/** GitHub drops a step's summary whole when it is over 1 MiB. */
const maxDryRunBytes = 1_000_000

/** For the job summary. */
export function renderDryRun(checked: readonly (Found | Failed)[], facts: DryRunFacts): string {
  const table = takeFitting(checked.map(dryRunRow), maxDryRunBytes, Buffer.byteLength)
  return [
    `## Dry run: ${headline(checked)}\n`,
    '<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="left">Shape</th></tr>',
    `${table.text}</table>\n`,
    ...(table.left > 0 ? [`<p>${table.left} more are in the log.</p>\n`] : []),
    ...optionalLine(facts.check && `<p>${escapeMarkdown(checkForecastWords(facts.check))}</p>`),
    `<p>Where it would go: ${facts.places.map(escapeMarkdown).join('; ')}.</p>`,
    `<p>${escapeMarkdown(costs(facts))}</p>`,
    `<p><sub>${escapeMarkdown(facts.host)}${facts.release ? `, Looker ${escapeMarkdown(facts.release)}` : ''}</sub></p>\n`,
  ].join('\n')
}

function headline(checked: readonly (Found | Failed)[]): string {
  const found = checked.filter(({ status }) => status === 'found').length
  if (found === checked.length) return `${count(found, 'target')} would be rendered`
  return `${found} of ${count(checked.length, 'target')} would be rendered`
}

function dryRunRow(one: Found | Failed): string {
  const heading = [link(one.target.url, titleOf(one)), ...subtitlesOf(one).map(escapeMarkdown)].join(' · ')
  const cells =
    one.status === 'found'
      ? [
          '✅',
          heading,
          escapeMarkdown(one.target.file),
          escapeMarkdown(shapeOf(one.target)).replaceAll(' ', '&nbsp;'),
        ]
      : ['❌', heading, `${escapeMarkdown(one.error.message)}. ${escapeMarkdown(one.error.hint)}`, '']
  return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>\n`
}

function shapeOf({ output, width, height }: Target): string {
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return `${output.format.toUpperCase()}, ${shape}`
}

const costs = ({ expected, spent, check }: DryRunFacts) =>
  `${check ? 'A run' : 'Rendering'} would cost about ${describeApiCalls(expected)} at Looker${resultCosts(check)}; this dry run cost ${describeApiCalls(spent)}.`

/** A query whose SQL is the same on both sides is not run. */
function resultCosts(check: CheckForecast | undefined): string {
  if (!check?.numbers) return ''
  const most = check.queries.base + check.queries.head
  return most > 0 ? `, and up to ${count(most, 'query call')} more for the numbers where the SQL differs` : ''
}
