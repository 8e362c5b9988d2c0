import '../../testkit/runner/one-realm.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import { marker } from '../../src/comment/find.ts'
import { upsertComment } from '../../src/comment/write.ts'
import { ActionError } from '../../src/errors.ts'
import { type Repository, withRetries } from '../../src/github/client.ts'
import { unmergedCommits } from '../../src/github/commits.ts'
import type { RunContext } from '../../src/github/workflow-run.ts'
import { commitBaselines, downloadBaseline, readBaselines } from '../../src/images-branch/baselines.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import { blobSha, frontPage, initialFiles } from '../../src/images-branch/branch-tip.ts'
import { galleryWriter } from '../../src/images-branch/gallery.ts'
import { commitPictures } from '../../src/images-branch/publish-pictures.ts'
import { addReleaseAssets } from '../../src/publish/release.ts'
import { type Clock, systemClock } from '../../src/runtime/time.ts'
import fc from '../../testkit/fast-check.ts'
import { deepJson, expectReadable, runs } from '../../testkit/hostile.ts'
import { type Loopback, type Request, serve } from '../../testkit/network/loopback.ts'
import { hostileAnswer, right, sendWire, type WireAnswer } from '../../testkit/network/wire.ts'
import { dashboard, rendered } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const sha = (digit: string) => digit.repeat(40)
const url = 'https://github.com/acme/lookml/somewhere'
const plan = {
  number: 7,
  key: 'CI / snapshots',
  run: { id: 5, attempt: 1, url: 'https://github.com/acme/lookml/actions/runs/5' },
  writer: 'a1',
  text: { kind: 'whole' as const, markdown: 'The pictures' },
}
const comment = {
  id: 5,
  html_url: url,
  body: `${marker(plan)}\nolder`,
  user: { login: 'mona', type: 'User' },
}
const mark = blobSha(Buffer.from(initialFiles[0]?.content ?? ''))
const page = blobSha(Buffer.from(frontPage.initial))
const tree = {
  sha: sha('c'),
  tree: [
    { path: '.gitattributes', mode: '100644', type: 'blob', sha: mark, size: 5 },
    { path: frontPage.path, mode: '100644', type: 'blob', sha: page, size: 5 },
    { path: '2026-01-01', mode: '040000', type: 'tree', sha: sha('d') },
    { path: 'baselines', mode: '040000', type: 'tree', sha: sha('e') },
    { path: 'main', mode: '040000', type: 'tree', sha: sha('e') },
  ],
}
const asset = { id: 9, name: 'one.png', label: 'one.png', browser_download_url: url }

/** Maps each call to GitHub's correct answer. */
const calls = {
  'GET /user': { login: 'mona' },
  'GET /issues/comments': [comment],
  'POST /issues/comments': comment,
  'PATCH /issues/comments': comment,
  'DELETE /issues/comments': {},
  'GET /git/ref': { object: { sha: sha('a') } },
  'GET /git/trees': tree,
  'GET /git/blobs': { content: Buffer.from(frontPage.initial).toString('base64') },
  'GET /compare': { status: 'ahead' },
  'POST /git/blobs': { sha: sha('b') },
  'POST /git/trees': { sha: sha('c') },
  'GET /git/commits': { sha: sha('a'), tree: { sha: sha('c') } },
  'POST /git/commits': { sha: sha('d') },
  'PATCH /git/refs': {},
  'POST /git/refs': {},
  'GET /releases/tags': { id: 3, html_url: url, upload_url: 'HERE/releases/3/assets{?name,label}' },
  'GET /releases': [],
  'GET /releases/assets': [asset],
  'POST /releases/assets': asset,
  'PATCH /releases/assets': asset,
  'DELETE /releases/assets': {},
} as const
type Call = keyof typeof calls

/**
 * Returns the name of a call, which is the path without ids. For example, `/repos/acme/lookml/issues/7/comments`
 * becomes `/issues/comments`.
 */
function callOf({ method, path }: Request): string {
  const [kind = '', ...rest] = path.replace(/^\/(repos\/acme\/lookml\/)?/, '').split('/')
  const noun = rest.find(word => /^(comments|ref|refs|trees|blobs|commits|tags|assets)$/.test(word))
  return `${method} /${kind}${noun ? `/${noun}` : ''}`
}

type Script = Partial<Record<string, readonly WireAnswer[]>>
let server: Loopback
let script: Script = {}
let asked: string[] = []
beforeAll(async () => {
  server = await serve((response, request) => {
    const call = callOf(request)
    const turn = asked.filter(other => other === call).length
    asked.push(call)
    const answers = script[call] ?? []
    const said = answers[Math.min(turn, answers.length - 1)]
    const usual = JSON.stringify(calls[call as Call] ?? {}).replace('HERE', server.url.origin)
    sendWire(response, said ?? right(Buffer.from(usual)))
  })
})

const hasty: Clock = {
  now: systemClock.now,
  sleep: (milliseconds, signal) => {
    expect(milliseconds).toBeLessThan(2 ** 31)
    return systemClock.sleep(Math.min(milliseconds, 1), signal)
  },
}

const path = join(temporaryFolder(), 'one.png')
writeFileSync(path, 'a picture')
const image = { path, sha256: sha('f'), format: 'png' as const }
const target = dashboard({ file: 'one.png', name: 'one' })
const recording = { run: 5, attempt: 1, at: new Date(0), commit: sha('a') }
const picture = {
  key: 'k',
  blob: page,
  bytes: 5,
  path: 'p',
  imageUrl: url,
  format: 'png' as const,
  ...recording,
}
const branchOf = (repository: Repository) => openBranch(async () => repository, 'heads/looker-snapshots')

const context = {
  world: { core: { debug: expectReadable }, print: expectReadable },
  run: {
    eventName: 'schedule',
    repository: { owner: 'acme', name: 'lookml', url: 'https://github.com/acme/lookml' },
  },
  inputs: { looker: { base: { host: 'looker' } } },
} as unknown as RunContext

/** The tasks for which the action sends requests to GitHub. If a task fails, its error message begins with the text. */
const tasks: [what: string, task: (repository: Repository) => Promise<unknown>][] = [
  ['The comment could not be written', repository => upsertComment(repository, plan)],
  ['The comment could not be written', repository => upsertComment(repository, { ...plan, key: 'another' })],
  [
    'The pictures could not be put into the repository',
    repository =>
      commitPictures(branchOf(repository), { images: [image], today: new Date(0), message: 'Pictures' }),
  ],
  [
    'The files could not be added',
    repository =>
      addReleaseAssets(repository, { tag: 'v1', files: [{ path, mimeType: 'image/png' }], failedFiles: [] }),
  ],
  ['The baselines of main could not be read', repository => readBaselines(branchOf(repository), 'main')],
  ['The baseline could not be read', repository => downloadBaseline(repository, picture)],
  [
    'The pictures could not be put into the repository',
    repository =>
      commitBaselines(branchOf(repository), {
        branch: 'main',
        host: 'looker',
        recording,
        rendered: [rendered({ target, path })],
        message: 'x',
        writeFrontPage: galleryWriter(context, branchOf(repository), { branch: 'main', rendered: [] }),
      }),
  ],
  [
    'This never fails',
    repository => unmergedCommits(context, Promise.resolve({ repository, head: sha('b') }))(sha('a')),
  ],
]

/** Some wrong answers have a clear meaning. The messages about these answers begin with these texts. */
const clear = /^(The tag v1 has no release|heads\/looker-snapshots was not created by this action)/

function openRepository(log: (line: string) => void): Repository {
  const signal = new AbortController().signal
  const octokit = getOctokit('ghp_token', { baseUrl: server.url.origin, request: { fetch } })
  const github = withRetries(octokit, { clock: hasty, signal, log, firstPauseMs: 1, maxSilenceMs: 400 })
  return {
    octokit: github,
    clock: hasty,
    signal,
    owner: 'acme',
    repo: 'lookml',
    serverUrl: 'https://github.com',
    token: 'ghp_token',
    log: () => undefined,
  }
}

/**
 * Maps a task to its calls if GitHub answers correctly. A wrong answer to a call affects only the tasks with this call.
 */
const usualCalls = new Map<unknown, readonly string[]>()
beforeAll(async () => {
  for (const [, task] of tasks) {
    asked = []
    await task(openRepository(() => undefined))
    usualCalls.set(task, asked)
  }
  expect([...usualCalls.values()].every(calls => calls.length > 0)).toBe(true)
})

const notFound = [right({ message: 'Not Found' }, 404)]
/** Maps a call that no task usually makes to answers of other calls. After these answers, a task makes the call. */
const leadingTo: Partial<Record<string, Script>> = {
  'DELETE /issues/comments': { 'GET /issues/comments': [right([comment, { ...comment, id: 6 }])] },
  'POST /git/refs': { 'GET /git/ref': notFound },
  'GET /releases': { 'GET /releases/tags': notFound },
}

async function expectWords(said: Script): Promise<void> {
  script = said
  const log: string[] = []
  const touched = tasks.filter(([, task]) => usualCalls.get(task)?.some(call => said[call]))
  for (const [what, task] of touched) {
    asked = []
    const outcome = await task(openRepository(line => void log.push(line))).catch(error => error)
    if (!(outcome instanceof Error)) {
      const values = outcome instanceof Map ? [...outcome.values()] : [outcome]
      expect(JSON.stringify(values) ?? '').not.toMatch(/undefined|\[object|NaN/)
      continue
    }
    expect(outcome).toBeInstanceOf(ActionError)
    const { message, hint } = outcome as ActionError
    expectReadable(message)
    expectReadable(hint)
    expect(message.startsWith(what) || clear.test(message)).toBe(true)
    expect(message).not.toMatch(/<\/?(!doctype|html|head|body|script|h1|p|td)\b[^<>]*>/i)
  }
  for (const line of log) expectReadable(line)
}

describe('a task at GitHub', () => {
  // Keeps redirects on this machine. Leaves out two answers after which `fetch` may throw an error outside of the test:
  // a body that ends when its connection closes, and a redirect with a body that is not read. The action catches such
  // errors (runtime/time.ts).
  const near = ({ headers, framing, body, ...answer }: WireAnswer): WireAnswer => {
    const { location, ...others } = headers
    const about = { ...answer, framing: framing === 'closed' ? ('length' as const) : framing }
    if (location === undefined) return { ...about, headers, body }
    const nearby = location.replace(/^(\w+:)?\/\/.*/s, '/elsewhere')
    return { ...about, headers: { ...others, location: nearby }, body: Buffer.alloc(0) }
  }
  const answers = (body: object) =>
    fc.array(hostileAnswer(body, 'x-echo').map(near), { minLength: 1, maxLength: 3 })

  test.each(Object.entries(calls))(
    'each task at GitHub succeeds or has a readable error, whatever GitHub answers to %s',
    (call, body) =>
      fc.assert(
        fc.asyncProperty(answers(body), said => expectWords({ ...leadingTo[call], [call]: said })),
        { ...runs(6), timeout: 20_000 },
      ),
  )

  test('each task at GitHub succeeds or has a readable error, whatever GitHub answers to all calls', () => {
    const all = fc.record(
      Object.fromEntries(Object.entries(calls).map(([call, body]) => [call, answers(body)])),
      {
        requiredKeys: [],
      },
    )
    return fc.assert(
      fc.asyncProperty(all, said => expectWords({ ...said })),
      { ...runs(10), timeout: 20_000 },
    )
  })

  test.each<[string, WireAnswer]>([
    [
      'a page of a proxy',
      {
        ...right(Buffer.from('<html><h1>502</h1></html>')),
        status: 502,
        headers: { 'content-type': 'text/html' },
      },
    ],
    [
      'a page',
      { ...right(Buffer.from('<html><h1>Sign in</h1></html>')), headers: { 'content-type': 'text/html' } },
    ],
    ['nothing', { ...right(Buffer.alloc(0)) }],
    ['null', right(null)],
    ['null and an error status', right(null, 422)],
    ['a number and an error status', right(7, 500)],
    ['a list with a hole', right([null])],
    ['a list of lists', right([[]])],
    ['10,000 nested lists', right(Buffer.from(deepJson(10_000)))],
    ['a huge number as a string', right({ id: 12345678901234567890n.toString(), sha: 5, tree: 5 })],
    [
      'a number that is too large',
      right(Buffer.from('{"id":12345678901234567890,"login":12345678901234567890}')),
    ],
    ['an invalid content type', { ...right({}), headers: { 'content-type': ';;;' } }],
    ['202 and no content', right({}, 202)],
    ['no content', right('', 204)],
    ['not modified', right('', 304)],
    ['a redirect to itself', { ...right(''), status: 307, headers: { location: '/user' } }],
    [
      'a pause of a thousand years',
      { ...right({ message: 'rate limit' }, 429), headers: { 'retry-after': '31536000000' } },
    ],
    [
      'pages without an end',
      {
        ...right([]),
        headers: { link: '<http://127.0.0.1:1/>; rel="next"', 'content-type': 'application/json' },
      },
    ],
  ])(
    'each task at GitHub succeeds or has a readable error if GitHub answers all calls with %s',
    async (_, answer) => {
      for (const call of Object.keys(calls)) await expectWords({ ...leadingTo[call], [call]: [answer] })
    },
  )

  // Octokit takes seconds to read one of these answers, so this test makes only one call of each kind.
  test.each<[string, WireAnswer]>([
    ['10,000 nested lists and an error status', right(Buffer.from(deepJson(10_000)), 422)],
    ['an error of nested lists', right(Buffer.from(`{"message":"x","errors":[${deepJson(10_000)}]}`), 422)],
  ])(
    'each task at GitHub succeeds or has a readable error if GitHub answers one call of each kind with %s',
    async (_, answer) => {
      for (const call of ['GET /issues/comments', 'POST /git/blobs', 'GET /releases/tags'])
        await expectWords({ [call]: [answer] })
    },
  )
})

test('a comment without an author does not count as a comment of the action, even if the token has no owner', async () => {
  script = {
    'GET /user': [right({ login: null })],
    'GET /issues/comments': [right([{ ...comment, user: null }])],
  }
  asked = []
  const octokit = getOctokit('ghp_token', { baseUrl: server.url.origin, request: { fetch } })
  const signal = new AbortController().signal
  const repository = {
    octokit,
    clock: hasty,
    signal,
    owner: 'acme',
    repo: 'lookml',
    serverUrl: 'https://github.com',
    token: 'ghp_token',
    log: () => undefined,
  }
  await expect(upsertComment(repository, plan)).rejects.toMatchObject({
    message: "The comment could not be written: GitHub's answer is not a valid user",
  })
  expect(asked).toEqual(['GET /user'])
})
