import { asActionError } from '../errors.ts'
import type { Instance } from '../input-types.ts'
import type { ApiVersion } from '../model.ts'
import type { ApiCalls } from '../results.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Secrets } from '../runtime/log.ts'
import type { World } from '../world.ts'
import { meteredAs } from './api-calls.ts'
import { createLookerClient, type LookerClient } from './client.ts'
import { type ContentClient, contentClient } from './content.ts'
import { createHttp, type Http } from './http.ts'
import { openSession, type Session } from './session.ts'
import { readVersions, type Versions } from './versions.ts'

/** A Looker instance with the log-in on its way. */
export interface Looker {
  host: string
  session: Session
  /** Settles with the log-in that was begun; nobody has to look at it. */
  loggedIn: Promise<void>
  /** A client that calls `onRequest` for every request that it sends. */
  clientFor(onRequest: () => void): LookerClient
  /** What stands in this Looker; ends with the signal, or with everything else. */
  contentFor(signal?: AbortSignal): ContentClient
  /** What the instance tells of itself: settles with nothing where it does not. */
  versions: Promise<Versions>
  /** Sent so far. */
  apiCalls: Readonly<ApiCalls>
  /** Logs about this instance. */
  log(line: string): void
}

export interface ConnectOptions {
  world: Pick<World, 'fetch' | 'clock'>
  version: ApiVersion
  secrets: Secrets
  /** Ends everything that is asked of Looker. */
  signal: AbortSignal
  log(line: string): void
}

/** Sends the log-in. */
export function connect({ base, clientId, clientSecret }: Instance, options: ConnectOptions): Looker {
  const { world, version, secrets, signal, log } = options
  const { host } = base
  const common = { clock: world.clock, secrets, signal, host }
  const apiCalls: ApiCalls = { query: 0, administrative: 0 }
  const count = (path: string) => {
    const activity = meteredAs(path)
    if (activity) apiCalls[activity]++
  }
  const api = new URL(`/api/${version}`, base)
  const http = createHttp({ ...common, fetch: world.fetch, log, onRequest: count, api })
  const session = openSession({ ...common, http, key: { clientId, clientSecret } })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  const versions = askVersions(http, loggedIn, { ...common, log })
  const clientFor: Looker['clientFor'] = onRequest =>
    createLookerClient((call, read) => session.send({ ...call, onRequest }, read), version, {
      host,
      clean: secrets.clean,
    })
  const contentFor: Looker['contentFor'] = (own = signal) =>
    contentClient((call, read) => session.send(call, read, AbortSignal.any([signal, own])), {
      host,
      clean: secrets.clean,
    })
  return { host, session, loggedIn, clientFor, contentFor, versions, apiCalls, log }
}

/** Milliseconds that the log-in has for itself: a second connection at its side would delay it. */
const headStart = 50
/** Milliseconds for which an instance is asked for what is nice to know. */
const longestQuestion = 10_000

/** Empty where the instance does not tell. Then the log says so, unless the log-in failed, too. */
async function askVersions(
  http: Http,
  loggedIn: Promise<void>,
  { clock, host, signal, log }: { clock: Clock; host: string; signal: AbortSignal; log: Looker['log'] },
): Promise<Versions> {
  try {
    await clock.sleep(headStart, signal)
    return await readVersions(http, host, AbortSignal.any([signal, AbortSignal.timeout(longestQuestion)]))
  } catch (error) {
    const isIn = await loggedIn.then(
      () => true,
      () => false,
    )
    if (isIn) log(`${host} does not tell its release (${asActionError(error).message}).`)
    return {}
  }
}

/** Ends the sessions: a token that is not ended lives on for up to an hour. What fails is logged. */
export async function logOut(lookers: readonly Looker[], cancelled: AbortSignal): Promise<void> {
  await Promise.all(
    lookers.map(async ({ session, log }) => {
      try {
        await session.logout(patienceFor(cancelled))
      } catch (error) {
        log(`Could not log out of Looker (${asActionError(error).message}); its token ends by itself.`)
      }
    }),
  )
}

/** A cancelled job has three seconds for everything, also when it is cancelled while it waits here. */
const patienceFor = (cancelled: AbortSignal) =>
  cancelled.aborted ? AbortSignal.timeout(1500) : AbortSignal.any([cancelled, AbortSignal.timeout(10_000)])
