import { wordsIn } from './texts.ts'

/**
 * Constants of manifests (https://cloud.google.com/looker/docs/reference/param-manifest-constant). Looker replaces
 * `@{name}` with the constant's value in names, SQL, texts and includes. If several manifests define a constant, each
 * of their values is possible.
 */
export class Constants {
  readonly #values = new Map<string, Set<string>>()
  readonly #unknown = new Set<string>()
  readonly #readings = new Map<string, string[]>()
  #work = 0
  #takenWork = 0

  /** Returns the cost of all replacements since the last call, in characters. */
  takeWork(): number {
    const taken = this.#work - this.#takenWork
    this.#takenWork = this.#work
    return taken
  }

  add(name: string, value: string): void {
    this.#values.set(name, (this.#values.get(name) ?? new Set()).add(value))
    this.#readings.clear()
  }

  /** Adds the constants of a file that could not be split into blocks. Their values are unknown. */
  addUnread(text: string): void {
    for (const [, name = ''] of text.matchAll(constantHeader)) this.#unknown.add(name)
    this.#readings.clear()
  }

  /**
   * Replaces the constants in a text with their values. Returns all possible results, or undefined if a value is
   * unknown or there are too many results.
   * @throws RangeError if the results of all calls together are too long
   */
  readings(text: string): string[] | undefined {
    const known = this.#readings.get(text)
    if (known) return known
    const found = this.#findReadings(text)
    const length =
      found?.reduce((sum, reading) => sum + reading.length, text.length) ?? Number.POSITIVE_INFINITY
    if (found && length <= maxRememberedLength) this.#readings.set(text, found)
    return found
  }

  #findReadings(text: string): string[] | undefined {
    let open = [text]
    for (let depth = 0; depth < maxConstantsInText; depth++) {
      if (!open.some(reading => firstConstant.test(reading))) return open
      const next: string[] = []
      for (const reading of open) {
        const replaced = this.#replaceFirst(reading)
        if (!replaced) return undefined
        this.#count(replaced)
        next.push(...replaced)
      }
      if (next.length > maxReadings) return undefined
      open = next
    }
    return undefined
  }

  #count(results: readonly string[]): void {
    for (const { length } of results) this.#work += length + workPerResult
    if (this.#work > maxReplacementWork) throw new RangeError('The constants of the LookML are too long')
  }

  #replaceFirst(text: string): string[] | undefined {
    const [use, name = ''] = firstConstant.exec(text) ?? []
    if (use === undefined) return [text]
    const values = this.#unknown.has(name) ? undefined : this.#values.get(name)
    return values && [...values].map(value => text.replace(use, () => value))
  }

  /**
   * Returns the words of a text, and the words in the values of its constants. Returns undefined if a value is unknown,
   * or if the values are too long.
   */
  wordsIn(text: string): Set<string> | undefined {
    const words = new Set(wordsIn(text))
    let length = 0
    for (const name of new Set(namesWithConstants(text))) {
      const readings = this.readings(name) ?? []
      for (const reading of readings) length += reading.length
      if (readings.length === 0 || length > maxReadingsLength) return undefined
      for (const word of readings.flatMap(wordsIn)) words.add(word)
    }
    return words
  }
}

/** The maximum number of constants in a text, including the constants in their values. */
const maxConstantsInText = 100
/** A text is cached only if the text and its results together have at most this number of characters. */
const maxRememberedLength = 1000
/** Limits the results for one text. A text has several results if several manifests define its constants. */
const maxReadings = 64
/** The maximum total length of all results for one text, in characters. */
const maxReadingsLength = 2_000_000
/** The maximum total length of all results for all texts of a commit, in characters. */
const maxReplacementWork = 100_000_000
/** The fixed cost of a result, in characters. The result's length is added. */
const workPerResult = 50

const constantHeader = /\bconstant\s{0,99}:{1,9}\s{0,99}"?(\w{1,255})/g
const firstConstant = /@\{\s*([^\s{}]+)\s*\}/

export const constantsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(firstConstant, 'g'))].map(([, name = '']) => name)

/** Returns words that contain constants: `@{kind}s`, `a_@{b}_@{c}`. */
const namesWithConstants = (text: string): string[] =>
  text.includes('@{')
    ? (text.match(/(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_]+|@\{\s*[^\s{}]+\s*\})+/gu) ?? []).filter(name =>
        name.includes('@{'),
      )
    : []
