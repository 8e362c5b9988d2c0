import type { LookmlBlock, Need } from './lookml-blocks.ts'
import { Constants, constantsIn, type Pause, wordsIn } from './texts.ts'

export interface PlacedBlock extends LookmlBlock {
  path: string
  /** Whether the block is a whole file that could not be cut. It may define and use everything that it mentions. */
  isWholeFile: boolean
}

/**
 * The graph of uses. A block uses all blocks of every name that it mentions, both definitions and refinements. This
 * covers joins, aliases, `extends`, derived tables, and parameters that LookML may add later. A word that equals a name
 * by chance adds an unnecessary use, but no use is missed.
 */
export interface BlockGraph {
  blockCount: number
  /** Names are numbers, from 0. */
  nameCount: number
  usedBy(block: number): Uint32Array
  /** The indexes of the blocks that have a name. */
  blocksOf(name: number): readonly number[]
  /** Returns every block with that name, including refinements, and the files that mention it but could not be cut. */
  named(kind: Need['kind'], name: string): readonly number[]
  /** Returns the shared definitions and constants that a text of a dashboard mentions. */
  sharedIn(text: string): readonly number[]
  /** Whether one of these files may define the name. Refinements do not count. */
  isDefined(need: Need, paths: ReadonlySet<string>): boolean
  constants: Constants
}

/** Blocks that are used by name, in every file. Other blocks at the top of a file affect whole models. */
const sharedKinds = new Set(['datagroup', 'access_grant', 'named_value_format', 'map_layer'])

export const isShared = ({ kind }: LookmlBlock) => sharedKinds.has(kind) || kind === 'constant'

/** `any`: a word in a file that could not be cut. */
type NameKind = Need['kind'] | 'shared' | 'constant' | 'any'

const blocksPerPause = 200

export async function connectBlocks(blocks: readonly PlacedBlock[], pause: Pause): Promise<BlockGraph> {
  const names = new Names(blocks)
  const uses: Uint32Array[] = []
  for (const [index, block] of blocks.entries()) {
    uses.push(names.usedBy(block))
    if (index % blocksPerPause === 0) await pause()
  }
  const none = new Uint32Array()
  return {
    blockCount: blocks.length,
    nameCount: names.count,
    usedBy: block => uses[block] ?? none,
    blocksOf: name => names.blocksOf(name),
    named: (kind, name) => names.find(kind, name),
    sharedIn: text => names.sharedIn(text),
    isDefined: (need, paths) => names.isDefined(need, paths),
    constants: names.constants,
  }
}

/** Finds the blocks that a name may refer to. */
class Names {
  readonly constants = new Constants()
  readonly #blocks: readonly PlacedBlock[]
  readonly #numbers: Record<NameKind, Map<string, number>> = {
    view: new Map(),
    explore: new Map(),
    shared: new Map(),
    constant: new Map(),
    any: new Map(),
  }
  readonly #blocksOf: number[][] = []
  /** Views that are also database tables. SQL may name them with a prefix (`publish_as_db_view`). */
  readonly #published: string[] = []
  /** The number of a name that refers to every block. It is used if a mention may be any name. */
  #everything: number | undefined

  constructor(blocks: readonly PlacedBlock[]) {
    this.#blocks = blocks
    for (const { kind, name, strings } of blocks)
      if (kind === 'constant') for (const value of strings) this.constants.add(name, value)
    for (const [index, block] of blocks.entries()) this.#add(index, block)
  }

  get count(): number {
    return this.#blocksOf.length
  }

  blocksOf(name: number): readonly number[] {
    return this.#blocksOf[name] ?? []
  }

  #add(index: number, block: PlacedBlock): void {
    const { kind, name, tokens } = block
    if (block.isWholeFile) for (const word of new Set(wordsIn(tokens))) this.#note('any', word, index)
    if (kind === 'view' || kind === 'explore') this.#noteWords(kind, name, index)
    if (kind === 'view' && tokens.includes('publish_as_db_view')) this.#published.push(name)
    if (sharedKinds.has(kind)) this.#noteWords('shared', name, index)
    if (kind === 'constant') this.#note('constant', name, index)
  }

  /** A name with a hyphen or a dot is stored under each of its parts. */
  #noteWords(kind: NameKind, name: string, index: number): void {
    for (const word of this.constants.wordsIn(name) ?? wordsIn(name)) this.#note(kind, word, index)
  }

  #note(kind: NameKind, word: string, index: number): void {
    const known = this.#numbers[kind].get(word)
    if (known !== undefined) return void this.#blocksOf[known]?.push(index)
    this.#numbers[kind].set(word, this.#blocksOf.length)
    this.#blocksOf.push([index])
  }

  usedBy({ mentions, exploreMentions, kind, name }: PlacedBlock): Uint32Array {
    const used = new Set<number>()
    const use = (kind: NameKind, words: Iterable<string>) => {
      for (const word of words) {
        const number = this.#numbers[kind].get(word)
        if (number !== undefined) used.add(number)
      }
    }
    const wordsOf = (text: string): Iterable<string> => {
      const words = this.constants.wordsIn(text)
      if (!words) used.add(this.#everythingNumber())
      return words ?? []
    }
    const words = [...wordsOf(mentions)]
    for (const kind of ['view', 'shared', 'any'] as const) use(kind, words)
    use('explore', wordsOf(exploreMentions))
    // A refinement uses the refined block, and an Explore uses the view with its own name.
    const own = [...wordsOf(name)]
    if (kind === 'view' || kind === 'explore') use(kind, own)
    if (kind === 'explore') use('view', own)
    use('constant', constantsIn(`${mentions}\n${name}`))
    use('view', this.#publishedIn(words))
    return Uint32Array.from(used)
  }

  /** Finds published views. Ignores case, because databases differ in how they treat it. */
  #publishedIn(words: readonly string[]): string[] {
    if (this.#published.length === 0) return []
    const inLowerCase = words.map(word => word.toLowerCase())
    return this.#published.filter(view => inLowerCase.some(word => word.endsWith(`_${view.toLowerCase()}`)))
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
    const shared = words
      ? [...words].flatMap(word => this.#numbers.shared.get(word) ?? [])
      : [...this.#numbers.shared.values()]
    const constants = constantsIn(text).flatMap(name => this.#numbers.constant.get(name) ?? [])
    return [...new Set([...shared, ...constants].flatMap(number => this.blocksOf(number)))]
  }

  find(kind: Need['kind'], name: string): readonly number[] {
    const words = this.constants.wordsIn(name)
    if (!words) return this.#blocks.map((_, index) => index)
    const numbers = [...words].flatMap(word => [
      this.#numbers[kind].get(word) ?? [],
      this.#numbers.any.get(word) ?? [],
    ])
    return [...new Set(numbers.flat().flatMap(number => this.blocksOf(number)))]
  }

  isDefined({ kind, name }: Need, paths: ReadonlySet<string>): boolean {
    const wanted = this.constants.readings(name)
    return (
      wanted?.every(reading =>
        this.find(kind, reading).some(index => {
          const block = this.#blocks[index]
          if (!block || !paths.has(block.path)) return false
          return block.isWholeFile || (block.kind === kind && this.#isNamed(block, reading))
        }),
      ) ?? false
    )
  }

  #isNamed({ name, isRefinement }: PlacedBlock, wanted: string): boolean {
    return !isRefinement && this.constants.readings(name)?.includes(wanted) === true
  }
}
