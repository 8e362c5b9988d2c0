import type { Explores } from './affected-explores.ts'
import type { ChangedSide } from './changes.ts'
import { tableUse } from './lookml-block.ts'
import { changesIn } from './reachable-changes.ts'

/**
 * A change of an Explore's results that its SQL in development mode does not show. `table`: the Explore reads a table by
 * its name, and the change affects the LookML that writes or publishes this table. `productionSql`: the Explore uses
 * other SQL that only production runs.
 */
export type UnseenExploreChange = 'table' | 'productionSql'

/**
 * Matches SQL that Looker uses only in development mode, or only in production
 * (https://cloud.google.com/looker/docs/derived-tables).
 */
export const sqlOfMode = {
  dev: /--\s{0,9}if\s{1,9}dev\s{0,9}--.*/gi,
  prod: /--\s{0,9}if\s{1,9}prod\s{0,9}--.*/gi,
} as const

/** The maximum number of uses that each search follows for each Explore. */
const maxUses = 1_000_000

/** The blocks of one side that matter, as keys. The value of each block is its own index. */
interface SideBlocks {
  side: ChangedSide
  readers: ReadonlyMap<number, number>
  ofProduction: ReadonlyMap<number, number>
}

export class UnseenChanges {
  readonly #explores: Explores
  #known: readonly SideBlocks[] | undefined

  constructor(explores: Explores) {
    this.#explores = explores
  }

  /** Reads every block, so it is computed only if an Explore is affected. */
  get #sides(): readonly SideBlocks[] {
    const { base, head } = this.#explores.change
    this.#known ??= [base, head].map(side => ({
      side,
      readers: readersOfChangedTables(side),
      ofProduction: productionBlocks(side),
    }))
    return this.#known
  }

  of(fullName: string): UnseenExploreChange[] {
    return [
      ...(this.#readsChangedTable(fullName) ? (['table'] as const) : []),
      ...(this.#usesOtherProductionSql(fullName) ? (['productionSql'] as const) : []),
    ]
  }

  #readsChangedTable(fullName: string): boolean {
    return this.#sides.some(({ side, readers }) => {
      if (readers.size === 0) return false
      const limits = { count: 1, usesLeft: maxUses }
      const { found, isComplete } = this.#explores.findUsed(fullName, side.project, readers, limits)
      return found.length > 0 || !isComplete
    })
  }

  #usesOtherProductionSql(fullName: string): boolean {
    if (this.#sides.every(({ ofProduction }) => ofProduction.size === 0)) return false
    const used = this.#sides.map(({ side, ofProduction }) => {
      const limits = { count: ofProduction.size, usesLeft: maxUses }
      return { side, ...this.#explores.findUsed(fullName, side.project, ofProduction, limits) }
    })
    if (used.some(({ isComplete }) => !isComplete)) return true
    const [before, after] = used.map(({ side, found }) =>
      found
        .map(block => productionSql(side, block))
        .sort()
        .join('\n'),
    )
    return (
      before !== after || used.some(({ side, found }) => found.some(block => this.#isChanged(side, block)))
    )
  }

  /** Whether the block is included differently, or its production SQL names a changed view. */
  #isChanged(side: ChangedSide, block: number): boolean {
    const { graph, blocks } = side.project
    const path = blocks[block]?.path
    if (this.#explores.change.inclusions.some(inclusion => inclusion.path === path)) return true
    const views = [...productionSql(side, block).matchAll(tableUse)].map(([, name = '']) => name)
    return changesIn(side.reach.from(views.flatMap(name => graph.named('view', name)))) > 0
  }
}

/** Returns the blocks that read a table by its name, if the change affects another block that writes or publishes it. */
function readersOfChangedTables({ project: { graph }, reach }: ChangedSide): Map<number, number> {
  const isAffected = (block: number) => changesIn(reach.from([block])) > 0
  const readers = [...graph.tablesReadBy].filter(([reader, tables]) =>
    tables.some(table => graph.blocksOf(table).some(block => block !== reader && isAffected(block))),
  )
  return new Map(readers.map(([reader]) => [reader, reader]))
}

function productionBlocks(side: ChangedSide): Map<number, number> {
  const found = side.project.blocks.flatMap((_, index) => (productionSql(side, index) === '' ? [] : [index]))
  return new Map(found.map(index => [index, index]))
}

const productionSql = ({ project }: ChangedSide, block: number): string =>
  (project.blocks[block]?.tokens.match(sqlOfMode.prod) ?? []).join('\n')
