import type { SimulatorOptions } from '../../simulator/model.ts'
import type { ProjectOptions } from '../../simulator/projects/project.ts'
import { startSimulator } from '../../simulator/server.ts'
import { type Branches, type BranchOptions, openBranches } from '../../src/branch-check/branches.ts'
import { validateContent } from '../../src/branch-check/content-check.ts'
import { devProjectOf } from '../../src/branch-check/dev-project.ts'
import { restoreAfterKill } from '../../src/branch-check/restore-branches.ts'
import { createQueryRunners } from '../../src/branch-check/run-queries.ts'
import { createStem } from '../../src/branch-check/temporary-branch.ts'
import type { QueryBody } from '../../src/branch-check/tile-queries.ts'
import type { ActionError } from '../../src/errors.ts'
import { connect } from '../../src/looker/connect.ts'
import { projectOf } from '../../src/looker/deployable-project.ts'
import type { Session } from '../../src/looker/session.ts'
import { validateProject } from '../../src/looker/validate-lookml.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { systemClock } from '../../src/runtime/time.ts'
import { createLookmlRepository, hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'

/* Tests the requests of a branch check. The simulated Looker's projects are real git repositories. */

const scenarios = hasGit ? describe : describe.skip

const view = 'views/order_items.view.lkml'
const netRevenue = {
  [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
}
const revenue: QueryBody = { model: 'thelook', view: 'order_items', fields: ['order_items.revenue'] }
const stem = createStem({ id: 8, attempt: 1 }, new Date(), () => 0.5)

/** Connects with development mode by default. */
const connectTo = (
  { url, clientId, clientSecret }: Record<'url' | 'clientId' | 'clientSecret', string>,
  more: Partial<Parameters<typeof connect>[1]> = {},
) =>
  connect(
    { base: new URL(url), clientId, clientSecret },
    {
      world: { fetch, clock: systemClock },
      version: '4.0',
      secrets: createSecrets(() => undefined),
      signal: new AbortController().signal,
      workspace: 'dev',
      log: () => undefined,
      ...more,
    },
  )

interface Setting {
  options?: SimulatorOptions
  about?: Partial<ProjectOptions>
  projects?: ProjectOptions[]
  lookml?: Record<string, string>
}

async function openSetting({ options, about, projects = [], lookml = shopLookml }: Setting = {}) {
  const repository = createLookmlRepository(lookml)
  const base = repository.commit({ 'README.md': 'Base\n' })
  const head = repository.commit(netRevenue, { branch: 'net-revenue' })
  const thelook = { id: 'thelook', repository: repository.path, ...about }
  const looker = await startSimulator({ renderSeconds: 0, projects: [thelook, ...projects], ...options })
  const { signal } = new AbortController()
  const secrets = createSecrets(() => undefined)
  const log: string[] = []
  const sessionIn = (workspace: 'production' | 'dev') =>
    connectTo(looker, { workspace, secrets, signal, log: line => void log.push(line) })
  const [dev, production] = [sessionIn('dev'), sessionIn('production')]
  const place = { send: dev.session.send, host: dev.host, clean: secrets.clean }
  const warnings: ActionError[] = []
  const common = {
    project: (id: string) => devProjectOf({ id, ...place }),
    clock: { ...systemClock, sleep: async () => undefined },
    today: () => new Date(),
    signal,
    log: (line: string) => void log.push(line),
  }
  const restorer = { ...common, userName: async () => 'Mona' }
  const branchOptions: BranchOptions = {
    ...common,
    projectId: 'thelook',
    otherProjects: [],
    productionCommit: id => projectOf({ id, ...place, send: production.session.send }).deployedCommit(signal),
    stem: () => stem,
    restorer,
    save: () => undefined,
    warn: warning => void warnings.push(warning),
  }
  const runner = (timeLimit = 10_000) => createQueryRunners({ ...place, signal, concurrency: 2, timeLimit })()
  const copy = () => looker.project('thelook').copyOf('1')
  return {
    ...{ looker, repository, base, head, dev, warnings, log, restorer, runner, copy },
    open: () => openBranches(branchOptions),
    validate: () => validateProject('thelook', place, signal),
    sql: async (body = revenue) => runner().sql(body),
    temporary: () => [...repository.branches().keys()].filter(name => name.startsWith('looker-snapshot-')),
    [Symbol.asyncDispose]: () => looker.close(),
  }
}

type Opened = Awaited<ReturnType<typeof openSetting>>
let shared: Opened | undefined

/** Returns a Looker that several tests share. Only tests that restore Looker's state may use this Looker. */
async function sharedSetting(): Promise<Opened> {
  shared ??= await openSetting()
  shared.looker.requests.length = 0
  return shared
}

afterAll(() => shared?.[Symbol.asyncDispose]())

const refusalOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: ActionError) => `${error.message} ${error.hint}`,
  )

scenarios(withGit('temporary branches in Looker'), () => {
  test('each temporary branch returns the SQL of its commit, and is deleted at the end', async () => {
    const setting = await sharedSetting()
    const { base, head, sql, copy } = setting
    const branches = await setting.open()
    const before = await branches.during('base', base, () => sql())
    const after = await branches.during('head', head, () => sql())
    expect(setting.temporary()).toHaveLength(2)
    expect(await branches.close()).toEqual([])
    expect(before).toMatchObject({ value: expect.stringContaining('SUM(order_items.sale_price)') })
    expect(after).toMatchObject({ value: expect.stringContaining('sale_price - order_items.returned') })
    expect(setting.temporary()).toEqual([])
    expect(copy().branch).toBe(copy().personal)
  })

  test('a branch check stays in development mode if its access token expires', async () => {
    const setting = await sharedSetting()
    const branches = await setting.open()
    const answer = await branches.during('head', setting.head, async () => {
      setting.looker.fault({ on: 'run', effect: { expireTokens: true } })
      return setting.sql()
    })
    await branches.close()
    expect(answer).toMatchObject({ value: expect.stringContaining('order_items.returned') })
    expect(setting.looker.requests.filter(({ operation }) => operation === 'login')).not.toEqual([])
  })

  test.each(['create', 'check out', 'delete'])(
    "no temporary branch remains if Looker's answer to this request is lost: %s",
    async what => {
      const setting = await sharedSetting()
      const method = { create: 'POST', 'check out': 'PUT', delete: 'DELETE' }[what] ?? ''
      setting.looker.fault({ on: 'branch', method, effect: { lostAnswer: true } })
      const branches = await setting.open()
      await branches.during('base', setting.base, async () => undefined)
      expect(await branches.close()).toEqual([])
      expect(setting.temporary()).toEqual([])
      expect(setting.copy().branch).toBe(setting.copy().personal)
    },
  )

  test('a branch check fails for a user without the permission develop', async () => {
    await using setting = await openSetting({
      options: { permissions: ['access_data', 'explore', 'see_sql'] },
    })
    expect(await refusalOf(setting.open())).toMatch(/lacks the permission to develop it/)
  })

  test('the switch to development mode is repeated once after the status 500', async () => {
    await using setting = await openSetting()
    const { looker } = setting
    looker.fault({ on: 'session', effect: { status: 500 } })
    const session = connectTo(looker)
    await session.loggedIn
    const statuses = looker.requests
      .filter(({ path }) => path.endsWith('/session'))
      .map(({ status }) => status)
    expect(statuses.slice(-2)).toEqual([500, 200])
  })

  test('a branch check fails with a next step for a service account', async () => {
    await using setting = await openSetting({
      options: {
        users: [{ clientId: 'service', clientSecret: 'secret', isServiceAccount: true }],
        clientId: 'someone',
      },
    })
    const { looker } = setting
    const session = connectTo({ ...looker, clientId: 'service', clientSecret: 'secret' })
    const refusal = await refusalOf(session.loggedIn)
    expect(refusal).toContain('may not use development mode')
    expect(refusal).toContain('Looker may refuse development mode to a service account')
    expect(looker.requests.map(({ operation }) => operation)).toContain('logout')
  })

  test('no temporary branch is created if the user has uncommitted changes, and the changes are kept', async () => {
    const setting = await sharedSetting()
    const project = setting.looker.project('thelook')
    project.setUncommitted({ 'views/new.view.lkml': 'view: new {}' })
    const branches = await setting.open()
    const refusal = await refusalOf(branches.during('base', setting.base, async () => undefined))
    expect(refusal).toContain('the API user has uncommitted changes')
    expect(refusal).toContain('API key of a Looker user that no person works with')
    expect(await branches.close()).toEqual([])
    expect((await setting.copy().read()).texts.has('views/new.view.lkml')).toBe(true)
    project.setUncommitted(undefined)
    expect(setting.copy().branch).toBe(setting.copy().personal)
  })

  test('a temporary branch is created as soon as Looker has fetched its commit', async () => {
    const setting = await sharedSetting()
    await setting.looker.project('thelook').hideCommit(setting.head)
    const branches = await setting.open()
    expect(await branches.during('head', setting.head, () => setting.sql())).toMatchObject({ kind: 'answer' })
    await branches.close()
  })

  test('the error asks whether the project is connected to this repository if Looker does not fetch the commit', async () => {
    await using setting = await openSetting()
    await setting.looker.project('thelook').hideCommit(setting.head, 99)
    const branches = await setting.open()
    const refusal = await refusalOf(branches.during('head', setting.head, async () => undefined))
    expect(refusal).toContain(`Looker has not fetched commit ${setting.head.slice(0, 7)}`)
    expect(refusal).toContain('connected to this repository')
    expect(await branches.close()).toEqual([])
  })

  test.each(['ruleset', 'deploy key'] as const)(
    'the error names a temporary branch that the Git repository refuses because of a %s',
    async by => {
      const setting = await sharedSetting()
      setting.looker.project('thelook').remote?.refusePushes(['create'], by)
      const branches = await setting.open()
      const refusal = await refusalOf(branches.during('base', setting.base, async () => undefined))
      expect(refusal).toContain('the repository rejected the branch')
      expect(refusal).toContain("Give Looker's deploy key write access")
      expect(await branches.close()).toEqual([])
      expect(setting.copy().branch).toBe(setting.copy().personal)
    },
  )

  test('errors name the temporary branches that the Git remote does not delete, and the saved branch is checked out', async () => {
    const setting = await sharedSetting()
    setting.looker.project('thelook').remote?.refusePushes(['delete'], 'ruleset')
    const branches = await setting.open()
    await branches.during('base', setting.base, async () => undefined)
    const [error] = await branches.close()
    expect(error?.message).toContain(`The temporary branch ${stem}-base of the LookML project thelook`)
    expect(error?.message).toContain('rule')
    expect(setting.copy().branch).toBe(setting.copy().personal)
    setting.looker.project('thelook').remote?.refusePushes([], 'ruleset')
    expect(await branches.close()).toEqual([])
  })

  test('a branch check queries imported projects on production, even if the user has checked out a branch there', async () => {
    const core = createLookmlRepository({
      'core.model.lkml': 'connection: "warehouse"\n',
      'views/shared.view.lkml':
        'view: shared { sql_table_name: prod.shared ;; measure: rows { type: count } }\n',
    })
    core.commit(
      {
        'views/shared.view.lkml':
          'view: shared { sql_table_name: mine.shared ;; measure: rows { type: count } }\n',
      },
      { branch: 'my-work' },
    )
    await using setting = await openSetting({
      projects: [{ id: 'core', repository: core.path }],
      lookml: {
        ...shopLookml,
        'manifest.lkml': 'project_name: "thelook"\nlocal_dependency: { project: "core" }\n',
        'thelook.model.lkml': `${shopLookml['thelook.model.lkml']}include: "//core/views/*.view.lkml"\nexplore: shared {}\n`,
      },
    })
    const project = setting.looker.project('core')
    await project.checkOut('my-work')
    const branches = await setting.open()
    const rows = { model: 'thelook', view: 'shared', fields: ['shared.rows'] }
    const answer = await branches.during('head', setting.head, () => setting.sql(rows))
    expect(await branches.close()).toEqual([])
    expect(answer).toMatchObject({ value: expect.stringContaining('prod.shared') })
    expect(project.copyOf('1').branch).toBe('my-work')
    expect([...core.branches().keys()].filter(name => name.startsWith('looker-snapshot'))).toEqual([])
  })

  test('a branch check deletes the temporary branches of a killed step', async () => {
    const setting = await sharedSetting()
    const branches: Branches = await setting.open()
    await branches.during('base', setting.base, async () => undefined)
    const { personal } = setting.copy()
    const saved = [{ id: 'thelook', before: personal, ours: [`${stem}-base`, `${stem}-head`] }]
    expect(await restoreAfterKill(saved, setting.restorer)).toEqual([])
    expect(setting.temporary()).toEqual([])
    expect(setting.copy().branch).toBe(personal)
  })
})

scenarios(withGit('queries at Looker'), () => {
  test('a query of the branch check has an unknown result if it takes too long', async () => {
    const setting = await sharedSetting()
    setting.looker.fault({ on: 'run', effect: { stall: true } })
    const answer = await setting.runner(200).sql(revenue)
    expect(answer).toMatchObject({
      kind: 'unknown',
      error: {
        message: expect.stringContaining('took longer than'),
        hint: 'Run the job again when Looker is less busy.',
      },
    })
  })

  test('the advice for a query whose results take too long names the input that compares only SQL', async () => {
    const setting = await sharedSetting()
    setting.looker.fault({ on: 'run', effect: { stall: true } })
    const answer = await setting.runner(200).results(revenue)
    expect(answer).toMatchObject({
      kind: 'unknown',
      error: {
        message: expect.stringContaining('took longer than'),
        hint: expect.stringMatching(/^Run the job again .* set numbers to false to compare only SQL/),
      },
    })
  })

  test('a query of the branch check is repeated after the pause that Looker asks for', async () => {
    const setting = await sharedSetting()
    setting.looker.fault({ on: 'run', effect: { status: 429, headers: { 'retry-after': '0' } } })
    expect(await setting.runner().sql(revenue)).toMatchObject({ kind: 'answer' })
  })

  test('a query of the branch check is sent once even if several tiles have this query', async () => {
    const setting = await sharedSetting()
    const runner = setting.runner()
    await Promise.all([
      runner.sql(revenue),
      runner.sql({ ...revenue }),
      runner.results(revenue),
      runner.results(revenue),
    ])
    expect(setting.looker.requests.filter(({ operation }) => operation === 'run')).toHaveLength(2)
  })

  test('a query of the branch check ignores the cache and returns table calculations', async () => {
    const setting = await sharedSetting()
    const answer = await setting.runner().results(revenue)
    expect(answer).toMatchObject({ kind: 'answer', value: { rows: [expect.anything()] } })
    const [request] = setting.looker.requests.filter(({ operation }) => operation === 'run')
    expect(request?.query).toMatchObject({ cache: 'false', server_table_calcs: 'true' })
  })

  test('a query of the branch check returns at most 5,000 rows', async () => {
    const setting = await sharedSetting()
    await setting.runner().results({ ...revenue, limit: '-1' })
    await setting.runner().results({ ...revenue, limit: '100' })
    const limits = setting.looker.requests.flatMap(({ operation, body }) =>
      operation === 'run' ? [JSON.parse(body).limit] : [],
    )
    expect(limits).toEqual(['5000', '100'])
  })

  test.each([
    ['a removed field', { ...revenue, fields: ['order_items.gone'] }],
    ['a removed Explore', { ...revenue, view: 'gone' }],
    ['a removed model', { ...revenue, model: 'gone' }],
  ])('a query of the branch check fails if it uses %s', async (_, body) => {
    const setting = await sharedSetting()
    expect(await setting.runner().sql(body)).toMatchObject({ kind: 'failing' })
  })

  test('a query of the branch check fails if the database refuses its SQL', async () => {
    await using setting = await openSetting({ options: { databaseError: () => 'column "x" does not exist' } })
    expect(await setting.runner().results(revenue)).toMatchObject({
      kind: 'failing',
      error: {
        message: expect.stringContaining('column "x" does not exist'),
        hint: 'If the database was not available, run the job again. Otherwise, correct the LookML that the tile uses, or the tile itself.',
      },
    })
  })

  test('a query of the branch check has no SQL for a user without the permission see_sql', async () => {
    await using setting = await openSetting({
      options: { permissions: ['access_data', 'explore', 'develop'] },
    })
    expect(await setting.runner().sql(revenue)).toMatchObject({ kind: 'forbidden' })
    expect(await setting.runner().results(revenue)).toMatchObject({ kind: 'answer' })
  })

  test.each([
    ['invalid JSON', { status: 200, body: '<html>Log in</html>' }],
    ['JSON of another shape', { status: 200, body: { rows: [] } }],
  ])('a query of the branch check has an unknown result if Looker answers with %s', async (_, effect) => {
    const setting = await sharedSetting()
    setting.looker.fault({ on: 'run', effect })
    expect(await setting.runner().results(revenue)).toMatchObject({ kind: 'unknown' })
  })

  test.each([
    [1, 'answer'],
    [2, 'unknown'],
  ])(
    'after %d answers with the status 500, the result of a query of the branch check is of the kind %s',
    async (times, kind) => {
      const setting = await sharedSetting()
      setting.looker.fault({ on: 'run', times, effect: { status: 500, body: { message: 'Oops' } } })
      expect(await setting.runner().results(revenue)).toMatchObject({ kind })
    },
  )

  test.each(['<html>Log in</html>', 'null', '[]', '{}', '"SELECT 1"', ' [['])(
    'a query of the branch check has unknown SQL if Looker always answers with %s',
    async body => {
      const setting = await sharedSetting()
      setting.looker.fault({ on: 'run', effect: { status: 200, body } })
      expect(await setting.runner().sql(revenue)).toMatchObject({ kind: 'unknown' })
    },
  )
})

describe('an answer without a list of errors', () => {
  const place = {
    host: 'acme.looker.com',
    clean: (text: string) => text,
    send: ((_, read) => read(Response.json({ errors: {} }), () => undefined)) as Session['send'],
  }
  const { signal } = new AbortController()

  test('an answer without a list of errors does not count as valid LookML', () =>
    expect(validateProject('thelook', place, signal)).rejects.toThrow('without a list of errors'))

  test('an answer without a list of errors does not count as valid content', () =>
    expect(validateContent(['thelook'], place, { signal, timeLimit: 1 })).rejects.toThrow('without a list'))
})

scenarios(withGit('validation at Looker'), () => {
  test('the LookML validation returns the errors of the branch that is checked out', async () => {
    const setting = await sharedSetting()
    const broken = setting.repository.commit(
      { 'thelook.model.lkml': `${shopLookml['thelook.model.lkml']}explore: order_itemz {}\n` },
      { branch: 'broken' },
    )
    const branches = await setting.open()
    const before = await branches.during('base', setting.base, setting.validate)
    const after = await branches.during('head', broken, setting.validate)
    await branches.close()
    expect(before).toEqual([])
    expect(after).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('order_itemz'),
        path: 'thelook.model.lkml',
      }),
    ])
  })

  test('the LookML validation is requested again after an answer with the status 500', async () => {
    const setting = await sharedSetting()
    const branches = await setting.open()
    setting.looker.fault({ on: 'validate', effect: { status: 500, body: { message: 'Oops' } } })
    const errors = await branches.during('base', setting.base, setting.validate)
    await branches.close()
    expect(errors).toEqual([])
  })
})
