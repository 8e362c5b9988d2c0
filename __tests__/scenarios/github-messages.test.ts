import { pullRequestScene } from '../../testkit/scene.ts'

/* Tests the messages for requests that GitHub refuses. Each message must give the correct reason and a next step. */

test.concurrent('the error for an unknown pull request names its number and the input', async () => {
  await using stage = await pullRequestScene()
  const event = { name: 'workflow_dispatch', payload: stage.github.pushPayload() }
  const inputs = { targets: 'looks/7', comment: 'true', 'pull-request': '9999' }
  const outcome = await stage.run(inputs, { event })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/GitHub knows no pull request #9999 in acme\/lookml.*pull-request/),
  ])
})

test.concurrent.each([
  [{}],
  [{ compare: 'base', 'fail-on-change': 'true' }],
  [{ 'dev-mode': 'thelook' }],
  [{ 'dry-run': 'true' }],
])('the step renders nothing if the input pull-request is the number of an issue, with %j', async more => {
  await using stage = await pullRequestScene()
  const { github } = stage
  const event = { name: 'workflow_dispatch', payload: github.pushPayload() }
  const number = await github.issue()
  const inputs = { targets: 'looks/7', comment: 'true', 'pull-request': String(number), ...more }
  const outcome = await stage.run(inputs, { event })

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([
    `pull-request: #${number} is an issue, not a pull request. Set pull-request to the number of a pull request.`,
  ])
  expect(outcome.results[0]?.error?.message).toContain('is an issue')
  expect(await github.comments(number)).toEqual([])
  expect(stage.looker.requests.filter(({ operation }) => operation === 'create')).toEqual([])
  expect(stage.looker.requests.filter(({ operation }) => operation === 'logout')).toHaveLength(1)
})

test.concurrent('the error for an unknown pull request names its number if its base branch is needed for the comparison', async () => {
  await using stage = await pullRequestScene()
  const event = { name: 'workflow_dispatch', payload: stage.github.pushPayload() }
  const inputs = { targets: 'looks/7', compare: 'base', comment: 'false', 'pull-request': '9999' }
  const outcome = await stage.run(inputs, { event })

  expect(outcome.results[0]?.comparison?.error?.message).toMatch(
    /GitHub knows no pull request #9999 in acme\/lookml/,
  )
  expect(outcome.results[0]?.comparison?.error?.hint).toMatch(/pull-request/)
})

test.concurrent('a warning names a locked conversation instead of a missing permission', async () => {
  await using stage = await pullRequestScene()
  const message = 'Unable to create comment because issue is locked.'
  const effect = { status: 403, body: { message } }
  stage.github.fault({ method: 'POST', path: /\/comments$/, times: 9, effect })
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/the conversation is locked\. Unlock the conversation/),
  ])
  expect(outcome.warnings[0]).not.toContain('permissions')
})

test.concurrent('the message asks for an artifact-name and a comment-key if another job uses the name of the report', async () => {
  await using stage = await pullRequestScene()
  const inputs = { targets: 'looks/7', report: 'true', artifact: 'files' }
  await stage.run({ ...inputs, comment: 'false' })
  const outcome = await stage.run({ ...inputs, targets: 'looks/8' })

  const about = outcome.warnings.find(warning => warning.includes('looker-snapshots-snapshot.html'))
  expect(about).toMatch(
    /already has an artifact named looker-snapshots-snapshot\.html.*artifact-name.*comment-key/,
  )
  expect(about).not.toMatch(/give the target a name/)
})

test.concurrent('the log of a run for issue_comment gives the reason why no comment is written', async () => {
  await using stage = await pullRequestScene()
  const { repository, sender } = stage.github.pushPayload() as Record<string, unknown>
  const issue = { number: stage.number, pull_request: {} }
  const event = { name: 'issue_comment', payload: { action: 'created', issue, repository, sender } }
  const outcome = await stage.run({ targets: 'looks/7' }, { event })

  expect(outcome.code).toBe(0)
  expect(await stage.github.comments(stage.number)).toEqual([])
  expect(outcome.notices).toEqual([
    expect.stringMatching(/No comment was written on pull request #1.*issue_comment.*comment: true/),
  ])
})

test.concurrent('a push by Dependabot without secrets passes with the same notice as a pull request by Dependabot', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run(
    { targets: 'looks/7', 'client-id': '', 'client-secret': '' },
    {
      event: { name: 'push', payload: stage.github.pushPayload('refs/heads/dependabot/npm/yaml') },
      github: { actor: 'dependabot[bot]' },
    },
  )

  expect(outcome.code).toBe(0)
  expect(outcome.errors).toEqual([])
  expect(outcome.notices).toEqual([expect.stringMatching(/Dependabot.*Dependabot secrets/)])
})

test.concurrent('a push by a person without secrets fails with an error about the workflow', async () => {
  await using stage = await pullRequestScene()
  const event = { name: 'push', payload: stage.github.pushPayload() }
  const outcome = await stage.run({ targets: 'looks/7', 'client-id': '', 'client-secret': '' }, { event })

  expect(outcome.code).toBe(1)
})

test.concurrent('every warning names GITHUB_API_URL if the variable contains no address', async () => {
  await using stage = await pullRequestScene()
  const inputs = { targets: 'looks/7', compare: 'base' }
  const outcome = await stage.run(inputs, { env: { GITHUB_API_URL: 'api.github.com' } })
  expect(outcome.warnings).not.toEqual([])
  for (const warning of outcome.warnings) expect(warning).toContain('GITHUB_API_URL is not a web address')
})
