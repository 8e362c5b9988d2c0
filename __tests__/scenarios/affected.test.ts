import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene, type Told } from '../../testkit/scene.ts'

/* `only-affected`, and the words on a pull request whose LookML is not deployed, by the built action. */

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
const rendered = ({ results }: Told) => results.map(({ target }) => target)
const reportOf = ({ workspace }: Told) =>
  readFileSync(join(workspace, 'looker-snapshots', 'looker-snapshots-snapshot.html'), 'utf8')

scenarios(withGit('a run with only-affected'), () => {
  test.concurrent('renders what the change touches, with the reason wherever it is shown', async () => {
    await using scene = await openScene(netRevenue)
    const outcome = await scene.run({ ...inputs, report: 'true' })

    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    const reason = `${view}, which 4 tiles use`
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
    expect(outcome.log).toContain(`${reason}.`)
    // The LookML of both commits takes one request each, however many files there are.
    expect(scene.github.requests.filter(({ path }) => path.includes('/tarball/'))).toHaveLength(2)
  })

  test.concurrent('renders everything where a model changed', async () => {
    const model = 'thelook.model.lkml'
    await using scene = await openScene({ [model]: `${shopLookml[model]}\n# nothing\n` })
    const outcome = await scene.run(inputs)
    expect([outcome.code, rendered(outcome).length]).toEqual([0, 3])
    for (const { affectedBy } of outcome.results)
      expect(affectedBy).toEqual([`${model}, which may change everything in the project`])
  })

  test.concurrent('is green, deploys nothing and says so where the change touches nothing', async () => {
    await using scene = await openScene({ 'README.md': 'Other words.\n' })
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.errors, outcome.results]).toEqual([0, [], []])
    expect(outcome.outputs).toMatchObject({ status: 'success', results: '[]', changed: '' })
    expect(await bodyOf(scene)).toContain('## This pull request affects none of ')
    expect(outcome.summary).toContain('## This pull request affects none of ')
    expect([scene.requests('deploy'), scene.requests('create')]).toEqual([[], []])
  })

  test.concurrent('renders everything where GitHub does not give the LookML, and says why', async () => {
    await using scene = await openScene(netRevenue)
    scene.github.fault({ path: /tarball/, times: 99, effect: { status: 404 } })
    const outcome = await scene.run(inputs)
    expect([outcome.code, rendered(outcome).length]).toEqual([0, 3])
    expect(outcome.results[0]?.affectedBy).toEqual([
      "The project's LookML could not be read: any changed file may change this target",
    ])
    expect(outcome.log).toMatch(
      /The LookML of commit [0-9a-f]{40} could not be read.*Every target is rendered/,
    )
  })

  test.concurrent('renders a target of which Looker tells nothing, which fails with its reason', async () => {
    await using scene = await openScene(netRevenue)
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/9056\nlooks/7' })
    expect(outcome.results.find(({ target }) => target === 'dashboards/9056')).toMatchObject({
      status: 'failure',
      affectedBy: ['Looker did not tell what this target is made of: any changed file may change it'],
    })
  })
})

scenarios(withGit('a pull request whose LookML is not deployed'), () => {
  test.concurrent('says what the pictures show in comment, summary and report, and since when nothing changed', async () => {
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
