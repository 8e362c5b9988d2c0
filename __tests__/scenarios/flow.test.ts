import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene, scene } from '../../testkit/scene.ts'

/*
 * Tests that the action publishes each target while Looker renders the other targets, and that the action sends few
 * requests to Looker.
 */

const looks = (count: number) => Array.from({ length: count }, (_, index) => `looks/${index + 1}`).join('\n')
const lastEnd = ({ looker }: Pick<PullRequestScene, 'looker'>) =>
  Math.max(...[...looker.tasks.values()].map(({ finishedAt }) => finishedAt ?? 0))

test('200 pictures are uploaded during the renders, equal pictures once, and committed at the end', async () => {
  await using stage = await pullRequestScene({ looker: { slots: 8 } })
  const same = png(drawn('<rect width="60" height="60" fill="#4285f4"/>'))
  for (let id = 41; id <= 200; id++)
    stage.fault({ on: 'results', target: String(id), effect: { bytes: same } })
  const outcome = await stage.run({ targets: looks(200), concurrency: '8' })

  expect(outcome.code).toBe(0)
  expect(new Set(outcome.results.map(({ imageUrl }) => imageUrl)).size).toBe(200)
  const sent = stage.github.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/git/'))
  const blobs = sent.filter(({ path }) => path.endsWith('/git/blobs'))
  expect(blobs).toHaveLength(41)
  expect(blobs.filter(({ at }) => at < lastEnd(stage)).length).toBeGreaterThan(35)
  expect(sent.filter(request => !blobs.includes(request)).map(({ method }) => method)).toEqual([
    'POST',
    'POST',
    'POST',
  ])
  expect(await stage.github.comments(stage.number)).toHaveLength(1)
}, 120_000)

test('each file is uploaded as an artifact while Looker draws other targets', async () => {
  await using stage = await scene({ renderSeconds: ({ contentId }) => (contentId === '3' ? 3 : 0.2) })
  const outcome = await stage.run({ targets: looks(3), artifact: 'files' })

  expect(outcome.results.every(({ artifactUrl }) => artifactUrl)).toBe(true)
  const created = stage.artifacts.requests.filter(({ path }) => path.endsWith('CreateArtifact'))
  expect(created.filter(({ at }) => at < lastEnd(stage))).toHaveLength(2)
})

test.concurrent('a target that was rendered before is not polled until its render has probably ended', async () => {
  await using stage = await pullRequestScene({ looker: { renderSeconds: 6 } })
  await stage.run({ targets: 'looks/7', 'poll-interval-seconds': '5' })
  const before = stage.requests('task').length
  await stage.run({ targets: 'looks/7', 'poll-interval-seconds': '5' }, { github: { run_attempt: '2' } })

  const task = [...stage.looker.tasks.values()].at(-1)
  const [first, ...more] = stage.requests('task').slice(before)
  expect((first?.at ?? 0) - (task?.createdAt ?? 0)).toBeGreaterThan(1500)
  expect(more.length).toBeLessThan(8)
})

test.concurrent("a cancelled step leaves at most one waiting render task in Looker's queue", async () => {
  await using stage = await scene({ renderSeconds: 20 })
  const step = stage.start({ targets: looks(6) })
  while (stage.looker.tasks.size < 3) await new Promise(resolve => setTimeout(resolve, 20))
  step.child.kill('SIGINT')
  await step.finished

  expect(stage.looker.tasks.size).toBe(3)
})
