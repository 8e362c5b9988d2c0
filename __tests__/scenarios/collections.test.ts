import { growTree } from '../../simulator/content/large-tree.ts'
import { pullRequestScene, scene } from '../../testkit/scene.ts'

const names = ({ results }: { results: { name: string }[] }) => results.map(({ name }) => name)

test.concurrent('the content of a folder is rendered with the same file names as targets on separate lines', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'folders/12' })

  expect(outcome.code).toBe(0)
  expect(outcome.results).toMatchObject([
    { target: 'dashboards/42', name: 'dashboards-42', title: 'Sales overview', status: 'success' },
    { target: 'dashboards/43', title: 'Customer retention' },
    { target: 'looks/7', title: 'Weekly revenue', file: 'looker-snapshots/looks-7.png' },
  ])
  expect(outcome.log).toContain('folders/12 (Sales) has 3 targets:')
  expect(outcome.log).toContain('  Sales overview (dashboards/42)')
  // One call reads the folder, one its dashboards, and one its Looks. The titles need no further calls.
  expect(stage.requests('content')).toHaveLength(3)
  expect(JSON.parse(outcome.outputs['api-calls'] ?? '')).toMatchObject({ administrative: 3 })
})

test.concurrent('a list of all kinds of targets is rendered, and a target that is listed twice is rendered once', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    targets: [
      '- boards/3',
      '- models/thelook',
      '- { target: dashboards/42, width: 800 }',
      '- { target: folders/12, recursive: true, except: [dashboards/54, folders/16], filters: { Region: EMEA } }',
    ].join('\n'),
  })

  expect(outcome.errors).toEqual([])
  expect(names(outcome)).toEqual([
    ...['dashboards-thelook-sales-overview', 'looks-7', 'dashboards-44'],
    ...['dashboards-thelook-business-pulse', 'dashboards-thelook-overview'],
    'dashboards-42',
    ...['dashboards-42-region-emea', 'dashboards-43-region-emea'],
    ...['dashboards-51-region-emea', 'dashboards-52-region-emea', 'looks-8'],
  ])
  expect(outcome.warnings).toEqual([
    'except: dashboards/54 is not in folders/12. This entry has no effect. Correct or remove it.',
  ])
})

test.concurrent('a folder that is listed twice with another theme is rendered with each theme', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    targets: '- folders/12\n- { target: folders/12, theme: Dark, except: [dashboards/43] }',
  })

  expect(outcome.errors).toEqual([])
  expect(names(outcome)).toEqual(['dashboards-42', 'dashboards-43', 'looks-7', 'dashboards-42-theme-dark'])
  const themes = stage.requests('create').map(({ query }) => query.theme)
  expect(themes.filter(Boolean)).toEqual(['Dark'])
  // One call reads the folder, one its dashboards, and one its Looks, each time. The titles need no further calls.
  expect(stage.requests('content')).toHaveLength(6)
})

test.concurrent('jobs that share a folder take its targets in turn', async () => {
  await using stage = await pullRequestScene()
  const outcomes = await Promise.all(
    [0, 1, 2].map(index =>
      stage.run(
        { targets: '- { target: folders/12, recursive: true }', shard: `${index}/3` },
        { strategy: { 'job-index': index, 'job-total': 3 }, matrix: { index } },
      ),
    ),
  )

  expect(outcomes.map(names)).toEqual([
    ['dashboards-42', 'dashboards-51', 'dashboards-53'],
    ['dashboards-43', 'dashboards-52', 'dashboards-54'],
    ['looks-7', 'looks-8'],
  ])
  const [comment, ...others] = await stage.github.comments(stage.number)
  expect(others).toEqual([])
  expect(comment?.body).toMatch(/^## 8 targets rendered$/m)
})

test.concurrent('a job without a share of the targets succeeds', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'folders/14', shard: '3/4' })

  expect(outcome.code).toBe(0)
  expect(outcome.outputs).toMatchObject({ status: 'success', results: '[]' })
  expect(stage.requests('create')).toEqual([])
  expect(stage.looker.tokens.size).toBe(0)
})

test.concurrent('a collection that cannot be read is a failed target, and the other targets are rendered', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'folders/404\nfolders/15\nlooks/7' })

  expect(outcome.code).toBe(1)
  expect(outcome.results.map(({ name, status, error }) => [name, status, error?.message])).toEqual([
    ['folders-404', 'failure', 'Looker found no folder 404'],
    ['folders-15', 'failure', 'Folder 15 (Nothing yet) has no dashboard or Look that the API user may see'],
    ['looks-7', 'success', undefined],
  ])
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain('<br>Looker found no folder 404')
  expect(outcome.summary).toContain('❌ folders/404: Looker found no folder 404')
})

test.concurrent('a collection fails like all other targets if the log-in fails', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'folders/12\nlooks/7', 'client-secret': 'wrong' })

  expect(outcome.code).toBe(1)
  expect(outcome.results).not.toHaveLength(0)
  for (const { error } of outcome.results) expect(error?.message).toMatch(/does not know this API key/)
  expect(stage.requests('login')).toHaveLength(1)
})

test.concurrent('the step fails before rendering if it has more than 500 targets', async () => {
  await using stage = await scene({ content: growTree(620) })
  const targets = '- { target: folders/1, recursive: true }'
  const outcome = await stage.run({ targets })

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([
    '620 targets are more than the 500 that one job renders. Share them among 2 jobs with shard, or leave some out.',
  ])
  expect(stage.requests('create')).toEqual([])
  expect(stage.looker.tokens.size).toBe(0)
})

test.concurrent('the comment names a changed tile of a collection and its dashboard', async () => {
  await using stage = await pullRequestScene({ looker: { pictureBytes: () => undefined } })
  const inputs = { targets: '- { target: dashboards/42, tiles: true }', compare: 'base' }
  const push = { event: { name: 'push', payload: {} }, github: { ref: 'refs/heads/main' } }
  const stored = await stage.run(inputs, push)
  expect(stored.code).toBe(0)
  stage.looker.edit({ dashboard: '42', changes: [{ tile: 'Revenue by region', as: 'column' }] })
  const outcome = await stage.run(inputs)

  expect(outcome.outputs.changed).toBe('1')
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toMatch(
    /<h3><a href="[^"]*\/dashboards\/42">Sales overview<\/a> <sub>1 tile<\/sub><\/h3>\n<h4><a [^>]*>Revenue by region</,
  )
  expect(comment?.body).toMatch(/<summary>8 unchanged</)
}, 120_000)
