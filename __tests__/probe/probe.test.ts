import { type Findings, probe, tableOf } from '../../probe/probe.ts'
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts'
import { type LookmlFiles, type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import {
  boardFile,
  describeWithGit,
  netRevenue,
  replaceIn,
  startWithProject,
} from '../simulator/shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

const changed = {
  ...netRevenue,
  ...replaceIn(boardFile, 'title: Sales overview', 'title: Sales of the branch'),
}

async function start(options: SimulatorOptions = {}) {
  ;({ looker, repository } = await startWithProject(options))
}

interface About {
  tile?: string
  tileName?: string
  head?: string
  /** The number of the wait during which the probe is interrupted. The first wait has the number 1. */
  interruptedAt?: number
}

async function run(files: LookmlFiles = changed, about: About = {}): Promise<Findings> {
  const ref = repository.commit(files, { branch: 'net-revenue' })
  const { head = ref, tile = 'Revenue', tileName, interruptedAt } = about
  const question = { project: 'thelook', head, dashboard: 'thelook::sales_overview', tile, tileName }
  const interruption = new AbortController()
  let waits = 0
  const sleep = async () => {
    waits += 1
    if (waits === interruptedAt) interruption.abort()
    await tasksEnd()
  }
  return probe(looker, question, { sleep, signal: interruption.signal })
}

async function tasksEnd(): Promise<void> {
  while ([...looker.tasks.values()].some(({ finishedAt }) => finishedAt === null))
    await new Promise(resolve => setTimeout(resolve, 10))
}

const answersOf = ({ rows }: Findings) => rows.map(({ answer }) => answer)

async function expectNothingLeft() {
  expect([...repository.branches().keys()].filter(name => name.startsWith('looker-snapshot'))).toEqual([])
  expect(looker.project('thelook').copyOf('1').branch).toMatch(/^dev-/)
  expect(looker.tokens.size).toBe(0)
}

describeWithGit(withGit('the probe'), () => {
  test('the probe recognizes a Looker whose pictures and dashboards follow the dev workspace', async () => {
    await start({ picturesFollowWorkspace: true, biRows: 'objects' })
    const findings = await run()

    expect(answersOf(findings)).toEqual([
      ...['yes', 'yes', 'yes', 'yes'],
      'not asked: this needs a LookML dashboard and --tile-name',
      'rows: { …: number }; sql: string; fields: dimensions, measures, pivots, table_calculations; pivots: a list',
      'is_remote: true, remote_ref: a commit',
      'no call met a 429',
    ])
    expect(findings.calls).toBeLessThanOrEqual(20)
    expect(looker.requests.length - 2).toBe(findings.calls)
    await expectNothingLeft()
  })

  test('the probe recognizes a Looker that always draws production and returns rows as strings', async () => {
    await start({ dashboardsFollowWorkspace: false })
    const findings = await run()

    expect(answersOf(findings).slice(0, 6)).toEqual([
      'yes',
      'no: production and the branch give the same picture',
      'no: production and the branch give the same picture',
      "no, unless the commit does not change this dashboard's file",
      'not asked: this needs a LookML dashboard and --tile-name',
      expect.stringMatching(/^rows: a text of \{ …: number \};/),
    ])
    await expectNothingLeft()
  })

  test.each([
    ['revenue', 'yes'],
    ['total', 'no: it ends with another text'],
  ])('the probe tells whether the id of a LookML tile ends with the name %s', async (tileName, answer) => {
    await start()
    expect(answersOf(await run({}, { tileName }))[4]).toBe(answer)
  })

  test('the probe has no answer for a commit that does not change the tile', async () => {
    await start()
    const [differ, inline, task] = answersOf(await run({}))

    expect([differ, inline, task]).toEqual([
      'no: choose a commit that changes this tile',
      ...Array(2).fill('unknown: the results are the same on both sides'),
    ])
    await expectNothingLeft()
  })

  test.each([
    [
      'a tile that does not exist',
      {},
      { tile: 'Profit' },
      'has no tile "Profit" with a query of its own. It has: Revenue, Orders,',
    ],
    ['a commit that Looker does not know', {}, { head: 'f'.repeat(40) }, 'cannot be resolved'],
    [
      'a user without the permission develop',
      { permissions: ['access_data', 'see_lookml_dashboards', 'explore', 'download_without_limit'] as const },
      {},
      '404 Not found',
    ],
  ])(
    'the probe ends early, with the reason and without traces in Looker, if it gets %s',
    async (_, options, about, words) => {
      await start(options as SimulatorOptions)
      const { failure } = await run(changed, about)

      expect(failure).toContain(words)
      await expectNothingLeft()
    },
  )

  test.each([
    ['the branch is created', 'POST', 'branch'],
    ['the branch is checked out', 'GET', 'branch'],
    ['a query is run', 'POST', 'run'],
  ] as const)('the probe leaves no branch in Looker if an answer is lost when %s', async (_, method, on) => {
    await start()
    looker.fault({ on, method, effect: { lostAnswer: true } })
    const { failure, leftBehind } = await run()

    expect([typeof failure, leftBehind]).toEqual(['string', []])
    await expectNothingLeft()
  })

  test.each([1, 2])(
    'the probe leaves no branch in Looker if it is interrupted while it waits for a picture (%i)',
    async at => {
      await start()
      const { failure } = await run(changed, { interruptedAt: at })

      expect(failure).toBe('interrupted')
      await expectNothingLeft()
    },
  )

  test('the probe gives the next step if the branch cannot be restored, and reports the Retry-After header of a 429', async () => {
    await start()
    const effect = { status: 429, body: { message: 'Slow down' }, headers: { 'retry-after': '7' } }
    looker.fault({ on: 'branch', method: 'PUT', times: Number.POSITIVE_INFINITY, effect })
    const { rows, leftBehind } = await run()

    expect(rows.at(-1)?.answer).toBe('met with (7), with (7)')
    expect(leftBehind).toEqual([
      expect.stringMatching(/Check out dev-.* and delete it\. \(PUT .*429 Slow down/),
    ])
    expect(looker.tokens.size).toBe(0)
  })

  test('the probe writes a table for a GitHub issue without any data of the Looker instance', async () => {
    await start()
    const table = tableOf(await run())

    expect(table).toMatch(
      /^Looker 26\.12\.3, \d+ calls\n\n\| question \| answer \|\n\| --- \| --- \|\n\| Do the results/,
    )
    expect(table.split('\n')).toHaveLength(12)
    expect(table).not.toMatch(/revenue|order_items/i)
  })
})
