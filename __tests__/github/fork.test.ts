import { explainMissingSecrets, type WorkflowRun } from '../../src/github/workflow-run.ts'

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

describe('a run', () => {
  test.each<[string, boolean, Context]>([
    ['for a pull request from this repository', false, from('acme/lookml')],
    ['for a pull request from a fork', true, from('eve/lookml')],
    ['for a pull request from a deleted fork', true, from(null)],
    ['for a pull request by Dependabot', true, from('acme/lookml', { actor: 'dependabot[bot]' })],
    [
      'for a review of a pull request from a fork',
      true,
      from('eve/lookml', { eventName: 'pull_request_review' }),
    ],
    [
      'for a review of a pull request from this repository',
      false,
      from('acme/lookml', { eventName: 'pull_request_review' }),
    ],
    [
      'of pull_request_target for a pull request from a fork',
      false,
      from('eve/lookml', { eventName: 'pull_request_target' }),
    ],
    ['on a push', false, from('eve/lookml', { eventName: 'push' })],
    [
      'on a push by Dependabot',
      true,
      { eventName: 'push', actor: 'dependabot[bot]', payload: { repository } },
    ],
    [
      'on a schedule whose workflow Dependabot changed last',
      false,
      { eventName: 'schedule', actor: 'dependabot[bot]', payload: {} },
    ],
    ['on a schedule', false, { eventName: 'schedule', actor: 'anna', payload: {} }],
    ['outside of GitHub Actions', false, { eventName: '', actor: '', payload: {} }],
  ])('a run %s has no access to secrets: %s', (_, without, github) =>
    expect(explainMissingSecrets(github) !== undefined).toBe(without),
  )

  test('the message for a pull request from a fork gives the reason for missing secrets and a next step', () => {
    expect(explainMissingSecrets(from('eve/lookml'))).toMatch(/fork.*push the branch to this repository/s)
  })

  test.each(['pull_request', 'push'])(
    'the message for a run that Dependabot started asks for Dependabot secrets if the event is %s',
    eventName => {
      const words = explainMissingSecrets(from('acme/lookml', { actor: 'dependabot[bot]', eventName }))
      expect(words).toMatch(/Dependabot secrets/)
      expect(words).not.toMatch(/fork/)
    },
  )
})
