import type { Measure, Split } from '../content/catalogue.ts'
import { createRandom } from '../hash.ts'

/** Some values of a dimension. `places` are the indexes of these values. */
export interface Slice {
  split: Split
  places: readonly number[]
}

/**
 * Returns the number of a measure in a period of `days` days, for the values in `cuts`. The number is the same on every
 * machine. `Measure.adds` says how parts add up. Returns null if a cut has no values.
 */
export function numberOf(measure: Measure, days: number, cuts: readonly Slice[]): number | null {
  if (cuts.some(({ places }) => places.length === 0)) return null
  const flows = measure.adds === 'flow'
  const factor = cuts.reduce((product, cut) => product * factorOf(measure, cut), 1)
  return roundedToCents(measure.level * (flows ? days / 90 : 1) * factor, measure)
}

function factorOf(measure: Measure, { split, places }: Slice): number {
  const { levels, whole } = levelsOf(measure, split)
  const of = (place: number) => levels[place] ?? 0
  if (measure.adds === 'rate') return places.reduce((sum, place) => sum + of(place), 0) / places.length
  // Over time, the number of a stock is the number on the last day.
  if (measure.adds === 'stock' && split.isTime) return of(places.at(-1) ?? 0)
  return places.reduce((sum, place) => sum + of(place), 0) / whole
}

interface Levels {
  levels: readonly number[]
  whole: number
}

const known = new Map<string, Levels>()

/**
 * Returns the relative size of each part. The sizes are around 1 for a rate, and also for a stock that is split by
 * time.
 */
function levelsOf(measure: Measure, split: Split): Levels {
  const { length } = split.values
  const key = JSON.stringify([measure.name, measure.adds, split.key, split.isTime, length])
  const before = known.get(key)
  if (before) return before
  const next = createRandom(`${measure.name}/${split.key}`)
  const levels = split.isTime ? timeLevels(measure, length, next) : categoryLevels(measure, length, next)
  if (known.size > 500) known.clear()
  const made = { levels, whole: levels.reduce((sum, level) => sum + level, 0) }
  known.set(key, made)
  return made
}

/**
 * Returns the levels of categories. The levels of a rate are similar. In all other measures, each level is smaller than
 * the previous one.
 */
function categoryLevels({ adds }: Measure, length: number, next: () => number): number[] {
  return Array.from({ length }, (_, place) =>
    adds === 'rate' ? 0.92 + next() * 0.16 : (0.75 + next() / 2) / (1 + place * 0.35),
  )
}

/** Returns the levels of periods. The levels follow a trend, a season and some noise. */
function timeLevels({ adds }: Measure, length: number, next: () => number): number[] {
  const trend = next() * 0.5 - 0.12
  const phase = next() * 6
  // Shares and averages vary less than amounts.
  const swing = adds === 'rate' ? 0.4 : 1
  return Array.from({ length }, (_, place) => {
    const season = 0.06 * Math.sin(phase + (place / length) * 9)
    return 1 + swing * ((trend * place) / length - 0.08 + season + (next() - 0.5) * 0.12)
  })
}

/** Rounds counts to whole numbers, and other units to cents. */
function roundedToCents(number: number, { unit }: Measure): number {
  const value = unit === 'percent' ? Math.min(number, 99.4) : number
  return unit === 'count' ? Math.round(value) : Math.round(value * 100) / 100
}
