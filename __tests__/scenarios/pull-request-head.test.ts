import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action for a pull request. The commit in the events is that of the default branch. */

const bodyOf = async ({ github, number }: PullRequestScene) => (await github.comments(number))[0]?.body ?? ''
const readsOfPull = ({ github, number }: PullRequestScene) =>
  github.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/pulls/${number}`))

/** Events of a pull request that contain the commit of the default branch. */
const events = {
  workflow_dispatch: ({ github, number }: PullRequestScene) => ({
    inputs: { 'pull-request': String(number) },
    event: { name: 'workflow_dispatch', payload: { ...github.pushPayload(), inputs: {} } },
  }),
  issue_comment: ({ github, number }: PullRequestScene) => ({
    inputs: { comment: 'true' },
    event: {
      name: 'issue_comment',
      payload: {
        ...(github.pushPayload() as { repository: object }),
        issue: { number, pull_request: {} },
        comment: { body: '/snapshot' },
      },
    },
  }),
}

const scenarios = hasGit ? describe : describe.skip

scenarios(withGit('a run that names a pull request'), () => {
  const files = { 'views/new.view.lkml': 'view: new {}' }
  const openScene = () => pullRequestScene({ lookml: shopLookml, pull: { branch: 'change', files } })

  test.concurrent.each(['workflow_dispatch', 'issue_comment'] as const)(
    'a run with the input pull-request deploys the head of the pull request and names it in the comment: %s',
    async name => {
      await using scene = await openScene()
      const { inputs, event } = events[name](scene)
      const outcome = await scene.run(
        { ...inputs, deploy: 'thelook', compare: 'base', targets: 'looks/7' },
        { event },
      )

      expect(outcome.errors).toEqual([])
      const deploys = scene.looker.project('thelook').deploys.map(({ ref }) => ref)
      expect(deploys).toContain(scene.pull.sha)
      expect(readsOfPull(scene)).toHaveLength(1)
      const body = await bodyOf(scene)
      expect(body).toContain(scene.pull.sha.slice(0, 7))
    },
  )
})

scenarios(withGit('two jobs of a run that names a pull request'), () => {
  const targets = 'dashboards/thelook::sales_overview\ndashboards/thelook::customers'

  test.concurrent.each([
    ['deploy', { deploy: 'thelook', compare: 'base', 'only-affected': 'true' }],
    ['dev-mode', { 'dev-mode': 'thelook', 'content-validation': 'false' }],
  ])(
    'the later job fails if a commit was pushed in between, and the comment says so: %s',
    async (_, more) => {
      const files = { 'notes.md': 'Notes' }
      await using scene = await pullRequestScene({ lookml: shopLookml, pull: { branch: 'change', files } })
      const { inputs, event } = events.workflow_dispatch(scene)
      const runJob = (index: number, attempt = 1) =>
        scene.run(
          { ...inputs, ...more, targets, shard: `${index}/2` },
          {
            ...{ event, strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } },
            github: { run_attempt: String(attempt) },
          },
        )
      const first = await runJob(0)
      const sha = await scene.commit({ 'more.md': 'More' }, { branch: scene.pull.branch })
      const { pull_request: pull } = structuredClone(scene.pull.payload) as {
        pull_request: { head: { sha: string } }
      }
      pull.head.sha = sha
      const path = new RegExp(`/pulls/${scene.number}$`)
      scene.github.fault({ path, times: 9, effect: { status: 200, body: pull } })
      const second = await runJob(1)

      expect(first.errors).toEqual([])
      expect(second.code).toBe(1)
      expect(second.errors.join()).toContain('The jobs have checked different commits')
      const body = await bodyOf(scene)
      expect(body).toContain('The jobs have checked different commits')
      // A re-run of the failed job alone does not check the new commit with the targets of the first job.
      expect((await runJob(1, 2)).errors.join()).toContain('The jobs have checked different commits')
      for (const index of [0, 1]) expect((await runJob(index, 3)).errors).toEqual([])
      expect(await bodyOf(scene)).not.toContain('The jobs have checked different commits')
    },
  )
})

test.concurrent('a run with the input pull-request does not deploy the head of a fork', async () => {
  await using scene = await pullRequestScene()
  const { inputs, event } = events.issue_comment(scene)
  const path = new RegExp(`/pulls/${scene.number}$`)
  const { pull_request: pull } = structuredClone(scene.pull.payload) as {
    pull_request: { head: { repo: { full_name: string } } }
  }
  pull.head.repo.full_name = 'stranger/lookml'
  scene.github.fault({ path, times: 9, effect: { status: 200, body: pull } })
  const outcome = await scene.run({ ...inputs, targets: 'looks/7' }, { event })
  expect(outcome.errors).toEqual([])
  expect(await bodyOf(scene)).toContain(scene.pull.sha.slice(0, 7))

  const deployed = await scene.run({ ...inputs, deploy: 'thelook', targets: 'looks/7' }, { event })
  expect(deployed.results[0]?.error?.message).toMatch(/^This pull request comes from a fork/)
})

test.concurrent('a run with the input pull-request names no commit if GitHub does not return the pull request', async () => {
  await using scene = await pullRequestScene()
  const { inputs, event } = events.workflow_dispatch(scene)
  const main = (await scene.github.ref('heads/main')) ?? ''
  scene.github.fault({ path: /\/pulls\/\d+$/, times: 9, effect: { status: 403 } })
  const outcome = await scene.run({ ...inputs, targets: 'looks/7' }, { event, github: { sha: main } })

  expect(outcome.errors).toEqual([])
  expect(outcome.log).toMatch(/The head of pull request #\d+ is not known\. It could not be read: /)
  const body = await bodyOf(scene)
  expect(body).toContain('Weekly revenue')
  expect(body).not.toContain(main.slice(0, 7))
})

test.concurrent('the comment of a run with the input pull-request names no commit if the inputs have an error', async () => {
  await using scene = await pullRequestScene()
  const { inputs, event } = events.issue_comment(scene)
  const main = (await scene.github.ref('heads/main')) ?? ''
  await scene.run({ ...inputs, targets: 'looks/7\nlooks/7' }, { event, github: { sha: main } })
  const body = await bodyOf(scene)
  expect(body).toContain('is listed 2 times')
  expect(body).not.toContain(main.slice(0, 7))
})

scenarios(withGit('a pull request without a common ancestor'), () => {
  test.concurrent('the error for a pull request without a common ancestor says that a re-run does not help', async () => {
    await using scene = await pullRequestScene({ lookml: shopLookml, pull: { branch: 'orphan', files: {} } })
    const body = { message: `No common ancestor between main and ${scene.pull.sha}.` }
    scene.github.fault({ path: /\/compare\//, times: 9, effect: { status: 404, body } })
    const outcome = await scene.run({ deploy: 'thelook', compare: 'base', targets: 'looks/7' })

    expect(outcome.results[0]?.error).toEqual({
      message: expect.stringMatching(
        /^The merge base of main and \w+ could not be found: .* no common ancestor/,
      ),
      hint: 'Running the job again does not help. Rebase the branch on main, or set compare to none and remove only-affected.',
    })
  })

  test.concurrent('with dev-mode, which needs a common ancestor, the error advises only a rebase', async () => {
    await using scene = await pullRequestScene({ lookml: shopLookml, pull: { branch: 'orphan', files: {} } })
    const body = { message: `No common ancestor between main and ${scene.pull.sha}.` }
    scene.github.fault({ path: /\/compare\//, times: 9, effect: { status: 404, body } })
    const outcome = await scene.run({ 'dev-mode': 'thelook', targets: 'looks/7' })

    expect(outcome.results[0]?.error?.hint).toBe(
      'Running the job again does not help. Rebase the branch on main.',
    )
  })
})
