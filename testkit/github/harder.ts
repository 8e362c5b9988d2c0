import { refusal } from './answers.ts'
import type { Answer, Call } from './blobs.ts'
import type { World } from './model.ts'

/**
 * Behaviour of GitHub that a scenario can turn on: rate limits, a renamed repository, and reads that return old values
 * after writes.
 */

export interface RateLimits {
  perHour?: number
  /** The maximum number of content-creating requests per minute. */
  contentPerMinute?: number
  /** Whether the response says when the limit ends. The default is true. */
  isEndNamed?: boolean
  /** Milliseconds since 1970. The default is the real time. */
  now?(): number
}

const hourMs = 3_600_000
const minuteMs = 60_000

/**
 * Refuses requests above the limits (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export class RateLimiter {
  readonly #limits: RateLimits
  readonly #now: () => number
  readonly #began: number
  #requests = 0
  #content: number[] = []

  constructor(limits: RateLimits) {
    this.#limits = limits
    this.#now = limits.now ?? Date.now
    this.#began = this.#now()
  }

  refuse({ method }: Call): Answer | undefined {
    const now = this.#now()
    const { perHour = Number.POSITIVE_INFINITY, contentPerMinute = Number.POSITIVE_INFINITY } = this.#limits
    if (now < this.#began + hourMs && ++this.#requests > perHour) return this.#primary(now)
    if (method === 'GET' || method === 'DELETE') return undefined
    this.#content = this.#content.filter(time => time > now - minuteMs)
    if (this.#content.length >= contentPerMinute) return this.#secondary(now)
    this.#content.push(now)
    return undefined
  }

  #primary(now: number): Answer {
    const reset = Math.ceil((this.#began + hourMs) / 1000)
    return withHeaders(refusal(403, 'API rate limit exceeded for installation ID 1.'), now, {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    })
  }

  #secondary(now: number): Answer {
    const { isEndNamed = true } = this.#limits
    const [oldest = now] = this.#content
    const seconds = Math.ceil((oldest + minuteMs - now) / 1000)
    const message =
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
    return withHeaders(refusal(403, message), now, isEndNamed ? { 'retry-after': String(seconds) } : {})
  }
}

const withHeaders = (answer: Answer, now: number, headers: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers, date: new Date(now).toUTCString() },
})

export const limited = ({ limiter }: World, call: Call): Answer | undefined => limiter?.refuse(call)

const repositoryId = 1296269

/**
 * Redirects requests with the old name of a renamed repository to the repository's id. The status is 301 for GET, and
 * 307 for other methods.
 */
export function renamed({ repository, isRenamed, apiUrl }: World, { method, url }: Call): Answer | undefined {
  const prefix = `/repos/${repository}`
  if (!isRenamed || !(url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))) return undefined
  const to = `${apiUrl}/repositories/${repositoryId}${url.pathname.slice(prefix.length)}${url.search}`
  const status = method === 'GET' ? 301 : 307
  const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect'
  const answer = refusal(status, message)
  return { ...answer, headers: { ...answer.headers, location: to } }
}

/** Replaces the repository's id in a call by the repository's name. */
export function named({ repository }: World, call: Call): Call {
  const prefix = `/repositories/${repositoryId}`
  if (!call.url.pathname.startsWith(prefix)) return call
  const url = new URL(call.url)
  url.pathname = `/repos/${repository}${url.pathname.slice(prefix.length)}`
  return { ...call, url }
}

/** Remembers the value of a ref before a write. */
export async function noteWrite(world: World, call: Call): Promise<void> {
  const { lagReads, laggingRefs, repository } = world
  const written = /\/git\/refs(?:\/(.+))?$/.exec(decodeURIComponent(call.url.pathname))
  if (lagReads === 0 || call.method === 'GET' || !written) return
  const body = call.body.length > 0 ? (JSON.parse(call.body.toString()) as { ref?: string }) : {}
  const name = written[1] ?? String(body.ref).replace(/^refs\//, '')
  const found = await world.find<{ object: { sha: string } }>(`/repos/${repository}/git/ref/${name}`)
  laggingRefs.set(name, { before: found?.object.sha, reads: lagReads })
}

/** After a write to a ref, answers some reads of the ref with the old commit. */
export function lagging({ laggingRefs, repository }: World, { method, url }: Call): Answer | undefined {
  const [, name = ''] = /\/git\/ref\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? []
  const lag = method === 'GET' ? laggingRefs.get(name) : undefined
  if (!lag || lag.reads === 0) return undefined
  lag.reads--
  if (lag.before === undefined) return refusal(404, 'Not Found')
  const object = { sha: lag.before, type: 'commit', url: `/repos/${repository}/git/commits/${lag.before}` }
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ref: `refs/${name}`, object }),
  }
}

/** Refuses a ref whose name begins with another ref and a slash, as git does. The emulator accepts such a ref. */
export async function refBelowRef(world: World, { method, url, body }: Call): Promise<Answer | undefined> {
  if (method !== 'POST' || !url.pathname.endsWith('/git/refs')) return undefined
  const { ref = '' } = JSON.parse(body.toString() || '{}') as { ref?: string }
  const branch = ref.replace(/^refs\/heads\//, '')
  if (branch === ref) return undefined
  const all = await world.find<{ name: string }[]>(`/repos/${world.repository}/branches?per_page=100`)
  const isConflict = all?.some(({ name }) => branch.startsWith(`${name}/`) || name.startsWith(`${branch}/`))
  return isConflict ? refusal(422, 'Reference update failed') : undefined
}
