import { availableParallelism, loadavg } from 'node:os'
import { type Check, mustHold } from './check.ts'
import { isVerdict } from './verdict.ts'

/**
 * The maximum time between the deadline and the end of the step, in milliseconds: two minutes for publishing, ten
 * seconds for the log-out, and ten seconds more for a slow machine.
 */
const grace = 120_000 + 10_000 + 10_000
/** The time limit after a cancellation, in milliseconds. An overloaded machine gets more time. */
const cancellation = () => 3000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())

/** The step must end in time and without a signal. Its exit code must agree with its outputs and messages. */
export const checkEnd: Check = ({ plan, outcome, cancelled }) => {
  const { code, signal, milliseconds, errors, outputs } = outcome
  const most = plan.minutes * 60_000 + grace
  const inTime = mustHold(
    milliseconds <= most,
    `It took ${Math.round(milliseconds)} ms; the limit is ${most} ms`,
  )
  if (cancelled !== undefined) return [...inTime, ...checkCancelled(outcome, cancelled)]
  const failed = outputs.status !== 'success' && plan.inputs['fail-on-error'] === 'true'
  const changed = Number(outputs.changed) > 0 && plan.inputs['fail-on-change'] === 'true'
  return [
    ...inTime,
    ...mustHold(signal === null && code !== null, `It was ended by the signal ${signal}`),
    ...mustHold(code === 0 || errors.length > 0, `It exits with ${code}, but without an error message`),
    ...mustHold(code !== 0 || errors.length === 0, `It exits with 0, but has errors: ${errors.join(' | ')}`),
    ...mustHold(code !== 0 || !failed, `It exits with 0, but its status is ${outputs.status}`),
    ...mustHold(code !== 0 || !changed, `It exits with 0, but ${outputs.changed} pictures changed`),
  ]
}

function checkCancelled(outcome: Parameters<Check>[0]['outcome'], cancelled: number): string[] {
  const { code, signal, log } = outcome
  const inTime = mustHold(
    cancelled <= cancellation(),
    `Cancelled, it took ${Math.round(cancelled)} ms to end`,
  )
  // Shortly after its start, the action does not listen for the signal yet, so Node ends the process.
  if (signal === 'SIGINT' && log === '') return inTime
  const over = isOver(outcome) && cancelled < 1000
  return [
    ...inTime,
    ...mustHold(code === 1 || over, `Cancelled, it exits with ${code ?? signal}`),
    ...mustHold(over || log.includes('The job was cancelled'), 'It does not say that it was cancelled'),
  ]
}

/** Whether the step was complete before the cancellation. */
const isOver = ({ code, signal, outputs, errors }: Parameters<Check>[0]['outcome']) =>
  outputs.status !== undefined && (code === 0 || signal === 'SIGINT' || errors.some(isVerdict))
