import { fastClock } from '../../testkit/clock.ts'
import { startArtifactService } from '../../testkit/github/artifacts.ts'
import { certificateAuthority, selfSigned } from '../../testkit/network/certificates.ts'
import { type ForwardProxyOptions, startForwardProxy } from '../../testkit/network/forward-proxy.ts'
import { closedPort } from '../../testkit/network/loopback.ts'
import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { pullRequestScene, scene } from '../../testkit/scene.ts'

const targets = 'dashboards/42'

/** Replaces the host in the URL with a name that only the proxy knows, so that only the proxy can reach the server. */
const called = (name: string, url: string) => url.replace('127.0.0.1', name)
const hostOf = (url: string) => new URL(url).host

/**
 * Starts a proxy, Looker over TLS, GitHub, and the artifact service. Only the proxy knows the host names of the
 * services.
 */
async function behindProxy() {
  const authority = certificateAuthority()
  const [stage, artifacts] = await Promise.all([
    pullRequestScene({ looker: { tls: authority.issue('looker.test') } }),
    startArtifactService({ hostname: 'results.test' }),
  ])
  const looker = called('looker.test', stage.looker.url)
  const github = called('api.github.test', stage.github.apiUrl)
  const env = { GITHUB_API_URL: github, NODE_EXTRA_CA_CERTS: authority.file }
  return {
    ...stage,
    artifacts,
    hosts: [looker, artifacts.url, github].map(hostOf),
    run: (proxy: Record<string, string>) =>
      stage.run(
        { targets, artifact: 'zip', 'base-url': looker },
        { services: { artifacts }, env: { ...env, ...proxy } },
      ),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stage[Symbol.asyncDispose](), artifacts.close()])
    },
  }
}

/** Runs the action with Looker over TLS and a faulty proxy. Returns the error of the log-in. */
async function logInThrough(address: (host: string) => string, options: ForwardProxyOptions = {}) {
  const authority = certificateAuthority()
  await using stage = await scene({ tls: authority.issue('looker.test') })
  await using proxy = await startForwardProxy(options)
  const outcome = await stage.run(
    { targets, 'base-url': called('looker.test', stage.looker.url), 'timeout-minutes': '0.2' },
    { env: { HTTPS_PROXY: address(proxy.host), NODE_EXTRA_CA_CERTS: authority.file } },
  )
  expect(outcome.code).toBe(1)
  expect(outcome.outputs.status).toBe('failure')
  return { outcome, proxy }
}

describe('a proxy', () => {
  test.concurrent.each([
    ['HTTPS_PROXY', 'HTTP_PROXY'],
    ['https_proxy', 'http_proxy'],
  ])('a proxy is used for Looker, GitHub and the artifacts if %s and %s name it', async (...variables) => {
    await using behind = await behindProxy()
    await using proxy = await startForwardProxy()
    const outcome = await behind.run(
      Object.fromEntries(variables.map(name => [name, `http://${proxy.host}`])),
    )

    expect([...outcome.errors, ...outcome.warnings]).toEqual([])
    expect(outcome.code).toBe(0)
    expect(proxy.hosts().sort()).toEqual(behind.hosts.sort())
    expect(behind.requests('results')).toHaveLength(1)
    expect(behind.artifacts.artifacts).toHaveLength(1)
    expect(await behind.github.comments(behind.number)).toHaveLength(1)
  })

  test.concurrent('the proxy receives the user and password of its address, which are not in the log', async () => {
    await using behind = await behindProxy()
    const password = 'p@ss/word:1 +'
    await using proxy = await startForwardProxy({ credentials: `build:${password}` })
    const address = `http://build:${encodeURIComponent(password)}@${proxy.host}`
    const outcome = await behind.run({ HTTPS_PROXY: address, HTTP_PROXY: address, RUNNER_DEBUG: '1' })

    expect([...outcome.errors, ...outcome.warnings]).toEqual([])
    expect(proxy.hosts().sort()).toEqual(behind.hosts.sort())
    expect(outcome.masks).toContain(password)
    expectNoSecrets(outcome, [password, `build:${password}`], behind.artifacts.artifacts)
  })

  test.concurrent('the address of a proxy may be written without http://', async () => {
    await using behind = await behindProxy()
    await using proxy = await startForwardProxy()
    const address = called('localhost', proxy.host)
    const outcome = await behind.run({ HTTPS_PROXY: address, HTTP_PROXY: address })

    expect([...outcome.errors, ...outcome.warnings]).toEqual([])
    expect(proxy.hosts().sort()).toEqual(behind.hosts.sort())
  })

  test.concurrent.each(['HTTP_PROXY', 'HTTPS_PROXY'])(
    'a proxy in %s is not used for addresses of the same machine',
    async variable => {
      await using stage = await scene()
      await using proxy = await startForwardProxy()
      const outcome = await stage.run({ targets }, { env: { [variable]: `http://${proxy.host}` } })

      expect(outcome.code).toBe(0)
      expect(proxy.passed).toEqual([])
    },
  )
})

describe('NO_PROXY', () => {
  test.concurrent.each([
    ['NO_PROXY', '127.0.0.1'],
    ['no_proxy', 'acme.test, 127.0.0.1'],
    ['NO_PROXY', '*'],
  ])('no proxy is used for Looker, GitHub and the artifacts with %s=%s', async (variable, value) => {
    await using stage = await pullRequestScene()
    await using proxy = await startForwardProxy()
    const address = `http://${proxy.host}`
    const outcome = await stage.run(
      { targets, artifact: 'zip' },
      { env: { HTTPS_PROXY: address, HTTP_PROXY: address, [variable]: value } },
    )

    expect([...outcome.errors, ...outcome.warnings]).toEqual([])
    expect(outcome.code).toBe(0)
    expect(proxy.passed).toEqual([])
    expect(stage.artifacts.artifacts).toHaveLength(1)
    expect(await stage.github.comments(stage.number)).toHaveLength(1)
  })

  test.concurrent('NO_PROXY can exclude only Looker, while GitHub and the artifacts use the proxy', async () => {
    await using stage = await pullRequestScene()
    const artifacts = await startArtifactService({ hostname: 'results.test' })
    await using proxy = await startForwardProxy()
    const github = called('api.github.test', stage.github.apiUrl)
    const address = `http://${proxy.host}`
    const env = { HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: hostOf(stage.looker.url) }
    const outcome = await stage.run(
      { targets, artifact: 'zip' },
      { services: { artifacts }, env: { GITHUB_API_URL: github, ...env } },
    )
    await artifacts.close()

    expect([...outcome.errors, ...outcome.warnings]).toEqual([])
    expect(proxy.hosts()).toEqual(expect.arrayContaining([artifacts.url, github].map(hostOf)))
    expect(proxy.hosts()).not.toContain(hostOf(stage.looker.url))
  })
})

describe('a faulty proxy', () => {
  test.concurrent('the error names a proxy that refuses the connection, and its variable', async () => {
    const host = `127.0.0.1:${await closedPort()}`
    const { outcome } = await logInThrough(() => `http://build:pa55word@${host}`)

    expect(outcome.errors[0]).toBe(
      `Could not log in: The proxy ${host} (HTTPS_PROXY) did not answer: the connection was refused. Check HTTPS_PROXY; add hosts that need no proxy to NO_PROXY.`,
    )
    expectNoSecrets(outcome, ['pa55word'])
  })

  test.concurrent('the error names a proxy whose host does not exist', async () => {
    const { outcome } = await logInThrough(() => 'http://proxy.invalid:3128')

    expect(outcome.errors[0]).toMatch(
      /The proxy proxy\.invalid:3128 \(HTTPS_PROXY\) did not answer: (there is no such host|its name)/,
    )
  })

  test.concurrent('the error names a proxy that closes the connection, after a few retries', async () => {
    const { outcome, proxy } = await logInThrough(host => `http://${host}`, { refusal: 'cut' })

    expect(outcome.errors[0]).toContain(
      `The proxy ${proxy.host} (HTTPS_PROXY) did not answer: it closed the connection`,
    )
    // The first request logs in, and the second request reads Looker's release.
    expect(proxy.passed.length).toBeLessThanOrEqual(2)
  })

  test.concurrent('the error says that the proxy requires a password if HTTPS_PROXY has no password', async () => {
    const { outcome, proxy } = await logInThrough(host => `http://${host}`, { credentials: 'build:pa55word' })

    expect(outcome.errors[0]).toMatch(
      /The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) asks for a user and a password \(407\)\. Set HTTPS_PROXY from a secret/,
    )
    expect(proxy.passed.length).toBeLessThanOrEqual(2)
  })

  test.concurrent('the error for a proxy that refuses the password in HTTPS_PROXY does not show the password', async () => {
    const { outcome } = await logInThrough(host => `http://build:wr0ngword@${host}`, {
      credentials: 'build:pa55word',
    })

    expect(outcome.errors[0]).toContain('does not accept the user and password in HTTPS_PROXY (407)')
    expectNoSecrets(outcome, ['wr0ngword', 'build:wr0ngword'])
  })

  test.concurrent.each([
    [403, /The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) refused to connect to looker\.test:\d+ \(403\)/],
    [502, /The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) could not reach looker\.test:\d+ \(502\)/],
  ])('the error explains the status %d of a proxy', async (refusal, words) => {
    const { outcome } = await logInThrough(host => `http://${host}`, { refusal })

    expect(outcome.errors[0]).toMatch(words)
  })

  test.concurrent('the error says that a proxy does not speak HTTP', async () => {
    const { outcome } = await logInThrough(() => 'socks5://build:pa55word@127.0.0.1:1080')

    expect(outcome.errors[0]).toBe(
      'Could not log in: HTTPS_PROXY is not the address of an HTTP proxy. Write it as http://host:port, or http://user:password@host:port.',
    )
    expectNoSecrets(outcome, ['pa55word'])
  })

  test.concurrent('the warning about the missing comment names a proxy to GitHub that does not work', async () => {
    await using stage = await pullRequestScene()
    await using proxy = await startForwardProxy({ credentials: 'build:pa55word' })
    const env = {
      GITHUB_API_URL: called('api.github.test', stage.github.apiUrl),
      HTTP_PROXY: `http://${proxy.host}`,
      NO_PROXY: '127.0.0.1',
    }
    const outcome = await stage.run({ targets, artifact: 'zip', images: 'none' }, { env })

    expect(outcome.code).toBe(0)
    expect(outcome.warnings).toEqual([
      expect.stringMatching(
        /The proxy 127\.0\.0\.1:\d+ \(HTTP_PROXY\) asks for a user and a password \(407\)\. Set HTTP_PROXY from a secret/,
      ),
    ])
    expect(stage.artifacts.artifacts).toHaveLength(1)
  })
})

describe('a certificate of an unknown authority', () => {
  const own = selfSigned('127.0.0.1', 'looker.test')
  const authority = certificateAuthority()

  test.concurrent.each([
    ['self-signed', own, own.file],
    ['issued by a private authority', authority.issue('127.0.0.1'), authority.file],
  ])(
    'a certificate of an unknown authority is trusted with NODE_EXTRA_CA_CERTS: %s',
    async (_, tls, file) => {
      await using stage = await scene({ tls })
      const outcome = await stage.run({ targets }, { env: { NODE_EXTRA_CA_CERTS: file } })

      expect(outcome.errors).toEqual([])
      expect(outcome.code).toBe(0)
      expect(stage.requests('results')).toHaveLength(1)
    },
  )

  test.concurrent.each([
    ['self-signed', own, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['issued by a private authority', authority.issue('127.0.0.1'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])(
    'a certificate of an unknown authority is refused without NODE_EXTRA_CA_CERTS, and no API key is sent: %s',
    async (_, tls, code) => {
      await using stage = await scene({ tls })
      const outcome = await stage.run({ targets })

      expect(outcome.code).toBe(1)
      expect(outcome.errors[0]).toBe(
        `Could not log in: No trusted TLS connection to ${hostOf(stage.looker.url)} (${code}). Check base-url's host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.`,
      )
      expect(stage.looker.requests).toEqual([])
    },
  )

  test.concurrent('a certificate for another host is refused even with NODE_EXTRA_CA_CERTS', async () => {
    await using stage = await scene({ tls: authority.issue('looker.test') })
    const outcome = await stage.run({ targets }, { env: { NODE_EXTRA_CA_CERTS: authority.file } })

    expect(outcome.errors[0]).toMatch(
      /No trusted TLS connection to 127\.0\.0\.1:\d+ \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    )
  })

  test.concurrent('a certificate of an unknown authority is also refused behind a proxy', async () => {
    await using stage = await scene({ tls: own })
    await using proxy = await startForwardProxy()
    const outcome = await stage.run(
      { targets, 'base-url': called('looker.test', stage.looker.url) },
      { env: { HTTPS_PROXY: `http://${proxy.host}` } },
    )

    expect(outcome.errors[0]).toMatch(
      /No trusted TLS connection to looker\.test:\d+ \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    )
    expect(stage.looker.requests).toEqual([])
  })
})

describe('a GitHub that cannot be reached', () => {
  const own = selfSigned('127.0.0.1')

  test.concurrent('a dry run names the host that could not be reached, and a next step', async () => {
    await using stage = await pullRequestScene()
    const host = `127.0.0.1:${await closedPort()}`
    const inputs = { targets, compare: 'base', 'dry-run': 'true' }
    const outcome = await stage.run(inputs, { env: { GITHUB_API_URL: `http://${host}` } })

    expect(outcome.warnings).toEqual([
      `The images branch could not be read: ${host} could not be reached: the connection was refused. Allow the runner to reach this host. If it needs a proxy, set HTTPS_PROXY in the job's env, and leave the host out of NO_PROXY.`,
    ])
  })

  test.concurrent('the warning about the missing comment names NODE_EXTRA_CA_CERTS if the certificate of GitHub is not trusted', async () => {
    await using server = await scene({ tls: own })
    await using stage = await pullRequestScene()
    const host = hostOf(server.looker.url)
    // The pauses between the tries take most of the time.
    const outcome = await stage.run(
      { targets, images: 'none' },
      {
        env: { GITHUB_API_URL: `https://${host}`, ...fastClock(10) },
      },
    )

    expect(outcome.warnings).toEqual([
      `The comment could not be written: no trusted TLS connection to ${host} (DEPTH_ZERO_SELF_SIGNED_CERT). Check GITHUB_API_URL's host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.`,
    ])
  })
})
