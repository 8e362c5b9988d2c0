import type { Clock } from './time.ts'

export interface MainProcess {
  pid: number
  /**
   * Distinguishes the process from a later process with the same id. Undefined if unknown, for example on systems other
   * than Linux.
   */
  startTime?: string
}

export interface Processes {
  /** Returns undefined if the process has ended, or if its start time is unknown. */
  startTimeOf(pid: number): string | undefined
  kill(pid: number, signal: NodeJS.Signals): void
}

export const systemProcesses = (
  { kill }: Pick<NodeJS.Process, 'kill'>,
  readFile: (path: string) => string,
): Processes => ({ startTimeOf: pid => readStartTime(pid, readFile), kill })

export function identifyProcess(pid: number, { startTimeOf }: Pick<Processes, 'startTimeOf'>): MainProcess {
  const startTime = startTimeOf(pid)
  return { pid, ...(startTime !== undefined && { startTime }) }
}

/**
 * Returns the time between the start of the system and the start of the process, in ticks. This is field 22 of
 * `/proc/<pid>/stat`. Field 2 is in parentheses, and may itself contain parentheses
 * (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
 */
function readStartTime(pid: number, readFile: (path: string) => string): string | undefined {
  try {
    const stat = readFile(`/proc/${pid}/stat`)
    const [state = 'X', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const hasEnded = /^[ZXx]$/.test(state)
    return hasEnded ? undefined : fields[18]
  } catch {
    return undefined
  }
}

/** The signals, with the milliseconds before the next signal. */
const signals = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5000],
] as const
const checkMs = 50

/**
 * Ends a process if it is still the same process. The first signal allows the process to clean up. Returns whether the
 * process was alive.
 */
export async function endProcess(
  { pid, startTime }: MainProcess,
  { startTimeOf, kill }: Processes,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<boolean> {
  const isAlive = () => startTime !== undefined && startTimeOf(pid) === startTime
  if (!isAlive()) return false
  for (const [name, patienceMs] of signals) {
    try {
      kill(pid, name)
    } catch {
      // The process has just ended, or belongs to another user.
    }
    for (let waited = 0; waited < patienceMs && isAlive(); waited += checkMs)
      await clock.sleep(checkMs, signal)
    if (!isAlive()) break
  }
  return true
}
