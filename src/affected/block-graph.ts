import { addToList } from '../runtime/lists.ts'
import { Constants, constantsIn } from './constants.ts'
import {
  computedNamesIn,
  isNamed,
  keyOf,
  type LookmlBlock,
  type Need,
  type PlacedBlock,
  partsOfName,
  partsWithConstants,
  partsWithPlaceholder,
} from './lookml-block.ts'
import { PublishedViews } from './published-views.ts'
import { type Pause, pauseAfter, wordsIn } from './texts.ts'
import { objectsWrittenBy } from './written-tables.ts'

/**
 * The graph of uses. A block uses all definitions and refinements of each name that the block mentions. This covers
 * joins, aliases, `extends`, derived tables, and parameters that LookML may add later. The graph never lacks a use. It
 * has an unnecessary use if a word is the same as a name by chance.
 */
export interface BlockGraph {
  blockCount: number
  /** The number of different names. Each name has its own number from 0 to `nameCount - 1`. */
  nameCount: number
  usedBy(block: number): Uint32Array
  /** The names of the tables that a block's SQL reads by name, and that other blocks write or publish. By block. */
  tablesReadBy: ReadonlyMap<number, readonly number[]>
  /** The blocks that write a table of unknown name. Every block may read it. */
  writersOfAny: readonly number[]
  blocksOf(name: number): readonly number[]
  /**
   * Returns every block with this name, including refinements. Also returns files that mention the name but could not
   * be split into blocks.
   */
  named(kind: Need['kind'], name: string): readonly number[]
  /** Whether `named` returns a block. Takes the same time for any number of blocks. */
  hasNamed(kind: Need['kind'], name: string, options?: { isName: boolean }): boolean
  /** Returns the shared definitions, such as datagroups, and the constants that a dashboard's text mentions. */
  sharedIn(text: string): readonly number[]
  /** Returns the shared definitions and constants that a block mentions. Caches the result. */
  sharedOf(block: number): readonly number[]
  /**
   * Whether one of these files defines the name. Refinements do not count. With `orMentions`, a file that could not be
   * split into blocks counts if it mentions the name.
   */
  isDefined(need: Need, paths: ReadonlySet<string>, options?: { orMentions: boolean }): boolean
  /**
   * Whether another block certainly uses the view or Explore. Tests, and words that may mean something else, do not
   * count.
   */
  isUsed(block: PlacedBlock): boolean
  /** Whether SQL may mention a table that Looker publishes, or a table that the SQL of a LookML block creates. */
  readsPublishedView(sql: string): boolean
  /** The models of this project whose published tables SQL may read by name. */
  modelsRead: ReadonlySet<string>
  constants: Constants
}

/** The kinds of shared definitions. Every file can refer to them by name. */
const sharedKinds = new Set(['datagroup', 'access_grant', 'named_value_format', 'map_layer'])

/** Whether the block is a shared definition or a constant. A block without a name counts as a statement instead. */
export const isShared = ({ kind, name }: LookmlBlock) =>
  (sharedKinds.has(kind) && name !== '') || kind === 'constant'

/**
 * The kind of a name. The words of a file that could not be split into blocks have the kind `any`. Database tables that
 * a block's SQL writes have the kind `table`. The starts and ends of their names have the kind `tablePart`.
 */
type NameKind = (typeof nameKinds)[number]

const nameKinds = ['view', 'explore', 'shared', 'constant', 'any', 'table', 'tablePart'] as const
const forEachKind = <T>(create: () => T) =>
  Object.fromEntries(nameKinds.map(kind => [kind, create()])) as Record<NameKind, T>

const workPerPause = 256 * 1024
const workPerBlock = 5000

export async function connectBlocks(
  blocks: readonly PlacedBlock[],
  models: readonly string[],
  pause: Pause,
): Promise<BlockGraph> {
  const names = new Names(blocks, models)
  const pauseFor = pauseAfter(workPerPause, pause)
  const pauseForBlock = ({ tokens }: PlacedBlock) =>
    pauseFor(workPerBlock + tokens.length + names.constants.takeWork())
  for (const [index, block] of blocks.entries()) {
    names.add(index, block)
    await pauseForBlock(block)
  }
  const uses: Uint32Array[] = []
  const tablesReadBy = new Map<number, readonly number[]>()
  for (const [index, block] of blocks.entries()) {
    const { used, tables } = names.usedBy(block)
    uses.push(used)
    if (tables.length > 0) tablesReadBy.set(index, tables)
    await pauseForBlock(block)
  }
  const needed = new Set<string>()
  const keysOf = ({ kind, name }: Pick<PlacedBlock, 'kind' | 'name'>) =>
    names.constants.readings(name)?.map(reading => keyOf({ kind, name: reading }))
  for (const block of blocks) {
    const own = new Set(keysOf(block))
    const keys = block.kind === 'test' ? [] : block.needs.flatMap(need => keysOf(need) ?? [])
    for (const key of keys) if (!own.has(key)) needed.add(key)
    await pauseForBlock(block)
  }
  const usedBy = (block: number) => uses[block] ?? new Uint32Array()
  const shared = new Map<number, readonly number[]>()
  const sharedOf = (block: number) => {
    const found = shared.get(block) ?? names.sharedAmong(usedBy(block))
    shared.set(block, found)
    return found
  }
  return {
    blockCount: blocks.length,
    nameCount: names.count,
    usedBy,
    tablesReadBy,
    writersOfAny: [...names.writersOfAny],
    blocksOf: name => names.blocksOf(name),
    named: (kind, name) => names.find(kind, name),
    hasNamed: (kind, name, options) => names.has(kind, name, options),
    sharedIn: text => names.sharedIn(text),
    sharedOf,
    isDefined: (need, paths, options) => names.isDefined(need, paths, options),
    isUsed: block => keysOf(block)?.every(key => needed.has(key)) ?? false,
    readsPublishedView: sql => names.published.isNamedIn(sql) || names.hasTableIn(sql),
    modelsRead: names.published.modelsRead,
    constants: names.constants,
  }
}

class Names {
  readonly constants = new Constants()
  readonly writersOfAny = new Set<number>()
  readonly #blocks: readonly PlacedBlock[]
  readonly #models: readonly string[]
  /** Maps each name in lower case to its number. */
  readonly #numbers = forEachKind(() => new Map<string, number>())
  /** The names in their original letter case. */
  readonly #exactWords = forEachKind(() => new Set<string>())
  readonly #blocksOf: number[][] = []
  #published: PublishedViews | undefined
  /** The definitions of each view and Explore, without refinements. */
  #definitionsByName: ReadonlyMap<string, readonly number[]> | undefined
  /** Caches the answers of `isDefined`. Thousands of blocks may ask about a name that thousands of files define. */
  readonly #definedIn = new WeakMap<ReadonlySet<string>, Map<string, boolean>>()
  /** The index in `#blocksOf` of the list of all blocks. A text with an unknown constant uses all of them. */
  #everything: number | undefined
  #sharedNumbers: ReadonlySet<number> | undefined
  /**
   * The index in `#blocksOf` of the blocks whose names contain a constant with an unknown value. Every block uses them.
   */
  #anyNamed: number | undefined

  constructor(blocks: readonly PlacedBlock[], models: readonly string[]) {
    this.#blocks = blocks
    this.#models = models
    for (const { kind, name, strings } of blocks)
      if (kind === 'constant') for (const value of strings) this.constants.add(name, value)
    for (const { isWholeFile, tokens } of blocks) if (isWholeFile) this.constants.addUnread(tokens)
  }

  get count(): number {
    return this.#blocksOf.length
  }

  blocksOf(name: number): readonly number[] {
    return this.#blocksOf[name] ?? []
  }

  add(index: number, block: PlacedBlock): void {
    const { kind, name, tokens, isWholeFile } = block
    if (isWholeFile) for (const word of new Set(wordsIn(tokens))) this.#note('any', word, index)
    if (isWholeFile) for (const one of computedNamesIn(tokens)) this.#noteWords('any', one, index)
    if (kind === 'view' || kind === 'explore') this.#noteWords(kind, name, index)
    if (sharedKinds.has(kind)) this.#noteWords('shared', name, index)
    if (kind === 'constant') this.#note('constant', name, index)
    for (const table of objectsWrittenBy(block, this.constants)) {
      this.#noteWords('table', table, index)
      for (const word of wordsIn(table))
        for (const part of partsOfName(word)) this.#note('tablePart', part, index)
    }
  }

  /**
   * Splits a name at hyphens and dots, and stores each word: `order-items` → `order`, `items`. A name with an unknown
   * constant may be any name.
   */
  #noteWords(kind: NameKind, name: string, index: number): void {
    const words = this.constants.wordsIn(name)
    for (const word of words ?? wordsIn(name)) this.#note(kind, word, index)
    if (words) return
    if (kind === 'table') this.writersOfAny.add(index)
    this.#anyNamed ??= this.#blocksOf.push([]) - 1
    this.#blocksOf[this.#anyNamed]?.push(index)
  }

  #note(kind: NameKind, word: string, index: number): void {
    this.#exactWords[kind].add(word)
    const key = word.toLowerCase()
    const known = this.#blocksOf[this.#numbers[kind].get(key) ?? -1]
    if (known) {
      if (known.at(-1) !== index) known.push(index)
      return
    }
    this.#numbers[kind].set(key, this.#blocksOf.length)
    this.#blocksOf.push([index])
  }

  /**
   * Returns the number of a name. With `isName`, ignores the letter case. Without `isName`, the word may be SQL and has
   * to match exactly: the keyword `DATE` does not refer to a view `date`.
   */
  #numberOf(kind: NameKind, word: string, { isName }: { isName: boolean }): number | undefined {
    return isName || this.#exactWords[kind].has(word)
      ? this.#numbers[kind].get(word.toLowerCase())
      : undefined
  }

  usedBy(block: PlacedBlock): { used: Uint32Array; tables: readonly number[] } {
    const { mentions, exploreMentions, qualifiers, kind, name, needs, tokens, isWholeFile } = block
    const used = new Set(this.#anyNamed === undefined ? [] : [this.#anyNamed])
    const tables = new Set<number>()
    const use = (kind: NameKind, words: Iterable<string>, isName = false, found = used) => {
      for (const word of words) {
        const number = this.#numberOf(kind, word, { isName })
        if (number !== undefined) found.add(number)
      }
    }
    const wordsOf = (text: string): Iterable<string> => {
      const words = this.constants.wordsIn(text)
      if (!words) used.add(this.#everythingNumber())
      return words ?? []
    }
    const words = [...wordsOf(mentions)]
    const lines = mentions.split('\n')
    for (const kind of ['view', 'shared', 'any'] as const) {
      // In a file that could not be split into blocks, each word may be a name.
      use(kind, words, isWholeFile)
      use(kind, lines, true)
    }
    use('explore', wordsOf(exploreMentions), isWholeFile)
    use('explore', exploreMentions.split('\n'), true)
    for (const need of needs) use(need.kind, wordsOf(need.name), true)
    // A refinement uses the refined block, and an Explore uses the view with its own name.
    const own = [...wordsOf(name)]
    if (isNamed(kind)) use(kind, own, true)
    if (kind === 'explore') use('view', own, true)
    use('constant', constantsIn(`${mentions}\n${name}`))
    // A view without a table reads the database table with the view's name. Liquid may contain the name of the view or
    // the Explore, too.
    const readsOwnName =
      kind === 'explore' || (kind === 'view' && (!hasTable.test(tokens) || mentions.includes('_view._name')))
    const tableNames = [...words, ...qualifiers, ...(readsOwnName ? own : [])]
    for (const published of this.published.readBy(tableNames))
      for (const one of [published.kind, 'any'] as const) use(one, [published.name], true, tables)
    // Most databases ignore the letter case of tables.
    use('table', tableNames, true, tables)
    if (this.#numbers.tablePart.size > 0) {
      const parts = partsWithConstants(mentions, text => this.constants.readings(text))
      if (parts) use('tablePart', parts, true, tables)
      else used.add(this.#everythingNumber())
    }
    if (tokens.includes('zipcode')) use('shared', [zipcodeLayer], true)
    return { used: Uint32Array.from(new Set([...used, ...tables])), tables: [...tables] }
  }

  get published(): PublishedViews {
    this.#published ??= new PublishedViews(this.#blocks, {
      constants: this.constants,
      models: this.#models,
      isDefined: ({ kind, name }) => this.#definitions(kind, name).length > 0,
    })
    return this.#published
  }

  hasTableIn(sql: string): boolean {
    const has = (kind: NameKind, word: string) => this.#numberOf(kind, word, { isName: true }) !== undefined
    return (
      this.#anyNamed !== undefined ||
      wordsIn(sql).some(word => has('table', word)) ||
      [...partsWithPlaceholder(sql)].some(part => has('tablePart', part))
    )
  }

  #everythingNumber(): number {
    if (this.#everything === undefined) {
      this.#everything = this.#blocksOf.length
      this.#blocksOf.push(this.#blocks.map((_, index) => index))
    }
    return this.#everything
  }

  sharedIn(text: string): number[] {
    const words = this.constants.wordsIn(text)
    const find = (all: Iterable<string>, isName: boolean) =>
      [...all].flatMap(word => this.#numberOf('shared', word, { isName }) ?? [])
    const shared = words
      ? [...find(words, false), ...find(text.split('\n'), true)]
      : [...this.#numbers.shared.values()]
    const constants = constantsIn(text).flatMap(
      name => this.#numberOf('constant', name, { isName: true }) ?? [],
    )
    const all = [...shared, ...constants, this.#anyNamed ?? -1]
    return [...new Set(all.flatMap(number => this.blocksOf(number)))]
  }

  /** Returns the shared definitions and constants among these names. */
  sharedAmong(numbers: Uint32Array): number[] {
    const { shared, constant } = this.#numbers
    const known = this.#sharedNumbers ?? new Set([...shared.values(), ...constant.values()])
    this.#sharedNumbers = known
    const all = numbers.some(number => number === this.#everything) ? shared.values() : []
    const found = [...all, this.#anyNamed ?? -1, ...numbers.filter(number => known.has(number))]
    return [...new Set(found.flatMap(number => this.blocksOf(number)))]
  }

  find(kind: Need['kind'], name: string): readonly number[] {
    const numbers = this.#numbersNamed(kind, name)
    if (!numbers) return this.#blocks.map((_, index) => index)
    return [...new Set([...numbers, this.#anyNamed ?? -1].flatMap(number => this.blocksOf(number)))]
  }

  has(kind: Need['kind'], name: string, options = { isName: true }): boolean {
    const numbers = this.#numbersNamed(kind, name, options)
    return numbers ? numbers.some(number => this.blocksOf(number).length > 0) : this.#blocks.length > 0
  }

  /** @returns undefined if the name contains a constant with an unknown value, so that every name is possible */
  #numbersNamed(kind: Need['kind'], name: string, options = { isName: true }): number[] | undefined {
    const words = this.constants.wordsIn(name)
    return (
      words &&
      [...words].flatMap(word =>
        [kind, 'any' as const].flatMap(one => this.#numberOf(one, word, options) ?? []),
      )
    )
  }

  isDefined(
    { kind, name }: Need,
    paths: ReadonlySet<string>,
    { orMentions } = { orMentions: false },
  ): boolean {
    const known = this.#definedIn.get(paths) ?? new Map<string, boolean>()
    this.#definedIn.set(paths, known)
    const key = `${kind} ${orMentions} ${name}`
    const isDefined = known.get(key) ?? this.#isDefinedIn(paths, { kind, name, orMentions })
    known.set(key, isDefined)
    return isDefined
  }

  #isDefinedIn(
    paths: ReadonlySet<string>,
    { kind, name, orMentions }: Need & { orMentions: boolean },
  ): boolean {
    const isHere = (index: number) => paths.has(this.#blocks[index]?.path ?? '')
    const isMentioned = (reading: string) =>
      wordsIn(reading).some(word => {
        const number = this.#numberOf('any', word, { isName: true })
        return number !== undefined && this.blocksOf(number).some(isHere)
      })
    return (
      this.constants
        .readings(name)
        ?.every(
          reading => this.#definitions(kind, reading).some(isHere) || (orMentions && isMentioned(reading)),
        ) ?? false
    )
  }

  #definitions(kind: Need['kind'], name: string): readonly number[] {
    this.#definitionsByName ??= this.#groupDefinitions()
    return this.#definitionsByName.get(keyOf({ kind, name })) ?? []
  }

  #groupDefinitions(): Map<string, number[]> {
    const found = new Map<string, number[]>()
    for (const [index, { kind, name, isRefinement }] of this.#blocks.entries()) {
      if (!isNamed(kind) || isRefinement) continue
      for (const reading of this.constants.readings(name) ?? [])
        addToList(found, keyOf({ kind, name: reading }), index)
    }
    return found
  }
}

/**
 * The map layer of dimensions with `type: zipcode`. A project may redefine this layer
 * (https://cloud.google.com/looker/docs/reference/param-field-map-layer-name).
 */
const zipcodeLayer = 'us_zipcode_tabulation_areas'

/** Matches the parameters of a view that replace the database table with the view's name. */
const hasTable = /^[ \t]{0,99}(?:sql_table_name|derived_table)\s{0,9}:/m
