import type * as Undici from 'undici'
import { ProxyError } from '../errors.ts'
import type { Fetch } from '../world.ts'
import { chooseProxy, credentialsOf, type HttpProxy, type Proxies, proxyUrl } from './proxy-env.ts'
import { unreachableReasons } from './unreachable.ts'

/**
 * A `fetch` that goes by the proxies that the variables name. Node's own obeys them only where NODE_USE_ENV_PROXY says
 * so (Node 24, cli docs), and may refuse a dispatcher of another undici: so undici's `fetch` goes with undici's
 * dispatcher. It is loaded when a request is to go by a proxy.
 */
export function proxyFetch(direct: Fetch, proxies: Proxies, load: () => Promise<typeof Undici>): Fetch {
  if (!proxies.http && !proxies.https) return direct
  const agents = new Map<HttpProxy, Promise<Undici.ProxyAgent>>()
  return async (address, init = {}) => {
    const url = new URL(address)
    const proxy = chooseProxy(url, proxies)
    if (!proxy) return direct(address, init)
    const agent = agents.get(proxy) ?? load().then(undici => createAgent(undici, proxy))
    agents.set(proxy, agent)
    const [undici, dispatcher] = await Promise.all([load(), agent])
    try {
      return (await undici.fetch(url, { ...(init as object), dispatcher })) as Response
    } catch (error) {
      throw proxyError(error, proxy, url) ?? error
    }
  }
}

/** https goes through a tunnel. Plain http does not: proxies open tunnels to port 443 alone, as a rule. */
function createAgent({ Pool, ProxyAgent }: typeof Undici, proxy: HttpProxy): Undici.ProxyAgent {
  const url = proxyUrl(proxy)
  if (!url)
    throw new ProxyError(
      `${proxy.variable} is not the address of an HTTP proxy`,
      'Write it as http://host:port, or http://user:password@host:port.',
      { final: true },
    )
  const credentials = credentialsOf(url)
  const token = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`
  const factory = (origin: URL, { connect, ...options }: { connect: Connect }) =>
    new Pool(origin, { ...options, connect: reportHangUp(connect) })
  return new ProxyAgent({ uri: url.origin, proxyTunnel: false, factory, ...(token && { token }) })
}

type Connect = Undici.buildConnector.connector

/**
 * undici takes a proxy that hangs up for a socket that was idle too long, and connects anew at once and for ever
 * (6.29, thousands of times a second): under another code it is an error like the others.
 */
const reportHangUp =
  (connect: Connect): Connect =>
  (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (!error) return callback(null, socket)
      const hungUp = 'code' in error && error.code === 'UND_ERR_SOCKET'
      callback(hungUp ? Object.assign(new Error('hung up', { cause: error }), { code: hangUp }) : error, null)
    })

const hangUp = 'PROXY_HUNG_UP'

/** Behind a proxy, only the proxy itself is connected to: so these errors are about the proxy. */
const unanswered: Record<string, string> = {
  ...unreachableReasons,
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it took too long',
  UND_ERR_CONNECT_TIMEOUT: 'it took too long',
  [hangUp]: 'it closed the connection',
}

/** What undici threw, where it is the proxy's doing. Its message is "fetch failed"; the reason is in the causes. */
function proxyError(error: unknown, proxy: HttpProxy, { host }: URL): ProxyError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    const reason = Object.hasOwn(unanswered, code) ? unanswered[code] : undefined
    if (reason)
      return new ProxyError(
        `${describeProxy(proxy)} did not answer: ${reason}`,
        `Check ${proxy.variable}; hosts that are reached without a proxy belong in NO_PROXY.`,
        { final: false, cause: error },
      )
    const status = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(at.message)?.[1]
    if (status) return refusalError(Number(status), proxy, host, error)
  }
  return undefined
}

function refusalError(status: number, proxy: HttpProxy, host: string, cause: unknown): ProxyError {
  const { variable } = proxy
  const url = proxyUrl(proxy)
  if (status === 407)
    return new ProxyError(
      url && credentialsOf(url)
        ? `${describeProxy(proxy)} does not take the user and password that ${variable} has (407)`
        : `${describeProxy(proxy)} asks for a user and a password (407)`,
      `Write them into ${variable}, as http://user:password@host:port with special characters percent-encoded, from a secret.`,
      { final: true, cause },
    )
  const hint = `Check that the proxy may reach ${host}; a host that is reached without a proxy belongs in NO_PROXY.`
  return status >= 500
    ? new ProxyError(`${describeProxy(proxy)} could not reach ${host} (${status})`, hint, {
        final: false,
        cause,
      })
    : new ProxyError(`${describeProxy(proxy)} refused to lead to ${host} (${status})`, hint, {
        final: true,
        cause,
      })
}

/** Without the user and the password that its address may hold. */
const describeProxy = (proxy: HttpProxy) => `The proxy ${proxyUrl(proxy)?.host} (${proxy.variable})`
