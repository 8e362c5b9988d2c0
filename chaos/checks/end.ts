import { availableParallelism, loadavg } from 'node:os'
import { type Check, mustHold } from './check.ts'
import { isVerdict } from './verdict.ts'

/** The contract's: delivery may go on for two minutes after the deadline; ten seconds are the log-out's, the rest the machine's. */
const grace = 120_000 + 10_000 + 10_000
/** The contract's, from a cancellation to the end. On a machine with more to do than it has cores all takes longer. */
const cancellation = () => 3000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())

/** The step ends in time, by itself, and with an exit code that agrees with what it says. */
export const checkEnd: Check = ({ plan, told, cancelled }) => {
  const { code, signal, milliseconds, errors, outputs } = told
  const most = plan.minutes * 60_000 + grace
  const inTime = mustHold(
    milliseconds <= most,
    `It took ${Math.round(milliseconds)} ms, of ${most} that there are with all grace`,
  )
  if (cancelled !== undefined) return [...inTime, ...checkCancelled(told, cancelled)]
  const failed = outputs.status !== 'success' && plan.inputs['fail-on-error'] === 'true'
  const changed = Number(outputs.changed) > 0 && plan.inputs['fail-on-change'] === 'true'
  return [
    ...inTime,
    ...mustHold(signal === null && code !== null, `It was ended by ${signal}`),
    ...mustHold(code === 0 || errors.length > 0, `It exits with ${code} and no error`),
    ...mustHold(code !== 0 || errors.length === 0, `It exits with 0, and errors: ${errors.join(' | ')}`),
    ...mustHold(code !== 0 || !failed, `It exits with 0, and its status is ${outputs.status}`),
    ...mustHold(code !== 0 || !changed, `It exits with 0, and ${outputs.changed} changed`),
  ]
}

function checkCancelled(told: Parameters<Check>[0]['told'], cancelled: number): string[] {
  const { code, signal, log } = told
  const inTime = mustHold(
    cancelled <= cancellation(),
    `Cancelled, it took ${Math.round(cancelled)} ms to end`,
  )
  // Node itself ends what is not yet there to listen.
  if (signal === 'SIGINT' && log === '') return inTime
  const over = isOver(told) && cancelled < 1000
  return [
    ...inTime,
    ...mustHold(code === 1 || over, `Cancelled, it exits with ${code ?? signal}`),
    ...mustHold(over || log.includes('The job was cancelled'), 'It does not say that it was cancelled'),
  ]
}

/** All was done and said before the cancellation came: the process was about to end, or past listening. */
const isOver = ({ code, signal, outputs, errors }: Parameters<Check>[0]['told']) =>
  outputs.status !== undefined && (code === 0 || signal === 'SIGINT' || errors.some(isVerdict))
