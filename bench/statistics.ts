import { seeded } from '../testkit/random.ts'

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
 * Returns render times that differ from `nominal` by up to a quarter second. If all renders took the same time, a script
 * that polls every half second would detect each end after the same lag, which would be short or long by chance. The
 * times are spread evenly over half a second, so the lags are, too. Each time is at a random place in its part.
 */
export function renderTimes(nominal: number, count: number, seed: number): number[] {
  const random = seeded(seed)
  const offsets = Array.from({ length: count }, (_, part) => (part + random()) / (2 * count) - 0.25)
  return offsets
    .map(offset => ({ seconds: nominal + offset, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ seconds }) => seconds)
}
