import { parseJson } from '../runtime/json.ts'

/** The files of a commit that Looker reads. */
export interface CommitTexts {
  commit: string
  /** The mode and hash of every file, by path. For a link, the value also includes the version of the link's target. */
  versions: ReadonlyMap<string, string>
  /** The text of every LookML file that could be read, by path. */
  lookml: ReadonlyMap<string, string>
  /** The reason, for users, why each of these LookML files could not be read, by path. */
  unread: ReadonlyMap<string, string>
  /** Links to folders and to other repositories. They may add LookML. */
  folderLinks: ReadonlySet<string>
  /** The links in `folderLinks` whose files are not in this repository. */
  outsideLinks: ReadonlySet<string>
  /** The texts of `.gitattributes`, by path. */
  attributes: ReadonlyMap<string, string>
}

/** Whether the file contains git's attributes (https://git-scm.com/docs/gitattributes). */
export const isAttributes = (path: string) => /(?:^|\/)\.gitattributes$/.test(path)

export const isLookml = (path: string) => /\.(?:lkml|lookml)$/i.test(path)
export const isDashboardFile = (path: string) => /\.dashboard\.(?:lkml|lookml)$/i.test(path)

/** Whether a LookML file may define dashboards. The file's name does not have to end with `.dashboard.lookml`. */
export const hasDashboards = (path: string, text: string) =>
  isDashboardFile(path) || (/^- /m.test(text) && /^(?:- {1,9}| {1,9})["']?dashboard["']?\s*:/m.test(text))

/**
 * Finds the names of dashboards without parsing the YAML. The key `dashboard` does not have to be the first key of its
 * list item.
 */
export const dashboardNamesIn = (text: string): string[] =>
  [...text.matchAll(/^(?:- {1,9}| {1,9})["']?dashboard["']?\s{0,9}:[ \t]{0,9}["']?([^\n"'#]{1,999})/gm)].map(
    ([, name = '']) => name.trim(),
  )

/**
 * Whether Looker ignores a file even if LookML mentions the file's name. Such files are plain text or source code of
 * other programs.
 */
export const isNeverNamed = (path: string) =>
  /(?:^|\/)(?:\.git(?:ignore|keep)|\.editorconfig|CODEOWNERS|LICENSE)$|^\.github\/.*\.ya?ml$|\.(?:md|py)$/i.test(
    path,
  )

/** Returns the words that can be names, in any alphabet. U+FFFD, which replaces invalid UTF-8, counts as a letter. */
export const wordsIn = (text: string): string[] => text.split(notInWord).filter(word => word !== '')

/**
 * Matches a single character, because a repetition over a long text overflows the stack of V8's regular expressions.
 */
const notInWord = /[^\p{L}\p{M}\p{N}\p{So}_]/u

/** Returns all keys and texts in a value, one per line. Texts may contain JSON, such as custom fields. */
export function textWithin(value: unknown): string {
  const texts: string[] = []
  const open = [value]
  for (let one = open.pop(); open.length > 0 || one !== undefined; one = open.pop()) {
    if (typeof one === 'string') {
      texts.push(one)
      const parsed = /^\s*[[{]/.test(one) ? parseJson(one) : undefined
      if (typeof parsed === 'object') open.push(parsed)
    } else if (typeof one === 'object' && one !== null) {
      if (!Array.isArray(one)) texts.push(...Object.keys(one))
      open.push(...Object.values(one))
    }
  }
  return texts.join('\n')
}

/** Lets other work of the process continue. Rejects if the step has to end. */
export type Pause = () => Promise<void>

/** Returns a function that adds up units of work, and pauses after each `unitsPerPause` units. */
export function pauseAfter(unitsPerPause: number, pause: Pause): (units: number) => Promise<void> {
  let done = 0
  return async units => {
    done += units
    if (done < unitsPerPause) return
    done = 0
    await pause()
  }
}

/**
 * Constants of manifests (https://cloud.google.com/looker/docs/reference/param-manifest-constant). `@{name}` is
 * replaced by the constant's value in names, SQL, texts and includes. If several manifests define a constant, each of
 * their values is possible.
 */
export class Constants {
  readonly #values = new Map<string, Set<string>>()
  #work = 0

  /** The time that the replacement of constants has taken, in characters. */
  get work(): number {
    return this.#work
  }

  add(name: string, value: string): void {
    this.#values.set(name, (this.#values.get(name) ?? new Set()).add(value))
  }

  /**
   * Replaces the constants in a text. Returns all possible results, or undefined if a constant's value is unknown or
   * there are too many results.
   * @throws RangeError if the results of all calls are too long
   */
  readings(text: string): string[] | undefined {
    let open = [text]
    for (let depth = 0; depth < maxNestedConstants; depth++) {
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
    if (this.#work > maxWork) throw new RangeError('The constants of the LookML are too long')
  }

  #replaceFirst(text: string): string[] | undefined {
    const [use, name = ''] = firstConstant.exec(text) ?? []
    if (use === undefined) return [text]
    const values = this.#values.get(name)
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

/** Limits how deeply constants may refer to other constants. */
const maxNestedConstants = 20
/** Limits the results for one text, because several manifests may define the same constant. */
const maxReadings = 64
/** The maximum total length of all results for one text, in characters. */
const maxReadingsLength = 2_000_000
/** The maximum total length of all results for all texts of a commit, in characters. */
const maxWork = 100_000_000
/** The time for a short result, in characters. */
const workPerResult = 50

const firstConstant = /@\{\s*([^\s{}]+)\s*\}/

export const constantsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(firstConstant, 'g'))].map(([, name = '']) => name)

/** Returns words that contain constants: `@{kind}s`, `a_@{b}_@{c}`. */
const namesWithConstants = (text: string): string[] =>
  text.includes('@{')
    ? (text.match(/(?:[\p{L}\p{M}\p{N}\p{So}_]+|@\{\s*[^\s{}]+\s*\})+/gu) ?? []).filter(name =>
        name.includes('@{'),
      )
    : []
