import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzip } from '../../testkit/github/artifacts.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type StepOutcome, scene } from '../../testkit/scene.ts'

const file = (outcome: StepOutcome, name: string) =>
  readFileSync(join(outcome.workspace, 'looker-snapshots', name))
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const everyKind = `
dashboards/42?Region=EMEA
dashboards/thelook::overview
looks/7
queries/AbC123xyz
explore/thelook/orders?qid=XyZ789abc
dashboard_elements/19
`

test.concurrent("every kind of target is rendered, and workspace and artifact contain Looker's exact files", async () => {
  await using stage = await scene({ pictureBytes: () => undefined })
  const outcome = await stage.run({
    targets: everyKind,
    width: '400',
    height: '300',
    concurrency: '6',
    artifact: 'zip',
  })

  expect(outcome.code).toBe(0)
  expect(outcome.outputs.status).toBe('success')
  const names = [
    'dashboards-42-region-emea.png',
    'dashboards-thelook-overview.png',
    'looks-7.png',
    'queries-abc123xyz.png',
    'queries-xyz789abc.png',
    'dashboard-elements-19.png',
  ]
  expect(JSON.parse(outcome.outputs.files ?? '')).toEqual(names.map(name => `looker-snapshots/${name}`))
  expect(readdirSync(join(outcome.workspace, 'looker-snapshots')).sort()).toEqual(
    [...names, 'looker-snapshots-snapshot.json'].sort(),
  )
  const archive = unzip(stage.artifacts.artifacts[0]?.bytes ?? Buffer.alloc(0))
  expect([...archive.keys()].sort()).toEqual([...names].sort())
  for (const [index, name] of names.entries()) {
    const result = outcome.results[index]
    const given = await stage.looker.bytesOf(result?.renderTaskId ?? '')
    expect(file(outcome, name).equals(given)).toBe(true)
    expect(archive.get(name)?.equals(given)).toBe(true)
    expect(result).toMatchObject({
      status: 'success',
      bytes: given.length,
      sha256: sha256(given),
      format: 'png',
    })
  }
  expectNoSecrets(outcome, [stage.looker.clientSecret, ...stage.looker.issued], stage.artifacts.artifacts)
})

test.concurrent.each([
  ['png', '\x89PNG'],
  ['jpg', '\xff\xd8\xff'],
  ['pdf', '%PDF-'],
])('a dashboard is rendered as %s', async (format, signature) => {
  await using stage = await scene({ pictureBytes: () => undefined })
  const outcome = await stage.run({ targets: 'dashboards/42', format, width: '400', height: '300' })

  expect(outcome.code).toBe(0)
  expect(file(outcome, `dashboards-42.${format}`).toString('latin1').startsWith(signature)).toBe(true)
})

test.concurrent("the request for a dashboard with all settings agrees with Looker's API description", async () => {
  await using stage = await scene()
  const targets = `
- target: https://127.0.0.1/embed/dashboards/42?Region=EMEA&theme=Dark&_theme={}&sdk=2
  filters: { Date: 7 days, State: [CA, "Portland, OR"] }
  format: pdf
  pdf-paper-size: a4
  pdf-landscape: true
  long-tables: true
  dashboard-style: single_column
  tab-ids: [1, 2]
  width: 800
  height: 600
- looks/7`
  const outcome = await stage.run({
    targets,
    filters: 'Region: West',
    theme: 'Light',
    format: 'jpeg',
    concurrency: '1',
  })

  expect(outcome.code).toBe(0)
  // The action creates the two tasks at the same time, so either of them may come first.
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
  const [dashboard, look] = stage.requests('create').sort(byPath)
  expect(dashboard).toMatchObject({
    path: '/api/4.0/render_tasks/dashboards/42/pdf',
    query: {
      width: '800',
      height: '600',
      pdf_paper_size: 'a4',
      pdf_landscape: 'true',
      long_tables: 'true',
      theme: 'Dark',
      fields: 'id,status,status_detail',
    },
  })
  expect(JSON.parse(dashboard?.body ?? '')).toEqual({
    dashboard_filters: 'Region=EMEA&Date=7%20days&State=CA%2CPortland%5E%2C%20OR',
    dashboard_style: 'single_column',
    tab_ids: ['1', '2'],
  })
  expect(look).toMatchObject({ path: '/api/4.0/render_tasks/looks/7/jpg', body: '' })
  expect(look?.query).toEqual({ width: '1260', height: '900', fields: 'id,status,status_detail' })
})

test.concurrent('the value of the input filters applies to dashboards without filters of their own', async () => {
  await using stage = await scene()
  await stage.run({ targets: 'dashboards/42\ndashboards/43?Region=EMEA', filters: 'Region=West&Date=7+days' })

  const filters = stage.requests('create').map(({ body }) => JSON.parse(body).dashboard_filters)
  expect(filters.sort()).toEqual(['Region=EMEA', 'Region=West&Date=7%20days'])
})

test.concurrent('API 3.1 is called with the resource for LookML dashboards, and with ids instead of slugs', async () => {
  await using stage = await scene()
  const targets = 'dashboards/42\ndashboards/thelook::overview\nlooks/7\nexplore/thelook/orders?qid=AbC123xyz'
  const outcome = await stage.run({ targets, 'api-version': '3.1', concurrency: '1' })

  expect(outcome.code).toBe(0)
  const paths = stage.requests('create').map(({ path }) => path)
  expect(paths.sort()).toEqual([
    '/api/3.1/render_tasks/dashboards/42/png',
    '/api/3.1/render_tasks/lookml_dashboards/thelook%3A%3Aoverview/png',
    '/api/3.1/render_tasks/looks/7/png',
    '/api/3.1/render_tasks/queries/1001/png',
  ])
})

test.concurrent('the step sends the API key only in the log-in, then only the token, and logs out', async () => {
  await using stage = await scene()
  await stage.run({ targets: 'dashboards/42' })

  const [login] = stage.requests('login')
  expect(login?.query).toEqual({})
  expect(login?.headers['content-type']).toMatch('application/x-www-form-urlencoded')
  expect(stage.requests('logout')).toHaveLength(1)
  expect(stage.looker.tokens.size).toBe(0)
  for (const { path, query } of stage.looker.requests)
    expect(JSON.stringify([path, query])).not.toContain(stage.looker.clientSecret)
})

test.concurrent('the step fails with the names and reasons of failed targets after publishing the other targets', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42\ndashboards/404\nlooks/7', artifact: 'zip' })

  expect(outcome.code).toBe(1)
  expect(outcome.outputs.status).toBe('partial')
  expect(outcome.results.map(({ status }) => status)).toEqual(['success', 'failure', 'success'])
  expect(outcome.results[1]?.error?.message).toBe('Looker found no dashboard 404')
  expect(unzip(stage.artifacts.artifacts[0]?.bytes ?? Buffer.alloc(0)).size).toBe(2)
  expect(outcome.errors[0]).toMatch(/^Looker found no dashboard 404\. Check the id/)
  expect(outcome.errors.at(-1)).toMatch(/^1 of 3 targets could not be rendered: .*\.$/)
  expect(outcome.summary).toContain('## 1 of 3 targets could not be rendered: ')
  expect(outcome.summary).toContain('<details><summary>❌ dashboards/404: Looker found no dashboard 404')
})

test.concurrent('the step passes with a warning for each failed target if fail-on-error is false', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42\ndashboards/404', 'fail-on-error': 'false' })

  expect(outcome.code).toBe(0)
  expect(outcome.outputs.status).toBe('partial')
  expect(outcome.errors).toEqual([])
  expect(outcome.warnings[0]).toMatch('Looker found no dashboard 404')
})

test.concurrent('targets can be read from a file in the workspace', async () => {
  await using stage = await scene()
  const workspace = mkdtempSync(join(tmpdir(), 'looker-snapshot-'))
  writeFileSync(
    join(workspace, 'targets.yml'),
    '# the board pack\n- dashboards/42\n- { target: looks/7, name: revenue }\n',
  )
  const outcome = await stage.run(
    { 'targets-file': 'targets.yml', 'output-directory': 'out/here' },
    { workspace },
  )

  expect(JSON.parse(outcome.outputs.files ?? '')).toEqual([
    'out/here/dashboards-42.png',
    'out/here/revenue.png',
  ])
  expect(outcome.outputs.directory).toBe('out/here')
})

test.concurrent('an empty input has its default value', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    targets: 'dashboards/42',
    format: '',
    width: '',
    artifact: '',
    'artifact-name': '',
    summary: '',
  })

  expect(outcome.code).toBe(0)
  expect(stage.requests('create')[0]?.query).toMatchObject({ width: '1260' })
  expect(stage.artifacts.artifacts[0]?.name).toBe('looker-snapshots-snapshot')
  expect(outcome.summary).toContain(' rendered')
})

test.concurrent('the log reports the progress of rendering', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42\nlooks/7' })

  const host = new URL(stage.looker.url).host
  expect(outcome.log).toContain(`::group::Rendering 2 targets on ${host}, 2 at a time, within 15 minutes`)
  expect(outcome.log).toMatch(/✓ Sales overview \(dashboards-42\.png\): 20 KB, rendered in \d+\.\d s/)
  expect(outcome.log).toContain('::group::Publishing 2 files')
})

test.concurrent('the number of API calls in the outputs includes failed calls', async () => {
  await using stage = await scene()
  stage.fault({ on: 'create', target: '7', effect: { status: 503 } })
  const outcome = await stage.run({ targets: 'looks/7\ndashboards/404' })

  const of = (pattern: RegExp) => stage.looker.requests.filter(({ path }) => pattern.test(path)).length
  const [look, dashboard] = outcome.results
  const tasks = of(/render_tasks\/[^/]+(\/results)?$/)
  expect(look?.apiCalls).toBe(of(/render_tasks\/looks\/7\//) + tasks)
  expect(of(/render_tasks\/looks\/7\//)).toBe(2)
  expect(dashboard?.apiCalls).toBe(1)
  // Looker does not meter log-in, log-out and versions. Requests for titles count as administrative calls.
  const query = of(/\/render_tasks\//)
  const administrative = of(/^\/api\/4\.0\/(looks|dashboards)\//)
  const words = `${query} query calls and ${administrative} administrative call`
  expect(administrative).toBeGreaterThan(0)
  expect(outcome.summary).toContain(words)
  expect(outcome.log).toContain(words)
  expect(JSON.parse(outcome.outputs['api-calls'] ?? '')).toEqual({ query, administrative })
})
