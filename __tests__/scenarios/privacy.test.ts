import { pullRequestScene } from '../../testkit/scene.ts'

test.concurrent('renders nothing in a public repository, and says why', async () => {
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

test.concurrent('publishes in a public repository when it is allowed to', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ targets: 'looks/7', 'allow-public': 'true' })

  expect(outcome.code).toBe(0)
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('renders in a public repository where nothing is published', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ targets: 'looks/7', artifact: 'none', comment: 'false' })

  expect(outcome.code).toBe(0)
  expect(stage.artifacts.requests).toEqual([])
  expect(stage.github.requests).toEqual([])
})
