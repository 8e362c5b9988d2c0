import '../../testkit/runner/one-realm.ts'
import { getOctokit } from '@actions/github'
import { jest } from '@jest/globals'
import {
  boundedFetch,
  type GitHubContext,
  listAllPages,
  type Octokit,
  openRepository,
  withRetries,
} from '../../src/github/client.ts'
import { gitHubError } from '../../src/github/github-errors.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type Answer, inTurn, json, serve, silent, status } from '../../testkit/network/loopback.ts'

async function ask(maxBytes: number) {
  const { url, requests } = await serve(json({ login: 'm'.repeat(2_000_000) }))
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1 }
  const request = { fetch: boundedFetch(fetch, maxBytes) }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request }), options)
  const answer = await octokit.rest.users.getAuthenticated().catch(error => error)
  return { answer, requests: requests.length }
}

test('a request to GitHub fails without a retry if the answer is too long', async () => {
  const { answer, requests } = await ask(1_000_000)
  expect(gitHubError(answer, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: 'GitHub answered with more than 1 MB',
    hint: "Check that GITHUB_API_URL is the address of GitHub's API.",
  })
  expect(requests).toBe(1)
})

test.each(['text/html', undefined])(
  'the error for an answer of GitHub that is too long does not depend on its content type: %s',
  async type => {
    const { url } = await serve(
      response =>
        void response
          .writeHead(200, type === undefined ? {} : { 'content-type': type })
          .end('m'.repeat(2_000_000)),
    )
    const answer = boundedFetch(fetch, 1_000_000)(new URL('/repos/a/b/issues', url))
    await expect(answer).rejects.toThrow('GitHub answered with more than 1 MB')
  },
)

test('the error of a request to GitHub does not contain the token, even if the answer repeats it', async () => {
  const { url } = await serve((response, { headers }) =>
    json({ message: `Refused: ${headers.authorization}` }, 403)(response, {} as never),
  )
  const options = { clock: virtualClock(), signal: new AbortController().signal, log: () => undefined }
  const octokit = withRetries(
    getOctokit('ghp_s3cr3t', { baseUrl: url.origin, request: { fetch: boundedFetch(fetch) } }),
    options,
  )
  const error = await octokit.rest.users.getAuthenticated().catch(thrown => thrown)
  const { message } = gitHubError(error, 'The comment could not be written', 'pull-requests: write')

  expect(message).toMatch(/Refused: token \*\*\*/)
})

test('the error of a request to GitHub does not contain the token in Base64 or in an address to authorize it', async () => {
  const token = 'ghp_s3cr3tTok3n'
  const inBase64 = Buffer.from(`x-access-token:${token}`).toString('base64')
  const { url } = await serve((response, { path }) => {
    const isSignOn = path === '/user'
    const sso = isSignOn && { 'x-github-sso': `required; url=https://github.com/sso?token=${token}` }
    json({ message: `Refused: ${inBase64}` }, 403, { ...sso })(response, {} as never)
  })
  const octokit = getOctokit(token, { baseUrl: url.origin, request: { fetch: boundedFetch(fetch) } })
  const texts = await Promise.all(
    ['GET /user', 'GET /emojis'].map(async route => {
      const error = await octokit.request(route).catch(thrown => thrown)
      const { message, hint } = gitHubError(error, 'The comment could not be written', 'pull-requests: write')
      return `${message} ${hint}`
    }),
  )

  expect(texts[0]).toContain('Open https://github.com/sso?token=*** to authorize')
  expect(texts[1]).toMatch(/Refused: eC1hY2Nlc3MtdG9rZW\S{0,2}\*\*\*/)
})

test.each(['ghp_one\nghp_two', 'ghp one', 'ghp_é'])(
  'the error about the github-token %j says that a token cannot contain its characters, and does not quote it',
  async token => {
    const context = { inputs: { token }, deadlines: {} } as unknown as GitHubContext
    await expect(openRepository(context)).rejects.toMatchObject({
      message: 'github-token contains a character that no token contains, such as a space or a line break',
    })
  },
)

test.each(['::::', ' ', 'api.github.com', 'ftp://api.github.com', 'javascript:alert(1)'])(
  'the error of a request to GitHub names GITHUB_API_URL if the variable contains %s',
  async api => {
    const github = () => Promise.reject(new TypeError('Invalid URL'))
    const context = {
      world: { env: { GITHUB_API_URL: api }, github },
      inputs: { token: 'ghp_token' },
      run: { repository: { owner: 'acme', name: 'lookml', url: '' }, serverUrl: 'https://github.com' },
      deadlines: {},
    } as unknown as GitHubContext
    await expect(openRepository(context)).rejects.toMatchObject({
      message: 'GITHUB_API_URL is not a web address',
    })
  },
)

describe('redirects of GitHub', () => {
  const secret = 'the numbers of a private dashboard'
  const call = async (answer: Answer, send: (octokit: Octokit) => Promise<{ data: unknown }>) => {
    const { url, requests } = await serve(answer)
    const options = { clock: virtualClock(), signal: new AbortController().signal, log: () => undefined }
    const request = { fetch: boundedFetch(fetch) }
    const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request }), options)
    const result = await send(octokit).then(
      ({ data }) => data,
      error => error,
    )
    return { result, requests, url }
  }
  const comment = { owner: 'acme', repo: 'lookml', issue_number: 7, body: secret }
  const write = (answer: Answer) => call(answer, octokit => octokit.rest.issues.createComment(comment))
  const readBlob = (answer: Answer) =>
    call(answer, octokit => octokit.rest.git.getBlob({ owner: 'acme', repo: 'lookml', file_sha: 'a' }))

  test.each([301, 302, 307, 308])('a write to GitHub is not redirected to another host (%s)', async code => {
    const other = await serve(json({ id: 1 }))
    const { result, url } = await write(status(code, { location: `${other.url}comments` }))
    expect(other.requests).toEqual([])
    expect(gitHubError(result, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
      message: `${url.host} redirects requests to ${other.host}`,
    })
  })

  test('a write to GitHub is redirected to a renamed repository on the same host', async () => {
    const { result, requests } = await write((response, request) =>
      (request.path.startsWith('/repositories/')
        ? json({ id: 1 })
        : status(307, { location: '/repositories/9' }))(response, request),
    )
    expect(result).toEqual({ id: 1 })
    expect(requests.map(({ method, path, body }) => [method, path, body.includes(secret)])).toEqual([
      ['POST', '/repos/acme/lookml/issues/7/comments', true],
      ['POST', '/repositories/9', true],
    ])
  })

  test('a write to GitHub fails if its redirects do not end', async () => {
    const { result, requests } = await write(status(307, { location: '/again' }))
    expect(result).toMatchObject({ message: expect.stringContaining('redirects requests') })
    expect(requests).toHaveLength(6)
  })

  test('a read from GitHub does not use the answer of another host', async () => {
    const other = await serve(json({ content: 'iVBORw0KGgo=' }))
    const { result, url } = await readBlob(status(302, { location: `${other.url}blob` }))
    expect(other.requests).toEqual([])
    expect(result).toMatchObject({ message: `${url.host} redirects requests to ${other.host}` })
  })

  test('a read from GitHub is redirected to a renamed repository, and fails if its redirects do not end', async () => {
    const renamed = await readBlob((response, request) =>
      (request.path === '/repositories/9' ? json({ id: 1 }) : status(301, { location: '/repositories/9' }))(
        response,
        request,
      ),
    )
    expect(renamed.result).toEqual({ id: 1 })
    const endless = await readBlob(status(301, { location: '/again' }))
    expect(endless.result).toMatchObject({
      message: `${endless.url.host} redirects requests to ${endless.url.host}`,
    })
    expect(endless.requests).toHaveLength(6)
  })

  test.each(['file:///etc/passwd', 'data:,x', 'http://['])(
    'the error for a redirect of GitHub to %s says that the address is not valid',
    async location => {
      const { result, url } = await readBlob(status(302, { location }))
      expect(result).toMatchObject({
        message: `${url.host} redirects requests to an address that is not valid`,
      })
    },
  )

  test('an archive of GitHub is read from another host, and this host gets no token', async () => {
    const other = await serve(json({ id: 1 }))
    const { result } = await call(status(302, { location: `${other.url}archive` }), octokit =>
      octokit.rest.repos.downloadTarballArchive({ owner: 'acme', repo: 'lookml', ref: 'main' }),
    )
    expect(result).toEqual({ id: 1 })
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})

test('an answer of GitHub below the size limit is read', async () => {
  const { answer } = await ask(3_000_000)
  expect(answer.data.login).toHaveLength(2_000_000)
})

test.each<[string, Answer]>([
  ['an empty answer', silent],
  [
    'JSON that is cut off',
    response => void response.writeHead(200, { 'content-type': 'application/json' }).end('{ "login": "mo'),
  ],
  [
    'an answer with invalid compression',
    response =>
      void response.socket?.end(
        'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\nno gzip',
      ),
  ],
])('a request to GitHub is retried after %s', async (_, answer) => {
  const { url, requests } = await serve(inTurn(answer, json({ login: 'mona' })))
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1, maxSilenceMs: 300 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  expect((await octokit.rest.users.getAuthenticated()).data).toEqual({ login: 'mona' })
  expect(requests).toHaveLength(2)
})

test('a request to GitHub fails if no answer arrives within 60 seconds', async () => {
  jest.useFakeTimers()
  try {
    let requests = 0
    const answer = () => Response.json({ login: 'mona' })
    const silentOnce = (_: unknown, { signal }: RequestInit) =>
      requests++ > 0
        ? Promise.resolve(answer())
        : new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const options = { clock: virtualClock(), signal: new AbortController().signal, log: () => undefined }
    const octokit = withRetries(getOctokit('ghp_token', { request: { fetch: silentOnce } }), options)
    const user = octokit.rest.users.getAuthenticated()
    await jest.advanceTimersByTimeAsync(59_999)
    expect(requests).toBe(1)
    await jest.advanceTimersByTimeAsync(1)
    expect((await user).data).toEqual({ login: 'mona' })
    expect(requests).toBe(2)
  } finally {
    jest.useRealTimers()
  }
})

test('a slow upload to GitHub does not count as silence', async () => {
  const late: Answer = (response, request) =>
    void setTimeout(() => json({ sha: 'a' }, 201)(response, request), 200)
  const { url, requests } = await serve(late)
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1, maxSilenceMs: 50 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  await octokit.rest.git.createBlob({ owner: 'acme', repo: 'lookml', content: 'a'.repeat(1_000_000) })
  expect(requests).toHaveLength(1)
})

test('the error says that GitHub did not answer if no answer arrives', async () => {
  const { url } = await serve(silent)
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1, maxSilenceMs: 50 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  const error = await octokit.rest.users.getAuthenticated().catch(thrown => thrown)
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write').message).toMatch(
    /^The comment could not be written: GitHub sent no data for \d s$/,
  )
})

describe('a rate limit', () => {
  const minute = 60_000

  async function askAt(answers: [Answer, ...Answer[]], endsAt?: number) {
    const { url, requests } = await serve(inTurn(...answers))
    const clock = virtualClock()
    const log: string[] = []
    const signal = Object.assign(new AbortController().signal, endsAt === undefined ? {} : { endsAt })
    const options = { clock, signal, log: (line: string) => void log.push(line) }
    const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
    const outcome = await octokit.rest.users.getAuthenticated().then(
      ({ data }) => data,
      (error: unknown) => gitHubError(error, 'The comment could not be written', 'pull-requests: write'),
    )
    return { outcome, requests, log, pauses: clock.pauses }
  }

  /**
   * Returns an answer that refuses the request until the rate limit resets. The server's clock is an hour ahead of the
   * runner's clock.
   */
  const primary = (minutes: number): Answer => {
    const now = Date.now() + 60 * minute
    const reset = Math.ceil(now / 1000) + minutes * 60
    return refusal('API rate limit exceeded for installation ID 1.', {
      date: new Date(now).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    })
  }
  const refusal =
    (message: string, headers: Record<string, string> = {}): Answer =>
    response =>
      void response
        .writeHead(403, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify({ message }))
  const secondary = refusal('You have exceeded a secondary rate limit.')

  test('a request to GitHub fails if the rate limit ends after the deadline, and the error says when the limit ends', async () => {
    const { outcome, requests, pauses } = await askAt([primary(40)], 10 * minute)
    expect(outcome).toMatchObject({
      message: expect.stringMatching(
        /^The comment could not be written: the primary rate limit of GitHub is exhausted until \d\d:\d\d UTC$/,
      ),
      hint: expect.stringMatching(/^Run the job again after \d\d:\d\d UTC\./),
    })
    expect(requests).toHaveLength(1)
    expect(pauses).toEqual([])
  })

  test('a request to GitHub waits for the end of a rate limit, and the log gives the duration', async () => {
    const { outcome, log, pauses } = await askAt([primary(4), json({ login: 'mona' })], 10 * minute)
    expect(outcome).toEqual({ login: 'mona' })
    expect(pauses).toHaveLength(1)
    expect(pauses[0]).toBeGreaterThanOrEqual(4 * minute)
    expect(pauses[0]).toBeLessThan(4 * minute + 5000)
    expect(log).toEqual([
      expect.stringMatching(/^GitHub: 403, primary rate limit \(GET \/user\)\. Trying again in 24\d s\.$/),
    ])
  })

  test('a request to GitHub waits at most twice if the rate limit has no given end', async () => {
    const { outcome, requests, pauses } = await askAt([secondary, secondary, secondary], 30 * minute)
    expect(outcome).toMatchObject({
      message: expect.stringContaining(
        'the secondary rate limit of GitHub is exhausted, and GitHub does not say',
      ),
    })
    expect(requests).toHaveLength(3)
    expect(pauses.map(pause => Math.floor(pause / minute))).toEqual([1, 2])
  })

  test('a request to GitHub waits for the time in the Retry-After header of a rate limit', async () => {
    const limit = refusal('You have exceeded a secondary rate limit.', { 'retry-after': '7' })
    const { outcome, pauses } = await askAt([limit, json({ login: 'mona' })], minute)
    expect(outcome).toEqual({ login: 'mona' })
    expect(Math.floor((pauses[0] ?? 0) / 1000)).toBeGreaterThanOrEqual(7)
  })
})

test('a list from GitHub is read to its last page, with a page number in each request', async () => {
  const asked: number[] = []
  const pages = await listAllPages(async page => {
    asked.push(page)
    // The action must not use this address, because the action could send its token to another host.
    const link = page < 3 ? { link: '<https://elsewhere.example/?page=9>; rel="next"' } : {}
    return { data: [{ id: page }], headers: link }
  }, 'list of comments')
  expect(asked).toEqual([1, 2, 3])
  expect(pages).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
})

test('a page of GitHub with very many items is read', async () => {
  const data = Array.from({ length: 300_000 }, (_, id) => ({ id }))
  const pages = await listAllPages(async () => ({ data, headers: {} }), 'list of comments')
  expect(pages.length).toBe(data.length)
})

test('each request to GitHub contains the version of the API', async () => {
  const { url, requests } = await serve(json({ data: {} }))
  const options = { clock: virtualClock(), signal: new AbortController().signal, log: () => undefined }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  await octokit.rest.users.getAuthenticated()
  await octokit.graphql('{ viewer { login } }')
  expect(requests.map(({ headers }) => headers['x-github-api-version'])).toEqual(['2022-11-28', '2022-11-28'])
})
