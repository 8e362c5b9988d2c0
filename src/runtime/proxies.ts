import type * as Undici from 'undici'
import { ProxyError } from '../errors.ts'
import type { Fetch } from '../world.ts'
import { parseUrl } from './text.ts'

interface HttpProxy {
  /** The name of the variable as the user wrote it: `HTTPS_PROXY`, `http_proxy`. */
  variable: string
  /** The proxy's address with a scheme. It may contain a user and a password. */
  address: string
}

interface Proxies {
  http?: HttpProxy
  https?: HttpProxy
  /** The entries of `NO_PROXY`: hosts without a proxy. */
  direct: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the proxy variables. A variable in lower case takes precedence over the same variable in upper case, as in curl
 * and in GitHub's toolkit.
 */
export function readProxyEnv(env: Environment): Proxies {
  const named = (scheme: 'http' | 'https') => {
    const variable = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`].find(name => env[name]?.trim())
    if (variable === undefined) return {}
    const written = env[variable]?.trim() ?? ''
    return { [scheme]: { variable, address: written.includes('://') ? written : `http://${written}` } }
  }
  const entries = (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[\s,]+/)
  return { ...named('http'), ...named('https'), direct: entries.filter(entry => entry !== '') }
}

/** Whether the host is this machine. It then needs no proxy, and http is safe. */
export const isLoopback = (hostname: string) =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)

export function chooseProxy({ protocol, hostname, port }: URL, proxies: Proxies): HttpProxy | undefined {
  if (isLoopback(hostname)) return undefined
  const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80']
  return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy
}

/**
 * Whether an entry of `NO_PROXY` covers a host. An entry is `*`, or a host with its subdomains. An entry may have a
 * port: `acme.com`, `.acme.com`, `[::1]:8080`.
 */
function covers(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true
  // An entry with more than one colon is an IPv6 address. In a URL, such an address is in brackets.
  const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? []
  const host = withoutDot(name)
  return only === port && (hostname === host || hostname.endsWith(`.${host}`))
}

const withoutDot = (entry: string) => entry.replace(/^\*?\./, '')

/** Returns undefined if the address does not belong to an HTTP proxy. */
function proxyUrl({ address }: HttpProxy): URL | undefined {
  const url = parseUrl(address)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** Returns `user:password`, decoded. Returns undefined if the address has neither. */
const credentialsOf = ({ username, password }: URL): string | undefined =>
  username || password ? `${decode(username)}:${decode(password)}` : undefined

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

/** Returns the secrets in the proxies' addresses. A user without a password may be a token, so it is a secret, too. */
export function proxySecrets(env: Environment): string[] {
  const { http, https } = readProxyEnv(env)
  const secrets = [http, https].flatMap(proxy => {
    const written = proxy && writtenSecret(proxy)
    const url = proxy && proxyUrl(proxy)
    const credentials = url && credentialsOf(url)
    return [
      ...(written ? [written, decode(written)] : []),
      ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
    ]
  })
  return [...new Set(secrets)]
}

/**
 * Returns the password as written, or a user without a password. Does not use a parsed URL, because the secret may
 * contain characters that separate the parts of an address.
 */
function writtenSecret({ address }: HttpProxy): string | undefined {
  const start = address.indexOf('//') + 2
  const end = address.lastIndexOf('@')
  if (start < 2 || end <= start) return undefined
  const credentials = address.slice(start, end)
  return /^[^:@]*:(.+)$/s.exec(credentials)?.[1] ?? credentials
}

/** Rewrites the proxy variables, so that the toolkit and the artifact client understand them in the same way. */
export function exportProxyEnv(env: NodeJS.ProcessEnv): Proxies {
  const proxies = readProxyEnv(env)
  Object.assign(env, toProxyEnv(proxies))
  return proxies
}

/** The names of this machine for `NO_PROXY`. */
const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * Returns the variables in a form that all libraries understand. The artifact client recognises subdomains only as
 * `.acme.com`, and does not know `*` (@azure/core-rest-pipeline 1). GitHub's toolkit requires the proxy's scheme.
 * Returns an empty object if there is no proxy.
 */
export function toProxyEnv({ http, https, direct }: Proxies): Record<string, string> {
  if (!http && !https) return {}
  const address = ({ address }: HttpProxy) => (direct.includes('*') ? '' : address)
  const variables = {
    ...(http && { http_proxy: address(http) }),
    ...(https && { https_proxy: address(https) }),
    no_proxy: [...loopback, ...direct].flatMap(entry => [withoutDot(entry), `.${withoutDot(entry)}`]).join(),
  }
  const both = ([name, value]: [string, string]) => [
    [name, value],
    [name.toUpperCase(), value],
  ]
  return Object.fromEntries(Object.entries(variables).flatMap(both))
}

/**
 * Node's `fetch` uses proxies only with NODE_USE_ENV_PROXY (https://nodejs.org/api/cli.html#node_use_env_proxy1), and
 * may refuse the dispatcher of another version of undici. So the returned function uses undici's own `fetch`. undici is
 * loaded at the first request that needs a proxy.
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

/** The agent uses a tunnel for https, but not for http, because most proxies allow tunnels only to port 443. */
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
 * Replaces the error code if a proxy closes the connection. Otherwise, undici 6.29 would treat the connection as an
 * idle socket and reconnect at once, thousands of times per second.
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

/** Reasons why a host cannot be reached, by Node's error code. Other codes mean a broken connection. */
export const unreachableReasons: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOTFOUND', 'there is no such host'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['EMFILE', 'too many files are open on the runner'],
])

/** Reasons why a proxy or GitHub does not answer, by error code. With a proxy, the action connects only to the proxy. */
export const unansweredReasons: typeof unreachableReasons = new Map([
  ...unreachableReasons,
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['ETIMEDOUT', 'it took too long'],
  ['UND_ERR_CONNECT_TIMEOUT', 'it took too long'],
  [hangUp, 'it closed the connection'],
])

/**
 * Returns an error if the proxy caused the error of undici. The message of undici's error is only "fetch failed", and
 * its causes contain the reason.
 */
function proxyError(error: unknown, proxy: HttpProxy, { host }: URL): ProxyError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const reason = 'code' in at ? unansweredReasons.get(String(at.code)) : undefined
    if (reason)
      return new ProxyError(
        `${describeProxy(proxy)} did not answer: ${reason}`,
        `Check ${proxy.variable}; add hosts that need no proxy to NO_PROXY.`,
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
        ? `${describeProxy(proxy)} does not accept the user and password in ${variable} (407)`
        : `${describeProxy(proxy)} asks for a user and a password (407)`,
      `Set ${variable} from a secret, as http://user:password@host:port with percent-encoded special characters.`,
      { final: true, cause },
    )
  const hint = `Check that the proxy may reach ${host}; add a host that needs no proxy to NO_PROXY.`
  return status >= 500
    ? new ProxyError(`${describeProxy(proxy)} could not reach ${host} (${status})`, hint, {
        final: false,
        cause,
      })
    : new ProxyError(`${describeProxy(proxy)} refused to connect to ${host} (${status})`, hint, {
        final: true,
        cause,
      })
}

/** Describes a proxy without its user and password. */
const describeProxy = (proxy: HttpProxy) => `The proxy ${proxyUrl(proxy)?.host} (${proxy.variable})`
