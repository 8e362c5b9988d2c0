import { existsSync } from 'node:fs'
import { hasGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { pullRequestScene, type StepOutcome, scene } from '../../testkit/scene.ts'

const dry = { 'dry-run': 'true' }
const correction = 'Next: correct the problems above, then start the dry run again.'

test.concurrent('a dry run reports the targets, the places of publication and the number of API calls, and renders nothing', async () => {
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
    'Rendering would cost at most about 42 query calls and 4 administrative calls at Looker; this dry run cost 0 query calls and 4 administrative calls.',
  )
  expect(outcome.log).toContain(
    "Next: remove dry-run from the step. Lines that you could add to the step's with:",
  )
  expect(outcome.log).toContain('  compare: base # ')
  expect(outcome.log).toContain('  dev-mode: your_lookml_project # ')
  expect(outcome.summary).toContain('```yaml\ndev-mode: your_lookml_project # ')
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

test.concurrent('a dry run names the targets that cannot be rendered, and renders nothing', async () => {
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
  expect(outcome.log).toContain(correction)
  expect(outcome.log).not.toContain('Next: remove dry-run')
  expect(stage.requests('create')).toEqual([])
})

test.concurrent('a dry run also checks the targets on the second Looker instance', async () => {
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

const missing = ({ log }: StepOutcome) => log.split('\n').filter(line => line.startsWith('Missing: '))

test.concurrent('a dry run names the baselines that are not recorded yet', async () => {
  await using stage = await pullRequestScene()
  const inputs = { compare: 'base', targets: 'dashboards/42\ndashboards/44' }
  const before = await stage.run({ ...inputs, ...dry })
  await stage.run(
    { ...inputs, targets: 'dashboards/42' },
    { event: { name: 'push', payload: stage.github.pushPayload() } },
  )
  const after = await stage.run({ ...inputs, ...dry })

  expect(missing(before)).toEqual([
    expect.stringContaining('main has no recorded baseline yet. Run this workflow on main once'),
  ])
  expect(before.warnings).toEqual([expect.stringContaining('main has no recorded baseline yet')])
  expect(before.log).not.toContain('fail-on-change: true')
  expect(missing(after)).toEqual([
    expect.stringContaining(
      'main has no recorded baseline yet for 1 target with these options: dashboards-44. A run on main with the same targets and options records them, such as the run after the merge.',
    ),
  ])
  await stage.run(inputs, { event: { name: 'push', payload: stage.github.pushPayload() } })
  const complete = await stage.run({ ...inputs, ...dry })
  expect(missing(complete)).toEqual([])
  expect(complete.log).toContain('The pictures would be compared with the baselines of the base branch.')
  expect(complete.log).toContain('  fail-on-change: true # ')
})

const schedule = {
  name: 'schedule',
  payload: { schedule: '0 6 * * 1', repository: { full_name: 'acme/lookml', private: true } },
}

test.concurrent('a dry run on a schedule suggests recording baselines if the targets are not all PDFs', async () => {
  await using stage = await scene()
  const pictures = await stage.run({ ...dry, targets: 'dashboards/42' }, { event: schedule })
  const pdfs = await stage.run({ ...dry, targets: 'dashboards/42', format: 'pdf' }, { event: schedule })

  expect(pictures.log).toContain('  compare: base # records the pictures')
  expect(pictures.log).not.toContain('dev-mode')
  expect(pdfs.log).toMatch(/Next: remove dry-run from the step\.$/)
  expect(pdfs.log).not.toContain('compare: base')
})

test.concurrent('a dry run names an images branch that cannot be read', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /\/git\/ref/, times: 9, effect: { status: 403 } })
  const outcome = await stage.run({ ...dry, compare: 'base', targets: 'dashboards/42' })

  expect(missing(outcome)).toEqual([expect.stringContaining('The images branch could not be read: ')])
})

test.concurrent.each([
  ['dev-mode', { 'dev-mode': 'thelook' }],
  ['deploy', { deploy: 'thelook' }],
])('a dry run with %s and a wrong secret reports only the refused API key', async (_, inputs) => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({
    ...dry,
    ...inputs,
    'client-secret': 'not-the-secret',
    targets: 'dashboards/42',
  })

  expect(outcome.code).toBe(1)
  expect(outcome.log).toContain('0 of 1 target would be rendered')
  expect(outcome.log).not.toContain('may affect')
  expect(outcome.log).not.toContain('would cost')
  expect(outcome.log).toContain(correction)
})

const withProject = hasGit ? describe : describe.skip

withProject('a dry run with dev-mode', () => {
  const view = 'views/order_items.view.lkml'
  const files = { [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`) }
  const inputs = { ...dry, 'dev-mode': 'thelook', targets: 'dashboards/thelook::sales_overview' }
  const open = (looker = {}) =>
    pullRequestScene({ lookml: shopLookml, pull: { branch: 'net', files }, looker })

  test.concurrent('a dry run with dev-mode changes nothing, and reports no missing permission if the API user has all permissions', async () => {
    await using stage = await open()
    const outcome = await stage.run(inputs)

    expect(outcome.code).toBe(0)
    expect(missing(outcome)).toEqual([])
    expect(outcome.log).toContain(
      'This pull request may affect 1 of 1 target. The branch check would request',
    )
    expect(
      stage.looker.requests.filter(({ path }) => path.includes('git_branch')).map(({ method }) => method),
    ).toEqual(['GET'])
    expect(stage.looker.tokens.size).toBe(0)
  })

  const sufficient = ['access_data', 'see_looks', 'see_lookml_dashboards', 'see_user_dashboards', 'explore']

  test.concurrent.each([
    ['may not use development mode', [...sufficient, 'see_sql'], /develop/],
    ['may not see SQL', [...sufficient, 'develop'], /see_sql/],
    [
      'may not query the model',
      [...sufficient.filter(permission => permission !== 'access_data'), 'develop', 'see_sql'],
      /A query of the model thelook fails: Not found\. .*access_data/,
    ],
  ] as const)('a dry run names an API user who %s', async (_, permissions, words) => {
    await using stage = await open({ permissions: [...permissions] })
    const outcome = await stage.run(inputs)

    expect(missing(outcome)).toEqual([expect.stringMatching(words)])
    expect(outcome.warnings.join('\n')).toMatch(words)
  })

  test.concurrent('a dry run names an API user without a personal folder', async () => {
    const key = { clientId: 'second', clientSecret: 'second-secret' }
    await using stage = await open({ users: [{ ...key, personalFolderId: null }] })
    const outcome = await stage.run({
      ...inputs,
      'client-id': key.clientId,
      'client-secret': key.clientSecret,
    })

    expect(missing(outcome)).toEqual([expect.stringContaining('The API user has no personal folder')])
  })

  test.concurrent('a dry run does not check development mode without a pull request', async () => {
    await using stage = await open()
    const outcome = await stage.run(inputs, { event: { name: 'push', payload: stage.github.pushPayload() } })

    expect(outcome.code).toBe(0)
    expect(outcome.errors).toEqual([])
  })
})

withProject('a dry run with deploy', () => {
  const inputs = { ...dry, compare: 'base', targets: 'dashboards/42' }
  const changes = ({ looker }: { looker: { requests: { method: string; path: string }[] } }) =>
    looker.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/projects/'))

  test.concurrent('a dry run with deploy announces the deployment of the merge base, and deploys nothing', async () => {
    await using stage = await pullRequestScene({ lookml: shopLookml })
    const outcome = await stage.run({ ...inputs, deploy: 'thelook' })

    expect(missing(outcome)).toEqual([])
    expect(outcome.log).toContain(
      `The step would deploy the commit to ${new URL(stage.looker.url).host}, then the merge base for the comparison, and then the previous commit again.`,
    )
    expect(outcome.log).not.toContain('baselines of the base branch')
    expect(outcome.log).toContain('  only-affected: true # ')
    expect(changes(stage)).toEqual([])
  })

  test.concurrent('a dry run with deploy names a project that Looker does not have', async () => {
    await using stage = await pullRequestScene({ lookml: shopLookml })
    const outcome = await stage.run({ ...inputs, deploy: 'the_look' })

    expect(missing(outcome)).toEqual([
      expect.stringMatching(/^Missing: \S+ has no LookML project the_look, or the API user may not see it/),
    ])
    expect(outcome.log).toContain(correction)
    expect(changes(stage)).toEqual([])
  })
})

const withGitProject = hasGit ? test.concurrent : test.skip

withGitProject.each([
  ['a deployment', { deploy: 'thelook', compare: 'base' }],
  ['a branch check', { 'dev-mode': 'thelook' }],
])(
  'a dry run estimates at most a quarter too many administrative API calls for %s, and not too few',
  async (_, inputs) => {
    const view = 'views/order_items.view.lkml'
    const files = {
      [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
    }
    const all = { ...inputs, targets: 'dashboards/thelook::sales_overview' } as Record<string, string>
    await using stage = await pullRequestScene({ lookml: shopLookml, pull: { branch: 'net', files } })
    const estimate = await stage.run({ ...all, ...dry })
    const [, estimated] = /at most about \d+ query calls? and (\d+) admin/.exec(estimate.log) ?? []
    const { outputs, code } = await stage.run(all)
    const { administrative } = JSON.parse(outputs['api-calls'] ?? '{}')

    expect(code).toBe(0)
    expect(Number(estimated)).toBeGreaterThanOrEqual(administrative)
    expect(Number(estimated)).toBeLessThanOrEqual(1.25 * administrative)
  },
)
