import { Interruption } from '../errors.ts'
import { maxTimer, serverTime } from '../runtime/time.ts'

/** An error response, with its headers in lower case. */
export interface GitHubAnswer {
  /** Undefined if there was no answer. */
  status: number | undefined
  message: string
  headers: Readonly<Record<string, string | undefined>>
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface RateLimit {
  /**
   * A primary limit applies to the requests of an hour. A secondary limit applies to bursts and to requests that create
   * content.
   */
  kind: 'primary' | 'secondary'
  /** Undefined if GitHub does not return the end. */
  remainingMs: number | undefined
}

export function rateLimitIn({ status, message, headers }: GitHubAnswer): RateLimit | undefined {
  const isUsedUp = headers['x-ratelimit-remaining'] === '0'
  const isNamed = /rate limit|abuse detection/i.test(message)
  // A refused request may be the last one of the hour. The reason is a missing permission then, not the limit.
  const isRefused = /^(Resource not accessible by|Must have )/i.test(message)
  const isMarked = isNamed || 'retry-after' in headers || (isUsedUp && !isRefused)
  const isLimit = status === 429 || (status === 403 && isMarked)
  if (!isLimit) return undefined
  const isSecondary = !isUsedUp || /secondary|abuse detection/i.test(message)
  const retryAfterMs = Number(headers['retry-after']) * 1000
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - serverTime(headers.date)
  const remainingMs = retryAfterMs > 0 ? retryAfterMs : isUsedUp && resetMs > 0 ? resetMs : undefined
  return {
    kind: isSecondary ? 'secondary' : 'primary',
    remainingMs: remainingMs === undefined ? undefined : Math.min(remainingMs, maxTimer),
  }
}

/** Describes a rate limit as a fact and a next step. The fact completes "The comment could not be written: ". */
export function describeRateLimit({ kind, remainingMs }: RateLimit, now = Date.now()): [string, string] {
  const end = remainingMs === undefined ? undefined : timeOfDay(new Date(now + remainingMs))
  const fact = `the ${kind} rate limit of GitHub is exhausted${end ? ` until ${end}` : ', and GitHub does not say when it ends'}`
  const when = end ? `after ${end}` : 'in an hour'
  return kind === 'primary'
    ? [
        fact,
        `Run the job again ${when}. All jobs of a repository share 1,000 requests an hour with the job's own token. A token of a GitHub App in github-token has its own limit.`,
      ]
    : [
        fact,
        `Run the job again ${when}. GitHub takes 80 content-creating requests a minute and 500 an hour: start fewer jobs at once, or publish fewer pictures.`,
      ]
}

/** Formats a time as `14:32 UTC`. Adds the date if the time is more than a day away. */
function timeOfDay(time: Date, now = Date.now()): string {
  const [date = '', rest = ''] = time.toISOString().split('T')
  const isFar = time.getTime() - now > 86_400_000
  return `${isFar ? `${date} ` : ''}${rest.slice(0, 5)} UTC`
}

/** A rate limit that ends after the deadline. Another try does not help. */
export class RateLimitError extends Interruption {
  constructor(limit: RateLimit, cause: unknown) {
    const [fact, hint] = describeRateLimit(limit)
    super(fact.charAt(0).toUpperCase() + fact.slice(1), hint, { cause })
    this.name = 'RateLimitError'
  }
}
