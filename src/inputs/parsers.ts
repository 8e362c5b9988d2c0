import type { CompareInput, Instance, Shard, Tolerance } from '../input-types.ts'
import type { ApiVersion } from '../model.ts'
import { parseUrl } from '../runtime/text.ts'

/**
 * Readers of single settings: text in, value out. A reader throws a `Complaint` that says what the text is not,
 * and what to write instead. Inputs and the mappings in `targets` are read by the same ones.
 */
export type Read<T> = (text: string) => T

export class InputProblem extends Error {
  readonly hint: string

  constructor(found: string, instead: string) {
    super(found)
    this.hint = instead
  }
}

/** Tells of a problem; `where` is an input's name, or a target's place in the list. */
export type ReportProblem = (where: string, complaint: InputProblem) => void

/** `"wide"`: what was found, on one line and short enough to read; a character that nobody sees as its code. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line
  const whole = coded(cut)
  return whole.length > 120 ? coded(`${cut.slice(0, 19)}…`) : whole
}

/** JSON leaves some control characters as they are. */
const coded = (text: string) => JSON.stringify(text).replace(/\p{Cc}/gu, code)
const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A name that somebody chose, before what is said of it: plain where it can be, else quoted. */
export const labelled = (name: string) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name))

/** YAML's core schema, as in the toolkit's getBooleanInput. */
export const boolean: Read<boolean> = text => {
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new InputProblem(`${quoted(text)} is neither true nor false`, 'write true or false')
}

export const wholeNumber =
  (least: number, most: number, what: string): Read<number> =>
  text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InputProblem(
      `${quoted(text)} is not a whole number of ${what}`,
      `write a number from ${least} to ${most}`,
    )
  }

export const decimalNumber =
  (above: number, most: number, what: string): Read<number> =>
  text => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value > above && value <= most) return value
    throw new InputProblem(
      `${quoted(text)} is not a number of ${what}`,
      `write a number above ${above}, up to ${most}; decimals are allowed`,
    )
  }

/** From 0 to 1, both included. */
export const fraction: Read<number> = text => {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= 1) return value
  throw new InputProblem(`${quoted(text)} is not a number from 0 to 1`, 'write one such as 0.1')
}

/** `120` pixels, or `0.5%` of them. */
export const tolerance: Read<Tolerance> = text => {
  const [, number = '', percent] = /^(\d*\.?\d+)(\s*%)?$/.exec(text) ?? []
  if (percent && Number(number) <= 100) return { share: Number(number) / 100 }
  if (!percent && /^\d{1,15}$/.test(number)) return { pixels: Number(number) }
  throw new InputProblem(
    `${quoted(text)} is neither a number of pixels nor a share of them`,
    'write one such as 120, or 0.5%',
  )
}

/** `0/4`: the first of four. */
export const shardOf: Read<Shard> = text => {
  const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? []
  if (total !== '' && Number(index) < Number(total)) return { index: Number(index), total: Number(total) }
  throw new InputProblem(
    `${quoted(text)} is not a job of several`,
    'write index/total, counted from 0: 0/4 is the first of four',
  )
}

export const oneOf =
  <T extends string>(...choices: readonly T[]): Read<T> =>
  text => {
    const choice = choices.find(known => known === text.toLowerCase())
    if (choice !== undefined) return choice
    throw new InputProblem(`${quoted(text)} is not one of its values`, `write one of ${choices.join(', ')}`)
  }

/** One a line, blank lines and the ends of lines left out. */
export const lines: Read<string[]> = text =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

/** Taken as it was given. */
export const text: Read<string> = found => found

/** The instance's origin, however its address was copied: with or without port, trailing slash, `/api/…`. */
export const instance: Read<URL> = found => {
  const instead = 'write it as https://acme.cloud.looker.com'
  // Not quoted: it may be a password.
  if (found.includes('@')) throw new InputProblem('the address holds a user or password', instead)
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(found) ? found : `https://${found}`
  const url = parseUrl(written)
  // No host's name is longer (RFC 1035, 2.3.4), and every error of a connection tells it.
  if (!url || url.hostname.length > 253) throw new InputProblem(`${quoted(found)} is no address`, instead)
  const loopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new InputProblem(`${quoted(found)} is not https`, instead)
  if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
    throw new InputProblem(`${quoted(found)} is more than the instance's address`, instead)
  return new URL(url.origin)
}

/** `none`, `base`, or a second instance's address; undefined parts could not be read, which is told elsewhere. */
export const comparedWith =
  ({
    base,
    ...key
  }: { [part in keyof Instance]: Instance[part] | undefined }): Read<CompareInput['against']> =>
  written => {
    const known = (['none', 'base'] as const).find(name => name === written.toLowerCase())
    if (known !== undefined) return known
    if (!/[.:]/.test(written))
      throw new InputProblem(
        `${quoted(written)} is not one of its values`,
        'write none, base, or the address of a second Looker instance',
      )
    const second = instance(written)
    if (second.origin === base?.origin)
      throw new InputProblem(
        `${quoted(written)} is the instance of base-url itself`,
        "write the second instance's address, or base to compare with the base branch",
      )
    return { base: second, ...key } as Instance
  }

/** A workflow's unquoted `4.0` is a YAML number and arrives as `4`. */
export const apiVersion: Read<ApiVersion> = found => oneOf('4.0', '3.1')(found === '4' ? '4.0' : found)

export const artifactName: Read<string> = found => {
  if (/^[^":<>|*?\\/\p{Cc}]{1,256}$/u.test(found)) return found
  throw new InputProblem(
    `${quoted(found)} cannot be an artifact's name`,
    'leave out " : < > | * ? \\ / and line ends',
  )
}

/** A branch, or a whole ref: `heads/looker-snapshots`, `looker/snapshots` (rules: git-check-ref-format). */
export const gitRef: Read<string> = found => {
  const ref = found.startsWith('refs/') ? found.slice('refs/'.length) : `heads/${found}`
  const parts = ref.split('/')
  const formed =
    parts.length > 1 &&
    !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
    parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part))
  if (formed && !/^(tags|pull|remotes)\//.test(ref)) return ref
  throw new InputProblem(
    `${quoted(found)} cannot be a branch`,
    'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots',
  )
}
