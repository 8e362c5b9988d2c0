import type { Baseline, Changed, Comparison, Result } from '../model.ts'

/** `1,234`. */
const grouped = (number: number) => number.toLocaleString('en-US')

/** `0.4 %`; what is there is never shown as nothing. */
export function share(part: number): string {
  const percent = part * 100
  if (percent > 0 && percent < 0.01) return 'less than 0.01 %'
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`
}

/** `1,234 pixels, 0.4 %`, and the sizes where they differ. */
export function howMuch({ changedPixels, changedShare, sizes: { before, after } }: Changed): string {
  const pixels = `${grouped(changedPixels)} ${changedPixels === 1 ? 'pixel' : 'pixels'}, ${share(changedShare)}`
  if (before.width === after.width && before.height === after.height) return pixels
  return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`
}

/** One line about a comparison, for the log. Plain text. */
export function comparisonLine(comparison: Comparison): string {
  switch (comparison.status) {
    case 'unchanged':
      return comparison.changedPixels > 0
        ? `unchanged, as ${grouped(comparison.changedPixels)} differing pixels are within max-changed-pixels`
        : 'unchanged'
    case 'changed':
      return `changed (${howMuch(comparison)})`
    case 'new':
      return `new, as nothing is recorded for ${comparison.ref} with these options yet`
    case 'incomparable':
      return `not compared: ${comparison.error.message}`
  }
}

/** `main at 1a2b3c4, 2 days old`, or the second instance's host. Plain text. */
export function baselineWords(baseline: Baseline, now: Date): string {
  if (baseline.kind === 'instance') return new URL(baseline.url).host
  return `${baseline.ref} at ${baseline.sha.slice(0, 7)}, ${age(now.getTime() - baseline.at.getTime())} old`
}

const units: readonly [name: string, milliseconds: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `2 days`, `1 hour`, `a minute`: in the largest unit that it has two of, or one. */
function age(milliseconds: number): string {
  for (const [name, length] of units) {
    const number = Math.floor(milliseconds / length)
    if (number >= 1) return `${grouped(number)} ${name}${number === 1 ? '' : 's'}`
  }
  return 'less than a minute'
}

/** How many of each there are, where anything was compared. */
export function tally(results: readonly Result[]): Map<Comparison['status'], number> | undefined {
  const found = new Map<Comparison['status'], number>()
  for (const result of results) {
    const status = result.status === 'success' ? result.comparison?.status : undefined
    if (status) found.set(status, (found.get(status) ?? 0) + 1)
  }
  return found.size > 0 ? found : undefined
}

const words = {
  changed: 'changed',
  new: 'new',
  incomparable: 'not compared',
  unchanged: 'unchanged',
} as const

/** `2 changed, 1 new, 3 unchanged`; empty where nothing was compared. */
export const tallyWords = (numberOf: (status: Comparison['status']) => number): string =>
  Object.entries(words)
    .flatMap(([status, word]) => {
      const number = numberOf(status as Comparison['status'])
      return number > 0 ? [`${number} ${word}`] : []
    })
    .join(', ')
