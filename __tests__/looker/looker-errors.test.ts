import '../../testkit/runner/one-realm.ts'
import { ActionError, ProxyError, TimeLimitError } from '../../src/errors.ts'
import {
  cleanError,
  connectionError,
  creationError,
  failedRender,
  hintForSecond,
  LookerError,
  renderFailure,
  statusError,
  toTaskLost,
  unexpectedResponse,
} from '../../src/looker/looker-errors.ts'
import { type Track, trackProgress } from '../../src/looker/render-queue.ts'
import type { Target, VisualTarget } from '../../src/model.ts'
import { describeTarget, targetKinds } from '../../src/targets.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard } from '../../testkit/results.ts'

const host = 'acme.cloud.looker.com'

/** Returns an error as `fetch` throws it. The reason is the error's cause. */
const fetchFailed = (code: string, depth = 1): Error => {
  const cause = Object.assign(new Error(`some words, ${code}`), { code })
  return depth === 1
    ? new TypeError('fetch failed', { cause })
    : new Error('outer', { cause: fetchFailed(code, depth - 1) })
}

const refused = (
  status: number,
  about: {
    location?: string
    retryAfter?: number
    method?: string
    message?: string
    isRepeatable?: boolean
    isLoggedIn?: boolean
  } = {},
) =>
  statusError({
    status,
    location: about.location ?? null,
    retryAfter: about.retryAfter ?? 0,
    message: about.message,
    host,
    method: about.method ?? 'GET',
    isRepeatable: about.isRepeatable ?? false,
    isLoggedIn: about.isLoggedIn ?? true,
  })

describe('a connection that fails', () => {
  test.each([
    ['ENOTFOUND', `${host} did not answer: there is no such host`, 'Check the spelling of base-url'],
    ['ECONNREFUSED', `${host} did not answer: the connection was refused`, 'Check the port in base-url'],
    [
      'EHOSTUNREACH',
      `${host} did not answer: the host cannot be reached`,
      'For a host in a private network, use a runner in that network',
    ],
    [
      'ENETUNREACH',
      `${host} did not answer: the network cannot be reached`,
      'For a host in a private network, use a runner in that network',
    ],
    ['CERT_HAS_EXPIRED', `No trusted TLS connection to ${host} (CERT_HAS_EXPIRED)`, 'Renew the certificate'],
    ['CERT_NOT_YET_VALID', `No trusted TLS connection to ${host} (CERT_NOT_YET_VALID)`, "runner's clock"],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      `No trusted TLS connection to ${host} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      `No trusted TLS connection to ${host} (SELF_SIGNED_CERT_IN_CHAIN)`,
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      `No trusted TLS connection to ${host} (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
      'NODE_EXTRA_CA_CERTS',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      `No trusted TLS connection to ${host} (ERR_TLS_CERT_ALTNAME_INVALID)`,
      'host and port',
    ],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      `No trusted TLS connection to ${host} (ERR_SSL_WRONG_VERSION_NUMBER)`,
      'host and port',
    ],
    ['EPROTO', `No trusted TLS connection to ${host} (EPROTO)`, 'host and port'],
  ])(
    'the error for a connection that failed with %s says that the host cannot be reached',
    (code, message, hint) => {
      const fault = connectionError(fetchFailed(code), host)
      expect(fault).toMatchObject({ message, hint: expect.stringContaining(hint), unreachable: true })
      expect(connectionError(fetchFailed(code, 4), host).message).toBe(message)
    },
  )

  test.each([
    ['ECONNRESET', `The connection to ${host} broke (ECONNRESET)`],
    ['ETIMEDOUT', `The connection to ${host} broke (ETIMEDOUT)`],
    ['EPIPE', `The connection to ${host} broke (EPIPE)`],
    ['HPE_INVALID_EOF_STATE', `The connection to ${host} broke (HPE_INVALID_EOF_STATE)`],
    ['UND_ERR_SOCKET', `The connection to ${host} broke (UND_ERR_SOCKET)`],
    ['UND_ERR_CONNECT_TIMEOUT', `The connection to ${host} broke (UND_ERR_CONNECT_TIMEOUT)`],
    ['EAI_AGAIN', `The connection to ${host} broke (EAI_AGAIN)`],
    ['toString', `The connection to ${host} broke (toString)`],
  ])('the error for a connection that failed with %s allows retries until the deadline', (code, message) =>
    expect(connectionError(fetchFailed(code), host)).toMatchObject({
      message,
      retries: Number.POSITIVE_INFINITY,
      unreachable: false,
      status: undefined,
    }),
  )

  test.each([
    'HPE_INVALID_CONSTANT',
    'UND_ERR_HEADERS_OVERFLOW',
    'Z_DATA_ERROR',
    'ERR__ERROR_FORMAT_PADDING_1',
  ])('the error for a connection that failed with %s says that the answer cannot be read', code =>
    expect(connectionError(fetchFailed(code), host)).toMatchObject({
      message: `${host} answered with something that cannot be read (${code})`,
      hint: expect.stringContaining('base-url'),
      retries: 3,
    }),
  )

  test.each([
    ['bad port', new TypeError('fetch failed', { cause: new Error('bad port') })],
    ['terminated', new TypeError('terminated')],
    ['a text', 'a text'],
    ['undefined', undefined],
  ])(
    'the error for a connection that failed without a code quotes “%s” and allows three retries',
    (words, thrown) => {
      const fault = connectionError(thrown, host)
      expect(fault.message).toBe(`The connection to ${host} broke (${words})`)
      expect(fault.cause).toBe(thrown)
      expect(fault).toMatchObject({ retries: 3, unreachable: false })
    },
  )

  test.each([
    [false, Number.POSITIVE_INFINITY],
    [true, 0],
  ])(
    'the error of a proxy keeps its message, and allows retries if it is not final (final: %s)',
    (final, retries) => {
      const proxy = new ProxyError('The proxy did not answer', 'Check HTTPS_PROXY.', { final })
      const { message, hint } = proxy
      expect(connectionError(proxy, host)).toMatchObject({ message, hint, retries, unreachable: true })
    },
  )

  test('the error for a failed connection is not changed if it is already an ActionError', () => {
    const reason = new ActionError('The job was cancelled', 'Run it again.')
    expect(connectionError(reason, host)).toBe(reason)
  })
})

describe('an error status', () => {
  const always = Number.POSITIVE_INFINITY

  test.each([
    [408, 'GET', always],
    [429, 'GET', always],
    [429, 'POST', always],
    [502, 'POST', always],
    [503, 'DELETE', always],
    [504, 'GET', always],
    [500, 'GET', 3],
    [500, 'POST', 0],
    [501, 'GET', 3],
    [599, 'DELETE', 0],
    [400, 'GET', 0],
    [401, 'GET', 0],
    [403, 'GET', 0],
    [404, 'GET', 0],
    [409, 'POST', 0],
    [422, 'POST', 0],
    [301, 'GET', 0],
    [307, 'POST', 0],
  ])('the status %d after a %s request allows %d retries', (status, method, retries) => {
    const fault = refused(status, { method })
    expect(fault).toBeInstanceOf(LookerError)
    expect(fault).toMatchObject({ status, retries })
  })

  test.each([
    [429, undefined, `${host} answered 429`],
    [503, 'Down for maintenance', `${host} answered 503: Down for maintenance`],
    [500, undefined, `${host} failed (500)`],
    [500, 'An error has occurred.', `${host} failed (500): An error has occurred.`],
    [400, undefined, `${host} answered 400`],
    [422, 'width: is too large', `${host} answered 422: width: is too large`],
  ])("the error for the status %d is correct for Looker's message %j", (status, message, told) =>
    expect(refused(status, message === undefined ? {} : { message }).message).toBe(told),
  )

  test.each([
    [403, 'permissions'],
    [404, 'exists'],
    [410, 'Looker admin'],
    [413, 'size'],
  ])('the error for the status %d mentions base-url only before the log-in', (status, words) => {
    expect(refused(status, { isLoggedIn: false }).hint).toBe(
      "Check base-url's host and port, and api-version.",
    )
    expect(refused(status).hint).toContain(words)
    expect(refused(status).hint).not.toMatch(/base-url|api-version/)
  })

  test.each([
    ['https://login.acme.example/sso?key=1', ' to login.acme.example'],
    ['//other.example/', ' to other.example'],
    [`https://${host}:8443/`, ` to ${host}:8443`],
    [`https://${'a'.repeat(5000)}.example/`, ` to ${'a'.repeat(99)}…`],
    ['/login', ' to another address'],
    ['https://', ' to another address'],
    ['', ' to another address'],
  ])('the error for a redirect (302) to %j names the new host', (location, where) =>
    expect(refused(302, location ? { location } : {})).toMatchObject({
      message: `${host} redirects${where}`,
      hint: expect.stringContaining('the API key is not sent to another host'),
    }),
  )

  test('the error for a status contains the pause that Looker asked for', () => {
    expect(refused(429, { retryAfter: 7000 }).retryAfter).toBe(7000)
    expect(refused(429).retryAfter).toBe(0)
  })
})

test('the error for an answer that cannot be used names the host and allows three retries', () =>
  expect(unexpectedResponse(host, 'something that is not a render task')).toMatchObject({
    message: `${host} answered with something that is not a render task`,
    hint: expect.stringContaining('base-url'),
    retries: 3,
    status: undefined,
  }))

const picture = (kind: VisualTarget['kind'], id: string): Target => ({
  kind,
  id,
  source: `${kind}/${id}`,
  name: id,
  file: `${id}.png`,
  url: '',
  width: 1,
  height: 1,
  ignore: [],
  output: { format: 'png' },
})

const refusal = (status: number, message?: string) =>
  statusError({
    status,
    location: null,
    retryAfter: 0,
    message,
    host,
    method: 'POST',
    isRepeatable: false,
    isLoggedIn: true,
  })

describe('the description of a target', () => {
  test.each([
    [dashboard(), 'dashboard 42'],
    [dashboard({ kind: 'lookml_dashboard', id: 'thelook::overview' }), 'LookML dashboard thelook::overview'],
    [picture('look', '7'), 'Look 7'],
    [picture('query', 'aBc'), 'query aBc'],
    [picture('dashboard_element', '19'), 'dashboard element 19'],
  ])('the description of a target contains the usual word for its kind (case %#)', (target, words) =>
    expect(describeTarget(target)).toBe(words),
  )
})

describe('a render task that Looker refuses to create', () => {
  test.each([
    [dashboard(), 'see_user_dashboards'],
    [dashboard({ kind: 'lookml_dashboard', id: 'm::d' }), 'see_lookml_dashboards'],
    [picture('look', '7'), 'see_looks'],
    [picture('query', 'aBc'), 'see_looks'],
    [picture('dashboard_element', '19'), 'see_user_dashboards'],
  ])('the error for a refused render task names the required permissions (case %#)', (target, permission) =>
    expect(creationError(refusal(403), target)).toMatchObject({
      message: `Looker does not let the API user render this ${targetKinds[target.kind].noun} (403)`,
      hint: `Give the API user's role the permissions access_data, ${permission} and download_with_limit or download_without_limit, and give the user View access to the folder.`,
    }),
  )

  test.each([
    [dashboard(), 'Looker found no dashboard 42', 'see_user_dashboards', ','],
    [picture('look', '7'), 'Looker found no Look 7', 'see_looks', ','],
    [
      dashboard({ kind: 'lookml_dashboard', id: 'm::d' }),
      'Looker found no LookML dashboard m::d',
      'see_lookml_dashboards',
      ', that production has the commit with this dashboard,',
    ],
  ])(
    'if Looker answers 404 to a new render task, the error names the permissions (case %#)',
    (target, message, permission, production) =>
      expect(creationError(refusal(404, 'Not found'), target)).toMatchObject({
        message,
        hint: `Check the id${production} and that the API user may see the folder. The user's role needs the permissions access_data and ${permission}. Looker gives the same answer if content does not exist or the user may not see it.`,
      }),
  )

  test.each([
    [
      'width: is too large; height: missing',
      'Looker refused to render this dashboard: width: is too large; height: missing',
    ],
    ['it answered 422 before', 'Looker refused to render this dashboard: it answered 422 before'],
    [undefined, 'Looker refused to render this dashboard'],
  ])(
    "the error for a refused render task contains Looker's message about the settings: %j",
    (said, message) =>
      expect(creationError(refusal(422, said), dashboard())).toMatchObject({
        message,
        hint: expect.stringContaining("target's settings"),
      }),
  )

  test.each([400, 429, 500, 503])(
    'the error for a refused render task contains the message of the answer with status %d',
    status => {
      const fault = refusal(status, 'Nope')
      const told = creationError(fault, dashboard())
      expect(told).toBeInstanceOf(ActionError)
      expect(told).toMatchObject({ message: fault.message, hint: fault.hint, cause: fault })
    },
  )

  test('an error that is not from Looker is unchanged after the creation of a render task', () => {
    const other = new RangeError('out of bounds')
    expect(creationError(other, dashboard())).toBe(other)
  })
})

describe('a render task that failed', () => {
  test.each([
    ['Script timed out. - retried', "Looker's renderer waited too long for a tile"],
    ['RendererTimeout', "Looker's renderer waited too long for a tile"],
    ['[renderer no outfile - retried]', "Looker's renderer produced no file"],
    ['Unexpected document content', "Looker's renderer crashed"],
    ['[orphaned job]', 'Looker was restarted while it rendered'],
    ['ANGULAR_RUNTIME_EXCEPTION TypeError: x is undefined', "Looker's page failed while it was rendered"],
    ['error: UNEXPECTED DOCUMENT CONTENT', "Looker's renderer crashed"],
  ])('a failed render task with the detail %j counts as a crash of the renderer', (detail, fact) => {
    const { crash, error } = renderFailure(dashboard(), detail)
    expect(crash).toBe(true)
    expect(error.message).toBe(`${fact} ("${detail}")`)
    expect(error.hint).toMatch(/\.$/)
  })

  test.each([
    [
      'Tile "Orders": unknown field orders.cuont',
      'Looker could not render this dashboard: "Tile "Orders": unknown field orders.cuont"',
    ],
    ['two\nlines', 'Looker could not render this dashboard: "two lines"'],
    ['', 'Looker could not render this dashboard and gave no reason'],
    [' \n ', 'Looker could not render this dashboard and gave no reason'],
  ])('a failed render task with the detail %j counts as an error of the target', (detail, message) => {
    const { crash, error } = renderFailure(dashboard(), detail)
    expect(crash).toBe(false)
    expect(error).toMatchObject({ message, hint: expect.stringContaining('look for a tile with an error') })
  })

  test.each([
    [`ANGULAR_RUNTIME_EXCEPTION ${'at x (y.js)\n'.repeat(2000)}`, true],
    ['unknown field '.repeat(1000), false],
    [`${'long '.repeat(1000)} Script timed out.`, true],
  ])(
    "the message about a failed render task is short even if Looker's detail is long (case %#)",
    (detail, crash) => {
      const failure = renderFailure(dashboard(), detail)
      expect(failure.crash).toBe(crash)
      expect(failure.error.message.length).toBeLessThan(300)
      expect(failure.error.message).not.toContain('\n')
      expect(failure.error.message).toContain('…"')
    },
  )
})

describe('an error without the secrets in its message', () => {
  const clean = (text: string) => text.replaceAll('secret', '***')

  test('an error of Looker keeps its other facts when secrets are removed from its message', () => {
    const cause = new Error('why')
    const about = { status: 502, retries: 3, retryAfter: 7, unreachable: true, cause }
    const error = cleanError(new LookerError('It says secret', 'Wait.', about), clean)
    expect(error).toBeInstanceOf(LookerError)
    expect(error).toMatchObject({ message: 'It says ***', hint: 'Wait.', name: 'LookerError', ...about })
    const unanswered = cleanError(new LookerError('A secret', 'Wait.', { retries: 0 }), clean)
    expect(unanswered).toMatchObject({ status: undefined, retries: 0, retryAfter: 0, unreachable: false })
  })

  test('an error that is not from Looker keeps its hint and its cause when secrets are removed from its message', () => {
    const cause = new Error('why')
    const error = cleanError(new ActionError('A secret', 'Wait.', { cause }), clean)
    expect(error).not.toBeInstanceOf(LookerError)
    expect(error).toMatchObject({ message: 'A ***', hint: 'Wait.', cause })
  })

  test.each([
    ["Check base-url's port and api-version.", "Check compare's port and api-version."],
    ['Check client-id and client-secret.', 'Check compare-client-id and compare-client-secret.'],
    ['Wait for the client.', 'Wait for the client.'],
  ])('an error of the second instance names the inputs of that instance: %s', (hint, expected) => {
    const about = { status: 404, retries: 0 }
    const error = cleanError(new LookerError('A fact', hint, about), clean, hintForSecond)
    expect(error).toMatchObject({ message: 'A fact', hint: expected, name: 'LookerError', ...about })
  })

  test('an error without secrets is not changed', () => {
    const error = new ActionError('A fact', 'Wait.')
    expect(cleanError(error, clean)).toBe(error)
  })
})

test('only a 404 of a render task means that Looker no longer has the task', () => {
  const lost = toTaskLost(new LookerError('gone', '', { status: 404, retries: 0 }))
  expect(lost).toMatchObject({
    message: 'Looker no longer has the render task or its result (404)',
    hint: 'Run the job again. If it happens again, ask the Looker admin whether the instance is being restarted.',
    reason: 'gone',
  })
  for (const other of [new LookerError('gone', '', { status: 500, retries: 0 }), new Error('404')])
    expect(toTaskLost(other)).toBe(other)
})

describe('a target that was not rendered', () => {
  type Event = Parameters<Track['report']>[0]
  const trackOf = (...events: Event[]) => {
    const track = trackProgress()
    for (const event of events) track.report(event)
    return track
  }
  const over = AbortSignal.abort(new ActionError('The minutes were over', 'Increase timeout-minutes.'))
  const failedWith = (
    thrown: unknown,
    about: { signal?: AbortSignal; track?: Track; hung?: Map<Target, Track> } = {},
  ) =>
    failedRender(dashboard(), thrown, {
      ...{ signal: new AbortController().signal, track: trackOf(), hung: new Map() },
      ...{ clock: { ...virtualClock(), now: () => 90_000 } },
      ...about,
    })
  const creating: Event = { kind: 'creating', at: 30_000 }
  const created: Event = { kind: 'created', id: 'task-1', status: 'enqueued_for_query' }

  test('a failed target keeps its error, its render task, its seconds and its requests', () => {
    const track = trackOf({ kind: 'requested' }, creating, created)
    expect(failedWith(new ActionError('A fact', 'Wait.'), { track })).toMatchObject({
      ...{ status: 'failure', target: dashboard(), error: { message: 'A fact', hint: 'Wait.' } },
      ...{ apiCalls: 1, renderTaskId: 'task-1', seconds: 60 },
    })
    expect(track.current.stage).toBe('failed')
  })

  test('a failed target without a render task has no seconds', () => {
    const result = failedWith(new ActionError('A fact', 'Wait.'))
    expect(result).not.toHaveProperty('renderTaskId')
    expect(result).not.toHaveProperty('seconds')
  })

  test.each<[string, unknown, boolean]>([
    ['404 to the creation', creationError(refusal(404), dashboard()), true],
    ['403 to the creation', creationError(refusal(403), dashboard()), false],
    ['the render task is lost', toTaskLost(refusal(404)), false],
    ['the creation fails without an answer', new ActionError('A', 'B', { cause: new Error('C') }), false],
    ['an unexpected error', Object.assign(new Error('A'), { cause: refusal(404) }), false],
  ])(
    'a failed target counts as missing only if Looker answers 404 to the creation of its render task: %s',
    (_, thrown, isMissing) => {
      expect(failedWith(thrown).isMissing).toBe(isMissing ? true : undefined)
    },
  )

  test.each<[string, Event[]]>([
    ['before Looker began to render this dashboard', []],
    ['while this dashboard was being requested', [creating]],
    ['while this dashboard was enqueued_for_query at Looker', [creating, created]],
    [
      'while this dashboard was rendering at Looker',
      [creating, created, { kind: 'polled', status: 'rendering', at: 40_000 }],
    ],
    ['while the file of this dashboard was being downloaded', [creating, created, { kind: 'downloading' }]],
  ])('the error of a target at the deadline describes the progress of the target: %s', (progress, events) =>
    expect(failedWith(new Error('aborted'), { signal: over, track: trackOf(...events) }).error).toEqual({
      message: `The minutes were over ${progress}`,
      hint: 'Increase timeout-minutes.',
    }),
  )

  test('the error of a target at the deadline contains the last failure of the request, and its next step', () => {
    const limit = new TimeLimitError('The minutes were over', 'Increase timeout-minutes.')
    const failure = new LookerError('Looker answered 503', 'Wait.', { status: 503, retries: 4 })
    const { error } = failedWith(limit.after(failure), {
      signal: AbortSignal.abort(limit),
      track: trackOf(creating),
    })
    expect(error).toEqual({
      message:
        'The minutes were over while this dashboard was being requested; the last try failed: Looker answered 503',
      hint: 'Wait.',
    })
  })

  test('the error of a target that was already rendered at the deadline contains no progress', () =>
    expect(
      failedWith(new Error('aborted'), { signal: over, track: trackOf({ kind: 'rendered' }) }).error.message,
    ).toBe('The minutes were over'))

  test.each([
    [1, 'dashboard 1 (60 s)'],
    [3, 'dashboard 1 (60 s), dashboard 2 (60 s), dashboard 3 (60 s)'],
    [5, 'dashboard 1 (60 s), dashboard 2 (60 s), dashboard 3 (60 s) and 2 more'],
  ])('the hint at the deadline names up to three targets that hang at Looker (%d)', (count, names) => {
    const ids = Array.from({ length: count }, (_, index) => String(index + 1))
    const hung = new Map(ids.map(id => [dashboard({ id }), trackOf(creating)]))
    expect(failedWith(new Error('aborted'), { signal: over, hung }).error.hint).toBe(
      `Looker did not finish ${names}: open it in Looker, look for a tile that never finishes, and correct it or leave the target out.`,
    )
  })
})
