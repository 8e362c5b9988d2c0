import type { CompareInput, Instance } from '../input-types.ts'
import { isLoopback } from '../runtime/loopback.ts'
import { parseUrl } from '../runtime/text.ts'
import { complete } from './input-source.ts'
import type { Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

/** The instance's origin, however its address was copied: with or without port, trailing slash, `/api/…`. */
export const instance: Parse<URL> = text => {
  const hint = 'write it as https://acme.cloud.looker.com'
  // Not quoted: it may be a password.
  if (text.includes('@')) throw new InputProblem('the address holds a user or password', hint)
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  // No host's name is longer (RFC 1035, 2.3.4), and every error of a connection has it.
  if (!url || url.hostname.length > 253) throw new InputProblem(`${quoted(text)} is no address`, hint)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw new InputProblem(`${quoted(text)} is not https`, hint)
  if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
    throw new InputProblem(`${quoted(text)} is more than the instance's address`, hint)
  return new URL(url.origin)
}

/** What is known of an instance; the rest could not be read, which was reported. */
type PartialInstance = { [part in keyof Instance]: Instance[part] | undefined }

/** `none`, `base`, or a second instance's address; undefined where its key could not be read. */
export const comparedWith =
  ({ base, clientId, clientSecret }: PartialInstance): Parse<CompareInput['against'] | undefined> =>
  text => {
    const known = (['none', 'base'] as const).find(name => name === text.toLowerCase())
    if (known !== undefined) return known
    if (!/[.:]/.test(text))
      throw new InputProblem(
        `${quoted(text)} is not one of its values`,
        'write none, base, or the address of a second Looker instance',
      )
    const second = instance(text)
    if (second.origin === base?.origin)
      throw new InputProblem(
        `${quoted(text)} is the instance of base-url itself`,
        "write the second instance's address, or base to compare with the base branch",
      )
    return complete({ base: second, clientId, clientSecret })
  }
