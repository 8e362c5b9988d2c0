import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/* Runs the built action with `only-affected` and without deployment. The pull request changes LookML. */

const scenarios = hasGit ? describe : describe.skip

const view = 'views/order_items.view.lkml'
const netRevenue = {
  [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
}
const overview = 'dashboards/thelook::sales_overview'
const customers = 'dashboards/thelook::customers'

const openScene = (files: Record<string, string>, more: Parameters<typeof pullRequestScene>[0] = {}) =>
  pullRequestScene({ lookml: shopLookml, pull: { branch: 'change', files }, ...more })

const inputs = {
  deploy: 'thelook',
  compare: 'base',
  'only-affected': 'true',
  targets: `${overview}\n${customers}\ndashboards/42`,
}
const bodyOf = async ({ github, number }: PullRequestScene) => (await github.comments(number))[0]?.body ?? ''
const rendered = ({ results }: StepOutcome) => results.map(({ target }) => target)
const reportOf = ({ workspace }: StepOutcome) =>
  readFileSync(join(workspace, 'looker-snapshots', 'looker-snapshots-snapshot.html'), 'utf8')

scenarios(withGit('a run with only-affected'), () => {
  test.concurrent('a run with only-affected renders only affected targets, and gives the reason in comment, summary and report', async () => {
    await using scene = await openScene(netRevenue)
    const outcome = await scene.run({ ...inputs, report: 'true' })

    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    const reason = `view order_items in ${view}, used by 5 tiles`
    expect(outcome.results[0]?.affectedBy).toEqual([reason])
    expect(rendered(outcome)).toContain(overview)
    expect(rendered(outcome)).not.toContain(customers)
    const body = await bodyOf(scene)
    expect(body).toContain(`Affected by ${reason}`)
    expect(body).toMatch(
      /<summary>1 target is not affected by the change, and not rendered<\/summary>\n<p>.*customers/i,
    )
    expect(outcome.summary).toContain(reason)
    expect(outcome.summary).toContain('1 target is not affected by the change')
    expect(reportOf(outcome)).toContain(reason)
    expect(reportOf(outcome)).toContain('1 target is not affected by the change')
    expect(outcome.log).toContain(`Affected by the change: ${overview} (${reason}).`)
    // For each of the two commits, one request reads the LookML, regardless of the number of files.
    expect(scene.github.requests.filter(({ path }) => path.includes('/tarball/'))).toHaveLength(2)
  })

  test.concurrent.each<[string, (scene: PullRequestScene) => Promise<unknown>]>([
    ['a merge commit', ({ github, number }) => github.mergePullRequest(number)],
    ['a fast-forward', ({ github, pull }) => github.setBranch('main', pull.sha)],
    ['a squash', ({ github, number }) => github.mergePullRequest(number, 'squash')],
  ])('a pull request that %s merges while its job waits affects the same targets', async (_, merge) => {
    await using scene = await openScene(netRevenue)
    const main = (await scene.github.ref('heads/main')) ?? ''
    await merge(scene)
    const outcome = await scene.run(inputs)

    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    expect(outcome.results[0]?.affectedBy).toEqual([`view order_items in ${view}, used by 5 tiles`])
    expect(rendered(outcome)).not.toContain(customers)
    const deploys = scene.looker.project('thelook').deploys.map(({ ref }) => ref)
    expect(deploys).toEqual([main, scene.pull.sha, main])
  })

  test.concurrent('a run for a merged pull request that it names by number affects the same targets', async () => {
    await using scene = await openScene(netRevenue)
    const { github, number } = scene
    await github.mergePullRequest(number)
    const outcome = await scene.run(
      { ...inputs, 'pull-request': String(number) },
      { event: { name: 'workflow_dispatch', payload: { ...github.pushPayload(), inputs: {} } } },
    )

    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.results[0]?.affectedBy).toEqual([`view order_items in ${view}, used by 5 tiles`])
  })

  test.concurrent('every target fails, and none counts as not affected, if the state before the merge is not known', async () => {
    await using scene = await openScene(netRevenue)
    const { github, pull } = scene
    await github.setBranch('main', pull.sha)
    const { pull_request: opened, ...event } = structuredClone(pull.payload) as {
      pull_request: { base: { sha: string } }
    }
    opened.base.sha = pull.sha
    github.fault({ path: /\/pulls\/\d+$/, times: 9, effect: { status: 200, body: opened } })
    const outcome = await scene.run(inputs, {
      event: { name: 'pull_request', payload: { ...event, pull_request: opened } },
    })

    expect(outcome.code).toBe(1)
    expect(outcome.results.map(({ error }) => error)).toEqual(
      Array.from({ length: 3 }, () => ({
        message: `The merge base of main and ${pull.sha} could not be found: main already contains this commit`,
        hint: 'If the pull request is open, push a commit that main does not have. If it is merged, run the workflow on the event pull_request, which names the commit of main before the merge, or set compare to none and remove only-affected.',
      })),
    )
    expect(await bodyOf(scene)).not.toContain('not affected')
  })

  test.concurrent('a run with only-affected renders every target of a model if its connection changed', async () => {
    const model = 'thelook.model.lkml'
    const text = shopLookml[model]
    await using scene = await openScene({ [model]: text.replace('"warehouse"', '"lake"') })
    const outcome = await scene.run(inputs)
    expect([outcome.code, rendered(outcome).length]).toEqual([0, 3])
    expect(outcome.results).not.toHaveLength(0)
    for (const { affectedBy } of outcome.results) expect(affectedBy?.[0]).toContain(`connection in ${model}`)

    await using other = await openScene({ [model]: `${text}\n# nothing\n` })
    const unaffected = await other.run(inputs)
    expect([unaffected.code, rendered(unaffected)]).toEqual([0, []])
  })

  test.concurrent('a run with only-affected reads a file that .gitattributes excludes from the archive', async () => {
    // GitHub's archive lacks the view `middle`, which reads from the changed view `leaf`.
    const files = {
      'views/middle.view.lkml': `view: middle { derived_table: { sql: SELECT * FROM \${leaf.SQL_TABLE_NAME} ;; } }\n`,
      'views/leaf.view.lkml': `view: leaf { sql_table_name: shop.leaf ;; dimension: id {} }\n`,
      'explores/users.explore.lkml': shopLookml['explores/users.explore.lkml'].replace(
        'explore: users {}',
        'explore: users { join: middle { sql_on: 1=1 ;; } }',
      ),
      '.gitattributes': 'views/middle.view.lkml export-ignore\n',
    }
    const leaf = {
      'views/leaf.view.lkml': files['views/leaf.view.lkml'].replace('shop.leaf', 'shop.new_leaf'),
    }
    await using scene = await pullRequestScene({
      lookml: { ...shopLookml, ...files },
      pull: { branch: 'change', files: leaf },
    })
    const outcome = await scene.run({ ...inputs, targets: `${overview}\n${customers}` })

    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.results.map(({ target, affectedBy }) => [target, affectedBy])).toEqual([
      [customers, ['view leaf in views/leaf.view.lkml, used by 2 tiles']],
    ])
    const blobs = scene.github.requests.filter(
      ({ path, status }) => path.includes('/git/blobs/') && status === 200,
    )
    expect(blobs).toHaveLength(1)
  })

  test.concurrent('a run with only-affected renders all targets if GitHub does not list all changed files', async () => {
    await using scene = await openScene(netRevenue)
    const tree = { sha: 'a'.repeat(40), truncated: true, tree: [] }
    scene.github.fault({ path: /git\/trees\/.*recursive/, times: 1, effect: { status: 200, body: tree } })
    const outcome = await scene.run(inputs)
    expect([outcome.code, rendered(outcome).length]).toEqual([0, 3])
    expect(outcome.log).toContain('the repository has more files than GitHub lists')
  })

  test.concurrent('a run with only-affected passes and deploys nothing if no target is affected', async () => {
    await using scene = await openScene({ 'README.md': 'Other words.\n' })
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.errors, outcome.results]).toEqual([0, [], []])
    expect(outcome.outputs).toMatchObject({ status: 'success', results: '[]', changed: '' })
    expect(await bodyOf(scene)).toContain('## This pull request affects none of ')
    expect(outcome.summary).toContain('## This pull request affects none of ')
    expect([scene.requests('deploy'), scene.requests('create')]).toEqual([[], []])
  })

  test.concurrent('a run with only-affected renders all targets with a reason if GitHub does not return the LookML', async () => {
    await using scene = await openScene(netRevenue)
    scene.github.fault({ path: /tarball/, times: 99, effect: { status: 404 } })
    const outcome = await scene.run(inputs)
    expect([outcome.code, rendered(outcome).length]).toEqual([0, 3])
    expect(outcome.results[0]?.affectedBy).toEqual([
      "The project's LookML could not be read, so any target may be affected",
    ])
    expect(outcome.log).toMatch(
      /The LookML of commit [0-9a-f]{40} could not be read.*Every target is rendered/,
    )
  })

  test.concurrent('a run with only-affected renders a dashboard that extends an imported one if the deployed commit has another version of its file', async () => {
    const path = 'dashboards/customers.dashboard.lookml'
    const lookml = { ...shopLookml, [path]: '- dashboard: customers\n  extends: imported\n' }
    await using scene = await openScene({ 'views/new.view.lkml': 'view: new {}' }, { lookml })
    const first = await scene.run({ ...inputs, targets: customers })
    expect([first.code, rendered(first)]).toEqual([0, []])

    const other = await scene.openPullRequest({ branch: 'other', files: { [path]: shopLookml[path] } })
    await scene.looker.project('thelook')?.deploy(other.sha)
    const outcome = await scene.run({ ...inputs, targets: customers })
    expect(outcome.results[0]?.affectedBy).toEqual([
      `Looker describes the deployed commit, whose ${path} differs from the merge base, so any change may affect it`,
    ])
  })

  test.concurrent('a run with only-affected renders a target that Looker does not describe, and the target fails with a reason', async () => {
    await using scene = await openScene(netRevenue)
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/9056\nlooks/7' })
    expect(outcome.results.find(({ target }) => target === 'dashboards/9056')).toMatchObject({
      status: 'failure',
      affectedBy: ['Looker did not describe this target, so any change may affect it'],
    })
  })
})

scenarios(withGit('a pull request whose LookML is not deployed'), () => {
  test.concurrent('comment, summary and report say that the pictures show deployed LookML if the pull request is not deployed', async () => {
    await using scene = await openScene(netRevenue)
    const pushed = { event: { name: 'push', payload: scene.github.pushPayload() } }
    const plain = { compare: 'base', targets: 'looks/7', report: 'true' }
    const recorded = await scene.run(plain, pushed)
    const outcome = await scene.run(plain)

    expect([recorded.code, outcome.code, outcome.results[0]?.comparison?.status]).toEqual([0, 0, 'unchanged'])
    const words = new RegExp(
      `The pictures show what is deployed (on|at) ${new URL(scene.looker.url).host}, not this pull request`,
    )
    const body = await bodyOf(scene)
    for (const text of [body, outcome.summary, reportOf(outcome)]) expect(text).toMatch(words)
    expect(body).toContain('## No change in 1 Look since the baseline\n')
    expect(outcome.summary).toContain('## No change in 1 Look since the baseline\n')
    for (const text of [recorded.summary, reportOf(recorded)]) expect(text).not.toMatch(words)
  })
})
