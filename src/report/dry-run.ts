import { headingWithAddress, subtitlesOf, titleOf } from '../heading.ts'
import type { Failed, Target } from '../model.ts'
import { type ApiCalls, describeApiCalls, type Found } from '../results.ts'
import { count } from '../runtime/text.ts'
import { escapeMarkdown, link, takeFitting } from './text.ts'

/** What a dry run tells beside the targets. */
export interface DryRunFacts {
  /** The Looker instance's host. */
  host: string
  /** Looker's, where it is known. */
  release?: string
  /** Where the files would go, each as words: "the workflow artifact looker-snapshots". */
  places: readonly string[]
  /** What rendering would cost, and what looking cost. */
  expected: ApiCalls
  spent: ApiCalls
}

/** For the log: a line a target, then where the files would go and what it would cost. Plain text. */
export function describeDryRun(checked: readonly (Found | Failed)[], facts: DryRunFacts): string[] {
  return [
    `${headline(checked)}, on ${facts.host}${facts.release ? `, Looker ${facts.release}` : ''}:`,
    ...checked.map(one =>
      one.status === 'found'
        ? `✓ ${headingWithAddress(one)} → ${one.target.file}, ${shapeOf(one.target)}`
        : `✗ ${headingWithAddress(one)}: ${one.error.message}. ${one.error.hint}`,
    ),
    `Where it would go: ${facts.places.join('; ')}.`,
    costs(facts),
  ]
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

const costs = ({ expected, spent }: DryRunFacts) =>
  `Rendering would cost about ${describeApiCalls(expected)} at Looker; this dry run cost ${describeApiCalls(spent)}.`
