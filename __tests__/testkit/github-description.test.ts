import { faultsInRequest } from '../../testkit/github/description.ts'

const repo = '/repos/acme/lookml'
const about = { 'x-github-api-version': '2022-11-28', 'content-type': 'application/json; charset=utf-8' }

function faults(method: string, path: string, body?: unknown, headers: Record<string, string> = about) {
  const url = new URL(path, 'http://loopback')
  return faultsInRequest({
    method,
    url,
    headers,
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  })
}

test.each<[string, string, unknown]>([
  ['GET', '/user', undefined],
  ['GET', `${repo}/issues/7/comments?per_page=100&page=2&since=2026-11-29T02:00:00.000Z`, undefined],
  ['POST', `${repo}/issues/7/comments`, { body: 'text' }],
  [
    'POST',
    `${repo}/git/trees`,
    { tree: [{ path: 'a.png', mode: '100644', type: 'blob', sha: null }], base_tree: 'a' },
  ],
  ['PATCH', `${repo}/git/refs/heads/looker-snapshots`, { sha: 'a', force: false }],
  ['GET', `${repo}/git/ref/looker/snapshots`, undefined],
  ['GET', `${repo}/compare/feature/one...main?per_page=1&page=2`, undefined],
  ['POST', '/graphql', { query: '{ viewer { login } }' }],
])("the request %s %s agrees with GitHub's API description", (method, path, body) => {
  expect(faults(method, path, body)).toEqual([])
})

test.each<[string, string, unknown, RegExp]>([
  ['GET', `${repo}/issues/seven/comments`, undefined, /issue_number must be integer/],
  ['GET', `${repo}/issues/7/comments?sort=created`, undefined, /query has sort/],
  ['GET', `${repo}/issues/7/comments?since=yesterday`, undefined, /since must match format/],
  ['POST', `${repo}/issues/7/comments`, { text: 'a' }, /body must have required property 'body'/],
  ['POST', `${repo}/issues/7/comments`, { body: 'a', extra: 1 }, /body has extra/],
  ['POST', `${repo}/issues/7/comments`, undefined, /there is no body/],
  ['POST', `${repo}/git/trees`, { tree: [{ path: 'a.png', mode: '644' }] }, /mode must be equal to one of/],
  ['POST', `${repo}/git/refs`, { ref: 'refs/heads/x' }, /required property 'sha'/],
  ['DELETE', `${repo}/git/refs/heads/main`, undefined, /is not described/],
])("the request %s %s %j does not agree with GitHub's API description", (method, path, body, fault) => {
  expect(faults(method, path, body).join()).toMatch(fault)
})

test('a GitHub request without the version of the API is refused', () => {
  expect(faults('GET', '/user', undefined, {})).toEqual([
    'users/get-authenticated: x-github-api-version is undefined',
  ])
})
