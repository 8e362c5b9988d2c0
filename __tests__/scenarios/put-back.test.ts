import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../simulator/model.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, partsToRestore, pullRequestScene } from '../../testkit/scene.ts'

/*
 * Kills or cancels the main step at different moments. In each case, the main step or the post step must deploy the
 * previous commit again.
 */

const scenarios = hasGit ? describe : describe.skip

const inputs = { deploy: 'thelook', compare: 'base', targets: 'dashboards/thelook::sales_overview' }
const files = { 'views/users.view.lkml': 'view: users { extends: [people] }' }

/**
 * Opens a scene with three different commits: the previous commit, the merge base and the head. The main branch has
 * moved since the merge base.
 */
async function openScene() {
  const scene = await pullRequestScene({
    lookml: shopLookml,
    pull: { branch: 'change', files },
    looker: { renderSeconds: 0.4, pictureBytes: 20_000 },
  })
  const main = await scene.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'main' })
  await scene.looker.project('thelook')?.deploy(main)
  return { scene, before: main }
}

const deployed = ({ looker }: PullRequestScene) => looker.project('thelook')?.deployed?.ref
const runPost = (scene: PullRequestScene, state: Record<string, string>) => scene.runPost(inputs, state)

type Point = [title: string, isThere: (scene: PullRequestScene) => boolean]

const requested = (operation: Operation, count: number) => (scene: PullRequestScene) =>
  scene.requests(operation).length >= count
const answered = (operation: 'deploy' | 'create', count: number) => (scene: PullRequestScene) =>
  scene.requests(operation).filter(({ status }) => status > 0).length >= count

const points: Point[] = [
  ['before anything is changed', requested('branch', 1)],
  ['while the head is being deployed', requested('deploy', 1)],
  ['when the head is deployed', answered('deploy', 1)],
  ['while the head is drawn', answered('create', 1)],
  ['while the merge base is being deployed', requested('deploy', 2)],
  ['when the merge base is deployed', answered('deploy', 2)],
  ['while the merge base is drawn', answered('create', 2)],
  ['while the previous commit is being deployed again', requested('deploy', 3)],
  ['when the previous commit is deployed again', answered('deploy', 3)],
]

async function until(scene: PullRequestScene, isThere: Point[1]) {
  while (!isThere(scene)) await sleep(2)
}

scenarios(withGit('a main step that is killed'), () => {
  test.concurrent.each(points)(
    'the post step deploys the previous commit again after the step is killed %s',
    async (_, isThere) => {
      const { scene, before } = await openScene()
      await using _scene = scene
      const step = scene.start(inputs)
      await until(scene, isThere)
      step.child.kill('SIGKILL')
      const { state } = await step.finished
      const post = await runPost(scene, state)

      expect([post.code, post.errors]).toEqual([0, []])
      expect(deployed(scene)).toBe(before)
      expectNoSecrets(post, [scene.looker.clientSecret, ...scene.looker.issued])
    },
  )

  test.concurrent('the post step of a killed step deploys the previous commit again, even if a slow deploy ends later', async () => {
    const { scene, before } = await openScene()
    await using _scene = scene
    scene.fault({ on: 'deploy', after: 1, effect: { late: 3000 } })
    const step = scene.start(inputs)
    await until(scene, requested('deploy', 2))
    step.child.kill('SIGKILL')
    const { state } = await step.finished
    const post = await runPost(scene, state)
    expect([post.code, deployed(scene)]).toEqual([0, before])
    expect(scene.looker.project('thelook')?.deploys.map(({ ref }) => ref)).toContain(scene.pull.sha)
  })

  test.concurrent('the post step of a killed step keeps a later deploy by a person, and fails with a next step', async () => {
    const { scene, before } = await openScene()
    await using _scene = scene
    const step = scene.start(inputs)
    await until(scene, answered('create', 1))
    step.child.kill('SIGKILL')
    const { state } = await step.finished
    const { sha: hand } = await scene.openPullRequest({
      branch: 'by-hand',
      files: { 'views/newer.view.lkml': 'view: newer {}' },
    })
    await scene.looker.project('thelook')?.deploy(hand)
    const post = await runPost(scene, state)
    expect([post.code, deployed(scene)]).toEqual([1, hand])
    expect(post.errors.join()).toMatch(
      new RegExp(
        `Another user or job deployed commit ${hand} .*Before this step, commit ${before} was deployed`,
      ),
    )
    expect(post.errors.join()).toContain(`ref=${before}`)
  })

  test.concurrent('the post step of a killed step fails and names the previous commit if Looker refuses to deploy it', async () => {
    const { scene, before } = await openScene()
    await using _scene = scene
    const step = scene.start(inputs)
    await until(scene, answered('create', 1))
    step.child.kill('SIGKILL')
    const { state } = await step.finished
    scene.fault({
      on: 'deploy',
      times: 9,
      effect: { status: 400, body: { message: 'The git remote is locked' } },
    })
    const post = await runPost(scene, state)
    expect(post.code).toBe(1)
    expect(post.errors.join()).toMatch(
      new RegExp(`Commit ${before}.* could not be deployed again .*The git remote is locked`),
    )
  })
})

scenarios(withGit('a job that is cancelled'), () => {
  test.concurrent.each(points.slice(1))(
    'the previous commit is deployed again after the job is canceled %s',
    async (title, isThere) => {
      const { scene, before } = await openScene()
      await using _scene = scene
      const step = scene.start(inputs)
      await until(scene, isThere)
      step.child.kill('SIGINT')
      const outcome = await step.finished
      // After the last deploy, the step may end before it gets the signal.
      if (title !== points.at(-1)?.[0]) expect(outcome.code).not.toBe(0)
      await runPost(scene, outcome.state)
      expect(deployed(scene)).toBe(before)
      expect(scene.looker.tokens.size).toBe(0)
    },
  )
})

scenarios(withGit('a deadline'), () => {
  test.concurrent('the previous commit is deployed again if the deadline passes while the head is drawn', async () => {
    const { scene, before } = await openScene()
    await using _scene = scene
    scene.fault({ on: 'create', effect: { taskStatus: 'rendering' } })
    const outcome = await scene.run({ ...inputs, 'timeout-minutes': '0.12' })
    expect([outcome.code, outcome.results[0]?.status]).toEqual([1, 'failure'])
    expect(outcome.results[0]?.error?.message).toContain('(timeout-minutes) was reached')
    expect(deployed(scene)).toBe(before)
    expect(partsToRestore(outcome)).toEqual([])
    expect(readdirSync(join(outcome.workspace, 'looker-snapshots'))).toEqual([
      'looker-snapshots-snapshot.json',
    ])
  })
})

describe('the post step', () => {
  test.concurrent('the post step does not log in if nothing has to be restored', async () => {
    await using scene = await pullRequestScene()
    const post = await runPost(scene, {})
    expect([post.code, post.log, scene.looker.requests]).toEqual([0, '', []])
  })
})
