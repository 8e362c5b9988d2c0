import { addToList, withReached } from '../runtime/lists.ts'
import type { Constants } from './constants.ts'
import { isNamed, type LookmlBlock, type Need } from './lookml-block.ts'
import { wordsIn } from './texts.ts'

type Block = LookmlBlock & { isWholeFile: boolean }

interface ViewNames {
  constants: Constants
  /** The models of this project. */
  models: readonly string[]
  /** Whether this project defines the view or Explore. */
  isDefined(need: Need): boolean
}

/**
 * The tables that Looker publishes in the database: views and aggregate tables with `publish_as_db_view`, also if a
 * view or an Explore inherits them by `extends`. SQL may use their names with a prefix
 * (https://cloud.google.com/looker/docs/reference/param-view-publish-as-db-view).
 */
export class PublishedViews {
  /** The views by their names in lower case. A view with a very long name has the key `''`, and every block uses it. */
  readonly #views: ReadonlyMap<string, readonly string[]>
  /** Views that refine or extend an imported view, which may have `publish_as_db_view`. */
  readonly #perhapsViews: ReadonlyMap<string, readonly string[]>
  /**
   * All views that refine or extend a view. An imported view with the same name may have `publish_as_db_view` in one of
   * the models, even if this project defines a view of that name for another model.
   */
  readonly #adaptedViews: ReadonlyMap<string, readonly string[]>
  /** Maps the name of each published aggregate table to its Explores. The key of an unknown name is `''`. */
  readonly #aggregates: ReadonlyMap<string, readonly string[]>
  /** The Explores that publish or inherit an aggregate table, by their names. */
  readonly #explores: ReadonlyMap<string, readonly string[]>
  /** The models by their names in lower case. */
  readonly #models: ReadonlyMap<string, readonly string[]>
  /** The models whose published tables blocks may read by name. */
  readonly modelsRead = new Set<string>()

  constructor(blocks: readonly Block[], names: ViewNames) {
    const extending = { view: new Map<string, string[]>(), explore: new Map<string, string[]>() }
    for (const block of blocks)
      for (const [base, own] of extensionsIn(block, names))
        addToList(extending[block.kind as Need['kind']], base, own)
    for (const [file, { bases, words }] of extendingFiles(blocks, names))
      for (const all of Object.values(extending)) {
        for (const base of bases) addToList(all, base, file)
        all.set(file, words)
      }
    const aggregates = blocks.flatMap(block => aggregatesIn(block, names))
    const perhaps = (kind: Need['kind']) => perhapsPublishedIn(blocks, kind, names)
    const exploresWithTables = [...aggregates.map(({ explore }) => explore), ...perhaps('explore')]
    this.#views = byName(withReached(publishedIn(blocks, names), extending.view))
    this.#perhapsViews = byName(withReached(perhaps('view'), extending.view))
    this.#adaptedViews = byName([...extending.view.values()].flat())
    this.#models = byName(names.models)
    this.#explores = byName(withReached(exploresWithTables, extending.explore))
    const byAggregate = Map.groupBy(aggregates, ({ table }) => table.toLowerCase())
    this.#aggregates = new Map([...byAggregate].map(([table, all]) => [table, all.map(one => one.explore)]))
  }

  /**
   * Returns the published views, and the Explores of published aggregate tables, that these words may refer to. Ignores
   * the letter case, because some databases ignore it.
   */
  #namedBy(words: readonly string[]): Need[] {
    const views = [this.#views, this.#perhapsViews, this.#adaptedViews]
    if ([...views, this.#aggregates, this.#explores].every(({ size }) => size === 0)) return []
    const found = { view: new Set(this.#views.get('')), explore: new Set(this.#aggregates.get('')) }
    const add = (kind: Need['kind'], names: readonly string[] = []) => {
      for (const name of names) found[kind].add(name)
    }
    for (const word of words) {
      const isStable = stableName.test(word)
      for (const { table } of this.#modelTables(word)) add('view', this.#adaptedViews.get(table))
      for (const end of endsOf(word)) {
        add('view', this.#views.get(end))
        const publishing = this.#aggregates.get(end)
        add('explore', publishing)
        // An Explore that inherits the aggregate table publishes its own table: `ab_thelook_orders__weekly`.
        const start = publishing ? word.slice(0, -end.length).replace(/_{1,9}$/, '') : ''
        for (const name of endsOf(start)) add('explore', this.#explores.get(name))
        if (!isStable) continue
        add('view', this.#perhapsViews.get(end))
        for (const at of [end.indexOf('__'), end.lastIndexOf('__')])
          if (at > 0) add('explore', this.#explores.get(end.slice(0, at)))
      }
    }
    return (['view', 'explore'] as const).flatMap(kind => [...found[kind]].map(name => ({ kind, name })))
  }

  /** Whether SQL may refer to a table that Looker publishes for a model of this project. */
  isNamedIn(sql: string): boolean {
    const words = wordsIn(sql)
    return this.#namedBy(words).length + this.#modelsNamedBy(words).length > 0
  }

  /** Returns the published views and Explores that the words of a block may refer to. Adds their models to `modelsRead`. */
  readBy(words: readonly string[]): Need[] {
    for (const model of this.#modelsNamedBy(words)) this.modelsRead.add(model)
    return this.#namedBy(words)
  }

  /** Returns the models of this project whose published tables these words may refer to. */
  #modelsNamedBy(words: readonly string[]): string[] {
    return words.flatMap(word => this.#modelTables(word).map(({ model }) => model))
  }

  /** Splits the name of a table after its model: `ab_thelook_orders` → `thelook`, `orders`. */
  #modelTables(word: string): { model: string; table: string }[] {
    if (word.length > maxEndLength || !stableName.test(word)) return []
    const name = word.slice(keyLength).toLowerCase()
    return endsOf(name).flatMap(table =>
      (this.#models.get(name.slice(0, -table.length - 1)) ?? []).map(model => ({ model, table })),
    )
  }
}

/**
 * Matches the start of a published table's name in the database: `ab_thelook_orders` for a view, and
 * `ab_thelook_orders__weekly` for an aggregate table of an Explore. `ab` is the connection's key.
 */
const stableName = /^[^_]{2}_[^_]/
const keyLength = 'ab_'.length

/** Returns pairs of a base and the view or Explore that extends or refines it. */
function extensionsIn({ kind, name, needs }: Block, { constants }: ViewNames): [string, string][] {
  const readings = (text: string) => constants.readings(text) ?? [text]
  return isNamed(kind)
    ? needs
        .filter(need => need.kind === kind)
        .flatMap(need => readings(need.name))
        .flatMap(base => readings(name).map((own): [string, string] => [base, own]))
    : []
}

/** Matches the names after `extends` and `extends__all`. */
const extendedNames = /\bextends\w{0,9}["']?\s{0,99}:{1,9}((?:@\{[^{}]{0,99}\}|[^{}:]){1,2000})/g

/**
 * In a file that could not be split into blocks, each word may be a view or an Explore that extends the names after
 * `extends`. The keys of the returned map differ from all names.
 */
function extendingFiles(blocks: readonly Block[], { constants }: ViewNames) {
  const files = new Map<string, { bases: Iterable<string>; words: string[] }>()
  const wordsOf = (text: string) => [...(constants.wordsIn(text) ?? wordsIn(text))]
  for (const [index, { tokens, isWholeFile }] of blocks.entries()) {
    const extended = isWholeFile ? Array.from(tokens.matchAll(extendedNames), ([, text = '']) => text) : []
    if (extended.length > 0)
      files.set(`\0${index}`, { bases: new Set(wordsOf(extended.join('\n'))), words: wordsOf(tokens) })
  }
  return files
}

/** In a file that could not be split into blocks, each word may be a published view. */
function publishedIn(blocks: readonly Block[], { constants }: ViewNames): string[] {
  return blocks.filter(mayPublish).flatMap(({ kind, name, tokens, isWholeFile }) => {
    if (isWholeFile) return wordsIn(tokens)
    return kind === 'view' ? (constants.readings(name) ?? []) : []
  })
}

export const mayPublish = ({ tokens }: Pick<Block, 'tokens'>): boolean =>
  tokens.includes('publish_as_db_view')

/** Matches the name of an aggregate table, which may contain constants, in a text or in a block's tokens. */
const aggregateTable = /\baggregate_table["']?\s{0,99}:{1,9}\s{0,99}((?:@\{[^{}]{0,99}\}|[^\s{}]){1,255})/g

/** Returns all aggregate tables of an Explore with `publish_as_db_view`, even if it publishes only one of them. */
function aggregatesIn(block: Block, { constants }: ViewNames): { table: string; explore: string }[] {
  const explores = block.kind === 'explore' && mayPublish(block) ? (constants.readings(block.name) ?? []) : []
  if (explores.length === 0) return []
  const names = [...block.tokens.matchAll(aggregateTable)].flatMap(
    ([, name = '']) => constants.readings(name) ?? [''],
  )
  return names.flatMap(table => explores.map(explore => ({ table, explore })))
}

/** Returns the views or Explores that need one of another project: its refinements, and those that extend it. */
function perhapsPublishedIn(
  blocks: readonly Block[],
  kind: Need['kind'],
  { constants, isDefined }: ViewNames,
): string[] {
  const isImported = (need: Need) =>
    need.kind === kind && constants.readings(need.name)?.every(name => isDefined({ kind, name })) === false
  return blocks
    .filter(block => block.kind === kind && block.needs.some(isImported))
    .flatMap(({ name }) => constants.readings(name) ?? [])
}

const byName = (names: Iterable<string>): Map<string, string[]> =>
  Map.groupBy(names, name => (name.length > maxEndLength ? '' : name.toLowerCase()))

const maxEndLength = 255

/** Returns the parts of a word after each underscore, in lower case: `b_c` and `c` of `A_b_C`. */
function endsOf(word: string): string[] {
  const text = word.slice(-maxEndLength - 1).toLowerCase()
  const ends: string[] = []
  for (let at = text.indexOf('_'); at >= 0; at = text.indexOf('_', at + 1)) ends.push(text.slice(at + 1))
  return ends
}
