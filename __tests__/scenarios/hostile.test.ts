import type { Effect } from '../../simulator/model.ts'
import { deepJson, expectReadable } from '../../testkit/hostile.ts'
import { serve } from '../../testkit/network/loopback.ts'
import { chunk } from '../../testkit/pictures/pictures.ts'
import { pullRequestScene, type StepOutcome, scene } from '../../testkit/scene.ts'

/*
 * Runs the built action with services that return invalid answers. The action must end with its own verdict, readable
 * messages and all outputs.
 */

const html = '<!doctype html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>'
const targets = '- dashboards/42\n- looks/7'

/**
 * Checks that no visible line contains a stack trace, a web page or an internal error. Only the debug log may contain
 * them.
 */
function expectWords({ lines, errors, warnings, results, outputs }: StepOutcome): void {
  for (const line of lines.filter(line => !line.startsWith('::debug::'))) {
    expect(line).not.toMatch(/^\s+at |node:internal|Node\.js v\d|This is unexpected|<\/?(html|head|body|h1)>/)
    expect(line.length).toBeLessThan(2000)
  }
  for (const said of [...errors, ...warnings]) expectReadable(said, 1300)
  for (const { error } of results) if (error) expectReadable(`${error.message} ${error.hint}`, 1300)
  expect(['success', 'partial', 'failure']).toContain(outputs.status)
}

const garbage: [string, Effect][] = [
  ['a page', { instead: html }],
  ['a page as an error', { status: 400, body: html }],
  ['20,000 nested lists', { instead: deepJson(20_000), contentType: 'application/json' }],
  ['binary data', { instead: '\xff\xfe\0\x1b[31m', contentType: 'application/json' }],
  ['null', { instead: 'null', contentType: 'application/json' }],
]

/**
 * Combines each entry of `some` with one entry of `others`, because a scenario takes a second. If FC_RUNS is set,
 * combines each entry with all others.
 */
function pairs<A, B>(some: readonly A[], others: readonly B[]): [A, B][] {
  const all = some.flatMap((one, row) =>
    others.map((other, column) => ({ pair: [one, other] as [A, B], row, column })),
  )
  const kept = all.filter(({ row, column }) => process.env.FC_RUNS || column === row % others.length)
  return kept.map(({ pair }) => pair)
}

describe('a Looker that always sends invalid answers', () => {
  const always = { times: Number.POSITIVE_INFINITY }
  const operations = ['login', 'create', 'task', 'results'] as const
  test.concurrent.each(pairs(operations, garbage).map(([on, answer]) => [on, ...answer] as const))(
    'every target fails with a readable message if Looker always answers the request %s with %s',
    async (on, _, effect) => {
      await using stage = await scene()
      stage.fault({ on, effect, ...always })
      const outcome = await stage.run({ targets, comment: 'false' }, { env: { RUNNER_DEBUG: '1' } })

      expectWords(outcome)
      expect(outcome.code).toBe(1)
      expect(outcome.outputs.status).toBe('failure')
      expect(outcome.results.map(({ status }) => status)).toEqual(['failure', 'failure'])
    },
  )

  test.concurrent('the pictures are published if Looker answers the logout with invalid data', async () => {
    await using stage = await scene()
    stage.fault({ on: 'logout', effect: { status: 400, body: html }, ...always })
    const outcome = await stage.run({ targets, artifact: 'zip', comment: 'false' })

    expectWords(outcome)
    expect(outcome.code).toBe(0)
    expect(outcome.log).toMatch(/Could not log out of Looker \(\S+ answered 400\)/)
  })
})

const calls: [call: string, method: string, path: RegExp][] = [
  ['list comments', 'GET', /\/comments/],
  ['comment', 'POST', /\/comments/],
  ['read the branch', 'GET', /\/git\/ref\//],
  ['upload a picture', 'POST', /\/git\/blobs/],
  ['make a tree', 'POST', /\/git\/trees/],
  ['commit', 'POST', /\/git\/commits/],
  ['read the release', 'GET', /\/releases\/tags/],
  ['list assets', 'GET', /\/assets/],
  ['upload an asset', 'POST', /\/assets/],
]

describe('a GitHub that always sends invalid answers', () => {
  const answers = [
    ['a page', html],
    ['null', null],
    ['a list with holes', [null, { id: 'x', user: null, body: null }]],
  ] as const
  test.concurrent.each(pairs(calls, answers).map(([call, answer]) => [...call, ...answer] as const))(
    'an invalid answer of GitHub prevents only one part of publishing: %s (%s %s), %s',
    async (_, method, path, __, body) => {
      await using stage = await pullRequestScene()
      await stage.github.createRelease('v1.0.0')
      stage.github.fault({ method, path, times: 100, effect: { status: 200, body } })
      const outcome = await stage.run({
        targets: 'looks/7',
        artifact: 'zip',
        release: 'true',
        'release-tag': 'v1.0.0',
      })

      expectWords(outcome)
      expect(outcome.code).toBe(0)
      expect(outcome.outputs.status).toBe('success')
      expect(outcome.warnings).toHaveLength(1)
      expect(outcome.warnings[0]).toMatch(/^The .* could not be .*: GitHub's answer is not a valid /)
      expect(stage.artifacts.artifacts).toHaveLength(1)
    },
  )
})

test.concurrent('a picture that ends with the connection is read completely, even if the data arrives slowly', async () => {
  const bytes = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])),
    chunk('IDAT', Buffer.alloc(3_000_000, 'x')),
    chunk('IEND', Buffer.alloc(0)),
  ])
  const json = { 'content-type': 'application/json' }
  const looker = await serve((response, { path, method }) => {
    if (path.endsWith('/results')) {
      response.socket?.write('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\n\r\n')
      return void response.socket?.end(bytes)
    }
    const said = path.endsWith('/login')
      ? { access_token: 'a-token' }
      : { id: 'task', status: method === 'POST' ? 'rendering' : 'success' }
    response.writeHead(200, json).end(JSON.stringify(said))
  })
  await using stage = await scene()
  const list = Array.from({ length: 8 }, (_, index) => `looks/${index + 1}`).join('\n')
  const outcome = await stage.run({
    targets: list,
    'base-url': looker.url.origin,
    comment: 'false',
    concurrency: '8',
  })

  expectWords(outcome)
  expect(outcome.results.map(({ bytes }) => bytes)).toEqual(Array(8).fill(bytes.length))
})

test.concurrent('no part of the access token is shown if Looker sends the token instead of a picture', async () => {
  const token = 'hG7kq2mVzX9pLw4tRb6n'.repeat(4)
  const looker = await serve((response, { path, method }) => {
    if (path.endsWith('/results')) return void response.writeHead(200).end(`It is ${token}`)
    const answer = path.endsWith('/login')
      ? { access_token: token }
      : { id: 'task', status: method === 'POST' ? 'rendering' : 'success' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await using stage = await scene()
  const outcome = await stage.run({ targets: 'looks/7', 'base-url': looker.url.origin, comment: 'false' })

  expect(outcome.results[0]?.error?.message).toContain('a file that begins with "It is ***"')
  const shown = outcome.lines.filter(line => !line.startsWith('::add-mask::')).join('\n')
  expect(`${shown} ${outcome.summary} ${JSON.stringify(outcome.outputs)}`).not.toContain(token.slice(0, 6))
})

test.concurrent('an invalid event and environment do not prevent rendering', async () => {
  await using stage = await scene()
  const garbage = {
    GITHUB_RUN_ID: 'abc',
    GITHUB_SERVER_URL: 'no url',
    GITHUB_REPOSITORY: 'acme',
    GITHUB_RUN_ATTEMPT: '',
  }
  const event = {
    name: 'pull_request',
    payload: { pull_request: { number: '7', head: { sha: 5, repo: [] } }, repository: 'x' },
  }
  const outcome = await stage.run(
    { targets, comment: 'true', 'pull-request': '7', 'allow-public': 'true' },
    { event, env: garbage },
  )

  expectWords(outcome)
  expect(outcome.code).toBe(0)
  expect(outcome.outputs.status).toBe('success')
  expect(outcome.warnings).toContainEqual(expect.stringMatching(/^GITHUB_REPOSITORY names no repository\. /))
})
