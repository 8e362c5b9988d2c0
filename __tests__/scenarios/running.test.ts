import { setTimeout as sleep } from 'node:timers/promises'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Tests how the comment of an earlier run looks while a newer run renders. */

const inputs = { targets: 'looks/7' }
const next = { github: { run_id: '1658821494' } }
const afterNext = { github: { run_id: '1658821495' } }

const body = async ({ github, number }: PullRequestScene) => {
  const comments = await github.comments(number)
  expect(comments).toHaveLength(1)
  return comments[0]?.body ?? ''
}
const isRunning = (text: string) => text.includes('⏳ Rendering commit')

async function untilRunning(scene: PullRequestScene) {
  for (const end = Date.now() + 60_000; !isRunning(await body(scene)); await sleep(20))
    if (Date.now() > end) throw new Error('The comment has no note about the run after a minute')
}

/** Opens a scene in which a first run has written a comment. */
async function openScene() {
  const scene = await pullRequestScene()
  await scene.run(inputs)
  const before = await body(scene)
  expect(isRunning(before)).toBe(false)
  return { scene, before, [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose]() }
}

/** Makes Looker never finish a render. */
const slowly = (scene: PullRequestScene) =>
  scene.fault({ on: 'create', times: 9, effect: { taskStatus: 'rendering' } })

test.concurrent('the comment has a note at its top during a run, and is replaced at the end of the run', async () => {
  await using opened = await openScene()
  const { scene } = opened
  scene.fault({ on: 'results', effect: { late: 1500 } })
  const step = scene.start(inputs, next)
  await untilRunning(scene)
  const running = await body(scene)
  expect(running).toContain(`Rendering commit <code>${scene.pull.sha.slice(0, 7)}</code>`)
  expect(running).toContain('## 1 Look rendered')

  expect((await step.finished).code).toBe(0)
  expect(isRunning(await body(scene))).toBe(false)
})

test.concurrent('a canceled run removes its note from the comment', async () => {
  await using opened = await openScene()
  const { scene, before } = opened
  slowly(scene)
  const step = scene.start(inputs, next)
  await untilRunning(scene)
  step.child.kill('SIGINT')

  expect((await step.finished).code).toBe(1)
  expect(await body(scene)).toBe(before)
})

test.concurrent('the post step removes the note of a killed run from the comment', async () => {
  await using opened = await openScene()
  const { scene, before } = opened
  slowly(scene)
  const step = scene.start(inputs, next)
  await untilRunning(scene)
  step.child.kill('SIGKILL')
  const { state } = await step.finished
  const logins = scene.requests('login').length
  const post = await scene.runPost(inputs, state, next)

  expect(post.code).toBe(0)
  expect(await body(scene)).toBe(before)
  expect(scene.requests('login')).toHaveLength(logins)
})

test.concurrent('a canceled run does not remove the note of a newer run', async () => {
  await using opened = await openScene()
  const { scene, before } = opened
  slowly(scene)
  const older = scene.start(inputs, next)
  await untilRunning(scene)
  const newer = scene.start(inputs, afterNext)
  while (!(await body(scene)).includes('run 1658821495')) await sleep(20)
  older.child.kill('SIGINT')
  await older.finished
  expect(isRunning(await body(scene))).toBe(true)

  newer.child.kill('SIGINT')
  await newer.finished
  expect(await body(scene)).toBe(before)
})

const changed = { targets: 'looks/7\nlooks/8' }

test.concurrent('a run with changed inputs adds its note to the comment of the former inputs, and removes the note if it is canceled', async () => {
  await using opened = await openScene()
  const { scene, before } = opened
  slowly(scene)
  const step = scene.start(changed, next)
  await untilRunning(scene)
  expect(await body(scene)).toContain('## 1 Look rendered')
  step.child.kill('SIGINT')

  expect((await step.finished).code).toBe(1)
  expect(await body(scene)).toBe(before)
})

test.concurrent('a run with changed inputs replaces the comment of the former inputs at its end, and keeps the note of a newer run', async () => {
  await using opened = await openScene()
  const { scene } = opened
  scene.fault({ on: 'results', times: 2, effect: { late: 3000 } })
  const older = scene.start(changed, next)
  await untilRunning(scene)
  slowly(scene)
  const newer = scene.start(changed, afterNext)
  while (!(await body(scene)).includes('run 1658821495')) await sleep(20)
  await older.finished
  const text = await body(scene)
  expect(text).toContain('## 2 Looks rendered')
  expect(text).toMatch(/⏳ Rendering commit .*run 1658821495/)

  newer.child.kill('SIGINT')
  await newer.finished
  expect(isRunning(await body(scene))).toBe(false)
})

test.concurrent.each([
  ['two comments are of its place in the workflow', {}, {}],
  [
    'the comment is of another workflow',
    { GITHUB_WORKFLOW_REF: 'acme/lookml/.github/workflows/b.yml@refs/x' },
  ],
  ['the comment is of another step', { GITHUB_ACTION: 'other' }],
])('a run with changed inputs adds no note to a comment if %s', async (_, env, second?: object) => {
  await using opened = await openScene()
  const { scene } = opened
  if (second) await scene.run({ targets: 'looks/9', 'artifact-name': 'nine' })
  const texts = async () => (await scene.github.comments(scene.number)).map(({ body }) => body)
  const before = await texts()
  expect(before).toHaveLength(second ? 2 : 1)
  slowly(scene)
  const polls = scene.requests('task').length
  const step = scene.start(changed, { ...next, env })
  while (scene.requests('task').length < polls + 4) await sleep(20)
  expect(await texts()).toEqual(before)
  step.child.kill('SIGINT')
  await step.finished
})

test.concurrent('a label event adds no note to the comment, and a re-run of it adds one', async () => {
  await using opened = await openScene()
  const { scene } = opened
  const payload = { ...scene.pull.payload, action: 'labeled', label: { name: 'documentation' } }
  const countWrites = async (attempt: string) => {
    const before = scene.github.requests.length
    const event = { name: 'pull_request', payload }
    await scene.run(inputs, { github: { ...next.github, run_attempt: attempt }, event })
    const after = scene.github.requests.slice(before)
    return after.filter(({ method, path }) => method === 'PATCH' && /\/issues\/comments\//.test(path)).length
  }
  expect(await countWrites('1')).toBe(1)
  expect(await countWrites('2')).toBe(2)
})

test.concurrent('an older run that ends writes its results into the comment, and keeps the note of a newer run', async () => {
  await using opened = await openScene()
  const { scene } = opened
  scene.fault({ on: 'results', effect: { late: 3000 } })
  const older = scene.start(inputs, next)
  await untilRunning(scene)
  slowly(scene)
  const newer = scene.start(inputs, afterNext)
  while (!(await body(scene)).includes('run 1658821495')) await sleep(20)
  await older.finished
  const text = await body(scene)
  expect(text).toMatch(/⏳ Rendering commit .*run 1658821495/)
  expect(text).toMatch(/"run":1658821494,.*"attempt":1/)

  newer.child.kill('SIGINT')
  await newer.finished
  expect(isRunning(await body(scene))).toBe(false)
})

test.concurrent('jobs that share a comment have one note about the run, and each job removes its own part', async () => {
  await using scene = await pullRequestScene()
  const targets = 'looks/7\nlooks/8'
  const job = (index: number, run: string) => ({
    strategy: { 'job-index': index, 'job-total': 2 },
    matrix: { index },
    github: { run_id: run },
  })
  const shared = (index: number) => ({ targets, shard: `${index}/2`, 'comment-key': 'shared' })
  await Promise.all([0, 1].map(index => scene.run(shared(index), job(index, '1658821493'))))
  const before = await body(scene)
  slowly(scene)
  const first = scene.start(shared(0), job(0, '1658821494'))
  await untilRunning(scene)
  expect(await body(scene)).toContain('in 1 of 2 jobs')
  const second = scene.start(shared(1), job(1, '1658821494'))
  while (!(await body(scene)).includes('in 2 of 2 jobs')) await sleep(20)

  first.child.kill('SIGINT')
  await first.finished
  expect(await body(scene)).toContain('in 1 of 2 jobs')
  second.child.kill('SIGINT')
  await second.finished
  expect(await body(scene)).toBe(before)
})
