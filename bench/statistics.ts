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
 * Returns render times that differ from `nominal` by up to a quarter of a second. A script that polls every half second
 * detects each of several equal renders after the same lag, which is short or long by chance. So each of `count` equal
 * parts of half a second contains one time, at a random position.
 */
export function renderTimes(nominal: number, count: number, seed: number): number[] {
  const random = seeded(seed)
  const offsets = Array.from({ length: count }, (_, part) => (part + random()) / (2 * count) - 0.25)
  return offsets
    .map(offset => ({ seconds: nominal + offset, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ seconds }) => seconds)
}
