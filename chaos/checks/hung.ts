import { clockSpeed } from '../plan/plan.ts'
import { type Check, mustHold } from './check.ts'

/** Checks that the errors name the hung render tasks, and that targets without a hung render task are published. */
export const checkHung: Check = ({ plan, outcome: { results, milliseconds } }) => {
  if (!plan.hung) return []
  const failed = results.filter(({ status }) => status === 'failure')
  const { tasks, status } = plan.hung
  const words = new RegExp(`was reached while this .+ was ${status} at Looker$`)
  return [
    ...mustHold(failed.length === tasks, `${tasks} tasks hang, and ${failed.length} targets failed`),
    ...failed.flatMap(({ error }) => [
      ...mustHold(words.test(error?.message ?? ''), `It does not say that the task hangs: ${error?.message}`),
      ...mustHold(
        /^Looker did not finish .+ \(\d+ s\)/.test(error?.hint ?? ''),
        `The hint does not name the hung target: ${error?.hint}`,
      ),
    ]),
    ...mustHold(
      milliseconds * clockSpeed(plan) >= plan.minutes * 60_000,
      'It ends before the deadline of the hung tasks',
    ),
  ]
}
