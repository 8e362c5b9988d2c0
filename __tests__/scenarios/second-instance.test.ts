import { startSimulator } from '../../simulator/server.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

const chart = png(drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>'))
const higher = png(drawn('<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>'))

async function withSecond(options = {}) {
  const stage = await pullRequestScene()
  const second = await startSimulator({
    renderSeconds: 0.2,
    pictureBytes: 20_000,
    clientId: 'second-id',
    clientSecret: 'second-secret-of-the-key',
    ...options,
  })
  const inputs = {
    targets: 'looks/7\nlooks/8',
    compare: second.url,
    'compare-client-id': second.clientId,
    'compare-client-secret': second.clientSecret,
  }
  const close = async () => {
    await Promise.all([stage[Symbol.asyncDispose](), second.close()])
  }
  return { stage, second, inputs, [Symbol.asyncDispose]: close }
}

const pictureAt = (stage: PullRequestScene, url = '') => {
  const [, sha = '', path = ''] = /\/blob\/([0-9a-f]{40})\/(.+)\?raw=true$/.exec(url) ?? []
  return stage.github.fileAt(sha, path)
}

test.concurrent('each target is rendered on both Looker instances at the same time, and the differences are shown', async () => {
  await using scene = await withSecond({ release: '25.1.0' })
  const { stage, second, inputs } = scene
  for (const looker of [stage.looker, second])
    looker.fault({ on: 'results', target: '8', effect: { bytes: chart } })
  stage.looker.fault({ on: 'results', target: '7', effect: { bytes: higher } })
  second.fault({ on: 'results', target: '7', effect: { bytes: chart } })
  const outcome = await stage.run({ ...inputs, artifact: 'zip' })

  expect([outcome.code, outcome.warnings]).toEqual([0, []])
  const [changed, same] = outcome.results
  expect(changed?.comparison).toMatchObject({
    status: 'changed',
    changedPixels: 1200,
    baseline: { url: `${second.url}/looks/7` },
  })
  expect(same?.comparison?.status).toBe('unchanged')
  expect(await pictureAt(stage, changed?.comparison?.beforeUrl)).toEqual(chart)
  expect(await pictureAt(stage, changed?.imageUrl)).toEqual(higher)
  expect(JSON.parse(outcome.outputs.files ?? '')).toEqual([
    'looker-snapshots/looks-7.png',
    'looker-snapshots/looks-7.before.png',
    'looker-snapshots/looks-7.difference.png',
    'looker-snapshots/looks-7.strip.png',
    'looker-snapshots/looks-8.png',
  ])
  const [comment] = await stage.github.comments(stage.number)
  const differs = `1 of 2 Looks differs from ${new URL(second.url).host}: Weekly revenue`
  const releases = 'has Looker 25.1.0, which may draw differently.'
  for (const text of [comment?.body ?? '', outcome.summary].map(each => each.replaceAll('&#8203;', ''))) {
    expect(text).toContain(differs)
    expect(text).toContain(releases)
    expect(text).not.toMatch(/since the baseline|set dev-mode/)
  }
  expect(comment?.body).toContain(`Before is ${new URL(second.url).host}.`)
  for (const looker of [stage.looker, second]) {
    expect(looker.requests.filter(({ operation }) => operation === 'create')).toHaveLength(2)
    expect(looker.tokens.size).toBe(0)
  }
  const began = [stage.looker, second].map(({ tasks }) =>
    Math.min(...[...tasks.values()].map(task => task.createdAt)),
  )
  expect(Math.abs((began[0] ?? 0) - (began[1] ?? 0))).toBeLessThan(5_000)
  expectNoSecrets(
    outcome,
    [stage.looker.clientSecret, second.clientSecret, ...stage.looker.issued, ...second.issued],
    stage.artifacts.artifacts,
  )
})

test.concurrent('the API key of the first Looker instance is used if the second instance has no key of its own', async () => {
  await using scene = await withSecond({ clientId: undefined, clientSecret: undefined })
  const { stage, second, inputs } = scene
  const outcome = await stage.run({ ...inputs, 'compare-client-id': '', 'compare-client-secret': '' })

  expect(outcome.results.map(({ comparison }) => comparison?.status)).toEqual(['unchanged', 'unchanged'])
  expect(second.issued).toHaveLength(1)
})

test.concurrent.each([
  [
    'refuses the API key',
    { on: 'login', times: 1, effect: { status: 404, body: { message: 'Not found' } } },
    /did not render the target: Looker at .* does not know/,
    'Check compare-client-id and compare-client-secret: ',
  ],
  [
    'does not have the target',
    { on: 'create', times: 9, effect: { status: 404 } },
    /did not render the target: Looker found no Look/,
    'Check the id, and ',
  ],
] as const)(
  'all files are published even if the second Looker instance %s',
  async (_, fault, words, hint) => {
    await using scene = await withSecond()
    const { stage, second, inputs } = scene
    second.fault(fault)
    const outcome = await stage.run(inputs)

    expect(outcome.code).toBe(0)
    expect(outcome.outputs).toMatchObject({ status: 'success', changed: '' })
    expect(outcome.results).not.toHaveLength(0)
    for (const { comparison, imageUrl } of outcome.results) {
      expect(comparison).toMatchObject({
        status: 'incomparable',
        error: { message: expect.stringMatching(words) },
      })
      expect(await pictureAt(stage, imageUrl)).toBeDefined()
    }
    expect(outcome.warnings.join()).toMatch(words)
    expect(outcome.warnings.join()).toContain(hint)
    expect(await stage.github.comments(stage.number)).toHaveLength(1)
  },
)

test.concurrent('the headline says once that the second Looker instance refused the API key, offers no label, and names an acceptance', async () => {
  await using scene = await withSecond()
  const { stage, second, inputs } = scene
  const outcome = await stage.run({ ...inputs, 'compare-client-secret': 'wrong', 'fail-on-change': 'true' })

  const words = `${new URL(second.url).host} refused the API key, so nothing was compared`
  const step =
    'Check the secrets behind compare-client-id and compare-client-secret. Without them, the key of client-id is used for both instances.'
  expect(outcome.errors).toEqual([`${words}. ${step}`])
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body.replaceAll('&#8203;', '')).toContain(`## ${words}\n\n<p>${step}</p>`)
  for (const { imageUrl } of outcome.results) expect(await pictureAt(stage, imageUrl)).toBeDefined()

  const { pull_request: pull, ...event } = stage.pull.payload as { pull_request: object }
  const label = { name: 'looker-accepted' }
  await stage.github.setLabels(stage.number, [label.name])
  const labels = { labels: [label], updated_at: new Date().toISOString() }
  const about = { action: 'labeled', label, sender: { login: 'ada' }, pull_request: { ...pull, ...labels } }
  const accepted = await stage.run(
    { ...inputs, 'compare-client-secret': 'wrong', 'fail-on-change': 'true' },
    {
      event: { name: 'pull_request', payload: { ...event, ...about } },
      github: { run_id: '1700000000' },
    },
  )
  expect([accepted.code, accepted.errors]).toEqual([0, []])
  const [after] = await stage.github.comments(stage.number)
  expect(after?.body.replaceAll('&#8203;', '')).toContain(
    `## ${words}; accepted by @ada for commit ${stage.pull.sha.slice(0, 7)} without a comparison`,
  )
})

test.concurrent('the headline gives the reason once, with its next step, if the second Looker instance renders nothing', async () => {
  await using scene = await withSecond({ permissions: ['access_data'] })
  const { stage, inputs } = scene
  const outcome = await stage.run({ ...inputs, 'fail-on-change': 'true' })

  expect(outcome.errors).toHaveLength(1)
  const [error = ''] = outcome.errors
  expect(error).toMatch(/^2 of 2 Looks could not be compared: Weekly revenue, Revenue by region \(/)
  expect(error.match(/did not render the target/g)).toHaveLength(1)
  expect(error).toMatch(/ To accept them without a comparison, add the label looker-accepted\.$/)
  expect(error).not.toContain('Look at them')
})

test.concurrent('a canceled run stops within three seconds and logs out of both Looker instances', async () => {
  await using scene = await withSecond({ renderSeconds: 60 })
  const { stage, second, inputs } = scene
  const step = stage.start(inputs)
  while (second.tasks.size < 2) await new Promise(resolve => setTimeout(resolve, 20))
  const asked = performance.now()
  step.child.kill('SIGINT')
  const outcome = await step.finished

  expect(performance.now() - asked).toBeLessThan(3000)
  expect(outcome.code).toBe(1)
  expect([stage.looker.tokens.size, second.tokens.size]).toEqual([0, 0])
})

test.concurrent('the same Looker instance in base-url and compare is refused', async () => {
  await using scene = await withSecond()
  const { stage } = scene
  const outcome = await stage.run({ targets: 'looks/7', compare: `${stage.looker.url}/api/4.0` })

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(/^compare: .* is the same instance as base-url/)
  expect(stage.looker.requests).toEqual([])
})
