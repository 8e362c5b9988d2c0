import { createHash } from 'node:crypto'

/** The key of a random decision: the seed and the name of the decision. */
export type Key = readonly (string | number)[]

/**
 * Returns a random number from 0 to 1. It depends only on the key, so the fault of a request does not depend on the
 * order of other requests.
 */
export function chance(key: Key): number {
  return createHash('sha256').update(key.join('\0')).digest().readUIntBE(0, 6) / 2 ** 48
}

export interface Dice {
  happens(probability: number): boolean
  /** Returns a random integer from `least` to `most`. Both limits are possible results. */
  between(least: number, most: number): number
  oneOf<T>(choices: readonly [T, ...T[]]): T
  weighted<T>(choices: readonly (readonly [T, number])[]): T | undefined
}

/** Returns functions for several random decisions with the same key. */
export function dice(...key: Key): Dice {
  let thrown = 0
  const next = () => chance([...key, thrown++])
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    happens: probability => next() < probability,
    between,
    oneOf: choices => choices[between(0, choices.length - 1)] ?? choices[0],
    weighted: choices => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [choice, weight] of choices) {
        left -= weight
        if (left < 0) return choice
      }
      return undefined
    },
  }
}
