import { type ContentClient, contentClient } from '../../src/looker/content.ts'
import { createHttp } from '../../src/looker/http.ts'
import { openSession } from '../../src/looker/session.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { systemClock } from '../../src/runtime/time.ts'

interface Looker {
  url: string
  clientId: string
  clientSecret: string
}

/** Creates a content client for a simulated Looker. The client logs in at its first call. */
export function contentOf(looker: Looker): ContentClient {
  const { session, host, secrets } = sessionOn(looker)
  return contentClient(session.send, { host, clean: secrets.clean })
}

/** Opens a session on a simulated Looker. The session logs in at its first call. */
export function sessionOn({ url, clientId, clientSecret }: Looker) {
  const { host } = new URL(url)
  const secrets = createSecrets(() => undefined)
  const { signal } = new AbortController()
  const common = { clock: systemClock, secrets, signal, host }
  const http = createHttp({ ...common, fetch, api: new URL('/api/4.0', url), log: () => undefined })
  const session = openSession({ ...common, http, key: { clientId, clientSecret } })
  return { session, host, secrets }
}
