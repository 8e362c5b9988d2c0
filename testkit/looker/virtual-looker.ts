import type { LookerClient } from '../../src/looker/render-task-requests.ts'
import type { Target } from '../../src/model.ts'
import type { VirtualClock } from '../clock.ts'

export interface VirtualTask {
  target: Target
  /** The virtual clock's time when the task was created. */
  createdAt: number
  startedAt: number
  endsAt: number
  polls: number[]
}

interface VirtualLookerOptions {
  clock: VirtualClock
  slots: number
  milliseconds(target: Target): number
  /** Returns the status in which the target's task hangs. A hung task uses no slot. */
  hangsIn?(target: Target): string | undefined
  /** Whether the responses contain a task's render time. */
  returnsRuntimes?: boolean
}

/** Returns a Looker on a virtual clock, with a queue of render tasks and their statuses. */
export function virtualLooker({
  clock,
  slots,
  milliseconds,
  hangsIn,
  returnsRuntimes,
}: VirtualLookerOptions) {
  const tasks: VirtualTask[] = []
  const slotFreeAt = Array<number>(slots).fill(0)

  const schedule = (target: Target): Pick<VirtualTask, 'startedAt' | 'endsAt'> => {
    const now = clock.now()
    if (hangsIn?.(target)) return { startedAt: now, endsAt: Number.POSITIVE_INFINITY }
    const slot = slotFreeAt.indexOf(Math.min(...slotFreeAt))
    const startedAt = Math.max(now, slotFreeAt[slot] ?? 0)
    const endsAt = startedAt + milliseconds(target)
    slotFreeAt[slot] = endsAt
    return { startedAt, endsAt }
  }

  const statusOf = ({ target, startedAt, endsAt }: VirtualTask): string => {
    const hung = hangsIn?.(target)
    if (hung) return hung
    const now = clock.now()
    if (now < startedAt) return 'enqueued_for_query'
    if (now >= endsAt) return 'success'
    return now < startedAt + 0.4 * (endsAt - startedAt) ? 'querying' : 'rendering'
  }

  const client: LookerClient = {
    createRenderTask: async target => {
      tasks.push({ target, createdAt: clock.now(), ...schedule(target), polls: [] })
      return { id: String(tasks.length - 1), status: 'enqueued_for_query', detail: '' }
    },
    renderTask: async id => {
      const task = tasks[Number(id)]
      if (!task) throw new Error(`There is no render task ${id}`)
      task.polls.push(clock.now())
      const status = statusOf(task)
      const isKnown = returnsRuntimes && status === 'success'
      return { id, status, detail: '', ...(isKnown && { renderTime: task.endsAt - task.startedAt }) }
    },
    renderTaskResults: async <T>() => ({ bytes: 1, sha256: 'ab12' }) as T,
    queryBySlug: async () => '7',
  }
  return { client, tasks }
}
