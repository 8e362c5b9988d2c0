import { type Filter, type Measure, type Split, type Tile, valuesOfDimension } from '../content/catalogue.ts'
import { dashboardFilters } from '../content/made-up.ts'
import { createRandom, hash } from '../hash.ts'
import { dateOf, dayMs, readFilter, today, valuesOf, windowOf } from '../queries/filters.ts'
import { numberOf, type Slice } from '../queries/numbers.ts'
import { replaceUndrawable } from './text.ts'

export interface Part {
  name: string
  value: number
  by: string
}

/** The made-up numbers of some content. If the content and the filters are equal, the numbers are equal, too. */
export interface Figures {
  filters: Filter[]
  periods: string[]
  /** Returns the measure's number in each period. With `part`, returns the numbers of this part. */
  series(measure: Measure, part?: Part): number[]
  /** Returns the measure's number for each value of the dimension `by`. The largest number comes first. */
  split(measure: Measure, by: string): Part[]
  /** Splits a part by the values of the dimension `by`. The values have the same order for each part. */
  splitPart?(measure: Measure, part: Part, by: string): Part[]
  /** Returns the measure's current number. `change` is the difference from the previous period in percent. */
  single(measure: Measure): { value: number; change: number }
}

/** Returns the dashboard's filters with the values of a request. Ignores filters that the dashboard does not have. */
export function filtersInForce(sent: string | null, own: readonly Filter[] = dashboardFilters): Filter[] {
  const values = new URLSearchParams(sent ?? '')
  return own.map(({ name, value }) => ({ name, value: values.get(name) ?? value }))
}

export function makeFigures(contentId: string, filters: Filter[]): Figures {
  const seed = JSON.stringify([contentId, filters])
  const { periods, days } = timeOf(filters.find(filter => filter.name === 'Date')?.value ?? '')
  const narrowed = filters.filter(({ name, value }) => name !== 'Date' && value !== '')
  // The filters multiply amounts by this factor. Averages and percentages stay the same.
  const share = narrowed.reduce((part, { value }) => part * (0.15 + (hash(value) % 30) / 100), 1)
  const levelOf = ({ adds, level }: Measure): number =>
    level * (adds === 'rate' ? 1 : share) * (adds === 'flow' ? days / 90 : 1)

  const series = (measure: Measure, part?: Part): number[] => {
    const total = part?.value ?? levelOf(measure)
    const each = measure.adds === 'flow' ? total / periods.length : total
    return wave(measure, each, periods.length, createRandom(seed + measure.name + (part?.name ?? ''))).map(
      value => rounded(value, measure),
    )
  }
  const total = (measure: Measure): number => {
    const numbers = series(measure)
    return measure.adds === 'flow' ? numbers.reduce((sum, number) => sum + number, 0) : (numbers.at(-1) ?? 0)
  }
  return {
    filters,
    periods,
    series,
    split: (measure, by) => {
      const asked = valuesOf(filters.find(({ name }) => name === by)?.value ?? '')
      const names = asked.length > 0 ? asked : valuesOfDimension(by)
      return split(measure, total(measure), names, by, createRandom(seed + measure.name + by))
    },
    single: measure => {
      const change = createRandom(`${seed}change${measure.name}`)() * 24 - 8
      return { value: rounded(total(measure), measure), change: Math.round(change * 10) / 10 }
    },
  }
}

/** Splits a total into parts. The largest part comes first. The parts of a rate have similar values. */
function split(measure: Measure, total: number, names: string[], by: string, next: () => number): Part[] {
  const weights = names.map((_, place) => (0.75 + next() / 2) / (1 + place * 0.35))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const values = weights.map(weight =>
    measure.adds === 'rate' ? total * (0.92 + next() * 0.16) : (total * weight) / whole,
  )
  const parts = names.map((name, place) => ({
    name: replaceUndrawable(name),
    value: rounded(values[place] ?? 0, measure),
    by,
  }))
  return parts.sort((one, other) => other.value - one.value)
}

function wave({ adds }: Measure, level: number, length: number, next: () => number): number[] {
  const trend = next() * 0.5 - 0.12
  const phase = next() * 6
  // Shares and averages vary less than amounts.
  const swing = adds === 'rate' ? 0.4 : 1
  return Array.from({ length }, (_, place) => {
    const season = 0.06 * Math.sin(phase + (place / length) * 9)
    return level * (1 + swing * ((trend * place) / length - 0.08 + season + (next() - 0.5) * 0.12))
  })
}

/** Rounds counts and large numbers to whole numbers, and small numbers to one decimal. */
function rounded(number: number, { unit }: Measure): number {
  const value = unit === 'percent' ? Math.min(number, 99.4) : number
  return unit === 'count' || Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10
}

/**
 * Reads a Date filter such as "7 days" or "last 12 months". Returns its length in days, and the labels of the time
 * axis.
 */
function timeOf(date: string): { periods: string[]; days: number } {
  const [, number = '90', unit = 'day'] = /(\d+)\s*(day|week|month|quarter|year)/i.exec(date) ?? []
  const lengths: Record<string, number> = { day: 1, week: 7, month: 30.4, quarter: 91, year: 365 }
  const days = Math.max(2, Number(number) * (lengths[unit.toLowerCase()] ?? 1))
  const step = days <= 31 ? 1 : days <= 200 ? 7 : 30.4
  const length = Math.min(60, Math.max(2, Math.round(days / step)))
  const periods = Array.from({ length }, (_, place) => {
    const moment = new Date(today * dayMs - (length - 1 - place) * step * dayMs)
    const [, day, month, year] = moment.toUTCString().split(' ')
    return step > 7 ? `${month} ${year}` : `${month} ${Number(day)}`
  })
  return { periods, days }
}

/** Returns the numbers of a tile whose numbers come from LookML: the results of the tile's query. */
export function figuresOfQuery(tile: Tile, filters: Filter[]): Figures {
  const splits = tile.splits ?? {}
  const listening = filters.flatMap(({ name, value }) => {
    const label = tile.listen?.[name]
    return label === undefined ? [] : [[label, value] as const]
  })
  const expressions = {
    ...tile.filters,
    ...Object.fromEntries(listening.filter(([, value]) => value !== '')),
  }
  const isTime = (label: string) => splits[label]?.isTime ?? false
  const date = Object.entries(expressions).find(([label]) => isTime(label))
  const window = windowOf(date?.[1] ?? '')
  const days = window.last - window.first + 1
  const dates = Array.from({ length: days }, (_, at) => dateOf(window.first + at))
  const placesOf = (label: string, { values }: Split): number[] => {
    const condition = readFilter(expressions[label] ?? '', 'text')
    return values.flatMap((value, place) => (condition.passes(value) ? [place] : []))
  }
  const splitOf = (label: string): Split =>
    splits[label] ?? { key: label, values: valuesOfDimension(label), isTime: false }
  const cutsWithout = (...labels: string[]): Slice[] =>
    Object.keys(expressions)
      .filter(label => !labels.includes(label) && !isTime(label))
      .map(label => ({ split: splitOf(label), places: placesOf(label, splitOf(label)) }))
  const time = Object.values(splits).find(split => split.isTime) ?? { key: 'time', isTime: true }
  const number = (measure: Measure, cuts: readonly Slice[]): number => {
    const value = numberOf(measure, days, cuts) ?? 0
    return measure.unit === 'percent' ? Math.round(value * 10) / 10 : value
  }
  const nameOf = (value: string | number | null | undefined) => replaceUndrawable(String(value ?? '∅'))
  const partsOf = (measure: Measure, by: string, others: readonly Slice[]): Part[] => {
    const own = splitOf(by)
    return placesOf(by, own).map(place => ({
      name: nameOf(own.values[place]),
      value: number(measure, [...others, { split: own, places: [place] }]),
      by,
    }))
  }
  const split = (measure: Measure, by: string): Part[] =>
    partsOf(measure, by, cutsWithout(by)).sort((one, other) => other.value - one.value)
  const sliceOf = ({ by, name }: Part): Slice => {
    const own = splitOf(by)
    return { split: own, places: [own.values.findIndex(value => nameOf(value) === name)] }
  }
  const splitPart = (measure: Measure, part: Part, by: string): Part[] =>
    partsOf(measure, by, [...cutsWithout(by, part.by), sliceOf(part)])
  const series = (measure: Measure, part?: Part): number[] => {
    const cuts = [...cutsWithout(part?.by ?? ''), ...(part ? [sliceOf(part)] : [])]
    const axis: Split = { ...time, values: dates }
    return dates.map((_, at) => number(measure, [...cuts, { split: axis, places: [at] }]))
  }
  const periods = dates.map(text => {
    const [, day, month] = new Date(text).toUTCString().split(' ')
    return `${month} ${Number(day)}`
  })
  const single = (measure: Measure) => {
    const change = createRandom(`change${measure.name}`)() * 24 - 8
    return { value: number(measure, cutsWithout()), change: Math.round(change * 10) / 10 }
  }
  return { filters, periods, series, split, splitPart, single }
}
