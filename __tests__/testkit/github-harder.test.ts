import { github, refused } from '../../testkit/github/calls.ts'

/* Tests behaviour that the testkit's GitHub has and the emulator lacks. */

const raw = (apiUrl: string, token: string, path: string, method = 'GET') =>
  fetch(`${apiUrl}${path}`, { method, redirect: 'manual', headers: { authorization: `token ${token}` } })

test('the primary rate limit of the emulated GitHub refuses requests until the hour is over', async () => {
  const { hub, rest, at } = await github()
  let now = Date.UTC(2026, 10, 29, 2)
  hub.limit({ perHour: 1, now: () => now })
  await rest.repos.get(at)
  now += 1_200_000
  const { status, headers } = await refused(rest.repos.get(at))
  expect(status).toBe(403)
  expect(headers).toMatchObject({
    date: 'Sun, 29 Nov 2026 02:20:00 GMT',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Date.UTC(2026, 10, 29, 3) / 1000),
  })
  now = Date.UTC(2026, 10, 29, 3)
  await rest.repos.get(at)
})

test('the secondary rate limit of the emulated GitHub refuses new content for a minute', async () => {
  const { hub, rest, at } = await github()
  let now = Date.UTC(2026, 10, 29, 2)
  hub.limit({ contentPerMinute: 1, now: () => now })
  const create = () => rest.git.createBlob({ ...at, content: 'a' })
  await create()
  now += 45_000
  expect(await refused(create())).toMatchObject({ status: 403, headers: { 'retry-after': '15' } })
  await rest.repos.get(at)
  now += 15_000
  await create()
})

test('a renamed repository of the emulated GitHub redirects a GET with 301 and other requests with 307', async () => {
  const { hub, rest, at } = await github()
  hub.rename()
  const moved = await raw(hub.apiUrl, hub.token, '/repos/acme/lookml/git/ref/heads/main')
  expect(moved.status).toBe(301)
  expect(moved.headers.get('location')).toBe(`${hub.apiUrl}/repositories/1296269/git/ref/heads/main`)
  expect((await raw(hub.apiUrl, hub.token, '/repos/acme/lookml/git/blobs', 'POST')).status).toBe(307)
  expect((await rest.git.createBlob({ ...at, content: 'a' })).status).toBe(201)
})

test('reads of a ref in the emulated GitHub return old data just after its creation and its update', async () => {
  const { hub, rest, at } = await github()
  const first = (await hub.ref('heads/main')) ?? ''
  const second = await hub.commit({ 'a.txt': 'a' })
  hub.lag(1)
  await rest.git.createRef({ ...at, ref: 'refs/heads/new', sha: first })
  const read = () => rest.git.getRef({ ...at, ref: 'heads/new' })
  expect(await refused(read())).toMatchObject({ status: 404 })
  await rest.git.updateRef({ ...at, ref: 'heads/new', sha: second })
  expect((await read()).data.object.sha).toBe(first)
  expect((await read()).data.object.sha).toBe(second)
})

test.each([
  ['main/below', 'main'],
  ['pictures', 'pictures/looker'],
])('the emulated GitHub refuses the branch %s if the branch %s exists', async (name, present) => {
  const { hub, rest, at } = await github()
  const sha = (await hub.ref('heads/main')) ?? ''
  if (present !== 'main') await hub.setBranch(present, sha)
  expect(await refused(rest.git.createRef({ ...at, ref: `refs/heads/${name}`, sha }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference update failed'),
  })
})

const headOfMain = async ({ ref }: Awaited<ReturnType<typeof github>>['hub']) =>
  (await ref('heads/main')) ?? ''

test.each([
  'refs/heads/a..b',
  'refs/heads/.a',
  'refs/heads/a.lock',
  'refs/heads/a.lock/b',
  'refs/heads/a b',
  'refs/heads/a~1',
  'refs/heads/a//b',
  'refs/heads/a/',
  'refs/heads/a.',
  'refs/heads/@{a}',
  'refs/heads/a\\b',
])('the emulated GitHub refuses the ref name %s, as git does', async ref => {
  const { hub, rest, at } = await github()
  const sha = await headOfMain(hub)
  expect(await refused(rest.git.createRef({ ...at, ref, sha }))).toMatchObject({
    status: 422,
    message: expect.stringContaining(`${ref} is not a valid ref name.`),
  })
})

test('the emulated GitHub refuses a ref with fewer than three components', async () => {
  const { hub, rest, at } = await github()
  const sha = await headOfMain(hub)
  expect(await refused(rest.git.createRef({ ...at, ref: 'refs/heads', sha }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('must contain at least three slash-separated components'),
  })
})

test.each([
  ['.git/config', 'tree.path contains a malformed path component'],
  ['a/.GIT/b', 'tree.path contains a malformed path component'],
  ['a/../b', 'tree.path contains a malformed path component'],
  ['./a', 'tree.path contains a malformed path component'],
  ['a//b', 'tree.path contains a malformed path component'],
  ['/a', 'tree.path cannot start with a slash'],
])('the emulated GitHub refuses a tree with the path %s', async (path, message) => {
  const { rest, at } = await github()
  const entry = { path, mode: '100644', type: 'blob', content: 'a' } as const
  expect(await refused(rest.git.createTree({ ...at, tree: [entry] }))).toMatchObject({
    status: 422,
    message: expect.stringContaining(message),
  })
})

test('the emulated GitHub creates a tree with names that only look like .git', async () => {
  const { rest, at } = await github()
  const tree = ['.gitattributes', 'git/a', '.github/b', '...'].map(
    path => ({ path, mode: '100644', type: 'blob', content: 'a' }) as const,
  )
  expect((await rest.git.createTree({ ...at, tree })).status).toBe(201)
})

test('the emulated GitHub refuses a tree without entries', async () => {
  const { rest, at } = await github()
  expect(await refused(rest.git.createTree({ ...at, tree: [] }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('Invalid tree info'),
  })
})

test.each(['a', 'ab=c', '====', 'YQ', 'YQ=!', 'é'])(
  'the emulated GitHub refuses the blob %s, which is not Base64',
  async content => {
    const { rest, at } = await github()
    const created = rest.git.createBlob({ ...at, content, encoding: 'base64' })
    expect(await refused(created)).toMatchObject({
      status: 422,
      message: expect.stringContaining('content is not valid Base64'),
    })
  },
)

test('the emulated GitHub accepts a blob of plain text with any content', async () => {
  const { rest, at } = await github()
  expect((await rest.git.createBlob({ ...at, content: 'a', encoding: 'utf-8' })).status).toBe(201)
  expect((await rest.git.createBlob({ ...at, content: 'YQ==\n', encoding: 'base64' })).status).toBe(201)
})
