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

/** Numbers from 0 to 1 that look random and are the same in every run of the bench (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
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
