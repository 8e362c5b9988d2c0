import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startSimulator } from '../../simulator/server.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/*
 * Runs the built action with `deploy` for a commit without a LookML dashboard that a collection lists from the commit
 * deployed before.
 */

const scenarios = hasGit ? describe : describe.skip

const file = 'dashboards/customers.dashboard.lookml'
const customers = 'dashboards/thelook::customers'
const view = 'views/users.view.lkml'
const orders = 'views/order_items.view.lkml'
const active = 'measure: active_customers { type: count'
const removal = { branch: 'removal', files: { [file]: '# removed\n' } }
const inputs = { deploy: 'thelook', compare: 'base', targets: 'models/thelook', 'fail-on-change': 'true' }

const openRemoval = (
  pull: { branch: string; files: Record<string, string> } = removal,
  lookml: Record<string, string> = shopLookml,
) =>
  pullRequestScene({
    lookml,
    looker: { renderSeconds: 0.1, pictureBytes: () => undefined },
    pull,
  })
const projectIn = ({ looker }: PullRequestScene) => {
  const project = looker.project('thelook')
  if (!project) throw new Error('The Looker of this scene has no project')
  return project
}
const deployed = (scene: PullRequestScene) => projectIn(scene).deployed?.ref ?? ''
const statuses = ({ results }: StepOutcome) =>
  results.map(({ name, comparison, status }) => [name, comparison?.status ?? status])
const headline = async ({ github, number }: PullRequestScene) =>
  /^## (.*)$/m.exec((await github.comments(number))[0]?.body ?? '')?.[1]

let run = 1_658_821_493
/** Runs the step again, for a label event with the labels of the pull request, or for a new run of the same commit. */
async function runLabeled(scene: PullRequestScene, about: object, more: Record<string, string> = {}) {
  await scene.github.setLabels(scene.number, ['looker-accepted'])
  const { pull_request: pull, ...event } = scene.pull.payload as { pull_request: object }
  const labeled = { ...pull, labels: [{ name: 'looker-accepted' }], updated_at: new Date().toISOString() }
  run += 1
  return scene.run(
    { ...inputs, ...more },
    {
      event: { name: 'pull_request', payload: { ...event, ...about, pull_request: labeled } },
      github: { run_id: String(run) },
    },
  )
}
const added = { action: 'labeled', label: { name: 'looker-accepted' } }

scenarios(withGit('a pull request that removes a LookML dashboard of a collection'), () => {
  test.concurrent.each(['png', 'pdf'])(
    'a removed dashboard is shown as it was before, and the accept label accepts its removal, with format %s',
    async format => {
      await using scene = await openRemoval()
      const before = deployed(scene)
      const red = await scene.run({ ...inputs, format })
      expect(red.code).toBe(1)
      expect(statuses(red)).toContainEqual(['dashboards-thelook-customers', 'incomparable'])
      expect(
        red.results.find(({ name }) => name === 'dashboards-thelook-customers')?.comparison,
      ).toMatchObject({
        baseline: { ref: 'main', sha: before },
        error: {
          message: 'This pull request removes the LookML dashboard',
          hint: expect.stringContaining(`The picture shows the merge base ${before.slice(0, 7)}.`),
        },
      })
      const words =
        '1 of 2 dashboards could not be compared: Customers (This pull request removes the LookML dashboard)'
      expect(red.errors).toEqual([`${words}. Look at it. To accept it, add the label looker-accepted.`])
      expect(await headline(scene)).toBe(words)
      expect((await scene.github.comments(scene.number))[0]?.body).not.toContain('deploy-ref')
      expect(
        existsSync(join(red.workspace, 'looker-snapshots', `dashboards-thelook-customers.${format}`)),
      ).toBe(true)
      expect(deployed(scene)).toBe(before)

      const accepted = await runLabeled(scene, added, { format })
      expect(accepted.code).toBe(0)
      expect(await headline(scene)).toMatch(/^1 dashboard could not be compared, accepted by @/)

      const again = await runLabeled(scene, { action: 'synchronize' }, { format })
      expect([again.code, again.errors]).toEqual([0, []])
    },
  )

  test.concurrent('a removed dashboard is affected, and its removal fails a gate with only-affected', async () => {
    await using scene = await openRemoval()
    const outcome = await scene.run({ ...inputs, 'only-affected': 'true' })
    expect(outcome.code).toBe(1)
    expect(statuses(outcome)).toEqual([['dashboards-thelook-customers', 'incomparable']])
    expect(outcome.results[0]?.affectedBy).toEqual([expect.stringContaining(file)])
  })

  test.concurrent('a removed dashboard is left out with a warning if nothing is compared', async () => {
    await using scene = await openRemoval()
    const outcome = await scene.run({ deploy: 'thelook', targets: 'models/thelook' })
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(statuses(outcome)).toEqual([['dashboards-thelook-sales-overview', 'success']])
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /^Looker listed dashboards\/thelook::customers from the commit deployed before, but commit [0-9a-f]{7} does not have it\. /,
      ),
    ])
  })

  test.concurrent('a dashboard that the user listed fails, and the next step names a removal', async () => {
    await using scene = await openRemoval()
    const outcome = await scene.run({ ...inputs, targets: customers })
    expect([outcome.code, statuses(outcome)]).toEqual([1, [['dashboards-thelook-customers', 'failure']]])
    expect(outcome.results[0]?.error).toEqual({
      message: 'Looker found no LookML dashboard thelook::customers',
      hint: expect.stringMatching(
        /^Check the id, and whether the commit removes or renames it: .*, merge the base branch into this branch\. /,
      ),
    })
  })

  test.concurrent('a dashboard that Looker finds at the second try is not removed', async () => {
    await using scene = await openRemoval({ branch: 'other', files: { 'README.md': 'other\n' } })
    scene.fault({ on: 'create', times: 1, effect: { status: 404 } })
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    expect(statuses(outcome).map(([, status]) => status)).toEqual(['unchanged', 'unchanged'])
  })

  test.concurrent('a removed dashboard fails with both reasons if its picture before cannot be rendered', async () => {
    await using scene = await openRemoval()
    // The renders of the head: two of the removed dashboard, and one of the other dashboard.
    scene.fault({ on: 'create', after: 3, times: 9, effect: { status: 422 } })
    const outcome = await scene.run(inputs)
    expect(outcome.code).toBe(1)
    expect(
      outcome.results.find(({ name }) => name === 'dashboards-thelook-customers')?.error?.message,
    ).toMatch(
      /^Commit [0-9a-f]{7} does not have the LookML dashboard, and its picture before could not be rendered: Looker refused/,
    )
  })

  test.concurrent('a removed dashboard is shown as the second instance shows it', async () => {
    await using scene = await openRemoval()
    await using second = Object.assign(await startSimulator({ renderSeconds: 0.1, pictureBytes: 20_000 }), {
      [Symbol.asyncDispose]: () => second.close(),
    })
    const outcome = await scene.run({
      ...inputs,
      compare: second.url.replace('127.0.0.1', 'localhost'),
      'compare-client-id': second.clientId,
      'compare-client-secret': second.clientSecret,
    })
    expect(outcome.code).toBe(1)
    expect(
      outcome.results.find(({ name }) => name === 'dashboards-thelook-customers')?.comparison,
    ).toMatchObject({
      status: 'incomparable',
      error: { message: expect.stringMatching(/^Commit [0-9a-f]{7} does not have the LookML dashboard$/) },
    })
  })
})

scenarios(withGit('a LookML dashboard that Looker lists but does not render'), () => {
  const openHidden = async () => {
    const scene = await openRemoval({ branch: 'other', files: { 'README.md': 'other\n' } })
    scene.fault({ on: 'create', times: 99, effect: { status: 404 } })
    return scene
  }

  test.concurrent('a dashboard that the API user may not render fails if the merge base was deployed before', async () => {
    await using scene = await openHidden()
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.warnings]).toEqual([1, []])
    expect(statuses(outcome).map(([, status]) => status)).toEqual(['failure', 'failure'])
    expect(outcome.results[0]?.error?.hint).toContain(
      'Check the id, that production has the commit with this dashboard, and that the API user may see the folder.',
    )
  })

  test.concurrent('a dashboard that the API user may not see on the previous commit fails without a comparison', async () => {
    await using scene = await openHidden()
    for (const id of ['customers', 'sales_overview'])
      scene.fault({ on: 'content', target: `dashboards/thelook::${id}`, times: 9, effect: { status: 404 } })
    const outcome = await scene.run({ deploy: 'thelook', targets: 'models/thelook' })
    expect([outcome.code, outcome.warnings]).toEqual([1, []])
    expect(statuses(outcome).map(([, status]) => status)).toEqual(['failure', 'failure'])
  })
})

scenarios(withGit('a pull request behind the commit deployed before'), () => {
  test.concurrent('a dashboard that neither the head nor the merge base has is not affected, with a warning', async () => {
    await using scene = await openRemoval({ branch: 'other', files: { 'README.md': 'other\n' } })
    const content = shopLookml[file].replaceAll('customers', 'newer')
    const main = await scene.commit({ 'dashboards/newer.dashboard.lookml': content }, { branch: 'main' })
    await projectIn(scene).deploy(main)
    const outcome = await scene.run(inputs)

    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(statuses(outcome).map(([, status]) => status)).toEqual(['unchanged', 'unchanged'])
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /^Looker listed dashboards\/thelook::newer from the commit deployed before, but neither commit [0-9a-f]{7} nor the merge base [0-9a-f]{7} has it\. Not rendered\. /,
      ),
    ])
    expect((await scene.github.comments(scene.number))[0]?.body).toContain(
      '1 target is not affected by the change',
    )
    expect(deployed(scene)).toBe(main)
  })
})

scenarios(withGit('a LookML dashboard of a model that the commit deployed before lacks'), () => {
  const { [file]: dashboard, ...older } = shopLookml
  const countStates = shopLookml[view].replace(active, `${active} filters: [state: "CA"]`)

  test.concurrent.each([
    ['changed', [[file, dashboard]], { [view]: countStates }, 1],
    ['new', [], { [file]: dashboard }, 0],
    ['incomparable', [[file, dashboard]], { [file]: '# removed\n' }, 1],
  ])('is a member of the model, and is %s', async (status, ofMain, files, code) => {
    await using scene = await openRemoval(undefined, older)
    if (ofMain.length > 0) await scene.commit(Object.fromEntries(ofMain), { branch: 'main' })
    const { payload } = await scene.openPullRequest({ branch: 'change', files })
    const outcome = await scene.run(
      { ...inputs, 'only-affected': 'true' },
      { event: { name: 'pull_request', payload } },
    )
    expect(outcome.results[0]).toMatchObject({ target: customers, comparison: { status } })
    expect(outcome.code).toBe(code)
  })

  test.concurrent('is not removed by a pull request whose branch began before main removed it', async () => {
    await using scene = await openRemoval({ branch: 'behind', files: { [view]: countStates } })
    await projectIn(scene).deploy(await scene.commit({ [file]: '# removed\n' }, { branch: 'main' }))
    const outcome = await scene.run({ ...inputs, 'only-affected': 'true' })
    expect(statuses(outcome)).toContainEqual(['dashboards-thelook-customers', 'changed'])
  })

  test.concurrent.each([
    ['deploy', inputs, 'changed'],
    ['dev-mode', { 'dev-mode': 'thelook', 'content-validation': 'false' }, undefined],
  ])('is a member of its board: %s', async (_, mode, status) => {
    const path = 'dashboards/sales_overview.dashboard.lookml'
    const { [path]: overview, ...before } = shopLookml
    await using scene = await openRemoval(undefined, before)
    await scene.commit({ [path]: overview }, { branch: 'main' })
    const files = {
      [orders]: shopLookml[orders].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
    }
    const { payload } = await scene.openPullRequest({ branch: 'change', files })
    const outcome = await scene.run(
      { ...mode, targets: 'boards/3' },
      { event: { name: 'pull_request', payload } },
    )
    const result = outcome.results.find(({ target }) => target === 'dashboards/thelook::sales_overview')
    expect(result?.status).toBe('success')
    expect(result?.comparison?.status).toBe(status)
  })
})
