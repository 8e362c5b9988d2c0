import {
  acceptanceWriterOf,
  areInOneJob,
  placeInWorkflow,
  resultsWriterOf,
  sharedKey,
  writerOf,
} from '../../src/github/step-identity.ts'

describe('the hash of a step', () => {
  const env = { GITHUB_JOB: 'snapshot', INPUT_TARGETS: 'looks/7', 'INPUT_CLIENT-ID': 'emea' }

  test('jobs that share the targets have the same hash, and separate hashes for their stored results', () => {
    const [one, other] = [
      { ...env, INPUT_SHARD: '0/2' },
      { ...env, INPUT_SHARD: '1/2', 'INPUT_CLIENT-ID': 'apac' },
    ]
    expect(writerOf(one)).toBe(writerOf(other))
    expect(resultsWriterOf(one)).not.toBe(resultsWriterOf(other))
  })

  test('jobs that share the targets have one hash for their acceptance, even if their number changes', () => {
    const one = { ...env, INPUT_SHARD: '0/2' }
    const other = { ...env, INPUT_SHARD: '2/3', 'INPUT_CLIENT-ID': 'apac' }
    expect(acceptanceWriterOf(one)).toBe(acceptanceWriterOf(other))
    expect(acceptanceWriterOf({ ...one, 'INPUT_DIFF-THRESHOLD': '0.9' })).not.toBe(acceptanceWriterOf(one))
    expect(acceptanceWriterOf({ ...one, GITHUB_WORKFLOW: 'Nightly' })).not.toBe(acceptanceWriterOf(one))
  })

  test.each(['', '0/2'])(
    'the acceptance depends on the rules, not on the targets, with shard "%s"',
    shard => {
      const step = { ...env, INPUT_SHARD: shard }
      for (const input of [
        'TARGETS',
        'TARGETS-FILE',
        'WIDTH',
        'FILTERS',
        'IGNORE',
        'DEPLOY-REF',
        'FAIL-ON-ERROR',
      ])
        expect(acceptanceWriterOf({ ...step, [`INPUT_${input}`]: 'x' })).toBe(acceptanceWriterOf(step))
      const rules = [
        'BASE-URL',
        'COMPARE',
        'MAX-CHANGED-PIXELS',
        'CONFIRM-CHANGES',
        'DEV-MODE',
        'NUMBERS',
        'NEW',
      ]
      for (const input of rules)
        expect(acceptanceWriterOf({ ...step, [`INPUT_${input}`]: 'x' })).not.toBe(acceptanceWriterOf(step))
    },
  )

  test('two workflows with the same name have different hashes for their acceptances, on every branch the same', () => {
    const at = (ref: string) =>
      acceptanceWriterOf({ ...env, GITHUB_WORKFLOW: 'CI', GITHUB_WORKFLOW_REF: ref })
    expect(at('acme/lookml/ci.yml@refs/pull/1/merge')).toBe(at('acme/lookml/ci.yml@refs/heads/main'))
    expect(at('acme/lookml/ci.yml@refs/heads/main')).not.toBe(at('acme/lookml/other.yml@refs/heads/main'))
  })

  test('the acceptance of a step without shard has another hash for each API user', () =>
    expect(acceptanceWriterOf({ ...env, 'INPUT_CLIENT-ID': 'apac' })).not.toBe(acceptanceWriterOf(env)))

  test.each([
    ['another position in the job', { GITHUB_ACTION: '__acme_looker-snapshot_2' }, true],
    ['another job', { GITHUB_JOB: 'other' }, false],
    ['another workflow', { GITHUB_WORKFLOW_REF: 'acme/lookml/other.yml@refs/heads/main' }, false],
  ])('a step with %s is in the same job or not', (_, change, isSame) =>
    expect(areInOneJob(placeInWorkflow({ ...env, ...change }), placeInWorkflow(env))).toBe(isSame),
  )

  test.each([
    ['other targets', { INPUT_TARGETS: 'looks/8' }, true],
    ['another job', { GITHUB_JOB: 'other' }, false],
    ['another position in the job', { GITHUB_ACTION: '__acme_looker-snapshot_2' }, false],
    ['another workflow', { GITHUB_WORKFLOW_REF: 'acme/lookml/other.yml@refs/heads/main' }, false],
  ])('a step with %s has the same place in the workflow or not', (_, change, isSame) =>
    expect(placeInWorkflow({ ...env, ...change }) === placeInWorkflow(env)).toBe(isSame),
  )

  test.each([
    ['another API user', { 'INPUT_CLIENT-ID': 'apac' }],
    ['another API user in the environment', { LOOKERSDK_CLIENT_ID: 'apac' }],
    ['another job', { GITHUB_JOB: 'other' }],
    ['other targets', { INPUT_TARGETS: 'looks/8' }],
    ['ignored rectangles', { INPUT_IGNORE: '0,0,9,9' }],
    ['another position in the job', { GITHUB_ACTION: '__acme_looker-snapshot_2' }],
  ])('a step with %s has another hash', (_, change) => {
    expect(writerOf({ ...env, ...change })).not.toBe(writerOf(env))
    expect(resultsWriterOf({ ...env, ...change })).not.toBe(resultsWriterOf(env))
  })

  test.each([
    ['a smaller number of jobs', { INPUT_SHARD: '0/2' }],
    ['ignored rectangles', { INPUT_IGNORE: '0,0,9,9' }],
    ['another threshold', { 'INPUT_DIFF-THRESHOLD': '0.9' }],
    ['a second render of changes', { 'INPUT_CONFIRM-CHANGES': 'true' }],
    ['failures that do not fail the step', { 'INPUT_FAIL-ON-ERROR': 'false' }],
    ['another label', { 'INPUT_ACCEPT-LABEL': 'seen' }],
    ['another commit to deploy', { 'INPUT_DEPLOY-REF': 'v2' }],
    ['an input that this test does not know', { INPUT_NEW: 'x' }],
  ])('a step with %s has another hash for its stored results', (_, change) => {
    const before = { ...env, INPUT_SHARD: '0/3' }
    expect(resultsWriterOf({ ...before, ...change })).not.toBe(resultsWriterOf(before))
  })

  test.each(['client-secret', 'github-token', 'artifact-name', 'output-directory', 'timeout-minutes'])(
    'the hash for stored results does not depend on %s, which does not affect the verdict',
    input => {
      const change = { [`INPUT_${input.toUpperCase()}`]: 'x' }
      expect(resultsWriterOf({ ...env, ...change })).toBe(resultsWriterOf(env))
    },
  )

  test('the hash for stored results does not depend on the order of the variables', () => {
    const reversed = Object.fromEntries(Object.entries(env).reverse())
    expect(resultsWriterOf(reversed)).toBe(resultsWriterOf(env))
  })
})

describe('the shared comment-key of a matrix', () => {
  const env = { GITHUB_WORKFLOW: 'Snapshots', GITHUB_JOB: 'snapshot' }

  test.each([
    ['a job whose key ends with the index of its share', 'Snapshots / snapshot 3', 'Snapshots / snapshot'],
    ['a job whose key ends with another number', 'Snapshots / snapshot 4', undefined],
    ['a key that a user has set', 'emea', 'emea'],
    ['a key with a number that a user has set', 'emea 3', 'emea 3'],
    [
      'a key that a user has set and that begins with the name and index of the job',
      'Snapshots / snapshot 3 west',
      'Snapshots / snapshot 3 west',
    ],
    [
      'a key that a user has set and that begins with the name of the job',
      'Snapshots / snapshot west 3',
      'Snapshots / snapshot west 3',
    ],
    ['a job without a matrix', 'Snapshots / snapshot', 'Snapshots / snapshot'],
  ])('the shared comment-key of a matrix is correct for %s', (_, key, shared) =>
    expect(sharedKey(key, 3, env)).toBe(shared),
  )
})
