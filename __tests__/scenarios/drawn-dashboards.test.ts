import type { Fault } from '../../simulator/model.ts'
import { fastClock } from '../../testkit/clock.ts'
import { unzip } from '../../testkit/github/artifacts.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { partsToRestore } from '../../testkit/scene.ts'
import { netRevenue } from './dev-mode-scene.ts'
import {
  board,
  bodyOf,
  changedBoard,
  drawing,
  importedTexts,
  inputs,
  openScene,
  replaced,
  scenarios,
  view,
} from './drawn-scene.ts'

/*
 * Runs the built action with `dev-mode`. The action imports LookML dashboards that are changed or new, and the
 * simulated Looker draws them.
 */

scenarios(withGit('a pull request that changes a LookML dashboard'), () => {
  test.concurrent('a changed LookML dashboard is drawn before and after, and no imported dashboard remains in Looker', async () => {
    await using scene = await openScene(changedBoard, drawing)
    const outcome = await scene.run({ ...inputs, artifact: 'zip', report: 'true' })
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]).toMatchObject({
      status: 'success',
      title: 'Sales overview',
      comparison: { status: 'changed', baseline: { ref: 'main' } },
      drawing: { productionModelTiles: [] },
      productionUrl: expect.stringContaining('https://'),
    })
    const [head = '', base = '', ...more] = importedTexts(scene)
    expect(more).toEqual([])
    expect(head).toContain('type: looker_column')
    expect(base).toContain('type: looker_pie')
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 dashboard changed: Sales overview')
    expect(body).toContain('alt="Sales overview, changed places before and after"')
    expect(body).toContain('<details><summary>Before, after and difference</summary>')
    expect(body).toContain('<details><summary>Production now</summary>')
    const archive = scene.artifacts.artifacts.find(({ name }) => name === 'looker-snapshots-snapshot')
    expect([...unzip(archive?.bytes ?? Buffer.alloc(0)).keys()]).toEqual(
      expect.arrayContaining([
        'dashboards-thelook-sales-overview.png',
        'dashboards-thelook-sales-overview.before.png',
        'dashboards-thelook-sales-overview.difference.png',
        'dashboards-thelook-sales-overview.production.png',
      ]),
    )
    expect(scene.looker.importedDashboards()).toEqual([])
    expect(partsToRestore(outcome)).toEqual([])
    expectNoSecrets(outcome, [scene.looker.clientSecret, ...scene.looker.issued], scene.artifacts.artifacts)
  })

  test.concurrent('the comment on a changed LookML dashboard names the tiles whose model also changes', async () => {
    const netRevenue = replaced(view, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)
    await using scene = await openScene({ ...changedBoard, [view]: netRevenue }, drawing)
    const outcome = await scene.run(inputs)
    expect(outcome.errors).toEqual([])
    const tiles = ['Revenue', 'Revenue over time', 'Revenue by category', 'Revenue by category and region']
    expect(outcome.results[0]?.drawing).toEqual({ productionModelTiles: tiles })
    expect(await bodyOf(scene)).toContain(
      `The picture uses production&#39;s model, so it does not show the changed numbers of ${tiles.join(', ')}`,
    )
  })

  test.concurrent('only the changed dashboard of a LookML file is imported, without its slug', async () => {
    const two = (title: string) =>
      `- dashboard: one\n  title: ${title}\n  preferred_slug: Xk3nR8vQ2mTz5pLw9sYd1B\n  elements: []\n- dashboard: two\n  title: Two\n  elements: []\n`
    const path = 'dashboards/both.dashboard.lookml'
    await using scene = await openScene({})
    const main = await scene.commit({ [path]: two('One') }, { branch: 'main' })
    await scene.looker.project('thelook')?.deploy(main)
    const pull = await scene.openPullRequest({ branch: 'rename', files: { [path]: two('First') } })
    const targets = 'dashboards/thelook::one\ndashboards/thelook::two'
    const outcome = await scene.run(
      { ...inputs, targets },
      { event: { name: 'pull_request', payload: pull.payload } },
    )
    expect(outcome.errors).toEqual([])
    const texts = importedTexts(scene)
    expect(texts.map(text => /title: (.*)/.exec(text)?.[1])).toEqual(['First', 'One'])
    expect(texts.join('\n')).not.toMatch(/preferred_slug|two/i)
    expect(scene.looker.requests.filter(({ method }) => method === 'PATCH')).toEqual([])
  })

  test.concurrent('a changed LookML dashboard is drawn twice on the head with confirm-changes', async () => {
    await using scene = await openScene(changedBoard, drawing)
    const outcome = await scene.run({ ...inputs, 'confirm-changes': 'true' })
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', noisePixels: 0 })
    expect(importedTexts(scene)).toHaveLength(3)
    expect(scene.looker.importedDashboards()).toEqual([])
  })

  test.concurrent('a drawn LookML dashboard is polled as rarely as a dashboard that was rendered before', async () => {
    await using scene = await openScene(changedBoard, { looker: { renderSeconds: 2 } })
    const polls = () => scene.requests('task').length
    await scene.run(inputs)
    const first = polls()
    const second = await scene.run(inputs)
    expect(second.errors).toEqual([])
    expect(importedTexts(scene)).toHaveLength(4)
    expect(polls() - first).toBeLessThan(first / 2)
  })

  test.concurrent('a dry run announces the drawing of a changed LookML dashboard and imports no dashboard', async () => {
    await using scene = await openScene(changedBoard)
    const outcome = await scene.run({ ...inputs, 'dry-run': 'true' })
    expect(outcome.log).toContain(
      'It would draw 2 pictures of LookML dashboards that the pull request changes.',
    )
    expect(importedTexts(scene)).toEqual([])
  })

  test.concurrent('the picture of production is not compared for a changed LookML dashboard, even with compare: base', async () => {
    await using scene = await openScene({}, drawing)
    const targets = 'dashboards/42\ndashboards/thelook::sales_overview'
    const netRevenue = replaced(view, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)
    const pull = await scene.openPullRequest({ branch: 'net', files: { [view]: netRevenue } })
    const outcome = await scene.run(
      { ...inputs, targets, compare: 'base' },
      { event: { name: 'pull_request', payload: pull.payload } },
    )
    expect(outcome.errors).toEqual([])
    expect(outcome.results.map(({ status, comparison, drawing }) => [status, comparison, drawing])).toEqual([
      ['success', undefined, undefined],
      ['success', undefined, undefined],
    ])
    const body = (await scene.github.comments(pull.number))[0]?.body ?? ''
    expect(body.match(/Production now/g)).toHaveLength(2)
  })

  test.concurrent('a changed LookML dashboard fails the step with fail-on-change even if the SQL of no tile changed', async () => {
    await using scene = await openScene(changedBoard, drawing)
    const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(1)
    expect(outcome.errors.join()).toContain('1 dashboard changed: Sales overview')
    expect(outcome.outputs.changed).toBe('1')
  })
})

scenarios(withGit('a pull request that adds a LookML dashboard'), () => {
  const returns = `- dashboard: returns
  title: Returns
  elements:
  - name: orders
    title: Orders
    explore: order_items
    type: single_value
    fields: [order_items.orders]
  - name: both
    title: Both
    type: looker_column
    merged_queries:
    - explore: order_items
      fields: [order_items.category, order_items.orders]
    - model: thelook
      explore: order_items
      fields: [order_items.category, order_items.revenue]
  - name: note
    type: text
    body_text: Returns are counted once
  filters:
  - name: Region
    type: field_filter
    explore: order_items
    field: order_items.region
`
  const files = { 'dashboards/returns.dashboard.lookml': returns }

  test.concurrent('a new LookML dashboard is drawn even if production does not have the dashboard', async () => {
    await using scene = await openScene(files, drawing)
    const outcome = await scene.run({ ...inputs, targets: 'models/thelook' })
    expect(outcome.errors).toEqual([])
    expect(outcome.code).toBe(0)
    expect(outcome.results.map(({ name, status, title }) => [name, status, title])).toEqual([
      ['dashboards-thelook-returns', 'success', 'Returns'],
    ])
    expect(outcome.results[0]?.comparison?.status).toBe('new')
    const [text = '', ...more] = importedTexts(scene)
    expect(more).toEqual([])
    expect(text.match(/model: "thelook"/g)).toHaveLength(4)
    const body = await bodyOf(scene)
    expect(body).toContain('Returns')
    expect(body).not.toContain('Production now')
  })
})

scenarios(withGit('a LookML dashboard that production has and the merge base does not have'), () => {
  const returns = (field: string) => `- dashboard: returns
  title: Returns
  elements:
  - {name: orders, title: Orders, explore: order_items, type: single_value, fields: [order_items.${field}]}
`
  const gated = { ...inputs, targets: 'dashboards/thelook::returns', 'fail-on-change': 'true' }
  const refusal = { status: 422, body: { message: 'Not now' } }
  const lookupFails = {
    on: 'content',
    target: 'dashboards/thelook::returns',
    times: 99,
    effect: { status: 403, body: { message: 'Not allowed' } },
  } as const

  /** Opens a pull request that adds a dashboard. `main` and production get a dashboard of that name later. */
  async function openBehind(inProduction?: string) {
    const scene = await openScene({ 'dashboards/own.dashboard.lookml': returns('revenue') }, drawing)
    if (inProduction === undefined) return scene
    const files = { 'dashboards/returns.dashboard.lookml': inProduction }
    const main = await scene.commit(files, { branch: 'main' })
    await scene.looker.project('thelook')?.deploy(main)
    return scene
  }
  const renderedIds = ({ looker }: Awaited<ReturnType<typeof openBehind>>) =>
    looker.requests
      .filter(({ operation }) => operation === 'create')
      .map(({ path }) => decodeURIComponent(path).split('/').at(-2))

  test.concurrent('a dashboard that only production has is compared with the picture of production', async () => {
    await using scene = await openBehind(returns('orders'))
    const outcome = await scene.run(gated)
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'changed',
      baseline: { url: expect.stringMatching(/\/dashboards\/thelook::returns$/) },
    })
    expect(outcome.results[0]?.productionUrl).toBeUndefined()
    expect(renderedIds(scene).toSorted()).toEqual([expect.stringMatching(/^\d+$/), 'thelook::returns'])
    expect(outcome.results[0]?.apiCalls).toBe(
      scene.looker.requests.filter(({ path }) => /render_tasks/.test(path)).length + 2,
    )
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 dashboard changed: Returns')
    expect(body).toContain(
      'Production has this target, but the merge base does not, so the picture before is of production',
    )
    expect(body).not.toContain('Production now')
  })

  test.concurrent('a tile that only production has is changed, not new', async () => {
    await using scene = await openBehind(returns('orders'))
    const outcome = await scene.run({ ...gated, targets: 'dashboard_elements/thelook::returns::orders' })
    expect(outcome.code).toBe(1)
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 tile changed: Orders')
    expect(body).toContain('Production has this target, but the merge base does not')
    expect(body).toContain('Production now')
  })

  test.concurrent('production renders nothing if Looker answers that it does not have the dashboard', async () => {
    await using scene = await openBehind()
    const outcome = await scene.run(gated)
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.comparison?.status).toBe('new')
    expect(renderedIds(scene)).toEqual([expect.stringMatching(/^\d+$/)])
  })

  test.concurrent('a dashboard is new if Looker finds it only missing when it renders it', async () => {
    await using scene = await openBehind()
    scene.fault(lookupFails)
    const outcome = await scene.run(gated)
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.comparison?.status).toBe('new')
    expect(renderedIds(scene)).toContain('thelook::returns')
  })

  test.concurrent('a dashboard is not new if Looker does not say whether production has it', async () => {
    await using scene = await openBehind(returns('orders'))
    scene.fault(lookupFails)
    scene.fault({ on: 'create', target: 'thelook::returns', times: 99, effect: refusal })
    const outcome = await scene.run(gated)
    expect(outcome.code).toBe(1)
    expect(outcome.results[0]?.comparison).toMatchObject({
      status: 'incomparable',
      error: { message: expect.stringMatching(/ did not render the target: .*Not now/) },
    })
    expect(await bodyOf(scene)).toContain('## 1 dashboard changed: Returns')
  })
})

scenarios(withGit('a Looker that hangs while the branches are restored'), () => {
  test.concurrent('drawings are compared and published', async () => {
    await using scene = await openScene({ ...changedBoard, ...netRevenue }, drawing)
    scene.fault({
      ...{ on: 'branch', method: 'DELETE', times: Number.POSITIVE_INFINITY },
      effect: { stall: true },
    })
    const outcome = await scene.run(
      { ...inputs, artifact: 'zip', 'timeout-minutes': '5' },
      { env: fastClock(10) },
    )
    expect(outcome.results[0]?.comparison?.status).toBe('changed')
    const [artifact] = scene.artifacts.artifacts
    expect([...unzip(artifact?.bytes ?? Buffer.alloc(0)).keys()].join()).toContain('.difference.png')
    const body = await bodyOf(scene)
    expect(body).toContain('<img')
    expect(body).not.toContain('may not show')
  })
})

scenarios(withGit('a pull request that changes the chart of a tile whose field production lacks'), () => {
  const file = 'dashboards/returns.dashboard.lookml'
  const board = (type: string, more = '') =>
    `- dashboard: returns
  title: Returns
  elements:
  - {name: net, title: Net, explore: order_items, type: ${type}, fields: [order_items.category, order_items.net]${more}}
`
  const measure = `measure: net { type: sum sql: \${price} - \${TABLE}.returned ;; }`
  const newView = replaced(view, '  measure: revenue {', `  ${measure}\n  measure: revenue {`)

  async function check(
    isDeployed: boolean,
    changed: string,
    { before = board('looker_pie'), fault }: { before?: string; fault?: Fault } = {},
  ) {
    await using scene = await openScene({}, drawing)
    const main = await scene.commit({ [view]: newView, [file]: before }, { branch: 'main' })
    if (isDeployed) await scene.looker.project('thelook').deploy(main)
    const { number, payload } = await scene.openPullRequest({ branch: 'chart', files: { [file]: changed } })
    if (fault) scene.fault(fault)
    const outcome = await scene.run(
      { ...inputs, targets: 'dashboards/thelook::returns', 'fail-on-change': 'true' },
      { event: { name: 'pull_request', payload } },
    )
    return {
      code: outcome.code,
      comparison: outcome.results[0]?.comparison,
      sql: scene.requests('run').length,
      body: (await scene.github.comments(number))[0]?.body,
    }
  }

  test.concurrent('equal drawings count as not compared if production cannot run the query of the tile', async () => {
    const { code, comparison } = await check(false, board('looker_column'))
    expect(code).toBe(1)
    expect(comparison).toMatchObject({
      status: 'incomparable',
      error: {
        message: expect.stringMatching(
          /^No picture shows the change of the tile Net, because production cannot run its query \(.*order_items\.net/,
        ),
        hint: 'Deploy the base branch to production, or correct the tile, and run the job again.',
      },
    })
  })

  test.concurrent('equal drawings count as not compared, with the advice to run the job again, if production does not answer', async () => {
    const fault = { on: 'run', times: 2, effect: { status: 500 } } as const
    const { code, comparison } = await check(true, board('looker_pie', ', show_nulls: true'), { fault })
    expect(code).toBe(1)
    expect(comparison).toMatchObject({
      status: 'incomparable',
      error: {
        message: expect.stringMatching(
          /^The pictures may not show the change of the tile Net, because it is unknown whether production can run its query \(/,
        ),
        hint: 'Run the job again.',
      },
    })
  })

  test.concurrent('equal drawings are unchanged if production can run the query of the tile', async () => {
    const { code, comparison, sql } = await check(true, board('looker_pie', ', show_nulls: true'))
    expect(code).toBe(0)
    expect(comparison?.status).toBe('unchanged')
    expect(sql).toBe(1)
  })

  test.concurrent('the comment on different drawings names the tiles that production cannot run', async () => {
    const three = (type: string) => `${board(type)}
  - {name: more, title: More, explore: order_items, type: ${type}, fields: [order_items.net]}
  - {name: orders, title: Orders, explore: order_items, type: ${type}, fields: [order_items.category, order_items.orders]}
`
    const { comparison, body } = await check(false, three('looker_column'), { before: three('looker_pie') })
    expect(comparison?.status).toBe('changed')
    expect(body).toMatch(
      /No picture shows the change of the tiles Net, More, because production cannot run their queries \(.*order_items\.net/,
    )
  })

  test.concurrent('the comment on different drawings names no tile that production can run', async () => {
    const { comparison, body } = await check(true, board('looker_column'))
    expect(comparison?.status).toBe('changed')
    expect(body).not.toContain('No picture shows')
  })
})

scenarios(withGit('a pull request that removes a LookML dashboard'), () => {
  const query = '{name: a, explore: order_items, fields: [order_items.orders]}'
  const returns = 'dashboards/thelook::returns'
  test.concurrent.each([
    ['with a query', query, returns, `changed: ${returns}`],
    [
      'without queries',
      '',
      returns,
      `could not be compared: ${returns} (This pull request removes the LookML of the target)`,
    ],
    ['of a model', query, 'models/thelook', 'changed: Returns'],
  ])(
    'a reviewer has to accept the removal of a dashboard %s that production does not have yet',
    async (_, tile, targets, words) => {
      await using scene = await openScene({})
      const file = 'dashboards/returns.dashboard.lookml'
      const text = `- dashboard: returns\n  title: Returns\n  elements: [${tile}]\n`
      await scene.commit({ [file]: text }, { branch: 'main' })
      const { number, payload } = await scene.openPullRequest({ branch: 'removal', files: { [file]: '' } })
      const outcome = await scene.run(
        { ...inputs, targets, 'fail-on-change': 'true' },
        { event: { name: 'pull_request', payload } },
      )
      expect(outcome.code).toBe(1)
      const [comment] = await scene.github.comments(number)
      expect(comment?.body).toContain(`## 1 dashboard ${words}`)
      expect(outcome.errors.join()).toContain('add the label looker-accepted')
    },
  )
})

scenarios(withGit('a dry run of a pull request that adds a LookML dashboard'), () => {
  const board = (title: string) => `- dashboard: returns\n  title: ${title}\n  elements: []\n`
  const targets = 'dashboards/thelook::returns\ndashboards/thelook::missing'

  test.concurrent('a dry run finds a new LookML dashboard on the head, and reports a dashboard that neither side has', async () => {
    await using scene = await openScene({ 'dashboards/returns.dashboard.lookml': board('Returns') })
    const outcome = await scene.run({ ...inputs, targets, 'dry-run': 'true' })
    expect(outcome.results.map(({ name, status }) => [name, status])).toEqual([
      ['dashboards-thelook-returns', 'success'],
      ['dashboards-thelook-missing', 'failure'],
    ])
    expect(outcome.log).toContain(
      'It would draw 1 picture of LookML dashboards that the pull request changes.',
    )
  })
})

scenarios(withGit('a LookML dashboard that cannot be drawn'), () => {
  const extended = {
    [board]: `${replaced(board, 'type: looker_pie', 'type: looker_column')}\n- dashboard: regional\n  extends: sales_overview\n  title: Regional\n`,
  }
  const constant = { [board]: replaced(board, 'title: Sales overview', "title: '@{brand} sales'") }

  test.concurrent('the comment gives the reason if a LookML dashboard cannot be drawn because it extends another dashboard', async () => {
    await using scene = await openScene(extended)
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::regional' })
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.drawing?.error?.message).toBe(
      'The dashboard extends another dashboard, and Looker imports only dashboards without extends',
    )
    expect(importedTexts(scene)).toEqual([])
    expect(await bodyOf(scene)).toContain('Not drawn: The dashboard extends another dashboard')
  })

  test.concurrent('a LookML dashboard that cannot be drawn because of a constant has only the picture of production', async () => {
    await using scene = await openScene(constant)
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.drawing?.error?.message).toContain('The dashboard uses the constant @{brand}')
    expect(outcome.results[0]?.file).toBe('looker-snapshots/dashboards-thelook-sales-overview.png')
    expect(importedTexts(scene)).toEqual([])
  })

  test.concurrent('a LookML dashboard counts as not compared if only the value of a constant in it changes', async () => {
    const manifest = (brand: string) => ({
      'manifest.lkml': `project_name: "thelook"\nconstant: brand { value: "${brand}" }\n`,
    })
    const lookml = { ...shopLookml, ...constant, ...manifest('Acme') }
    await using scene = await openScene(manifest('Other'), { lookml })
    const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(1)
    expect(await bodyOf(scene)).toContain(
      '## 1 dashboard could not be compared: @{brand} sales (The dashboard uses the constant @{brand},',
    )
  })

  test.concurrent('a tile of a LookML dashboard whose chart changes counts as not compared, and a reviewer has to accept the change', async () => {
    await using scene = await openScene(changedBoard)
    const targets = `- { target: ${inputs.targets}, tiles: true }`
    const outcome = await scene.run({ ...inputs, targets, 'fail-on-change': 'true' })
    expect(outcome.code).toBe(1)
    expect(outcome.results.flatMap(({ name, drawing }) => (drawing ? [name] : []))).toEqual([
      'dashboard-elements-thelook-sales-overview-revenue-by-category',
    ])
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 of 5 tiles could not be compared: Revenue by category (Sales overview) (The')
    expect(body).toContain('To see the picture, add the dashboard to the targets')
    expect(importedTexts(scene)).toEqual([])
  })

  test.concurrent('the tiles of a LookML dashboard are checked if it cannot be drawn because the user may not save dashboards', async () => {
    await using scene = await openScene(changedBoard, {
      looker: {
        permissions: [
          ...['access_data', 'see_looks', 'see_user_dashboards', 'see_lookml_dashboards'],
          ...['explore', 'download_without_limit', 'develop', 'see_sql'],
        ] as never[],
      },
    })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.drawing?.error).toMatchObject({
      message: 'The API user may not save dashboards (403)',
      hint: expect.stringContaining('save_dashboards'),
    })
    const body = await bodyOf(scene)
    expect(body).toContain(
      '## 1 dashboard could not be compared: Sales overview (The API user may not save dashboards)',
    )
    expect(body).toContain('Not drawn: The API user may not save dashboards (403)')
    expect(body).toContain('Production now')
    expect(partsToRestore(outcome)).toEqual([])
  })

  test.concurrent('the comment gives the reason if a LookML dashboard cannot be drawn without a personal folder', async () => {
    const key = { clientId: 'second', clientSecret: 'second-secret' }
    await using scene = await openScene(changedBoard, {
      looker: { users: [{ ...key, personalFolderId: null }] },
    })
    const outcome = await scene.run({
      ...inputs,
      'client-id': key.clientId,
      'client-secret': key.clientSecret,
    })
    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.drawing?.error?.message).toBe('The API user has no personal folder')
    expect(await bodyOf(scene)).toContain('The API user has no personal folder')
  })
})
