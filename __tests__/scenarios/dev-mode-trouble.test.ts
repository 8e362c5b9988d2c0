import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { shop } from '../../simulator/content/shop.ts'
import { allPermissions } from '../../simulator/sessions.ts'
import { createStem } from '../../src/branch-check/temporary-branch.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { type PullRequestScene, partsToRestore } from '../../testkit/scene.ts'
import {
  bodyOf,
  checkedOut,
  expectRestored,
  hurry,
  inputs,
  openScene,
  overview,
  personal,
  scenarios,
  temporaryBranches,
  tilesOf,
  view,
} from './dev-mode-scene.ts'

/* Runs the built action with `dev-mode` while other runs or other users interfere, or while requests fail. */

const states = (outcome: Parameters<typeof tilesOf>[0]) => tilesOf(outcome).map(({ sql }) => sql)
const events = 'views/events.view.lkml'
const allCompared = ['changed', 'same', 'changed', 'changed', 'changed']
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

/** Creates a temporary branch that belongs to run 7. The branch is checked out for the API user. */
async function leaveBranchOf(scene: PullRequestScene, began: Date): Promise<string> {
  const name = `${createStem({ id: 7, attempt: 1 }, began, Math.random)}-head`
  await scene.looker.project('thelook').checkOut(name, { ref: 'main' })
  return name
}

scenarios(withGit('another run with the same API user'), () => {
  test.concurrent('a branch check waits for another run with the same API user, and both runs check their own LookML', async () => {
    await using scene = await openScene()
    scene.fault({ on: 'run', effect: { late: 6000 } })
    const first = scene.start(inputs, hurry(10))
    await first.logged(/Creating the branch/)
    const second = scene.start(inputs, { ...hurry(10), github: { run_id: '1658821494' } })
    const [one, other] = await Promise.all([first.finished, second.finished])
    expect([one.code, one.errors]).toEqual([0, []])
    expect([other.code, other.errors]).toEqual([0, []])
    expect(other.log).toMatch(
      /Waiting for another run \(1658821493\), which has looker-snapshot-1658821493-\S+ checked out in the LookML project thelook\./,
    )
    for (const { outputs } of [one, other])
      expect(states({ results: JSON.parse(outputs.results ?? '[]') } as never)).toEqual(allCompared)
    expectRestored(scene)
  }, 120_000)

  test.concurrent('a branch check has the correct result if another run with the same API user begins at the same moment', async () => {
    await using scene = await openScene()
    const runs = ['1658821493', '1658821494'].map(run_id =>
      scene.run(inputs, { ...hurry(10), github: { run_id } }),
    )
    for (const outcome of await Promise.all(runs)) {
      expect([outcome.code, outcome.errors]).toEqual([0, []])
      expect(states(outcome)).toEqual(allCompared)
    }
    expectRestored(scene)
  }, 120_000)

  test.concurrent('a branch check deletes the branch that a killed run left more than two hours ago, with a warning', async () => {
    await using scene = await openScene()
    const old = await leaveBranchOf(scene, minutesAgo(150))
    const outcome = await scene.run(inputs)
    expect([outcome.code, states(outcome)]).toEqual([0, allCompared])
    expect(outcome.warnings).toEqual([
      `The branch ${old}, which a killed run left behind more than two hours ago, was still checked out in the LookML project thelook. The branch was deleted, and ${personal(scene)} was checked out. Check in GitHub Actions why the run (7) ended early.`,
    ])
    expectRestored(scene)
  })

  test.concurrent('a branch check waits until its deadline for the branch that a killed run left a short time ago', async () => {
    await using scene = await openScene()
    const young = await leaveBranchOf(scene, minutesAgo(30))
    const outcome = await scene.run({ ...inputs, 'timeout-minutes': '6' }, hurry())
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.error?.message).toContain(
      `Another run (7) had its branch ${young} checked out in the LookML project thelook at `,
    )
    expect(outcome.results[0]?.error?.hint).toContain('concurrency with queue: max')
    expect(checkedOut(scene)).toBe(young)
    expect(temporaryBranches(scene)).toEqual([young])
  })

  test.concurrent('a branch check continues when another run with the same API user has ended', async () => {
    await using scene = await openScene()
    await leaveBranchOf(scene, minutesAgo(30))
    const step = scene.start(inputs, hurry())
    await step.logged(/Waiting for another run \(7\)/)
    await scene.looker.project('thelook').checkOut(personal(scene))
    const { code, errors } = await step.finished
    expect([code, errors]).toEqual([0, []])
    expect(checkedOut(scene)).toBe(personal(scene))
  })
})

scenarios(withGit('a file that cannot be written'), () => {
  test.concurrent('comment and outputs show the numbers of a target if the file with its numbers cannot be written', async () => {
    await using scene = await openScene()
    const workspace = temporaryFolder()
    const file = 'dashboards-thelook-sales-overview.numbers.json'
    mkdirSync(join(workspace, 'looker-snapshots', file, 'other'), { recursive: true })
    const outcome = await scene.run(inputs, { workspace })
    expect([outcome.code, states(outcome)]).toEqual([0, allCompared])
    expect(outcome.warnings).toEqual([expect.stringContaining(`${file} could not be written: `)])
    expect(await bodyOf(scene)).toContain('## 1 dashboard changed: Sales overview')
    expectRestored(scene)
  })
})

scenarios(withGit('a person who works as the API user'), () => {
  test.concurrent('a branch that a person checks out as the API user during a branch check remains checked out', async () => {
    await using scene = await openScene()
    const checkedOutBefore = { project: 'thelook', branch: 'mona-fix', ref: 'main' }
    scene.fault({ on: 'run', after: 7, effect: { checkedOutBefore } })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(1)
    expect(checkedOut(scene)).toBe('mona-fix')
    expect(temporaryBranches(scene)).toEqual([])
    expect(await bodyOf(scene)).toMatch(
      /## The API user&#39;s branch on \S+ was switched to mona-fix during this run/,
    )
  })

  test.concurrent('one late answer with the branch from before the check does not count as a switch of a person', async () => {
    await using scene = await openScene()
    const late = { status: 200, body: { name: personal(scene) } }
    scene.fault({ on: 'branch', method: 'GET', after: 1, times: 1, effect: late })
    const outcome = await scene.run(inputs, hurry(10))
    expect([outcome.code, outcome.errors, states(outcome)]).toEqual([0, [], allCompared])
    expectRestored(scene)
  })

  test.concurrent('the SQL of a temporary branch that a person changes during a branch check is not stored', async () => {
    await using scene = await openScene()
    scene.fault({ on: 'validate', effect: { late: 1500 } })
    const step = scene.start(inputs)
    while (!checkedOut(scene).endsWith('-base')) await sleep(10)
    scene.looker.project('thelook').setUncommitted({ [view]: 'view: order_items {}' })
    const { code } = await step.finished
    expect(code).toBe(1)
    const images = await scene.github.ref('heads/looker-snapshots')
    const files = images === undefined ? [] : await scene.github.tree(images)
    expect(files.filter(({ path }) => path.startsWith('sql/'))).toEqual([])
  })

  test.concurrent('a branch check keeps the uncommitted changes of a person who works as the API user', async () => {
    await using scene = await openScene()
    scene.looker.project('thelook').setUncommitted({ [view]: 'view: order_items {}' })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.error?.message).toContain('the API user has uncommitted changes there')
    expectRestored(scene)
  })
})

/** Reduces the time limit of requests from two minutes to three seconds. */
const impatient = `data:text/javascript,${encodeURIComponent(
  'const t = setTimeout; globalThis.setTimeout = (f, ms, ...a) => t(f, ms === 120000 ? 3000 : ms, ...a)',
)}`

scenarios(withGit('Looker'), () => {
  test.concurrent('a tile is unchecked if Looker does not answer its query within two minutes', async () => {
    await using scene = await openScene()
    scene.fault({
      on: 'run',
      target: 'json_detail',
      body: 'order_items.created_date',
      effect: { stall: true },
    })
    const outcome = await scene.run(inputs, { env: { NODE_OPTIONS: `--import=${impatient}` } })
    expect(outcome.code).toBe(1)
    const late = tilesOf(outcome).filter(({ numbers }) => numbers === 'unchecked')
    expect(late.map(({ title }) => title)).toEqual(['Revenue over time'])
    expect(late[0]?.error?.message).toMatch(/120 s/)
    expectRestored(scene)
  })

  test.concurrent('the SQL of both commits is compared even if a query of the head does not end before the deadline', async () => {
    await using scene = await openScene()
    scene.fault({ on: 'run', target: 'json_detail', times: 99, effect: { stall: true } })
    const outcome = await scene.run({ ...inputs, 'timeout-minutes': '3' }, hurry(8))
    expect(outcome.code).toBe(1)
    expect(states(outcome)).toEqual(allCompared)
    const [revenue] = tilesOf(outcome)
    expect(revenue).toMatchObject({ title: 'Revenue', numbers: 'unchecked' })
    expect(revenue?.error?.message).toBe('The time limit of 3 minutes (timeout-minutes) was reached')
    expect(await bodyOf(scene)).toContain(
      '+    COALESCE(SUM(order_items.sale_price - order_items.returned), 0)',
    )
    expectRestored(scene)
  })

  test.concurrent.each([
    ['base', 'false', /<b>Revenue<\/b>: failed before, works now: .*suspended.* run the job again/],
    ['base', 'true', /<b>Revenue<\/b>: \$2,029,905 → \$1,872,587 \(−7\.8 %\)/],
    ['head', 'false', /<b>Revenue<\/b>: broken by this pull request: .*suspended.* run the job again/],
  ])(
    'if the database rejects one query on the %s once, the comment shows the numbers or advises to run the job again (confirm-changes: %s)',
    async (side, confirm, words) => {
      let left = 1
      const databaseError = (sql: string) => {
        const isRevenue = !sql.includes('GROUP BY') && sql.includes('order_items.revenue')
        const isHit = isRevenue && sql.includes('returned') === (side === 'head') && left-- > 0
        return isHit ? 'The warehouse is suspended' : undefined
      }
      await using scene = await openScene({ looker: { databaseError } })
      await scene.run({ ...inputs, 'confirm-changes': confirm })
      expect((await bodyOf(scene)).replaceAll('\n', ' ')).toMatch(words)
    },
  )

  test.concurrent('a branch check repeats its requests later if Looker asks for a pause', async () => {
    await using scene = await openScene()
    const effect = { status: 429, headers: { 'retry-after': '1' } }
    for (const on of ['run', 'branch', 'validate'] as const) scene.fault({ on, after: 1, times: 2, effect })
    scene.fault({ on: 'branch', method: 'DELETE', effect })
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.errors, states(outcome)]).toEqual([0, [], allCompared])
    expectRestored(scene)
  })

  test.concurrent('the step fails and names a branch that Looker refuses to delete, and the post step deletes the branch', async () => {
    await using scene = await openScene()
    scene.fault({
      on: 'branch',
      method: 'DELETE',
      times: 99,
      effect: { status: 400, body: { message: 'Locked' } },
    })
    const outcome = await scene.run(inputs, hurry())
    const left = temporaryBranches(scene)
    expect(outcome.code).toBe(1)
    expect(left).toHaveLength(2)
    const body = await bodyOf(scene)
    for (const name of left) {
      const words = `The temporary branch ${name} of the LookML project thelook at \\S+ is still there: .*Locked.*git push origin --delete ${name}`
      expect(outcome.errors.join('\n')).toMatch(new RegExp(words))
      for (const text of [body, outcome.summary])
        expect(text).toMatch(new RegExp(`The step fails: .*${words}`))
    }
    expect(checkedOut(scene)).toBe(personal(scene))
    expect(partsToRestore(outcome)).toEqual(['branches'])
    await fetch(`${scene.looker.url}/simulator/faults`, { method: 'DELETE' })
    const post = await scene.runPost(inputs, outcome.state, hurry())
    expect([post.code, post.errors]).toEqual([0, []])
    expectRestored(scene)
  })

  test.concurrent('comment, report and summary say that the step fails if Looker does not validate the LookML', async () => {
    await using scene = await openScene()
    const effect = { status: 422, body: { message: 'Validation Failed' } }
    scene.fault({ on: 'validate', times: 9, effect })
    const outcome = await scene.run({ ...inputs, report: 'true' }, hurry())
    const [report] = readdirSync(join(outcome.workspace, 'looker-snapshots')).filter(name =>
      name.endsWith('.html'),
    )
    const page = readFileSync(join(outcome.workspace, 'looker-snapshots', report ?? ''), 'utf8')
    const words =
      /The step fails: Looker did not validate the LookML: \S+ answered 422: Validation Failed\. Ask the Looker admin why Looker refuses this request\./
    expect(outcome.code).toBe(1)
    expect(outcome.errors.join('\n')).toContain('Looker did not validate the LookML')
    expect(await bodyOf(scene)).toMatch(words)
    expect(outcome.summary).toMatch(words)
    expect(page).toMatch(words)
    expectRestored(scene)
  })

  test.concurrent.each(['access_data', 'explore'] as const)(
    'tiles are unchecked if the API user may not query the model because it lacks %s',
    async lacking => {
      await using scene = await openScene({
        looker: { permissions: allPermissions.filter(permission => permission !== lacking) },
      })
      const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
      expect(outcome.code).toBe(1)
      expect(states(outcome)).toEqual(Array(5).fill('unchecked'))
      const { message, hint } = outcome.results[0]?.error ?? {}
      expect(message).toContain('Looker refuses all queries of the model thelook on both commits')
      expect(hint).toMatch(/access_data.*explore/)
      expect(await bodyOf(scene)).not.toContain('No change')
      expectRestored(scene)
    },
  )

  const kpis = (explore: string) => `- dashboard: kpis
  title: KPIs
  elements:
  - {name: orders, title: Orders, model: thelook, explore: order_items, type: single_value, fields: [order_items.orders]}
  - {name: sessions, title: Sessions, model: thelook, explore: ${explore}, type: single_value, fields: [events.sessions]}
`
  const openKpis = (explore: string) =>
    openScene({
      lookml: { ...shopLookml, 'dashboards/kpis.dashboard.lookml': kpis(explore) },
      pull: {
        branch: 'sessions',
        files: {
          [view]: shopLookml[view].replace('dimension: region {', 'dimension: region { label: "Area"'),
          [events]: shopLookml[events].replace(
            'sessions { type: count',
            'sessions { type: count filters: [state: "new"]',
          ),
        },
      },
    })
  const ofKpis = { ...inputs, 'fail-on-change': 'true', targets: 'dashboards/thelook::kpis' }

  test.concurrent.each([
    [404, 'Not found'],
    [400, 'Access denied.'],
  ])(
    'a tile is unchecked if Looker refuses its Explore with %s, although the LookML defines the Explore',
    async (status, message) => {
      await using scene = await openKpis('events')
      const effect = { status, body: { message } }
      scene.fault({ on: 'run', body: '"view":"events"', times: 99, effect })
      const outcome = await scene.run(ofKpis)
      expect(outcome.code).toBe(1)
      expect(states(outcome)).toEqual(['same', 'unchecked'])
      const error = outcome.results[0]?.error
      expect(error?.message).toMatch(/Sessions.*Looker refuses a query of the Explore thelook::events/)
      expect(error?.hint).toContain('required_access_grants')
      expect(await bodyOf(scene)).not.toContain('No change')
      expectRestored(scene)
    },
  )

  test.concurrent('a pull request does not break a tile of a new model for which the API user lacks the role', async () => {
    const path = 'dashboards/sales_overview.dashboard.lookml'
    const second = `connection: "warehouse"
include: "/views/*.view.lkml"
explore: order_items {}
`
    const moved = shopLookml[path].replace('model: thelook', 'model: second')
    const files = { 'second.model.lkml': second, [path]: moved }
    await using scene = await openScene({ pull: { branch: 'second', files } })
    const effect = { status: 404, body: { message: 'Not found' } }
    scene.fault({ on: 'run', body: '"second"', times: 99, effect })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(1)
    expect(new Set(states(outcome))).toEqual(new Set(['unchecked', 'same']))
    expect(outcome.results[0]?.error?.hint).toContain('a role that contains the model second')
    expect(await bodyOf(scene)).not.toMatch(/breaks|broken by/)
  })

  test.concurrent('a tile of a missing Explore failed before, and the headline and the list say that the tile was not compared', async () => {
    await using scene = await openKpis('visits')
    const outcome = await scene.run(ofKpis)
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(states(outcome)).toEqual(['same', 'failing'])
    const body = await bodyOf(scene)
    expect(body).toContain(
      '## No change in the SQL and numbers of 1 dashboard; 1 tile could not be compared: it failed before this pull request, too\n',
    )
    expect(body).toContain('Could not be compared: Sessions: Not found<br>')
  })

  test.concurrent('a branch check does not claim equal SQL for a dashboard whose queries all fail on both commits', async () => {
    await using scene = await openScene()
    const broken = { status: 400, body: { message: 'The connection warehouse does not exist' } }
    scene.fault({ on: 'run', times: 99, effect: broken })
    const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(0)
    expect(states(outcome)).toEqual(Array(5).fill('failing'))
    const headline =
      '## 1 dashboard could not be compared: all queries failed before this pull request, too\n'
    const body = await bodyOf(scene)
    expect(body).toContain(headline)
    expect(body).toContain('The connection warehouse does not exist')
    expect(body).not.toContain('No change')
    expect(outcome.summary).toContain(headline)
    expect(outcome.summary).toContain('not&nbsp;compared')
    expectRestored(scene)
  })

  test.concurrent('a branch check does not claim equal SQL for a dashboard of which only a SQL Runner tile is affected', async () => {
    const byHand = { id: '71', title: 'By hand', folderId: '1', extras: ['sql_runner' as const] }
    const other = 'views/inventory_items.view.lkml' as const
    const files = { [other]: shopLookml[other].replace('AVG(', 'MAX(') }
    await using scene = await openScene({
      looker: { content: { ...shop, dashboards: [...shop.dashboards, byHand] } },
      pull: { branch: 'inventory', files },
    })
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/71' })
    expect([outcome.code, states(outcome)]).toEqual([0, ['unchecked']])
    const body = await bodyOf(scene)
    expect(body).toContain(
      '## 1 dashboard could not be compared: only SQL Runner tiles or extensions are affected\n',
    )
    expect(body).not.toContain('same SQL')
    expect(outcome.summary).toContain('1 tile of SQL Runner or extensions, not checked')
  })

  test.concurrent('a branch check reports a push that the repository refuses, and checks out the previous branch again', async () => {
    await using scene = await openScene()
    scene.looker.project('thelook').refusePushes(['create'], 'deploy key')
    const outcome = await scene.run(inputs, hurry())
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.error?.message).toContain('the repository rejected the branch')
    expectRestored(scene)
  })
})

test.concurrent('the comment mentions once that SQL in development mode uses the development schema', async () => {
  const table = `sql_table_name: shop.order_items ;;`
  const derived = `derived_table: { sql: SELECT * FROM
    -- if prod -- shop.order_items
    -- if dev -- dev.order_items
  ;; }`
  const lookml = { ...shopLookml, [view]: shopLookml[view].replace(table, derived) }
  const changed = { [view]: lookml[view].replace(`sql: \${price}`, `sql: \${price} * 2`) }
  await using scene = await openScene({ lookml, pull: { branch: 'double', files: changed } })
  const outcome = await scene.run(inputs)
  expect(outcome.code).toBe(0)
  const body = await bodyOf(scene)
  expect(body.split('numbers may come from a development schema')).toHaveLength(2)
})

test.concurrent('the comment mentions that a table with filters for development mode may have fewer rows after than before', async () => {
  const withTable = (column: string) => {
    const source = `explore_source: events { dev_filters: [events.created_date: "90 days"] column: ${column} {} }`
    const derived = `derived_table: { ${source} datagroup_trigger: nightly }`
    return { [view]: shopLookml[view].replace('sql_table_name: shop.order_items ;;', derived) }
  }
  const pull = { branch: 'columns', files: withTable('visitors') }
  await using scene = await openScene({ lookml: { ...shopLookml, ...withTable('events') }, pull })
  const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
  expect(outcome.code).toBe(1)
  const note = /before may come from the complete table of production and after from a table with fewer rows/g
  expect((await bodyOf(scene)).match(note)).toHaveLength(1)
  expect(outcome.summary.match(note)).toHaveLength(1)
})

test.concurrent('the comment mentions that newer data may be part of the difference if the pull request changes a persistent table', async () => {
  const withTable = (condition: string) => {
    const derived = `derived_table: { sql: SELECT * FROM shop.order_items WHERE ${condition} ;; datagroup_trigger: nightly }`
    return { [view]: shopLookml[view].replace('sql_table_name: shop.order_items ;;', derived) }
  }
  const pull = { branch: 'table', files: withTable('is_paid') }
  await using scene = await openScene({ lookml: { ...shopLookml, ...withTable('true') }, pull })
  const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
  expect(outcome.code).toBe(1)
  const body = await bodyOf(scene)
  const note =
    /In 5 tiles, before comes from the persistent table order_items, usually as production last built it, and after from another table, so newer data may be part of the difference/g
  expect(body.match(note)).toHaveLength(1)
  expect(outcome.summary.match(note)).toHaveLength(1)
})

test.concurrent('every affected tile counts as changed if the pull request changes SQL that only production runs', async () => {
  const withFilter = (filter: string) => {
    const derived = `derived_table: { sql: SELECT * FROM shop.order_items\n${filter} ;; }`
    return { [view]: shopLookml[view].replace('sql_table_name: shop.order_items ;;', derived) }
  }
  const lookml = { ...shopLookml, ...withFilter('') }
  const files = withFilter("-- if prod -- WHERE region <> 'EMEA'\n")
  await using scene = await openScene({ lookml, pull: { branch: 'filter', files } })
  const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
  expect(outcome.code).toBe(1)
  expect(tilesOf(outcome).map(({ sql, numbers }) => [sql, numbers])).toEqual(
    Array(5).fill(['changed', 'changed']),
  )
  expect(await bodyOf(scene)).toContain(
    'SQL changed: The pull request changes SQL that only production runs (-- if prod --)',
  )
})

test.concurrent('a tile counts as changed if it reads a table by name and the pull request changes the LookML that writes the table', async () => {
  const path = 'views/loader.view.lkml'
  const loader = (limit: number) =>
    `view: loader { derived_table: { create_process: { sql_step: insert into shop.order_items select * from raw.items limit ${limit} ;; } datagroup_trigger: daily } }\n`
  const pull = { branch: 'loader', files: { [path]: loader(10) } }
  await using scene = await openScene({ lookml: { ...shopLookml, [path]: loader(20) }, pull })
  const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
  expect(outcome.code).toBe(1)
  expect(tilesOf(outcome).map(({ sql, numbers }) => [sql, numbers])).toEqual(
    Array(5).fill(['changed', 'changed']),
  )
  expect(await bodyOf(scene)).toContain(
    'The pull request changes LookML that writes or publishes a table, and this tile reads the table by name',
  )
})

const secret = { 'client-id': '', 'client-secret': '' }

/** Returns the events that GitHub sends for a pull request from a fork. */
function forkEvents(scene: PullRequestScene) {
  const payload = structuredClone(scene.pull.payload) as {
    pull_request: { head: { repo: { full_name: string } } }
    repository: object
  }
  payload.pull_request.head.repo.full_name = 'stranger/lookml'
  const { repository, pull_request: pull } = payload
  const comment = {
    repository,
    issue: { number: scene.number, pull_request: {} },
    comment: { body: '/check' },
  }
  return {
    pull,
    pull_request: { event: { name: 'pull_request', payload }, inputs: secret },
    pull_request_target: { event: { name: 'pull_request_target', payload }, inputs: {} },
    issue_comment: { event: { name: 'issue_comment', payload: comment }, inputs: { comment: 'true' } },
    workflow_dispatch: {
      event: { name: 'workflow_dispatch', payload: { repository, inputs: {} } },
      inputs: { 'pull-request': String(scene.number) },
    },
  }
}

scenarios(withGit('a wrong project'), () => {
  test.concurrent('a wrong project in dev-mode causes one error before anything is rendered', async () => {
    await using scene = await openScene()
    const outcome = await scene.run({
      ...inputs,
      'dev-mode': 'the_look',
      targets: `${overview}\ndashboards/42`,
    })
    const { host } = new URL(scene.looker.url)
    const reason = `${host} has no LookML project the_look, or the API user lacks the permission to develop it (404)`

    expect(outcome.code).toBe(1)
    expect(outcome.results.map(({ error }) => error?.message)).toEqual([reason, reason])
    expect(outcome.errors).toEqual([
      expect.stringContaining(`Nothing was rendered: ${reason}. Check the project`),
    ])
    expect(scene.requests('create')).toEqual([])
    const body = await bodyOf(scene)
    expect(body).toMatch(/^## Nothing was rendered: \S+ has no LookML project/m)
    expect(body.split('lacks the permission to develop it')).toHaveLength(2)
  })
})

scenarios(withGit('a pull request of a fork'), () => {
  test.concurrent.each([
    'pull_request',
    'pull_request_target',
    'issue_comment',
    'workflow_dispatch',
  ] as const)('a pull request of a fork is not checked in dev-mode on the event %s', async name => {
    await using scene = await openScene()
    const { pull, ...events } = forkEvents(scene)
    const { event, inputs: more } = events[name]
    scene.github.fault({
      path: new RegExp(`/pulls/${scene.number}$`),
      times: 9,
      effect: { status: 200, body: pull },
    })
    const outcome = await scene.run({ ...inputs, ...more }, { event })
    expect(scene.requests('branch')).toEqual([])
    expect(scene.requests('run')).toEqual([])
    if (name === 'pull_request') return expect(outcome.notices.join()).toMatch(/fork/)
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.error?.message).toMatch(
      /^This pull request comes from a fork\. Its LookML is not checked/,
    )
  })
})

const temporary = `${createStem({ id: 7, attempt: 1 }, new Date(), Math.random)}-base`

test.concurrent.each([
  ['push', { ref: `refs/heads/${temporary}` }, `refs/heads/${temporary}`],
  ['create', { ref: temporary, ref_type: 'branch' }, `refs/heads/${temporary}`],
  ['delete', { ref: temporary, ref_type: 'branch' }, 'refs/heads/main'],
])(
  'a run for the event %s of a temporary branch ends with a notice and without requests',
  async (name, payload, ref) => {
    await using scene = await openScene()
    const event = { name, payload: { ...(scene.github.pushPayload() as object), ...payload } }
    const outcome = await scene.run(
      { targets: overview, compare: 'base', 'dev-mode': name === 'push' ? '' : 'thelook' },
      { event, github: { ref } },
    )
    expect(outcome.code).toBe(0)
    expect(outcome.notices).toEqual([
      expect.stringContaining(`Nothing was rendered: ${temporary} is a temporary branch of a check`),
    ])
    expect(scene.looker.requests).toEqual([])
  },
)

scenarios(withGit('a branch check while GitHub hangs'), () => {
  test.concurrent('the results of a branch check are published if GitHub does not answer while the SQL of the merge base is stored', async () => {
    await using scene = await openScene()
    scene.github.fault({ method: 'POST', path: /\/git\/trees/, times: 1, effect: { stall: true } })
    const outcome = await scene.run({ ...inputs, artifact: 'zip' }, hurry(6))
    expect(tilesOf(outcome)[0]?.values?.before).toBe('$2,029,905')
    expect(scene.artifacts.artifacts).toHaveLength(1)
    expect(outcome.log).toContain('The SQL of the merge base could not be stored on the images branch within')
  })

  test.concurrent("queries begin although GitHub's rate limit does not allow the action to read stored SQL", async () => {
    await using scene = await openScene()
    const reset = String(Math.ceil(Date.now() / 1000) + 12 * 60)
    scene.github.fault({
      ...{ method: 'GET', path: /\/git\/ref\//, times: 1 },
      effect: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } },
    })
    const outcome = await scene.run(inputs, hurry(30))
    expect(tilesOf(outcome)[0]?.values?.before).toBe('$2,029,905')
    expect(outcome.log).toContain('The SQL of the merge base could not be read from the images branch within')
  })
})
