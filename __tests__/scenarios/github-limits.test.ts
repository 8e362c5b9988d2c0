import { fastClock } from '../../testkit/clock.ts'
import { refusedAnswers } from '../../testkit/github/refused-answers.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'
import { accept, first, openGate } from './gate-scene.ts'

/*
 * Runs the built action with rare behaviour of GitHub: rate limits, refused pictures, a renamed repository, delayed
 * reads.
 */

const later = { github: { run_id: '1658821494' } }

const primaryLimit = (minutes: number) => ({
  status: 403,
  headers: {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + minutes * 60),
  },
  body: { message: 'API rate limit exceeded for installation ID 1.' },
})

test.concurrent('a warning names a rate limit that ends too late for the images branch, and the comment is written', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /\/git\//, times: 99, effect: primaryLimit(40) })
  const outcome = await stage.run({ targets: 'looks/7', 'timeout-minutes': '2' })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(
      /^The pictures could not be put into the repository: the primary rate limit of GitHub is exhausted until \d\d:\d\d UTC\. Run the job again after \d\d:\d\d UTC\./,
    ),
  ])
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
  expect(outcome.log).not.toMatch(/Trying again|idle Looker/)
})

test.concurrent('a warning for each place of publication names the rate limit of the job, and no message names Looker', async () => {
  await using stage = await pullRequestScene()
  stage.github.limit({ perHour: 3 })
  const outcome = await stage.run({ targets: 'looks/7', 'timeout-minutes': '2' })

  expect(outcome.code).toBe(0)
  expect(outcome.results[0]?.status).toBe('success')
  expect(outcome.warnings.length).toBeGreaterThan(0)
  for (const warning of outcome.warnings)
    expect(warning).toMatch(/primary rate limit of GitHub is exhausted until/)
  expect(outcome.log).not.toContain('idle Looker')
})

test.concurrent('the step waits for a rate limit on new content that ends in time, and the log gives the duration', async () => {
  await using stage = await pullRequestScene()
  const began = Date.now()
  // The action's clock is twenty times as fast as the real clock. The limit uses the time of the action's clock.
  stage.github.limit({ contentPerMinute: 3, now: () => began + (Date.now() - began) * 20 })
  const outcome = await stage.run(
    { targets: 'looks/7\nlooks/8', 'timeout-minutes': '5' },
    { env: fastClock(20) },
  )

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([])
  expect(outcome.log).toMatch(/GitHub: 403, secondary rate limit \(.*\)\. Trying again in \d+ s\./)
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body.match(/\?raw=true/g)?.length).toBeGreaterThanOrEqual(2)
})

test.concurrent('the comment and the results are written if the pictures would use up the hourly limit on new content', async () => {
  const targets = Array.from({ length: 460 }, (_, index) => `dashboards/42?Region=R${index}`)
  await using stage = await pullRequestScene({ looker: { renderSeconds: 0.02, slots: 20 } })
  targets.forEach((_, index) => {
    const bytes = png(
      drawn(`<rect width="${1 + (index % 100)}" height="${5 + Math.floor(index / 100) * 9}"/>`),
    )
    stage.fault({ on: 'results', times: 1, effect: { bytes } })
  })
  const refusal = { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } }
  stage.github.fault({ method: 'POST', path: /./, after: 500, times: 9999, effect: refusal })
  const outcome = await stage.run(
    {
      targets: targets.join('\n'),
      'fail-on-change': 'true',
      compare: 'base',
      artifact: 'zip',
      concurrency: '20',
      'timeout-minutes': '90', // so that a busy machine has time for all pictures
    },
    { env: fastClock(60) },
  )

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/^The comment lacks 10 pictures: GitHub accepts 500 new files per hour, /),
  ])
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toMatch(
    /<p>This comment lacks pictures of 10 targets, because GitHub accepts 500 new files per hour\. They are in <a href="[^"]+">the workflow artifact<\/a>\.<\/p>/,
  )
  const tip = await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? '')
  expect(tip.filter(({ path }) => path.startsWith('results/'))).not.toEqual([])
  expect(tip.filter(({ path }) => path.endsWith('.png'))).toHaveLength(450)
})

test.concurrent('a rate limit on the request for the visibility leaves time for rendering', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /^\/repos\/acme\/lookml$/, times: 99, effect: primaryLimit(40) })
  const event = { name: 'schedule', payload: { schedule: '0 6 * * 1' } }
  const outcome = await stage.run({ targets: 'looks/7', artifact: 'zip', 'timeout-minutes': '60' }, { event })

  expect(outcome.code).toBe(1)
  expect(outcome.results[0]?.status).toBe('success')
  expect(stage.artifacts.requests).toEqual([])
  expect(outcome.errors[0]).toMatch(
    /^Nothing was published: .*primary rate limit of GitHub is exhausted until/,
  )
})

test.concurrent.each<[string, RegExp, Record<string, string>, (stage: PullRequestScene) => unknown]>([
  [
    'a blob',
    /^The pictures could not be put /,
    {},
    ({ github }) =>
      github.fault({ method: 'POST', path: /\/git\/blobs$/, times: 99, effect: { stall: true } }),
  ],
  [
    'a release',
    /^The files could not be added to the release v1/,
    { release: 'true', 'release-tag': 'v1' },
    ({ github }) => github.fault({ path: /\/releases\//, times: 99, effect: { stall: true } }),
  ],
  [
    'an artifact',
    /^The artifact \S+ could not be uploaded/,
    { artifact: 'zip' },
    ({ artifacts }) => artifacts.fault({ on: 'CreateArtifact', stall: true, times: 99 }),
  ],
])(
  'the comment is written even if the request to GitHub for %s hangs, and no message names Looker',
  async (_, words, inputs, hang) => {
    await using stage = await pullRequestScene()
    hang(stage)
    // The action gives up a request if GitHub does not answer for a minute of real time. The deadline of the step is
    // earlier, because it depends on the fast clock.
    const outcome = await stage.run(
      { targets: 'looks/7', 'timeout-minutes': '2', ...inputs },
      { env: fastClock(15) },
    )

    const [problem = ''] = [...outcome.warnings, ...outcome.errors].filter(text => words.test(text))
    expect(problem).toMatch(/time for publishing, was reached\. See GitHub's answers/)
    expect(problem).not.toContain('Looker renders')
    expect(await stage.github.comments(stage.number)).toHaveLength(1)
  },
)

test.concurrent.each<[string, RegExp]>([
  ['each request to GitHub hangs', /./],
  ['GitHub does not compare the baseline with the pull request', /\/compare\//],
  ['GitHub does not return the labels', /\/pulls\/\d+$/],
])('a step with a gate uploads the artifact even if %s', async (_, path) => {
  await using gate = await openGate()
  const { github, artifacts } = gate.scene
  await gate.push(first)
  await gate.label(accept)
  github.fault({ path, times: 9999, effect: { stall: true } })
  const inputs = { artifact: 'zip', 'timeout-minutes': '2' }
  const outcome = await gate.push(first, { labels: [accept], inputs, env: fastClock(15) })

  expect(artifacts.requests).not.toEqual([])
  expect(outcome.log).not.toMatch(/The artifact \S+ could not be uploaded/)
})

test.concurrent('a warning names a picture that GitHub refuses, and the comment shows the other picture', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ method: 'POST', path: /\/git\/blobs$/, effect: refusedAnswers.fileTooLarge })
  const outcome = await stage.run({ targets: 'looks/7\nlooks/8', concurrency: '1' })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/^The comment lacks 1 picture: GitHub refused \S+\.png \(413: Payload too large\)/),
  ])
  expect(outcome.results.filter(({ imageUrl }) => imageUrl !== undefined)).toHaveLength(1)
  const [comment] = await stage.github.comments(stage.number)
  expect(outcome.results).not.toHaveLength(0)
  for (const { title = '' } of outcome.results) expect(comment?.body).toContain(title)
})

test.concurrent('comment and pictures are written to a renamed repository', async () => {
  await using stage = await pullRequestScene()
  stage.github.rename()
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.warnings).toEqual([])
  expect(outcome.results[0]?.imageUrl).toBeDefined()
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('no picture is lost if GitHub returns old data just after a write', async () => {
  await using stage = await pullRequestScene()
  stage.github.lag(2)
  const first = await stage.run({ targets: 'looks/7' })
  const second = await stage.run({ targets: 'looks/8' }, later)

  expect([...first.warnings, ...second.warnings]).toEqual([])
  const tip = await stage.github.tree((await stage.github.ref('heads/looker-snapshots')) ?? '')
  expect(tip.filter(({ path }) => path.endsWith('.png'))).toHaveLength(2)
})

test.concurrent.each([
  [
    'single sign-on',
    refusedAnswers.singleSignOn,
    /Open https:\/\/github\.com\/orgs\/acme\/sso\S+ to authorize/,
  ],
  ['an IP allow list', refusedAnswers.ipAllowList, /allowed IP addresses/],
  ['an archived repository', refusedAnswers.archived, /archived.*Unarchive/],
  ['a full conversation', refusedAnswers.tooManyComments, /more than 2500 comments/],
])("the warning gives GitHub's reason instead of a missing permission: %s", async (_, effect, words) => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /\/comments/, times: 99, effect })
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([expect.stringMatching(words)])
  expect(outcome.warnings[0]).not.toMatch(/permissions/)
})

test.concurrent('a warning says that branch names conflict if images-branch is a folder of an existing branch', async () => {
  await using stage = await pullRequestScene()
  const main = await stage.github.ref('heads/main')
  await stage.github.setBranch('looker-snapshots/old', main)
  const outcome = await stage.run({ targets: 'looks/7' })

  expect(outcome.warnings).toEqual([
    expect.stringMatching(/the name of another branch prevents it.*"pictures\/looker"/),
  ])
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('the owner of a personal access token is requested from GitHub once', async () => {
  await using stage = await pullRequestScene()
  await stage.run({ targets: 'looks/7', images: 'none', 'github-token': stage.github.userToken })

  expect(stage.github.requests.filter(({ path }) => path === '/user')).toHaveLength(1)
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
})

test.concurrent('a run sends the documented number of requests to GitHub, even with many comments', async () => {
  await using stage = await pullRequestScene()
  await stage.github.addOldComments(stage.number, 220)
  const targets = 'looks/7\nlooks/8'
  const first = await stage.run({ targets })
  const between = stage.github.requests.length
  const second = await stage.run({ targets }, later)

  expect([...first.warnings, ...second.warnings]).toEqual([])
  const furtherPages = 2
  const withoutBranch = 2
  expect(between).toBeLessThanOrEqual(2 + 10 + furtherPages + withoutBranch)
  expect(stage.github.requests.length - between).toBeLessThanOrEqual(2 + 12 + furtherPages)
})

test.concurrent("Octokit's warnings about deprecated operations are debug messages", async () => {
  await using stage = await pullRequestScene()
  const headers = { deprecation: 'true', sunset: 'Sat, 01 Jan 2028 00:00:00 GMT' }
  stage.github.fault({ method: 'GET', path: /\/comments/, effect: { status: 200, body: [], headers } })
  const outcome = await stage.run({ targets: 'looks/7' })

  const [line = '', ...more] = outcome.lines.filter(text => text.includes('is deprecated'))
  expect(line).toMatch(/^::debug::.*issues\/1\/comments/)
  expect(more).toEqual([])
})
