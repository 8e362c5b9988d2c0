import { wordsIn } from './texts.ts'

/**
 * Constants of manifests (https://cloud.google.com/looker/docs/reference/param-manifest-constant). `@{name}` is
 * replaced by the constant's value in names, SQL, texts and includes. If several manifests define a constant, each of
 * their values is possible.
 */

export class Constants {
  readonly #values = new Map<string, Set<string>>()

  add(name: string, value: string): void {
    this.#values.set(name, (this.#values.get(name) ?? new Set()).add(value))
  }

  /**
   * Returns all possible texts after replacing the constants. Undefined if the value of a constant is unknown, so any
   * text is possible.
   */
  readings(text: string): string[] | undefined {
    let open = [text]
    for (let depth = 0; depth < maxNestedConstants; depth++) {
      if (!open.some(reading => firstConstant.test(reading))) return open
      const next: string[] = []
      for (const reading of open) {
        const replaced = this.#replaceFirst(reading)
        if (!replaced) return undefined
        next.push(...replaced)
      }
      if (next.length > maxReadings) return undefined
      open = next
    }
    return undefined
  }

  #replaceFirst(text: string): string[] | undefined {
    const [use, name = ''] = firstConstant.exec(text) ?? []
    if (use === undefined) return [text]
    const values = this.#values.get(name)
    return values && [...values].map(value => text.replace(use, () => value))
  }

  /** Returns the words of a text and of its constants' values. Undefined if the value of a constant is unknown. */
  wordsIn(text: string): Set<string> | undefined {
    const words = new Set(wordsIn(text))
    for (const name of new Set(namesWithConstants(text))) {
      const readings = this.readings(name)
      if (!readings) return undefined
      for (const word of readings.flatMap(wordsIn)) words.add(word)
    }
    return words
  }
}

/** Limits for constants within constants, and for the number of texts if several manifests define a constant. */
const maxNestedConstants = 20
const maxReadings = 64

const firstConstant = /@\{\s*([^\s{}]+)\s*\}/

/** Returns the names of the constants in a text. */
export const constantsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(firstConstant, 'g'))].map(([, name = '']) => name)

/** Words with constants inside: `@{kind}s`, `a_@{b}_@{c}`. */
const namesWithConstants = (text: string): string[] =>
  text.includes('@{')
    ? (text.match(/(?:[\p{L}\p{M}\p{N}\p{So}_]+|@\{\s*[^\s{}]+\s*\})+/gu) ?? []).filter(name =>
        name.includes('@{'),
      )
    : []
