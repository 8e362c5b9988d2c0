import { posix } from 'node:path'
import { addToList } from '../runtime/lists.ts'
import type { Pause } from './texts.ts'

/**
 * Finds the files that a model includes (https://cloud.google.com/looker/docs/reference/param-model-include). Looker's
 * rules have changed over time. So a search returns either the files that are certainly included, or all files that may
 * be included.
 */

/** Returns the patterns of a file's `include` statements, or `unknown` if the file cannot be read. */
type IncludesOf = (path: string) => readonly string[] | 'unknown'

/**
 * `certain`: the files that an `include` certainly matches. `possible`: the files that it may match. `own`: as
 * `possible`, but ignores includes of other projects (`include: "//project/…"`).
 */
export type InclusionReading = 'certain' | 'possible' | 'own'

interface Closure {
  outermostFirst: ReadonlySet<string>
  innermostFirst: ReadonlySet<string>
}

/** A file that the search has entered and not yet left, with the lists of files that this file includes. */
interface FollowedFile {
  path?: string
  lists: readonly (readonly string[])[]
  current: number
}

/**
 * The maximum number of steps for comparing paths with patterns. Only projects with thousands of folders, each with
 * different patterns with stars, reach this limit.
 */
const maxSteps = 50_000_000
const stepsPerPause = 500_000

export class Includes {
  readonly #paths: readonly string[]
  readonly #includesOf: IncludesOf
  readonly #isLinked: boolean
  readonly #inLowerCase: readonly string[]
  #steps = 0
  readonly #closures = new Map<string, Closure>()
  readonly #matches = new Map<string, readonly string[]>()
  #byName: ReadonlyMap<string, readonly number[]> | undefined

  /**
   * @param paths all LookML files of the project, sorted
   * @param isLinked whether folders may be links to other folders, so that each pattern may match any path
   */
  constructor(paths: readonly string[], includesOf: IncludesOf, { isLinked }: { isLinked: boolean }) {
    this.#paths = paths
    this.#inLowerCase = paths.map(path => path.toLowerCase())
    this.#isLinked = isLinked
    this.#includesOf = includesOf
  }

  /**
   * Compares every pattern with the paths, and pauses in between. Without this, the first search would block the
   * process for seconds.
   */
  async prepare(pause: Pause): Promise<void> {
    let nextPause = stepsPerPause
    for (const path of this.#paths) {
      const patterns = this.#includesOf(path)
      for (const pattern of patterns === 'unknown' ? [] : patterns)
        for (const reading of ['certain', 'possible'] as const) {
          this.matches(pattern, path, reading)
          if (this.#steps < nextPause) continue
          nextPause = this.#steps + stepsPerPause
          await pause()
        }
    }
  }

  /** Returns the files that these files include, directly and through others, in the order of inclusion. */
  from(starts: readonly string[], reading: InclusionReading): ReadonlySet<string> {
    return this.#closure(starts, reading).outermostFirst
  }

  /** Returns the same files as `from`. Each file comes after the files that it includes. */
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
   * Visits files depth first. If the search returns to a list, it continues at the list's last position, because all
   * files before that position have been visited. So the time is proportional to the total length of the lists, even if
   * every file includes all files.
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

  matches(pattern: string, from: string, reading: InclusionReading): readonly string[] {
    if (reading === 'own') return isImport(pattern) ? [] : this.matches(pattern, from, 'possible')
    const folder = pattern.startsWith('/') ? '' : from.slice(0, from.lastIndexOf('/') + 1)
    const key = `${reading}\n${folder}\n${pattern}`
    const known = this.#matches.get(key)
    if (known) return known
    const found = reading === 'certain' ? this.#certain(pattern, folder) : this.#possible(pattern, folder)
    this.#matches.set(key, found)
    return found
  }

  #certain(pattern: string, folder: string): readonly string[] {
    if (pattern.startsWith('//') || pattern.startsWith(uncertain)) return []
    if (isUnusual(pattern) || hasPartialDoubleStar(pattern) || leavesRoot(pattern, folder)) return []
    // In each possible meaning, a last part `**` matches the files directly in the folder, like `*`.
    const glob = toGlob(fromRoot(pattern, folder).replace(/(?<=^|\/)\*\*$/, '*'), 'inFolder')
    const text = textWithoutStars(glob)
    const candidates = text === undefined ? this.#paths : this.#matching([text])
    return candidates.filter(path => {
      const found = this.#compare(glob, path)
      if (isHidden(path) && !isHidden(pattern)) return false
      return found && [path, withoutEnding(path)].some(({ length }) => mayEndAt(length, path, found))
    })
  }

  /**
   * Returns the files that a pattern may match. The pattern may omit the extension, mean a whole folder, begin at the
   * project's root, or name another project. If no file in the folder of the `include` matches, all folders are
   * searched, because Looker found files by name before projects had folders.
   */
  #possible(pattern: string, folder: string): readonly string[] {
    if (this.#isLinked || isUnusual(pattern)) return this.#paths
    const rooted = pattern
      .trim()
      .normalize()
      .replace(/^\/\/[^/]*\/?/, '/')
    // File names may have a different Unicode form, or may not be UTF-8, so a star replaces characters that are not
    // ASCII.
    const bare = withoutEnding(rooted.replace(/^\/+|\/+$/g, '')).replace(/[^ -~]+/g, '*')
    if (isSlow(bare)) return this.#paths
    const isRooted = rooted.startsWith('/')
    const near = fromRoot(isRooted ? `/${bare}` : bare, folder)
    const nearby = this.#matching([near])
    if (isRooted || bare.includes('..')) return nearby
    return this.#matching(nearby.length > 0 ? [near, bare] : [bare, `**/${bare}`])
  }

  /**
   * Returns the files that match a pattern with any extension and in any letter case, and all files in a matching
   * folder.
   */
  #matching(patterns: readonly string[]): string[] {
    const found = new Set<number>()
    for (const pattern of patterns)
      for (const index of this.#indexesOf(toGlob(pattern.toLowerCase(), 'anywhere'))) found.add(index)
    this.#spend(found.size)
    return [...found].sort((one, other) => one - other).flatMap(index => this.#paths[index] ?? [])
  }

  #spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > maxSteps) throw new RangeError('Too many LookML files contain includes')
  }

  #indexesOf(glob: Glob): readonly number[] {
    const text = textWithoutStars(glob)
    if (text !== undefined) return this.#indexesByName().get(text) ?? []
    return [...this.#inLowerCase.entries()].flatMap(([index, path]) => {
      const found = this.#compare(glob, path)
      if (!found) return []
      const ends = endsOfNames(path)
      this.#steps += (ends.length * found.ends.length) / 16
      return ends.some(end => mayEndAt(end, path, found)) ? [index] : []
    })
  }

  /**
   * Maps each path in lower case, with and without its extensions, and each of its folders to the positions of the
   * files. Most includes have no star, so this map saves most comparisons.
   */
  #indexesByName(): ReadonlyMap<string, readonly number[]> {
    if (this.#byName) return this.#byName
    const byName = new Map<string, number[]>()
    for (const [index, path] of this.#inLowerCase.entries())
      for (const end of new Set(endsOfNames(path))) addToList(byName, path.slice(0, end), index)
    this.#byName = byName
    return byName
  }

  #compare(glob: Glob, path: string): GlobMatch | undefined {
    this.#spend(3 + path.length / 16)
    const [first] = glob
    if (typeof first === 'string' && !path.startsWith(first)) return undefined
    const found = find(glob, path)
    this.#steps += found.steps
    return found.ends.length > 0 ? found : undefined
  }
}

/**
 * Whether the pattern includes files of another project. A pattern that begins with a constant counts, because the
 * constant's value may begin with `//`.
 */
export const isImport = (pattern: string) => /^\s*(?:\/\/|@)/.test(pattern)

/** The names of projects and of the folders in the root folder. An `include` may begin with such a name. */
export interface LeadingNames {
  own: ReadonlySet<string>
  imported: ReadonlySet<string>
  folders: ReadonlySet<string>
}

/**
 * Returns the possible meanings of a pattern that begins with the name of a project. Looker accepts such a pattern with
 * a single slash, too (https://github.com/datahub-project/datahub/pull/7798): `/thelook/views/*` may mean `/views/*`, and
 * `/block/views/*` may mean `//block/views/*`. If a folder has the same name, none of the meanings is certain.
 */
export function meaningsOf(pattern: string, { own, imported, folders }: LeadingNames): string[] {
  const match = /^\/\/?([^/]+)(\/.*)$/s.exec(pattern.trim())
  if (!match) return [pattern]
  const [rooted, name = '', rest = ''] = match
  const isOwn = own.has(name)
  if (rooted.startsWith('//')) return [isOwn ? rest : pattern]
  if (!isOwn && !imported.has(name)) return [pattern]
  const meanings = [pattern, isOwn ? rest : `/${rooted}`]
  return folders.has(name) ? meanings.map(one => `${uncertain}${one}`) : meanings
}

/** Marks a pattern that certainly matches no file. Looker ignores spaces around a pattern. */
export const uncertain = ' '

/** Whether a pattern in the file `from` may match files in the folder. */
export function mayMatchIn(folder: string, pattern: string, from: string): boolean {
  const start = fromRoot(pattern, from.slice(0, from.lastIndexOf('/') + 1)).replace(/[*@?[{\\].*/s, '')
  return start.startsWith(`${folder}/`) || folder.startsWith(start) || pattern.includes('@')
}

const leavesRoot = (pattern: string, folder: string) =>
  posix.normalize(`${folder}${pattern}`.replace(/^\/+/, '')).startsWith('..')

function fromRoot(pattern: string, folder: string): string {
  const bare = pattern.trimStart()
  return posix.normalize(bare.startsWith('/') ? bare : `/${folder}${bare}`).replace(/^\/+/, '')
}

/**
 * Whether a pattern may match anything: it has a constant, a character class, a percent code or too many stars, or is
 * too long.
 */
const isUnusual = (pattern: string) => /[@?[\]{}\\%]/.test(pattern) || isSlow(pattern)
/**
 * Ruby reads `**` as `*` if the `**` is not a whole part of the path
 * (https://docs.ruby-lang.org/en/master/Dir.html#method-c-glob).
 */
const hasPartialDoubleStar = (pattern: string) =>
  pattern.split('/').some(part => part.includes('**') && part !== '**')
/** In Ruby, a star does not match a name that begins with a dot. */
const isHidden = (path: string) => /(?:^|\/)\.(?!\.?\/)/.test(path)
const isSlow = (pattern: string) => pattern.length > 255 || pattern.split(/\*+/).length > 4

const withoutEnding = (path: string) => path.replace(/\.(?:lkml|lookml)$/i, '')

/**
 * `inFolder` matches any characters except a slash. `anywhere` matches any characters. `folders` is `**` and a slash:
 * any number of whole folders, or none.
 */
type Star = 'inFolder' | 'anywhere' | 'folders'
type Glob = readonly (string | { star: Star })[]

/** Returns undefined if the pattern has a star. */
const textWithoutStars = ([first, ...more]: Glob): string | undefined =>
  typeof first === 'string' && more.length === 0 ? first : undefined

/** @param star the meaning of a single star */
const toGlob = (pattern: string, star: Star): Glob =>
  pattern
    .split(/(\*\*\/|\*+)/)
    .filter(part => part !== '')
    .map(part => {
      if (part === '**/') return { star: 'folders' }
      if (part === '*') return { star }
      return part.startsWith('**') ? { star: 'anywhere' } : part
    })

/**
 * The places in a path where a pattern may end. `ends` is in ascending order. For the pattern `views/*` and a path in
 * `views/`, `ends` is `[6]` and `star` is `inFolder`.
 */
interface GlobMatch {
  ends: readonly number[]
  /** The star at the end of the pattern. `ends` does not contain the positions that this star matches. */
  star?: Star
  /** The cost of this comparison. `maxSteps` limits the sum of all costs. */
  steps: number
}

/** Compares a pattern with a path from left to right, without backtracking. */
function find(glob: Glob, path: string): GlobMatch {
  let ends = [0]
  let star: Star | undefined
  let steps = 0
  for (const part of glob) {
    if (typeof part !== 'string' && part.star !== 'folders') {
      star = part.star
      continue
    }
    if (typeof part !== 'string') ends = afterFolders(path, ends)
    else if (star) ends = afterStar(part, { star, path, starts: ends })
    else ends = ends.filter(start => path.startsWith(part, start)).map(start => start + part.length)
    star = undefined
    steps += ends.length + path.length / 16
    if (ends.length === 0) break
  }
  return { ends, ...(star && { star }), steps }
}

function afterFolders(path: string, starts: readonly number[]): number[] {
  const ends = new Set(starts)
  for (let at = path.indexOf('/', starts[0]); at >= 0; at = path.indexOf('/', at + 1)) ends.add(at + 1)
  return [...ends].sort((one, other) => one - other)
}

/** Returns the end of each occurrence of `text` after the star. With `inFolder`, the star does not match a slash. */
function afterStar(
  text: string,
  { star, path, starts }: { star: Star; path: string; starts: readonly number[] },
): number[] {
  const [first = 0] = starts
  const ends: number[] = []
  let [index, slash] = [0, path.indexOf('/', first)]
  for (let at = path.indexOf(text, first); at >= 0; at = path.indexOf(text, at + 1)) {
    while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= at) index += 1
    const start = starts[index] ?? 0
    if (slash >= 0 && slash < start) slash = path.indexOf('/', start)
    if (star === 'anywhere' || slash < 0 || slash >= at) ends.push(at + text.length)
  }
  return ends
}

function mayEndAt(end: number, path: string, { ends, star }: GlobMatch): boolean {
  if (!star) return ends.includes(end)
  const start = ends.findLast(one => one <= end)
  return start !== undefined && (star === 'anywhere' || !path.slice(start, end).includes('/'))
}

/** Returns the offsets where a name may end: after a folder, before an extension, and at the end of the path. */
function endsOfNames(path: string): number[] {
  const ends = [path.length]
  for (const { index } of path.matchAll(/[./]/g)) ends.push(index)
  return ends
}
