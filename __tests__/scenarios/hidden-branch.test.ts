import { fastClock } from '../../testkit/clock.ts'
import { first, headline, openGate } from './gate-scene.ts'

/*
 * Runs the built action with `fail-on-change`, and GitHub answers that the images branch does not exist, although it
 * has the baselines. A changed picture must not pass as a new one.
 */

const env = fastClock(40)
const notFound = { status: 404, body: { message: 'Not Found' } }

test.concurrent('the step fails if the token may not see the repository', async () => {
  await using gate = await openGate()
  gate.scene.github.fault({ path: /./, times: Number.POSITIVE_INFINITY, effect: notFound })
  const outcome = await gate.push(first, { env })
  expect(outcome.code).toBe(1)
  const reason = 'The repository could not be read: GitHub does not find it'
  expect(outcome.errors.at(-1)).toContain(`1 Look could not be compared: Weekly revenue (${reason}).`)
  expect(outcome.errors.at(-1)).toContain('Check that github-token may read the repository.')
})

test.concurrent('a changed picture is compared with its baseline after a single answer that the branch does not exist', async () => {
  await using gate = await openGate()
  gate.scene.github.fault({ method: 'GET', path: /\/git\/ref\//, effect: notFound })
  expect((await gate.push(first)).code).toBe(1)
  expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
})
