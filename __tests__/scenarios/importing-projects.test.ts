import { createLookmlRepository, type LookmlFiles, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import type { PullRequestScene } from '../../testkit/scene.ts'
import { bodyOf, expectRestored, hurry, inputs, openScene, scenarios, tilesOf } from './dev-mode-scene.ts'

/*
 * The repository of the pull request is the LookML project `thelook`, which has only views. The project `reports`
 * imports them, and has the model and its dashboards.
 */

const view = 'views/events.view.lkml'
const events = shopLookml[view]
const { 'thelook.model.lkml': model, ...files } = shopLookml
const lookml = {
  ...files,
  'views.model.lkml': 'connection: "warehouse"\n',
  'manifest.lkml': 'project_name: "thelook"\n',
  [view]: events.replace(
    'dimension: channel',
    `dimension: is_valid { sql: \${TABLE}.valid ;; }\n  dimension: channel`,
  ),
}
const changedFilter = { [view]: lookml[view].replace(`\${TABLE}.valid`, `LOWER(\${TABLE}.valid)`) }
const removedMeasure = { [view]: lookml[view].replace(/measure: new \{.*\}/, '') }

const oldModel = model.replaceAll('include: "/', 'include: "//thelook/')
const newModel = oldModel.replace(
  'explore: events {}',
  `explore: events { sql_always_where: \${events.is_valid} = 'yes' ;; }`,
)

/** Opens a scene in which the API user's own branch of `reports` is older than production. */
async function openReports(pull: LookmlFiles & Record<string, string>) {
  const repository = createLookmlRepository({
    'manifest.lkml': 'project_name: "reports"\nlocal_dependency: { project: "thelook" }\n',
    'thelook.model.lkml': oldModel,
  })
  const scene = await openScene({
    lookml,
    otherProjects: [{ id: 'reports', repository: repository.path }],
    pull: { branch: 'change', files: pull },
  })
  const reports = scene.looker.project('reports')
  const copy = reports.copyOf('1')
  await reports.deploy(repository.commit({ 'thelook.model.lkml': newModel }))
  return Object.assign(scene, {
    reports,
    expectReportsRestored() {
      expect([...repository.branches().keys()].filter(name => name.startsWith('looker-snapshot-'))).toEqual(
        [],
      )
      expect(copy.branch).toBe(copy.personal)
    },
  })
}

const marketing = { ...inputs, targets: 'dashboards/45', 'fail-on-change': 'true' }
const contentOfReports = { ...inputs, targets: 'dashboards/42', 'content-validation': 'true' }
const requestsTo = ({ looker }: PullRequestScene, path: string) =>
  looker.requests.filter(request => request.path.includes(path))

scenarios(withGit('a project that imports the project of the pull request'), () => {
  test('tiles are compared with the LookML that the importing project has in production', async () => {
    await using scene = await openReports(changedFilter)
    const outcome = await scene.run(marketing)
    expect(tilesOf(outcome).map(({ sql, numbers }) => `${sql} ${numbers}`)).toEqual(
      Array.from({ length: 8 }, () => 'changed changed'),
    )
    expect(outcome.code).toBe(1)
    expect(requestsTo(scene, '/projects/reports').length).toBeLessThanOrEqual(25)
    expectRestored(scene)
    scene.expectReportsRestored()
    // Production's commit of the importing project may change before the next run.
    const images = await scene.github.ref('heads/looker-snapshots')
    const stored = images === undefined ? [] : await scene.github.tree(images)
    expect(stored.filter(({ path }) => path.startsWith('sql/'))).toEqual([])
  })

  test('the post step restores the importing project if the step is killed', async () => {
    await using scene = await openReports(changedFilter)
    scene.fault({ on: 'run', times: Infinity, effect: { stall: true } })
    const step = scene.start(marketing)
    while (requestsTo(scene, '/run/sql').length === 0) await new Promise(done => setTimeout(done, 10))
    step.child.kill('SIGKILL')
    const killed = await step.finished
    const { branches } = JSON.parse(killed.state.post ?? '{}')
    expect(branches.map(({ id }: { id: string }) => id)).toEqual(['thelook', 'reports'])
    const post = await scene.runPost(marketing, killed.state, hurry())
    expect([post.code, post.errors]).toEqual([0, []])
    expectRestored(scene)
    scene.expectReportsRestored()
  })

  test.each([
    [
      'if the API user may not develop the importing project',
      ({ looker }: PullRequestScene) =>
        looker.fault({ on: 'branch', target: 'reports', times: Infinity, effect: { status: 404 } }),
      "Give the API user's role the permission develop for the models of the project reports.",
    ],
    [
      'if the repository of the importing project rejects the temporary branch',
      ({ looker }: PullRequestScene) => looker.project('reports').refusePushes(['create'], 'deploy key'),
      "Give Looker's deploy key write access",
    ],
  ])('tiles are unchecked, with the next step, %s', async (_, refuse, hint) => {
    await using scene = await openReports(changedFilter)
    refuse(scene)
    const outcome = await scene.run(marketing)
    const [tile, ...others] = tilesOf(outcome)
    expect(tile).toMatchObject({
      sql: 'unchecked',
      error: {
        message: expect.stringContaining(
          "The LookML project reports could not be checked out at production's commit: ",
        ),
        hint: expect.stringContaining(hint),
      },
    })
    expect(others.map(({ sql, error }) => [sql, error])).toEqual(others.map(() => ['unchecked', tile?.error]))
    expect(requestsTo(scene, '/run/sql')).toEqual([])
    expect(outcome.code).toBe(1)
    expectRestored(scene)
    scene.expectReportsRestored()
  })

  test('tiles are unchecked if Looker does not name the project of their model', async () => {
    await using scene = await openReports(changedFilter)
    scene.fault({ on: 'content', target: 'lookml_models/thelook', times: Infinity, effect: { status: 404 } })
    const outcome = await scene.run(marketing)
    expect(tilesOf(outcome)[0]).toMatchObject({
      sql: 'unchecked',
      error: {
        message: expect.stringContaining('Looker does not name the LookML project of the model thelook'),
      },
    })
    expect(scene.reports.deploys).toHaveLength(2)
    expect(requestsTo(scene, '/projects/reports')).toEqual([])
  })

  test('content validation finds content of the importing project that the pull request breaks', async () => {
    await using scene = await openReports(removedMeasure)
    const outcome = await scene.run({ ...contentOfReports, 'fail-on-change': 'true' })
    expect(JSON.parse(outcome.outputs['broken-content'] ?? '')).toContainEqual(
      expect.objectContaining({
        title: 'Marketing performance',
        messages: expect.arrayContaining([expect.stringContaining('events.new')]),
      }),
    )
    expect(outcome.code).toBe(1)
    scene.expectReportsRestored()
  })

  test('the step warns if content of the importing project cannot be validated', async () => {
    await using scene = await openReports(removedMeasure)
    scene.fault({ on: 'branch', target: 'reports', times: Infinity, effect: { status: 404 } })
    const outcome = await scene.run(contentOfReports)
    expect(outcome.warnings).toEqual([
      expect.stringContaining(
        "Some dashboards and Looks outside the targets were not checked: The LookML project reports could not be checked out at production's commit",
      ),
    ])
    expect(await bodyOf(scene)).not.toContain('breaks')
  })

  test('a dry run names an importing project that the API user may not develop', async () => {
    await using scene = await openReports(changedFilter)
    scene.fault({ on: 'branch', target: 'reports', times: Infinity, effect: { status: 404 } })
    const outcome = await scene.run({ ...marketing, 'dry-run': 'true' })
    expect(outcome.log).toContain('permission develop for the models of the project reports')
  })
})
