import { readFileSync } from 'node:fs'
import { pullRequestScene, scene } from '../../testkit/scene.ts'

/* Tests the titles of targets and the addresses to which the titles link. */

test.concurrent('comment, summary, report and log show the titles of targets with their filters', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({
    targets:
      'dashboards/42?Region=EMEA\nlooks/7\ndashboard_elements/19\nexplore/thelook/order_items?qid=AbC123xyz\ndashboards/9055',
    report: 'true',
  })

  expect(outcome.results.map(({ name, title }) => [name, title])).toEqual([
    ['dashboards-42-region-emea', 'Sales overview'],
    ['looks-7', 'Weekly revenue'],
    ['dashboard-elements-19', 'Revenue'],
    ['queries-abc123xyz', 'Query of order_items'],
    ['dashboards-9055', undefined],
  ])
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toMatch(/<h3><a href="[^"]+">Sales overview<\/a> <sub>Region: EMEA<\/sub><\/h3>/)
  expect(comment?.body).toContain('alt="Sales overview, Region: EMEA"')
  expect(comment?.body).toMatch(/>Weekly revenue<\/a> <sub>Look<\/sub>/)
  expect(outcome.summary).toMatch(/>Sales overview<\/a> · Region: EMEA<\/td>/)
  expect(outcome.summary).toContain(', Looker 26.12.3')
  expect(outcome.log).toMatch(/✓ Sales overview, Region: EMEA \(dashboards-42-region-emea\.png\): \d+ KB/)
  const page = readFileSync(`${outcome.workspace}/looker-snapshots/looker-snapshots-snapshot.html`, 'utf8')
  expect(page).toContain('>Sales overview</h2>')
  expect(page).toContain(', Looker 26.12.3')
})

test.concurrent('the annotation of a failed target contains its title and its address', async () => {
  await using stage = await scene()
  stage.fault({ on: 'create', target: '42', effect: { taskStatus: 'failure', detail: 'a tile is broken' } })
  const outcome = await stage.run({ targets: 'dashboards/42' })

  expect(outcome.commands).toContainEqual(
    expect.objectContaining({
      command: 'error',
      properties: expect.objectContaining({ title: 'Sales overview (dashboards/42)' }),
    }),
  )
})

test.concurrent('the title of a dashboard needs one administrative API call, or no call if the target has a name', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    targets:
      '- dashboards/42\n- dashboards/42?Region=EMEA\n- { target: dashboards/43, name: retention }\n- looks/7',
  })

  expect(stage.requests('content').map(({ path, query }) => [path, query.fields])).toEqual(
    expect.arrayContaining([
      ['/api/4.0/dashboards/42', 'title,deleted'],
      ['/api/4.0/looks/7', 'title,deleted'],
    ]),
  )
  expect(stage.requests('content')).toHaveLength(2)
  expect(outcome.results.map(({ title }) => title)).toEqual([
    ...['Sales overview', 'Sales overview', 'retention', 'Weekly revenue'],
  ])
})

test.concurrent.each([
  ['are refused', { status: 403, body: { message: 'Forbidden' } }],
  ['break', { reset: true }],
  ['get no answer', { stall: true }],
  ['get an answer that is not JSON', { instead: '<html>log in</html>' }],
] as const)(
  'the step passes with addresses instead of titles if the requests for titles %s',
  async (_, effect) => {
    await using stage = await pullRequestScene()
    stage.fault({ on: 'content', times: Number.POSITIVE_INFINITY, effect })
    const outcome = await stage.run({ targets: 'dashboards/42' })

    expect(outcome.code).toBe(0)
    expect(outcome.results[0]).not.toHaveProperty('title')
    const [comment] = await stage.github.comments(stage.number)
    expect(comment?.body).toContain('>dashboards/42</a></h3>')
    expect(stage.looker.tokens.size).toBe(0)
  },
  30_000,
)

test.concurrent('the title of a target is shown as plain text, whatever characters it contains', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'dashboards/54\ndashboards/52\ndashboards/53', report: 'true' })

  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain(
    '&lt;img src=x onerror=alert(1)&gt; | *Sales* &amp; [more](https://evil.example)',
  )
  expect(comment?.body).toContain('نظرة عامة على المبيعات')
  expect(outcome.results[2]?.title).toHaveLength(200)
  const page = readFileSync(`${outcome.workspace}/looker-snapshots/looker-snapshots-snapshot.html`, 'utf8')
  expect(page).not.toContain('<img src=x')
})

describe('links to Looker', () => {
  const web = { webServerUrl: 'https://looker.acme.com' }

  test.concurrent('links to Looker lead to the web address of the instance', async () => {
    await using stage = await scene(web)
    const outcome = await stage.run({ targets: 'dashboards/42?Region=EMEA\nfolders/14' })

    expect(outcome.results.map(({ url }) => url)).toEqual([
      'https://looker.acme.com/dashboards/42?Region=EMEA',
      'https://looker.acme.com/dashboards/44',
      'https://looker.acme.com/dashboards/48',
      'https://looker.acme.com/looks/9',
    ])
    expect(stage.requests('versions')).toHaveLength(1)
  })

  test.concurrent('links to Looker lead to the address that the user pasted, even if it has the host of Looker’s web server', async () => {
    await using stage = await scene(web)
    const pasted = ['https://looker.acme.com/dashboards/42?Region=EMEA', `${stage.looker.url}/embed/looks/7`]
    const outcome = await stage.run({ targets: pasted.join('\n') })

    expect(outcome.code).toBe(0)
    expect(outcome.results.map(({ url }) => url)).toEqual(pasted)
  })

  test.concurrent('the address of another Looker instance is refused before anything is rendered', async () => {
    await using stage = await scene(web)
    const outcome = await stage.run({
      targets: 'dashboards/43\nhttps://other.looker.com/dashboards/42\nhttps://evil.example/folders/12',
    })

    expect(outcome.code).toBe(1)
    expect(outcome.errors).toEqual(
      expect.arrayContaining([
        'targets: "https://other.looker.com/dashboards/42" is on other.looker.com, not on 127.0.0.1 or looker.acme.com; name a target of the instance in base-url.',
        'targets: "https://evil.example/folders/12" is on evil.example, not on 127.0.0.1 or looker.acme.com; name a target of the instance in base-url.',
      ]),
    )
    expect(stage.requests('create')).toEqual([])
    expect(stage.looker.tokens.size).toBe(0)
  })

  test.concurrent('links to Looker lead to base-url if Looker does not return its web address', async () => {
    await using stage = await scene(web)
    stage.fault({ on: 'versions', effect: { status: 404 } })
    const outcome = await stage.run({ targets: 'looks/7' })

    expect(outcome.code).toBe(0)
    expect(outcome.results[0]?.url).toBe(`${stage.looker.url}/looks/7`)
  })
})
