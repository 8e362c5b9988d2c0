import { renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import {
  baseBranchOf,
  baseTipOf,
  explainMissingSecrets,
  hasLabel,
  isTextEdit,
  pullRequestOf,
  readWorkflowRun,
} from '../../src/github/workflow-run.ts'
import fc from '../../testkit/fast-check.ts'
import { deepJson, hostileJson, hostileText, runs, spoiled } from '../../testkit/hostile.ts'
import { rendered } from '../../testkit/results.ts'

const runner = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_REPOSITORY: 'acme/lookml',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
  GITHUB_ACTOR: 'mona',
}
const sha = 'ab12'.repeat(10)
const pull = { number: 7, head: { sha, repo: { full_name: 'acme/lookml' } }, base: { ref: 'main' } }
const repository = { full_name: 'acme/lookml', private: true, default_branch: 'trunk' }
const read = (
  env: Record<string, string | undefined>,
  payload: unknown = { pull_request: pull, repository },
) => readWorkflowRun({ ...runner, ...env }, () => JSON.stringify(payload))

test("the facts about a run come from the runner's variables, and include the head of the pull request", () =>
  expect(read({})).toEqual({
    eventName: 'pull_request',
    actor: 'mona',
    payload: { pull_request: pull, repository },
    serverUrl: 'https://github.com',
    repository: { owner: 'acme', name: 'lookml', url: 'https://github.com/acme/lookml' },
    url: 'https://github.com/acme/lookml/actions/runs/1658821493',
    id: 1658821493,
    attempt: 2,
    sha,
    branch: undefined,
  }))

test.each([
  ['push', 'refs/heads/release/1', {}, 'release/1', undefined],
  ['push', 'refs/tags/v1', {}, undefined, undefined],
  ['schedule', 'refs/heads/main', {}, 'main', undefined],
  ['pull_request', 'refs/pull/7/merge', { pull_request: pull }, undefined, 'main'],
  ['pull_request_target', 'refs/heads/main', { pull_request: pull }, undefined, 'main'],
  ['issue_comment', 'refs/heads/main', { issue: { number: 7, pull_request: {} } }, undefined, undefined],
  [
    'merge_group',
    'refs/heads/gh-readonly-queue/main/pr-7',
    { merge_group: { base_ref: 'refs/heads/main' } },
    undefined,
    'main',
  ],
])(
  'a workflow run of the event %s for %s has the correct branch and base branch',
  (name, ref, payload, branch, base) => {
    const run = read({ GITHUB_EVENT_NAME: name, GITHUB_REF: ref }, payload)
    expect([run.branch, baseBranchOf(run)]).toEqual([branch, base])
  },
)

test.each([
  ['pull_request', { pull_request: { ...pull, base: { ref: 'main', sha } } }, sha],
  ['merge_group', { merge_group: { base_ref: 'refs/heads/main', base_sha: sha } }, sha],
  ['pull_request', { pull_request: { ...pull, base: { ref: 'main', sha: 'main' } } }, undefined],
  ['push', {}, undefined],
])('the event %s with %j names the earlier commit %s of the base branch', (name, payload, tip) =>
  expect(baseTipOf(read({ GITHUB_EVENT_NAME: name }, payload))).toBe(tip),
)

test.each([
  ['pull_request', { action: 'edited', changes: { title: { from: 'x' } } }, true],
  ['pull_request_target', { action: 'edited', changes: { body: { from: 'x' } } }, true],
  ['pull_request', { action: 'edited', changes: { base: { ref: { from: 'x' } } } }, false],
  ['pull_request', { action: 'labeled' }, false],
  ['pull_request_review', { action: 'edited', changes: { body: { from: 'x' } } }, false],
  ['issue_comment', { action: 'edited', changes: { body: { from: 'x' } } }, false],
])('the event %s with %j changes only the text of a pull request: %s', (name, payload, isEdit) =>
  expect(isTextEdit(read({ GITHUB_EVENT_NAME: name }, { ...payload, pull_request: pull }))).toBe(isEdit),
)

test.each([
  ['looker-accepted', [{ name: 'bug' }, { name: 'looker-accepted' }], true],
  ['looker-accepted', [{ name: 'Looker-Accepted' }], true],
  ['looker-accepted', [{ name: 'looker-accepted-not' }], false],
  ['looker-accepted', [], false],
  ['looker-accepted', undefined, false],
  ['looker-accepted', 'looker-accepted', false],
  ['looker-accepted', [null, 7, { name: 7 }, { name: 'looker-accepted' }], true],
])('the label %s is in the labels of the payload, %j: %s', (label, labels, seen) =>
  expect(hasLabel(read({}, { pull_request: { ...pull, labels } }), label)).toBe(seen),
)

describe('a run with an invalid environment or payload', () => {
  test.each([
    [{ GITHUB_RUN_ID: 'abc' }, { id: 0, url: 'https://github.com/acme/lookml/actions/runs/0' }],
    [{ GITHUB_RUN_ID: '-1' }, { id: 0 }],
    [{ GITHUB_RUN_ATTEMPT: '' }, { attempt: 1 }],
    [{ GITHUB_RUN_ATTEMPT: '1e400' }, { attempt: 1 }],
    [{ GITHUB_SERVER_URL: 'github' }, { serverUrl: 'https://github.com' }],
    [{ GITHUB_SERVER_URL: 'javascript:alert(1)' }, { serverUrl: 'https://github.com' }],
    [{ GITHUB_SERVER_URL: 'https://acme.ghe.com/' }, { serverUrl: 'https://acme.ghe.com' }],
    [{ GITHUB_REPOSITORY: 'acme' }, { repository: undefined }],
    [{ GITHUB_REPOSITORY: 'a/b/c' }, { repository: undefined }],
    [{ GITHUB_REPOSITORY: '"><script>/x' }, { repository: undefined }],
    [{ GITHUB_REPOSITORY: '../..' }, { repository: undefined }],
    [{ GITHUB_REPOSITORY: 'acme/.' }, { repository: undefined }],
    [{ GITHUB_REPOSITORY: '..a/.github' }, { repository: { owner: '..a', name: '.github' } }],
  ])('a workflow run leaves out an invalid variable of the environment: %j', (env, about) =>
    expect(read(env)).toMatchObject(about),
  )

  test.each<[unknown, object]>([
    [null, {}],
    ['text', {}],
    [[pull], {}],
    [{ pull_request: { number: '7', head: { sha: 5 } } }, { pull_request: { head: {}, base: {} } }],
    [{ pull_request: { number: 7, head: null } }, { pull_request: { number: 7, head: {}, base: {} } }],
    [{ repository: { private: 'false', full_name: ['a'] } }, { repository: {} }],
    [{ issue: { number: 1.5, pull_request: {} } }, { issue: { pull_request: {} } }],
  ])('a workflow run leaves out invalid fields of the payload: %j', (payload, seen) =>
    expect(read({}, payload).payload).toEqual(seen),
  )
})

/** Checks the types of the result, because later code uses the result without checks. */
function expectUsable(run: ReturnType<typeof readWorkflowRun>): void {
  const { url, id, attempt, sha } = run
  expect(URL.canParse(url)).toBe(true)
  for (const number of [id, attempt, pullRequestOf(run) ?? 1]) expect(Number.isSafeInteger(number)).toBe(true)
  expect(typeof explainMissingSecrets(run)).toMatch(/^(string|undefined)$/)
  const facts = {
    host: 'looker',
    run: { url, id, attempt },
    ...(sha !== undefined && { sha }),
    at: new Date(0),
  }
  const comment = renderSoleComment([rendered()], facts)
  expect(comment).not.toMatch(/NaN|undefined|\[object/)
}

describe('the facts about a run', () => {
  test('the facts about a workflow run have the right types, whatever the environment contains', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(runner)), hostileText), env =>
        expectUsable(read(env)),
      ),
      runs(300),
    ))

  test('the facts about a workflow run have the right types, whatever the payload contains', () => {
    const repo = spoiled(repository)
    const head = fc.record({ sha: fc.oneof(fc.constant(sha), hostileJson), repo }).chain(spoiled)
    const pulls = head.chain(found => spoiled({ ...pull, head: found }))
    const whole = fc.record({
      pull_request: pulls,
      repository: repo,
      issue: spoiled({ number: 7, pull_request: {} }),
    })
    fc.assert(
      fc.property(fc.oneof(hostileJson, whole.chain(spoiled)), payload => expectUsable(read({}, payload))),
      runs(300),
    )
  })

  test.each([
    ['garbage', '\0\ufffd{'],
    ['a web page', '<!doctype html>'],
    ['no text', ''],
    ['deeply nested JSON', deepJson(100_000)],
    [
      'deeply nested JSON in a field that is read',
      `{"pull_request":{"number":${deepJson(100_000)},"head":{"sha":${deepJson(9)}}}}`,
    ],
    ['5 MB of text', JSON.stringify({ pull_request: { number: 'x'.repeat(5_000_000) } })],
  ])("the facts about a workflow run have the right types if the payload's file contains %s", (_, content) =>
    expectUsable(readWorkflowRun(runner, () => content)),
  )
})

describe('an event whose file is empty or damaged', () => {
  const runOf = (name: string, ref: string, file: string) =>
    readWorkflowRun({ ...runner, GITHUB_EVENT_NAME: name, GITHUB_REF: ref }, () => file)

  test.each(['', '""', '{', '[]', 'null'])(
    'an event with the damaged payload %j belongs to the pull request in its ref',
    file => expect(pullRequestOf(runOf('pull_request', 'refs/pull/12/merge', file))).toBe(12),
  )

  test.each([
    ['push', 'refs/pull/12/merge'],
    ['pull_request', 'refs/heads/main'],
    ['pull_request', 'refs/pull/x/merge'],
    ['pull_request_target', 'refs/heads/main'],
  ])(
    'an event with a damaged payload belongs to no pull request if it is a %s event for the ref %s',
    (name, ref) => expect(pullRequestOf(runOf(name, ref, ''))).toBeUndefined(),
  )

  test('the pull request of an event comes from the payload and not from the ref if the payload is complete', () => {
    const file = JSON.stringify({ pull_request: { number: 7 } })
    expect(pullRequestOf(runOf('pull_request', 'refs/pull/12/merge', file))).toBe(7)
  })
})
