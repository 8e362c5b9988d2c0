import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, partsToRestore, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action with `dev-mode`: the simulated Looker imports and draws changed and new LookML dashboards. */

const scenarios = hasGit ? describe : describe.skip

const board = 'dashboards/sales_overview.dashboard.lookml'
const overview = 'dashboards/thelook::sales_overview'
const replaced = (path: keyof typeof shopLookml, from: string, to: string) => {
  const text: string = shopLookml[path]
  if (!text.includes(from)) throw new Error(`${path} lacks ${from}`)
  return text.replace(from, to)
}
/** Changes the kind of a chart. */
const changedBoard = { [board]: replaced(board, 'type: looker_pie', 'type: looker_column') }

type Options = Parameters<typeof pullRequestScene>[0]
const openScene = (files: Record<string, string>, more: Options = {}) =>
  pullRequestScene({
    lookml: shopLookml,
    pull: { branch: 'board', files },
    ...more,
    looker: { pictureBytes: () => undefined, renderSeconds: 0.3, ...more.looker },
  })

const inputs = { 'dev-mode': 'thelook', targets: overview }
const bodyOf = async ({ github, number }: PullRequestScene) => (await github.comments(number))[0]?.body ?? ''
const importedTexts = ({ looker }: PullRequestScene): string[] =>
  looker.requests
    .filter(({ path }) => path.endsWith('/dashboards/lookml'))
    .map(({ body }) => JSON.parse(body).lookml)

scenarios(withGit('a pull request that changes a LookML dashboard'), () => {
  test.concurrent('has the dashboard drawn before and after, and nothing is left in Looker', async () => {
    await using scene = await openScene(changedBoard)
    const outcome = await scene.run({ ...inputs, artifact: 'zip', report: 'true' })
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]).toMatchObject({
      status: 'success',
      title: 'Sales overview',
      comparison: { status: 'changed', baseline: { ref: 'main' } },
      drawing: { productionModelTiles: [] },
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
    expect(scene.looker.importedDashboards()).toEqual([])
    expect(partsToRestore(outcome)).toEqual([])
    expectNoSecrets(outcome, [scene.looker.clientSecret, ...scene.looker.issued], scene.artifacts.artifacts)
  })
})
