import { expectNoSecrets } from '../../testkit/runner/secrets.ts'
import { pullRequestScene } from '../../testkit/scene.ts'

/*
 * The message of an unexpected error asks the user for "a run with debug logging". The debug log must contain each
 * problem with its causes.
 */

const stacksOf = (lines: readonly string[]) => lines.filter(line => line.startsWith('::debug::')).join('\n')

test.concurrent('the debug log contains every problem with its causes, and no secrets', async () => {
  await using stage = await pullRequestScene()
  const { clientSecret } = stage.looker
  const body = { message: `No folder for ${clientSecret}` }
  stage.fault({ on: 'create', target: '42', effect: { status: 403, body } })
  stage.github.fault({ method: 'POST', path: /\/comments/, times: 9, effect: { status: 403 } })
  const outcome = await stage.run({ targets: 'dashboards/42\nlooks/7' }, { env: { RUNNER_DEBUG: '1' } })

  const stacks = stacksOf(outcome.lines)
  expect(stacks).toMatch(/ActionError: Looker does not let the API user render this dashboard/)
  expect(stacks).toMatch(/Caused by: LookerError: \S+ answered 403: No folder for \*\*\*/)
  expect(stacks).toMatch(/The comment could not be .*Caused by: HttpError/)
  expect(stacks).toMatch(/%0A {4}at /)
  expect(outcome.outputs.results).not.toContain('thrown')
  expectNoSecrets(outcome, [clientSecret, stage.github.token])
})

test.concurrent('a run without debug logging writes no stack trace', async () => {
  await using stage = await pullRequestScene()
  stage.fault({ on: 'create', effect: { status: 403 } })
  const outcome = await stage.run({ targets: 'dashboards/42' })

  expect(outcome.code).toBe(1)
  expect(stacksOf(outcome.lines)).not.toMatch(/ at |Caused by/)
})
