import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scene } from '../../testkit/scene.ts'

test.concurrent('the results file has the content of the output `results`, at the path in `results-file`', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'looks/7\ndashboards/404' })

  expect(outcome.outputs['results-file']).toBe('looker-snapshots/looker-snapshots-snapshot.json')
  const file = readFileSync(join(outcome.workspace, outcome.outputs['results-file'] ?? ''), 'utf8')
  expect(JSON.parse(file)).toEqual(outcome.results)
  expect(outcome.results.map(({ status }) => status)).toEqual(['success', 'failure'])
})

test.concurrent('the results file exists even if no target could be rendered', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/404' })

  expect(outcome.code).toBe(1)
  const file = readFileSync(join(outcome.workspace, outcome.outputs['results-file'] ?? ''), 'utf8')
  expect(JSON.parse(file)).toEqual(outcome.results)
})

test.concurrent('the next step can read a results file that is larger than an environment variable', async () => {
  await using stage = await scene()
  const targets = Array.from(
    { length: 400 },
    (_, index) => `- { target: dashboards/404, name: ${'a-long-name-'.repeat(12)}${index} }`,
  )
  const { outputs, workspace } = await stage.run({
    targets: targets.join('\n'),
    concurrency: '20',
  })

  // 128 KiB is Linux's limit for an environment variable.
  expect(Buffer.byteLength(outputs.results ?? '')).toBeGreaterThan(128 * 1024)
  const read = (env: Record<string, string | undefined>) =>
    execFileSync(
      'node',
      ['-p', 'JSON.parse(require("fs").readFileSync(process.env.RESULTS_FILE, "utf8")).length'],
      { cwd: workspace, env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' },
    )
  expect(() => read({ RESULTS: outputs.results })).toThrow(/E2BIG/)
  expect(read({ RESULTS_FILE: outputs['results-file'] }).trim()).toBe('400')
})
