import {
  chooseProxy,
  exportProxyEnv,
  proxyFetch,
  proxySecrets,
  readProxyEnv,
  toProxyEnv,
} from '../../src/runtime/proxies.ts'
import fc from '../../testkit/fast-check.ts'

const proxy = 'http://proxy.acme.com:3128'
const leads = (url: string, env: Record<string, string>) =>
  chooseProxy(new URL(url), readProxyEnv(env))?.address ?? 'direct'

describe('the proxy for an address', () => {
  test.each([
    ['https://looker.acme.com', { HTTPS_PROXY: proxy }, proxy],
    ['https://looker.acme.com', { https_proxy: proxy }, proxy],
    ['http://api.github.test:9999', { HTTP_PROXY: proxy }, proxy],
    ['http://api.github.test:9999', { http_proxy: proxy }, proxy],
    ['https://looker.acme.com', { HTTP_PROXY: proxy }, 'direct'],
    ['http://api.github.test:9999', { HTTPS_PROXY: proxy }, 'direct'],
    ['http://127.0.0.1:9999', { HTTP_PROXY: proxy }, 'direct'],
    ['https://127.9.9.9', { HTTPS_PROXY: proxy }, 'direct'],
    ['http://localhost:9999', { HTTP_PROXY: proxy }, 'direct'],
    ['http://looker.localhost:9999', { HTTP_PROXY: proxy }, 'direct'],
    ['http://[::1]:9999', { HTTP_PROXY: proxy }, 'direct'],
    ['http://localhost.acme.com', { HTTP_PROXY: proxy }, proxy],
    ['https://looker.acme.com', {}, 'direct'],
    ['https://looker.acme.com', { HTTPS_PROXY: ' ' }, 'direct'],
    ['https://looker.acme.com', { https_proxy: proxy, HTTPS_PROXY: 'http://other:1' }, proxy],
    ['https://looker.acme.com', { https_proxy: '', HTTPS_PROXY: proxy }, proxy],
    ['https://looker.acme.com', { HTTPS_PROXY: 'proxy.acme.com:3128' }, proxy],
    ['https://looker.acme.com', { HTTPS_PROXY: ` ${proxy}\n` }, proxy],
  ])('the proxy for %s with the variables %j is: %s', (url, env, expected) =>
    expect(leads(url, env)).toBe(expected),
  )

  test.each([
    ['looker.acme.com', 'https://looker.acme.com', true],
    ['Looker.Acme.com', 'https://looker.acme.com', true],
    ['acme.com', 'https://looker.acme.com', true],
    ['.acme.com', 'https://looker.acme.com', true],
    ['*.acme.com', 'https://looker.acme.com', true],
    ['*', 'https://looker.acme.com', true],
    ['other.com, acme.com', 'https://looker.acme.com', true],
    ['other.com acme.com', 'https://looker.acme.com', true],
    ['cme.com', 'https://looker.acme.com', false],
    ['looker.acme.com.evil', 'https://looker.acme.com', false],
    ['looker', 'https://looker.acme.com', false],
    ['looker.acme.com:443', 'https://looker.acme.com', true],
    ['looker.acme.com:19999', 'https://looker.acme.com:19999', true],
    ['looker.acme.com:19999', 'https://looker.acme.com', false],
    ['looker.acme.com', 'https://looker.acme.com:19999', true],
    ['::2', 'https://[::2]:9999', true],
    ['[::2]', 'https://[::2]:9999', true],
    ['[::2]:9999', 'https://[::2]:9999', true],
    ['[::2]:1', 'https://[::2]:9999', false],
    ['10.0.0.7', 'https://10.0.0.7:9999', true],
    ['', 'https://looker.acme.com', false],
    [' , ', 'https://looker.acme.com', false],
  ])('NO_PROXY=%s excludes the address %s from the proxy: %s', (entries, url, without) =>
    expect(leads(url, { HTTPS_PROXY: proxy, NO_PROXY: entries })).toBe(without ? 'direct' : proxy),
  )

  test('the proxy for an address is the proxy in the variables or no proxy, whatever NO_PROXY contains', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl(), (entries, url) => {
        expect([proxy, 'direct']).toContain(
          leads(url, { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: entries }),
        )
      }),
    ))
})

describe('the secrets in the address of a proxy', () => {
  test.each([
    [proxy, []],
    ['http://build@proxy:1', ['build', base64('build:')]],
    ['http://build:sesame@proxy:1', ['sesame', base64('build:sesame')]],
    ['build:sesame@proxy:1', ['sesame', base64('build:sesame')]],
    ['http://build:p%40ss@proxy:1', ['p%40ss', 'p@ss', base64('build:p@ss')]],
    ['http://build:100%@proxy:1', ['100%', base64('build:100%')]],
    ['socks5://build:sesame@proxy:1', ['sesame']],
    ['http://build:sesame@no proxy', ['sesame']],
    ['http://build:p:ss@proxy:1', ['p:ss', base64('build:p:ss')]],
    ['http://build:p/s:s@proxy:1', ['p/s:s']],
    ['http://build:p@ss@proxy:1', ['p@ss', base64('build:p@ss')]],
  ])('the secrets in the proxy address %s are %j', (address, secrets) =>
    expect(proxySecrets({ HTTPS_PROXY: address })).toEqual(expect.arrayContaining(secrets)),
  )

  test('the secrets in the address of a proxy are listed once if both variables name the same proxy', () => {
    const address = 'http://build:sesame@proxy:1'
    expect(proxySecrets({ HTTPS_PROXY: address, HTTP_PROXY: address })).toEqual([
      'sesame',
      base64('build:sesame'),
    ])
  })
})

function base64(text: string) {
  return Buffer.from(text).toString('base64')
}

describe('the exported proxy variables', () => {
  test('no proxy variables are exported if no proxy is set', () => {
    const env = { NO_PROXY: 'acme.com' }
    exportProxyEnv(env)
    expect(env).toEqual({ NO_PROXY: 'acme.com' })
  })

  test('the exported proxy variables contain scheme and subdomains, in upper-case and lower-case variables', () => {
    const env = { HTTPS_PROXY: 'proxy.acme.com:3128', no_proxy: 'acme.com,*.corp.test,10.0.0.7:80' }
    exportProxyEnv(env)
    const direct =
      'localhost,.localhost,127.0.0.1,.127.0.0.1,[::1],.[::1],acme.com,.acme.com,corp.test,.corp.test,10.0.0.7:80,.10.0.0.7:80'
    expect(env).toEqual({ HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: direct, no_proxy: direct })
  })

  test('the exported proxy variables contain the proxies of both schemes', () =>
    expect(toProxyEnv(readProxyEnv({ HTTP_PROXY: 'a:1', HTTPS_PROXY: 'b:2' }))).toMatchObject({
      ...{ http_proxy: 'http://a:1', HTTP_PROXY: 'http://a:1' },
      ...{ https_proxy: 'http://b:2', HTTPS_PROXY: 'http://b:2' },
    }))

  test('the exported proxy variables mean the same as the original variables', () => {
    const host = fc.constantFrom('a.test', 'b.a.test', 'ba.test', 'test', '127.0.0.1')
    const entry = fc
      .tuple(fc.constantFrom('', '.', '*.'), host, fc.constantFrom('', ':443', ':8443'))
      .map(parts => parts.join(''))
    const entries = fc
      .array(fc.oneof({ arbitrary: entry, weight: 9 }, fc.constant('*')))
      .map(all => all.join())
    fc.assert(
      fc.property(entries, host, fc.constantFrom('', ':8443'), (noProxy, name, port) => {
        const env = { HTTPS_PROXY: proxy, NO_PROXY: noProxy }
        const url = `https://${name}${port}`
        expect(leads(url, { ...env, ...toProxyEnv(readProxyEnv(env)) })).toBe(leads(url, env))
      }),
    )
  })
})

const straight = async (address: string | URL) => new Response(`straight to ${address}`)
const neverLoaded = () => Promise.reject(new Error('It was loaded'))

describe('the proxy client', () => {
  test('the proxy client is not loaded and fetch is unchanged if no variable names a proxy', () =>
    expect(proxyFetch(straight, readProxyEnv({ NO_PROXY: 'acme.com' }), neverLoaded)).toBe(straight))

  test.each([
    ['NO_PROXY names the host', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'acme.com' }],
    ['the proxy is for another scheme', { HTTP_PROXY: 'http://proxy:1' }],
  ])('the proxy client is not loaded if %s', async (_, env) => {
    const answer = await proxyFetch(straight, readProxyEnv(env), neverLoaded)('https://looker.acme.com/api')
    expect(await answer.text()).toBe('straight to https://looker.acme.com/api')
  })
})

/** Calls back with an error, or with a connection. */
type Connect = (options: object, callback: (error: Error | null, socket: object | null) => void) => void
type PoolOptions = { connect: Connect; pipelining?: number }

describe('a request through a proxy', () => {
  /** Records the options of each agent and each pool, and the requests. Each request fails with `error`, if set. */
  function client(error?: unknown) {
    const agents: object[] = []
    const pools: { origin: unknown; options: PoolOptions }[] = []
    const sent: string[] = []
    class Pool {
      constructor(origin: unknown, options: PoolOptions) {
        pools.push({ origin, options })
      }
    }
    class ProxyAgent {
      readonly options: object
      constructor(options: object) {
        this.options = options
        agents.push(options)
      }
    }
    const fetch = async (url: URL, { dispatcher }: { dispatcher: ProxyAgent }) => {
      sent.push(`${url} by agent ${agents.indexOf(dispatcher.options)}`)
      if (error !== undefined) throw error
      return new Response()
    }
    const load = async () => ({ ProxyAgent, Pool, fetch }) as never
    return { agents, pools, sent, load }
  }

  test('requests through the same proxy share an agent, which has the password of the proxy', async () => {
    const { agents, sent, load } = client()
    const way = proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: 'http://ada:p%40ss@proxy:3128' }), load)
    await way('https://looker.acme.com/a')
    await way('https://looker.acme.com/b')
    expect(sent).toEqual(['https://looker.acme.com/a by agent 0', 'https://looker.acme.com/b by agent 0'])
    expect(agents).toEqual([
      {
        uri: 'http://proxy:3128',
        proxyTunnel: false,
        factory: expect.any(Function),
        token: `Basic ${Buffer.from('ada:p@ss').toString('base64')}`,
      },
    ])
  })

  test('a request through a proxy without a password has no token', async () => {
    const { agents, load } = client()
    await proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: 'http://proxy:3128' }), load)('https://acme.com')
    expect(agents).toEqual([expect.not.objectContaining({ token: expect.anything() })])
  })

  test('a request through an invalid proxy fails without a retry, and the error names the variable', async () => {
    const { sent, load } = client()
    const way = proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: 'socks5://proxy:1080' }), load)
    await expect(way('https://acme.com')).rejects.toMatchObject({
      message: 'HTTPS_PROXY is not the address of an HTTP proxy',
      hint: 'Write it as http://host:port, or http://user:password@host:port.',
      final: true,
    })
    expect(sent).toEqual([])
  })

  /** Returns the error of a request for https://acme.com through a proxy that fails with `error`. */
  const failureOf = (error: unknown, address = 'http://proxy:3128') => {
    const way = proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: address }), client(error).load)
    return way('https://acme.com/a').catch(thrown => thrown)
  }
  const withCode = (code: unknown) => new TypeError('fetch failed', { cause: { code } })
  const fetchFailed = (code: unknown) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('words'), { code }) })

  test.each([
    ['ENOTFOUND', 'there is no such host'],
    ['ECONNREFUSED', 'the connection was refused'],
    ['EHOSTUNREACH', 'the host cannot be reached'],
    ['ENETUNREACH', 'the network cannot be reached'],
    ['EMFILE', 'too many files are open on the runner'],
    ['EAI_AGAIN', 'its name could not be looked up'],
    ['ETIMEDOUT', 'it took too long'],
    ['UND_ERR_CONNECT_TIMEOUT', 'it took too long'],
    ['PROXY_HUNG_UP', 'it closed the connection'],
  ])('the error of a proxy that does not answer (%s) says that %s', async (code, reason) => {
    const error = fetchFailed(code)
    expect(await failureOf(error)).toMatchObject({
      message: `The proxy proxy:3128 (HTTPS_PROXY) did not answer: ${reason}`,
      hint: 'Check HTTPS_PROXY; add hosts that need no proxy to NO_PROXY.',
      final: false,
      cause: error,
    })
  })

  test.each([
    ['code of another error', fetchFailed('ECONNRESET')],
    ['code that is a number', fetchFailed(7)],
    ['code that is the name of a method', fetchFailed('toString')],
    ['cause that is not an error', withCode('ENOTFOUND')],
    ['message about another answer', new Error('No Proxy response (502)')],
    ['text instead of an error', 'ENOTFOUND'],
  ])('an error with a %s is not an error of the proxy', async (_, error) =>
    expect(await failureOf(error)).toBe(error),
  )

  const words = 'Proxy response (502) !== 200 when HTTP Tunneling'
  const askedFor = 'as http://user:password@host:port with percent-encoded special characters'
  test.each<[string, string, object]>([
    [
      words,
      'http://proxy:3128',
      {
        message: 'The proxy proxy:3128 (HTTPS_PROXY) could not reach acme.com (502)',
        hint: 'Check that the proxy may reach acme.com; add a host that needs no proxy to NO_PROXY.',
        final: false,
      },
    ],
    [
      words.replace('502', '500'),
      'http://proxy:3128',
      { message: 'The proxy proxy:3128 (HTTPS_PROXY) could not reach acme.com (500)', final: false },
    ],
    [
      words.replace('502', '403'),
      'http://proxy:3128',
      {
        message: 'The proxy proxy:3128 (HTTPS_PROXY) refused to connect to acme.com (403)',
        hint: 'Check that the proxy may reach acme.com; add a host that needs no proxy to NO_PROXY.',
        final: true,
      },
    ],
    [
      'Proxy Authentication Required (407)',
      'http://proxy:3128',
      {
        message: 'The proxy proxy:3128 (HTTPS_PROXY) asks for a user and a password (407)',
        hint: `Set HTTPS_PROXY from a secret, ${askedFor}.`,
        final: true,
      },
    ],
    [
      'Proxy Authentication Required (407)',
      'http://ada:sesame@proxy:3128',
      {
        message:
          'The proxy proxy:3128 (HTTPS_PROXY) does not accept the user and password in HTTPS_PROXY (407)',
        final: true,
      },
    ],
  ])(
    'the error of a proxy that answers “%s” is correct for the address %s',
    async (answer, address, about) => {
      const error = new TypeError('fetch failed', { cause: new Error(answer) })
      expect(await failureOf(error, address)).toMatchObject({ ...about, cause: error })
    },
  )

  /** Returns the result of connecting to a proxy, if `connect` is undici's way to connect. */
  async function connectBy(connect: Connect) {
    const { agents, pools, load } = client()
    await proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: 'http://proxy:3128' }), load)('https://acme.com')
    const [agent] = agents as [{ factory(origin: string, options: PoolOptions): unknown }]
    agent.factory('http://proxy:3128', { connect, pipelining: 1 })
    expect(pools).toMatchObject([{ origin: 'http://proxy:3128', options: { pipelining: 1 } }])
    return new Promise<[error: unknown, socket: unknown]>(resolve => {
      pools[0]?.options.connect({ host: 'proxy' }, (...result) => resolve(result))
    })
  }

  test('a connection to a proxy is returned unchanged', async () => {
    const socket = {}
    expect(await connectBy((_, done) => done(null, socket))).toEqual([null, socket])
  })

  test('a proxy that closes the connection does not count as an idle socket, so that undici does not reconnect', async () => {
    const error = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
    const [reported, socket] = await connectBy((_, done) => done(error, null))
    expect(reported).toMatchObject({ code: 'PROXY_HUNG_UP', message: 'hung up', cause: error })
    expect(socket).toBeNull()
  })

  test('an error of the connection to a proxy is returned unchanged if the proxy did not close the connection', async () => {
    const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    expect(await connectBy((_, done) => done(error, null))).toEqual([error, null])
  })
})

test('the proxy client is loaded for a request that needs a proxy', async () => {
  const way = proxyFetch(straight, readProxyEnv({ HTTPS_PROXY: 'http://proxy:1' }), neverLoaded)
  await expect(way('https://looker.acme.com')).rejects.toThrow('It was loaded')
})
