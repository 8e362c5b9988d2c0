import { parseUrl } from '../runtime/text.ts'
import type { Call, Http } from './http.ts'
import { type Fields, readObject } from './json-response.ts'

/** What an instance tells of itself. */
export interface Versions {
  /** `26.12.3` */
  release?: string
  /** Where people open Looker: an origin, which need not be that of the API. */
  web?: URL
}

const call: Call = {
  method: 'GET',
  path: '/versions',
  query: { fields: 'looker_release_version,web_server_url' },
  firstContact: true,
}

/** Needs no log-in, and is not metered (API 4.0, `versions`). @throws LookerError */
export const readVersions = (http: Http, host: string, signal: AbortSignal): Promise<Versions> =>
  http(call, readObject(host, 'list of versions', toVersions), signal)

function toVersions({ looker_release_version: release, web_server_url: address }: Fields): Versions {
  const web = typeof address === 'string' ? parseUrl(address) : undefined
  return {
    ...(typeof release === 'string' && /^[\w.+-]{1,40}$/.test(release) && { release }),
    ...(web && /^https?:$/.test(web.protocol) && { web: new URL(web.origin) }),
  }
}
