import { addToList } from '../runtime/lists.ts'
import type { Constants } from './constants.ts'
import type { LookmlBlock } from './lookml-block.ts'
import { wordsIn } from './texts.ts'

type Block = LookmlBlock & { isWholeFile: boolean }

interface ViewNames {
  constants: Constants
  isView(word: string): boolean
  /** Whether this project defines the view. */
  isDefined(name: string): boolean
}

/**
 * The views that are also database tables: views with `publish_as_db_view`, and the views that extend them. SQL may use
 * their names with a prefix (https://cloud.google.com/looker/docs/reference/param-view-publish-as-db-view).
 */
export class PublishedViews {
  /** The views by their names in lower case. A view with a very long name has the key `''`, and every block uses it. */
  readonly #byEnd: ReadonlyMap<string, readonly string[]>
  /** Views that refine or extend an imported view, which may have `publish_as_db_view`. */
  readonly #perhapsByEnd: ReadonlyMap<string, readonly string[]>

  constructor(blocks: readonly Block[], names: ViewNames) {
    const extending = new Map<string, string[]>()
    for (const { kind, name, needs } of blocks)
      if (kind === 'view') for (const need of needs) addToList(extending, need.name, name)
    this.#byEnd = byEnd(withExtending(publishedIn(blocks, names), extending))
    this.#perhapsByEnd = byEnd(withExtending(perhapsPublishedIn(blocks, names), extending))
  }

  /**
   * Returns the published views that these words may refer to. Ignores the letter case, because some databases ignore
   * it.
   */
  namedBy(words: readonly string[]): string[] {
    const found = new Set(this.#byEnd.get('') ?? [])
    if (this.#byEnd.size + this.#perhapsByEnd.size === 0) return []
    for (const word of words) {
      const isStable = stableName.test(word)
      for (const end of endsOf(word)) {
        for (const view of this.#byEnd.get(end) ?? []) found.add(view)
        if (isStable) for (const view of this.#perhapsByEnd.get(end) ?? []) found.add(view)
      }
    }
    return [...found]
  }
}

/** Matches the start of a published view's name in the database: `ab_thelook_orders`. `ab` is the connection's key. */
const stableName = /^[^_]{2}_[^_]/

function publishedIn(blocks: readonly Block[], { constants, isView }: ViewNames): string[] {
  return blocks
    .filter(({ tokens }) => tokens.includes('publish_as_db_view'))
    .flatMap(({ kind, name, tokens, isWholeFile }) => {
      if (isWholeFile) return wordsIn(tokens).filter(isView)
      return kind === 'view' ? (constants.readings(name) ?? []) : []
    })
}

/** Returns the views that need a view of another project: its refinements, and the views that extend it. */
function perhapsPublishedIn(blocks: readonly Block[], { constants, isDefined }: ViewNames): string[] {
  const isImported = (name: string) => constants.readings(name)?.some(isDefined) === false
  return blocks
    .filter(
      ({ kind, needs }) =>
        kind === 'view' && needs.some(need => need.kind === 'view' && isImported(need.name)),
    )
    .flatMap(({ name }) => constants.readings(name) ?? [])
}

function withExtending(
  views: readonly string[],
  extending: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const all = new Set(views)
  // The loop adds to `all`, and visits the added views, too.
  for (const view of all) for (const name of extending.get(view) ?? []) all.add(name)
  return all
}

const byEnd = (views: Iterable<string>): Map<string, string[]> =>
  Map.groupBy(views, view => (view.length > maxEndLength ? '' : view.toLowerCase()))

const maxEndLength = 255

/** Returns the parts of a word after each underscore, in lower case: `b_c` and `c` of `A_b_C`. */
function endsOf(word: string): string[] {
  const text = word.slice(-maxEndLength - 1).toLowerCase()
  const ends: string[] = []
  for (let at = text.indexOf('_'); at >= 0; at = text.indexOf('_', at + 1)) ends.push(text.slice(at + 1))
  return ends
}
