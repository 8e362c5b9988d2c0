import { setTimeout as sleep } from 'node:timers/promises'
import { scene, withResults } from '../../testkit/scene.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => `looks/${index + 1}`).join('\n')

test("one additional render task beyond concurrency waits in Looker's queue", async () => {
  await using stage = await scene({ slots: 8, renderSeconds: 0.6 })
  const outcome = await stage.run({ targets: many(6), concurrency: '3' })

  expect(outcome.code).toBe(0)
  const spans = [...stage.looker.tasks.values()].map(
    ({ createdAt, finishedAt }) => [createdAt, finishedAt ?? 0] as const,
  )
  const underWay = spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length)
  expect(Math.max(...underWay)).toBe(4)
})

test('each file is downloaded as soon as it is drawn, while other files are still being drawn', async () => {
  await using stage = await scene({ renderSeconds: ({ contentId }) => (contentId === '1' ? 0.2 : 2) })
  await stage.run({ targets: many(2) })

  const [quick, slow] = [...stage.looker.tasks.values()].sort(
    (a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0),
  )
  const fetched = stage.requests('results').find(({ path }) => path.includes(quick?.id ?? '-'))
  expect(fetched?.at).toBeLessThan(slow?.finishedAt ?? 0)
})

test.concurrent('finished targets are published at the deadline, and the other targets fail with their last status', async () => {
  await using stage = await scene()
  stage.fault({ on: 'create', target: '2', effect: { taskStatus: 'querying' } })
  const outcome = await stage.run({
    targets: many(4),
    concurrency: '1',
    'timeout-minutes': '0.1',
    artifact: 'zip',
  })

  expect(outcome.code).toBe(1)
  expect(outcome.milliseconds).toBeLessThan(20_000)
  expect(outcome.results.map(({ status }) => status)).toEqual(['success', 'failure', 'failure', 'failure'])
  expect(outcome.results[1]?.error?.message).toBe(
    'The time limit of 0.1 minutes (timeout-minutes) was reached while this Look was querying at Looker',
  )
  expect(outcome.results[3]?.error?.message).toBe(
    'The time limit of 0.1 minutes (timeout-minutes) was reached before Looker began to render this Look',
  )
  expect(outcome.outputs.status).toBe('partial')
  expect(stage.artifacts.artifacts).toHaveLength(1)
  expect(stage.looker.tokens.size).toBe(0)
})

test.concurrent.each(['login', 'create', 'task', 'results'] as const)(
  'the step ends at the deadline if Looker does not answer the request %s',
  async on => {
    await using stage = await scene()
    stage.fault({ on, times: 9, effect: { stall: true } })
    const outcome = await stage.run({ targets: 'looks/7', 'timeout-minutes': '0.05' })

    expect(outcome.code).toBe(1)
    expect(outcome.milliseconds).toBeLessThan(10_000)
    expect(outcome.results[0]?.error?.message).toContain(
      'The time limit of 0.05 minutes (timeout-minutes) was reached',
    )
  },
)

test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  'the step stops within three seconds after %s, logs out, and fails',
  async signal => {
    await using stage = await scene({ renderSeconds: 60 })
    const step = stage.start({ targets: many(3) })
    while (stage.requests('create').length < 2) await sleep(20)
    const asked = performance.now()
    step.child.kill(signal)
    const outcome = withResults(await step.finished)

    expect(performance.now() - asked).toBeLessThan(3000)
    expect(outcome.code).toBe(1)
    expect(outcome.errors[0]).toMatch(/^The job was cancelled/)
    expect(stage.looker.tokens.size).toBe(0)
    expect(outcome.outputs.status).toBe('failure')
  },
)

test.concurrent.each(['login', 'create', 'results', 'logout'] as const)(
  'a canceled step stops within three seconds if Looker does not answer the request %s',
  async on => {
    await using stage = await scene({ renderSeconds: on === 'logout' ? 60 : 0.1 })
    stage.fault({ on, times: 99, effect: { stall: true } })
    const step = stage.start({ targets: 'looks/7' })
    while (stage.requests(on === 'logout' ? 'create' : on).length < 1) await sleep(20)
    const asked = performance.now()
    step.child.kill('SIGINT')
    const outcome = await step.finished

    expect(performance.now() - asked).toBeLessThan(3000)
    expect(outcome.code).toBe(1)
  },
)

test.concurrent('a step that is canceled during the logout stops within three seconds', async () => {
  await using stage = await scene()
  stage.fault({ on: 'logout', times: 99, effect: { stall: true } })
  const step = stage.start({ targets: 'looks/7' })
  while (stage.requests('logout').length < 1) await sleep(20)
  const asked = performance.now()
  step.child.kill('SIGINT')
  const outcome = await step.finished

  expect(performance.now() - asked).toBeLessThan(3000)
  expect(outcome.code).toBe(1)
})

test.concurrent('a step that is canceled during an upload stops within three seconds', async () => {
  await using stage = await scene()
  stage.artifacts.fault({ on: 'blob', times: 99, stall: true })
  const step = stage.start({ targets: 'looks/7', artifact: 'zip' })
  while (!stage.artifacts.requests.some(({ path }) => path.includes('CreateArtifact'))) await sleep(20)
  const asked = performance.now()
  step.child.kill('SIGINT')
  const outcome = withResults(await step.finished)

  expect(performance.now() - asked).toBeLessThan(3000)
  expect(outcome.code).toBe(1)
  expect(outcome.results[0]?.status).toBe('success')
  expect(stage.looker.tokens.size).toBe(0)
})

test.concurrent('the log reports the progress during long renders', async () => {
  await using stage = await scene({ renderSeconds: 16 })
  const outcome = await stage.run({ targets: many(3), 'timeout-minutes': '0.28' })

  expect(outcome.log).toMatch(/0 of 3 rendered, 2 rendering for 1[0-5] s, 1 waiting/)
})
