import { isLoopback } from './loopback.ts'
import { parseUrl } from './text.ts'

/** A proxy as the environment names it. */
export interface HttpProxy {
  /** The variable it stands in, as it was written: `HTTPS_PROXY`, `http_proxy`. */
  variable: string
  /** With its scheme; may hold a user and a password. */
  address: string
}

/** Which proxy leads where: by the scheme of the address that is asked for. */
export interface Proxies {
  http?: HttpProxy
  https?: HttpProxy
  /** What is reached without one: the entries of `NO_PROXY`. */
  direct: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Lower case comes before upper case, as it does in curl and in GitHub's toolkit. */
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

/** The proxy that leads to an address, if one does; to this machine itself none leads. */
export function chooseProxy({ protocol, hostname, port }: URL, proxies: Proxies): HttpProxy | undefined {
  if (isLoopback(hostname)) return undefined
  const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80']
  return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy
}

/** An entry is `*`, or a host and its subdomains, with or without a port: `acme.com`, `.acme.com`, `[::1]:8080`. */
function covers(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true
  // What has more colons than a port needs is an IPv6 address, which a URL puts into brackets.
  const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? []
  const host = withoutDot(name)
  return only === port && (hostname === host || hostname.endsWith(`.${host}`))
}

const withoutDot = (entry: string) => entry.replace(/^\*?\./, '')

/** The proxy's address as a URL, if it is that of an HTTP proxy. */
export function proxyUrl({ address }: HttpProxy): URL | undefined {
  const url = parseUrl(address)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** `user:password` as they are meant; undefined where the address has neither. */
export const credentialsOf = ({ username, password }: URL): string | undefined =>
  username || password ? `${plain(username)}:${plain(password)}` : undefined

/** What must not be seen of the proxies' addresses: passwords, and users without one, which are tokens. */
export function proxySecrets(env: Environment): string[] {
  const { http, https } = readProxyEnv(env)
  const secrets = [http, https].flatMap(proxy => {
    // A password may hold any of the characters that part an address.
    const written = proxy && /\/\/(?:[^:@]*:)?(.+)@/.exec(proxy.address)?.[1]
    const url = proxy && proxyUrl(proxy)
    const credentials = url && credentialsOf(url)
    return [
      ...(written ? [written, plain(written)] : []),
      ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
    ]
  })
  return [...new Set(secrets)]
}

function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

/** Reads the proxy variables, and leaves them in the environment so that the toolkit and the artifact client read the same in them. */
export function exportProxyEnv(env: NodeJS.ProcessEnv): Proxies {
  const proxies = readProxyEnv(env)
  Object.assign(env, toProxyEnv(proxies))
  return proxies
}

/** This machine's own names, as far as a list can hold them. */
const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * The variables in a spelling that all who read them understand alike: the artifact client's upload knows a domain's
 * subdomains by `.acme.com` alone, and no `*` (@azure/core-rest-pipeline 1); GitHub's toolkit wants the proxy's scheme.
 * Empty where there is no proxy.
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
