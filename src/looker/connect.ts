import { asActionError } from '../errors.ts'
import type { Instance } from '../input-types.ts'
import type { ApiVersion } from '../model.ts'
import type { ApiCalls } from '../results.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { parseUrl } from '../runtime/text.ts'
import { type Clock, withDeadline } from '../runtime/time.ts'
import type { World } from '../world.ts'
import { type ContentClient, contentClient } from './content.ts'
import { type Call, createHttp, type Http, type JsonFields, meteredAs, readObject } from './http.ts'
import type { HintFor } from './looker-errors.ts'
import { createLookerClient, type LookerClient } from './render-task-requests.ts'
import { openSession, type Session, type Workspace } from './session.ts'

export interface Looker {
  host: string
  session: Session
  /** Settles when the first log-in has ended. Callers need not handle a rejection. */
  loggedIn: Promise<void>
  /** Returns a client that calls `onRequest` before each request. */
  clientFor(onRequest: () => void): LookerClient
  /** Returns a client whose calls are aborted by `signal`. */
  contentFor(signal?: AbortSignal): ContentClient
  /** Resolves with an empty object if the instance does not answer. */
  versions: Promise<Versions>
  apiCalls: Readonly<ApiCalls>
  /** Adds a line about this instance to the log. */
  log(line: string): void
}

export interface Lookers {
  first: Looker
  second?: Looker
}

export const lookerList = ({ first, second }: Lookers): Looker[] => (second ? [first, second] : [first])

interface ConnectOptions {
  world: Pick<World, 'fetch' | 'clock'>
  version: ApiVersion
  secrets: Secrets
  signal: AbortSignal
  /** The default is production. */
  workspace?: Workspace
  log(line: string): void
  hintFor?: HintFor
}

/** Sends the log-in without waiting for the response. */
export function connect({ base, clientId, clientSecret }: Instance, options: ConnectOptions): Looker {
  const { world, version, secrets, signal, workspace = 'production', log, hintFor } = options
  const { host } = base
  const common = { clock: world.clock, secrets, signal, host, ...(hintFor && { hintFor }) }
  const apiCalls: ApiCalls = { query: 0, administrative: 0 }
  const count = (path: string) => {
    const activity = meteredAs(path)
    if (activity) apiCalls[activity]++
  }
  const api = new URL(`/api/${version}`, base)
  const http = createHttp({ ...common, fetch: world.fetch, log, onRequest: count, api })
  const session = openSession({ ...common, http, workspace, key: { clientId, clientSecret } })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  // Only the production session asks for the versions, so each instance gets one request.
  const isFirst = workspace === 'production'
  const versions = isFirst
    ? askVersions(http, loggedIn, { ...common, log, clean: secrets.clean })
    : Promise.resolve({})
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

/** The response of `GET /versions`. */
export interface Versions {
  /** `26.12.3` */
  release?: string
  /** The address of Looker's web pages. It may differ from the API's address. */
  web?: URL
}

/**
 * The delay between the log-in and the request for `/versions`, in milliseconds. A second connection at the same time
 * would slow the log-in down.
 */
const loginHeadStart = 50
const versionsTimeout = 10_000

interface VersionsContext {
  clock: Clock
  host: string
  signal: AbortSignal
  log: Looker['log']
  clean: Secrets['clean']
}

/** Logs a line and returns an empty object if the instance does not answer. Logs nothing if the log-in fails, too. */
async function askVersions(
  http: Http,
  loggedIn: Promise<void>,
  { clock, host, signal, log, clean }: VersionsContext,
): Promise<Versions> {
  try {
    await clock.sleep(loginHeadStart, signal)
    const read = readObject(host, 'list of versions', answer => toVersions(answer, clean))
    return await withDeadline(versionsTimeout, signal, ended => http(versionsCall, read, ended))
  } catch (error) {
    const isIn = await loggedIn.then(
      () => true,
      () => false,
    )
    if (isIn) log(`${host} did not return its Looker version (${asActionError(error).message}).`)
    return {}
  }
}

/**
 * The call that reads Looker's versions. The call needs no log-in, and Looker does not meter the call (API 4.0,
 * `versions`).
 */
const versionsCall: Call = {
  method: 'GET',
  path: '/versions',
  query: { fields: 'looker_release_version,web_server_url' },
  firstContact: true,
}

/**
 * Reads the versions. Leaves out values that contain a secret. Also searches the original text of the address for
 * secrets, because the `URL` class changes the spelling of an address.
 */
function toVersions(
  { looker_release_version: release, web_server_url: address }: JsonFields,
  clean: Secrets['clean'],
): Versions {
  const isHarmless = (text: unknown): text is string => typeof text === 'string' && clean(text) === text
  const web = isHarmless(address) ? parseUrl(address) : undefined
  return {
    ...(isHarmless(release) && /^[\w.+-]{1,40}$/.test(release) && { release }),
    ...(web && /^https?:$/.test(web.protocol) && isHarmless(web.origin) && { web: new URL(web.origin) }),
  }
}
