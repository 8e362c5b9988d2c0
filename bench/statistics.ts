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
 * Render times around the nominal one, up to a quarter second off. A poll every half second meets the end
 * of a render that always takes as long at the same distance, by luck a short or a long one; over these
 * times it meets every distance. They are spread evenly, each at random in its part of the half second.
 */
export function renderTimes(nominal: number, count: number, seed: number): number[] {
  const random = seeded(seed)
  const offsets = Array.from({ length: count }, (_, part) => (part + random()) / (2 * count) - 0.25)
  return offsets
    .map(offset => ({ seconds: nominal + offset, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ seconds }) => seconds)
}
