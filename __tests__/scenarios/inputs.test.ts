import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scene } from '../../testkit/scene.ts'

test.concurrent('all problems of all inputs are reported together, before any request', async () => {
  await using stage = await scene()
  const targets = '- looks/7?Region=EMEA\n- { target: looks/8, format: pdf }\n- /x/AbC'
  const outcome = await stage.run({
    targets,
    width: 'wide',
    concurrency: '0',
    'output-directory': '../up',
    summary: 'yes',
  })

  expect(outcome.code).toBe(1)
  expect(stage.looker.requests).toEqual([])
  const problems = outcome.errors.join('\n')
  for (const words of [
    /width: "wide" is not a whole number of pixels; write a number from 1 to 20000/,
    /concurrency: "0" is out of range/,
    /output-directory: "\.\.\/up" leads out of the workspace/,
    /summary: "yes" is neither true nor false; write true/,
    /targets, item 1: "looks\/7\?Region=EMEA".* has filters/,
    /targets, item 2: "looks\/8": Looker creates PDFs only of dashboards/,
    /targets, item 3: .*short link.*copy the long address/,
  ])
    expect(problems).toMatch(words)
  expect(outcome.errors.at(-1)).toMatch(/^7 inputs must be changed/)
  expect(outcome.outputs).toEqual({})
  expect(existsSync(join(outcome.workspace, 'looker-snapshots'))).toBe(false)
})

const forked = {
  event: {
    name: 'pull_request',
    payload: {
      repository: { full_name: 'acme/lookml' },
      pull_request: { number: 7, head: { repo: { full_name: 'mallory/lookml' } } },
    },
  },
}
const withoutSecrets = { 'client-id': '', 'client-secret': '' }

test.concurrent('a run without secrets for a pull request from a fork passes, and the log gives the reason', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42', ...withoutSecrets }, forked)

  expect(outcome.code).toBe(0)
  expect(outcome.notices[0]).toMatch(/comes from a fork.*no secrets.*push the branch to this repository/)
  expect(outcome.errors).toEqual([])
  expect(stage.looker.requests).toEqual([])
})

test.concurrent('a misspelled secret fails a run for a branch of the repository', async () => {
  await using stage = await scene()
  const own = structuredClone(forked)
  own.event.payload.pull_request.head.repo.full_name = 'acme/lookml'
  const outcome = await stage.run({ targets: 'dashboards/42', ...withoutSecrets }, own)

  expect(outcome.code).toBe(1)
  expect(outcome.errors[0]).toMatch(
    /client-id: it is empty; the secret does not exist here: .*, or set the environment variable LOOKERSDK_CLIENT_ID/,
  )
})

test.concurrent("Looker's own environment variables replace missing inputs", async () => {
  await using stage = await scene()
  const { url, clientId, clientSecret } = stage.looker
  const env = {
    LOOKERSDK_BASE_URL: `${url}/api/4.0/`,
    LOOKERSDK_CLIENT_ID: clientId,
    LOOKERSDK_CLIENT_SECRET: clientSecret,
  }
  const outcome = await stage.run({ targets: 'dashboards/42', 'base-url': '', ...withoutSecrets }, { env })

  expect(outcome.code).toBe(0)
  expect(outcome.masks).toContain(clientSecret)
})

test.concurrent('api-version: 4.0 works without quotes, although YAML reads it as 4', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42', 'api-version': '4' })

  expect(outcome.code).toBe(0)
  expect(stage.requests('create')[0]?.path).toMatch(/^\/api\/4\.0\//)
})

test.concurrent('dev-mode is skipped with a notice on an event without a pull request', async () => {
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'dashboards/42', 'dev-mode': 'thelook' })

  expect(outcome.code).toBe(0)
  expect(outcome.log).toContain('dev-mode does nothing here, because this event has no pull request.')
  expect(outcome.results).toMatchObject([{ status: 'success' }])
})
