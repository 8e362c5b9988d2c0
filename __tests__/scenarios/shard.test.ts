import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastClock } from '../../testkit/clock.ts'
import type { GitHubRequest } from '../../testkit/github/proxy.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action in the jobs of a matrix. The jobs share the targets. */

const targets = Array.from({ length: 6 }, (_, index) => `looks/${index + 1}`).join('\n')
const job = (index: number, total: number, attempt = '1') => ({
  strategy: { 'job-index': index, 'job-total': total },
  matrix: { index },
  github: { run_attempt: attempt },
})
const shard = (index: number, total: number) => ({ shard: `${index}/${total}` })

test.concurrent('each job renders an equal share of the targets, and adds its part to a common comment', async () => {
  await using stage = await pullRequestScene()
  const outcomes = await Promise.all(
    [0, 1, 2, 3].map(index =>
      stage.run({ targets: `${targets}\ndashboards/404`, ...shard(index, 4) }, job(index, 4)),
    ),
  )

  expect(outcomes.map(({ results }) => results.map(({ name }) => name))).toEqual([
    ['looks-1', 'looks-5'],
    ['looks-2', 'looks-6'],
    ['looks-3', 'dashboards-404'],
    ['looks-4'],
  ])
  const [comment, ...others] = await stage.github.comments(stage.number)
  expect(others).toEqual([])
  expect(comment?.body).toMatch(/^## 1 of 7 targets could not be rendered: dashboards\/404$/m)
  for (const { title, imageUrl } of outcomes.flatMap(({ results }) => results))
    expect(comment?.body).toContain(imageUrl ? `<img src="${imageUrl}" alt="${title}` : 'dashboards/404')
  expect(new Set(outcomes.map(({ outputs }) => outputs['comment-id']))).toEqual(
    new Set([String(comment?.id)]),
  )
  // In the comment, the failed targets of all jobs come before all other targets.
  expect(comment?.body.indexOf('❌')).toBeLessThan(comment?.body.indexOf('<h3>') ?? 0)
}, 120_000)

test.concurrent('a re-run of a job replaces its part of the common comment, and keeps the parts of other jobs', async () => {
  await using stage = await pullRequestScene()
  const run = (index: number, list: string, attempt: string) => {
    const workspace = temporaryFolder()
    writeFileSync(join(workspace, 'list.txt'), list)
    const inputs = { 'targets-file': 'list.txt', ...shard(index, 2) }
    return stage.run(inputs, { ...job(index, 2, attempt), workspace })
  }
  await run(0, 'looks/1\nlooks/2', '1')
  const [half] = await stage.github.comments(stage.number)
  await run(1, 'looks/1\nlooks/2', '1')
  await run(1, 'looks/1\nlooks/3', '2')

  expect(half?.body).toContain('## 1 Look rendered (1 of 2 jobs done)')
  const [comment, ...others] = await stage.github.comments(stage.number)
  expect(others).toEqual([])
  expect(comment?.body).toMatch(/^## 2 Looks rendered$/m)
  expect(comment?.body).toContain('/looks/1"')
  expect(comment?.body).toContain('/looks/3"')
  expect(comment?.body).not.toContain('/looks/2"')
}, 120_000)

test.concurrent('a later run replaces the whole common comment, and an older run does not change the comment', async () => {
  await using stage = await pullRequestScene()
  const run = (list: string, run_id: string) =>
    stage.run({ targets: list, ...shard(0, 2) }, { ...job(0, 2), github: { run_id } })
  await run('looks/1\nlooks/2', '5')
  await run('looks/3\nlooks/4', '7')
  const old = await run('looks/5\nlooks/6', '6')

  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain('/looks/3"')
  expect(comment?.body).not.toMatch(/looks-[15]/)
  expect(old.log).toContain('A newer run has already written the comment')
}, 120_000)

test.concurrent('a job writes its part of the common comment again if another job has overwritten the part', async () => {
  await using stage = await pullRequestScene()
  const given = { targets: 'looks/1\nlooks/2' }
  await stage.run({ ...given, ...shard(0, 2) }, job(0, 2))
  const [first] = await stage.github.comments(stage.number)
  const writes = ({ method, path, status }: GitHubRequest) =>
    method === 'PATCH' && path.includes('/comments/') && status === 200
  stage.github.fault({ method: 'PATCH', path: /\/comments\//, effect: { status: 502 } })
  const step = stage.start({ ...given, ...shard(1, 2) }, job(1, 2))
  while (!stage.github.requests.some(writes)) await sleep(20)
  // Simulates another job. This job read the comment before the first job added its part, and now writes the old text.
  await fetch(`${stage.github.apiUrl}/repos/acme/lookml/issues/comments/${first?.id}`, {
    method: 'PATCH',
    headers: { authorization: `token ${stage.github.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ body: first?.body }),
  }).then(({ status }) => expect(status).toBe(200))
  const outcome = await step.finished

  expect(outcome.code).toBe(0)
  expect(stage.github.requests.filter(writes)).toHaveLength(3)
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toMatch(/^## 2 Looks rendered$/m)
}, 120_000)

test.concurrent('a job whose matrix index differs from its share has a separate comment by default', async () => {
  await using stage = await pullRequestScene()
  const given = { targets: 'looks/1\nlooks/2', ...shard(1, 2) }
  const job = { strategy: { 'job-index': 3, 'job-total': 4 }, matrix: { region: 'EMEA', shard: '1/2' } }
  const separate = await stage.run(given, job)
  const sharing = await stage.run({ ...given, 'comment-key': 'EMEA' }, job)

  const [own, shared] = await stage.github.comments(stage.number)
  expect(own?.body).toMatch(/^## 1 Look rendered$/m)
  expect(shared?.body).toMatch(/^## 1 Look rendered \(1 of 2 jobs done\)$/m)
  const note = 'To share a comment, set comment-key to the same text'
  expect(separate.log).toContain(note)
  expect(sharing.log).not.toContain(note)
}, 120_000)

test.concurrent('a job without targets succeeds without a request to Looker', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/1', ...shard(1, 2) }, job(1, 2))

  expect(outcome.code).toBe(0)
  expect(outcome.outputs).toMatchObject({ status: 'success', files: '[]', results: '[]' })
  expect(stage.looker.requests).toEqual([])
  expect(await stage.github.comments(stage.number)).toEqual([])
})

test.concurrent('a re-run of a job that has no targets removes the failure of its first attempt from the common comment', async () => {
  await using stage = await pullRequestScene()
  const runJob = (index: number, attempt: string) =>
    stage.run({ targets: 'folders/12', ...shard(index, 4) }, job(index, 4, attempt))
  await Promise.all([0, 1, 2].map(index => runJob(index, '1')))
  stage.looker.fault({ on: 'content', target: 'folders/12', times: 1, effect: { status: 404 } })
  const failed = await runJob(3, '1')
  const [red] = await stage.github.comments(stage.number)
  const again = await runJob(3, '2')

  expect(failed.code).toBe(1)
  expect(red?.body).toContain('## 1 of 4 targets could not be rendered: folders/12')
  expect([again.code, again.errors]).toEqual([0, []])
  const [comment, ...others] = await stage.github.comments(stage.number)
  expect(others).toEqual([])
  expect(comment?.body).toMatch(/^## 3 targets rendered$/m)
  expect(comment?.body).not.toContain('folders/12')
}, 120_000)

test.concurrent('a re-run of a job that has no targets creates no comment', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'folders/12', ...shard(3, 4) }, job(3, 4, '2'))

  expect(outcome.code).toBe(0)
  expect(await stage.github.comments(stage.number)).toEqual([])
}, 120_000)

test.concurrent('a re-run of a job that has no targets does not wait until the time limit if GitHub hangs', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({
    ...{ method: 'GET', path: /\/comments/, times: Number.POSITIVE_INFINITY },
    effect: { stall: true },
  })
  const outcome = await stage.run(
    { targets: 'looks/7', ...shard(1, 2), 'timeout-minutes': '3' },
    { ...job(1, 2, '2'), env: fastClock(20) },
  )

  expect(outcome.code).toBe(0)
  expect(outcome.log).not.toContain('time limit')
}, 120_000)

test.concurrent('every job reports the input problems of all targets', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run({ targets: 'looks/1\nlooks/1', ...shard(1, 2) }, job(1, 2))

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(/"looks\/1" is listed 2 times/)
})

test.concurrent('each job that cannot read a collection fails, because the other jobs may have other shares', async () => {
  await using stage = await pullRequestScene()
  const list = 'dashboards/44\nfolders/12'
  stage.looker.fault({ on: 'content', target: 'folders/12', times: 1, effect: { status: 404 } })
  const first = await stage.run({ targets: list, ...shard(0, 2) }, job(0, 2))
  const second = await stage.run({ targets: list, ...shard(1, 2) }, job(1, 2))

  expect(first.results.map(({ name, status }) => [name, status])).toEqual([
    ['dashboards-44', 'success'],
    ['folders-12', 'failure'],
  ])
  expect(second.results.map(({ name }) => name)).toEqual(['dashboards-42', 'looks-7'])
  expect([first.code, second.code]).toEqual([1, 1])
  expect(second.errors.join()).toContain('The jobs have listed different targets')
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain('The jobs have listed different targets')
}, 120_000)

test.concurrent('the jobs write into one comment whether they have targets or not, so that a later run replaces all of it', async () => {
  await using stage = await pullRequestScene()
  let id = 100
  const headlines = async (list: string) => {
    id++
    for (const index of [0, 1])
      await stage.run(
        { targets: list, ...shard(index, 2) },
        { ...job(index, 2), github: { run_id: String(id) } },
      )
    const comments = await stage.github.comments(stage.number)
    return comments.map(({ body }) => /^## (.*)$/m.exec(body)?.[1])
  }

  const wrongHost = expect.stringMatching(
    /^Nothing was rendered: [^()]* is on other\.example\.com, not on [^()]*$/,
  )
  expect(await headlines('https://other.example.com/folders/12')).toEqual([wrongHost])
  expect(await headlines('folders/12')).toEqual(['3 targets rendered'])
  expect(await headlines('looks/7')).toEqual(['1 Look rendered'])
  expect(await headlines('looks/7\nlooks/8')).toEqual(['2 Looks rendered'])
}, 240_000)

describe('a folder that loses a dashboard between the jobs of a run', () => {
  const gate = { targets: 'folders/12', compare: 'base', 'fail-on-change': 'true' }
  const other = 'The jobs have listed different targets'
  const runJobs = async (inputs: Record<string, string>, body: { id: string; title: string }[]) => {
    await using stage = await pullRequestScene()
    const first = await stage.run({ ...inputs, ...shard(0, 2) }, job(0, 2))
    const effect = { status: 200, body }
    stage.looker.fault({ on: 'content', target: 'folders/12/dashboards', times: 9, effect })
    return { first, second: await stage.run({ ...inputs, ...shard(1, 2) }, job(1, 2)) }
  }
  const retention = { id: '43', title: 'Customer retention' }

  test.concurrent('fails the later job also without a comment, because of the stored results', async () => {
    const { first, second } = await runJobs({ ...gate, comment: 'false' }, [retention])

    expect([first.code, second.code]).toEqual([0, 1])
    expect(second.errors[0]).toContain(other)
    expect(second.errors[1]).toBe('The jobs of this run do not agree.')
    expect(second.errors).toHaveLength(2)
  }, 120_000)

  test.concurrent('fails a re-run of the later job also without a comment, until all jobs run again', async () => {
    await using stage = await pullRequestScene()
    const inputs = { ...gate, comment: 'false' }
    const runJob = (index: number, attempt: string) =>
      stage.run({ ...inputs, ...shard(index, 2) }, job(index, 2, attempt))
    expect([(await runJob(0, '1')).code, (await runJob(1, '1')).code]).toEqual([0, 0])
    const effect = { status: 200, body: [retention] }
    stage.looker.fault({ on: 'content', target: 'folders/12/dashboards', times: 9, effect })

    expect((await runJob(1, '2')).errors.join()).toContain(other)
    expect([(await runJob(0, '3')).code, (await runJob(1, '3')).code]).toEqual([0, 0])
  }, 120_000)

  test.concurrent('is named once if both the comment and the stored results show it', async () => {
    const { second } = await runJobs(gate, [retention])

    expect(second.errors.filter(error => error.includes(other))).toHaveLength(1)
  }, 120_000)

  test.concurrent.each([
    ['the comment', { targets: 'folders/12' }],
    ['the stored results', { ...gate, comment: 'false' }],
  ])(
    'fails the later job also if it has nothing to render, because of %s',
    async (_, inputs) => {
      const { first, second } = await runJobs(inputs, [])

      expect(first.code).toBe(0)
      expect(second.code).toBe(1)
      expect(second.errors.join()).toContain(other)
      expect(second.outputs.results).toBe('[]')
    },
    120_000,
  )

  test.concurrent('fails a re-run of the later job also if it has nothing to render and GitHub refuses the comment', async () => {
    await using stage = await pullRequestScene()
    stage.github.fault({
      ...{ method: 'GET', path: /\/issues\/\d+\/comments/, times: Number.POSITIVE_INFINITY },
      effect: { status: 403, body: { message: 'Resource not accessible by integration' } },
    })
    const runJob = (index: number, attempt: string) =>
      stage.run({ ...gate, ...shard(index, 2) }, job(index, 2, attempt))
    expect([(await runJob(0, '1')).code, (await runJob(1, '1')).code]).toEqual([0, 0])
    const effect = { status: 200, body: [] }
    stage.looker.fault({ on: 'content', target: 'folders/12/dashboards', times: 9, effect })

    expect((await runJob(1, '2')).errors.join()).toContain(other)
  }, 120_000)
})

test.concurrent('a job without a share of a folder succeeds if all jobs have listed the same targets', async () => {
  await using stage = await pullRequestScene()
  const inputs = { targets: 'folders/12', compare: 'base', 'fail-on-change': 'true' }
  const outcomes = await Promise.all(
    [0, 1, 2, 3].map(index => stage.run({ ...inputs, ...shard(index, 4) }, job(index, 4))),
  )

  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(outcomes.at(-1)?.outputs.results).toBe('[]')
}, 120_000)
