import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { bodyOf, expectRestored, inputs, openScene, scenarios, tilesOf, view } from './dev-mode-scene.ts'

/*
 * Runs the built action with `dev-mode` on a pull request whose branch is older than production: main got fields after
 * the branch began, main is deployed, and people use the new fields.
 */

const dashboard = 'dashboards/sales_overview.dashboard.lookml'
/** Adds the measure `units` to main, and uses it in the tile "Orders". */
const unitsOnMain = {
  [view]: shopLookml[view].replace(
    'measure: gross_margin',
    'measure: units { type: count }\n  measure: gross_margin',
  ),
  [dashboard]: shopLookml[dashboard].replace(
    'fields: [order_items.orders]',
    'fields: [order_items.orders, order_items.units]',
  ),
}
/** Changes the measure `orders`, which the tile "Orders" shows, too. */
const ordersOnBranch = {
  [view]: shopLookml[view].replace(`sql: \${TABLE}.order_id`, `sql: \${TABLE}.order_number`),
}

scenarios(withGit('a tile that uses a newer field of production'), () => {
  test.concurrent('a tile that runs only in production is unchecked, and the step asks to merge the base branch', async () => {
    await using scene = await openScene({ pull: { branch: 'order-number', files: ordersOnBranch } })
    const main = await scene.commit(unitsOnMain, { branch: 'main' })
    await scene.looker.project('thelook').deploy(main)
    const outcome = await scene.run({ ...inputs, 'fail-on-change': 'true' })
    const reason =
      'Production has LookML that this branch lacks: the query runs in production and fails on both commits (View Not Found: Unknown or inaccessible field "order_items.units"'

    expect(outcome.code).toBe(1)
    expect(tilesOf(outcome).find(({ title }) => title === 'Orders')).toMatchObject({
      sql: 'unchecked',
      error: {
        message: expect.stringContaining(reason),
        hint: "Merge the base branch into the pull request's branch.",
      },
    })
    expect(outcome.errors.join()).toContain("Merge the base branch into the pull request's branch")
    expect(await bodyOf(scene)).not.toContain('failed before this pull request')
    const { query } = JSON.parse(outcome.outputs['api-calls'] ?? '{}')
    const sent = (['create', 'task', 'results', 'query', 'run'] as const).flatMap(scene.requests)
    expect(query).toBe(sent.length)
    expectRestored(scene)
  })
})
