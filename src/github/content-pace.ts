import type { Repository } from './repository.ts'

/** GitHub refuses more than 80 requests a minute that create content ("Rate limits for the REST API"); some are left for the rest. */
const maxPerMinute = 70
const minute = 60_000

/** Lets so many through at once, and from then on no more than so many in any minute. */
export function pace(): (repository: Pick<Repository, 'clock' | 'signal'>) => Promise<void> {
  const sent: number[] = []
  let last = Promise.resolve()
  return ({ clock, signal }) => {
    last = last
      .catch(() => undefined)
      .then(async () => {
        const oldest = sent.length < maxPerMinute ? undefined : sent.shift()
        if (oldest !== undefined && oldest + minute > clock.now())
          await clock.sleep(oldest + minute - clock.now(), signal)
        sent.push(clock.now())
      })
    return last
  }
}
