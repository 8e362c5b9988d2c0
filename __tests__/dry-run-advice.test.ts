import { comparisonWords, nextInputs, readImagesBranch } from '../src/dry-run-advice.ts'
import type { RunContext } from '../src/github/workflow-run.ts'
import type { Target } from '../src/model.ts'
import { dashboard } from '../testkit/results.ts'

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
