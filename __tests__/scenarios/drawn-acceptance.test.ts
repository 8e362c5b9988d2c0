import { allPermissions } from '../../simulator/sessions.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import {
  board,
  bodyOf,
  changedBoard,
  drawing,
  inputs,
  model,
  openScene,
  overview,
  replaced,
  scenarios,
  view,
} from './drawn-scene.ts'

/*
 * Runs the built action with `dev-mode` and `fail-on-change`. A reviewer accepts the drawing of a changed LookML
 * dashboard.
 */

const accept = 'looker-accepted'
type Pull = { pull_request: { head: { sha: string } } }

async function openGate(
  more: Record<string, string> = {},
  files: Record<string, string> = changedBoard,
  options: Parameters<typeof openScene>[1] = drawing,
) {
  const scene = await openScene(files, options)
  const { pull_request: pull, ...event } = scene.pull.payload as Pull
  let run = 1_658_821_493
  const step = async (
    about: object,
    { labels = [], sha = pull.head.sha }: { labels?: string[]; sha?: string } = {},
  ) => {
    const head = { ...pull.head, sha }
    await scene.github.setLabels(scene.number, labels)
    const payload = {
      ...event,
      ...about,
      pull_request: {
        ...{ ...pull, head, updated_at: new Date().toISOString() },
        labels: labels.map(name => ({ name })),
      },
    }
    return scene.run(
      { ...inputs, 'fail-on-change': 'true', ...more },
      { event: { name: 'pull_request', payload }, github: { run_id: String(++run) } },
    )
  }
  return {
    scene,
    push: (options?: Parameters<typeof step>[1]) => step({ action: 'synchronize' }, options),
    accept: () =>
      step({ action: 'labeled', label: { name: accept }, sender: { login: 'ada' } }, { labels: [accept] }),
    commit: (files: Record<string, string>) => scene.commit(files, { branch: 'board' }),
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  }
}

const headlineIn = (body: string) => /^## (.*)$/m.exec(body)?.[1]

scenarios(withGit('the acceptance of a drawn dashboard'), () => {
  test.concurrent('the acceptance of a drawn dashboard is valid for a later commit only if the picture is the same', async () => {
    await using gate = await openGate()
    expect((await gate.push()).code).toBe(1)
    expect((await gate.accept()).code).toBe(0)

    const same = await gate.push({ labels: [accept], sha: await gate.commit({ 'README.md': 'Other words' }) })
    expect(same.errors).toEqual([])
    expect(same.code).toBe(0)

    const bars = { [board]: replaced(board, 'type: looker_pie', 'type: looker_bar') }
    const other = await gate.push({ labels: [accept], sha: await gate.commit(bars) })
    expect(other.code).toBe(1)
    expect(headlineIn(await bodyOf(gate.scene))).toMatch(
      /^1 dashboard changed after @&#8203;ada accepted commit \w{7}: Sales overview/,
    )
  })

  test.concurrent('a tile that no longer listens to a filter without a default value is changed, and its acceptance is valid while the text of the dashboard is the same', async () => {
    const listens = (field: string) => ({
      [board]: replaced(board, '      Region: order_items.region\n', `      Region: order_items.${field}\n`),
    })
    const silent = { [board]: replaced(board, '    listen:\n      Region: order_items.region\n', '') }
    await using gate = await openGate({}, silent)
    const red = await gate.push()
    expect(red.code).toBe(1)
    expect(red.errors.join()).toContain('1 dashboard changed: Sales overview')
    expect(red.results[0]?.comparison?.status).toBe('unchanged')
    expect(red.results[0]?.tiles).toEqual([
      expect.objectContaining({ title: 'Revenue by category', sql: 'same', numbers: 'changed' }),
    ])
    expect(await bodyOf(gate.scene)).toContain(
      '<b>Revenue by category</b>: same SQL: no longer listens to the filter Region',
    )
    expect((await gate.accept()).code).toBe(0)

    const labels = [accept]
    const same = await gate.push({ labels, sha: await gate.commit({ 'README.md': 'Other words' }) })
    expect(same.errors).toEqual([])
    expect(same.code).toBe(0)

    const other = await gate.push({ labels, sha: await gate.commit(listens('channel')) })
    expect(other.code).toBe(1)
    expect(await bodyOf(gate.scene)).toContain(
      'listens to the filter Region with the field order_items.channel instead of order_items.region',
    )
  })

  const newTile = `  - name: share
    title: Share
    model: thelook
    explore: order_items
    type: looker_grid
    fields: [order_items.category, order_items.share]
`
  const oldColumns = 'fields: [order_items.category, order_items.revenue]'
  const newColumns = 'fields: [order_items.category, order_items.revenue, order_items.share]'
  test.concurrent.each([
    ['tile', replaced(board, '  elements:\n', `  elements:\n${newTile}`), { title: 'Share', sql: 'new' }],
    ['column', replaced(board, oldColumns, newColumns), { title: 'Revenue by category', numbers: 'changed' }],
  ])(
    'the acceptance of a new %s ends if a measure changes that Looker computes after the query',
    async (_, text, state) => {
      const withShare = (type: string) => ({
        [view]: replaced(
          view,
          '  measure: revenue {',
          `  measure: share { type: ${type} sql: \${revenue} ;; }\n  measure: revenue {`,
        ),
      })
      await using gate = await openGate({}, { ...withShare('running_total'), [board]: text })
      expect((await gate.push()).code).toBe(1)
      expect((await gate.accept()).code).toBe(0)

      const same = await gate.push({
        labels: [accept],
        sha: await gate.commit({ 'README.md': 'Other words' }),
      })
      expect(same.errors).toEqual([])
      const other = await gate.push({
        labels: [accept],
        sha: await gate.commit(withShare('percent_of_total')),
      })
      expect(other.results[0]?.tiles).toContainEqual(expect.objectContaining(state))
      expect(other.errors.join()).toContain('1 dashboard changed after @ada accepted')
    },
  )

  const seesNoSql = allPermissions.filter(permission => permission !== 'see_sql')
  const otherConnection = (name: string) => ({ [model]: replaced(model, '"warehouse"', `"${name}"`) })
  const otherRevenue = (factor: number) => ({
    [view]: replaced(view, `sql: \${price}`, `sql: \${price} * ${factor}`),
  })
  test.concurrent.each([
    ['the API user may not see SQL', seesNoSql, otherRevenue(2), otherRevenue(3)],
    ['the connection changes', allPermissions, otherConnection('b'), otherConnection('c')],
  ])(
    'if all queries fail and %s, a dashboard is changed, and its acceptance ends with the next change of LookML',
    async (_, permissions, files, later) => {
      const looker = { permissions, databaseError: () => 'Quota exceeded' }
      await using gate = await openGate({}, files, { looker })
      const red = await gate.push()
      expect(red.code).toBe(1)
      expect(red.results[0]?.tiles).toContainEqual(
        expect.objectContaining({
          numbers: 'changed',
          error: expect.objectContaining({
            message: expect.stringMatching(/^The query fails on both commits: .*Quota exceeded$/),
          }),
        }),
      )
      expect((await gate.accept()).code).toBe(0)
      const same = await gate.push({
        labels: [accept],
        sha: await gate.commit({ 'README.md': 'Other words' }),
      })
      expect(same.code).toBe(0)
      const other = await gate.push({ labels: [accept], sha: await gate.commit(later) })
      expect(other.code).toBe(1)
    },
  )

  test.concurrent('the acceptance of a drawn dashboard is valid for a picture that equals the accepted picture within the tolerance', async () => {
    await using gate = await openGate({ compare: 'base', 'max-changed-pixels': '100' })
    const bar = (more: string) =>
      png(drawn(`<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>${more}`))
    const head = (picture: Buffer) => {
      for (const bytes of [picture, bar('<rect x="100" y="20" width="60" height="120"/>')])
        gate.scene.fault({ on: 'results', effect: { bytes } })
    }
    // The rendering of the production dashboard fails, so the next two results are the drawings of the head and of the
    // base.
    gate.scene.fault({
      on: 'create',
      target: overview.slice('dashboards/'.length),
      times: 9,
      effect: { status: 404 },
    })
    head(bar(''))
    expect((await gate.push()).code).toBe(1)
    expect((await gate.accept()).code).toBe(0)
    head(bar('<rect x="100" y="100" width="5" height="5"/>'))
    const nearly = await gate.push({
      labels: [accept],
      sha: await gate.commit({ 'README.md': 'Other words' }),
    })
    expect(nearly.errors).toEqual([])
    expect(nearly.code).toBe(0)
  })

  test.concurrent('the acceptance of a dashboard that is drawn as a PDF is valid until its text or its numbers change', async () => {
    const netRevenue = { [view]: replaced(view, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`) }
    await using gate = await openGate({ format: 'pdf' }, { ...changedBoard, ...netRevenue })
    let made = 0
    // Looker prints the time into each PDF.
    const push = (options?: Parameters<typeof gate.push>[0]) => {
      for (let file = 0; file < 3; file++)
        gate.scene.fault({ on: 'results', effect: { bytes: Buffer.from(`%PDF-1.4\n% ${++made}\n%%EOF\n`) } })
      return gate.push(options)
    }
    const labels = [accept]
    expect((await push()).code).toBe(1)
    expect((await gate.accept()).code).toBe(0)

    const same = await push({ labels, sha: await gate.commit({ 'README.md': 'Other words' }) })
    expect(same.errors).toEqual([])
    expect(same.results[0]?.comparison?.status).toBe('incomparable')
    expect(same.code).toBe(0)

    const bars = { [board]: replaced(board, 'type: looker_pie', 'type: looker_bar') }
    const otherText = await push({ labels, sha: await gate.commit(bars) })
    expect(otherText.code).toBe(1)
    expect(headlineIn(await bodyOf(gate.scene))).toMatch(/^1 dashboard changed after @&#8203;ada accepted/)

    const otherNumbers = { ...changedBoard, [view]: replaced(view, `sql: \${price}`, `sql: \${price} / 2`) }
    expect((await push({ labels, sha: await gate.commit(otherNumbers) })).code).toBe(1)
  })
})
