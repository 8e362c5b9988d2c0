import { type PostWorld, post } from '../src/post.ts'
import type { Toolkit } from '../src/runtime/log.ts'
import { virtualClock } from '../testkit/clock.ts'

const before = 'a'.repeat(40)

/** The state that a main step has saved. The step was killed after it had deployed a commit. */
const killedState = {
  version: 1,
  main: { pid: 7, startTime: '100' },
  file: '',
  instance: 'https://acme.looker.com',
  isGuarded: false,
  deploy: { project: 'thelook', before, ours: ['b'.repeat(40)] },
}

/** Returns a world in which the requests of the post step never get an answer. */
function openUnansweredWorld(state: object = killedState) {
  const errors: string[] = []
  const core = {
    setFailed: (words: string) => errors.push(words),
    debug: () => undefined,
    isDebug: () => false,
  }
  const clock = virtualClock()
  const world: PostWorld = {
    core: async () => core as unknown as Toolkit,
    print: () => undefined,
    mask: () => undefined,
    env: {
      STATE_post: JSON.stringify(state),
      'INPUT_BASE-URL': 'https://acme.looker.com',
      'INPUT_CLIENT-ID': 'id-of-a-key',
      'INPUT_CLIENT-SECRET': 'secret-of-a-key',
    },
    fetch: (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      }),
    clock,
    readFile: () => '',
    defaults: () => ({ 'api-version': '4.0' }),
    github: () => Promise.reject(new Error('not needed')),
    cancelled: new AbortController().signal,
    processes: { startTimeOf: () => undefined, kill: () => undefined },
  }
  return { world, errors, clock }
}

test('the post step ends after a few minutes if Looker does not answer, and names the commit to deploy', async () => {
  const { world, errors, clock } = openUnansweredWorld()
  await post(world)

  expect(errors).toHaveLength(1)
  expect(errors[0]).toContain(`deploy_ref_to_production?ref=${before}`)
  expect(clock.now()).toBeGreaterThanOrEqual(4 * 60_000)
  expect(clock.now()).toBeLessThan(15 * 60_000)
})

test('the post step names the commit to deploy if the saved address of the instance is not an address', async () => {
  const { world, errors } = openUnansweredWorld({ ...killedState, instance: 'acme' })
  await post(world)

  expect(errors).toHaveLength(1)
  expect(errors[0]).toContain(`deploy_ref_to_production?ref=${before}`)
  expect(errors[0]).not.toContain('This is unexpected')
})
