import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../simulator/model.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/*
 * Runs the post step of the built action in two special cases. In a job container, the main step gets no signal and
 * continues during the post step. In a nested composite action, the inputs of the post step differ from those of the
 * main step.
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

/** Moments before the first deploy. */
const earlyPoints: Point[] = [
  ['before it logs in', () => true],
  ['while it logs in', requested('login', 1)],
  ['while it validates the deployed LookML', requested('validate', 1)],
]

scenarios(withGit('a main step that still runs during its post step'), () => {
  test.concurrent.each([...earlyPoints, ...points])(
    'the post step ends a main step that still runs, and deploys the previous commit again: %s',
    async (_, isThere) => {
      const { scene, before } = await openScene()
      await using _scene = scene
      const step = scene.start(inputs)
      while (step.state().post === undefined) await sleep(2)
      await until(scene, isThere)
      const post = await runPost(scene, step.state())
      const main = await step.finished

      expect(post.errors).toEqual([])
      expect(post.code).toBe(0)
      expect(deployed(scene)).toBe(before)
      // The main step has logged out and ended without a signal. A token can remain only if Looker had not answered the
      // log-in.
      expect(main.signal).toBeNull()
      expect(scene.looker.tokens.size).toBeLessThanOrEqual(scene.requests('project').length > 0 ? 0 : 1)
      const deploys = scene.requests('deploy').length
      await sleep(300)
      expect(scene.requests('deploy')).toHaveLength(deploys)
    },
  )

  test.concurrent('the post step kills a main step that does not react to a signal', async () => {
    const { scene, before } = await openScene()
    await using _scene = scene
    const step = scene.start(inputs)
    await until(scene, answered('create', 1))
    step.child.kill('SIGSTOP')
    const post = await runPost(scene, step.state())
    const main = await step.finished

    expect(post.errors).toEqual([])
    expect(main.signal).toBe('SIGKILL')
    expect(deployed(scene)).toBe(before)
  })

  test.concurrent('the post step does not end another process that has the process id of the main step', async () => {
    await using scene = await pullRequestScene()
    const step = scene.start({ targets: 'looks/7' })
    while (step.state().post === undefined) await sleep(2)
    const { main, ...state } = JSON.parse(step.state().post ?? '')
    const other = { ...main, startTime: `${main.startTime}0` }
    const post = await scene.runPost({}, { post: JSON.stringify({ ...state, main: other }) })

    expect(post).toMatchObject({ code: 0, log: '' })
    expect((await step.finished).code).toBe(0)
  })
})

scenarios(withGit('a post step in a nested composite action'), () => {
  /** Opens a scene in which the main step was killed after it had deployed the head. */
  async function openKilled() {
    const { scene, before } = await openScene()
    const step = scene.start(inputs)
    await until(scene, answered('create', 1))
    step.child.kill('SIGKILL')
    const { state } = await step.finished
    return { scene, before, state, left: deployed(scene) }
  }
  const noInputs = {
    'base-url': '',
    'client-id': '',
    'client-secret': '',
    targets: '',
    deploy: '',
    compare: '',
  }

  test.concurrent('the post step masks the password in the address of a proxy', async () => {
    const { scene, before, state } = await openKilled()
    await using _scene = scene
    const proxy = { HTTPS_PROXY: 'http://build:open-sesame@127.0.0.1:9' }
    const post = await scene.runPost(inputs, state, { env: proxy })

    expect(deployed(scene)).toBe(before)
    expect(post.masks).toContain('open-sesame')
  })

  test.concurrent('a post step without inputs in a nested composite action fails with the instance, the commit and the next step', async () => {
    const { scene, before, state, left } = await openKilled()
    await using _scene = scene
    const post = await scene.runPost(noInputs, state)

    expect(post.code).toBe(1)
    const { host } = new URL(scene.looker.url)
    const [error] = post.errors
    expect(error).toContain(`The LookML project thelook at ${host} may still be on commit`)
    expect(error).toContain(`instead of ${before}`)
    expect(error).toContain('base-url: it is empty')
    expect(error).toContain(`deploy_ref_to_production?ref=${before}`)
    expect(error).toContain(
      "set LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET in the job's env",
    )
    expect(deployed(scene)).toBe(left)
  })

  test.concurrent('a post step in a nested composite action fails without using the Looker instance of an outer action', async () => {
    const { scene, state, left } = await openKilled()
    await using _scene = scene
    await using other = await pullRequestScene({ lookml: shopLookml })
    const { url, clientId, clientSecret } = other.looker
    const inputs = { 'base-url': url, 'client-id': clientId, 'client-secret': clientSecret }
    const post = await scene.runPost({ ...noInputs, ...inputs }, state)

    expect(post.code).toBe(1)
    expect(post.errors[0]).toContain(`its base-url leads to ${new URL(url).host}`)
    expect(other.looker.requests).toEqual([])
    expect(deployed(scene)).toBe(left)
  })

  test.concurrent("a post step in a nested composite action deploys the previous commit again if the job has Looker's variables", async () => {
    const { scene, before, state } = await openKilled()
    await using _scene = scene
    const { url, clientId, clientSecret } = scene.looker
    const env = {
      LOOKERSDK_BASE_URL: url,
      LOOKERSDK_CLIENT_ID: clientId,
      LOOKERSDK_CLIENT_SECRET: clientSecret,
    }
    const post = await scene.runPost({ ...noInputs, 'base-url': 'https://other.looker.com' }, state, { env })

    expect(post.errors).toEqual([])
    expect(post.code).toBe(0)
    expect(deployed(scene)).toBe(before)
  })
})
