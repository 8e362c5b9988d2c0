import type { Inputs } from '../input-types.ts'
import { isLoopback } from '../runtime/proxies.ts'
import { parseUrl } from '../runtime/text.ts'
import type { InputReader, InputSource } from './input-source.ts'
import { apiVersion, asWritten, type Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'] as const
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'] as const
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'] as const

/** Whether the API key is missing, for example on a pull request from a fork. */
export function lacksCredentials(source: Pick<InputSource, 'get' | 'env'>): boolean {
  return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable])
}

type LookerInputs = Inputs['looker']
/** An invalid input is undefined. Its problem is already reported. */
export type InstanceParts = { [part in keyof LookerInputs]: LookerInputs[part] | undefined }

export const readInstanceParts = (input: InputReader): InstanceParts => ({
  base: input.required(baseUrl, instanceAddress),
  clientId: input.required(clientId, asWritten),
  clientSecret: input.required(clientSecret, secret(input)),
  version: input.required('api-version', apiVersion),
})

/** Masks a secret and then reads it, so that no error can print it. */
export const secret =
  ({ source }: InputReader): Parse<string> =>
  text => {
    source.secrets.keep(text)
    return text
  }

/** Returns the instance's origin. The address may have a port, a trailing slash, or a path that begins with `/api/`. */
export const instanceAddress: Parse<URL> = text => {
  const hint = 'write it as https://acme.cloud.looker.com'
  // The error does not quote the text, because the text may contain a password.
  if (text.includes('@')) throw new InputProblem('the address holds a user or password', hint)
  const unquoted = text.replace(/^(["'`])(.*)\1$/, '$2').trim()
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(unquoted) ? unquoted : `https://${unquoted}`)
  // Host names have at most 253 characters (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4). A longer name would
  // make each connection error unreadable.
  if (!url || url.hostname.length > 253) throw new InputProblem(`${quoted(text)} is not a web address`, hint)
  const isPlain = url.protocol === 'http:' && isLoopback(url.hostname)
  const corrected = url.host === '' ? hint : `write it as ${isPlain ? 'http' : 'https'}://${url.host}`
  if (unquoted !== text) throw new InputProblem(`${quoted(text)} has quotes around it`, corrected)
  if (url.protocol !== 'https:' && !isPlain) throw new InputProblem(`${quoted(text)} is not https`, corrected)
  if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
    throw new InputProblem(`${quoted(text)} contains more than the instance's address`, corrected)
  return new URL(url.origin)
}
