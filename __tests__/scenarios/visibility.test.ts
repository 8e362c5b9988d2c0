import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* If the event does not say whether the repository is public, the action must ask GitHub. */

const asked = ({ github }: PullRequestScene) =>
  github.requests.filter(({ path }) => path === '/repos/acme/lookml').length
const writes = ({ github }: PullRequestScene) => github.requests.filter(({ method }) => method !== 'GET')
const inputs = { targets: 'looks/7', artifact: 'zip' }
const silent = { event: { name: 'schedule', payload: { schedule: '0 6 * * 1' } } }
const withPayload = (stage: PullRequestScene, isPrivate: boolean) => {
  const payload = stage.github.pushPayload() as { repository: object }
  const repository = { ...payload.repository, private: isPrivate }
  return { event: { name: 'push', payload: { ...payload, repository } }, github: { run_attempt: '2' } }
}

test.concurrent('a scheduled run without the visibility in its payload renders nothing in a public repository', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run(inputs, silent)

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([expect.stringMatching(/this repository is public/)])
  expect(stage.looker.requests.filter(({ operation }) => operation === 'create')).toEqual([])
  expect(stage.artifacts.requests).toEqual([])
  expect(asked(stage)).toBe(1)
})

test.concurrent('a scheduled run without the visibility in its payload renders in a private repository, after one request', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run(inputs, silent)

  expect(outcome.code).toBe(0)
  expect(stage.artifacts.artifacts).toHaveLength(1)
  expect(asked(stage)).toBe(1)
})

test.concurrent.each([
  ['an artifact', { artifact: 'zip' }],
  ['release assets', { release: 'true', 'release-tag': 'v1' }],
  ['a comment', { comment: 'true', 'pull-request': '1' }],
  ['baselines', { compare: 'base' }],
])('nothing is rendered in a public repository if only %s would be published', async (_, place) => {
  await using stage = await pullRequestScene({ private: false })
  const nowhere = { targets: 'looks/7', artifact: 'none', comment: 'false', compare: 'none' }
  const outcome = await stage.run({ ...nowhere, ...place }, silent)

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([expect.stringMatching(/this repository is public/)])
  expect(stage.looker.requests.filter(({ operation }) => operation === 'create')).toEqual([])
  expect(writes(stage)).toEqual([])
})

test.concurrent('a re-run requests the visibility, because the repository may have become public since the first run', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run(inputs, withPayload(stage, true))

  expect(outcome.code).toBe(1)
  expect(outcome.errors).toEqual([expect.stringMatching(/this repository is public/)])
})

test.concurrent('the first attempt of a run uses the visibility in its payload without a request', async () => {
  await using stage = await pullRequestScene()
  // Without an images branch, the action asks whether it may read the repository.
  await stage.run({ ...inputs, images: 'none' })

  expect(asked(stage)).toBe(0)
})

test.concurrent('the visibility of the repository is not requested with allow-public', async () => {
  await using stage = await pullRequestScene({ private: false })
  const outcome = await stage.run({ ...inputs, 'allow-public': 'true' }, silent)

  expect(outcome.code).toBe(0)
  expect(asked(stage)).toBe(0)
})

test.concurrent.each([
  ['GitHub refuses the request', { status: 404, body: { message: 'Not Found' } }],
  ['GitHub answers without the visibility', { status: 200, body: { full_name: 'acme/lookml' } }],
] as const)('nothing is published and a warning is written if %s', async (_, effect) => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  stage.github.fault({ path: /^\/repos\/acme\/lookml$/, times: 99, effect })
  const more = { compare: 'base', release: 'true', 'release-tag': 'v1', report: 'true' }
  const { repository: _repository, ...payload } = stage.github.pushPayload() as Record<string, unknown>
  const outcome = await stage.run(
    { ...inputs, ...more, comment: 'true', 'pull-request': String(stage.number) },
    { event: { name: 'push', payload } },
  )

  expect(outcome.code).toBe(1)
  expect(outcome.errors.join('\n')).toMatch(
    /Nothing was published: GitHub did not say whether this repository is public.*allow-public/,
  )
  expect(outcome.results.map(({ status }) => status)).toEqual(['success'])
  expect(stage.artifacts.requests).toEqual([])
  expect(writes(stage)).toEqual([])
  expect(await stage.github.assets('v1')).toEqual([])
  expect(await stage.github.comments(stage.number)).toEqual([])
})

test.concurrent('no baseline is recorded if GitHub does not say whether the repository is public', async () => {
  await using stage = await pullRequestScene()
  const effect = { status: 200, body: { full_name: 'acme/lookml' } }
  stage.github.fault({ path: /^\/repos\/acme\/lookml$/, times: 99, effect })
  const outcome = await stage.run({ targets: 'looks/7', comment: 'false', compare: 'base' }, silent)

  expect(outcome.errors.join('\n')).toMatch(/Nothing was published/)
  expect(outcome.results.map(({ status }) => status)).toEqual(['success'])
  expect(writes(stage)).toEqual([])
})

describe('the results of a gate', () => {
  const bar = (height: number) =>
    png(drawn(`<rect x="20" y="20" width="60" height="${height}" fill="#4285f4"/>`))
  const gate = { targets: 'looks/7', compare: 'base', 'fail-on-change': 'true', artifact: 'none' }

  test.concurrent.each([
    ['the repository is public', { private: false, isAnswered: true, comment: 'false' }],
    [
      'GitHub does not say whether the repository is public',
      { private: true, isAnswered: false, comment: 'auto' },
    ],
  ])('no results that a label could accept are stored, and a warning says so, if %s', async (_, about) => {
    await using stage = await pullRequestScene({ private: about.private })
    await recordBaselines(stage, { inputs: gate, files: [bar(100)] })
    stage.fault({ on: 'results', effect: { bytes: bar(20) } })
    const effect = { status: 404, body: { message: 'Not Found' } }
    if (!about.isAnswered) stage.github.fault({ path: /^\/repos\/acme\/lookml$/, times: 99, effect })
    const recorded = writes(stage).length
    const outcome = await stage.run(
      { ...gate, comment: about.comment },
      { event: { name: 'pull_request', payload: stage.pull.payload }, github: { run_attempt: '2' } },
    )

    expect(outcome.code).toBe(1)
    expect(outcome.results.map(({ comparison }) => comparison?.status)).toEqual(['changed'])
    expect(writes(stage)).toHaveLength(recorded)
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /^The results were not stored, so a label cannot accept them: .*Set allow-public/,
      ),
    ])
    expect(outcome.errors.join()).not.toMatch(/add the label/)
  })
})

describe("Looker's words and the filters", () => {
  const secret = 'Acquisition of Globex'
  const targets = `dashboards/42?Deal=${secret.replaceAll(' ', '+')}\nlooks/404`
  const nothing = { comment: 'false', 'fail-on-error': 'false' }
  const words = 'The model globex_merger does not exist'

  async function visibleText(stage: PullRequestScene, more: object) {
    stage.fault({ on: 'create', times: 99, effect: { status: 422, body: { message: words } } })
    const outcome = await stage.run({ targets, ...nothing }, more)
    expect(outcome.results.map(({ status }) => status)).toEqual(['failure', 'failure'])
    return `${outcome.log}\n${outcome.summary}`
  }

  test.concurrent('filters and texts of Looker are left out of log and summary in a public repository', async () => {
    await using stage = await pullRequestScene({ private: false })
    const text = await visibleText(stage, {})

    expect(text).not.toMatch(/globex|Acquisition/i)
    expect(text).toMatch(/Look 404/)
    expect(text).toMatch(/left out here.*public/)
  })

  test.concurrent('filters and texts of Looker are left out of log and summary if the visibility is unknown', async () => {
    await using stage = await pullRequestScene()
    stage.github.fault({ path: /^\/repos\/acme\/lookml$/, times: 99, effect: { status: 404 } })
    const text = await visibleText(stage, silent)

    expect(text).not.toMatch(/globex|Acquisition/i)
  })

  test.concurrent('filters and texts of Looker are shown in log and summary in a private repository', async () => {
    await using stage = await pullRequestScene()
    const text = await visibleText(stage, {})

    expect(text).toContain(words)
    expect(text).toContain(`Deal: ${secret}`)
  })
})
