import { parseUrl } from '../runtime/text.ts'
import { LookerError } from './errors.ts'
import type { Call, Http } from './http.ts'
import { type Fields, readObject } from './json-response.ts'
import type { Session } from './session.ts'

/** What an instance tells of itself. */
export interface Versions {
  /** `26.12.3` */
  release?: string
  /** Where people open Looker: an origin, which need not be that of the API. */
  web?: URL
}

interface Options {
  http: Http
  send: Session['send']
  host: string
  signal: AbortSignal
}

const call: Call = {
  method: 'GET',
  path: '/versions',
  query: { fields: 'looker_release_version,web_server_url' },
  firstContact: true,
}

/**
 * Asks while the log-in is on its way: Looker tells it to everybody, and does not meter it (API 4.0, `versions`). An
 * instance that wants a token all the same is asked once more, with one.
 */
export async function readVersions({ http, send, host, signal }: Options): Promise<Versions> {
  const read = readObject(host, 'list of versions', toVersions)
  try {
    return await http(call, read, signal)
  } catch (error) {
    if (error instanceof LookerError && (error.status === 401 || error.status === 403))
      return send(call, read)
    throw error
  }
}

function toVersions({ looker_release_version: release, web_server_url: address }: Fields): Versions {
  const web = typeof address === 'string' ? parseUrl(address) : undefined
  return {
    ...(typeof release === 'string' && /^[\w.+-]{1,40}$/.test(release) && { release }),
    ...(web && /^https?:$/.test(web.protocol) && { web: new URL(web.origin) }),
  }
}
