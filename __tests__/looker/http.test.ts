import '../../testkit/runner/one-realm.ts'
import { jest } from '@jest/globals'
import { ActionError, TimeLimitError } from '../../src/errors.ts'
import {
  boundedText,
  type Call,
  createHttp,
  type HttpOptions,
  messageIn,
  type ResponseReader,
  readJson,
  readList,
  readObject,
  retryAfter,
} from '../../src/looker/http.ts'
import { LookerError, unexpectedResponse } from '../../src/looker/looker-errors.ts'
import { createLookerClient } from '../../src/looker/render-task-requests.ts'
import { isObject, parseJson } from '../../src/runtime/json.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import type { Fetch } from '../../src/world.ts'
import { type VirtualClock, virtualClock } from '../../testkit/clock.ts'
import fc from '../../testkit/fast-check.ts'
import {
  type Answer,
  closedPort,
  cut,
  endless,
  inTurn,
  json,
  type Loopback,
  page,
  type Request,
  reset,
  serve,
  silent,
  status,
} from '../../testkit/network/loopback.ts'
import { anyText } from '../../testkit/texts.ts'

const get: Call = { method: 'GET', path: '/render_tasks/1' }
const never = () => new AbortController().signal
const done = json({ id: '1' })

const jsonAnswer: ResponseReader<unknown> = async response => {
  const answer = parseJson(await boundedText(response))
  if (answer === undefined) throw unexpectedResponse('Looker', 'something that is not JSON')
  return answer
}

const countBytes: ResponseReader<unknown> = async (response, alive) => {
  let bytes = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    alive()
    bytes += chunk.length
  }
  return bytes
}

interface Asked {
  server: Loopback
  clock: VirtualClock
  log: string[]
  outcome: unknown
  /** The requests so far, in the form `GET /api/4.0/…`. */
  sent: string[]
}

const line = ({ method, path }: Request) => `${method} ${path}`

/** Makes one call. Returns the value or the error. */
async function ask(
  answer: Answer,
  call: Call = get,
  more: Partial<HttpOptions> & { signal?: AbortSignal; read?: ResponseReader<unknown> } = {},
): Promise<Asked> {
  const server = await serve(answer)
  const clock = virtualClock()
  const log: string[] = []
  const { signal = never(), read = jsonAnswer, ...options } = more
  const http = createHttp({
    fetch,
    clock,
    api: new URL('/api/4.0', server.url),
    secrets: createSecrets(() => undefined),
    log: text => log.push(text),
    silence: 5000,
    pauses: { first: 1, longest: 4 },
    ...options,
  })
  const outcome = await http(call, read, signal).catch(error => error)
  return { server, clock, log, outcome, sent: server.requests.map(line) }
}

describe('a request', () => {
  test('a request to Looker contains the token and the user agent, and no undefined parameters', async () => {
    const query = { width: 800, long_tables: true, theme: undefined, fields: 'id,status' }
    const { server, outcome } = await ask(done, {
      method: 'POST',
      path: '/render_tasks/looks/7/png',
      query,
      token: 'tok',
    })
    expect(outcome).toEqual({ id: '1' })
    const [request] = server.requests
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/4.0/render_tasks/looks/7/png',
      body: '',
      headers: { authorization: 'token tok', 'user-agent': 'looker-snapshot' },
    })
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      width: '800',
      long_tables: 'true',
      fields: 'id,status',
    })
  })

  test('the log-in request sends its data as a form and without a token', async () => {
    const form = { client_id: 'id', client_secret: 'a b&c=+%' }
    const { server } = await ask(done, { method: 'POST', path: '/login', form })
    const [request] = server.requests
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    })
    expect(request?.headers).not.toHaveProperty('authorization')
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual(form)
    expect(request?.query.size).toBe(0)
  })

  test('a request to Looker sends an object as JSON', async () => {
    const body = { dashboard_filters: 'Region=West', tab_ids: ['1'] }
    const { server } = await ask(done, {
      method: 'POST',
      path: '/render_tasks/dashboards/42/png',
      json: body,
    })
    expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(body)
  })
})

describe('a temporary fault', () => {
  test.each([
    ['408', status(408)],
    ['429', status(429)],
    ['502', page('<h1>Bad Gateway</h1>', 502)],
    ['503', json({ message: 'Down for maintenance' }, 503)],
    ['504', status(504)],
    ['a connection that is reset', reset],
    ['a body that breaks off', cut('{"id":"1"')],
  ])('a request to Looker is retried until a temporary fault ends: %s', async (_, fault) => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const { outcome, sent, log } = await ask(inTurn(fault, fault, fault, fault, fault, done), {
        ...get,
        method,
      })
      expect(outcome).toEqual({ id: '1' })
      expect(sent).toEqual(Array(6).fill(`${method} /api/4.0/render_tasks/1`))
      expect(log).toHaveLength(5)
      expect(new Set(log)).toEqual(
        new Set([expect.stringMatching(new RegExp(`\\(${method} /render_tasks/1\\)\\. Trying again\\.$`))]),
      )
    }
  })

  test('a request to Looker is retried if no answer arrives', async () => {
    const { outcome, sent, log, server } = await ask(inTurn(silent, done), get, { silence: 400 })
    expect(outcome).toEqual({ id: '1' })
    // On a busy machine, the second attempt may also exceed the time limit.
    expect(sent.length).toBeGreaterThanOrEqual(2)
    expect(log[0]).toBe(`${server.host} sent no data for 0 s (GET /render_tasks/1). Trying again.`)
  })

  test('a request with a time limit may wait longer for data than other requests, and is not retried after the limit', async () => {
    const call: Call = { ...get, timeLimit: 700 }
    const late: Answer = (response, request) => void setTimeout(() => done(response, request), 300)
    expect((await ask(late, call, { silence: 50 })).outcome).toEqual({ id: '1' })
    const { outcome, sent, server } = await ask(silent, call)
    expect(outcome).toMatchObject({ message: `${server.host} took longer than 1 s`, retries: 0 })
    expect(sent).toHaveLength(1)
  })

  test('a request with a time limit is retried only twice, because each attempt keeps the database busy', async () => {
    const { outcome, sent } = await ask(status(502), { ...get, timeLimit: 60_000 })
    expect(outcome).toBeInstanceOf(LookerError)
    expect(sent).toHaveLength(3)
  })

  test('a request with a time limit ends after the limit even if data arrives', async () => {
    const { outcome } = await ask(
      endless(200, () => undefined),
      { ...get, timeLimit: 300 },
      { read: countBytes },
    )
    expect(outcome).toMatchObject({ message: expect.stringMatching(/took longer than 0 s$/) })
  })

  test('a request to Looker is retried if the answer stops in the middle', async () => {
    const stalled: Answer = response => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{"id":')
    }
    const { outcome, sent } = await ask(inTurn(stalled, done), get, { silence: 400 })
    expect(outcome).toEqual({ id: '1' })
    expect(sent.length).toBeGreaterThanOrEqual(2)
  })

  test('a request to Looker is retried if the answer has invalid compression and the connection ends', async () => {
    const strange: Answer = response => {
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\nno gzip')
    }
    const { outcome } = await ask(inTurn(strange, done), get, { silence: 400 })
    expect(outcome).toEqual({ id: '1' })
  })

  test('a request to Looker is not retried if the answer arrives slowly', async () => {
    const slow: Answer = response => {
      response.writeHead(200)
      let left = 12
      const drip = setInterval(() => {
        if (left-- > 0) return void response.write('a')
        clearInterval(drip)
        response.end()
      }, 100)
    }
    const { outcome, sent } = await ask(slow, get, { silence: 800, read: countBytes })
    expect(outcome).toBe(12)
    expect(sent).toHaveLength(1)
  })

  test('a request to Looker is retried if the host cannot be reached after an earlier request reached it', async () => {
    const port = await closedPort()
    const log: string[] = []
    const http = createHttp({
      fetch,
      clock: virtualClock(),
      api: new URL(`http://127.0.0.1:${port}/api/4.0`),
      secrets: createSecrets(() => undefined),
      log: text => {
        log.push(text)
        if (log.length === 1) void serve(done, port)
      },
      pauses: { first: 5, longest: 10 },
    })
    expect(await http(get, jsonAnswer, never())).toEqual({ id: '1' })
    expect(log[0]).toBe(
      `127.0.0.1:${port} did not answer: the connection was refused (GET /render_tasks/1). Trying again.`,
    )
  })

  test('the first request to Looker is not retried if the host cannot be reached, because base-url may be wrong', async () => {
    const api = new URL(`http://127.0.0.1:${await closedPort()}/api/4.0`)
    const { outcome, log } = await ask(done, { ...get, firstContact: true }, { api })
    expect(outcome).toBeInstanceOf(LookerError)
    expect(outcome).toMatchObject({
      message: `${api.host} did not answer: the connection was refused`,
      hint: expect.stringContaining('the port in base-url'),
    })
    expect(log).toEqual([])
  })

  test('the first request to Looker is not retried if the server does not speak TLS', async () => {
    const server = await serve(done)
    const api = new URL(`https://${server.host}/api/4.0`)
    const { outcome } = await ask(done, { ...get, firstContact: true }, { api })
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/^No trusted TLS connection to 127\.0\.0\.1:\d+ \(\w+\)$/),
      unreachable: true,
    })
  })
})

describe('a permanent fault', () => {
  test.each([400, 401, 403, 404, 409, 410, 422])(
    'a request to Looker is not retried after the status %d',
    async code => {
      const { outcome, sent, log, server } = await ask(json({ message: 'No, thank you' }, code))
      expect(outcome).toMatchObject({
        message: `${server.host} answered ${code}: No, thank you`,
        status: code,
      })
      expect(sent).toHaveLength(1)
      expect(log).toEqual([])
    },
  )

  test.each([
    ['GET', 4],
    ['POST', 1],
    ['DELETE', 1],
  ] as const)(
    'after the status 500, the number of attempts of a %s request to Looker is %d',
    async (method, times) => {
      const { outcome, sent } = await ask(status(500), { ...get, method })
      expect(outcome).toMatchObject({ status: 500 })
      expect(sent).toHaveLength(times)
    },
  )

  test.each([undefined, 60_000])(
    'a POST that changes nothing in Looker is retried once after the status 500 with the time limit %p',
    async timeLimit => {
      const call: Call = { ...get, method: 'POST', isRepeatable: true, ...(timeLimit && { timeLimit }) }
      const { outcome, sent } = await ask(status(500), call)
      expect(outcome).toMatchObject({ status: 500 })
      expect(sent).toHaveLength(2)
    },
  )

  test.each([
    ['a page in place of JSON', page('<html>Please log in</html>')],
    ['JSON that is cut off', page('{"id":')],
    ['empty', status(200)],
  ])('a request to Looker is sent four times in total if the answer is %s', async (_, answer) => {
    const { outcome, sent } = await ask(answer)
    expect(outcome).toMatchObject({ message: 'Looker answered with something that is not JSON' })
    expect(sent).toHaveLength(4)
  })

  test('the retries after permanent faults are counted separately from the retries after temporary faults', async () => {
    const html = page('<html>')
    const { outcome, sent } = await ask(inTurn(html, status(503), html, status(429), html, reset, done))
    expect(outcome).toEqual({ id: '1' })
    expect(sent).toHaveLength(7)
  })
})

describe('the pause that Looker asks for', () => {
  test.each([429, 502, 503, 504])(
    'a request waits for the time in the Retry-After header after the status %d',
    async code => {
      const { outcome, clock, log } = await ask(inTurn(status(code, { 'retry-after': '120' }), done))
      expect(outcome).toEqual({ id: '1' })
      expect(clock.pauses).toEqual([120_000])
      expect(log).toEqual([expect.stringMatching(/\. Trying again after the 120 s that it asks for\.$/)])
    },
  )

  test('a request waits until the date in the Retry-After header', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const { clock } = await ask(inTurn(status(429, { 'retry-after': date }), done))
    expect(clock.pauses).toEqual([expect.any(Number)])
    expect(clock.pauses[0]).toBeGreaterThan(3_500_000)
    expect(clock.pauses[0]).toBeLessThanOrEqual(3_600_000)
  })

  test.each(['0', 'soon', new Date(0).toUTCString()])(
    'the Retry-After header of Looker is ignored if it is %j',
    async value => {
      const { clock, outcome } = await ask(inTurn(status(429, { 'retry-after': value }), done))
      expect(outcome).toEqual({ id: '1' })
      expect(clock.pauses).toEqual([])
    },
  )
})

describe('a signal', () => {
  const reason = new ActionError('The 15 minutes were over', 'Give it more.')

  test('no request is sent to Looker if its signal is already aborted', async () => {
    const { outcome, sent } = await ask(done, get, { signal: AbortSignal.abort(reason) })
    expect(outcome).toBe(reason)
    expect(sent).toEqual([])
  })

  test('an aborted signal ends a running request and its connection', async () => {
    const over = new AbortController()
    let closed: () => void = () => undefined
    const connectionClosed = new Promise<void>(resolve => {
      closed = resolve
    })
    const answer: Answer = response => {
      response.on('close', closed)
      over.abort(reason)
    }
    const { outcome, sent } = await ask(answer, get, { signal: over.signal })
    expect(outcome).toBe(reason)
    expect(sent).toHaveLength(1)
    await connectionClosed
  })

  test('an aborted signal ends the pause between two attempts of a request', async () => {
    const over = new AbortController()
    const log = () => void setImmediate(() => over.abort(reason))
    const pauses = { first: 50_000, longest: 50_000 }
    const { outcome, sent } = await ask(status(503), get, { signal: over.signal, log, pauses })
    expect(outcome).toBe(reason)
    expect(sent).toHaveLength(1)
  })

  test('the error of a deadline contains the last failure of the request, which public logs do not show', async () => {
    const over = new AbortController()
    const limit = new TimeLimitError('The time limit was reached', 'Increase timeout-minutes.')
    const log = () => void setImmediate(() => over.abort(limit))
    const pauses = { first: 50_000, longest: 50_000 }
    const { outcome, server } = await ask(status(503), get, { signal: over.signal, log, pauses })
    expect(outcome).toBeInstanceOf(TimeLimitError)
    expect(outcome).toMatchObject({
      message: `The time limit was reached; the last try failed: ${new URL(server.url).host} answered 503`,
      hint: expect.stringContaining('Looker was busy or down until the deadline'),
      publicFact: 'The time limit was reached',
    })
  })

  test('an aborted signal ends the pause that Looker asks for in Retry-After', async () => {
    const over = new AbortController()
    const clock = {
      now: () => 0,
      sleep: (_: number, signal?: AbortSignal) =>
        new Promise<void>((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
          over.abort(reason)
        }),
    }
    const { outcome, sent } = await ask(status(429, { 'retry-after': '9' }), get, {
      signal: over.signal,
      clock,
    })
    expect(outcome).toBe(reason)
    expect(sent).toHaveLength(1)
  })

  test('an aborted signal ends the reading of an answer', async () => {
    const over = new AbortController()
    const answer: Answer = response => {
      response.writeHead(200)
      response.write('{"id":', () => over.abort(reason))
    }
    const { outcome } = await ask(answer, get, { signal: over.signal })
    expect(outcome).toBe(reason)
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])(
    'a redirect of Looker (%d) is not followed, and the API key is not sent to the new address',
    async code => {
      const elsewhere = await serve(done)
      const { outcome, sent, server } = await ask(
        status(code, { location: `${elsewhere.url}api/4.0/login` }),
        {
          method: 'POST',
          path: '/login',
          form: { client_secret: 's3cret' },
          token: 'tok',
        },
      )
      expect(outcome).toMatchObject({
        message: `${server.host} redirects to ${elsewhere.host}`,
        status: code,
      })
      expect(sent).toHaveLength(1)
      expect(elsewhere.requests).toEqual([])
    },
  )
})

describe('an endless answer', () => {
  test.each([200, 404])(
    'the connection is closed if an answer of Looker with status %d does not end',
    async code => {
      let left: (bytes: number) => void = () => undefined
      const taken = new Promise<number>(resolve => {
        left = resolve
      })
      const { outcome } = await ask(inTurn(endless(code, left), page('', 403)))
      expect(outcome).toMatchObject({ status: code === 200 ? 403 : 404 })
      expect(await taken).toBeLessThan(16_000_000)
    },
  )

  test('an endless answer of Looker is closed if only its status is needed', async () => {
    const closed = Promise.withResolvers<number>()
    const { outcome } = await ask(endless(202, closed.resolve), get, { read: async ({ status }) => status })
    expect(outcome).toBe(202)
    expect(await closed.promise).toBeLessThan(64_000_000)
  })
})

describe('a secret in an answer from Looker', () => {
  const secret = 'hG7kq2mVzX9pLw4tRb6n'

  const echoed = async (answer: Answer) => {
    const secrets = createSecrets(() => undefined)
    secrets.keep(secret)
    const { outcome, log } = await ask(answer, { ...get, method: 'POST' }, { secrets })
    if (!(outcome instanceof LookerError)) throw new Error('Looker was to refuse')
    return [outcome.message, outcome.hint, ...log].join('\n')
  }

  test.each([
    ['a message', json({ message: `no such key: ${secret}` }, 404)],
    ['fields', json({ message: 'no', errors: [{ field: secret, message: `${secret} is wrong` }] }, 422)],
    ['a message of a server that failed', json({ message: `client_secret=${secret}&a=b` }, 500)],
    ['a page', page(`<html>${secret}</html>`, 403)],
  ])('a secret in an answer from Looker is not shown if the secret is in %s', async (_, answer) => {
    const said = await echoed(answer)
    expect(said).toMatch(/40[34]|422|500/)
    expect(said).not.toContain(secret)
  })

  test('no part of a secret in an answer from Looker is shown, even if a long message cuts the secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 270, max: 310 }), async before => {
        const said = await echoed(json({ message: `${'x'.repeat(before)}${secret}` }, 404))
        expect(said).not.toContain(secret.slice(0, 4))
      }),
      { numRuns: 15 },
    )
  })

  test('a secret in an answer from Looker is not shown in the messages of a render task', async () => {
    const secrets = createSecrets(() => undefined)
    secrets.keep(secret)
    const { url, host } = await serve(
      json({ id: '1', status: `is ${secret}`, status_detail: `key ${secret} was wrong` }),
    )
    const log = () => undefined
    const http = createHttp({ fetch, clock: virtualClock(), api: new URL('/api/4.0', url), secrets, log })
    const client = createLookerClient((call, read) => http(call, read, never()), '4.0', {
      host,
      clean: secrets.clean,
    })
    const task = await client.renderTask('1')
    expect(task.id).toBe('1')
    expect(`${task.status}, ${task.detail}`).not.toContain(secret)
  })

  test.each([
    ['..'],
    ['.'],
    ['a b'],
    ['\ud800'],
    [''],
    ['x'.repeat(1000)],
    [`${secret}`],
    [1.5],
    [null],
    [['1']],
  ])(
    'a render task with an invalid id is refused, and the message contains no secret (case %#)',
    async id => {
      const secrets = createSecrets(() => undefined)
      secrets.keep(secret)
      const { url, host } = await serve(json({ id, status: 'success' }))
      const log = () => undefined
      const pauses = { first: 1, longest: 4 }
      const http = createHttp({
        fetch,
        clock: virtualClock(),
        api: new URL('/api/4.0', url),
        secrets,
        log,
        pauses,
      })
      const client = createLookerClient((call, read) => http(call, read, never()), '4.0', {
        host,
        clean: secrets.clean,
      })
      await expect(client.renderTask('1')).rejects.toThrow('something that is not a render task')
    },
  )

  test.each([
    [302, { location: `https://${secret}.example/` }],
    [307, { location: `https://user:${secret}@example.com/${secret}` }],
  ])(
    'a secret in an answer from Looker is not shown if the secret is in the location of a redirect (%d)',
    async (code, headers) => {
      const secrets = createSecrets(() => undefined)
      secrets.keep(secret.toLowerCase())
      secrets.keep(secret)
      const { outcome } = await ask(status(code, headers), get, { secrets })
      expect(String(outcome).toLowerCase()).not.toContain(secret.toLowerCase())
    },
  )

  test('a secret in an answer from Looker is not shown in the log during a temporary fault', async () => {
    const secrets = createSecrets(() => undefined)
    secrets.keep(secret)
    const { log } = await ask(inTurn(json({ message: `limit of ${secret}` }, 429), done), get, { secrets })
    expect(log).toEqual([expect.stringContaining('limit of ***')])
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-05T12:00:00Z')
  beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(now))
  afterEach(() => void jest.restoreAllMocks())

  test.each([
    ['0', 0],
    ['1', 1000],
    ['120', 120_000],
    [' 5 ', 5000],
    ['Thu, 05 Nov 2026 12:00:30 GMT', 30_000],
    ['Thu, 05 Nov 2026 13:00:00 GMT', 3_600_000],
    ['Thursday, 05-Nov-26 12:00:30 GMT', 30_000],
    ['Thu Nov  5 12:00:30 2026 GMT', 30_000],
    ['Thu, 05 Nov 2026 12:00:00 GMT', 0],
    ['Thu, 05 Nov 2026 11:00:00 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', 0],
    ['', 0],
    ['-5', 0],
  ])('Retry-After with the value %j means %d milliseconds', (value, milliseconds) =>
    expect(retryAfter(new Headers({ 'retry-after': value }))).toBe(milliseconds),
  )

  test.each([
    ['ten minutes slow', 'Thu, 05 Nov 2026 12:10:00 GMT', 'Thu, 05 Nov 2026 12:10:30 GMT'],
    ['ten minutes fast', 'Thu, 05 Nov 2026 11:50:00 GMT', 'Thu, 05 Nov 2026 11:50:30 GMT'],
  ])(
    "a date in Retry-After is compared with the date of Looker's answer if the runner's clock is %s",
    (_, date, value) => expect(retryAfter(new Headers({ date, 'retry-after': value }))).toBe(30_000),
  )

  test('a request is sent again without a pause if Looker sends no Retry-After header', () =>
    expect(retryAfter(new Headers())).toBe(0))

  test.each(['9999999', '9'.repeat(30), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'Retry-After is limited to the longest timer of Node: %s',
    value => {
      const milliseconds = retryAfter(new Headers({ 'retry-after': value }))
      expect(milliseconds).toBeGreaterThan(7200 * 60_000 - 1)
      expect(milliseconds).toBeLessThan(2 ** 31)
    },
  )
})

describe('the timers of a request', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  const httpWith = (answer: Fetch) =>
    createHttp({
      fetch: answer,
      clock: virtualClock(),
      api: new URL('https://acme.looker.com/api/4.0'),
      secrets: createSecrets(() => undefined),
      log: () => undefined,
    })

  test('a request to Looker fails if no data arrives for 60 seconds', async () => {
    const sentAt: number[] = []
    const http = httpWith((_, init) => {
      sentAt.push(Date.now())
      if (sentAt.length > 1) return Promise.resolve(Response.json({ id: '1' }))
      return new Promise((_, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      )
    })
    const answer = http(get, jsonAnswer, never())
    await jest.advanceTimersByTimeAsync(59_999)
    expect(sentAt).toHaveLength(1)
    // The pause before the second request is at most one second.
    await jest.advanceTimersByTimeAsync(1100)
    expect(sentAt).toHaveLength(2)
    expect(await answer).toEqual({ id: '1' })
    expect(jest.getTimerCount()).toBe(0)
  })

  test.each<[string, () => Response]>([
    ['an answer', () => Response.json({ id: '1' })],
    ['a refusal', () => Response.json({ message: 'no' }, { status: 422 })],
  ])('no timer of a request remains after %s', async (_, answer) => {
    const http = httpWith(async () => answer())
    await http(get, jsonAnswer, never()).catch(() => undefined)
    expect(jest.getTimerCount()).toBe(0)
  })

  test('no timer of a request remains after its signal is aborted', async () => {
    const cancel = new AbortController()
    const http = httpWith(
      (_, init) =>
        new Promise((_, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    )
    const answer = http(get, jsonAnswer, cancel.signal)
    await jest.advanceTimersByTimeAsync(10)
    cancel.abort(new Error('over'))
    await expect(answer).rejects.toThrow('over')
    expect(jest.getTimerCount()).toBe(0)
  })

  test('no timer of a request with a time limit remains after the answer', async () => {
    const http = httpWith(async () => Response.json({ id: '1' }))
    await http({ ...get, timeLimit: 120_000 }, jsonAnswer, never())
    expect(jest.getTimerCount()).toBe(0)
  })
})

const asItIs = (text: string) => text

/** Returns a response whose body consists of these pieces. `taken` is the number of pieces that were read. */
function inPieces(pieces: Iterable<Uint8Array>) {
  const taken = { pieces: 0, cancelled: false }
  const source = pieces[Symbol.iterator]()
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = source.next()
        if (done) return controller.close()
        taken.pieces++
        controller.enqueue(value)
      },
      cancel() {
        taken.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { response: new Response(stream), taken }
}

describe('a body', () => {
  test.each([
    ['{"id":"1"}', '{"id":"1"}'],
    ['', ''],
    ['Größe 🎉', 'Größe 🎉'],
  ])('the body of an answer is read as the text %j', async (body, text) =>
    expect(await boundedText(new Response(body))).toBe(text),
  )

  test('a missing body of an answer is read as an empty text', async () =>
    expect(await boundedText(new Response(null, { status: 204 }))).toBe(''))

  test('the body of an answer is read as the same text, however its bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 1, max: 5 }), async (text, size) => {
        const bytes = Buffer.from(text)
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        )
        // If the first character is a byte order mark, it is not part of the text.
        expect(await boundedText(inPieces(pieces).response)).toBe(text.replace(/^\ufeff/, ''))
      }),
    )
  })

  test('an endless body of an answer is read up to a million characters', async () => {
    function* endless() {
      for (;;) yield Buffer.alloc(10_000, 'a')
    }
    const { response, taken } = inPieces(endless())
    expect((await boundedText(response)).length).toBeLessThanOrEqual(1_010_000)
    expect(taken.pieces).toBeLessThanOrEqual(102)
    expect(taken.cancelled).toBe(true)
  })
})

describe('a JSON answer', () => {
  const read = (body: string, options?: Parameters<typeof readJson>[2]) =>
    readJson('acme', new Response(body), options)
  const tooLong = { message: 'acme answered with too many characters', retries: 0 }

  test.each([
    ['{"id":"1"}', { id: '1' }],
    ['[1,"[[[\\"[",{}]', [1, '[[["[', {}]],
    [`${'['.repeat(100)}${']'.repeat(100)}`, JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)],
    [JSON.stringify(Array(300).fill({ a: [] })), Array(300).fill({ a: [] })],
    [JSON.stringify({ title: '{['.repeat(200) }), { title: '{['.repeat(200) }],
  ])('a valid JSON answer of Looker is read (case %#)', async (body, value) =>
    expect(await read(body)).toEqual(value),
  )

  test.each(['<html>', '', '{"id":', `${'['.repeat(101)}${']'.repeat(101)}`, '{"a":'.repeat(200_000)])(
    'an invalid or too deeply nested JSON answer of Looker is ignored (case %#)',
    async body => expect(await read(body)).toBeUndefined(),
  )

  test('a request fails without a retry if the JSON answer has too many characters', async () => {
    await expect(read(`"${'x'.repeat(98)}"`, { longest: 99 })).rejects.toMatchObject(tooLong)
    expect(await read(`"${'x'.repeat(97)}"`, { longest: 99 })).toHaveLength(97)
    await expect(read(`"${'x'.repeat(1_000_000)}"`)).rejects.toMatchObject(tooLong)
  })

  test('the characters of several JSON answers count together towards their common limit', async () => {
    const budget = { left: 20 }
    const object = readObject('acme', 'folder', answer => answer.id, budget)
    const list = readList('acme', 'folder', item => item.id, budget)
    const alive = () => undefined
    expect(await object(new Response('{"id":"1"}'), alive)).toBe('1')
    expect(await list(new Response('[{"id":2}]'), alive)).toEqual([2])
    expect(budget.left).toBe(0)
    await expect(object(new Response('{}'), alive)).rejects.toMatchObject(tooLong)
  })
})

describe("Looker's message", () => {
  test.each([
    [{ message: 'Not found' }, 'Not found'],
    [{ message: 'Not\nfound', documentation_url: 'https://docs.example' }, 'Not found'],
    [
      {
        message: 'Validation Failed',
        errors: [{ field: 'width', code: 'invalid', message: 'is too large' }],
      },
      'width: is too large',
    ],
    [
      {
        message: 'Validation Failed',
        errors: [
          { field: 'width', code: 'invalid', message: 'is too large' },
          { field: 'height', code: 'missing_field' },
          { message: 'and more' },
        ],
      },
      'width: is too large; height: missing_field; and more',
    ],
    [{ message: 'Validation Failed', errors: [] }, 'Validation Failed'],
    [{ message: 'Validation Failed', errors: 'many' }, 'Validation Failed'],
    [{ message: 'Validation Failed', errors: [null, 'x', 3, {}, { field: 4 }] }, 'Validation Failed'],
    [{ message: 'x'.repeat(1000) }, `${'x'.repeat(299)}…`],
    [
      { errors: Array(100).fill({ field: 'f', message: 'x'.repeat(50) }) },
      expect.stringMatching(/^(f: x{50}; )+f: x*…$/),
    ],
    [{ message: '<html><head><title>x</title></head><h1>Bad\nGateway</h1><br/></html>' }, 'Bad Gateway'],
    [{ message: '<script>alert(1)</script>' }, undefined],
    [{ message: 'Unknown field <orders.count>, a < b' }, 'Unknown field <orders.count>, a < b'],
    [{ message: 'An error has occurred.' }, 'An error has occurred'],
    [{ message: 'Validation Failed', errors: [{ message: 'and more...' }] }, 'and more...'],
    [{ message: '' }, undefined],
    [{ message: 7 }, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
    ['Not found', undefined],
  ])("Looker's error message is read from %j as %j", (answer, words) =>
    expect(messageIn(JSON.stringify(answer), asItIs)).toEqual(words),
  )

  test("Looker's error message is shortened if it is very long", () =>
    expect(messageIn(JSON.stringify({ message: 'No<script '.repeat(100_000) }), asItIs)).toHaveLength(300))

  test.each(['', '<html>504 Gateway Time-out</html>', '{"message":"cut', 'undefined'])(
    'no error message of Looker is read from %j',
    body => expect(messageIn(body, asItIs)).toBeUndefined(),
  )
})

test.each([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['[1]', [1]],
  ['', undefined],
  ['{', undefined],
  ['NaN', undefined],
])('parseJson reads %j or returns undefined for invalid JSON', (body, value) =>
  expect(parseJson(body)).toEqual(value),
)

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ['a', false],
  [undefined, false],
])('isObject of %j is %s', (value, object) => expect(isObject(value)).toBe(object))
