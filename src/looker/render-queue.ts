/**
 * Places for render tasks at Looker, given in the order of the calls. One task more than `concurrency` waits at Looker, so
 * that its renderer is not idle until the next poll: Looker takes tasks in the order of their creation.
 */
export interface RenderQueue {
  /** Waits for a place at Looker. A task is created in it. */
  enter(): Promise<QueuePlace>
  /** Whether a target of this run waits for a place, or has a task that waits at Looker. */
  hasWaiting(): boolean
  /** Resolves when no target waits any more. */
  drained(): Promise<void>
}

export interface QueuePlace {
  /**
   * Waits until Looker has finished all earlier tasks of this run.
   * @returns the clock's time at which Looker finished the previous task; 0 for the first task
   */
  begin(): Promise<number>
  /** Lets the next task begin before this one has ended. At most `concurrency` tasks can give up their places at once. */
  giveUp(now: number): void
  /** `endedAt` is the clock's time at which Looker finished the task, as far as is known. */
  leave(endedAt: number): void
}

export function renderQueue(concurrency: number): RenderQueue {
  const atLooker = openPlaces(concurrency + 1)
  const rendering = openPlaces(concurrency)
  let waiting = 0
  let givenUp = 0
  let whenDrained = Promise.withResolvers<void>()

  const countWaiting = (change: 1 | -1) => {
    waiting += change
    if (waiting > 0) return
    whenDrained.resolve()
    whenDrained = Promise.withResolvers()
  }

  const openPlace = (): QueuePlace => {
    let state: 'waiting' | 'rendering' | 'given up' = 'waiting'
    const free = (endedAt: number) => {
      rendering.release(endedAt)
      atLooker.release(endedAt)
    }
    return {
      async begin() {
        const freedAt = await rendering.take()
        state = 'rendering'
        countWaiting(-1)
        return freedAt
      },
      giveUp(now) {
        if (state !== 'rendering' || givenUp >= concurrency) return
        state = 'given up'
        givenUp++
        free(now)
      },
      leave(endedAt) {
        if (state === 'given up') givenUp--
        if (state === 'rendering') free(endedAt)
        if (state !== 'waiting') return
        countWaiting(-1)
        atLooker.release(endedAt)
      },
    }
  }

  return {
    async enter() {
      countWaiting(1)
      await atLooker.take()
      return openPlace()
    },
    hasWaiting: () => waiting > 0,
    drained: () => whenDrained.promise,
  }
}

/** A number of places. The first to ask gets the first free one, with the time at which it became free. */
function openPlaces(count: number) {
  let free = count
  const waiting: ((freedAt: number) => void)[] = []
  return {
    take(): Promise<number> {
      if (free === 0) return new Promise(resolve => waiting.push(resolve))
      free--
      return Promise.resolve(0)
    },
    release(freedAt: number) {
      const next = waiting.shift()
      if (next) next(freedAt)
      else free++
    },
  }
}
