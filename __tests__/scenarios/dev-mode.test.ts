import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shop } from '../../simulator/content/shop.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import type { PullRequestScene, StepOutcome } from '../../testkit/scene.ts'
import {
  bodyOf,
  expectRestored,
  hurry,
  openScene,
  overview,
  scenarios,
  tilesOf,
  view,
  inputs as withoutContent,
} from './dev-mode-scene.ts'

/* Runs the built action with `dev-mode`. The simulated Looker's LookML project is a real git repository. */

const inputs = { ...withoutContent, 'content-validation': 'true' }

const newDashboard = `- dashboard: returns
  title: Returns
  elements:
  - name: orders
    title: Orders
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.orders]
`
const brokenView = { [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${prize}`) }

scenarios(withGit('a pull request that changes a measure'), () => {
  test.concurrent('a branch check names the tiles whose SQL and numbers change with a measure', async () => {
    await using scene = await openScene()
    const outcome = await scene.run({ ...inputs, artifact: 'zip' })
    expect(outcome.code).toBe(0)
    expect(outcome.errors).toEqual([])
    expectRestored(scene)
    expect(scene.looker.tokens.size).toBe(0)
    expect(tilesOf(outcome).map(({ title, sql, numbers }) => [title, sql, numbers])).toEqual([
      ['Revenue', 'changed', 'changed'],
      ['Orders', 'same', 'unchanged'],
      ['Revenue over time', 'changed', 'changed'],
      ['Revenue by category', 'changed', 'changed'],
      ['Revenue by category and region', 'changed', 'changed'],
    ])
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 dashboard changed: Sales overview')
    expect(body).toContain('<b>Revenue</b>: $2,029,905 → $1,872,587 (−7.8 %)')
    expect(body).toContain('<b>Revenue by category</b>: 6 of 6 rows changed')
    expect(body).toContain('+    COALESCE(SUM(order_items.sale_price - order_items.returned), 0)')
    expect(body).toContain('<p>Same SQL: Orders</p>')
    expect(body).toContain('Production now')
    expect(body).not.toContain("not this pull request's LookML")
    expectNoSecrets(outcome, [scene.looker.clientSecret, ...scene.looker.issued], scene.artifacts.artifacts)
  })

  test.concurrent('a branch check of a pull request that is merged while its job waits compares with the state before the merge', async () => {
    await using scene = await openScene()
    await scene.github.mergePullRequest(scene.number)
    const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })

    expect(outcome.code).toBe(1)
    expect(tilesOf(outcome).map(({ sql }) => sql)).toContain('changed')
    expect(await bodyOf(scene)).not.toContain('affects none')
  })
})

scenarios(withGit('a tile with fields of two views that have the same label'), () => {
  test.concurrent('the file and the table with changed numbers contain both fields, each with the label of its view', async () => {
    const people = 'views/people.view.lkml'
    const named = shopLookml[people].replace(
      'lifetime_value { type',
      'lifetime_value { label: "Revenue" type',
    )
    expect(named).not.toBe(shopLookml[people])
    const both = newDashboard.replace(
      /type: single_value\n.*/,
      `type: looker_grid\n    fields: [order_items.category, order_items.revenue, customers.lifetime_value]`,
    )
    const dashboard = 'dashboards/returns.dashboard.lookml'
    await using scene = await openScene({
      lookml: { ...shopLookml, [people]: named, [dashboard]: both },
      pull: {
        branch: 'both',
        files: {
          [people]: named.replace(`sql: \${TABLE}.value`, `sql: \${TABLE}.value * 2`),
          [view]: shopLookml[view].replace(`sql: \${price} ;;`, `sql: \${price} - \${TABLE}.returned ;;`),
        },
      },
    })
    const workspace = temporaryFolder()
    await scene.run({ ...inputs, targets: 'dashboards/thelook::returns' }, { workspace })

    const file = join(workspace, 'looker-snapshots', 'dashboards-thelook-returns.numbers.json')
    const { columns, changes } = JSON.parse(readFileSync(file, 'utf8')).tiles[0].queries[0].results
    expect(columns).toEqual(['Order items Revenue', 'Customers Revenue'])
    expect(Object.keys(changes[0].values)).toEqual(columns)
    expect(Object.keys(changes[0].key)).toEqual(['Category'])
    expect(await bodyOf(scene)).toContain('<th>Order items Revenue</th><th>Customers Revenue</th>')
  })
})

scenarios(withGit('a pull request that changes the connection of a model'), () => {
  test.concurrent('a branch check compares the results of tiles with the same SQL if the connection changes', async () => {
    const model = 'thelook.model.lkml'
    const connection = shopLookml[model].replace('connection: "warehouse"', 'connection: "other"')
    await using scene = await openScene({ pull: { branch: 'other', files: { [model]: connection } } })
    const outcome = await scene.run(inputs)
    expect(tilesOf(outcome).map(({ sql, numbers }) => [sql, numbers])).toEqual(
      Array(5).fill(['same', 'unchanged']),
    )
    const results = scene.looker.requests.filter(({ path }) => path.endsWith('/queries/run/json_detail'))
    expect(results).toHaveLength(10)
  })
})

scenarios(withGit('a pull request that changes only how Looker shows a measure'), () => {
  test.concurrent('the headline and the summary of a branch check claim no more than equal SQL and numbers', async () => {
    const shown = shopLookml[view].replaceAll('value_format_name: usd_0', 'value_format_name: percent_1')
    await using scene = await openScene({ pull: { branch: 'format', files: { [view]: shown } } })
    const outcome = await scene.run(inputs)
    expect(tilesOf(outcome).map(({ sql }) => sql)).toEqual(Array(5).fill('same'))
    const headline = '## No change in the SQL and numbers of 1 dashboard\n'
    expect(await bodyOf(scene)).toContain(headline)
    expect(outcome.summary).toContain(headline)
    expect(outcome.summary).toContain('<td>checked</td>')
    expect(outcome.summary).not.toContain('unchanged')
  })
})

scenarios(withGit('a pull request that changes a constant'), () => {
  test.concurrent('a branch check compares the tiles of a LookML dashboard that contains a changed constant', async () => {
    const manifest = (region: string) => ({
      'manifest.lkml': `project_name: "thelook"\nconstant: region { value: "${region}" }\n`,
    })
    const filtered = `${newDashboard}    filters: {order_items.region: "@{region}"}\n`
    await using scene = await openScene({
      lookml: {
        ...shopLookml,
        'dashboards/returns.dashboard.lookml': filtered,
        ...manifest('North'),
      },
      pull: { branch: 'region', files: manifest('South') },
    })
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::returns' })
    expect(outcome.errors).toEqual([])
    expect(tilesOf(outcome).map(({ title, sql }) => [title, sql])).toEqual([['Orders', 'changed']])
  })
})

scenarios(withGit('a merge queue'), () => {
  test.concurrent('the error for a dashboard that the pull request adds says not to run the step in a merge queue', async () => {
    await using scene = await openScene({
      pull: { branch: 'new', files: { 'dashboards/returns.dashboard.lookml': newDashboard } },
    })
    const { repository } = scene.pull.payload as { repository: object }
    const payload = { repository, merge_group: { base_ref: 'refs/heads/main' } }
    const outcome = await scene.run(
      { ...inputs, targets: 'dashboards/thelook::returns\ndashboards/404' },
      { event: { name: 'merge_group', payload } },
    )
    expect(outcome.results.map(({ error }) => error)).toEqual([
      {
        message: 'Looker found no LookML dashboard thelook::returns',
        hint: expect.stringMatching(
          /^In a merge queue, dev-mode does nothing, .* Add `if: github\.event_name != 'merge_group'` to this step\./,
        ),
      },
      { message: 'Looker found no dashboard 404', hint: expect.stringMatching(/^Check the id/) },
    ])
  })
})

scenarios(withGit('a merge base that is not deployed yet'), () => {
  test.concurrent('a branch check compares a tile that the merge base has and production lacks', async () => {
    const path = 'dashboards/returns.dashboard.lookml'
    const otherTile = `  - {name: earned, title: Earned, model: thelook, explore: order_items, fields: [order_items.revenue]}\n`
    await using scene = await openScene({ lookml: { ...shopLookml, [path]: newDashboard } })
    await scene.commit({ [path]: newDashboard + otherTile }, { branch: 'main' })
    const shown = shopLookml[view].replace(`sql: \${price} ;;`, `sql: \${price} * 2 ;;`)
    expect(shown).not.toBe(shopLookml[view])
    const { payload } = await scene.openPullRequest({ branch: 'double', files: { [view]: shown } })
    const event = { name: 'pull_request', payload }
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::returns' }, { event })
    expect(outcome.errors).toEqual([])
    expect(tilesOf(outcome).map(({ title, numbers }) => [title, numbers])).toEqual([
      ['Orders', 'unchanged'],
      ['Earned', 'changed'],
    ])
  })

  test.concurrent('a branch check says to merge the base branch if only the base branch has a listed dashboard', async () => {
    await using scene = await openScene()
    const customers = shopLookml['dashboards/customers.dashboard.lookml']
    const files = { 'dashboards/new.dashboard.lookml': customers.replace('customers', 'new') }
    await scene.commit(files, { branch: 'main' })
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::new' })
    expect(outcome.results[0]?.error).toEqual({
      message: 'Looker found no LookML dashboard thelook::new',
      hint: expect.stringContaining('after this branch began, merge the base branch into this branch.'),
    })
  })

  test.concurrent('a branch check of a model includes a dashboard that the merge base has and production lacks', async () => {
    await using scene = await openScene()
    await scene.commit({ 'dashboards/returns.dashboard.lookml': newDashboard }, { branch: 'main' })
    const counted = shopLookml[view].replace('type: count_distinct', 'type: count')
    expect(counted).not.toBe(shopLookml[view])
    const { payload } = await scene.openPullRequest({ branch: 'count', files: { [view]: counted } })
    const event = { name: 'pull_request', payload }
    const outcome = await scene.run({ ...inputs, targets: 'models/thelook' }, { event })
    expect(outcome.errors).toEqual([])
    const result = outcome.results.find(({ target }) => target === 'dashboards/thelook::returns')
    expect(result?.tiles?.map(({ title, sql }) => [title, sql])).toEqual([['Orders', 'changed']])
  })
})

scenarios(withGit('what a pull request adds'), () => {
  test.concurrent('a branch check reports a new dashboard as new and passes with fail-on-change', async () => {
    await using scene = await openScene({
      pull: { branch: 'returns', files: { 'dashboards/returns.dashboard.lookml': newDashboard } },
    })
    const outcome = await scene.run({
      ...inputs,
      targets: 'dashboards/thelook::returns',
      'fail-on-change': 'true',
    })
    expect(outcome.errors).toEqual([])
    expect(outcome.code).toBe(0)
    expect(tilesOf(outcome).map(({ title, sql, numbers }) => [title, sql, numbers])).toEqual([
      ['Orders', 'new', undefined],
    ])
    expect(await bodyOf(scene)).toContain('1 new')
  })

  test.concurrent('the headline contains new LookML errors with file and line, and the tiles of the model are on one line', async () => {
    await using scene = await openScene({ pull: { branch: 'broken', files: brokenView } })
    const outcome = await scene.run({ ...inputs, artifact: 'zip' })
    expect(outcome.code).toBe(1)
    const body = await bodyOf(scene)
    expect(body).toContain('## This pull request&#39;s LookML does not compile: ')
    expect(body).not.toContain('Nothing was rendered')
    const annotation = outcome.commands.find(
      ({ command, properties }) => command === 'error' && properties.file,
    )
    expect(annotation?.properties).toMatchObject({ file: view, line: '28' })
    expect(body).toContain(
      '<b>Revenue, Orders, Revenue over time, Revenue by category, Revenue by category and region</b>: not checked',
    )
  })

  test.concurrent('a branch check does not report LookML errors of a file that the pull request only renames', async () => {
    const moved = { [view]: null, 'views/moved.view.lkml': brokenView[view] }
    await using scene = await openScene({
      lookml: { ...shopLookml, ...brokenView },
      pull: { branch: 'moved', files: moved },
    })
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::customers' })
    expect(outcome.errors).toEqual([])
  })

  test.concurrent('a dry run with dev-mode gives the number of queries of a run, and creates no branch', async () => {
    await using scene = await openScene()
    const outcome = await scene.run({
      ...inputs,
      'dry-run': 'true',
      targets: `${overview}\ndashboards/thelook::customers`,
    })
    expect(outcome.code).toBe(0)
    // One query is enough to find out whether the API user may see SQL.
    expect(scene.requests('run').length).toBeLessThanOrEqual(1)
    expect(scene.requests('branch').filter(({ method }) => method !== 'GET')).toEqual([])
    expect(outcome.log).toContain(
      'This pull request may affect 1 of 2 targets. The branch check would request the SQL of 5 queries on the merge base and 5 on the head.',
    )
    expect(outcome.log).toContain('and up to 10 query calls more for the numbers where the SQL differs')
    expect(outcome.summary).toContain('The branch check would request the SQL of 5 queries')
  })
})

/** Returns the event that GitHub sends when a reviewer adds the accept label. The event starts another run. */
function withAcceptLabel(payload: object) {
  const { pull_request: pull } = payload as { pull_request: object }
  const label = { name: 'looker-accepted' }
  const labelled = {
    ...{ ...payload, action: 'labeled', label, sender: { login: 'ada' } },
    pull_request: { ...pull, labels: [label], updated_at: new Date().toISOString() },
  }
  return { event: { name: 'pull_request', payload: labelled }, github: { run_id: '1658821999' } }
}

/** Returns all texts that the action stored on the images branch. */
async function storedTexts({ github }: Awaited<ReturnType<typeof openScene>>): Promise<string> {
  const tip = (await github.ref('heads/looker-snapshots')) ?? ''
  const files = await github.tree(tip)
  return (await Promise.all(files.map(({ path }) => github.fileAt(tip, path)))).join('\n')
}

scenarios(withGit('a label event for a branch check without pictures in the repository'), () => {
  test.concurrent('a label event after a branch check reports the states of tiles without values if images is none', async () => {
    await using scene = await openScene()
    const gated = { ...inputs, 'fail-on-change': 'true', images: 'none' }
    const checked = await scene.run(gated)
    expect(tilesOf(checked)[0]?.values?.before).toBe('$2,029,905')
    await scene.github.setLabels(scene.number, ['looker-accepted'])
    const labelled = withAcceptLabel(scene.pull.payload)
    const repeated = await scene.run(gated, labelled)
    expect(repeated.code).toBe(0)
    expect(tilesOf(repeated)).toEqual(tilesOf(checked).map(({ values: _, ...tile }) => tile))
  })

  test.concurrent('the repository stores no message of the database for the headline if images is none', async () => {
    const databaseError = (sql: string) =>
      sql.includes('returned') ? 'Bad value cell-4711 in a row' : undefined
    await using scene = await openScene({ looker: { databaseError } })
    const checked = await scene.run({ ...inputs, 'fail-on-change': 'true', images: 'none' })
    expect(checked.errors.join()).toContain('cell-4711')
    const stored = await storedTexts(scene)
    expect(stored).toContain('"failureReason"')
    expect(stored).not.toContain('cell-4711')
  })

  test.concurrent('the repository stores no message of the database if images is none', async () => {
    const databaseError = (sql: string) =>
      sql.includes('created_at') ? 'Bad value cell-4711 in a row' : undefined
    await using scene = await openScene({ looker: { databaseError } })
    const gated = { ...inputs, 'fail-on-change': 'true', images: 'none' }
    const checked = await scene.run(gated)
    expect(JSON.stringify(checked.results)).toContain('cell-4711')
    expect(await bodyOf(scene)).toContain('cell-4711')
    expect(await storedTexts(scene)).not.toContain('cell-4711')
    await scene.github.setLabels(scene.number, ['looker-accepted'])
    const repeated = await scene.run(gated, withAcceptLabel(scene.pull.payload))
    const errors = tilesOf(repeated).flatMap(({ error }) => error ?? [])
    expect(errors).toEqual([
      {
        message: 'The message of this error is not stored, because images is none',
        hint: expect.stringContaining('If the database was not available'),
      },
    ])
    expect(JSON.stringify(repeated.results)).not.toContain('cell-4711')
  })
})

scenarios(withGit('an acceptance of a dashboard with a tile that fails on both commits'), () => {
  test.concurrent('an acceptance stays valid if the database gives its error another number in each run', async () => {
    let job = 0
    const databaseError = (sql: string) =>
      sql.includes('created_at') ? `Query exceeded limit, job ${++job}` : undefined
    await using scene = await openScene({ looker: { databaseError } })
    const gated = { ...inputs, 'fail-on-change': 'true' }
    const red = await scene.run(gated)
    expect(red.code).toBe(1)
    await scene.github.setLabels(scene.number, ['looker-accepted'])
    expect((await scene.run(gated, withAcceptLabel(scene.pull.payload))).code).toBe(0)

    const { event } = withAcceptLabel(scene.pull.payload)
    const payload = { ...event.payload, action: 'synchronize' }
    const again = await scene.run(gated, { event: { ...event, payload }, github: { run_id: '1658822000' } })
    expect(again.errors).toEqual([])
    expect(again.code).toBe(0)
    const messages = [red, again].map(outcome => tilesOf(outcome).find(({ error }) => error)?.error?.message)
    expect(messages[0]).toMatch(/^The query fails on both commits: .* job \d$/)
    expect(messages[1]).not.toBe(messages[0])
  })
})

/** Renames a field that dashboards of other teams use. */
const withoutOrders = {
  [view]: shopLookml[view]
    .replace('measure: orders {', 'measure: order_count {')
    .replace(`\${orders}`, `\${order_count}`),
}
const contentOf = ({ outputs }: StepOutcome): { title: string; url: string; messages: string[] }[] =>
  JSON.parse(outputs['broken-content'] ?? '[]')
const folderRequests = (scene: PullRequestScene) =>
  scene.requests('content').flatMap(({ path }) => (path.includes('/folders') ? [path] : []))
/** The id of a tile of the made-up dashboard 72. */
const ordersTile = '107207'
const customersOnly = { ...inputs, targets: 'dashboards/thelook::customers' }

scenarios(withGit('content outside the targets that a pull request breaks'), () => {
  test.concurrent('a branch check lists broken content outside the targets with title and link, even if no target is affected', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    const outcome = await scene.run({ ...customersOnly, report: 'true', artifact: 'files' })
    expect(outcome.code).toBe(0)
    expect(scene.requests('content_validation').map(({ status }) => status)).toEqual([200, 200])
    const found = contentOf(outcome)
    expect(found.map(({ title }) => title)).toEqual([
      'Sales overview',
      'Kinds of tiles',
      '<img src=x onerror=alert(1)> | *Sales* & [more](https://evil.example)',
      'Sales overview',
      'Top products',
    ])
    expect(found[0]?.messages[0]).toBe('Orders: Unknown field "order_items.orders"')
    const body = await bodyOf(scene)
    expect(body).toContain('## This pull request breaks ')
    expect(body).toContain(`<a href="${scene.looker.url}/dashboards/42">Sales overview</a>`)
    expect(outcome.summary).toContain(`${scene.looker.url}/dashboards/42`)
    expectRestored(scene)
  })

  test.concurrent('fail-on-change fails the step for broken content outside the targets, and the accept label accepts it', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    const gated = { ...customersOnly, 'fail-on-change': 'true' }
    const red = await scene.run(gated)
    expect(red.code).toBe(1)
    expect(red.errors.at(-1)).toContain('outside the targets break: ')
    expect(red.errors.at(-1)).toContain('add the label looker-accepted')
    const labelled = withAcceptLabel(scene.pull.payload)
    await scene.github.setLabels(scene.number, ['looker-accepted'])
    const accepted = await scene.run(gated, labelled)
    expect(accepted.code).toBe(0)
    expect(await bodyOf(scene)).toContain(', accepted by @&#8203;ada for commit')
  })

  test.concurrent.each([
    ['with its title', (id: string) => ({ lookml_dashboard: { id: `thelook::${id}`, title: id } })],
    [
      'in a folder that the API user cannot see',
      (id: string) => ({ dashboard: { id, title: id, folder: { id: '777' } } }),
    ],
  ])(
    'accepted broken content %s stays accepted if some of it is repaired, and other errors fail the step',
    async (_, owner) => {
      await using scene = await openScene()
      const gated = { ...customersOnly, 'fail-on-change': 'true' }
      const broken = (id: string, ...fields: string[]) => ({
        ...owner(id),
        errors: fields.map(field => ({ message: `Unknown field ${field}` })),
      })
      const validate = (...content_with_errors: object[]) => {
        for (const found of [[], content_with_errors])
          scene.fault({
            on: 'content_validation',
            effect: { status: 200, body: { content_with_errors: found } },
          })
      }
      validate(broken('a', 'x', 'y'), broken('b', 'x'))
      expect((await scene.run(gated)).code).toBe(1)
      await scene.github.setLabels(scene.number, ['looker-accepted'])
      const { event } = withAcceptLabel(scene.pull.payload)
      expect((await scene.run(gated, withAcceptLabel(scene.pull.payload))).code).toBe(0)

      const payload = { ...event.payload, action: 'synchronize' }
      const push = (run_id: string) => scene.run(gated, { event: { ...event, payload }, github: { run_id } })
      validate(broken('a', 'y'))
      const repaired = await push('1658822000')
      expect([repaired.code, repaired.errors]).toEqual([0, []])
      expect(await bodyOf(scene)).toContain(', accepted by @&#8203;ada for commit')
      validate(broken('a', 'y', 'z'))
      expect((await push('1658822001')).code).toBe(1)
    },
  )

  test.concurrent.each([
    ['by its id', 'dashboards/42'],
    ['by its slug', 'dashboards/Xk3nR8vQ2mTz5pLw9sYd1B'],
    ['with its tiles', '- { target: dashboards/42, tiles: true }'],
  ])(
    'a branch check does not call a target with a broken filter content outside the targets if the target is listed %s',
    async (_, targets) => {
      await using scene = await openScene()
      const dashboard = { id: '42', title: 'Business Pulse', folder: { id: '1' } }
      const dashboard_filter = { name: 'Region', title: 'Region' }
      const errors = [{ message: 'Unknown field "order_items.region"' }]
      for (const content_with_errors of [[], [{ dashboard, dashboard_filter, errors }]])
        scene.fault({ on: 'content_validation', effect: { status: 200, body: { content_with_errors } } })
      const outcome = await scene.run({ ...inputs, targets })
      expect(outcome.log).toContain('This pull request breaks 1 dashboard.')
      expect(outcome.log).not.toContain('outside the targets')
      expect(contentOf(outcome)).toMatchObject([
        { title: 'Business Pulse', messages: ['Region: Unknown field "order_items.region"'] },
      ])
      const body = await bodyOf(scene)
      expect(body).toContain('This pull request breaks 1 dashboard')
      expect(body).not.toContain('outside the targets')
    },
  )

  test.concurrent('the accept label accepts thousands of broken dashboards, and the outputs stay within the limit', async () => {
    await using scene = await openScene()
    const errors = Array.from({ length: 8 }, (_, place) => ({
      message: `Unknown field ${place} ${'x'.repeat(200)}`,
    }))
    const broken = Array.from({ length: 3000 }, (_, place) => ({
      lookml_dashboard: { id: `thelook::d${place}`, title: `Dashboard ${place}` },
      errors,
    }))
    for (const content_with_errors of [[], broken])
      scene.fault({ on: 'content_validation', effect: { status: 200, body: { content_with_errors } } })
    const gated = { ...customersOnly, 'fail-on-change': 'true' }
    const red = await scene.run(gated)
    expect(red.errors.at(-1)).toContain('3000 dashboards outside the targets break: ')
    expect(2 * Object.values(red.outputs).join('').length).toBeLessThan(1_000_000)
    expect(red.warnings).toEqual([
      expect.stringMatching(/^The output `broken-content` lists \d+ of 3000 dashboards/),
    ])

    await scene.github.setLabels(scene.number, ['looker-accepted'])
    const accepted = await scene.run(gated, withAcceptLabel(scene.pull.payload))
    expect(accepted.errors).toEqual([])
    expect(accepted.code).toBe(0)
    expect(accepted.outputs).toEqual({ ...red.outputs, files: '[]' })
  })

  test.concurrent('one call tells personal folders from shared ones, so that many broken copies in personal folders hide no shared dashboard', async () => {
    const people = Array.from({ length: 60 }, (_, place) => String(300 + place))
    const folders = people.map(id => ({ id, name: `Person ${id}`, parentId: '2', personal: true }))
    const copies = people.map(id => ({ id: `${id}42`, title: `Copy ${id}`, folderId: id }))
    const content = {
      ...shop,
      folders: [...shop.folders, ...folders],
      dashboards: [...copies, ...shop.dashboards],
    }
    await using scene = await openScene({
      looker: { content },
      pull: { branch: 'without-orders', files: withoutOrders },
    })
    const outcome = await scene.run({ ...customersOnly, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(1)
    expect(contentOf(outcome).map(({ title }) => title)).toContain('Kinds of tiles')
    expect(contentOf(outcome)).toHaveLength(5)
    expect(await bodyOf(scene)).toMatch(/outside the targets, and \d+ more in personal folders</)
    expect(await bodyOf(scene)).not.toContain('Copy 3')
    expect(folderRequests(scene)).toEqual(['/api/4.0/folders'])
  })

  test.concurrent.each([
    [
      'the API user cannot see the folder',
      { status: 200, body: [{ id: '14', is_personal: false, is_personal_descendant: false }] },
      ['Kinds of tiles', 'Sales overview', 'Top products', 'Dashboard 42', 'Dashboard 54'],
    ],
    [
      'the folders could not be read (',
      { status: 403, body: { message: 'Forbidden' } },
      ['Sales overview', 'Dashboard 42', 'Dashboard 48', 'Dashboard 54', 'Look 9'],
    ],
  ])('broken content is listed with its number and fails the step if %s', async (reason, effect, titles) => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    scene.fault({ on: 'content', target: 'folders', times: 9, effect })
    const outcome = await scene.run({ ...customersOnly, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(1)
    const found = contentOf(outcome)
    expect(found.map(({ title }) => title).filter(title => !/^My |^Dashboard 6/.test(title))).toEqual(titles)
    const numbered = found.find(({ title }) => title === 'Dashboard 42')
    expect(numbered?.url).toBe(`${scene.looker.url}/dashboards/42`)
    expect(numbered?.messages).toEqual([
      expect.stringContaining(`Title and errors are left out, because ${reason}`),
    ])
    expect(await bodyOf(scene)).not.toMatch(/My own sales|My draft|evil\.example/)
  })

  test.concurrent('a broken dashboard is listed although a tile with the same number is a broken target', async () => {
    const content = {
      ...shop,
      dashboards: [...shop.dashboards, { id: ordersTile, title: 'Board KPIs', folderId: '12' }],
    }
    await using scene = await openScene({
      looker: { content },
      pull: { branch: 'without-orders', files: withoutOrders },
    })
    const outcome = await scene.run({ ...inputs, targets: `dashboard_elements/${ordersTile}` })
    expect(outcome.results[0]?.status).toBe('failure')
    expect(contentOf(outcome).map(({ title }) => title)).toContain('Board KPIs')
  })

  test.concurrent('a branch check validates no content outside the targets if content-validation is false', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    const without = await scene.run({ ...customersOnly, 'content-validation': 'false' })
    expect(without.code).toBe(0)
    expect(scene.requests('content_validation')).toEqual([])
    expect(scene.requests('branch')).toEqual([])
    expect(await bodyOf(scene)).toContain('affects none of 1 target')
  })

  test.concurrent('content outside the targets is validated only by the first of several jobs that share the targets', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    const targets = 'dashboards/thelook::customers\nlooks/11'
    for (const index of [1, 0]) {
      const place = { strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } }
      const outcome = await scene.run({ ...inputs, targets, shard: `${index}/2` }, place)
      expect(outcome.code).toBe(0)
      expect(contentOf(outcome).length > 0).toBe(index === 0)
    }
    expect((await bodyOf(scene)).split('❌ <b>This pull request breaks 5 dashboards and Looks')).toHaveLength(
      2,
    )
  })

  test.concurrent('a warning and the headline say that content outside the targets was not validated if Looker takes too long', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    scene.fault({ on: 'content_validation', after: 1, effect: { stall: true } })
    const gated = { ...customersOnly, 'timeout-minutes': '4', 'fail-on-change': 'true' }
    const outcome = await scene.run(gated, hurry(10))
    expect(outcome.code).toBe(0)
    // No target is rendered, so there is no progress to log.
    expect(outcome.log).not.toContain('0 of 0 rendered')
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /^Dashboards and Looks outside the targets were not checked: the content validation of the pull request's LookML did not end within \d minutes?\./,
      ),
    ])
    expectRestored(scene)
    const headline =
      '## This pull request affects none of 1 target; content outside the targets was not checked\n'
    const body = await bodyOf(scene)
    expect(body).toContain(headline)
    expect(body).toContain('Dashboards and Looks outside the targets were not checked')
    expect(outcome.summary).toContain(headline)
  })
})
