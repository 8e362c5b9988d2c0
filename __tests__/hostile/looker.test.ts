import '../../testkit/runner/one-realm.ts'
import { existsSync, readFileSync } from 'node:fs'
import { ActionError } from '../../src/errors.ts'
import { createHttp } from '../../src/looker/http.ts'
import { renderTimes } from '../../src/looker/polling.ts'
import { openRenderer } from '../../src/looker/render-task.ts'
import { createLookerClient } from '../../src/looker/render-task-requests.ts'
import { openSession } from '../../src/looker/session.ts'
import type { RenderResult, Target } from '../../src/model.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { type Clock, systemClock } from '../../src/runtime/time.ts'
import fc from '../../testkit/fast-check.ts'
import { deepJson, expectReadable, runs } from '../../testkit/hostile.ts'
import { type Loopback, type Request, serve } from '../../testkit/network/loopback.ts'
import { hostileAnswer, right, sendWire, type WireAnswer } from '../../testkit/network/wire.ts'
import { pngOf } from '../../testkit/pictures/pictures.ts'
import { dashboard } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const secret = 'hG7kq2mVzX9p/Lw4=tRb6n'
const token = 'tQ9-very+secret/token'
const echoed = `${secret} ${token} ${encodeURIComponent(secret)} ${new URLSearchParams({ s: token }).toString().slice(2)}`

const png = pngOf({ width: 1, height: 1, depth: 8, colour: 0, interlace: 0 }, Uint8Array.of(0, 255))
const whole = {
  login: { access_token: token, token_type: 'Bearer', expires_in: 3600 },
  query: { id: 5 },
  create: { id: 'task-1', status: 'enqueued_for_query' },
  task: { id: 'task-1', status: 'success', status_detail: '' },
  results: {},
  logout: {},
}
type Operation = keyof typeof whole

const operationOf = ({ method, path }: Request): Operation => {
  if (path.endsWith('/login')) return 'login'
  if (path.endsWith('/logout')) return 'logout'
  if (path.endsWith('/results')) return 'results'
  return path.includes('/queries/slug/') ? 'query' : method === 'POST' ? 'create' : 'task'
}

/**
 * Maps an operation to answers that replace the correct answers. If the operation has more requests than answers, the
 * last answer is repeated.
 */
type Script = Partial<Record<Operation, readonly WireAnswer[]>>

let server: Loopback
let script: Script = {}
let asked: Operation[] = []
let patience: () => void = () => undefined
beforeAll(async () => {
  server = await serve((response, request) => {
    const operation = operationOf(request)
    const turn = asked.filter(other => other === operation).length
    asked.push(operation)
    if (asked.length > 12) patience()
    const answers = script[operation] ?? []
    sendWire(response, answers[Math.min(turn, answers.length - 1)] ?? usual[operation])
  })
})
const usual = { ...mapped(whole, body => right(body)), results: right(png), logout: right('', 204) }

function mapped<K extends string, T, R>(record: Record<K, T>, each: (value: T) => R): Record<K, R> {
  return Object.fromEntries(Object.entries<T>(record).map(([key, value]) => [key, each(value)])) as Record<
    K,
    R
  >
}

/** A clock that shortens all pauses. It throws if a pause is longer than Node's timers allow. */
const hasty: Clock = {
  now: systemClock.now,
  sleep: (milliseconds, signal) => {
    expect(milliseconds).toBeGreaterThanOrEqual(0)
    expect(milliseconds).toBeLessThan(2 ** 31)
    return systemClock.sleep(Math.min(milliseconds, 1), signal)
  },
}

const folder = temporaryFolder()
const targets: Target[] = [
  dashboard({ file: 'one.png' }),
  { ...dashboard({ file: 'two.png' }), kind: 'query', id: 'aSlug', output: { format: 'png' } },
]

/** Logs in, renders the targets, and logs out. Rendering stops at the deadline. */
async function renderWith(said: Script): Promise<{ results: RenderResult[]; log: string[] }> {
  script = said
  asked = []
  const deadline = new AbortController()
  const timeUp = new ActionError(
    'The time limit of 15 minutes (timeout-minutes) was reached',
    'Give the step more timeout-minutes.',
  )
  patience = () => deadline.abort(timeUp)
  const secrets = createSecrets(() => undefined)
  secrets.keep(secret)
  const log: string[] = []
  const common = {
    clock: hasty,
    secrets,
    signal: deadline.signal,
    host: server.host,
    log: (line: string) => void log.push(line),
  }
  const api = new URL('/api/3.1', server.url)
  const http = createHttp({ ...common, fetch, api, silence: 60, pauses: { first: 1, longest: 2 } })
  const session = openSession({ ...common, http, key: { clientId: 'an-id', clientSecret: secret } })
  const client = createLookerClient(session.send, '3.1', { host: server.host, clean: secrets.clean })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  const renderer = openRenderer(
    { loggedIn, clientFor: () => client, log: common.log },
    {
      clock: hasty,
      signal: deadline.signal,
      directory: folder,
      version: '3.1',
      concurrency: 2,
      pollInterval: 1,
      times: renderTimes(({ file }) => file, Promise.resolve(new Map())),
    },
  )
  const results = await Promise.all(targets.map(target => renderer.render(target)))
  renderer.close()
  await session
    .logout(AbortSignal.any([deadline.signal, AbortSignal.timeout(100)]))
    .catch(error => log.push(error.message))
  return { results, log }
}

const tags = /<\/?(!doctype|html|head|body|script|h1|p|td)\b[^<>]*>/i

async function expectWords(said: Script): Promise<void> {
  const { results, log } = await renderWith(said)
  expect(results.map(({ target }) => target)).toEqual(targets)
  for (const result of results) {
    expect(existsSync(`${folder}/${'file' in result.target && result.target.file}`)).toBe(
      result.status === 'success',
    )
    // An incomplete picture must not count as a success.
    if (result.status === 'success') {
      expect(readFileSync(result.path).equals(png)).toBe(true)
      continue
    }
    const { message, hint } = result.error
    expectReadable(message, 1200)
    expectReadable(hint)
    expect(message).not.toMatch(tags)
  }
  for (const line of log) expectReadable(line, 1300)
  const seen = JSON.stringify([results, log])
  for (const hidden of echoed.split(' ')) expect(seen).not.toContain(hidden)
}

describe('rendering', () => {
  const answers = mapped(whole, body =>
    fc.array(hostileAnswer(body, body === whole.login ? secret : echoed), { minLength: 1, maxLength: 3 }),
  )

  test.each(Object.keys(whole) as Operation[])(
    'each target ends with a file or a readable error, whatever Looker answers to the operation %s',
    operation =>
      fc.assert(
        fc.asyncProperty(answers[operation], said => expectWords({ [operation]: said })),
        { ...runs(15), timeout: 20_000 },
      ),
  )

  test('each target ends with a file or a readable error, whatever Looker answers to all operations', () =>
    fc.assert(
      fc.asyncProperty(fc.record(answers, { requiredKeys: [] }), said => expectWords({ ...said })),
      { ...runs(20), timeout: 20_000 },
    ))

  const html = { 'content-type': 'text/html' }
  test.each<[string, WireAnswer]>([
    ['a body of megabytes', right({ message: 'x'.repeat(3_000_000), id: 'x'.repeat(3_000_000) })],
    [
      'a status of megabytes',
      right({ id: 'x', status: 'x'.repeat(900_000), access_token: 'x'.repeat(900_000) }),
    ],
    ['100,000 nested lists', right(Buffer.from(deepJson(100_000)))],
    ['a status that is 100,000 lists', right(Buffer.from(`{"id":"x","status":${deepJson(100_000)}}`))],
    ['a page', { ...right(Buffer.from('<html><h1>Sign in</h1></html>')), headers: html }],
    ['a page and an error status', { ...right({ message: '<html><h1>No</h1></html>' }, 422), headers: html }],
    [
      'compressed bytes that are cut off',
      { ...right(Buffer.from('1f8b0800000000000003', 'hex')), headers: { 'content-encoding': 'gzip' } },
    ],
    ['bytes that are not HTTP', { ...right(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')), framing: 'no HTTP' }],
    ['silence', { ...right({}), framing: 'silent' }],
    ['a task with the id of a parent folder', right({ id: '..', status: 'success' })],
  ])(
    'each target ends with a file or a readable error if Looker answers all operations with %s',
    async (_, answer) => {
      for (const operation of Object.keys(whole) as Operation[]) await expectWords({ [operation]: [answer] })
    },
  )
})
