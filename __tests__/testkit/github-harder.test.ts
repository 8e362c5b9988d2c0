import { github, refused } from '../../testkit/github/calls.ts'

/* Behaviour of the testkit's GitHub that the emulator lacks. */

const raw = (apiUrl: string, token: string, path: string, method = 'GET') =>
  fetch(`${apiUrl}${path}`, { method, redirect: 'manual', headers: { authorization: `token ${token}` } })

test('a primary limit refuses requests until the hour of its clock is over', async () => {
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

test('a secondary limit refuses content for a minute of its clock, and says how long', async () => {
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

test('a renamed repository redirects a GET with 301 and others with 307, to an address that works', async () => {
  const { hub, rest, at } = await github()
  hub.rename()
  const moved = await raw(hub.apiUrl, hub.token, '/repos/acme/lookml/git/ref/heads/main')
  expect(moved.status).toBe(301)
  expect(moved.headers.get('location')).toBe(`${hub.apiUrl}/repositories/1296269/git/ref/heads/main`)
  expect((await raw(hub.apiUrl, hub.token, '/repos/acme/lookml/git/blobs', 'POST')).status).toBe(307)
  expect((await rest.git.createBlob({ ...at, content: 'a' })).status).toBe(201)
})

test('reads of a ref lag behind its creation and its update', async () => {
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
])('the branch %s is refused beside %s', async (name, present) => {
  const { hub, rest, at } = await github()
  const sha = (await hub.ref('heads/main')) ?? ''
  if (present !== 'main') await hub.setBranch(present, sha)
  expect(await refused(rest.git.createRef({ ...at, ref: `refs/heads/${name}`, sha }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference update failed'),
  })
})
