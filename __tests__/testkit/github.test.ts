import { calls, github, refused } from '../../testkit/github/calls.ts'

describe('comments', () => {
  test('comments of the emulated GitHub are created, listed page by page, updated and deleted', async () => {
    const { hub, octokit, rest, at } = await github()
    const { number } = await hub.pullRequest()
    const issue = { ...at, issue_number: number }
    const { data } = await rest.issues.createComment({ ...issue, body: 'first' })
    expect(data.html_url).toBe(`https://github.com/acme/lookml/pull/${number}#issuecomment-${data.id}`)
    for (const body of ['2', '3', '4']) await hub.addComment(number, body)
    const listed = await octokit.paginate(rest.issues.listComments, { ...issue, per_page: 3 })
    expect(listed.map(({ body }) => body)).toEqual(['first', '2', '3', '4'])
    const pages = hub.requests.filter(({ path }) => path.includes('per_page=3'))
    expect(pages.map(({ path }) => path)).toEqual([expect.any(String), expect.stringContaining('page=2')])
    await rest.issues.updateComment({ ...at, comment_id: data.id, body: 'new' })
    await rest.issues.deleteComment({ ...at, comment_id: listed[1]?.id ?? 0 })
    const all = await hub.comments(number)
    expect(all.map(({ body, user }) => [body, user.login, user.type])).toEqual([
      ['new', 'github-actions[bot]', 'Bot'],
      ['3', 'mona', 'User'],
      ['4', 'mona', 'User'],
    ])
    const again = rest.issues.deleteComment({ ...at, comment_id: listed[1]?.id ?? 0 })
    expect(await refused(again)).toMatchObject({ status: 404 })
  })

  test('comments of the emulated GitHub have at most 65,536 characters', async () => {
    const { hub, rest, at } = await github()
    const { number: issue_number } = await hub.pullRequest()
    await rest.issues.createComment({ ...at, issue_number, body: 'x'.repeat(65_536) })
    const long = rest.issues.createComment({ ...at, issue_number, body: 'x'.repeat(65_537) })
    expect(await refused(long)).toMatchObject({ status: 422, message: expect.stringContaining('too long') })
  })
})

describe('tokens', () => {
  const inWords = { status: 403, message: expect.stringContaining('Resource not accessible by integration') }
  const needing = (permissions: string) => ({
    ...inWords,
    headers: expect.objectContaining({ 'x-accepted-github-permissions': permissions }),
  })

  test('a token of the emulated GitHub allows only its permissions, and the answer names a missing permission', async () => {
    const { hub, at } = await github()
    const { number: issue_number } = await hub.pullRequest()
    const reader = calls(hub, await hub.tokenWith({ contents: 'read' })).rest
    const { data } = await reader.git.getRef({ ...at, ref: 'heads/main' })
    const ref = { ref: 'refs/heads/new', sha: data.object.sha }
    expect(await refused(reader.git.createBlob({ ...at, content: 'a' }))).toMatchObject(
      needing('contents=write'),
    )
    expect(await refused(reader.git.createRef({ ...at, ...ref }))).toMatchObject(
      needing('contents=write; contents=write,workflows=write'),
    )
    expect(await refused(reader.issues.listComments({ ...at, issue_number }))).toMatchObject(
      needing('issues=read; pull_requests=read'),
    )
    const writer = calls(hub, await hub.tokenWith({ 'pull-requests': 'write' })).rest
    await writer.issues.createComment({ ...at, issue_number, body: 'a' })
    expect(await refused(writer.git.getRef({ ...at, ref: 'heads/main' }))).toMatchObject(
      needing('contents=read'),
    )
    expect(await hub.ref('heads/new')).toBeUndefined()
  })

  test('a token of an app in the emulated GitHub has no user, and an unknown token is refused', async () => {
    const { hub, rest, at } = await github()
    expect(await refused(rest.users.getAuthenticated())).toMatchObject(inWords)
    expect((await calls(hub, hub.userToken).rest.users.getAuthenticated()).data.login).toBe('mona')
    const unknown = calls(hub, 'ghs_unknown').rest
    expect(await refused(unknown.repos.get(at))).toMatchObject({ status: 401 })
    expect((await fetch(`${hub.apiUrl}/repos/acme/lookml`)).status).toBe(404)
  })

  test('a token of the emulated GitHub can read a public repository without any permission', async () => {
    const { hub, at } = await github({ private: false })
    const { rest } = calls(hub, await hub.tokenWith({}))
    expect((await rest.git.getRef({ ...at, ref: 'heads/main' })).status).toBe(200)
    expect((await fetch(`${hub.apiUrl}/repos/acme/lookml`)).status).toBe(200)
    expect(await refused(rest.git.createBlob({ ...at, content: 'a' }))).toMatchObject(
      needing('contents=write'),
    )
  })
})

describe('a scenario', () => {
  test('a scenario gets the payload of an event and the environment from the emulated GitHub', async () => {
    const { hub } = await github()
    const main = await hub.ref('heads/main')
    const [first, second] = [await hub.pullRequest(), await hub.pullRequest()]
    expect([first.number, second.number]).toEqual([1, 2])
    expect(second.payload).toMatchObject({
      number: 2,
      repository: { full_name: 'acme/lookml', private: true, owner: { login: 'acme' } },
      pull_request: {
        number: 2,
        html_url: 'https://github.com/acme/lookml/pull/2',
        head: { sha: await hub.ref('heads/feature-2'), ref: 'feature-2', repo: { full_name: 'acme/lookml' } },
        base: { ref: 'main', sha: main },
      },
    })
    expect(hub.pushPayload()).toMatchObject({
      ref: 'refs/heads/main',
      after: main,
      repository: { private: true },
    })
    expect(hub.env()).toEqual({
      GITHUB_API_URL: hub.apiUrl,
      GITHUB_REPOSITORY: 'acme/lookml',
      GITHUB_SERVER_URL: 'https://github.com',
    })
    expect(hub.requests).toEqual([])
  })

  test('a scenario can add faults to the emulated GitHub, and read the requests', async () => {
    const { hub, rest, at } = await github()
    const { number: issue_number } = await hub.pullRequest()
    const create = (body: string) => rest.issues.createComment({ ...at, issue_number, body })
    const limit = {
      status: 403,
      body: { message: 'You have exceeded a secondary rate limit' },
      headers: { 'retry-after': '1' },
    }
    hub.fault({ method: 'POST', path: /comments$/, after: 1, times: 2, effect: limit })
    await create('1')
    const slow = { status: 403, headers: expect.objectContaining({ 'retry-after': '1' }) }
    expect(await refused(create('2'))).toMatchObject(slow)
    expect(await refused(create('3'))).toMatchObject(slow)
    hub.fault({ path: /comments/, effect: { reset: true } })
    expect(await refused(create('4'))).toMatchObject({ status: 500 })
    hub.fault({ path: /comments/, effect: { lostAnswer: true } })
    expect(await refused(create('5'))).toMatchObject({ status: 500 })
    hub.fault({ path: /comments/, effect: { late: 100 } })
    const began = performance.now()
    await create('6')
    expect(performance.now() - began).toBeGreaterThan(95)
    hub.fault({ path: /comments/, effect: { stall: true } })
    const url = `${hub.apiUrl}/repos/acme/lookml/issues/${issue_number}/comments`
    await expect(fetch(url, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
    expect((await hub.comments(issue_number)).map(({ body }) => body)).toEqual(['1', '5', '6'])
    expect(hub.requests.map(({ status }) => status)).toEqual([201, 403, 403, 0, 201, 201, 0])
    expect(hub.requests[0]).toMatchObject({
      method: 'POST',
      path: new URL(url).pathname,
      body: { body: '1' },
    })
  })

  test('a scenario can start two independent instances of the emulated GitHub', async () => {
    const [one, two] = [await github(), await github()]
    await one.hub.pullRequest()
    await one.hub.addComment(1, 'a')
    expect(one.hub.apiUrl).not.toBe(two.hub.apiUrl)
    expect(await refused(two.rest.pulls.get({ ...two.at, pull_number: 1 }))).toMatchObject({ status: 404 })
    expect(await refused(calls(two.hub, one.hub.token).rest.repos.get(two.at))).toMatchObject({ status: 401 })
  })
})
