import { type BaseMemory, memoryKey } from '../../src/branch-check/base-memory.ts'
import { type CheckOptions, checkBranch } from '../../src/branch-check/check-branch.ts'
import { pairTiles } from '../../src/branch-check/check-tile.ts'
import type { ProductionState } from '../../src/branch-check/complete-answers.ts'
import { readResultTable } from '../../src/branch-check/query-result.ts'
import type { QueryAnswer, QueryRunner } from '../../src/branch-check/run-queries.ts'
import type { CheckSide } from '../../src/branch-check/temporary-branch.ts'
import { queryKey, type Tile } from '../../src/branch-check/tile-queries.ts'
import { isFailedTile, type LookmlError } from '../../src/branch-report.ts'
import { ActionError } from '../../src/errors.ts'
import { tileWords } from '../../src/report/tile-words.ts'
import { detailAnswer } from './answers.ts'

/** The result of a query on one side: the SQL and the value. Each of the two can be an error instead. */
interface Answer {
  sql: string | 'fails' | 'refused' | 'too slow' | 'forbidden'
  /** The value in the answer. A list has one value for each repeated query. */
  value?: number | number[] | 'fails' | 'refused' | 'too slow'
  /** Looker's remark in the answer. */
  remark?: string
}

type SideAnswers = Readonly<Record<string, Answer>>

interface Scene {
  base: SideAnswers
  head: SideAnswers
  /** By default, all queries fail in production. */
  production?: SideAnswers
  /** The tiles of both sides, or the tiles of each side. */
  tiles?: Tile[] | { base: Tile[]; head: Tile[] }
  errors?: Partial<Record<CheckSide, LookmlError[]>>
  /** The number of the round that fails at its start. */
  failingRound?: number
  options?: Partial<CheckOptions>
}

const tile = (...fields: string[]): Tile => ({
  id: fields.join(),
  title: fields.join(),
  queries: fields.map(field => ({
    explore: 'shop::orders',
    ...(fields.length > 1 && { name: field }),
    body: { model: 'shop', view: 'orders', fields: [field] },
    hidden: [],
    isSingleValue: true,
  })),
})

const fault = (message: string) => ({ message, hint: 'Look there.' })

const refusedModel = 'Looker refuses all queries of the model shop on both commits'
const refusal = { kind: 'failing', error: fault('Not found'), mayBeRefused: true } as const

async function check({
  base,
  head,
  production = {},
  tiles = [tile('a')],
  errors = {},
  failingRound,
  options,
}: Scene) {
  const log: string[] = []
  let side: CheckSide | 'production' = 'base'
  let rounds = 0
  const turns = new Map<string, number>()
  const answerOf = (field: string) => ({ base, head, production })[side][field]
  const sqlOf = (field: string): QueryAnswer<string> => {
    const sql = answerOf(field)?.sql ?? 'fails'
    if (sql === 'fails') return { kind: 'failing', error: fault(`Unknown field ${field}`) }
    if (sql === 'refused') return refusal
    if (sql === 'too slow') return { kind: 'unknown', error: fault('It took longer than 120 s') }
    return sql === 'forbidden' ? { kind: 'forbidden', error: fault('403') } : { kind: 'answer', value: sql }
  }
  const resultsOf = (field: string): ReturnType<ReturnType<CheckOptions['createRunner']>['results']> => {
    const turn = turns.get(side + field) ?? 0
    turns.set(side + field, turn + 1)
    const value = [answerOf(field)?.value ?? 0].flat()
    const now = value[Math.min(turn, value.length - 1)]
    if (now === 'fails') return Promise.resolve({ kind: 'failing', error: fault('The database said no') })
    if (now === 'refused') return Promise.resolve(refusal)
    if (now === 'too slow')
      return Promise.resolve({ kind: 'unknown', error: fault('It took longer than 120 s') })
    const remark = answerOf(field)?.remark
    const more = remark === undefined ? {} : { errors: [{ message: remark, level: 'info' }] }
    const table = readResultTable(detailAnswer([[now ?? 0]], { measures: [`${field} #`], more }), 5000)
    if (!table) throw new Error('This is no result')
    return Promise.resolve({ kind: 'answer', value: table })
  }
  const both = Array.isArray(tiles) ? { base: tiles, head: tiles } : tiles
  const runner: QueryRunner = {
    sql: async ({ fields }) => {
      log.push(`${side} sql ${fields[0]}`)
      return sqlOf(fields[0] ?? '')
    },
    results: async ({ fields }) => {
      log.push(`${side} results ${fields[0]}`)
      return resultsOf(fields[0] ?? '')
    },
  }
  const checked = await checkBranch({
    branches: {
      during: async (now, commit, work) => {
        side = now
        rounds += 1
        if (rounds === failingRound) throw new ActionError('Somebody checked out another branch', 'Wait.')
        log.push(`${commit} is checked out`)
        return work()
      },
      unavailable: new Map(),
      close: async () => [],
    },
    commits: { base: 'base', head: 'head' },
    tiles: pairTiles(both.base, both.head),
    depth: 'numbers',
    isConfirmed: false,
    createRunner: () => runner,
    production: {
      sql: body => {
        side = 'production'
        return runner.sql(body)
      },
      results: body => {
        side = 'production'
        return runner.results(body)
      },
    },
    readProductionState: async () => {
      log.push("production's commit")
      return undefined
    },
    validate: async () => {
      log.push(`${side} validate`)
      return errors[side as CheckSide] ?? []
    },
    whileHeadIsCheckedOut: async () => undefined,
    definesExplore: () => false,
    ...options,
  })
  return { ...checked, log, words: checked.tiles.map(tileWords), isFailed: checked.tiles.some(isFailedTile) }
}

const same: Answer = { sql: 'SELECT 1', value: 1 }

describe('a tile', () => {
  test.each<[string, Answer | undefined, Answer | undefined, string, { numbers?: string; fails?: boolean }]>([
    ['has the same SQL', same, same, 'a: same SQL', { numbers: 'unchanged' }],
    [
      'has other SQL and the same numbers',
      same,
      { sql: 'SELECT 2 - 1', value: 1 },
      'a: SQL changed, same numbers',
      { numbers: 'unchanged' },
    ],
    [
      'has other numbers',
      same,
      { sql: 'SELECT 2', value: 2 },
      'a: $1 → $2 (+100.0 %)',
      { numbers: 'changed' },
    ],
    [
      'fails only on the head because Looker returns no SQL',
      same,
      { sql: 'fails' },
      'a: broken by this pull request: Unknown field a',
      { numbers: 'broken', fails: true },
    ],
    [
      'fails only on the base because Looker returns no SQL',
      { sql: 'fails' },
      same,
      'a: failed before, works now',
      { numbers: 'changed' },
    ],
    [
      'fails on both sides because Looker returns no SQL',
      { sql: 'fails' },
      { sql: 'fails' },
      'a: failed before this pull request, too: Unknown field a',
      {},
    ],
    [
      'is refused by the database on the head',
      same,
      { sql: 'SELECT x', value: 'fails' },
      'a: broken by this pull request: The database said no',
      { numbers: 'broken', fails: true },
    ],
    [
      'is refused by the database on the base',
      { sql: 'SELECT x', value: 'fails' },
      same,
      'a: failed before, works now: The database said no',
      { numbers: 'changed' },
    ],
    [
      'is refused by the database on both sides',
      { sql: 'SELECT x', value: 'fails' },
      { sql: 'SELECT y', value: 'fails' },
      'a: SQL changed: The query fails on both commits: The database said no',
      { numbers: 'changed' },
    ],
    [
      'has no SQL before the time is up',
      { sql: 'too slow' },
      same,
      'a: not checked: It took longer than 120 s',
      { fails: true },
    ],
    [
      'has no result before the time is up',
      same,
      { sql: 'SELECT 2', value: 'too slow' },
      'a: SQL changed, numbers not checked: It took longer than 120 s',
      { numbers: 'unchecked', fails: true },
    ],
    [
      'has SQL that the user may not see, and the same numbers',
      { sql: 'forbidden', value: 1 },
      { sql: 'forbidden', value: 1 },
      'a: SQL not known, same numbers',
      { numbers: 'unchanged' },
    ],
    [
      'has SQL that the user may not see, and other numbers',
      { sql: 'forbidden', value: 1 },
      { sql: 'forbidden', value: 2 },
      'a: $1 → $2 (+100.0 %)',
      { numbers: 'changed' },
    ],
  ])(
    'the result of a tile is correct if the tile %s',
    async (_, base, head, words, { numbers, fails = false }) => {
      const checked = await check({ base: { ...(base && { a: base }) }, head: { ...(head && { a: head }) } })
      expect(checked.words).toEqual([words])
      expect(checked.tiles[0]?.numbers).toBe(numbers)
      expect(checked.isFailed).toBe(fails)
    },
  )

  test.each([
    ['Note: This query contains derived tables with Development Mode filters.', false, true],
    ['Note: This query contains derived tables with conditional SQL for Development Mode.', true, false],
  ])(
    "the check reports Looker's remark about the head's results: %s",
    async (remark, isDevelopmentSql, hasDevFilters) => {
      const checked = await check({ base: { a: same }, head: { a: { sql: 'SELECT 2', value: 2, remark } } })
      expect(checked).toMatchObject({ isDevelopmentSql, hasDevFilters })
    },
  )

  test.each<[string, Answer, Answer, object]>([
    [
      'the numbers differ',
      { sql: 'FROM LR_CC1E41767226241142_daily', value: 1 },
      { sql: 'FROM LR_FK2B71767226241142_daily', value: 2 },
      { names: ['daily'], tiles: 1 },
    ],
    [
      'the numbers are the same',
      { sql: 'FROM LR_CC1E41767226241142_daily', value: 1 },
      { sql: 'FROM LR_FK2B71767226241142_daily', value: 1 },
      { names: [], tiles: 0 },
    ],
    [
      'the user may not see the SQL',
      { sql: 'forbidden', value: 1 },
      { sql: 'forbidden', value: 2 },
      { names: [], tiles: 0 },
    ],
  ])(
    'persistent tables that only the base reads are reported as follows if %s',
    async (_, base, head, replaced) =>
      expect((await check({ base: { a: base }, head: { a: head } })).replacedTables).toEqual(replaced),
  )

  test('persistent tables are reported only for the query of a tile whose numbers differ', async () => {
    const of = (id: string, name: string, value: number) => ({
      sql: `FROM LR_${id}1767226241142_${name}`,
      value,
    })
    const checked = await check({
      base: { a: of('AAAAA', 'one', 1), b: of('BBBBB', 'two', 1) },
      head: { a: of('CCCCC', 'one', 1), b: of('DDDDD', 'two', 2) },
      tiles: [tile('a', 'b')],
    })
    expect(checked.replacedTables).toEqual({ names: ['two'], tiles: 1 })
  })

  test('the query of a new tile runs although no numbers can be compared', async () => {
    const checked = await check({ base: {}, head: { a: same }, tiles: { base: [], head: [tile('a')] } })
    expect(checked.tiles).toMatchObject([{ sql: 'new' }])
    expect(checked.tiles[0]?.numbers).toBeUndefined()
    expect(checked.log).toContain('head results a')
    const broken = await check({
      base: {},
      head: { a: { sql: 'SELECT x', value: 'fails' } },
      tiles: { base: [], head: [tile('a')] },
    })
    expect(broken.tiles).toMatchObject([{ sql: 'broken', error: { message: 'The database said no' } }])
  })

  test('a tile that is missing on the head counts as removed', async () => {
    const checked = await check({ base: { a: same }, head: {}, tiles: { base: [tile('a')], head: [] } })
    expect(checked.tiles).toMatchObject([{ sql: 'removed' }])
    expect(checked.tiles[0]?.numbers).toBeUndefined()
    expect(checked.isFailed).toBe(false)
  })

  test('an SQL Runner tile is unchecked and does not fail its target', async () => {
    const runner: Tile = { id: 'r', title: 'Raw', queries: [], isUncheckable: true }
    const checked = await check({ base: {}, head: {}, tiles: [runner] })
    expect(checked.tiles).toMatchObject([{ sql: 'unchecked', isUncheckable: true }])
    expect(checked.isFailed).toBe(false)
  })

  test('a tile that cannot be queried is reported as unchecked, with the reason', async () => {
    const odd: Tile = { id: 'o', title: 'Odd', queries: [], problem: 'the tile uses the constant @{model}' }
    const checked = await check({ base: {}, head: {}, tiles: [odd] })
    expect(checked.words).toEqual(['Odd: not checked: The tile uses the constant @{model}'])
    expect(checked.isFailed).toBe(true)
  })

  test('a tile of merged results has the worst result of its queries', async () => {
    const checked = await check({
      base: { a: same, b: same },
      head: { a: same, b: { sql: 'SELECT 2', value: 2 } },
      tiles: [tile('a', 'b')],
    })
    expect(checked.words).toEqual(['a,b: b: $1 → $2 (+100.0 %)'])
    const broken = await check({ base: { a: same, b: same }, head: { a: same }, tiles: [tile('a', 'b')] })
    expect(broken.tiles).toMatchObject([{ sql: 'broken', error: { message: 'Unknown field b' } }])
  })
})

describe('a query that fails on both commits', () => {
  const failing: SideAnswers = { a: { sql: 'fails' }, b: same }
  const newer =
    'not checked: Production has LookML that this branch lacks: the query runs in production and fails on both commits'
  const tiles = [tile('a'), tile('b')]

  test('a tile is unchecked if its query fails on both commits and runs in production', async () => {
    const checked = await check({ base: failing, head: failing, production: { a: same }, tiles })
    expect(checked.words).toEqual([`a: ${newer} (Unknown field a)`, 'b: same SQL'])
    expect(checked.tiles[0]?.error?.hint).toBe(
      "Merge the base branch into the pull request's branch. If the base branch lacks this LookML, too, merge the branch that is in production. If the pull request's branch already contains production's commit, deploy the base branch to production in Looker, or correct the tile.",
    )
    expect(checked.isFailed).toBe(true)
    expect(checked.log.filter(line => line.startsWith('production'))).toEqual([
      'production sql a',
      "production's commit",
    ])
  })

  test('the commit of production is read only if a query runs in production and fails on both commits', async () => {
    const checked = await check({ base: failing, head: failing, tiles })
    expect(checked.words[0]).toBe('a: failed before this pull request, too: Unknown field a')
    expect(checked.log).not.toContain("production's commit")
  })

  const deployOrCorrect = 'Deploy the base branch to production in Looker, or correct the tile.'
  const inState = (state: ProductionState) => ({ options: { readProductionState: async () => state } })

  test('a tile fails on both commits if production is older than the merge base', async () => {
    const production = { a: same }
    const checked = await check({ base: failing, head: failing, production, tiles, ...inState('older') })
    expect(checked.words).toEqual(['a: failed before this pull request, too: Unknown field a', 'b: same SQL'])
    expect(checked.tiles[0]?.error?.hint).toBe(
      `Production is older than the merge base, and the query still runs there. ${deployOrCorrect}`,
    )
    expect(checked.isFailed).toBe(false)
  })

  test('an older production does not hide a tile that production does not answer', async () => {
    const production: SideAnswers = { a: { sql: 'too slow' }, b: same }
    const both: SideAnswers = { a: { sql: 'fails' }, b: { sql: 'fails' } }
    const checked = await check({ base: both, head: both, production, tiles, ...inState('older') })
    expect(checked.words[0]).toBe('a: not checked: It took longer than 120 s')
    expect(checked.isFailed).toBe(true)
  })

  const hidden: Answer = { sql: 'forbidden', value: 'fails' }
  test.each<[string, SideAnswers, SideAnswers, string]>([
    ['the database rejects its query', { a: hidden }, { a: hidden }, 'The database said no'],
    ['Looker may refuse its model', { a: { sql: 'refused' } }, { a: { sql: 'refused' } }, 'Not found'],
    ['only the database rejects its query on the head', failing, { a: hidden }, 'The database said no'],
  ])('an older production leaves a tile unchecked if %s', async (_, base, head, reason) => {
    const checked = await check({ base, head, production: { a: same }, ...inState('older') })
    expect(checked.words).toEqual([
      `a: not checked: The query fails on both commits and runs in production, which is older than the merge base (${reason})`,
    ])
    expect(checked.tiles[0]?.error?.hint).toBe(deployOrCorrect)
    expect(checked.isFailed).toBe(true)
  })

  test('a tile is unchecked if production has the commit of the merge base and runs its query', async () => {
    const checked = await check({ base: failing, head: failing, production: { a: same }, ...inState('same') })
    expect(checked.words).toEqual([
      'a: not checked: The query fails on both commits and runs in production, which has the commit of the merge base (Unknown field a)',
    ])
    expect(checked.tiles[0]?.error?.hint).toMatch(/^Run the job again\. If this happens each time, /)
    expect(checked.isFailed).toBe(true)
  })

  test('a tile is unchecked if production has a commit that the merge base lacks', async () => {
    const checked = await check({
      base: failing,
      head: failing,
      production: { a: same },
      ...inState('other'),
    })
    expect(checked.words).toEqual([`a: ${newer} (Unknown field a)`])
    expect(checked.isFailed).toBe(true)
  })

  test('the advice to merge the base branch has priority over the advice about refused models', async () => {
    const refused: SideAnswers = { a: { sql: 'refused' }, b: { sql: 'refused' } }
    const production = { a: same, b: refused.b } as SideAnswers
    const checked = await check({ base: refused, head: refused, production, tiles })
    expect(checked.words).toEqual([
      `a: ${newer} (Not found)`,
      'b: failed before this pull request, too: Not found',
    ])
  })

  test('production gets a query for results if the API user may not see SQL', async () => {
    const hidden: SideAnswers = { a: { sql: 'forbidden', value: 'fails' } }
    const production: SideAnswers = { a: { sql: 'forbidden', value: 1 } }
    const checked = await check({ base: hidden, head: hidden, production })
    expect(checked.words).toEqual([`a: ${newer} (The database said no)`])
    expect(checked.log.filter(line => line.startsWith('production '))).toEqual(['production results a'])
  })

  test('a tile is unchecked if production does not answer its query', async () => {
    const checked = await check({ base: failing, head: failing, production: { a: { sql: 'too slow' } } })
    expect(checked.words).toEqual(['a: not checked: It took longer than 120 s'])
  })
})

describe('a model that the API user may not query', () => {
  const refused: Answer = { sql: 'refused' }
  const ofModel = (model: string, field: string): Tile => ({
    ...tile(field),
    queries: tile(field).queries.map(query => ({ ...query, body: { ...query.body, model } })),
  })
  test('tiles are unchecked if Looker refuses all queries of their model on both commits', async () => {
    const answers = { a: refused, b: refused, c: same }
    const tiles = [tile('a'), tile('b'), ofModel('staff', 'c')]
    const checked = await check({ base: answers, head: answers, tiles })
    expect(checked.words).toEqual([
      `a: not checked: ${refusedModel}`,
      `b: not checked: ${refusedModel}`,
      'c: same SQL',
    ])
    expect(checked.tiles[0]?.error?.hint).toMatch(/access_data.*see_sql.*explore/)
    expect(checked.tiles.map(isFailedTile)).toEqual([true, true, false])
  })

  test('a tile fails on both commits if another query of its model works', async () => {
    const answers = { a: refused, b: same }
    const checked = await check({ base: answers, head: answers, tiles: [tile('a'), tile('b')] })
    expect(checked.words).toEqual(['a: failed before this pull request, too: Not found', 'b: same SQL'])
    expect(checked.isFailed).toBe(false)
  })

  describe('an Explore that the API user may not query', () => {
    const refusedOrders =
      'Looker refuses a query of the Explore shop::orders on both commits, although the LookML defines this Explore'
    const options = {
      definesExplore: (_, { model, name }) => model === 'shop' && name === 'orders',
    } satisfies Partial<CheckOptions>
    const answers = { a: refused, b: same }
    const tiles = [tile('a'), tile('b')]

    test('a tile is unchecked if Looker refuses its query, and the LookML defines its Explore', async () => {
      const checked = await check({ base: answers, head: answers, production: answers, tiles, options })
      expect(checked.words).toEqual([`a: not checked: ${refusedOrders}`, 'b: same SQL'])
      expect(checked.tiles[0]?.error?.hint).toMatch(/required_access_grants.*access_data/)
      expect(checked.isFailed).toBe(true)
    })

    test('a tile is unchecked if the API user may not see SQL, and Looker refuses its results', async () => {
      const hidden: SideAnswers = {
        a: { sql: 'forbidden', value: 'refused' },
        b: { sql: 'forbidden', value: 1 },
      }
      const checked = await check({ base: hidden, head: hidden, production: hidden, tiles, options })
      expect(checked.words[0]).toBe(`a: not checked: ${refusedOrders}`)
    })

    test.each<[string, Partial<Scene>]>([
      ['if Looker does not refuse its query in production', { production: { a: { sql: 'fails' } } }],
      ['if its query has an error on the merge base', { base: { a: { sql: 'fails' }, b: same } }],
      ['if its query has an error on the head', { head: { a: { sql: 'fails' }, b: same } }],
      ['if the LookML does not define its Explore', { options: {} }],
    ])('a tile with a refused query failed before, too, %s', async (_, scene) => {
      const all = { base: answers, head: answers, production: answers, tiles, options }
      const checked = await check({ ...all, ...scene })
      expect(checked.words[0]).toMatch(/^a: failed before this pull request, too: /)
      expect(checked.isFailed).toBe(false)
    })
  })

  describe('an Explore that the API user may not query on the head', () => {
    const refusedOnHead =
      'a: not checked: Looker refuses a query of the Explore shop::orders only on the head, although the LookML defines this Explore'
    const definedOn = (...sides: CheckSide[]): Partial<CheckOptions> => ({
      definesExplore: (side, { model, name }) =>
        sides.includes(side) && model === 'shop' && name === 'orders',
    })
    const hidden: Answer = { sql: 'forbidden', value: 1 }
    test.each<[string, Partial<Scene>]>([
      ['a tile whose query runs on the merge base', {}],
      ['a new tile', { tiles: { base: [], head: [tile('a')] } }],
      [
        'a tile that moves to a new model',
        { tiles: { base: [{ ...ofModel('staff', 'b'), id: 'a' }], head: [tile('a')] } },
      ],
      ['a tile whose SQL is hidden on the merge base', { base: { a: hidden } }],
      [
        'a tile whose SQL is hidden on both commits',
        { base: { a: hidden }, head: { a: { sql: 'forbidden', value: 'refused' } } },
      ],
    ])('%s is unchecked if Looker refuses its query', async (_, scene) => {
      const sides = { base: { a: same, b: same }, head: { a: refused } }
      const checked = await check({ ...sides, options: definedOn('head'), ...scene })
      expect(checked.words).toEqual([refusedOnHead])
      expect(checked.tiles[0]?.error?.hint).toMatch(/user attributes.*role that contains the model shop/)
      expect(checked.isFailed).toBe(true)
    })

    test.each<[string, Partial<Scene>]>([
      ['only the merge base defines its Explore', { options: definedOn('base') }],
      ['its query has another error', { head: { a: { sql: 'fails' } }, options: definedOn('head') }],
    ])('a tile is broken if %s', async (_, scene) => {
      const checked = await check({ base: { a: same }, head: { a: refused }, ...scene })
      expect(checked.words[0]).toMatch(/^a: broken by this pull request: /)
    })

    test('a tile failed before if its query has another error on the merge base', async () => {
      const sides = { base: { a: { sql: 'fails' } }, head: { a: refused } } as const
      const checked = await check({ ...sides, options: definedOn('base', 'head') })
      expect(checked.words).toEqual(['a: failed before this pull request, too: Not found'])
    })
  })

  test('a tile is broken if Looker refuses the queries of its model only on the head', async () => {
    const checked = await check({ base: { a: same }, head: { a: refused } })
    expect(checked.words).toEqual(['a: broken by this pull request: Not found'])
  })

  test('tiles are unchecked if the API user may not see SQL, and Looker refuses all results', async () => {
    const answers: SideAnswers = { a: { sql: 'forbidden', value: 'refused' } }
    const checked = await check({ base: answers, head: answers, production: answers })
    expect(checked.words).toEqual([`a: not checked: ${refusedModel}`])
  })
})

describe('a branch check', () => {
  test('a branch check requests the SQL of the base, then of the head, then the results if the SQL differs', async () => {
    const { log } = await check({
      base: { a: same, b: same },
      head: { a: same, b: { sql: 'SELECT 2', value: 2 } },
      tiles: [tile('a'), tile('b')],
    })
    expect(log).toEqual([
      ...['base is checked out', 'base validate', 'base sql a', 'base sql b'],
      ...['head is checked out', 'head validate', 'head sql a', 'head sql b', 'head results b'],
      ...['base is checked out', 'base results b'],
    ])
  })

  test('a branch check does not request the results of the base if the results of the head are unknown', async () => {
    const base = { a: { sql: 'SELECT 1', value: 1 }, b: { sql: 'SELECT 1', value: 1 } }
    const slow: Answer = { sql: 'SELECT 2', value: 'too slow' }
    const tiles = [tile('a'), tile('b')]
    const { log, words } = await check({ base, head: { a: slow, b: { sql: 'SELECT 2', value: 2 } }, tiles })
    expect(log.filter(line => line.startsWith('base results'))).toEqual(['base results b'])
    expect(words[0]).toBe('a: SQL changed, numbers not checked: It took longer than 120 s')
    expect(words[1]).toContain('$1 → $2')
    const all = await check({ base, head: { a: slow, b: slow }, tiles })
    expect(all.log.filter(line => line === 'base is checked out')).toHaveLength(1)
  })

  test('a branch check requests no results if only SQL is compared', async () => {
    const { log, words } = await check({
      base: { a: same },
      head: { a: { sql: 'SELECT 2', value: 2 } },
      options: { depth: 'sql' },
    })
    expect(log.filter(line => line.includes('results'))).toEqual([])
    expect(words).toEqual(['a: SQL changed'])
  })

  test('a branch check requests all results if results may change without a change of the SQL', async () => {
    const { log, words } = await check({
      base: { a: same, b: same },
      head: { a: same, b: { ...same, value: 2 } },
      tiles: [tile('a'), tile('b')],
      options: { depth: 'all numbers' },
    })
    expect(log.filter(line => line.includes('results'))).toEqual([
      ...['head results a', 'head results b', 'base results a', 'base results b'],
    ])
    expect(words).toEqual(['a: same SQL', 'b: $1 → $2 (+100.0 %)'])
  })

  test('a branch check that compares only SQL fails if the API user may not see SQL', async () => {
    const { words, isFailed } = await check({
      base: { a: { sql: 'forbidden' } },
      head: { a: { sql: 'forbidden' } },
      options: { depth: 'sql' },
    })
    expect(words).toEqual(['a: not checked: The API user may not see SQL'])
    expect(isFailed).toBe(true)
  })

  test('a branch check that queries the base twice queries the base before and after the head', async () => {
    const { log, words } = await check({
      base: { a: { sql: 'SELECT 1', value: [1, 2] }, b: same },
      head: { a: { sql: 'SELECT 2', value: 2 }, b: { sql: 'SELECT 2', value: 3 } },
      tiles: [tile('a'), tile('b')],
      options: { isConfirmed: true },
    })
    expect(log.filter(line => line.includes('results'))).toEqual([
      ...['base results a', 'base results b'],
      ...['head results a', 'head results b'],
      ...['base results a', 'base results b'],
    ])
    expect(words).toEqual(['a: SQL changed, same numbers', 'b: $1 → $3 (+200.0 %)'])
  })

  test('a branch check does not query tiles of a model with new errors', async () => {
    const unknownView = { message: 'Unknown view', path: 'a.lkml', line: 1, model: 'shop' }
    const old = { message: 'Old error', model: 'shop' }
    const { log, words, lookmlErrors, isFailed } = await check({
      base: { a: same },
      head: { a: same },
      errors: { base: [old], head: [old, unknownView] },
    })
    expect(lookmlErrors).toEqual([unknownView])
    expect(log).not.toContain('head sql a')
    expect(words).toEqual(['a: not checked: This pull request adds 1 LookML error to the model shop'])
    expect(isFailed).toBe(true)
  })

  test('a branch check queries tiles of other models if one model has new errors', async () => {
    const { words } = await check({
      base: { a: same },
      head: { a: same },
      errors: { head: [{ message: 'Unknown view', model: 'other' }] },
    })
    expect(words).toEqual(['a: same SQL'])
  })

  test('a branch check continues with a warning if Looker cannot validate the LookML', async () => {
    const { words, problem } = await check({
      base: { a: same },
      head: { a: same },
      options: {
        validate: async () => {
          throw new ActionError('acme.looker.com took longer than 300 s', 'Run the job again.')
        },
      },
    })
    expect(words).toEqual(['a: same SQL'])
    expect(problem?.message).toBe(
      'Looker did not validate the LookML: acme.looker.com took longer than 300 s',
    )
  })

  test.each([
    [1, 'a: not checked: Somebody checked out another branch'],
    [2, 'a: not checked: Somebody checked out another branch'],
    [3, 'a: SQL changed, numbers not checked: Somebody checked out another branch'],
  ])(
    'a branch check reports tiles as unchecked, with the reason, if round %d of its queries fails',
    async (failingRound, expected) => {
      const { words, problem, isFailed } = await check({
        base: { a: same },
        head: { a: { sql: 'SELECT 2' } },
        failingRound,
      })
      expect(words).toEqual([expected])
      expect(problem?.message).toBe('Somebody checked out another branch')
      expect(isFailed).toBe(true)
    },
  )

  test('a branch check runs at most 200 queries on each side', async () => {
    const many = Array.from({ length: 203 }, (_, index) => `f${index}`)
    const answers = Object.fromEntries(many.map(field => [field, same]))
    const { log, words, omittedQueries } = await check({
      base: answers,
      head: answers,
      tiles: many.map(field => tile(field)),
    })
    expect(log.filter(line => line.startsWith('head sql'))).toHaveLength(200)
    expect(omittedQueries).toBe(3)
    expect(words.at(-1)).toBe('f202: not checked: At most 200 queries are run for each commit')
  })
})

describe('stored answers of the base commit', () => {
  const memory = (sql: string, errors: LookmlError[] = []): BaseMemory => ({
    errors,
    sql: new Map(tile('a').queries.map(({ body }) => [memoryKey(queryKey(body)), sql])),
  })

  test('the base commit is not checked out if its stored SQL equals the SQL of the head', async () => {
    const { log, words } = await check({
      base: {},
      head: { a: same },
      options: { remembered: memory('SELECT 1') },
    })
    expect(words).toEqual(['a: same SQL'])
    expect(log.filter(line => line.startsWith('base'))).toEqual([])
  })

  test('the base commit is queried again if its stored SQL differs from the SQL of the head', async () => {
    const yesterday = memory('SELECT 1 -- yesterday')
    const { log, words, newMemory } = await check({
      base: { a: same },
      head: { a: same },
      options: { remembered: yesterday },
    })
    expect(words).toEqual(['a: same SQL'])
    expect(log.slice(-2)).toEqual(['base is checked out', 'base sql a'])
    expect(newMemory?.sql).toEqual(memory('SELECT 1').sql)
  })

  test('the base commit is queried again if the query fails on the head', async () => {
    const { log, words } = await check({
      base: { a: { sql: 'fails' } },
      head: { a: { sql: 'fails' } },
      options: { remembered: memory('SELECT 1') },
    })
    expect(words).toEqual(['a: failed before this pull request, too: Unknown field a'])
    expect(log.slice(-3)).toEqual(['base is checked out', 'base sql a', 'production sql a'])
  })

  test('the tiles of a model are unchecked if Looker refuses its queries since the SQL of the base commit was stored', async () => {
    const answers: SideAnswers = { a: { sql: 'refused' } }
    const { words } = await check({
      base: answers,
      head: answers,
      options: { remembered: memory('SELECT 1') },
    })
    expect(words).toEqual([`a: not checked: ${refusedModel}`])
  })

  test('an error of the head is not new if the stored answers of the base commit have the same error', async () => {
    const old = { message: 'Old error', model: 'shop' }
    const { lookmlErrors } = await check({
      base: {},
      head: { a: same },
      errors: { head: [old] },
      options: { remembered: memory('SELECT 1', [old]) },
    })
    expect(lookmlErrors).toEqual([])
  })

  test('an error of the head is not new if the base commit has the same error since its answers were stored', async () => {
    const recent = { message: 'Unknown connection', model: 'shop' }
    const { lookmlErrors, words, newMemory } = await check({
      base: { a: same },
      head: { a: same },
      errors: { base: [recent], head: [recent] },
      options: { remembered: memory('SELECT 1') },
    })
    expect(lookmlErrors).toEqual([])
    expect(words).toEqual(['a: same SQL'])
    expect(newMemory?.errors).toEqual([recent])
  })

  test('only the queries without a stored answer are sent for the base commit', async () => {
    const { log } = await check({
      base: { a: same, b: same },
      head: { a: same, b: same },
      tiles: [tile('a'), tile('b')],
      options: { remembered: memory('SELECT 1') },
    })
    expect(log.filter(line => line.startsWith('base'))).toEqual([
      'base is checked out',
      'base validate',
      'base sql b',
    ])
  })
})
