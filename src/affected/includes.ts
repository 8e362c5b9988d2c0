import { posix } from 'node:path'

/**
 * Finds the files that a model includes (https://cloud.google.com/looker/docs/reference/param-model-include). Looker's
 * rules have changed over time, so there are two answers: files that are certainly included, and files that may be
 * included.
 */

/** Returns the patterns of a file's `include` statements; `unknown` if the file cannot be read. */
export type IncludesOf = (path: string) => readonly string[] | 'unknown'

/** `own`: files that may be included, without files that only an `include` of another project matches. */
export type InclusionReading = 'certain' | 'possible' | 'own'

interface Closure {
  outermostFirst: ReadonlySet<string>
  innermostFirst: ReadonlySet<string>
}

/** A file on the current path, with the lists of files that it includes. */
interface FollowedFile {
  path?: string
  lists: readonly (readonly string[])[]
  current: number
}

/**
 * The maximum number of comparisons of a path with a pattern. Only projects with thousands of folders, each with
 * different patterns, reach it.
 */
const maxTests = 10_000_000

export class Includes {
  readonly #paths: readonly string[]
  readonly #includesOf: IncludesOf
  readonly #isLinked: boolean
  #tests = 0
  readonly #closures = new Map<string, Closure>()
  readonly #matches = new Map<string, readonly string[]>()

  /**
   * @param paths all LookML files of the project, sorted
   * @param isLinked whether folders may be links to other folders. Each pattern may then match any path
   */
  constructor(paths: readonly string[], includesOf: IncludesOf, { isLinked }: { isLinked: boolean }) {
    this.#paths = paths
    this.#isLinked = isLinked
    this.#includesOf = includesOf
  }

  /** Returns the files that these files include, directly and through others, in the order of inclusion. */
  from(starts: readonly string[], reading: InclusionReading): ReadonlySet<string> {
    return this.#closure(starts, reading).outermostFirst
  }

  /** Returns the same files as `from`, but each file after the files that it includes. */
  innermostFirst(starts: readonly string[], reading: InclusionReading): ReadonlySet<string> {
    return this.#closure(starts, reading).innermostFirst
  }

  #closure(starts: readonly string[], reading: InclusionReading): Closure {
    const key = [reading, ...starts].join('\n')
    const closure = this.#closures.get(key) ?? this.#follow(starts, reading)
    this.#closures.set(key, closure)
    return closure
  }

  /**
   * Visits files depth first. All visits share one position in each list, because everything before it has been
   * visited. So the time grows with the total length of the lists, even if every file includes every other file.
   */
  #follow(starts: readonly string[], reading: InclusionReading): Closure {
    const entered = new Set<string>()
    const left = new Set<string>()
    const places = new Map<readonly string[], number>()
    const open: FollowedFile[] = [{ lists: [starts], current: 0 }]
    for (let branch = open.at(-1); branch; branch = open.at(-1)) {
      const list = branch.lists[branch.current]
      if (!list) {
        if (branch.path !== undefined) left.add(branch.path)
        open.pop()
        continue
      }
      let place = places.get(list) ?? 0
      while (place < list.length && entered.has(list[place] ?? '')) place += 1
      places.set(list, place)
      const path = list[place]
      if (path === undefined) branch.current += 1
      else {
        entered.add(path)
        open.push({ path, lists: this.#included(path, reading), current: 0 })
      }
    }
    return { outermostFirst: entered, innermostFirst: left }
  }

  #included(path: string, reading: InclusionReading): (readonly string[])[] {
    const patterns = this.#includesOf(path)
    if (patterns === 'unknown') return reading === 'certain' ? [] : [this.#paths]
    return patterns.map(pattern => this.matches(pattern, path, reading))
  }

  /** Returns the files that a pattern matches, sorted by path. */
  matches(pattern: string, from: string, reading: InclusionReading): readonly string[] {
    const folder = pattern.startsWith('/') ? '' : from.slice(0, from.lastIndexOf('/') + 1)
    const key = `${reading}\n${folder}\n${pattern}`
    const known = this.#matches.get(key)
    if (known) return known
    this.#tests += this.#paths.length
    if (this.#tests > maxTests) throw new RangeError('Too many files have includes of their own')
    const found = this.#find(pattern, folder, reading)
    this.#matches.set(key, found)
    return found
  }

  #find(pattern: string, folder: string, reading: InclusionReading): readonly string[] {
    if (reading === 'certain') return this.#certain(pattern, folder)
    return reading === 'own' && isImport(pattern) ? [] : this.#possible(pattern, folder)
  }

  #certain(pattern: string, folder: string): readonly string[] {
    if (pattern.startsWith('//') || isUnusual(pattern)) return []
    const glob = new RegExp(`^${toRegExp(fromRoot(pattern, folder), '[^/]*')}$`)
    return this.#paths.filter(path => glob.test(path) || glob.test(withoutEnding(path)))
  }

  /**
   * Matches any extension, any project, and folders. A pattern may also begin at the project's root. If no nearby file
   * matches, matches files in every folder, because Looker found files by name before projects had folders.
   */
  #possible(pattern: string, folder: string): readonly string[] {
    if (this.#isLinked || isUnusual(pattern)) return this.#paths
    const rooted = pattern
      .trim()
      .normalize()
      .replace(/^\/\/[^/]*\/?/, '/')
    // File names may use another Unicode form, or may not be UTF-8.
    const bare = withoutEnding(rooted.replace(/^\/+|\/+$/g, '')).replace(/[^ -~]+/g, '*')
    if (isSlow(bare)) return this.#paths
    const isRooted = rooted.startsWith('/')
    const near = fromRoot(isRooted ? `/${bare}` : bare, folder)
    const nearby = this.#matching([near])
    if (isRooted || bare.includes('..')) return nearby
    return this.#matching(nearby.length > 0 ? [near, bare] : [bare, `**/${bare}`])
  }

  /** Ignores case, and matches any extension and all files of a folder. */
  #matching(globs: readonly string[]): string[] {
    const tests = globs.map(glob => new RegExp(`^${toRegExp(glob, '.*')}(?:[./].*)?$`, 'i'))
    return this.#paths.filter(path => tests.some(test => test.test(path)))
  }
}

/**
 * Whether the pattern includes files of another project. A constant with an unknown value at the beginning may do so.
 */
export const isImport = (pattern: string) => /^\s*(?:\/\/|@)/.test(pattern)

/** Resolves a pattern to a path from the project's root. */
const fromRoot = (pattern: string, folder: string) =>
  posix.normalize(pattern.startsWith('/') ? pattern : `/${folder}${pattern}`).replace(/^\/+/, '')

/** Whether a pattern may match anything: it has a constant, a character class, or too many stars for a quick test. */
const isUnusual = (pattern: string) => /[@?[\]{}\\]/.test(pattern) || isSlow(pattern)
const isSlow = (pattern: string) => pattern.split(/\*+/).length > 4

const withoutEnding = (path: string) => path.replace(/\.(?:lkml|lookml)$/i, '')

/** @param star the regular expression for `*` */
function toRegExp(glob: string, star: string): string {
  return glob
    .split(/(\*\*\/|\*+)/)
    .map(part => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '*') return star
      return part.startsWith('**') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    })
    .join('')
}
