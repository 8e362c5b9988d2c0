import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Effect } from '../../simulator/model.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { scene } from '../../testkit/scene.ts'

const targets = 'dashboards/42'

describe('a log-in', () => {
  test.concurrent('the error of the log-in names a host that refuses the connection, and nothing is rendered', async () => {
    await using stage = await scene()
    const outcome = await stage.run({
      targets: 'dashboards/42\nlooks/7',
      'base-url': 'http://127.0.0.1:1234',
    })

    expect(outcome.code).toBe(1)
    expect(outcome.errors[0]).toBe(
      'Could not log in: 127.0.0.1:1234 did not answer: the connection was refused. Check the port in base-url: the API is on port 443, or on 19999 for older self-hosted instances. Check also that Looker is running.',
    )
    expect(outcome.errors).toHaveLength(2)
    expect(outcome.outputs.status).toBe('failure')
    expect(outcome.results.map(({ error }) => error?.message)).toEqual(
      Array(2).fill(expect.stringContaining('127.0.0.1:1234')),
    )
  })

  test.concurrent('the error of the log-in names a host that does not exist', async () => {
    await using stage = await scene()
    const outcome = await stage.run({ targets, 'base-url': 'https://looker.invalid' })

    expect(outcome.errors[0]).toMatch(/looker\.invalid did not answer: (there is no such host)/)
  })

  test.concurrent('the error of the log-in says that TLS failed if the port does not speak TLS', async () => {
    await using stage = await scene()
    const outcome = await stage.run({ targets, 'base-url': stage.looker.url.replace('http:', 'https:') })

    expect(outcome.errors[0]).toMatch(
      /No trusted TLS connection to 127\.0\.0\.1:\d+ \(ERR_SSL_\w+\).*NODE_EXTRA_CA_CERTS/,
    )
  })

  test.concurrent('the error of the log-in after the answer 404 says that the API key is wrong, without the key', async () => {
    await using stage = await scene()
    const outcome = await stage.run({ targets, 'client-secret': 'not-the-secret' })

    expect(outcome.code).toBe(1)
    expect(outcome.errors).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+ refused the API key\. Check the secrets behind client-id/),
    ])
    expect(outcome.log).toMatch(
      /^Looker at 127\.0\.0\.1:\d+ does not know this API key \(404\)\. Check client-id and client-secret/m,
    )
    expectNoSecrets(outcome, ['not-the-secret'])
  })

  test.concurrent('the error of the log-in says that base-url answers with a web page instead of the Looker API', async () => {
    const page = createServer((_, response) => response.end('<html>Sign in</html>')).listen(0, '127.0.0.1')
    await new Promise(resolve => page.once('listening', resolve))
    await using stage = await scene()
    const outcome = await stage.run({
      targets,
      'base-url': `http://127.0.0.1:${(page.address() as AddressInfo).port}`,
    })
    page.close()

    expect(outcome.errors[0]).toMatch(
      /Could not log in: .* answered with something that is not an access token/,
    )
  })

  test.concurrent('the log-in does not send the API key to another host after a redirect', async () => {
    await using stage = await scene()
    stage.fault({
      on: 'login',
      effect: { status: 307, headers: { location: 'https://evil.example/api/4.0/login' } },
    })
    const outcome = await stage.run({ targets })

    expect(outcome.errors[0]).toMatch(/redirects to evil\.example\. Set base-url/)
  })
})

describe('a run with temporary faults of Looker', () => {
  const passing: [string, Effect][] = [
    ['429 with Retry-After', { status: 429, headers: { 'Retry-After': '1' } }],
    ['502', { status: 502, body: '<html>Bad gateway</html>' }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset', { reset: true }],
  ]
  test.concurrent.each(passing)('a run repeats every call to Looker after %s', async (_, effect) => {
    await using stage = await scene()
    for (const on of ['login', 'create', 'task', 'results', 'logout'] as const) stage.fault({ on, effect })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(outcome.outputs.status).toBe('success')
    expect(stage.requests('login')).toHaveLength(2)
    expect(stage.looker.tasks.size).toBe(1)
    expect(stage.looker.tokens.size).toBe(0)
    expect(outcome.log).toMatch(/Trying again/)
  })

  test.concurrent("a run waits for the time in Looker's Retry-After header", async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', effect: { status: 429, headers: { 'Retry-After': '2' } } })
    const outcome = await stage.run({ targets })

    const [refused, taken] = stage.requests('create')
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2000)
    expect(outcome.log).toContain('Trying again after the 2 s that it asks for')
  })

  test.concurrent('a run creates a second render task if the answer to the first request was lost, and downloads one file', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', effect: { lostAnswer: true } })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(stage.looker.tasks.size).toBe(2)
    expect(stage.requests('results')).toHaveLength(1)
  })

  test.concurrent.each([90_000, 190_000, 2_000_000, 20_000_000])(
    'a run accepts a file of %i bytes if Looker closes the connection after the file',
    async pictureBytes => {
      await using stage = await scene({ pictureBytes })
      stage.fault({ on: 'results', times: 6, effect: { closes: true } })
      const outcome = await stage.run({
        targets: '- looks/1\n- looks/2\n- looks/3',
        'timeout-minutes': '0.3',
      })

      expect(outcome.log).not.toContain('AssertionError')
      expect(outcome.results.map(({ bytes }) => bytes)).toEqual(Array(3).fill(pictureBytes))
    },
  )

  test.concurrent('a run logs in again once if its token becomes invalid, and continues', async () => {
    await using stage = await scene()
    stage.fault({ on: 'task', effect: { expireTokens: true } })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(stage.requests('login')).toHaveLength(2)
    expect(stage.looker.tokens.size).toBe(0)
    expectNoSecrets(outcome, stage.looker.issued)
  })

  test.concurrent('a run logs in again before it uses an expired token', async () => {
    await using stage = await scene({ tokenSeconds: 3, renderSeconds: 3.5 })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(0)
    expect(stage.requests('login').length).toBeGreaterThan(1)
    expect(stage.looker.requests.filter(({ status }) => status === 401)).toEqual([])
  })

  test.concurrent('the error says that the API key is no longer accepted if Looker refuses a log-in during the run', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', target: '43', effect: { expireTokens: true } })
    const effect = { status: 404, body: { message: 'Not found' } }
    stage.fault({ on: 'login', after: 1, times: Number.POSITIVE_INFINITY, effect })
    const outcome = await stage.run({ targets: 'dashboards/42\ndashboards/43\ndashboards/44' })

    expect(outcome.code).toBe(1)
    expect(outcome.results.length).toBe(3)
    const failed = outcome.results.filter(({ status }) => status === 'failure')
    expect(failed.length).toBeGreaterThan(0)
    for (const { error } of failed)
      expect(error?.message).toBe(
        `Looker at ${stage.looker.url.slice(7)} no longer accepts the API key (404)`,
      )
    expect(outcome.log).not.toContain('found no dashboard')
  })

  test.concurrent('a run ends with an error if Looker refuses a token that it has just issued', async () => {
    await using stage = await scene()
    stage.fault({ on: 'create', times: Number.POSITIVE_INFINITY, effect: { expireTokens: true } })
    const outcome = await stage.run({ targets })

    expect(outcome.code).toBe(1)
    expect(stage.requests('create')).toHaveLength(2)
    expect(outcome.errors[0]).toMatch(/401/)
  })
})

test.concurrent('the step does not print a secret that Looker sends back', async () => {
  await using stage = await scene()
  const { clientSecret } = stage.looker
  stage.fault({ on: 'create', effect: { status: 422, body: { message: `bad ${clientSecret}` } } })
  const outcome = await stage.run({ targets }, { env: { RUNNER_DEBUG: '1' } })

  expect(outcome.errors[0]).toContain('bad ***')
  expectNoSecrets(outcome, [clientSecret, ...stage.looker.issued])
})
