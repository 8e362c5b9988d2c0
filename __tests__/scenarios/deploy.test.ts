import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startSimulator } from '../../simulator/server.ts'
import { fastClock } from '../../testkit/clock.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import {
  type PullRequestScene,
  partsToRestore,
  pullRequestScene,
  type StepOutcome,
} from '../../testkit/scene.ts'

/* Runs the built action with `deploy`. The simulated Looker's LookML project is a real git repository. */

const scenarios = hasGit ? describe : describe.skip

const view = 'views/order_items.view.lkml'
const overview = 'dashboards/thelook::sales_overview'
const customers = 'dashboards/thelook::customers'
const netRevenue = {
  [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
}

/** Makes Looker draw real pictures, because only these show the results of the LookML. */
const drawing = { renderSeconds: 0.1, pictureBytes: () => undefined }

type Options = Parameters<typeof pullRequestScene>[0]
const openScene = (more: Options = {}) =>
  pullRequestScene({ lookml: shopLookml, pull: { branch: 'net-revenue', files: netRevenue }, ...more })

const inputs = { deploy: 'thelook', compare: 'base', targets: overview }
const projectIn = ({ looker }: PullRequestScene) => {
  const project = looker.project('thelook')
  if (!project) throw new Error('The Looker of this scene has no project')
  return project
}
/** Creates a commit on a branch that the action does not render. */
const commitByHand = async (scene: PullRequestScene) => {
  const { sha } = await scene.openPullRequest({
    branch: 'by-hand',
    files: { 'views/new.view.lkml': 'view: new {}' },
  })
  return sha
}
const deployed = (scene: PullRequestScene) => projectIn(scene).deployed?.ref ?? ''
const deploysIn = (scene: PullRequestScene) => projectIn(scene).deploys.map(({ ref }) => ref)
const statuses = ({ results }: StepOutcome) =>
  results.map(({ comparison, status }) => comparison?.status ?? status)
const errorOf = ({ results: [first] }: StepOutcome) => `${first?.error?.message}. ${first?.error?.hint}`
const filesIn = ({ workspace }: StepOutcome) => readdirSync(join(workspace, 'looker-snapshots'))
const bodyOf = async ({ github, number }: PullRequestScene) => (await github.comments(number))[0]?.body ?? ''

scenarios(withGit('a pull request that changes LookML'), () => {
  test.concurrent('a pull request that changes LookML is rendered before and after, and the previous commit is deployed again', async () => {
    await using scene = await openScene({ looker: drawing })
    const before = deployed(scene)
    const outcome = await scene.run({ ...inputs, targets: `${overview}\n${customers}`, artifact: 'zip' })

    expect([outcome.code, outcome.errors, outcome.warnings]).toEqual([0, [], []])
    expect(statuses(outcome)).toEqual(['changed', 'unchanged'])
    expect(outcome.results[0]?.comparison?.baseline).toEqual({ ref: 'main', sha: before })
    expect(deploysIn(scene)).toEqual([before, scene.pull.sha, before])
    const body = await bodyOf(scene)
    expect(body).toContain('## 1 of 2 dashboards changed: ')
    expect(body).toContain(`main at ${before.slice(0, 7)}, rendered in this run`)
    expect(body).not.toContain("not this pull request's LookML")
    expect(scene.looker.tokens.size).toBe(0)
    expect(partsToRestore(outcome)).toEqual([])
    expectNoSecrets(outcome, [scene.looker.clientSecret, ...scene.looker.issued], scene.artifacts.artifacts)
  })

  test.concurrent('a pull request that changes LookML is compared with its merge base, not with newer commits of the base branch', async () => {
    await using scene = await openScene({ looker: drawing })
    const mergeBase = deployed(scene)
    const main = await scene.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'main' })
    await projectIn(scene).deploy(main)
    const outcome = await scene.run(inputs)

    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.results[0]?.comparison).toMatchObject({ status: 'changed', baseline: { sha: mergeBase } })
    expect(deploysIn(scene)).toEqual([mergeBase, main, scene.pull.sha, mergeBase, main])
  })

  test.concurrent('a pull request that changes LookML shows a new dashboard as new', async () => {
    const added = {
      'dashboards/new.dashboard.lookml': shopLookml['dashboards/customers.dashboard.lookml'].replace(
        'customers',
        'new',
      ),
    }
    await using scene = await openScene({ pull: { branch: 'new', files: added } })
    const before = deployed(scene)
    const outcome = await scene.run({ ...inputs, targets: 'dashboards/thelook::new' })
    expect([outcome.code, statuses(outcome)]).toEqual([0, ['new']])
    expect(await bodyOf(scene)).toContain(`main at ${before.slice(0, 7)} does not have it`)
    expect(deployed(scene)).toBe(before)
  })

  test.concurrent('a pull request that changes LookML is rendered without the merge base if nothing is compared', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    const outcome = await scene.run({ ...inputs, compare: 'none' })
    expect([outcome.code, statuses(outcome)]).toEqual([0, ['success']])
    expect(deploysIn(scene)).toEqual([before, scene.pull.sha, before])
    expect(scene.github.requests.filter(({ path }) => /compare|tarball/.test(path))).toEqual([])
  })

  test.concurrent('a pull request that changes LookML is compared with pictures of a second Looker instance', async () => {
    await using scene = await openScene()
    await using second = Object.assign(await startSimulator({ renderSeconds: 0.1, pictureBytes: 20_000 }), {
      [Symbol.asyncDispose]: () => second.close(),
    })
    const before = deployed(scene)
    const outcome = await scene.run({
      ...inputs,
      targets: 'dashboards/42',
      // The two instances need different host names, because the action refuses a second instance with the first
      // instance's host. Both names stand for this machine.
      compare: second.url.replace('127.0.0.1', 'localhost'),
      'compare-client-id': second.clientId,
      'compare-client-secret': second.clientSecret,
    })
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.results[0]?.comparison?.baseline).toEqual({
      url: expect.stringMatching(/^http:\/\/localhost:\d+\/dashboards\/42$/),
    })
    expect(deploysIn(scene)).toEqual([before, scene.pull.sha, before])
  })

  test.concurrent('a pull request that changes LookML is deployed even if the event does not contain its commit', async () => {
    await using scene = await openScene()
    const outcome = await scene.run(
      { ...inputs, 'pull-request': String(scene.number) },
      { event: { name: 'workflow_dispatch', payload: {} } },
    )
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(deploysIn(scene)).toContain(scene.pull.sha)
  })

  describe('on a branch whose pictures are recorded', () => {
    const recorded = async ({ github }: PullRequestScene) => {
      const tip = await github.ref('heads/looker-snapshots')
      const files = tip ? await github.tree(tip) : []
      return files.map(({ path }) => path).filter(path => path.startsWith('baselines/'))
    }
    const dispatch = (scene: PullRequestScene, sha: string | undefined) => ({
      event: { name: 'workflow_dispatch', payload: scene.github.pushPayload() },
      github: { sha },
    })

    test.concurrent('a run for a branch records no baseline if deploy-ref names another commit', async () => {
      await using scene = await openScene()
      const main = await scene.github.ref('heads/main')
      const outcome = await scene.run({ ...inputs, 'deploy-ref': 'net-revenue' }, dispatch(scene, main))

      expect(outcome.errors).toEqual([])
      expect(statuses(outcome)).toEqual(['success'])
      expect(await recorded(scene)).toEqual([])
      expect(outcome.log).toContain(
        `No baseline of main was recorded, because the pictures show commit ${scene.pull.sha}`,
      )
    })

    test.concurrent.each([['main'], ['']])(
      'a run for a branch records its baseline if its own commit is deployed, with deploy-ref "%s"',
      async ref => {
        await using scene = await openScene()
        const main = await scene.github.ref('heads/main')
        const outcome = await scene.run({ ...inputs, 'deploy-ref': ref }, dispatch(scene, main))

        expect(outcome.errors).toEqual([])
        expect(await recorded(scene)).toEqual([expect.stringMatching(/^baselines\/main-/)])
      },
    )
  })

  test.concurrent.each([
    ['the target is rendered', {}],
    ['no target is affected', { 'only-affected': 'true' }],
  ])(
    'the gate is red if deploy-ref does not name the head of the pull request, also after a label, and %s',
    async (_, more) => {
      await using scene = await openScene()
      const other = await commitByHand(scene)
      const given = { ...inputs, ...more, 'deploy-ref': other }
      const words = `The results show commit ${other.slice(0, 7)}, which deploy-ref names, and not the head ${scene.pull.sha.slice(0, 7)} of the pull request`
      const expectRed = async ({ code, errors }: StepOutcome) => {
        expect([code, errors]).toEqual([1, [expect.stringContaining(`${words}. After a review`)]])
        const body = await bodyOf(scene)
        expect(body).toContain(`## ${words}\n`)
        expect(body).toContain(`The results show commit ${other.slice(0, 7)} (deploy-ref), not commit`)
      }
      await expectRed(await scene.run({ ...given, 'fail-on-change': 'true' }))
      const { pull_request: pull, ...event } = scene.pull.payload as { pull_request: object }
      const label = { name: 'looker-accepted' }
      await scene.github.setLabels(scene.number, [label.name])
      const labeled = { action: 'labeled', label, sender: { login: 'ada' } }
      const payload = {
        ...{ ...event, ...labeled },
        pull_request: { ...pull, labels: [label], updated_at: new Date().toISOString() },
      }
      await expectRed(
        await scene.run(
          { ...given, 'fail-on-change': 'true' },
          { event: { name: 'pull_request', payload }, github: { run_id: '1700000000' } },
        ),
      )

      const ungated = await scene.run(given)
      expect(ungated.code).toBe(0)
      expect(ungated.warnings.join()).toContain(words)
    },
  )

  test.concurrent('the gate knows that deploy-ref contains the head of the pull request if GitHub answers at the second try', async () => {
    await using scene = await openScene()
    await scene.commit({ 'notes.md': 'Notes' }, { branch: 'net-revenue' })
    const path = new RegExp(`/compare/${scene.pull.sha}`)
    scene.github.fault({ path, times: 1, effect: { status: 502 } })
    const outcome = await scene.run({ ...inputs, 'deploy-ref': 'net-revenue', 'fail-on-change': 'true' })
    expect(outcome.errors.join()).toMatch(/^1 dashboard changed/)
  })

  test.concurrent('an equal picture stays accepted if deploy-ref names the head of each commit', async () => {
    await using scene = await openScene({ looker: drawing })
    const { pull_request: pull, ...event } = scene.pull.payload as { pull_request: { head: object } }
    let id = 1_700_000_000
    const step = async (sha: string, labels: string[], about: object = { action: 'synchronize' }) => {
      await scene.github.setLabels(scene.number, labels)
      const head = { ...pull.head, sha }
      const named = { labels: labels.map(name => ({ name })), updated_at: new Date().toISOString() }
      const payload = { ...event, ...about, pull_request: { ...pull, head, ...named } }
      return scene.run(
        { ...inputs, 'deploy-ref': sha, 'fail-on-change': 'true' },
        { event: { name: 'pull_request', payload }, github: { run_id: String(id++) } },
      )
    }
    const accept = 'looker-accepted'
    expect((await step(scene.pull.sha, [])).code).toBe(1)
    const labeled = { action: 'labeled', label: { name: accept }, sender: { login: 'ada' } }
    expect((await step(scene.pull.sha, [accept], labeled)).code).toBe(0)

    const push = (files: Record<string, string>) => scene.commit(files, { branch: 'net-revenue' })
    const same = await step(await push({ 'README.md': 'Other words' }), [accept])
    expect([same.errors, statuses(same)]).toEqual([[], ['changed']])
    const other = await step(await push({ [view]: netRevenue[view].replace(' - ', ' - 2 * ') }), [accept])
    expect(other.errors.join()).toMatch(/1 dashboard changed after @ada accepted commit/)
  })

  test.concurrent.each([['base'], ['none']])(
    'new LookML errors count if the head of the pull request was deployed before the step, with compare: %s',
    async compare => {
      const broken = { [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${prize}`) }
      await using scene = await openScene({ pull: { branch: 'broken', files: broken } })
      await projectIn(scene).deploy(scene.pull.sha)
      const outcome = await scene.run({ ...inputs, compare })
      expect(outcome.code).toBe(1)
      expect(outcome.errors.join()).toContain("This pull request's LookML does not compile")
      expect(outcome.warnings.join()).toContain('was deployed before this step, and stays deployed')
      expect(deployed(scene)).toBe(scene.pull.sha)
    },
  )

  test.concurrent('a run without a base branch reports that its pictures could not be compared, and has no gate', async () => {
    await using scene = await openScene()
    const { repository } = scene.pull.payload as { repository: object }
    const outcome = await scene.run(
      { ...inputs, 'fail-on-change': 'true' },
      {
        event: { name: 'repository_dispatch', payload: { repository } },
        env: { GITHUB_SHA: scene.pull.sha },
      },
    )
    expect([outcome.code, statuses(outcome)]).toEqual([0, ['incomparable']])
    expect(outcome.warnings.join()).toContain('This run has no base branch to compare with')
    expect(outcome.log).toContain('fail-on-change does nothing here')
  })

  test.concurrent('deploy-ref can name another commit, branch or tag to deploy', async () => {
    await using scene = await openScene()
    const { sha: other } = await scene.openPullRequest({
      branch: 'release',
      files: { 'views/new.view.lkml': 'view: new {}' },
    })
    const outcome = await scene.run({
      ...inputs,
      compare: 'none',
      'deploy-ref': 'release',
      targets: overview,
    })
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(deploysIn(scene)).toContain(other)
  })
})

scenarios(withGit('a run for a branch'), () => {
  test.concurrent('a run for a branch deploys its commit, records the pictures, and deploys the previous commit again', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    const pushed = await scene.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'main' })
    const outcome = await scene.run(inputs, {
      event: { name: 'push', payload: scene.github.pushPayload() },
      github: { sha: pushed },
    })
    expect([outcome.code, outcome.errors, statuses(outcome)]).toEqual([0, [], ['success']])
    expect(deploysIn(scene)).toEqual([before, pushed, before])
    // Pull requests with `deploy` are compared with their merge base, so the log does not say that they use it.
    expect(outcome.lines).toContain('Recorded 1 baseline of main.')
  })
})

scenarios(withGit('LookML with errors that Looker deploys'), () => {
  const wrong = `\${TABLE}.price - \${refundz}`
  const broken = {
    [view]: shopLookml[view].replace(`sql: \${price}`, `sql: ${wrong}`),
  }
  const line = broken[view].slice(0, broken[view].indexOf(wrong)).split('\n').length

  const openBroken = async (files: Record<string, string | null> = broken, lookml = shopLookml) => {
    const scene = await openScene({ lookml, pull: { branch: 'broken', files } })
    Object.assign(projectIn(scene).options, { deploysErrors: true })
    return scene
  }

  test.concurrent('LookML with errors is not rendered, and an annotation is on the line of the error', async () => {
    await using scene = await openBroken()
    const before = deployed(scene)
    const outcome = await scene.run({ ...inputs, targets: `${overview}\n${customers}` })

    expect(outcome.code).toBe(1)
    expect(statuses(outcome)).toEqual(['failure', 'failure'])
    expect(scene.requests('create')).toEqual([])
    expect(deploysIn(scene)).toEqual([before, scene.pull.sha, before])
    expect(errorOf(outcome)).toMatch(
      /^The LookML of commit [0-9a-f]{7} does not compile: .*refundz.*\(views\/order_items\.view\.lkml:\d+\)/,
    )
    expect(outcome.commands).toContainEqual({
      command: 'error',
      properties: expect.objectContaining({ file: view, line: expect.stringMatching(/^\d+$/) }),
      message: expect.stringContaining('refundz'),
    })
    const { properties } = outcome.commands.find(({ properties }) => properties.file === view) ?? {}
    expect(Math.abs(Number(properties?.line) - line)).toBeLessThan(5)
    expect(outcome.warnings).toEqual([])
    expect(partsToRestore(outcome)).toEqual([])
  })

  test.concurrent('LookML with errors is rendered if the previously deployed commit has the same errors', async () => {
    await using scene = await openBroken(
      { 'views/new.view.lkml': 'view: new {}' },
      { ...shopLookml, ...broken },
    )
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors).toEqual([])
    expect(statuses(outcome)).toEqual(['unchanged'])
    expect(scene.requests('validate')).toHaveLength(2)
  })

  const moved = 'views/moved.view.lkml'
  test.concurrent('LookML errors of a file that the pull request only renames do not count', async () => {
    await using scene = await openBroken(
      { [view]: null, [moved]: broken[view] },
      { ...shopLookml, ...broken },
    )
    const outcome = await scene.run({ ...inputs, targets: customers })
    expect(outcome.errors).toEqual([])
    expect(statuses(outcome)).toEqual(['unchanged'])
  })

  test.concurrent('LookML errors of a renamed file count if GitHub does not list the files', async () => {
    await using scene = await openBroken(
      { [view]: null, [moved]: broken[view] },
      { ...shopLookml, ...broken },
    )
    scene.github.fault({ path: /\/git\/trees\//, times: 9, effect: { status: 404 } })
    const outcome = await scene.run({ ...inputs, targets: customers })
    expect(errorOf(outcome)).toMatch(/does not compile: .*refundz/)
  })

  test.concurrent('LookML errors that the merge base does not have count if a killed run left a commit with the same errors deployed', async () => {
    await using scene = await openBroken({ ...broken, 'views/new.view.lkml': 'view: new {}' })
    const other = await scene.openPullRequest({ branch: 'other', files: broken })
    await projectIn(scene).deploy(other.sha)
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.code).toBe(1)
    expect(statuses(outcome)).toEqual(['failure'])
    expect(errorOf(outcome)).toMatch(/^The LookML of commit [0-9a-f]{7} does not compile: .*refundz/)
    expect(await bodyOf(scene)).toMatch(/^## This pull request&#39;s LookML does not compile: .*refundz/m)
    expect(scene.requests('validate')).toHaveLength(3)
    expect(deployed(scene)).toBe(other.sha)
  })

  test.concurrent('LookML errors of the merge base do not count if a killed run left the head deployed', async () => {
    await using scene = await openBroken(
      { 'views/new.view.lkml': 'view: new {}' },
      { ...shopLookml, ...broken },
    )
    await projectIn(scene).deploy(scene.pull.sha)
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors).toEqual([])
    expect(statuses(outcome)).toEqual(['unchanged'])
    expect(outcome.warnings).toEqual([
      expect.stringContaining('was deployed before this step, and stays deployed'),
    ])
  })

  test.concurrent('LookML errors of a head that was deployed before the step count if the merge base cannot be validated', async () => {
    await using scene = await openBroken()
    await projectIn(scene).deploy(scene.pull.sha)
    scene.fault({ on: 'validate', after: 1, times: 9, effect: { status: 403 } })
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors.join()).toContain("This pull request's LookML does not compile")
  })

  test.concurrent('LookML errors of the head count if an earlier commit of the pull request is deployed, and the merge base cannot be deployed', async () => {
    await using scene = await openBroken()
    await projectIn(scene).deploy(scene.pull.sha)
    const sha = await scene.commit({ 'notes.md': 'more' }, { branch: 'broken' })
    const { payload } = scene.pull
    const { pull_request: pull } = payload as { pull_request: { head: object } }
    const pushed = { ...payload, pull_request: { ...pull, head: { ...pull.head, sha } } }
    scene.fault({ on: 'deploy', after: 1, times: 2, effect: { status: 403 } })
    const outcome = await scene.run(
      { ...inputs, targets: customers },
      { event: { name: 'pull_request', payload: pushed } },
    )

    expect(outcome.errors.join()).toContain("This pull request's LookML does not compile")
  })

  test.concurrent('LookML errors of a head that was deployed before the step count even if no target is rendered', async () => {
    await using scene = await openBroken()
    await projectIn(scene).deploy(scene.pull.sha)
    scene.fault({ on: 'create', times: 99, effect: { status: 422 } })
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors.join()).toContain("This pull request's LookML does not compile")
  })

  test.concurrent('LookML is rendered with a note in the log if Looker cannot validate the LookML', async () => {
    await using scene = await openBroken()
    scene.fault({ on: 'validate', times: 9, effect: { status: 403 } })
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors).toEqual([])
    expect(outcome.log).toMatch(
      /The LookML could not be validated \(.*403.*\)\. The targets are rendered without validation/,
    )
  })

  test.concurrent('LookML is rendered with a warning if Looker answers the validation of the head with unexpected data', async () => {
    await using scene = await openBroken()
    scene.fault({ on: 'validate', after: 1, times: 9, effect: { status: 200, body: {} } })
    const outcome = await scene.run({ ...inputs, targets: customers })

    expect(outcome.errors).toEqual([])
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /The LookML could not be validated .* Look at the pictures, or run the job again/,
      ),
    ])
  })
})

scenarios(withGit('a deploy that is not possible'), () => {
  test.concurrent.each<[string, Options, RegExp, 'headline' | 'annotation']>([
    [
      'a project that Looker does not have',
      { looker: { projects: [{ id: 'other' }] } },
      /has no LookML project thelook, or the API user may not see it/,
      'headline',
    ],
    [
      'a project without git',
      { looker: { projects: [{ id: 'thelook' }] } },
      /The LookML project thelook at .* has no git repository\. Connect the project/,
      'headline',
    ],
    [
      'LookML that does not compile',
      { pull: { branch: 'broken', files: { [view]: 'view: order_items { measure: revenue {' } } },
      /^Looker refused to deploy commit [0-9a-f]{7} to the LookML project thelook: .*\. Correct the LookML or the settings/,
      'annotation',
    ],
  ])('every target fails and nothing is deployed for %s', async (_, options, words, place) => {
    await using scene = await openScene(options)
    const outcome = await scene.run(inputs)
    expect([outcome.code, statuses(outcome)]).toEqual([1, ['failure']])
    expect(errorOf(outcome)).toMatch(words)
    expect(outcome.errors).toEqual(
      place === 'headline'
        ? [`Nothing was rendered: ${errorOf(outcome)}`]
        : [errorOf(outcome), expect.any(String)],
    )
    expect(outcome.warnings).toEqual([])
    const posted = scene
      .requests('deploy')
      .filter(({ status }) => status < 300)
      .map(({ query }) => query.ref)
    expect(posted).not.toContain(scene.pull.sha)
  })

  test.concurrent('every target fails for a project without advanced deploy mode', async () => {
    await using scene = await openScene()
    Object.assign(projectIn(scene).options, { advancedDeploy: false })
    const outcome = await scene.run(inputs)
    expect(errorOf(outcome)).toMatch(/does not use advanced deploy mode.*Turn it on in Looker/)
    expect([outcome.code, deploysIn(scene).length, scene.requests('deploy').length]).toEqual([1, 1, 0])
  })

  test.concurrent('the advice is about the git connection if Looker cannot read the repository', async () => {
    await using scene = await openScene()
    const message = 'Permission denied (publickey). fatal: Could not read from remote repository.'
    scene.fault({ on: 'deploy', times: 1, effect: { status: 400, body: { message } } })
    const outcome = await scene.run(inputs)
    const errors = outcome.errors.join()
    expect(errors).toContain("Correct the project's git connection at Looker")
    expect(errors).not.toContain('LookML and push again')
    expect(errors).not.toContain("pull request's LookML")
  })

  test.concurrent('every target fails for an API user without the permission deploy', async () => {
    await using scene = await openScene({
      looker: {
        permissions: [
          'access_data',
          'see_lookml_dashboards',
          'see_user_dashboards',
          'download_without_limit',
        ],
      },
    })
    const outcome = await scene.run(inputs, { env: { RUNNER_DEBUG: '1' } })
    expect(errorOf(outcome)).toMatch(
      /^The API user may not deploy to the LookML project thelook at .* \(403\)\. .*develop and deploy/,
    )
    expect([outcome.code, deploysIn(scene).length]).toEqual([1, 1])
    // The action has deployed nothing. Therefore no message mentions the previous commit, and the post step prints
    // nothing.
    expect(outcome.errors).toEqual([errorOf(outcome), expect.any(String)])
    expect(outcome.warnings).toEqual([])
    expect(scene.requests('deploy')).toHaveLength(1)
    expect(outcome.log).toMatch(/^::debug::.*Caused by: LookerError: .* answered 403/m)
    const post = await scene.runPost(inputs, outcome.state)
    expect(post).toMatchObject({ code: 0, log: '' })
  })

  test.concurrent('every target of a pull request from a fork fails if deploy-ref does not name the commit', async () => {
    await using scene = await openScene()
    const payload = structuredClone(scene.pull.payload) as {
      pull_request: { head: { repo: { full_name: string } } }
    }
    payload.pull_request.head.repo.full_name = 'stranger/lookml'
    const event = { name: 'pull_request_target', payload }
    const outcome = await scene.run(inputs, { event })
    expect(errorOf(outcome)).toMatch(
      /^This pull request comes from a fork\. Its LookML is not deployed.* deploy-ref/,
    )
    expect([outcome.code, scene.requests('deploy').length]).toEqual([1, 0])
    const named = await scene.run({ ...inputs, 'deploy-ref': scene.pull.sha }, { event })
    expect([named.code, deploysIn(scene).includes(scene.pull.sha)]).toEqual([0, true])
  })

  test.concurrent('every target fails for a deploy-ref that GitHub does not have', async () => {
    await using scene = await openScene()
    const outcome = await scene.run({ ...inputs, 'deploy-ref': 'nowhere' })
    expect(errorOf(outcome)).toBe(
      'deploy-ref: nowhere could not be found in the repository. Set deploy-ref to a commit, branch or tag of this repository.',
    )
    expect([outcome.code, scene.requests('deploy').length]).toEqual([1, 0])
  })
})

scenarios(withGit('a merge base that cannot be deployed'), () => {
  const openMoved = async () => {
    const scene = await openScene()
    const main = await scene.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'main' })
    await projectIn(scene).deploy(main)
    return { scene, main }
  }
  const failure = { status: 500, body: { message: 'An error has occurred.' } }

  test.concurrent('the pictures of a pull request that repairs the base branch are shown, and a label can accept them', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    await scene.commit({ [view]: 'view: order_items { measure: revenue {' }, { branch: 'main' })
    const { payload } = await scene.openPullRequest({ branch: 'repair', files: { [view]: shopLookml[view] } })
    const outcome = await scene.run(
      { ...inputs, 'fail-on-change': 'true' },
      { event: { name: 'pull_request', payload } },
    )
    expect(outcome.code).toBe(1)
    expect(statuses(outcome)).toEqual(['incomparable'])
    const errors = outcome.errors.join()
    expect(errors).toMatch(/The merge base \w{7} could not be rendered: Looker refused to deploy commit/)
    expect(errors).toContain('To accept it without a comparison, add the label looker-accepted')
    expect(errors).not.toContain("pull request's LookML")
    expect(deployed(scene)).toBe(before)
    expect(partsToRestore(outcome)).toEqual([])
  })

  test.concurrent('the pictures of a pull request are shown without a comparison if Looker fails twice to deploy the merge base', async () => {
    const { scene, main } = await openMoved()
    await using _ = scene
    scene.fault({ on: 'deploy', after: 1, times: 2, effect: failure })
    const outcome = await scene.run(inputs)
    expect(outcome.errors).toEqual([])
    expect(statuses(outcome)).toEqual(['incomparable'])
    expect(outcome.warnings.join()).toMatch(/The merge base \w{7} could not be rendered: .*failed \(500\)/)
    expect(deployed(scene)).toBe(main)
  })

  test.concurrent('the pictures of a pull request are shown without a comparison if Looker does not finish the deploy of the merge base', async () => {
    const { scene, main } = await openMoved()
    await using _ = scene
    scene.fault({ on: 'deploy', after: 1, times: 1, effect: { ignored: true } })
    const outcome = await scene.run(inputs, { env: fastClock(10) })
    expect(outcome.errors).toEqual([])
    expect(statuses(outcome)).toEqual(['incomparable'])
    expect(outcome.warnings.join()).toContain('but did not finish it')
    expect(deployed(scene)).toBe(main)
  })

  test.concurrent('the pictures of a pull request are shown without a comparison if the time ends during the deploy of the merge base', async () => {
    const { scene, main } = await openMoved()
    await using _ = scene
    scene.fault({ on: 'deploy', after: 1, times: 1, effect: { late: 20_000 } })
    const outcome = await scene.run({ ...inputs, 'timeout-minutes': '0.2' })
    expect(statuses(outcome)).toEqual(['incomparable'])
    expect(filesIn(outcome)).toContain('dashboards-thelook-sales-overview.png')
    await scene.runPost(inputs, outcome.state)
    expect(deployed(scene)).toBe(main)
  })

  test.concurrent('everything that was rendered is published if Looker never answers the deploy of the previous commit', async () => {
    const { scene } = await openMoved()
    await using _ = scene
    scene.fault({ on: 'deploy', after: 2, times: Number.POSITIVE_INFINITY, effect: { stall: true } })
    const rules = { artifact: 'zip', report: 'true', 'fail-on-change': 'true', 'timeout-minutes': '3' }
    const outcome = await scene.run({ ...inputs, ...rules }, { env: fastClock(8) })
    expect(statuses(outcome)).toEqual(['changed'])
    expect(scene.artifacts.artifacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringContaining('looker-snapshots')]),
    )
    expect(await bodyOf(scene)).toContain('<img')
    expect(outcome.errors.join()).toContain('looker-accepted')
    expect(outcome.errors.join()).not.toContain('could not be stored')
  })

  test.concurrent.each([
    ['the merge base', 1],
    ['the previous commit', 2],
  ])('the deploy of %s is repeated if Looker fails once', async (_, after) => {
    const { scene, main } = await openMoved()
    await using _scene = scene
    scene.fault({ on: 'deploy', after, times: 1, effect: failure })
    const outcome = await scene.run(inputs)
    expect(outcome.errors).toEqual([])
    expect(outcome.results[0]?.comparison?.baseline).toMatchObject({ ref: 'main' })
    expect(deployed(scene)).toBe(main)
    expect(partsToRestore(outcome)).toEqual([])
  })
})

scenarios(withGit('a slow or shared Looker'), () => {
  test.concurrent('a deploy is repeated for a minute if Looker has not fetched the commit yet', async () => {
    await using scene = await openScene()
    scene.fault({ on: 'deploy', times: 1, effect: { unfetched: true } })
    const outcome = await scene.run(inputs)
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.log).toMatch(/did not find commit [0-9a-f]{7}.* Trying again\./)
  })

  test.concurrent('targets are rendered again if a person deploys another commit during the renders', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    const hand = await commitByHand(scene)
    scene.fault({ on: 'results', times: 1, effect: { deployedBefore: { project: 'thelook', ref: hand } } })
    const outcome = await scene.run({ ...inputs, compare: 'none' })
    expect([outcome.code, outcome.errors]).toEqual([0, []])
    expect(outcome.log).toContain(`Another user or job deployed commit ${hand}`)
    expect(deploysIn(scene)).toEqual([before, scene.pull.sha, hand, scene.pull.sha, before])
    expect(outcome.warnings).toEqual([expect.stringContaining(hand)])
  })

  test.concurrent('targets fail if a person deploys another commit twice, and this commit remains deployed', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    const hand = await commitByHand(scene)
    scene.fault({ on: 'results', times: 2, effect: { deployedBefore: { project: 'thelook', ref: hand } } })
    const outcome = await scene.run({ ...inputs, compare: 'none' })
    expect([outcome.code, statuses(outcome)]).toEqual([1, ['failure']])
    expect(filesIn(outcome)).toEqual(['looker-snapshots-snapshot.json'])
    expect(errorOf(outcome)).toMatch(
      new RegExp(
        `^Another user or job deployed commit ${hand} .*still deployed\\. Before this step, commit ${before} was deployed.*ref=${before}.*concurrency`,
      ),
    )
    expect(deployed(scene)).toBe(hand)
    // There are two errors: the message and the verdict.
    expect(outcome.errors).toEqual([errorOf(outcome), expect.stringContaining('no result is shown')])
    expect(outcome.warnings).toEqual([])
    expect(await bodyOf(scene)).not.toContain('![')
    expect(partsToRestore(outcome)).toEqual([])
  })

  test.concurrent('a run does not publish pictures of a commit that another run deploys at the same time', async () => {
    await using scene = await openScene({ looker: drawing })
    const other = await scene.openPullRequest({
      branch: 'other',
      files: {
        'dashboards/sales_overview.dashboard.lookml': shopLookml[
          'dashboards/sales_overview.dashboard.lookml'
        ].replace('looker_pie', 'looker_column'),
      },
    })
    const run = (payload: object) => scene.run(inputs, { event: { name: 'pull_request', payload } })
    const payloads = [scene.pull.payload, other.payload]
    const own: (string | undefined)[] = []
    for (const payload of payloads) own.push((await run(payload)).results[0]?.sha256)
    expect(new Set(own).size).toBe(2)
    expect(own).not.toContain(undefined)
    const sequential = deploysIn(scene).length
    const atOnce = await Promise.all(payloads.map(run))
    // A run reads the deployed commit only every half minute. The other run may deploy its own commit and restore the
    // previous commit between two reads. So the documentation requires `concurrency`.
    const deploys = deploysIn(scene).slice(sequential).join(' ')
    const heads = [scene.pull.sha, other.sha]
    for (const [index, outcome] of atOnce.entries()) {
      expect(outcome.results).toHaveLength(1)
      const shown = outcome.results[0]?.sha256 ?? errorOf(outcome)
      const isHidden = new RegExp(`${heads[index]}.*${heads[1 - index]}.*${heads[index]}`).test(deploys)
      const pictures = isHidden ? own.join('|') : own[index]
      expect(shown).toMatch(new RegExp(`^(${pictures})$|.*Another user or job deployed commit [0-9a-f]{40}`))
      expect(outcome.code === 0 ? 'commit ' : outcome.errors.join()).toMatch(/commit /)
    }
  }, 120_000)

  test.concurrent('every target fails after a minute if Looker accepts a deploy and does not carry out the deploy', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    scene.fault({ on: 'deploy', times: 1, effect: { ignored: true } })
    const outcome = await scene.run({ ...inputs, compare: 'none' })
    expect(errorOf(outcome)).toMatch(
      `accepted the deploy of commit ${scene.pull.sha} to the LookML project thelook, but did not finish it: ${before} is still deployed`,
    )
    expect([outcome.code, deployed(scene)]).toEqual([1, before])
  }, 120_000)

  test.concurrent('the job fails with the deployed commit and the next step if Looker refuses to deploy the previous commit again', async () => {
    await using scene = await openScene()
    const before = deployed(scene)
    scene.fault({
      on: 'deploy',
      after: 1,
      times: 1,
      effect: { status: 400, body: { message: 'The git remote is locked' } },
    })
    const outcome = await scene.run({ ...inputs, compare: 'none', 'fail-on-error': 'false' })
    expect([outcome.code, statuses(outcome)]).toEqual([1, ['success']])
    const [error] = outcome.errors
    expect(error).toMatch(
      `Commit ${before}, which was deployed before this step, could not be deployed again`,
    )
    expect(error).toMatch('The git remote is locked')
    expect(error).toMatch(`Deploy it by hand: in Looker`)
    expect(outcome.errors.join()).toContain('The previous commit could not be deployed again')

    // The post step repeats the deployment of the previous commit.
    const post = await scene.runPost(inputs, outcome.state)
    expect([post.code, deployed(scene)]).toEqual([0, before])
  })
})
