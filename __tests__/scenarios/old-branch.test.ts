import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import type { PullRequestScene, StepOutcome } from '../../testkit/scene.ts'
import {
  bodyOf,
  expectRestored,
  hurry,
  openScene,
  scenarios,
  tilesOf,
  view,
  inputs as withoutContent,
} from './dev-mode-scene.ts'

/*
 * Runs the built action with `dev-mode` on a pull request whose branch is older than production: main got the measure
 * `events.new` after the branch began, main is deployed, and dashboards use the measure.
 */

const events = 'views/events.view.lkml'
const withoutNew = shopLookml[events].replace('measure: new { type: count filters: [state: "new"] }', '')
const gated = { ...withoutContent, 'fail-on-change': 'true' }

async function openOldBranch(files: Record<string, string>): Promise<PullRequestScene> {
  const scene = await openScene({
    lookml: { ...shopLookml, [events]: withoutNew },
    pull: { branch: 'old', files },
  })
  const main = await scene.commit({ [events]: shopLookml[events] }, { branch: 'main' })
  await scene.looker.project('thelook').deploy(main)
  return scene
}

scenarios(withGit('a tile that uses a newer field of production'), () => {
  test.concurrent('a tile that runs only in production is unchecked, and the step asks to merge the base branch', async () => {
    await using scene = await openOldBranch({ [events]: withoutNew.replace('"returning"', '"back"') })
    const outcome = await scene.run({ ...gated, targets: 'dashboards/45' })
    const tile = tilesOf(outcome).find(({ title }) => title === 'New and returning sessions')

    expect(outcome.code).toBe(1)
    expect(tile?.sql).toBe('unchecked')
    expect(tile?.error?.message).toMatch(
      /^Production has LookML that this branch lacks: the query runs in production and fails on both commits \(.*"events\.new"/,
    )
    expect(outcome.errors.join()).toContain("Merge the base branch into the pull request's branch")
    expect(await bodyOf(scene)).not.toContain('failed before this pull request')
    const { query } = JSON.parse(outcome.outputs['api-calls'] ?? '{}')
    const sent = (['create', 'task', 'results', 'query', 'run'] as const).flatMap(scene.requests)
    expect(query).toBe(sent.length)
    expectRestored(scene)
  })
})

scenarios(withGit('a tile whose field is removed on the base branch, which is not deployed yet'), () => {
  const returning = withoutNew.replace('"returning"', '"back"')

  async function openUndeployed(): Promise<PullRequestScene> {
    const scene = await openScene({ pull: { branch: 'first', files: { 'README.md': 'First\n' } } })
    await scene.commit({ [events]: withoutNew }, { branch: 'main' })
    return scene
  }

  test.concurrent('a tile that runs only in an older production failed before the pull request', async () => {
    await using scene = await openUndeployed()
    const { payload } = await scene.openPullRequest({ branch: 'next', files: { [events]: returning } })
    const outcome = await scene.run(
      { ...gated, targets: 'dashboards/45' },
      { event: { name: 'pull_request', payload } },
    )
    const tile = tilesOf(outcome).find(({ title }) => title === 'New and returning sessions')

    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(tile?.sql).toBe('failing')
    expect(tile?.error).toEqual({
      message: expect.stringContaining('"events.new"'),
      hint: 'Production is older than the merge base, and the query still runs there. Deploy the base branch to production in Looker, or correct the tile.',
    })
    expect(outcome.log).not.toContain('Merge the base branch')
    expectRestored(scene)
  })

  test.concurrent('a tile that runs only in production stays unchecked if GitHub does not compare production with the merge base', async () => {
    await using scene = await openUndeployed()
    const { payload } = await scene.openPullRequest({ branch: 'next', files: { [events]: returning } })
    const deployed = scene.looker.project('thelook').deployed?.ref
    scene.github.fault({ path: new RegExp(`/compare/${deployed}`), times: 9, effect: { status: 500 } })
    const outcome = await scene.run(
      { ...gated, targets: 'dashboards/45' },
      { event: { name: 'pull_request', payload } },
    )
    expect(outcome.code).toBe(1)
    expect(tilesOf(outcome).map(({ sql }) => sql)).toContain('unchecked')
    expect(outcome.errors.join()).toContain('deploy the base branch to production in Looker')
  })
})

const withContent = {
  ...gated,
  'content-validation': 'true',
  targets: 'dashboards/thelook::customers',
}
const upperProduct = {
  [view]: shopLookml[view].replace(`sql: \${TABLE}.product_name`, `sql: UPPER(\${TABLE}.product_name)`),
}
const withoutOrders = {
  [view]: shopLookml[view]
    .replace('measure: orders {', 'measure: order_count {')
    .replace(`\${orders}`, `\${order_count}`),
}
const messagesOf = ({ outputs }: StepOutcome): string[] =>
  JSON.parse(outputs['broken-content'] ?? '[]').flatMap(({ messages }: { messages: string[] }) => messages)

scenarios(withGit('content that uses a newer field of production'), () => {
  test.concurrent('content that breaks on the merge base, too, does not count as broken by the pull request', async () => {
    await using scene = await openOldBranch(upperProduct)
    const outcome = await scene.run(withContent)
    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    expect(messagesOf(outcome)).toEqual([])
    expect(scene.requests('content_validation')).toHaveLength(3)
    expectRestored(scene)
  })

  test.concurrent('content that the head of an older branch breaks is listed without the errors of the merge base', async () => {
    await using scene = await openOldBranch(withoutOrders)
    const outcome = await scene.run(withContent)
    expect(outcome.code).toBe(1)
    expect(messagesOf(outcome)).toContain('Orders: Unknown field "order_items.orders"')
    expect(messagesOf(outcome).join()).not.toContain('events.new')
    expectRestored(scene)
  })

  test.concurrent('the content is not validated on the merge base if production has its commit', async () => {
    await using scene = await openScene({ pull: { branch: 'without-orders', files: withoutOrders } })
    const outcome = await scene.run(withContent)
    expect(outcome.code).toBe(1)
    expect(messagesOf(outcome)).toContain('Orders: Unknown field "order_items.orders"')
    expect(scene.requests('content_validation')).toHaveLength(2)
  })

  test.concurrent('a warning and the comment ask to merge the base branch if the merge base cannot be validated in time', async () => {
    await using scene = await openOldBranch(upperProduct)
    scene.fault({ on: 'content_validation', after: 2, effect: { stall: true } })
    const outcome = await scene.run({ ...withContent, 'timeout-minutes': '4' }, hurry(10))
    const reason =
      /production has LookML that this branch lacks\. The merge base was not checked, because the content validation of the merge base did not end within \d minutes?/
    expect(outcome.code).toBe(1)
    expect(messagesOf(outcome)).not.toEqual([])
    expect(outcome.warnings).toEqual([expect.stringMatching(reason)])
    expect(outcome.warnings.join()).toContain(
      'or deploy it in Looker if production is older than the merge base',
    )
    expect(await bodyOf(scene)).toMatch(reason)
    expect(await bodyOf(scene)).toContain('merge the base branch, or deploy it if production is older')
    expectRestored(scene)
  })
})

scenarios(withGit('a person who switches the branch during the content validation'), () => {
  test.concurrent('content that breaks on a branch of a person does not count as broken by the pull request', async () => {
    await using scene = await openScene({ pull: { branch: 'upper', files: upperProduct } })
    scene.lookml?.commit({ [events]: withoutNew }, { branch: 'person' })
    const checkedOutBefore = { project: 'thelook', branch: 'person' }
    scene.fault({ on: 'content_validation', after: 1, times: 1, effect: { checkedOutBefore } })
    const outcome = await scene.run(withContent)
    expect(outcome.code).toBe(1)
    expect(messagesOf(outcome)).toEqual([])
    const body = await bodyOf(scene)
    expect(body).toContain('was switched to person during this run, so no result is shown')
    expect(body).not.toContain('This pull request breaks')
  })
})
