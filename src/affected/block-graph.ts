import { type LookmlBlock, type Need, wordsIn } from './lookml-blocks.ts'
import type { Pause } from './texts.ts'

/** A block with its file. */
export interface PlacedBlock extends LookmlBlock {
  path: string
  /** Its text could not be cut: it may define and use everything that it mentions. */
  isWholeFile: boolean
}

/**
 * Which blocks may use which: a block uses all blocks of every name that it mentions, definitions and refinements alike.
 * That covers joins, aliases, `extends`, derived tables and parameters that LookML may yet invent. A word that happens to
 * be a name adds a block too many; no block is missed.
 */
export interface BlockGraph {
  blockCount: number
  /** Names are numbers, from 0. */
  nameCount: number
  /** The names that a block uses. */
  usedBy(block: number): Uint32Array
  /** The blocks of a name, by their places in the list of blocks. */
  blocksOf(name: number): readonly number[]
  /** Every block of that name, refinements too, and the files that could not be cut and mention it. */
  named(kind: Need['kind'], name: string): readonly number[]
  /** Whether a block of the name that is no refinement may be among these files. */
  isDefined(need: Need, paths: ReadonlySet<string>): boolean
}

/** Are used by name, wherever they are defined. Anything else at the top of a file concerns whole models. */
const sharedKinds = new Set(['datagroup', 'access_grant', 'named_value_format', 'map_layer'])

export const isShared = ({ kind }: LookmlBlock) => sharedKinds.has(kind) || kind === 'constant'

/** `any`: what a file that could not be cut mentions. */
type NameKind = Need['kind'] | 'shared' | 'constant' | 'any'

/** Blocks that are connected between two pauses. */
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
    isDefined: (need, paths) => names.isDefined(need, paths),
  }
}

/** Which blocks a name stands for. */
class Names {
  readonly #blocks: readonly PlacedBlock[]
  readonly #numbers: Record<NameKind, Map<string, number>> = {
    view: new Map(),
    explore: new Map(),
    shared: new Map(),
    constant: new Map(),
    any: new Map(),
  }
  readonly #blocksOf: number[][] = []
  readonly #constants = new Map<string, string[]>()
  /** Views that are also tables of the database, which SQL may name with a prefix (`publish_as_db_view`). */
  readonly #published: string[] = []

  constructor(blocks: readonly PlacedBlock[]) {
    this.#blocks = blocks
    for (const [index, block] of blocks.entries()) this.#add(index, block)
  }

  get count(): number {
    return this.#blocksOf.length
  }

  blocksOf(name: number): readonly number[] {
    return this.#blocksOf[name] ?? []
  }

  #add(index: number, block: PlacedBlock): void {
    const { kind, name, strings, tokens } = block
    if (block.isWholeFile) for (const word of new Set(wordsIn(tokens))) this.#note('any', word, index)
    if (kind === 'view' || kind === 'explore') this.#noteWords(kind, name, index)
    if (kind === 'view' && tokens.includes('publish_as_db_view')) this.#published.push(name)
    if (sharedKinds.has(kind)) this.#noteWords('shared', name, index)
    if (kind === 'constant') {
      this.#note('constant', name, index)
      this.#constants.set(name, [...(this.#constants.get(name) ?? []), ...strings])
    }
  }

  /** A name with a hyphen or a dot in it is found by each of its parts. */
  #noteWords(kind: NameKind, name: string, index: number): void {
    for (const word of new Set(wordsIn(name))) this.#note(kind, word, index)
  }

  #note(kind: NameKind, word: string, index: number): void {
    const known = this.#numbers[kind].get(word)
    if (known !== undefined) return void this.#blocksOf[known]?.push(index)
    this.#numbers[kind].set(word, this.#blocksOf.length)
    this.#blocksOf.push([index])
  }

  /** The names that a block uses, as numbers. */
  usedBy(block: PlacedBlock): Uint32Array {
    const used = new Set<number>()
    const use = (kind: NameKind, word: string) => {
      const number = this.#numbers[kind].get(word)
      if (number !== undefined) used.add(number)
    }
    const { mentions, exploreMentions, kind, name } = block
    const words = new Set(wordsIn(this.#withValues(mentions)))
    for (const word of words) for (const named of ['view', 'shared', 'any'] as const) use(named, word)
    for (const word of new Set(wordsIn(this.#withValues(exploreMentions)))) use('explore', word)
    // A refinement belongs to what it refines, and an Explore shows the view of its own name.
    if (kind === 'view' || kind === 'explore') for (const word of wordsIn(name)) use(kind, word)
    if (kind === 'explore') for (const word of wordsIn(name)) use('view', word)
    for (const [, constant = ''] of mentions.matchAll(constantUse)) use('constant', constant)
    for (const published of this.#published)
      for (const word of words) if (word.endsWith(`_${published}`)) use('view', published)
    return Uint32Array.from(used)
  }

  find(kind: Need['kind'], name: string): number[] {
    const numbers = wordsIn(this.#expand(name)).flatMap(word => [
      this.#numbers[kind].get(word) ?? [],
      this.#numbers.any.get(word) ?? [],
    ])
    return [...new Set(numbers.flat().flatMap(number => this.blocksOf(number)))]
  }

  isDefined({ kind, name }: Need, paths: ReadonlySet<string>): boolean {
    const wanted = this.#expand(name)
    return this.find(kind, wanted).some(index => {
      const block = this.#blocks[index]
      if (!block || !paths.has(block.path)) return false
      return block.isWholeFile || (block.kind === kind && block.name === wanted && !block.isRefinement)
    })
  }

  #withValues(text: string): string {
    return text.includes('@{') ? `${text}\n${this.#expand(text)}` : text
  }

  /** Replaces constants by their values (https://cloud.google.com/looker/docs/reference/param-manifest-constant). */
  #expand(text: string): string {
    return text.replace(constantUse, (use, name: string) => this.#constants.get(name)?.join(' ') ?? use)
  }
}

const constantUse = /@\{\s*([^\s{}]+)\s*\}/g
