import type { Measure } from '../content/catalogue.ts'
import { dashboardFilters, type Filter } from '../content/made-up.ts'
import { hash } from '../hash.ts'
import { replaceUndrawable } from './text.ts'

export interface Part {
  name: string
  value: number
}

/** Numbers that look like a shop's, the same for the same content and filters everywhere. */
export interface Figures {
  filters: Filter[]
  periods: string[]
  /** one number a period, of the whole or of a part of it */
  series(measure: Measure, part?: Part): number[]
  /** one number a value of the dimension, largest first */
  split(measure: Measure, by: string): Part[]
  /** the number of now, and its change against the time before, in percent */
  single(measure: Measure): { value: number; change: number }
}

const dimensionValues: Record<string, string[]> = {
  Region: ['North America', 'EMEA', 'APAC', 'Latin America'],
  State: [
    ...['California', 'Texas', 'New York', 'Florida', 'Washington', 'Illinois', 'Oregon', 'Colorado'],
    ...['Georgia', 'Ohio', 'Virginia', 'Arizona', 'Michigan', 'Utah', 'Nevada', 'Maine', 'Iowa', 'Kansas'],
  ],
  Category: ['Outerwear', 'Jeans', 'Sweaters', 'Shoes', 'Accessories', 'Dresses'],
  Channel: ['Search', 'Email', 'Social', 'Direct'],
  Segment: ['Loyal', 'Returning', 'New'],
  Warehouse: ['Chicago', 'Memphis', 'Houston', 'Los Angeles', 'Newark', 'Savannah'],
  Reason: ['Price', 'Delivery', 'Quality', 'Fit', 'Other'],
  Product: ['Classic', 'Alpine', 'Harbor', 'Studio', 'Trail', 'Metro'].flatMap(line =>
    ['Parka', 'Chinos', 'Pullover', 'Sneaker', 'Tote'].map(thing => `${line} ${thing}`),
  ),
}

const madeUpValues = (by: string): string[] => ['A', 'B', 'C', 'D', 'E'].map(letter => `${by} ${letter}`)

/** The filters of a request laid over the dashboard's own; a name it does not have is ignored. */
export function filtersInForce(sent: string | null): Filter[] {
  const values = new URLSearchParams(sent ?? '')
  return dashboardFilters.map(({ name, value }) => ({ name, value: values.get(name) ?? value }))
}

export function makeFigures(contentId: string, filters: Filter[]): Figures {
  const seed = JSON.stringify([contentId, filters])
  const { periods, days } = timeOf(filters.find(filter => filter.name === 'Date')?.value ?? '')
  const narrowed = filters.filter(({ name, value }) => name !== 'Date' && value !== '')
  // a filter leaves a part of the whole; averages and shares stay about where they are
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
      const names = asked.length > 0 ? asked : (dimensionValues[by] ?? madeUpValues(by))
      return split(
        measure,
        total(measure),
        names,
        createRandom(seed + measure.name + by + (measure.parts ?? '')),
      )
    },
    single: measure => {
      const change = createRandom(`${seed}change${measure.name}`)() * 24 - 8
      return { value: rounded(total(measure), measure), change: Math.round(change * 10) / 10 }
    },
  }
}

/** A total taken apart, largest part first; a rate is about the same in each part. */
function split(measure: Measure, total: number, names: string[], next: () => number): Part[] {
  const weights = names.map((_, place) => (0.75 + next() / 2) / (1 + place * 0.35))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const values = weights.map(weight =>
    measure.adds === 'rate' ? total * (0.92 + next() * 0.16) : (total * weight) / whole,
  )
  const parts = names.map((name, place) => ({
    name: replaceUndrawable(name),
    value: rounded(values[place] ?? 0, measure),
  }))
  return parts.sort((one, other) => other.value - one.value)
}

/** The values of a filter expression; `^,` is a comma inside a value. */
export function valuesOf(expression: string): string[] {
  const values = expression.split(/(?<!\^),/).map(value => value.trim().replaceAll('^,', ','))
  return values.filter(value => value !== '')
}

function wave({ adds }: Measure, level: number, length: number, next: () => number): number[] {
  const trend = next() * 0.5 - 0.12
  const phase = next() * 6
  // shares and averages move less than amounts
  const swing = adds === 'rate' ? 0.4 : 1
  return Array.from({ length }, (_, place) => {
    const season = 0.06 * Math.sin(phase + (place / length) * 9)
    return level * (1 + swing * ((trend * place) / length - 0.08 + season + (next() - 0.5) * 0.12))
  })
}

/** Whole numbers where they count or are large, one decimal where they are small. */
function rounded(number: number, { unit }: Measure): number {
  const value = unit === 'percent' ? Math.min(number, 99.4) : number
  return unit === 'count' || Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10
}

const dayMs = 86_400_000
// the day of every picture: one that moved would make today's differ from yesterday's
const today = Date.UTC(2026, 5, 29)

/** The time a Date filter asks for ("7 days", "last 12 months"), and its axis in days, weeks or months. */
function timeOf(date: string): { periods: string[]; days: number } {
  const [, number = '90', unit = 'day'] = /(\d+)\s*(day|week|month|quarter|year)/i.exec(date) ?? []
  const lengths: Record<string, number> = { day: 1, week: 7, month: 30.4, quarter: 91, year: 365 }
  const days = Math.max(2, Number(number) * (lengths[unit.toLowerCase()] ?? 1))
  const step = days <= 31 ? 1 : days <= 200 ? 7 : 30.4
  const length = Math.min(60, Math.max(2, Math.round(days / step)))
  const periods = Array.from({ length }, (_, place) => {
    const moment = new Date(today - (length - 1 - place) * step * dayMs)
    const [, day, month, year] = moment.toUTCString().split(' ')
    return step > 7 ? `${month} ${year}` : `${month} ${Number(day)}`
  })
  return { periods, days }
}

/** Mulberry32: small, and good enough for made-up numbers. */
function createRandom(seed: string): () => number {
  let state = hash(seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
