import '../../testkit/runner/one-realm.ts'
import { getOctokit } from '@actions/github'
import { marker, openCommentList } from '../../src/comment/find.ts'
import { renderPart } from '../../src/comment/fit-and-fold.ts'
import { parseParts } from '../../src/comment/parts.ts'
import { markRunning } from '../../src/comment/running.ts'
import { type CommentPlan, changeComment, upsertComment } from '../../src/comment/write.ts'
import { type Repository, withRetries } from '../../src/github/client.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { github } from '../../testkit/github/calls.ts'
import type { GitHub } from '../../testkit/github/github.ts'
import { type Answer, json, serve } from '../../testkit/network/loopback.ts'
import { rendered } from '../../testkit/results.ts'

const planOf = (number: number, markdown = 'New text'): CommentPlan => ({
  number,
  key: 'CI / snapshots',
  writer: 'a1',
  run: { id: 5, attempt: 1, url: 'https://github.com/acme/lookml/actions/runs/5' },
  text: { kind: 'whole', markdown },
})

function repositoryAt(apiUrl: string, token: string) {
  const clock = virtualClock()
  const lines: string[] = []
  const retries = {
    clock,
    signal: new AbortController().signal,
    log: (line: string) => void lines.push(line),
  }
  const octokit = withRetries(getOctokit(token, { baseUrl: apiUrl, request: { fetch } }), retries)
  const names = { owner: 'acme', repo: 'lookml', serverUrl: 'https://github.com' }
  const repository: Repository = { ...retries, ...names, octokit, token }
  return { repository, clock, lines }
}

async function pullRequest() {
  const { hub } = await github()
  const { number } = await hub.pullRequest()
  return { hub, number, plan: planOf(number), ...repositoryAt(hub.apiUrl, hub.token) }
}

const bodies = async (hub: GitHub, number: number) => (await hub.comments(number)).map(({ body }) => body)

test('the comment is created again if a person deletes it after the step has read it', async () => {
  const { hub, number, plan, repository } = await pullRequest()
  const list = openCommentList(repository, plan)
  await upsertComment(repository, plan)
  const read = await list.current()
  for (const { id } of read)
    await repository.octokit.rest.issues.deleteComment({ owner: 'acme', repo: 'lookml', comment_id: id })
  const { comment } = await upsertComment(repository, plan, { list, found: Promise.resolve(read) })
  expect(read).toHaveLength(1)
  expect(await hub.comments(number)).toEqual([expect.objectContaining({ id: comment?.id })])
})

test("the comment is not created twice if GitHub's answer to its creation is lost", async () => {
  const { hub, number, plan, repository } = await pullRequest()
  hub.fault({ method: 'POST', path: /\/comments/, effect: { lostAnswer: true } })
  await upsertComment(repository, plan)
  const created = hub.requests.filter(({ method, path }) => method === 'POST' && /\/comments/.test(path))
  expect(created).toHaveLength(1)
  expect(await bodies(hub, number)).toEqual([`${marker(plan)}\nNew text`])
})

test('the step deletes the second comment if it has written two comments', async () => {
  const { hub, number, plan, repository } = await pullRequest()
  for (const text of ['First', 'Second'])
    await repository.octokit.rest.issues.createComment({
      owner: 'acme',
      repo: 'lookml',
      issue_number: number,
      body: `${marker(plan)}\n${text}`,
    })
  await upsertComment(repository, plan)
  expect(await bodies(hub, number)).toEqual([`${marker(plan)}\nNew text`])
})

test.each([
  ['before', [6, 5], [6]],
  ['after', [5, 6], [5, 6]],
])(
  'an older run keeps the comment that a newer run created %s its own, and the next run leaves one comment',
  async (_, created, kept) => {
    const { hub, number, plan, repository } = await pullRequest()
    const ofRun = (id: number) => ({ ...plan, run: { ...plan.run, id } })
    const bodyOf = (id: number) => `${marker(ofRun(id))}\nText of run ${id}`
    for (const id of created) await hub.addComment(number, bodyOf(id), hub.token)
    expect((await upsertComment(repository, plan)).comment).toBeUndefined()
    expect(await bodies(hub, number)).toEqual(kept.map(bodyOf))
    await upsertComment(repository, ofRun(7))
    expect(await bodies(hub, number)).toEqual([`${marker(ofRun(7))}\nNew text`])
  },
)

test.each([
  ['was submitted too quickly', 'POST'],
  ['was submitted too quickly', 'PATCH'],
  ["Could not resolve to a node with the global id of 'IC_kwDO'", 'POST'],
  ["Could not resolve to a node with the global id of 'IC_kwDO'", 'PATCH'],
])(
  'the comment is written at the second attempt after GitHub refused it with "%s" (%s)',
  async (message, method) => {
    const { hub, number, plan, repository } = await pullRequest()
    if (method === 'PATCH') await upsertComment(repository, planOf(number, 'Old text'))
    hub.fault({ method, path: /\/comments/, effect: { status: 422, body: { message } } })
    await upsertComment(repository, plan)
    expect(await bodies(hub, number)).toEqual([`${marker(plan)}\nNew text`])
  },
)

test.each(['POST', 'PATCH'])(
  "the write of the comment fails with GitHub's message after two refusals (%s)",
  async method => {
    const { hub, number, plan, repository } = await pullRequest()
    if (method === 'PATCH') await upsertComment(repository, planOf(number, 'Old text'))
    const effect = { status: 422, body: { message: 'was submitted too quickly' } }
    hub.fault({ method, path: /\/comments/, times: 9, effect })
    const sent = hub.requests.length
    await expect(upsertComment(repository, plan)).rejects.toThrow('was submitted too quickly')
    expect(hub.requests.slice(sent).filter(request => request.method === method)).toHaveLength(2)
  },
)

test('later runs can write the comment even if a comment contains an impossible run number', async () => {
  const { hub, number, plan, repository } = await pullRequest()
  const forged = marker(plan).replace('"run":5', '"run":99999999999999999999')
  expect(forged).toContain('9999')
  await hub.addComment(number, forged, hub.token)
  const { comment } = await upsertComment(repository, plan)
  expect(comment).toBeDefined()
  expect(await bodies(hub, number)).toContain(`${marker(plan)}\nNew text`)
})

test('the step waits for a rate limit while it creates the comment, and the log gives the duration', async () => {
  const { hub, number, plan, repository, clock, lines } = await pullRequest()
  const effect = {
    status: 403,
    body: { message: 'You have exceeded a secondary rate limit.' },
    headers: { 'retry-after': '30' },
  }
  hub.fault({ method: 'POST', path: /\/comments$/, effect })
  await upsertComment(repository, plan)
  expect(await bodies(hub, number)).toHaveLength(1)
  expect(clock.pauses).toEqual([expect.any(Number)])
  expect(lines).toEqual([
    expect.stringMatching(
      /^GitHub: 403, secondary rate limit \(creating the comment\)\. Trying again in 3\d s\.$/,
    ),
  ])
})

describe('a pull request with 250 comments', () => {
  const today = new Date().toUTCString()

  /**
   * Starts a server with 250 comments that are an hour old. If the action creates a comment, the server adds it to the
   * list.
   */
  async function longPullRequest() {
    const old = Array.from({ length: 250 }, (_, index) => ({
      id: index + 1,
      html_url: 'https://github.com/acme/lookml/pull/7#issuecomment-1',
      body: 'An old comment',
      user: { login: 'mona', type: 'User' },
      updated_at: new Date(Date.now() - 3_600_000).toISOString(),
    }))
    const all = [...old]
    const answer: Answer = (response, { method, path, query, body }) => {
      if (path === '/user') return json({ login: 'mona' })(response, {} as never)
      if (method === 'POST') {
        const created = {
          ...(JSON.parse(body) as { body: string }),
          id: 900,
          updated_at: new Date().toISOString(),
        }
        all.push({ ...(old[0] as (typeof old)[0]), ...created })
        return json(all.at(-1), 201)(response, {} as never)
      }
      const since = Date.parse(query.get('since') ?? '1970-01-01')
      const page = Number(query.get('page'))
      const listed = all.filter(({ updated_at }) => Date.parse(updated_at) >= since)
      const link = listed.length > page * 100 ? { link: '<https://api.github.com>; rel="next"' } : {}
      return json(listed.slice((page - 1) * 100, page * 100), 200, { date: today, ...link })(
        response,
        {} as never,
      )
    }
    return serve(answer)
  }

  test('the comments of a pull request with 250 comments are read once, and one request checks the written comment', async () => {
    const { url, requests } = await longPullRequest()
    const { repository } = repositoryAt(url.origin, 'ghp_token')
    await upsertComment(repository, planOf(7))
    const sent = requests.map(({ method, path, query }) =>
      `${method} ${path.split('/').at(-1)} ${query.has('since') ? 'since' : (query.get('page') ?? '')}`.trim(),
    )
    expect(sent).toEqual([
      'GET user',
      'GET comments 1',
      'GET comments 2',
      'GET comments 3',
      'POST comments',
      'GET comments since',
    ])
  })
})

describe('the comment of a re-run', () => {
  const repeated = (number: number, run: Partial<CommentPlan['run']>): CommentPlan => {
    const plan = planOf(number, 'Text of the re-run')
    return { ...plan, run: { ...plan.run, sha: 'a'.repeat(40), ...run } }
  }
  test.each([
    ['replaces the comment of a newer run of the same commit', { attempt: 2 }, true],
    [
      'does not replace the comment of a newer run of another commit',
      { attempt: 2, sha: 'b'.repeat(40) },
      false,
    ],
    ['does not replace the comment of a newer run if it is a first attempt', { attempt: 1 }, false],
  ])('the text of a re-run %s', async (_, run, isReplaced) => {
    const { hub, number, repository } = await pullRequest()
    await upsertComment(repository, repeated(number, { id: 6 }))
    const { comment } = await upsertComment(repository, repeated(number, { id: 5, ...run }))
    expect(comment !== undefined).toBe(isReplaced)
    expect((await bodies(hub, number))[0]).toContain(`"run":${isReplaced ? 5 : 6},`)
  })
})

const commit = 'a'.repeat(40)
const facts = { run: { url: 'https://x', id: 5, attempt: 1 }, at: new Date(0), sha: commit }
const partPlan = (number: number, index: number, id: number, sha: string): CommentPlan => {
  const part = renderPart([rendered()], facts, { index, total: 2 })
  const { run, ...plan } = planOf(number)
  const text = { kind: 'part', part, facts, jobs: 2, keepsCommit: id > 5 } as const
  return { ...plan, run: { ...run, id, sha }, text }
}
const shardsIn = async (hub: GitHub, number: number) =>
  (await bodies(hub, number)).map(body => parseParts(body).map(({ shard }) => shard))

test('a part of a comment that was edited on the website of GitHub stays in the comment', async () => {
  const { hub, number, repository } = await pullRequest()
  await upsertComment(repository, partPlan(number, 0, 5, commit))
  const [edited] = await hub.comments(number)
  const { octokit, owner, repo } = repository
  const body = edited?.body.replaceAll('\n', '\r\n') ?? ''
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: edited?.id ?? 0, body })
  await upsertComment(repository, partPlan(number, 1, 5, commit))
  expect(await shardsIn(hub, number)).toEqual([[0, 1]])
})

test.each<[string, Partial<CommentPlan>, number[]]>([
  ['takes over the first comment of an older run', { place: 'q' }, [2]],
  ['prefers a comment of the same place in the workflow', { place: 'p' }, [1]],
  [
    'does not take over the comment of another step after a label event',
    { place: 'q', mayOthersRepeat: true },
    [],
  ],
  [
    'takes over the comment of its former inputs after a label event',
    { place: 'p', mayOthersRepeat: true },
    [1],
  ],
])('a step whose comment is missing %s', async (_, more, overwritten) => {
  const { hub, number, repository } = await pullRequest()
  const plan = planOf(number)
  for (const [id, place] of [
    [2, 'r'],
    [1, 'p'],
  ] as const) {
    const text = { kind: 'whole', markdown: String(id) } as const
    const run = { ...plan.run, id }
    await upsertComment(repository, { ...plan, text, writer: place, place, run, mayOthersRepeat: true })
  }
  await upsertComment(repository, { ...plan, run: { ...plan.run, id: 6 }, ...more })
  const texts = (await bodies(hub, number)).map(body => body.split('\n').at(-1))
  expect([1, 2].filter(run => !texts.includes(String(run)))).toEqual(overwritten)
})

describe('the part of a job that renders because of a label', () => {
  test.each([
    ['keeps the parts of the same commit', commit, [[0, 1]]],
    ['replaces the parts of another commit', 'b'.repeat(40), [[1]]],
  ])('a part that a job writes after a label event %s', async (_, sha, shards) => {
    const { hub, number, repository } = await pullRequest()
    await upsertComment(repository, partPlan(number, 0, 5, commit))
    await upsertComment(repository, partPlan(number, 1, 6, sha))
    expect(await shardsIn(hub, number)).toEqual(shards)
  })
})

test.each([
  ['does not fail because of the older targets of a job that adds its note meanwhile', true],
  ['fails because of the older targets of a job that does not run again', false],
])('a job that runs again %s', async (_, isRunning) => {
  const { hub, number, repository } = await pullRequest()
  const write = (shard: number, attempt: number, list: string, sleep = repository.clock.sleep) => {
    const run = { id: 5, attempt, url: 'https://github.com/acme/lookml/actions/runs/5' }
    const facts = { run, at: new Date(0) }
    const part = { ...renderPart([rendered()], facts, { index: shard, total: 2 }), list }
    const text = { kind: 'part', part, facts, jobs: 2 } as const
    const clock = { ...repository.clock, sleep }
    return upsertComment({ ...repository, clock }, { ...planOf(number), run, text })
  }
  await write(0, 1, 'a')
  const addNote = async () => {
    const [comment] = await hub.comments(number)
    if (!isRunning || !comment || comment.body.includes('Rendering')) return
    const body = markRunning(comment.body, { run: 5, attempt: 2, shard: 0, jobs: 2 }, 'https://x/5') ?? ''
    const { octokit, owner, repo } = repository
    await octokit.rest.issues.updateComment({ owner, repo, comment_id: comment.id, body })
  }
  const { disagreement } = await write(1, 2, 'b', addNote)
  expect(disagreement === undefined).toBe(isRunning)
})

test('a changed comment that several jobs share is changed again if another job writes its old text', async () => {
  const { hub, number, repository } = await pullRequest()
  const { id } = await hub.addComment(number, 'Old', hub.token)
  const read = (text: string) => ({ id, before: text, after: 'New' })
  const texts = ['Old', 'New', 'Old', 'New', 'New']
  await changeComment(repository, async () => read(texts.shift() ?? 'New'), { isShared: true })
  expect(hub.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(2)
  expect(texts).toEqual([])
})
