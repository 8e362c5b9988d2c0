import type { WorkflowRun } from '../../src/github/event.ts'
import { explainMissingSecrets } from '../../src/github/fork.ts'

type Context = Pick<WorkflowRun, 'eventName' | 'actor' | 'payload'>

const repository = { full_name: 'acme/lookml', name: 'lookml', owner: { login: 'acme' } }
const from = (full_name: string | null, more: Partial<Context> = {}): Context => ({
  eventName: 'pull_request',
  actor: 'anna',
  payload: {
    repository,
    pull_request: { number: 7, head: { repo: full_name === null ? null : { full_name } } },
  },
  ...more,
})

describe('a pull request', () => {
  test.each<[string, boolean, Context]>([
    ['from this repository', false, from('acme/lookml')],
    ['from a fork', true, from('eve/lookml')],
    ['from a fork that is gone', true, from(null)],
    ['of Dependabot', true, from('acme/lookml', { actor: 'dependabot[bot]' })],
    ['from a fork that gets a review', true, from('eve/lookml', { eventName: 'pull_request_review' })],
    [
      'from this repository that gets a review',
      false,
      from('acme/lookml', { eventName: 'pull_request_review' }),
    ],
    [
      'from a fork, in pull_request_target, which has secrets',
      false,
      from('eve/lookml', { eventName: 'pull_request_target' }),
    ],
    ['that there is none of, on a push', false, from('eve/lookml', { eventName: 'push' })],
    [
      'that there is none of, on a push of Dependabot',
      true,
      { eventName: 'push', actor: 'dependabot[bot]', payload: { repository } },
    ],
    [
      'that there is none of, on a schedule that Dependabot was last to change',
      false,
      { eventName: 'schedule', actor: 'dependabot[bot]', payload: {} },
    ],
    ['that there is none of, on a schedule', false, { eventName: 'schedule', actor: 'anna', payload: {} }],
    ['that there is none of, outside of a runner', false, { eventName: '', actor: '', payload: {} }],
  ])('%s runs without secrets: %s', (_, without, github) =>
    expect(explainMissingSecrets(github) !== undefined).toBe(without),
  )

  test('from a fork is told why nothing was rendered, and what to do', () => {
    expect(explainMissingSecrets(from('eve/lookml'))).toMatch(/fork.*push the branch to this repository/s)
  })

  test.each(['pull_request', 'push'])('of Dependabot is told of Dependabot secrets, on %s', eventName => {
    const words = explainMissingSecrets(from('acme/lookml', { actor: 'dependabot[bot]', eventName }))
    expect(words).toMatch(/Dependabot secrets/)
    expect(words).not.toMatch(/fork/)
  })
})
