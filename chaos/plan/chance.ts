import { createHash } from 'node:crypto'

/** What a throw hangs on: the seed first, then what it decides. */
export type Key = readonly (string | number)[]

/**
 * From 0 up to 1, and the same for the same key for ever. No state is kept between two throws, so the fate of one
 * request does not depend on the order in which others came.
 */
export function chance(key: Key): number {
  return createHash('sha256').update(key.join('\0')).digest().readUIntBE(0, 6) / 2 ** 48
}

export interface Dice {
  happens(probability: number): boolean
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  oneOf<T>(choices: readonly [T, ...T[]]): T
  /** By their weights. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T | undefined
}

/** Throws that follow one another from one key. */
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
