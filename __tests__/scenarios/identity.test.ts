import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action in several jobs that have the same name. Each job must find its own comment. */

const markdown = async (stage: PullRequestScene) =>
  (await stage.github.comments(stage.number)).map(({ body }) => body)
const names = (bodies: readonly string[]) =>
  bodies
    .map(body => [...new Set(body.match(/(?<=\/)looks\/\d+|looks-9/g))].join(' ').replaceAll('/', '-'))
    .sort()
const both = { 'looks/1': 'job-1', 'looks/2': 'job-2' }
/** Runs two jobs that call the same reusable workflow. Workflow, job and key are therefore equal for both jobs. */
const bothJobs = (stage: PullRequestScene, more: object = {}) =>
  Promise.all(
    Object.entries(both).map(([targets, name]) => stage.run({ targets, 'artifact-name': name }, more)),
  )

test.concurrent('each of two jobs with the same comment-key that begin at the same time has a separate comment', async () => {
  await using stage = await pullRequestScene()
  const outcomes = await bothJobs(stage)

  expect(names(await markdown(stage))).toEqual(['looks-1', 'looks-2'])
  expect(new Set(outcomes.map(({ outputs }) => outputs['comment-id'])).size).toBe(2)
})

test.concurrent('each of two jobs with the same comment-key updates its own comment in the next run', async () => {
  await using stage = await pullRequestScene()
  const first = await bothJobs(stage)
  const second = await bothJobs(stage, { github: { run_id: '1658821494' } })

  expect(names(await markdown(stage))).toEqual(['looks-1', 'looks-2'])
  const ids = (outcomes: typeof first) => outcomes.map(({ outputs }) => outputs['comment-id'])
  expect(ids(second)).toEqual(ids(first))
})

test.concurrent('a re-run of a failed job does not change the comment of the other job', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/1' })
  await stage.run({ targets: 'looks/2' }, { github: { run_attempt: '2' } })

  expect(names(await markdown(stage))).toEqual(['looks-1', 'looks-2'])
})

test.concurrent('each of two steps of one job has a separate comment, and the log says so', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/1' })
  const outcome = await stage.run({ targets: 'looks/2', 'artifact-name': 'two' })

  expect(names(await markdown(stage))).toEqual(['looks-1', 'looks-2'])
  expect(outcome.log).toMatch(/Another job or step of this run .* comment-key/)
})

test.concurrent('jobs that share the targets of one call of a workflow do not change the comment of another call', async () => {
  await using stage = await pullRequestScene()
  const share = (targets: string, index: number) =>
    stage.run(
      { targets, shard: `${index}/2` },
      { strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } },
    )
  await share('looks/1\nlooks/2', 0)
  await share('looks/3\nlooks/4', 0)
  await share('looks/1\nlooks/2', 1)
  await share('looks/3\nlooks/4', 1)

  expect(names(await markdown(stage))).toEqual(['looks-1 looks-2', 'looks-3 looks-4'])
}, 120_000)

test.concurrent('a later run with other targets updates the same comment', async () => {
  await using stage = await pullRequestScene()
  const first = await stage.run({ targets: 'looks/1' })
  const second = await stage.run({ targets: 'looks/2' }, { github: { run_id: '1658821494' } })

  expect(names(await markdown(stage))).toEqual(['looks-2'])
  expect(second.outputs['comment-id']).toBe(first.outputs['comment-id'])
})

test.concurrent('the step does not change or delete a comment of another bot, even if the comment contains the marker', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/1' })
  const [own = ''] = await markdown(stage)
  await stage.github.addComment(stage.number, own, stage.github.otherBotToken)
  await stage.run({ targets: 'looks/2' }, { github: { run_id: '1658821494' } })

  const comments = await stage.github.comments(stage.number)
  expect(comments.map(({ user }) => user.login)).toEqual(['github-actions[bot]', 'acme-charts[bot]'])
  expect(names(comments.map(({ body }) => body))).toEqual(['looks-1', 'looks-2'])
})

test.concurrent('the step writes a comment even if another bot has written a comment with the marker', async () => {
  await using stage = await pullRequestScene()
  const mark = '<!-- looker-snapshot {"key":"Snapshots / snapshot","run":1,"attempt":1} -->\nlooks-9'
  await stage.github.addComment(stage.number, mark, stage.github.otherBotToken)
  await stage.run({ targets: 'looks/1' })

  expect(names(await markdown(stage))).toEqual(['looks-1', 'looks-9'])
})

test.concurrent('the step finds its comment again with the token of an app', async () => {
  await using stage = await pullRequestScene()
  const inputs = { 'github-token': stage.github.otherBotToken }
  await stage.run({ targets: 'looks/1', ...inputs })
  await stage.run({ targets: 'looks/2', ...inputs }, { github: { run_id: '1658821494' } })

  const comments = await stage.github.comments(stage.number)
  expect(comments.map(({ user }) => user.login)).toEqual(['acme-charts[bot]'])
  expect(names(comments.map(({ body }) => body))).toEqual(['looks-2'])
})

test.concurrent("the step with the token of an app writes no second comment if GitHub does not return the app's login", async () => {
  await using stage = await pullRequestScene()
  const inputs = { 'github-token': stage.github.otherBotToken }
  await stage.run({ targets: 'looks/1', ...inputs })
  const body = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }
  stage.github.fault({ path: /\/graphql$/, times: 99, effect: { status: 200, body } })
  const outcome = await stage.run({ targets: 'looks/2', ...inputs }, { github: { run_id: '1658821494' } })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings.join()).toContain('The comment could not be written')
  expect(names(await markdown(stage))).toEqual(['looks-1'])
})
