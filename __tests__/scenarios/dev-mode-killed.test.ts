import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordedRequest } from '../../simulator/model.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import type { Step } from '../../testkit/runner/runner.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, partsToRestore } from '../../testkit/scene.ts'
import { checkedOut, expectRestored, hurry, inputs, openScene, scenarios } from './dev-mode-scene.ts'

/*
 * Kills a step with `dev-mode`. There is one case for each request that changes a branch. At the end of the job, either
 * no temporary branch remains or the job's log names the remaining branch.
 */

const isChange = ({ operation, method }: RecordedRequest) => operation === 'branch' && method !== 'GET'

/** The requests of a step that change a branch, in order. */
const changes = [
  'the creation of the base branch',
  "the creation of the head's branch",
  'the return to the base branch',
  'the return to the saved branch',
  "the deletion of the step's first branch",
  "the deletion of the step's second branch",
].map((title, place) => [title, place] as const)

/** Calls `then` after Looker has received the change with the number `place`, and before Looker executes it. */
function onReceived({ looker: { requests } }: PullRequestScene, place: number, then: () => void): void {
  let seen = 0
  requests.push = (...added) => {
    for (const request of added) if (isChange(request) && seen++ === place) then()
    return Array.prototype.push.apply(requests, added)
  }
}

async function untilAnswered({ looker: { requests } }: PullRequestScene, place: number): Promise<void> {
  while (!requests.filter(isChange)[place]?.status) await sleep(1)
}

/** Runs the post step. Its state is the state that the killed step has saved. */
async function runPost(scene: PullRequestScene, step: Step) {
  const { state, signal } = await step.finished
  expect(signal).toBe('SIGKILL')
  const post = await scene.runPost(inputs, state, hurry())
  expectNoSecrets(post, [scene.looker.clientSecret, ...scene.looker.issued])
  return post
}

const longest = 60_000

scenarios(withGit('a step that is killed'), () => {
  test.concurrent.each(changes)(
    'the post step deletes all branches if a branch check is killed during %s',
    async (_, place) => {
      await using scene = await openScene()
      const step = scene.start(inputs)
      onReceived(scene, place, () => step.child.kill('SIGKILL'))
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expectRestored(scene)
    },
    longest,
  )

  test.concurrent.each(changes)(
    'the post step deletes all branches if a branch check is killed after %s',
    async (_, place) => {
      await using scene = await openScene()
      const step = scene.start(inputs)
      await untilAnswered(scene, place)
      step.child.kill('SIGKILL')
      const post = await runPost(scene, step)
      expect([post.code, post.errors]).toEqual([0, []])
      expectRestored(scene)
    },
    longest,
  )

  test.concurrent(
    'the post step deletes a branch that appears in Looker after the branch check was killed',
    async () => {
      await using scene = await openScene()
      scene.fault({ on: 'branch', method: 'POST', effect: { late: 4000 } })
      const step = scene.start(inputs)
      onReceived(scene, 0, () => step.child.kill('SIGKILL'))
      const { state } = await step.finished
      // Ten seconds after its first search, the post step searches for branches again.
      const [post] = await Promise.all([scene.runPost(inputs, state), sleep(5000)])
      expect([post.code, post.errors]).toEqual([0, []])
      expectRestored(scene)
    },
    longest,
  )

  test.concurrent(
    'the post step of a killed branch check names the remaining branches if Looker no longer answers',
    async () => {
      await using scene = await openScene()
      const step = scene.start(inputs)
      await untilAnswered(scene, 1)
      step.child.kill('SIGKILL')
      const branch = checkedOut(scene)
      scene.fault({
        on: 'branch',
        times: 999,
        effect: { status: 400, body: { message: 'Looker is locked' } },
      })
      const post = await runPost(scene, step)
      expect(post.code).toBe(1)
      expect(branch).toMatch(/^looker-snapshot-\d+-1-\w{6}-head$/)
      expect(post.errors.join()).toContain(branch)
      expect(post.errors.join()).toMatch(
        /a temporary branch of this step \(looker-snapshot-\S+-base or looker-snapshot-\S+-head\) may still be checked out for the API user\b.*, in place of dev-looker-snapshot-wnq4/,
      )
    },
    longest,
  )
})

scenarios(withGit('a step that is cancelled'), () => {
  test.concurrent.each(changes.slice(0, 4))(
    'no temporary branch remains if a branch check is canceled during %s',
    async (_, place) => {
      await using scene = await openScene()
      const step = scene.start(inputs)
      onReceived(scene, place, () => step.child.kill('SIGINT'))
      const outcome = await step.finished
      expect(outcome.code).toBe(1)
      if (partsToRestore(outcome).length > 0) await scene.runPost(inputs, outcome.state, hurry())
      expectRestored(scene)
    },
    longest,
  )
})

scenarios(withGit('a step whose connection breaks'), () => {
  test.concurrent.each(changes)(
    'no temporary branch remains if the connection breaks during %s',
    async (_, place) => {
      await using scene = await openScene()
      const methods = ['POST', 'POST', 'PUT', 'PUT', 'DELETE', 'DELETE'] as const
      const method = methods[place]
      const after = methods.slice(0, place).filter(other => other === method).length
      scene.fault({ on: 'branch', ...(method && { method }), after, effect: { lostAnswer: true } })
      const outcome = await scene.run(inputs)
      expect([outcome.code, outcome.errors]).toEqual([0, []])
      expectRestored(scene)
    },
    longest,
  )
})
