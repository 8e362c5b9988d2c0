import { existsSync } from 'node:fs'
import { pullRequestScene, scene } from '../../testkit/scene.ts'

/* What a dry run says, by the built action. */

test.concurrent('says what would be rendered, where it would go and what it would cost, and renders nothing', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({
    'dry-run': 'true',
    artifact: 'zip',
    report: 'true',
    targets: 'dashboards/42?Region=EMEA\nfolders/14',
  })

  expect(outcome.code).toBe(0)
  expect(stage.requests('create')).toEqual([])
  expect(await stage.github.comments(stage.number)).toEqual([])
  expect(stage.artifacts.artifacts).toEqual([])
  expect(existsSync(`${outcome.workspace}/looker-snapshots/dashboards-42-region-emea.png`)).toBe(false)
  expect(outcome.log).toContain('4 targets would be rendered')
  expect(outcome.log).toContain(
    '✓ Sales overview, Region: EMEA (dashboards/42) → dashboards-42-region-emea.png, PNG, 1260 × 900',
  )
  expect(outcome.log).toContain('the workflow artifact looker-snapshots-snapshot')
  expect(outcome.log).toContain(`the comment of pull request #${stage.number}`)
  expect(outcome.log).toContain(
    'Rendering would cost about 20 query calls and 4 administrative calls at Looker; this dry run cost 0 query calls and 4 administrative calls.',
  )
  expect(outcome.summary).toContain('## Dry run: 4 targets would be rendered')
  expect(outcome.outputs).toMatchObject({ status: 'success', files: '[]' })
  expect(outcome.results.map(({ name, title, status }) => [name, title, status])).toEqual([
    ['dashboards-42-region-emea', 'Sales overview', 'success'],
    ['dashboards-44', 'Inventory', 'success'],
    ['dashboards-48', 'Kinds of tiles', 'success'],
    ['looks-9', 'Top products', 'success'],
  ])
  expect(stage.looker.tokens.size).toBe(0)
})

test.concurrent('finds the targets that cannot be rendered, and renders nothing', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    'dry-run': 'true',
    targets: 'dashboards/404\nlooks/9010\nqueries/missing\ndashboards/9055\nfolders/999\ndashboards/42',
  })

  expect(outcome.code).toBe(1)
  expect(outcome.outputs.status).toBe('partial')
  expect(outcome.results.map(({ name, error }) => [name, error?.message])).toEqual([
    ['dashboards-404', 'Looker found no dashboard 404'],
    ['looks-9010', "The Look 9010 is in Looker's trash"],
    ['queries-missing', 'Looker found no query missing'],
    ['dashboards-9055', 'Looker found no dashboard 9055'],
    ['folders-999', 'Looker found no folder 999'],
    ['dashboards-42', undefined],
  ])
  expect(outcome.errors.at(-1)).toBe('5 of 6 targets cannot be rendered.')
  expect(stage.requests('create')).toEqual([])
})

test.concurrent('looks for the targets on the second instance, too', async () => {
  await using stage = await scene()
  await using second = await scene({ permissions: ['access_data', 'see_looks'] })
  const { url, clientId, clientSecret } = second.looker
  const outcome = await stage.run({
    'dry-run': 'true',
    targets: 'dashboards/42\nlooks/7',
    compare: url,
    'compare-client-id': clientId,
    'compare-client-secret': clientSecret,
  })

  expect(outcome.results.map(({ error }) => error?.message)).toEqual([
    `${new URL(url).host}: Looker found no dashboard 42`,
    undefined,
  ])
})
