import type { Baseline, Changed, Compared, Comparison, Result, Size, Target } from '../../model.ts'
import { collectionKinds, isCollection, nounAtStart } from '../../targets.ts'
import { describeDoubts, type Now } from '../baseline-doubts.ts'
import { describePixels, describeReasons, describeRectangle, describeRun } from '../descriptions.ts'
import { escapeHtml, formatAge, formatBytes, formatDuration, formatPixels, formatTime } from '../format.ts'
import { anchor } from './icons.ts'

/** A fact about a target. On narrow screens, a `wide` fact is on a separate line. */
type Fact = readonly [label: string, value: string, form?: 'wide']

/** `drawn` is the real size of the picture. */
export function entryFacts(result: Result<Compared>, now: Now, drawn?: Size): string {
  const { comparison } = result
  // If the size changed, a separate fact has both sizes.
  const measured = comparison?.status === 'changed' && resizedOf(comparison.sizes) ? undefined : drawn
  const facts = comparison
    ? [
        ...differenceOf(comparison),
        ...renderingOf(result, measured),
        ...baselineFacts(comparison, now),
        ignoredOf(result),
        noiseOf(comparison),
      ]
    : [statusFact(result), ...renderingOf(result, drawn)]
  const items = [...facts, affectedOf(result)]
    .filter(([, value]) => value !== '')
    .map(
      ([label, value, form]) =>
        `<div${form ? ` class="${form}"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`,
    )
  return `<dl>${items.join('')}</dl>`
}

const affectedOf = ({ affectedBy = [] }: Result): Fact => [
  'Affected by',
  escapeHtml(describeReasons(affectedBy)),
  'wide',
]

const statusTexts: Record<Result['status'], string> = {
  success: '<span class="good">Rendered</span>',
  failure: '<span class="bad">Failed</span>',
  checked: 'Checked without a picture',
}

/** Returns the status of an entry without a comparison. Other entries have a badge instead. */
const statusFact = ({ status }: Result): Fact => ['Status', statusTexts[status]]

function differenceOf(comparison: Comparison): Fact[] {
  if (comparison.status !== 'changed' && comparison.status !== 'unchanged') return []
  const { status, changedPixels } = comparison
  if (status === 'unchanged') {
    const words = `${formatPixels(changedPixels)} ${changedPixels === 1 ? 'differs' : 'differ'}, within the tolerance`
    return [['Difference', changedPixels > 0 ? words : '', 'wide']]
  }
  return [
    [
      'Changed',
      `<span class="changed">${describePixels(comparison)}</span>${placesText(comparison)}`,
      'wide',
    ],
    ['Size', resizedOf(comparison.sizes), 'wide'],
  ]
}

const placesText = ({ areas }: Changed) => (areas.length > 1 ? `, in ${areas.length} places` : '')

const resizedOf = ({ before, after }: { before: Size; after: Size }) =>
  pixels(before) === pixels(after)
    ? ''
    : `was ${before.width} × ${before.height}, is ${after.width} × ${after.height}`

function renderingOf(result: Result, drawn?: Size): Fact[] {
  const { target, status } = result
  if (isCollection(target)) return [['Target', collectionKinds[target.kind].noun]]
  const kind: Fact = ['Target', escapeHtml(kindText(target))]
  if (result.status === 'checked') return [kind]
  const { seconds } = result
  return [
    kind,
    ['Format', formatOf(target)],
    ['Asked for', pixels(target)],
    ['Drawn', drawn && pixels(drawn) !== pixels(target) ? pixels(drawn) : ''],
    ['File size', status === 'success' ? formatBytes(result.bytes) : ''],
    [
      status === 'success' ? 'Render time' : 'Failed after',
      seconds === undefined ? '' : formatDuration(seconds),
    ],
  ]
}

/** Returns the target's kind, or text such as `Tile of Sales overview`. */
const kindText = (target: Target) =>
  'dashboard' in target && target.dashboard
    ? `Tile of ${target.dashboard.title ?? `dashboard ${target.dashboard.id}`}`
    : nounAtStart(target.kind)

const pixels = ({ width, height }: Size) => `${width} × ${height} px`

function formatOf({ output }: Target): string {
  if (output.format !== 'pdf') return output.format.toUpperCase()
  const { paperSize, landscape } = output
  return ['PDF', paperSize && paperName(paperSize), landscape && 'landscape'].filter(Boolean).join(', ')
}

const paperName = (size: string) => (/^a\d$/.test(size) ? size.toUpperCase() : size)

function ignoredOf({ target }: Result): Fact {
  const ignored = isCollection(target) ? [] : target.ignore
  return ['Ignored', ignored.map(describeRectangle).join('; '), 'wide']
}

function noiseOf(comparison: Comparison): Fact {
  const noise = 'noisePixels' in comparison ? comparison.noisePixels : undefined
  const words = noise === 0 ? 'none' : noise && `${formatPixels(noise)}, not counted as changed`
  return ['Noise between two renders', words || '', 'wide']
}

function baselineFacts(comparison: Comparison, now: Now): Fact[] {
  if (comparison.status === 'new' || !comparison.baseline) return []
  const notCompared = 'isRemoved' in comparison ? 'Shows' : 'To be compared with'
  const label = comparison.status === 'incomparable' ? notCompared : 'Compared with'
  const doubts = describeDoubts(comparison, now).map(doubt => `${escapeHtml(doubt)}.`)
  return [
    [label, baselineWords(comparison.baseline, now.at), 'wide'],
    ['Note', doubts.join(' '), 'wide'],
  ]
}

function baselineWords(baseline: Baseline, at: Date): string {
  if (baseline.kind === 'instance') return anchor(baseline.url, baselineName(baseline))
  if (baseline.kind === 'commit') return `${baselineName(baseline)}, rendered in this run`
  const recorded = `<time datetime="${baseline.at.toISOString()}">${formatTime(baseline.at)}</time>`
  return `${baselineName(baseline)}, recorded ${recorded}, ${formatAge(baseline.at, at)} by ${escapeHtml(describeRun(baseline))}`
}

/** Returns text such as `main at 1a2b3c4`, or the instance's host. */
export const baselineName = (baseline: Baseline) =>
  baseline.kind === 'instance'
    ? escapeHtml(baseline.url.replace(/^https?:\/\/|\/+$/gi, ''))
    : `${escapeHtml(baseline.ref)} at <code>${escapeHtml(baseline.sha.slice(0, 7))}</code>`

export function filtersOf(target: Result['target']): string {
  if (!('filters' in target) || target.filters.size === 0) return ''
  const items = [...target.filters].map(
    ([name, value]) => `<li><b>${escapeHtml(name)}</b> <span>${escapeHtml(value) || 'any value'}</span></li>`,
  )
  return `\n<ul class="filters" aria-label="Filters">${items.join('')}</ul>`
}
