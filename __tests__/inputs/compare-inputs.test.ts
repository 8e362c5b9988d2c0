import { readInputs } from '../../src/inputs/read-inputs.ts'
import { given, problemsOf } from '../../testkit/inputs.ts'

const deploy = (inputs: Record<string, string>) => readInputs(given(inputs)).deploy
const problems = (inputs: Record<string, string>) => problemsOf(given(inputs))

test('an empty deploy deploys nothing', () => expect(deploy({})).toBeUndefined())

test('the project is all that deploying needs', () =>
  expect(deploy({ deploy: 'thelook' })).toEqual({ project: 'thelook', onlyAffected: false, ref: undefined }))

test.each(['a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', 'feature/net-revenue', 'v1.2.0', 'größe'])(
  'deploy-ref takes %s',
  ref =>
    expect(deploy({ deploy: 'the-look_2', 'deploy-ref': ref, 'only-affected': 'true' })).toEqual({
      project: 'the-look_2',
      ref,
      onlyAffected: true,
    }),
)

test.each([
  [
    'a project that is none',
    { deploy: 'the look' },
    /^deploy: "the look" cannot be a LookML project; write /,
  ],
  ['a path', { deploy: '../other' }, /^deploy: "\.\.\/other" cannot be a LookML project/],
  [
    'a ref with spaces',
    { deploy: 'thelook', 'deploy-ref': 'a b' },
    /^deploy-ref: "a b" is no commit, branch or tag/,
  ],
  ['a range', { deploy: 'thelook', 'deploy-ref': 'main..head' }, /^deploy-ref: /],
  ['an option of git', { deploy: 'thelook', 'deploy-ref': '--force' }, /^deploy-ref: /],
  ['deploy-ref without deploy', { 'deploy-ref': 'main' }, /^deploy-ref: it needs deploy; name /],
  [
    'confirm-changes with deploy',
    { deploy: 'thelook', 'confirm-changes': 'true' },
    /^confirm-changes: it would render again after deploy has put back what was there; leave one of the two out/,
  ],
  ['only-affected without deploy', { 'only-affected': 'true' }, /^only-affected: it needs deploy; name /],
  ['deploy in API 3.1', { deploy: 'thelook', 'api-version': '3.1' }, /^deploy: it needs api-version 4\.0/],
  [
    'a second instance of the same host',
    { deploy: 'thelook', compare: 'https://acme.cloud.looker.com:19999' },
    /^compare: "acme\.cloud\.looker\.com:19999" is where deploy deploys to; write base to compare with the merge base/,
  ],
])('%s is an error', (_, inputs: Record<string, string>, words) =>
  expect(problems(inputs)).toEqual([expect.stringMatching(words)]),
)

test('compare may name another instance that gives the pictures before', () =>
  expect(problems({ deploy: 'thelook', compare: 'https://prod.looker.com' })).toEqual([]))
