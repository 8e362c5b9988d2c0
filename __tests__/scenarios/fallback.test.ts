import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordBaselines } from '../../testkit/github/record-baselines.ts'
import { drawn, png } from '../../testkit/pictures/pictures.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action for a pull request whose base branch has no baselines. */

const chart = png(drawn('<rect x="20" y="40" width="60" height="100" fill="#4285f4"/>'))
const higher = png(drawn('<rect x="20" y="20" width="60" height="120" fill="#4285f4"/>'))
const inputs = { targets: 'looks/7', compare: 'base' }

/** Makes Looker return these files as its next results, in this order. */
const gives = (stage: PullRequestScene, ...files: Buffer[]) => {
  for (const bytes of files) stage.fault({ on: 'results', effect: { bytes } })
}
const record = (stage: PullRequestScene, branch: string, targets = inputs.targets) =>
  recordBaselines(stage, { inputs: { targets }, files: targets.split('\n').map(() => chart), branch })

interface Opened {
  pull_request: { base: object }
  repository: object
}

/** Returns the event of the scene's pull request with another base branch. */
function onto(stage: PullRequestScene, branch: string, repository: object = {}) {
  const { pull_request: pull, ...event } = stage.pull.payload as Opened
  const payload = {
    ...event,
    pull_request: { ...pull, base: { ...pull.base, ref: branch } },
    repository: { ...event.repository, ...repository },
  }
  return { event: { name: 'pull_request', payload } }
}

test.concurrent('a pull request into a branch without baselines is compared with the default branch, and the comment says so', async () => {
  await using stage = await pullRequestScene()
  gives(stage, chart, higher)
  await record(stage, 'main')
  const before = stage.github.requests.length
  const same = await stage.run(inputs, onto(stage, 'main'))
  const between = stage.github.requests.length
  const other = await stage.run(
    { ...inputs, report: 'true' },
    { ...onto(stage, 'release/2.1'), github: { run_id: '1658821494' } },
  )
  const reads = (from: number, to?: number) =>
    stage.github.requests.slice(from, to).filter(({ path }) => /\/git\/(ref|commits|trees)\b/.test(path))

  expect([same.code, other.code]).toEqual([0, 0])
  expect(other.results[0]?.comparison).toMatchObject({ status: 'changed', baseline: { ref: 'main' } })
  expect(other.log).toContain('compared with main: nothing is recorded for release/2.1')
  expect(other.summary).toContain('compared with main: nothing is recorded for release/2.1')
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toMatch(/Before is main at ffac537, .*; nothing is recorded for release\/2\.1\./)
  const page = readFileSync(
    join(other.workspace, 'looker-snapshots', 'looker-snapshots-snapshot.html'),
    'utf8',
  )
  expect(page).toContain('; nothing is recorded for release/2.1')
  expect(reads(between).filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(
    reads(before, between).length + 1,
  )
})

test.concurrent('a picture without a baseline is new if the base branch has other baselines', async () => {
  await using stage = await pullRequestScene()
  await record(stage, 'main', 'looks/7\nlooks/8')
  await record(stage, 'release/2.1', 'looks/7')
  const outcome = await stage.run({ ...inputs, targets: 'looks/7\nlooks/8' }, onto(stage, 'release/2.1'))

  expect(outcome.results.map(({ comparison }) => comparison?.status)).toEqual([expect.any(String), 'new'])
  expect(outcome.results[0]?.comparison?.baseline).toMatchObject({ ref: 'release/2.1' })
  expect(outcome.log).not.toContain('compared with main')
})

test.concurrent.each([
  ['the event does not contain the default branch', { default_branch: null }],
  ['the default branch has no baseline either', { default_branch: 'trunk' }],
])('all targets of a pull request are new if %s', async (_, repository) => {
  await using stage = await pullRequestScene()
  await record(stage, 'main')
  const outcome = await stage.run(inputs, onto(stage, 'release/2.1', repository))

  expect(outcome.results[0]?.comparison?.status).toBe('new')
  const [comment] = await stage.github.comments(stage.number)
  expect(comment?.body).toContain('Run this workflow on release/2.1 once')
})
