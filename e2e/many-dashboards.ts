import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { unzip } from '../testkit/github/artifacts.ts'
import { expectNoSecrets } from '../testkit/runner/secrets.ts'
import type { ResultOutput } from '../testkit/scene.ts'
import type { Act } from './act.ts'
import type { JobRun } from './log.ts'
import { openStage, type Stage, type WorkflowRun } from './stage.ts'

/*
 * Tests the documented recipe: the jobs of a matrix share the targets, and a gate job waits for all jobs of the matrix.
 */

const targets = `
- dashboards/42?Region=EMEA
- dashboards/42?Region=APAC
- dashboards/thelook::overview
- looks/7
- { target: dashboards/42, name: west-coast, filters: { Region: West } }
- looks/8
`
const shares = [
  ['dashboards-42-region-emea', 'west-coast'],
  ['dashboards-42-region-apac', 'looks-8'],
  ['dashboards-thelook-overview'],
  ['looks-7'],
]

const outputs = (job: JobRun) => job.outputs.looker ?? {}
const resultsOf = (job: JobRun): ResultOutput[] => JSON.parse(outputs(job).results ?? '[]')
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const partsOf = ({ jobs }: WorkflowRun) => jobs.filter(({ id }) => id === 'snapshot')

/** Returns the result of the gate job. Checks that this job ran exactly once. */
function readGate({ jobs }: WorkflowRun) {
  const [gate, ...others] = jobs.filter(({ id }) => id === 'dashboards')
  assert.ok(gate && others.length === 0)
  return { failed: gate.failed, said: gate.said.find(line => line.startsWith('All dashboards:')) }
}

export async function passGate(act: Act): Promise<void> {
  await using stage = await openStage(act, 'many-dashboards.yml', { files: { 'dashboards.yml': targets } })
  const run = await stage.run('pull_request', stage.pull.payload, '4711')

  assert.deepEqual(
    partsOf(run).flatMap(job => [...job.errors, ...job.warnings]),
    [],
  )
  assert.equal(run.code, 0)
  expectShares(stage, run)
  expectArchives(stage, run)
  const comment = await expectOneComment(stage, run)
  assert.deepEqual(readGate(run), { failed: false, said: `All dashboards: success. See ${comment}` })
  expectNoLeaks(stage, run)
}

function expectShares({ looker }: Stage, run: WorkflowRun): void {
  const parts = partsOf(run)
  assert.deepEqual(
    parts.map(({ matrix }) => matrix.shard),
    ['0/4', '1/4', '2/4', '3/4'],
  )
  assert.deepEqual(
    parts.map(job => resultsOf(job).map(({ name }) => name)),
    shares,
  )
  assert.deepEqual(
    parts.map(job => outputs(job).status),
    Array(4).fill('success'),
  )
  assert.equal(looker.requests.filter(({ operation }) => operation === 'login').length, 4)
  assert.equal(looker.tasks.size, 6)
}

function expectArchives({ artifacts }: Stage, run: WorkflowRun): void {
  const names = artifacts.artifacts.map(({ name }) => name).sort()
  assert.deepEqual(
    names,
    [0, 1, 2, 3].flatMap(index => [
      `looker-snapshots-snapshot-${index}`,
      `looker-snapshots-snapshot-${index}.html`,
    ]),
  )
  for (const [index, job] of partsOf(run).entries()) {
    const archive = artifacts.artifacts.find(({ name }) => name === `looker-snapshots-snapshot-${index}`)
    assert.equal(outputs(job)['artifact-id'], String(archive?.id))
    const files = [...unzip(archive?.bytes ?? Buffer.alloc(0))].map(([path, bytes]) => [path, sha256(bytes)])
    assert.deepEqual(
      files.sort(),
      resultsOf(job)
        .map(({ name, sha256 }) => [`${name}.png`, sha256])
        .sort(),
    )
  }
}

/** Checks that the pull request has exactly one comment, and that the outputs of all jobs contain its address. */
async function expectOneComment({ github, pull }: Stage, run: WorkflowRun): Promise<string | undefined> {
  const [comment, ...others] = await github.comments(pull.number)
  assert.ok(comment && others.length === 0)
  // The comment contains the default of comment-key, as act evaluates it.
  assert.match(comment.body, /^<!-- looker-snapshot \{"key":"Dashboards \/ snapshot","run":4711,/)
  assert.match(comment.body, /^## 6 \w+ rendered$/m)
  for (const { imageUrl = '', sha256: expected } of partsOf(run).flatMap(resultsOf)) {
    assert.ok(comment.body.includes(`<img src="${imageUrl}"`))
    const [, sha = '', path = ''] =
      /\/acme\/lookml\/blob\/([0-9a-f]{40})\/(.+)\?raw=true$/.exec(imageUrl) ?? []
    assert.equal(sha256((await github.fileAt(sha, path)) ?? Buffer.alloc(0)), expected)
  }
  const [address, ...more] = new Set(partsOf(run).map(job => outputs(job)['comment-url']))
  assert.deepEqual(more, [])
  return address
}

function expectNoLeaks({ looker, github, artifacts }: Stage, run: WorkflowRun): void {
  const secrets = [looker.clientSecret, github.token, ...looker.issued]
  for (const job of partsOf(run)) assert.ok(job.masks.includes(looker.clientSecret))
  const lines = run.entries
    .filter(({ command }) => command !== 'add-mask')
    .map(entry => JSON.stringify(entry))
  const seen = { lines, outputs: {}, summary: '', workspace: run.repository }
  expectNoSecrets(seen, secrets, artifacts.artifacts)
}

export async function closeGate(act: Act): Promise<void> {
  const files = { 'dashboards.yml': targets.replace('looks/7', 'dashboards/404') }
  await using stage = await openStage(act, 'many-dashboards.yml', { files })
  const run = await stage.run('pull_request', stage.pull.payload, '4712')

  assert.equal(run.code, 1)
  assert.deepEqual(
    partsOf(run).map(({ failed }) => failed),
    [false, false, false, true],
  )
  assert.match(partsOf(run)[3]?.errors.join('\n') ?? '', /dashboard 404/)
  const [comment, ...others] = await stage.github.comments(stage.pull.number)
  assert.deepEqual(others, [])
  assert.match(comment?.body ?? '', /^## 1 of 6 \w+ could not be rendered: /m)
  const { failed, said } = readGate(run)
  assert.ok(failed)
  assert.match(said ?? '', /^All dashboards: failure\. See https:\/\/github\.com\/acme\/lookml\/pull\/1#/)
}
