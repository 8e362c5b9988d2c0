import { pullRequestScene } from '../../testkit/scene.ts'

test.concurrent('a run in a public repository renders nothing, and the error gives the reason', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ targets: 'looks/7', artifact: 'zip' })

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([
    expect.stringMatching(/this repository is public.*Set allow-public to true/),
  ])
  expect(stage.looker.requests).toEqual([])
  expect(stage.github.requests).toEqual([])
  expect(outcome.outputs.status).toBe('failure')
  expect(outcome.results[0]?.error?.message).toContain('public')
})

test.concurrent('a run in a public repository publishes with allow-public: true', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ targets: 'looks/7', 'allow-public': 'true' })

  expect(outcome.code).toBe(0)
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('a run in a public repository renders if all places of publication are turned off', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ targets: 'looks/7', artifact: 'none', comment: 'false' })

  expect(outcome.code).toBe(0)
  expect(stage.artifacts.requests).toEqual([])
  expect(stage.github.requests).toEqual([])
})
