import type { ChangedRow, ResultDiff, ValuePair } from '../branch-report.ts'
import { count, oneLine } from '../runtime/text.ts'
import { escapeHtml, escapeMarkdown } from './format.ts'

/** Returns text such as `12 → 13 (+8.3 %)`. A missing value is `none`. */
export function pairWords(pair: ValuePair): string {
  const share = changeShare(pair)
  return `${pair.before?.text ?? 'none'} → ${pair.after?.text ?? 'none'}${share === undefined ? '' : ` (${share})`}`
}

/**
 * Returns the difference as a percentage of the old number. Returns undefined if a value is not a number, or the old
 * number is 0.
 */
export function changeShare({ before, after }: ValuePair): string | undefined {
  if (before?.number === undefined || after?.number === undefined || before.number === 0) return undefined
  const percent = ((after.number - before.number) / Math.abs(before.number)) * 100
  if (!Number.isFinite(percent) || percent === 0) return undefined
  const size = Math.abs(percent)
  const precision =
    size < 0.05 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  const digits = size.toLocaleString('en-US', precision)
  return `${percent < 0 ? '−' : '+'}${digits} %`
}

/** A table of changed rows. A changed value has the form `12 → 13 (+8.3 %)`. */
interface ChangeTable {
  header: readonly string[]
  rows: readonly (readonly string[])[]
  omitted: number
}

const kindWords: Record<ChangedRow['kind'], string> = { changed: '', added: 'added', removed: 'removed' }

/** Returns the first `longest` changed rows. Leaves out columns without a difference. */
export function changeTable({ dimensions, columns, changes }: ResultDiff, longest = 10): ChangeTable {
  const shown = changes.slice(0, longest)
  const places = columns.map((_, place) => place).filter(place => shown.some(({ values }) => values[place]))
  const hasKinds = shown.some(({ kind }) => kind !== 'changed')
  const header = [...(hasKinds ? [''] : []), ...dimensions, ...places.map(place => columns[place] ?? '')]
  const rows = shown.map(({ kind, key, values }) => [
    ...(hasKinds ? [kindWords[kind]] : []),
    ...key.map(value => value ?? ''),
    ...places.map(place => cellWords(kind, values[place])),
  ])
  return { header, rows, omitted: changes.length - shown.length }
}

function cellWords(kind: ChangedRow['kind'], pair: ValuePair | undefined): string {
  if (!pair) return ''
  if (kind === 'changed') return pairWords(pair)
  return (kind === 'added' ? pair.after?.text : pair.before?.text) ?? ''
}

/** Whether the result has rows to unfold. A single value needs no rows, because its line already shows the value. */
export const hasRows = ({ changes, dimensions, columns }: ResultDiff) =>
  changes.length > 1 || (changes.length === 1 && dimensions.length + columns.length > 1)
export const markdownTable = (table: ChangeTable) =>
  renderTable(
    table,
    cell => escapeMarkdown(oneLine(cell, 100)),
    more => `\n<p><sub>${more}</sub></p>`,
  )

function renderTable(
  { header, rows, omitted }: ChangeTable,
  escapeCell: (cell: string) => string,
  renderNote: (more: string) => string,
  attributes = '',
): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escapeCell(cell)}</${tag}>`).join('')}</tr>`
  const more = omitted > 0 ? renderNote(count(omitted, 'more row')) : ''
  return `<table${attributes}>${cells('th', header)}${rows.map(row => cells('td', row)).join('')}</table>${more}`
}

export const htmlTable = (table: ChangeTable) =>
  renderTable(
    table,
    cell => escapeHtml(oneLine(cell, 300)),
    more => `<p class="quiet">${more}</p>`,
    ' class="rows"',
  )
