import '../../testkit/runner/one-realm.ts'
import { boundedText, createHttp } from '../../src/looker/http.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'
import { openSession } from '../../src/looker/session.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import type { Fetch } from '../../src/world.ts'
import { virtualClock } from '../../testkit/clock.ts'
import {
  type Answer,
  closedPort,
  json,
  page,
  type Request,
  reset,
  serve,
  status,
} from '../../testkit/network/loopback.ts'

const key = { clientId: 'an-id', clientSecret: 'hG7kq2mVzX9pLw4tRb6n' }
const never = () => new AbortController().signal

/**
 * Starts a Looker that issues `token-1`, then `token-2`, and so on. Looker accepts a token if `accepts` returns true
 * for it.
 */
async function looker(
  options: {
    login?: Answer
    logout?: Answer
    expiresIn?: unknown
    accepts?: (token: string) => boolean
    hold?: (request: Request) => Promise<void> | undefined
    fetch?: Fetch
  } = {},
) {
  let tokens = 0
  const accepts = options.accepts ?? (() => true)
  const login: Answer = (response, request) => {
    const expires = 'expiresIn' in options ? { expires_in: options.expiresIn } : { expires_in: 3600 }
    json({ access_token: `token-${++tokens}`, token_type: 'Bearer', ...expires })(response, request)
  }
  const answer: Answer = async (response, request) => {
    if (request.path === '/api/4.0/login') return (options.login ?? login)(response, request)
    if (request.path === '/api/4.0/logout') return (options.logout ?? status(204))(response, request)
    const token = tokenOf(request)
    await options.hold?.(request)
    const said = accepts(token) ? json({ seen: token }) : json({ message: 'Requires authentication.' }, 401)
    said(response, request)
  }
  const server = await serve(answer)
  const clock = virtualClock()
  const masked: string[] = []
  const secrets = createSecrets(secret => masked.push(secret))
  secrets.keep(key.clientSecret)
  const log: string[] = []
  const signal = never()
  const common = { clock, secrets, signal, host: server.host }
  const http = createHttp({
    ...common,
    fetch: options.fetch ?? fetch,
    api: new URL('/api/4.0', server.url),
    log: text => log.push(text),
    pauses: { first: 1, longest: 4 },
  })
  const session = openSession({ ...common, http, key })
  const ask = (path = '/user') =>
    session.send({ method: 'GET', path }, async response => JSON.parse(await boundedText(response)).seen)
  const sent = () => server.requests.map(({ method, path }) => `${method} ${path.replace('/api/4.0', '')}`)
  return { server, session, clock, masked, log, ask, sent }
}

const tokenOf = ({ headers }: Request) => headers.authorization?.replace('token ', '') ?? ''

describe('a session', () => {
  test('a session logs in before its first request, with the API key only in the body of a form', async () => {
    const { ask, server, sent } = await looker()
    expect(await ask()).toBe('token-1')
    expect(sent()).toEqual(['POST /login', 'GET /user'])
    const [login] = server.requests
    expect(Object.fromEntries(new URLSearchParams(login?.body))).toEqual({
      client_id: 'an-id',
      client_secret: key.clientSecret,
    })
    expect(login?.query.size).toBe(0)
    expect(JSON.stringify(login?.headers)).not.toContain(key.clientSecret)
  })

  test('a session has one token for all requests', async () => {
    const { ask, session, sent } = await looker()
    await session.login()
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['token-1', 'token-1', 'token-1'])
    expect(await ask()).toBe('token-1')
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(1)
  })

  test('a session logs in once for many requests that begin at the same time', async () => {
    const { ask, sent } = await looker()
    await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(1)
  })

  test('a session masks every token', async () => {
    const { ask, masked } = await looker({ accepts: token => token !== 'token-1' })
    await ask()
    expect(masked).toEqual([key.clientSecret, 'token-1', 'token-2'])
  })
})

describe('a token that Looker no longer accepts', () => {
  test('a token that Looker no longer accepts is replaced by a new log-in, and the request is repeated', async () => {
    const { ask, sent } = await looker({ accepts: token => token !== 'token-1' })
    expect(await ask()).toBe('token-2')
    expect(sent()).toEqual(['POST /login', 'GET /user', 'POST /login', 'GET /user'])
    expect(await ask()).toBe('token-2')
    expect(sent()).toHaveLength(5)
  })

  test('a token that Looker no longer accepts is replaced once for many requests at the same time', async () => {
    let ended = false
    const { ask, session, sent } = await looker({ accepts: token => !ended || token !== 'token-1' })
    await session.login()
    ended = true
    const seen = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(new Set(seen)).toEqual(new Set(['token-2']))
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(2)
  })

  test('a token that Looker no longer accepts is replaced once even if another refusal arrives after the new log-in', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const { session, sent, ask } = await looker({
      accepts: token => token !== 'token-1',
      hold: ({ path }) => (path.endsWith('/slow') ? held : undefined),
    })
    await session.login()
    const slow = ask('/slow')
    expect(await ask('/quick')).toBe('token-2')
    release()
    expect(await slow).toBe('token-2')
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(2)
  })

  test('a request fails if Looker does not accept the token of the second log-in', async () => {
    const { ask, sent, server } = await looker({ accepts: () => false })
    await expect(ask()).rejects.toMatchObject({
      message: `${server.host} answered 401: Requires authentication`,
      status: 401,
    })
    expect(sent()).toEqual(['POST /login', 'GET /user', 'POST /login', 'GET /user'])
  })

  test.each([404, 401, 403])(
    'a request fails with the reason if Looker answers the second log-in with %d',
    async code => {
      let logins = 0
      const login: Answer = (response, request) =>
        ++logins === 1
          ? json({ access_token: 'token-1', expires_in: 3600 })(response, request)
          : status(code)(response, request)
      const { ask, server } = await looker({ login, accepts: () => false })
      const error = await ask().catch((error: unknown) => error)
      expect(error).toMatchObject({
        message: `Looker at ${server.host} no longer accepts the API key (${code})`,
        hint: expect.stringContaining('the key was not deleted or replaced'),
        keyRefusedBy: server.host,
      })
      expect(error).not.toBeInstanceOf(LookerError)
    },
  )

  test('a token that Looker no longer accepts is replaced even if the host cannot be reached for a moment', async () => {
    let logins = 0
    const unreachable = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    const { ask, log } = await looker({
      accepts: token => token !== 'token-1',
      fetch: async (address, init) => {
        if (String(address).endsWith('/login') && ++logins === 2)
          throw new TypeError('fetch failed', { cause: unreachable })
        return fetch(address, init)
      },
    })
    expect(await ask()).toBe('token-2')
    expect(log).toEqual([
      expect.stringMatching(/the connection was refused \(POST \/login\)\. Trying again\./),
    ])
  })
})

describe('a token that expires', () => {
  test.each([
    [600, 600],
    [3600, 3600],
    [undefined, 3600],
    ['soon', 3600],
    [0, 3600],
    [-1, 3600],
  ])('a token with expires_in %j is used for %d seconds', async (expiresIn, seconds) => {
    const { ask, clock, sent } = await looker({ expiresIn })
    await ask()
    await clock.sleep(seconds * 1000 - 1)
    expect(await ask()).toBe('token-1')
    await clock.sleep(1)
    expect(await ask()).toBe('token-2')
    expect(sent()).toEqual(['POST /login', 'GET /user', 'GET /user', 'POST /login', 'GET /user'])
  })

  test('a session ends with an error if its tokens always expire at once', async () => {
    const { ask, clock, sent, server } = await looker({ expiresIn: 0.001 })
    const answers = []
    for (let request = 0; request < 30; request++) {
      answers.push(await ask().catch((error: unknown) => error))
      await clock.sleep(100)
    }
    expect(answers.slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, index) => `token-${index + 1}`))
    expect(answers.at(-1)).toMatchObject({
      message: `The access tokens of ${server.host} expire within a second: 11 log-ins were not enough`,
    })
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(11)
  })

  test.each([5, 60])(
    'a session logs in again each time its token expires after %d seconds',
    async seconds => {
      const { ask, clock, sent } = await looker({ expiresIn: seconds })
      for (let turn = 0; turn < 30; turn++) {
        await ask()
        await clock.sleep(seconds * 1000)
      }
      expect(sent().filter(line => line === 'POST /login')).toHaveLength(30)
    },
  )

  test('an expired token is replaced once for many requests at the same time', async () => {
    const { ask, clock, sent } = await looker({ expiresIn: 600 })
    await ask()
    await clock.sleep(600_000)
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['token-2', 'token-2', 'token-2'])
    expect(sent().filter(line => line === 'POST /login')).toHaveLength(2)
  })
})

/** Looker's answer to a wrong key. */
const unknownKey = json({ message: 'Not found', documentation_url: 'https://docs.looker.com/' }, 404)

describe('a log-in', () => {
  test.each([
    [404, 'Looker at HOST does not know this API key (404)', 'Check client-id and client-secret'],
    [403, 'Could not log in: HOST answered 403: the words', 'IP allowlist'],
    [401, 'Looker at HOST does not accept this API key (401)', 'Check client-id and client-secret'],
    [422, 'Could not log in: HOST answered 422: the words', 'base-url'],
  ])('the error explains the answer %d to the log-in, which is not repeated', async (code, message, hint) => {
    const { session, server, sent } = await looker({ login: json({ message: 'the words' }, code) })
    await expect(session.login()).rejects.toMatchObject({
      message: message.replace('HOST', server.host),
      hint: expect.stringContaining(hint),
      status: code,
    })
    expect(sent()).toEqual(['POST /login'])
  })

  test('the log-in is repeated once after the status 500', async () => {
    let logins = 0
    const login: Answer = (response, request) =>
      ++logins === 1
        ? json({ message: 'An error has occurred.' }, 500)(response, request)
        : json({ access_token: 'token-2' })(response, request)
    const { ask } = await looker({ login })
    expect(await ask()).toBe('token-2')
    expect(logins).toBe(2)
  })

  test('the log-in fails if Looker answers with the status 500 twice', async () => {
    const { session, server, sent } = await looker({ login: json({ message: 'the words' }, 500) })
    await expect(session.login()).rejects.toMatchObject({
      message: `Could not log in: ${server.host} failed (500): the words`,
      hint: expect.stringContaining('Run the job again'),
      status: 500,
    })
    expect(sent()).toEqual(['POST /login', 'POST /login'])
  })

  test.each([404, 401])(
    'the error names base-url, not the API key, if the answer %d to the log-in is a page of another server',
    async code => {
      const { session, server } = await looker({ login: page('<html>Not Found</html>', code) })
      await expect(session.login()).rejects.toMatchObject({
        message: `Could not log in: ${server.host} answered ${code}`,
        hint: "Check base-url's host and port, and api-version.",
        keyRefusedBy: undefined,
      })
    },
  )

  test.each([
    ['a page', page('<html>Sign in</html>')],
    ['no token', json({ message: 'welcome' })],
    ['an empty token', json({ access_token: '' })],
    ['a token that is not a text', json({ access_token: 7 })],
    ['a token of two lines', json({ access_token: 'token\n1' })],
    ['a token that a header cannot contain', json({ access_token: 'tökén' })],
    ['a token of 100,000 characters', json({ access_token: 'x'.repeat(100_000) })],
  ])('the log-in fails if the answer contains %s', async (_, login) => {
    const { session, server } = await looker({ login })
    await expect(session.login()).rejects.toMatchObject({
      message: `Could not log in: ${server.host} answered with something that is not an access token`,
      hint: expect.stringContaining('base-url'),
    })
  })

  test('the log-in does not send the API key to another host after a redirect', async () => {
    const elsewhere = await serve(status(200))
    const { session, server } = await looker({ login: status(302, { location: elsewhere.url.href }) })
    await expect(session.login()).rejects.toMatchObject({
      message: `Could not log in: ${server.host} redirects to ${elsewhere.host}`,
    })
    expect(elsewhere.requests).toEqual([])
  })

  test.each([
    ['the answer that Looker is busy', status(503)],
    ['a connection that is reset', reset],
  ])('the log-in is retried after %s', async (_, fault) => {
    let logins = 0
    const login: Answer = (response, request) =>
      ++logins < 4 ? fault(response, request) : json({ access_token: 'token-9' })(response, request)
    const { ask } = await looker({ login })
    expect(await ask()).toBe('token-9')
    expect(logins).toBe(4)
  })

  test('the log-in fails without a retry if the host cannot be reached', async () => {
    const host = `127.0.0.1:${await closedPort()}`
    const secrets = createSecrets(() => undefined)
    const common = { clock: virtualClock(), secrets, signal: never(), host }
    const http = createHttp({
      ...common,
      fetch,
      api: new URL(`http://${host}/api/4.0`),
      log: () => undefined,
    })
    await expect(openSession({ ...common, http, key }).login()).rejects.toMatchObject({
      message: `Could not log in: ${host} did not answer: the connection was refused`,
      hint: expect.stringContaining('base-url'),
    })
  })

  test('the next request repeats the log-in after a failed log-in', async () => {
    let logins = 0
    const login: Answer = (response, request) =>
      ++logins === 1 ? unknownKey(response, request) : json({ access_token: 'token-2' })(response, request)
    const { session, ask } = await looker({ login })
    await expect(session.login()).rejects.toThrow('does not know this API key')
    expect(await ask()).toBe('token-2')
  })

  test.each([404, 422, 500])(
    'the error of the log-in does not show the secret in an answer with status %d',
    async code => {
      const { session, log } = await looker({ login: json({ message: `no key ${key.clientSecret}` }, code) })
      const error = await session.login().catch(error => error)
      expect(error.message).toMatch(new RegExp(`${code}`))
      expect([error.message, error.hint, ...log].join()).not.toContain(key.clientSecret)
    },
  )
})

describe('a logout', () => {
  test('the logout revokes the token in Looker', async () => {
    const { session, server, sent } = await looker()
    await session.login()
    await session.logout(never())
    expect(sent()).toEqual(['POST /login', 'DELETE /logout'])
    expect(server.requests.map(tokenOf)).toEqual(['', 'token-1'])
  })

  test('the logout is sent only once', async () => {
    const { session, sent } = await looker()
    await session.login()
    await session.logout(never())
    await session.logout(never())
    expect(sent()).toEqual(['POST /login', 'DELETE /logout'])
  })

  test('no logout is sent if the session has no token', async () => {
    const { session, sent } = await looker({ login: unknownKey })
    await session.logout(never())
    await expect(session.login()).rejects.toThrow('API key')
    await session.logout(never())
    expect(sent()).toEqual(['POST /login'])
  })

  test('no logout is sent for a token that has expired', async () => {
    const { session, clock, sent } = await looker({ expiresIn: 60 })
    await session.login()
    await clock.sleep(60_000)
    await session.logout(never())
    expect(sent()).toEqual(['POST /login'])
  })

  test('the logout waits for a running log-in and revokes its token', async () => {
    const { session, sent } = await looker()
    const login = session.login()
    await session.logout(never())
    await login
    expect(sent()).toEqual(['POST /login', 'DELETE /logout'])
  })

  test('the logout ends if its signal is aborted', async () => {
    const patience = new AbortController()
    const logout: Answer = () => patience.abort(new Error('no more time'))
    const { session } = await looker({ logout })
    await session.login()
    await expect(session.logout(patience.signal)).rejects.toThrow('no more time')
  })
})
