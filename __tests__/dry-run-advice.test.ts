import { comparisonWords, nextInputs, readImagesBranch } from '../src/dry-run-advice.ts'
import { type RunContext, readWorkflowRun } from '../src/github/workflow-run.ts'
import { readInputs } from '../src/inputs/read-inputs.ts'
import type { Target } from '../src/model.ts'
import { forEvent } from '../src/start.ts'
import { isCollection } from '../src/targets.ts'
import { dashboard } from '../testkit/results.ts'
import { given, problemsOf } from '../testkit/runner/inputs.ts'

interface Situation {
  pullRequest?: number
  against?: unknown
  failOnChange?: boolean
  branchCheck?: object
  deploy?: { onlyAffected: boolean }
}

function contextOf({ pullRequest, against = 'none', failOnChange = false, ...inputs }: Situation) {
  const compare = { against, failOnChange }
  const looker = { base: new URL('https://acme.looker.com') }
  return {
    inputs: { ...inputs, compare, comment: { pullRequest }, looker },
    run: { eventName: pullRequest === undefined ? 'push' : 'pull_request', payload: {}, branch: 'main' },
  } as unknown as RunContext
}

const png = dashboard()
const pdf = dashboard({ output: { format: 'pdf', landscape: false } })

const repository = { full_name: 'acme/lookml', default_branch: 'main' }
const pull = { number: 7, head: { sha: 'ab12'.repeat(10) }, base: { ref: 'main' } }

/** The variables and the payload of events. */
const events: Record<string, [env: Record<string, string>, payload: object]> = {
  'a pull request': [{ GITHUB_EVENT_NAME: 'pull_request' }, { pull_request: pull }],
  'a comment': [{ GITHUB_EVENT_NAME: 'issue_comment' }, { issue: { number: 7, pull_request: {} } }],
  'a push': [{ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' }, {}],
  'a push to another branch': [{ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/next' }, {}],
  'a schedule': [{ GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' }, {}],
  'a merge queue': [
    { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7' },
    { merge_group: { base_ref: 'refs/heads/main' } },
  ],
  'a pushed tag': [{ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/tags/v1.0.0' }, {}],
  'a release': [{ GITHUB_EVENT_NAME: 'release', GITHUB_REF: 'refs/tags/v1.0.0' }, {}],
  'a manual run for a tag': [{ GITHUB_EVENT_NAME: 'workflow_dispatch', GITHUB_REF: 'refs/tags/v1.0.0' }, {}],
  'a repository dispatch': [{ GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_REF: 'refs/heads/main' }, {}],
}

/** Returns the lines that a dry run with these inputs suggests. */
function linesAfter(event: string, inputs: Record<string, string>): string[] {
  const [env, payload] = events[event] ?? [{}, {}]
  const run = readWorkflowRun({ GITHUB_EVENT_PATH: '/event.json', ...env }, () =>
    JSON.stringify({ repository, ...payload }),
  )
  const forThis = forEvent(readInputs(given(inputs)), run, () => undefined)
  const targets = forThis.targets.filter(target => !isCollection(target))
  return nextInputs({ inputs: forThis, run } as RunContext, targets)
}

const parseLine = (line: string): [name: string, value: string] => {
  const [, name = '', value = ''] = /^([a-z-]+): (\S+) # \S/.exec(line) ?? []
  return [name, value]
}

/** Returns each combination of a value of each list. An undefined value leaves the input out. */
function combinations(choices: Record<string, readonly (string | undefined)[]>): Record<string, string>[] {
  return Object.entries(choices).reduce<Record<string, string>[]>(
    (found, [name, values]) =>
      found.flatMap(inputs =>
        values.map(value => (value === undefined ? inputs : { ...inputs, [name]: value })),
      ),
    [{}],
  )
}

const second = 'https://second.looker.com'

test('the step accepts the inputs that a dry run suggests, one by one and together', () => {
  const choices = {
    compare: [undefined, 'base', second],
    'dev-mode': [undefined, 'thelook'],
    deploy: [undefined, 'thelook'],
    'only-affected': [undefined, 'true'],
    'fail-on-change': [undefined, 'true'],
    'confirm-changes': [undefined, 'true'],
    'api-version': [undefined, '3.1'],
    targets: ['dashboards/42', 'folders/12', '- dashboards/42\n- { target: dashboards/43, format: pdf }'],
    format: [undefined, 'pdf'],
  }
  const accepted = combinations(choices).filter(inputs => problemsOf(given(inputs)).length === 0)
  for (const [name, values] of Object.entries(choices))
    expect(new Set(accepted.map(inputs => inputs[name]))).toEqual(new Set(values))
  const refused = Object.keys(events).flatMap(event =>
    accepted.flatMap(inputs => {
      const lines = linesAfter(event, inputs)
      const added = lines.map(parseLine)
      return [...added.map(one => [one]), added].flatMap(some => {
        const problems = problemsOf(given({ ...inputs, ...Object.fromEntries(some) }))
        return problems.length > 0 ? [{ event, inputs, some, problems }] : []
      })
    }),
  )
  expect(refused).toEqual([])
})

const onDefaultBranch = 'the images branch shows them'
const forPullRequests = 'pull requests are compared with them'

test.each<[string, string, Record<string, string>, string[]]>([
  ['a second instance', 'a pull request', { compare: second }, ['fail-on-change']],
  ['API 3.1', 'a pull request', { 'api-version': '3.1' }, ['compare']],
  ['only PDFs', 'a pull request', { format: 'pdf' }, ['dev-mode']],
  ['PDFs and baselines', 'a pull request', { format: 'pdf', compare: 'base' }, ['dev-mode']],
  ['PDFs and a second instance', 'a pull request', { format: 'pdf', compare: second }, []],
  ['PDFs and a deployment', 'a pull request', { format: 'pdf', deploy: 'thelook' }, ['only-affected']],
  ['nothing else', 'a comment', {}, ['dev-mode', 'compare']],
  ['nothing else', 'a push', {}, ['compare']],
  ['nothing else', 'a merge queue', {}, []],
  ['a deployment', 'a merge queue', { deploy: 'thelook' }, ['compare']],
  ['nothing else', 'a pushed tag', {}, []],
  ['nothing else', 'a release', {}, []],
  ['a deployment', 'a release', { deploy: 'thelook' }, []],
  ['nothing else', 'a manual run for a tag', {}, []],
  ['nothing else', 'a repository dispatch', {}, []],
  ['dev-mode', 'a push to another branch', { 'dev-mode': 'thelook' }, []],
  ['a deployment', 'a push to another branch', { deploy: 'thelook' }, []],
])('with %s, a dry run on %s suggests only inputs that can work', (_, event, inputs, names) =>
  expect(linesAfter(event, inputs).map(line => parseLine(line)[0])).toEqual(names),
)

test.each<[string, Record<string, string>, string]>([
  ['a push', {}, `records the pictures: ${forPullRequests}, and ${onDefaultBranch}`],
  ['a schedule', {}, `records the pictures: ${forPullRequests}, and ${onDefaultBranch}`],
  ['a push to another branch', {}, `records the pictures: ${forPullRequests}`],
  ['a push', { deploy: 'thelook' }, `records the pictures: ${onDefaultBranch}`],
  ['a push', { 'dev-mode': 'thelook' }, `records the pictures: ${onDefaultBranch}`],
  [
    'a merge queue',
    { deploy: 'thelook' },
    'shows each dashboard before and after the commits in the merge queue',
  ],
  ['a pull request', { 'api-version': '3.1' }, 'shows which pictures changed; also run the workflow on push'],
])('the reason for compare: base after a dry run on %s with %j is true', (event, inputs, reason) =>
  expect(linesAfter(event, inputs)).toEqual([`compare: base # ${reason}`]),
)

test.each<[string, Record<string, string>]>([
  ['a release', {}],
  ['a release', { 'fail-on-change': 'true' }],
])('the branch check is idle on %s with dev-mode, compare: base and %j', (event, inputs) => {
  const [env, payload] = events[event] ?? [{}, {}]
  const run = readWorkflowRun({ GITHUB_EVENT_PATH: '/event.json', ...env }, () => JSON.stringify(payload))
  const read = readInputs(given({ 'dev-mode': 'thelook', compare: 'base', ...inputs }))
  const { branchCheck, isBranchCheckIdle, compare } = forEvent(read, run, () => undefined)
  expect(branchCheck).toBeUndefined()
  expect(isBranchCheckIdle).toBe(true)
  expect(compare.failOnChange).toBe(false)
})

describe('the inputs to add after a dry run', () => {
  const pullRequest = 7
  const branchCheck = {}
  const onlySome = { onlyAffected: true }

  test.each<[string, Situation, string[]]>([
    ['a pull request that only renders', { pullRequest }, ['dev-mode', 'compare']],
    ['a pull request that is compared', { pullRequest, against: 'base' }, ['dev-mode', 'fail-on-change']],
    [
      'a pull request with fail-on-change',
      { pullRequest, against: 'base', failOnChange: true },
      ['dev-mode'],
    ],
    ['a pull request with dev-mode', { pullRequest, branchCheck }, ['fail-on-change']],
    ['a pull request with dev-mode and fail-on-change', { pullRequest, branchCheck, failOnChange: true }, []],
    ['a pull request that is deployed', { pullRequest, deploy: onlySome }, ['compare']],
    [
      'a pull request that is deployed with all targets and compared',
      { pullRequest, deploy: { onlyAffected: false }, against: 'base' },
      ['only-affected', 'fail-on-change'],
    ],
    ['a push', {}, ['compare']],
    ['a push that records', { against: 'base' }, []],
  ])('a dry run suggests the correct inputs for %s', (_, situation, names) => {
    const lines = nextInputs(contextOf(situation), [pdf, png])
    expect(lines.map(line => line.split(':')[0])).toEqual(names)
    for (const line of lines) expect(line).toMatch(/^[a-z-]+: \w+ # \w{4,}.* \w+/)
  })

  test('the reason of a dry run for compare: base depends on the event and on deploy', () => {
    const compareLine = (situation: Situation) =>
      nextInputs(contextOf(situation), [png]).find(line => line.startsWith('compare'))
    expect(compareLine({ pullRequest })).toContain('alternative to dev-mode')
    expect(compareLine({ pullRequest, deploy: onlySome })).toContain('before and after the pull request')
    expect(compareLine({})).toContain('records the pictures')
  })

  test.each<[string, Target[]]>([
    ['all targets are PDFs', [pdf]],
    ['there are no targets', []],
  ])('a dry run of a push does not suggest compare: base if %s', (_, targets) =>
    expect(nextInputs(contextOf({}), targets)).toEqual([]),
  )
})

test.each<[string, Situation, string | undefined]>([
  [
    'a second instance',
    { pullRequest: 7, against: { base: new URL('https://staging.looker.com') } },
    'The pictures would be compared with those of staging.looker.com.',
  ],
  [
    'the deployed merge base',
    { pullRequest: 7, against: 'base', deploy: { onlyAffected: true } },
    'The step would deploy the commit to acme.looker.com, then the merge base for the comparison, and then the previous commit again.',
  ],
  [
    'nothing, with a deployment',
    { pullRequest: 7, deploy: { onlyAffected: true } },
    'The step would deploy the commit to acme.looker.com, then the previous commit again.',
  ],
  [
    'recorded baselines',
    { pullRequest: 7, against: 'base' },
    'The pictures would be compared with the baselines of the base branch.',
  ],
  ['nothing, with dev-mode', { pullRequest: 7, against: 'base', branchCheck: {} }, undefined],
  [
    'nothing, with a deployment that records baselines',
    { against: 'base', deploy: { onlyAffected: false } },
    'The step would deploy the commit to acme.looker.com, then the previous commit again.',
  ],
  ['nothing, because the run records baselines', { against: 'base' }, undefined],
  ['nothing', { pullRequest: 7 }, undefined],
])('the log of a dry run says with which pictures it would compare: %s', (_, situation, words) =>
  expect(comparisonWords(contextOf(situation))).toBe(words),
)

test.each<[string, Situation, RegExp[]]>([
  ['nothing is compared or shown', { pullRequest: 7 }, []],
  ['pictures are compared', { pullRequest: 7, against: 'base' }, [/^The images branch could not be read: /]],
  ['baselines are recorded', { against: 'base' }, [/^The images branch could not be read: /]],
])(
  'a dry run reports an unreadable images branch only if the run needs the branch: %s',
  async (_, situation, messages) => {
    const context = contextOf(situation)
    const unavailable = {
      ...context,
      inputs: { ...context.inputs, images: { kind: 'none', ref: 'heads/x' } },
    }
    const { problems, known } = await readImagesBranch(unavailable as RunContext, [png])
    expect(problems).toEqual(
      messages.map(message => ({ message: expect.stringMatching(message), hint: expect.any(String) })),
    )
    expect(known.size).toBe(0)
  },
)
