/*
 * Which files a model includes (https://cloud.google.com/looker/docs/reference/param-model-include). Looker's rules have
 * changed over time, so two answers are computed: files that it certainly includes, and files that it may include.
 */

/** A file with the patterns of its `include` statements; `unknown` if its text cannot be read. */
export type IncludesOf = (path: string) => readonly string[] | 'unknown'

export type Reading = 'certain' | 'possible'

export class Includes {
  readonly #paths: readonly string[]
  readonly #includesOf: IncludesOf
  readonly #isLinked: boolean
  /** By pattern, folder and reading: most files of a project repeat the same patterns. */
  readonly #closures = new Map<string, ReadonlySet<string>>()
  readonly #matches = new Map<string, readonly string[]>()

  /**
   * @param paths of all LookML files of the project, sorted
   * @param isLinked whether folders may lead to others, so that a pattern may match any path
   */
  constructor(paths: readonly string[], includesOf: IncludesOf, { isLinked }: { isLinked: boolean }) {
    this.#paths = paths
    this.#isLinked = isLinked
    this.#includesOf = includesOf
  }

  /** The files that are included from there, directly and through others, in the order of inclusion. */
  from(starts: readonly string[], reading: Reading): ReadonlySet<string> {
    const key = [reading, ...starts].join('\n')
    const found = this.#closures.get(key) ?? this.#follow(starts, reading)
    this.#closures.set(key, found)
    return found
  }

  #follow(starts: readonly string[], reading: Reading): ReadonlySet<string> {
    const found = new Set<string>()
    const open = [...starts].reverse()
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (found.has(path)) continue
      found.add(path)
      const patterns = this.#includesOf(path)
      if (patterns === 'unknown' && reading === 'possible') return new Set([...found, ...this.#paths])
      if (patterns === 'unknown') continue
      for (const pattern of patterns.toReversed())
        open.push(...this.matches(pattern, path, reading).toReversed())
    }
    return found
  }

  /** The same files, each behind those that it includes. */
  innermostFirst(starts: readonly string[], reading: Reading): ReadonlySet<string> {
    const done = new Set<string>()
    const entered = new Set<string>()
    const open = [...starts].reverse()
    for (let path = open.at(-1); path !== undefined; path = open.at(-1)) {
      if (entered.has(path)) {
        done.add(path)
        open.pop()
        continue
      }
      entered.add(path)
      const patterns = this.#includesOf(path)
      if (patterns === 'unknown') continue
      for (const pattern of patterns.toReversed())
        for (const next of this.matches(pattern, path, reading).toReversed())
          if (!entered.has(next)) open.push(next)
    }
    return done
  }

  /** The files that a pattern matches, sorted by path. */
  matches(pattern: string, from: string, reading: Reading): readonly string[] {
    const folder = pattern.startsWith('/') ? '' : from.slice(0, from.lastIndexOf('/') + 1)
    const key = `${reading}\n${folder}\n${pattern}`
    const known = this.#matches.get(key)
    if (known) return known
    const found = reading === 'certain' ? this.#certain(pattern, folder) : this.#possible(pattern, folder)
    this.#matches.set(key, found)
    return found
  }

  #certain(pattern: string, folder: string): readonly string[] {
    if (pattern.startsWith('//') || isUnusual(pattern)) return []
    const glob = new RegExp(
      `^${toRegExp(pattern.startsWith('/') ? pattern.slice(1) : folder + pattern, '[^/]*')}$`,
    )
    return this.#paths.filter(path => glob.test(path) || glob.test(withoutEnding(path)))
  }

  /** In any folder, with any ending, and from any project. */
  #possible(pattern: string, folder: string): readonly string[] {
    if (this.#isLinked || isUnusual(pattern)) return this.#paths
    const rooted = pattern.replace(/^\/\/[^/]*\/?/, '/')
    const bare = withoutEnding(rooted.replace(/^\/+/, ''))
    const isRooted = rooted.startsWith('/')
    const globs = [bare, ...(isRooted ? [] : [folder + bare, `**/${bare}`])]
    const tests = globs.map(glob => new RegExp(`^${toRegExp(glob, '.*')}(?:\\..*)?$`, 'i'))
    return this.#paths.filter(path => tests.some(test => test.test(path)))
  }
}

/** A pattern that may match anything: it has a constant, a class of characters, or more stars than are tested quickly. */
const isUnusual = (pattern: string) => /[@?[\]{}\\]|\.\./.test(pattern) || pattern.split(/\*+/).length > 4

const withoutEnding = (path: string) => path.replace(/\.(?:lkml|lookml)$/i, '')

/** `star`: what `*` stands for. */
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
