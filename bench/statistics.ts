import { seeded } from '../simulator/hash.ts'

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return mean(pair.filter(number => number !== undefined))
}

export function mean(numbers: number[]): number {
  return sum(numbers) / numbers.length
}

export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/**
 * Returns `count` render times, spread evenly over the half second around `nominal`, in random order. A script that
 * polls every half second would detect equal renders after equal lags, which would be short or long by chance.
 */
export function renderTimes(nominal: number, count: number, seed: number): number[] {
  const random = seeded(seed)
  const offsets = Array.from({ length: count }, (_, part) => (part + random()) / (2 * count) - 0.25)
  return offsets
    .map(offset => ({ seconds: nominal + offset, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ seconds }) => seconds)
}
