import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checkSnapshot } from '../../scripts/check-snapshot.ts'
import { unzip } from '../../testkit/github/artifacts.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { scene } from '../../testkit/scene.ts'

const targets = 'dashboards/42\nlooks/7'
const zipped = { targets, artifact: 'zip' }
const rerun = { github: { run_attempt: '2' } }
/**
 * Allows the action to publish. In a re-run, the action would otherwise ask GitHub whether the repository is public,
 * and this scene has no GitHub.
 */
const mayPublish = { 'allow-public': 'true' }

test.concurrent('one archive is uploaded and linked, and the summary lists its content', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ ...zipped, 'retention-days': '7' })

  const [archive] = stage.artifacts.artifacts
  expect(archive?.name).toBe('looker-snapshots-snapshot')
  expect([...unzip(archive?.bytes ?? Buffer.alloc(0)).keys()].sort()).toEqual([
    'dashboards-42.png',
    'looks-7.png',
  ])
  expect(outcome.outputs['artifact-id']).toBe(String(archive?.id))
  expect(outcome.outputs['artifact-url']).toMatch(
    new RegExp(`^https://github\\.com/.+/actions/runs/\\d+/artifacts/${archive?.id}$`),
  )
  expect(`sha256:${outcome.outputs['artifact-digest']}`).toBe(archive?.hash.replace(/^(sha256:)?/, 'sha256:'))
  const days = (Date.parse(archive?.expiresAt ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6)
  expect(days).toBeLessThan(8)
  expect(outcome.results.map(({ artifactUrl }) => artifactUrl)).toEqual(
    Array(2).fill(outcome.outputs['artifact-url']),
  )
  expect(outcome.summary).toContain(`href="${outcome.outputs['artifact-url']}"`)
})

test.concurrent('the setting artifact: files uploads each file as an artifact that opens in the browser', async () => {
  await using stage = await scene()
  const outcome = await stage.run({
    targets,
    artifact: 'files',
  })

  expect(stage.artifacts.artifacts.map(({ name, mimeType }) => [name, mimeType]).sort()).toEqual([
    ['dashboards-42.png', 'image/png'],
    ['looks-7.png', 'image/png'],
  ])
  expect(outcome.results).not.toHaveLength(0)
  for (const { name, artifactUrl } of outcome.results) {
    const artifact = stage.artifacts.artifacts.find(stored => stored.name === `${name}.png`)
    expect(artifactUrl).toMatch(new RegExp(`/artifacts/${artifact?.id}$`))
    expect(outcome.summary).toContain(`<a href="${artifactUrl}">${name}.png</a>`)
  }
  expect(outcome.outputs['artifact-id']).toBe('')
})

test.concurrent('the report contains the exact bytes of every picture', async () => {
  const sizes: Record<string, number> = { 1: 150_001, 2: 20_000, 3: 98_304 }
  await using stage = await scene({ pictureBytes: ({ contentId }) => sizes[contentId] })
  const outcome = await stage.run({ targets: 'looks/1\nlooks/2\nlooks/3', artifact: 'none', report: 'true' })

  const page = readFileSync(
    join(outcome.workspace, 'looker-snapshots', 'looker-snapshots-snapshot.html'),
    'utf8',
  )
  const shown = [...page.matchAll(/<img [^>]*src="data:image\/png;base64,([^"]*)"/g)].map(([, text]) => text)
  const files = outcome.results.map(({ file = '' }) => readFileSync(join(outcome.workspace, file)))
  expect(files.map(({ length }) => length)).toEqual([150_001, 20_000, 98_304])
  expect(shown).toEqual(files.map(bytes => bytes.toString('base64')))
})

test.concurrent('no artifact is uploaded if artifact is none', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets, artifact: 'none' })

  expect(outcome.code).toBe(0)
  expect(stage.artifacts.requests).toEqual([])
  expect(outcome.summary).toContain('<code>looker-snapshots</code>')
})

test.concurrent('no archive is uploaded if nothing was rendered', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ ...zipped, targets: 'dashboards/404' })

  expect(outcome.outputs.status).toBe('failure')
  expect(stage.artifacts.requests).toEqual([])
})

test.concurrent.each(['zip', 'files'])(
  'a re-run replaces the artifacts of the earlier attempt (%s)',
  async artifact => {
    await using stage = await scene()
    await stage.run({ targets, artifact })
    const before = stage.artifacts.artifacts.map(({ id }) => id)
    const outcome = await stage.run({ targets, artifact, ...mayPublish }, rerun)

    expect(outcome.code).toBe(0)
    expect(stage.artifacts.artifacts).toHaveLength(before.length)
    expect(stage.artifacts.artifacts.filter(({ id }) => before.includes(id))).toEqual([])
  },
)

test.concurrent('the error names the input artifact-name if another job uses the name of the artifact', async () => {
  await using stage = await scene()
  await stage.run(zipped)
  const outcome = await stage.run(zipped)

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toBe(
    'This workflow run already has an artifact named looker-snapshots-snapshot. Give each job, and each step of a job, its own artifact-name, and its own comment-key. A re-run of only this job would delete the existing artifact.',
  )
  expect(outcome.outputs.status).toBe('success')
  expect(stage.artifacts.artifacts).toHaveLength(1)
})

test.concurrent('a second step of a job fails before it renders anything if both steps have the same artifact-name', async () => {
  await using stage = await scene()
  const env = { RUNNER_TEMP: temporaryFolder() }
  await stage.run(zipped, { env })
  const rendered = stage.looker.tasks.size
  const second = await stage.run(zipped, { env })
  const other = await stage.run({ ...zipped, 'artifact-name': 'other' }, { env })
  const otherJob = await stage.run(zipped, { env: { ...env, GITHUB_RUN_ID: '7' } })

  expect(second.code).toBe(1)
  expect(second.errors).toEqual([
    'artifact-name: an earlier step of this job has uploaded an artifact named "looker-snapshots-snapshot"; give each step of a job its own artifact-name, and its own comment-key. Nothing was rendered. Correct the input and run the job again.',
  ])
  expect(other.code).toBe(0)
  expect(stage.looker.tasks.size).toBe(3 * rendered)
  // In the simulated artifact service, all jobs belong to the same workflow run.
  expect(otherJob.errors[0]).toMatch(/^This workflow run already has an artifact/)
})

test.concurrent('each job of a matrix has a separate archive', async () => {
  await using stage = await scene()
  const jobs = [0, 1].map(index => ({
    strategy: { 'job-index': index, 'job-total': 2 },
    matrix: { region: index },
  }))
  const outcomes = await Promise.all(jobs.map(job => stage.run(zipped, job)))

  expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
  expect(stage.artifacts.artifacts.map(({ name }) => name).sort()).toEqual([
    'looker-snapshots-snapshot-0',
    'looker-snapshots-snapshot-1',
  ])
})

test.concurrent('the step continues with a warning and without artifacts on GitHub Enterprise Server', async () => {
  await using stage = await scene()
  const outcome = await stage.run(zipped, { env: { GITHUB_SERVER_URL: 'https://github.acme.example' } })

  expect(outcome.code).toBe(0)
  expect(outcome.outputs.status).toBe('success')
  expect(outcome.warnings[0]).toMatch(/GitHub Enterprise Server.*Set artifact to none/)
})

test.concurrent('the step fails with a reason if it has no artifact service because it runs outside of GitHub Actions', async () => {
  await using stage = await scene()
  const env = { ACTIONS_RUNTIME_TOKEN: undefined, ACTIONS_RESULTS_URL: undefined }
  const outcome = await stage.run(zipped, { env })

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(/The artifact service is not available.*set artifact to none/)
  expect(outcome.outputs.status).toBe('success')
})

describe('a fault of the artifact service', () => {
  test.concurrent.each([
    ['breaks the connection', { on: 'CreateArtifact', reset: true }],
    ['loses the last answer', { on: 'FinalizeArtifact', lostAnswer: true }],
    ['breaks the connection during the last answer', { on: 'FinalizeArtifact', cut: true }],
    ['loses the connection during the upload of the content', { on: 'blob', reset: true }],
  ] as const)('an artifact upload is repeated if the service %s', async (_, fault) => {
    await using stage = await scene()
    stage.artifacts.fault(fault)
    const outcome = await stage.run(zipped)

    expect(outcome.code).toBe(0)
    const [archive, ...others] = stage.artifacts.artifacts
    expect(others).toEqual([])
    expect(outcome.outputs['artifact-id']).toBe(String(archive?.id))
    expect(`sha256:${outcome.outputs['artifact-digest']}`).toBe(archive?.hash)
  })

  test.concurrent('an artifact upload ends even if an answer of the service breaks off', async () => {
    await using stage = await scene()
    await stage.run(zipped)
    stage.artifacts.fault({ on: 'ListArtifacts', cut: true })
    const outcome = await stage.run({ ...zipped, ...mayPublish }, rerun)

    expect(outcome.code).toBe(0)
    expect(stage.artifacts.artifacts).toHaveLength(1)
  })

  test.concurrent('a failed artifact upload is reported if the service keeps the name of an unconfirmed upload', async () => {
    await using stage = await scene()
    stage.artifacts.fault({ on: 'CreateArtifact', cut: true })
    const outcome = await stage.run(zipped)

    expect(outcome.code).toBe(1)
    expect(outcome.errors[0]).toMatch(
      /^The artifact looker-snapshots-snapshot could not be uploaded: its name belongs to an upload .* Start a new run of the workflow/,
    )
  })

  test.concurrent('a failed artifact upload is not reported as a name conflict if earlier artifacts cannot be listed', async () => {
    await using stage = await scene()
    await stage.run(zipped)
    stage.artifacts.fault({ on: 'ListArtifacts', times: 2, status: 400 })
    const outcome = await stage.run({ ...zipped, ...mayPublish }, rerun)

    expect(outcome.errors[0]).toMatch(/could not be uploaded: Failed to ListArtifacts: .*Run the job again/)
  })

  test.concurrent('a failed artifact upload is reported without the web page of a gateway', async () => {
    await using stage = await scene()
    stage.artifacts.fault({ on: 'blob', status: 502, times: 9 })
    const outcome = await stage.run(zipped)

    expect(outcome.errors[0]).toMatch(
      /^The artifact looker-snapshots-snapshot could not be uploaded: it was answered with 502\./,
    )
  })
})

test.concurrent('outputs and summary are written even if the upload fails', async () => {
  await using stage = await scene()
  stage.artifacts.fault({ on: 'CreateArtifact', times: 99, status: 400 })
  const outcome = await stage.run(zipped)

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(/The artifact looker-snapshots-snapshot could not be uploaded/)
  expect(outcome.outputs.status).toBe('success')
  expect(outcome.summary).toContain(' rendered')
})

test.concurrent('no summary is written if summary is false', async () => {
  await using stage = await scene()
  expect((await stage.run({ targets, summary: 'false' })).summary).toBe('')
})

test.concurrent('a warning says that the summary could not be written, and the step succeeds', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets }, { env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } })
  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/^The job summary could not be written: .*Set summary to false/),
  ])
})

test.concurrent('250 failed targets stay within the limits of annotations and summary', async () => {
  await using stage = await scene()
  const list = Array.from(
    { length: 250 },
    (_, index) => `- { target: dashboards/404, name: target-${index} }`,
  ).join('\n')
  const outcome = await stage.run({ ...zipped, targets: list, concurrency: '20' })

  expect(outcome.errors.length).toBeLessThanOrEqual(10)
  expect(outcome.summary.match(/target-\d+/g)).toHaveLength(250)
  expect(Buffer.byteLength(outcome.summary)).toBeLessThan(1024 * 1024)
})

test("the check in the workflow Snapshot accepts the action's outputs, files and artifact, and refuses a changed byte", async () => {
  await using stage = await scene()
  const workflow = parse(readFileSync('.github/workflows/snapshot.yml', 'utf8'))
  const { with: inputs } = workflow.jobs.snapshot.steps.find(({ id }: { id?: string }) => id === 'snapshot')
  const { outputs, workspace } = await stage.run({ ...zipped, targets: inputs.targets })
  const downloaded = temporaryFolder()
  for (const [name, bytes] of unzip(stage.artifacts.artifacts[0]?.bytes ?? Buffer.alloc(0)))
    writeFileSync(join(downloaded, name), bytes)
  const absolute = JSON.parse(outputs.files ?? '').map((file: string) => `${workspace}/${file}`)
  const results = JSON.parse(outputs.results ?? '').map((result: { file: string }) => ({
    ...result,
    file: `${workspace}/${result.file}`,
  }))
  const env = {
    STATUS: outputs.status ?? '',
    DIRECTORY: `${workspace}/${outputs.directory}`,
    FILES: JSON.stringify(absolute),
    RESULTS: JSON.stringify(results),
  }

  checkSnapshot(env, downloaded)
  writeFileSync(join(downloaded, 'looks-7.jpg'), 'changed')
  expect(() => checkSnapshot(env, downloaded)).toThrow()
})
