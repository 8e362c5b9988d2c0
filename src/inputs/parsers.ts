import type { Tolerance } from '../input-types.ts'
import type { ApiVersion } from '../model.ts'
import { InputProblem, quoted } from './problem.ts'
import { refuseTricks } from './safe-name.ts'

/**
 * Parsers of single values: text in, value out. What cannot be read is thrown as an `InputProblem` that says what the
 * text is not, and what to write instead. Inputs and the mappings in `targets` are read by the same ones.
 */
export type Parse<T> = (text: string) => T

/** YAML's core schema, as in the toolkit's getBooleanInput. */
export const boolean: Parse<boolean> = text => {
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new InputProblem(`${quoted(text)} is neither true nor false`, 'write true or false')
}

export const wholeNumber =
  (least: number, most: number, what: string): Parse<number> =>
  text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InputProblem(
      `${quoted(text)} is not a whole number of ${what}`,
      `write a number from ${least} to ${most}`,
    )
  }

export const decimalNumber =
  (above: number, most: number, what: string): Parse<number> =>
  text => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value > above && value <= most) return value
    throw new InputProblem(
      `${quoted(text)} is not a number of ${what}`,
      `write a number above ${above}, up to ${most}; decimals are allowed`,
    )
  }

/** From 0 to 1, both included. */
export const fraction: Parse<number> = text => {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= 1) return value
  throw new InputProblem(`${quoted(text)} is not a number from 0 to 1`, 'write one such as 0.1')
}

/** `120` pixels, or `0.5%` of them. */
export const tolerance: Parse<Tolerance> = text => {
  const [, number = '', percent] = /^(\d*\.?\d+)(\s*%)?$/.exec(text) ?? []
  if (percent && Number(number) <= 100) return { share: Number(number) / 100 }
  if (!percent && /^\d{1,15}$/.test(number)) return { pixels: Number(number) }
  throw new InputProblem(
    `${quoted(text)} is neither a number of pixels nor a share of them`,
    'write one such as 120, or 0.5%',
  )
}

export const oneOf =
  <T extends string>(...choices: readonly T[]): Parse<T> =>
  text => {
    const choice = choices.find(known => known === text.toLowerCase())
    if (choice !== undefined) return choice
    throw new InputProblem(`${quoted(text)} is not one of its values`, `write one of ${choices.join(', ')}`)
  }

/** One a line, blank lines and the ends of lines left out. */
export const lines: Parse<string[]> = text =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

/** Taken as it was given. */
export const text: Parse<string> = found => found

/** A workflow's unquoted `4.0` is a YAML number and arrives as `4`. */
export const apiVersion: Parse<ApiVersion> = found => oneOf('4.0', '3.1')(found === '4' ? '4.0' : found)

export const artifactName: Parse<string> = found => {
  if (found.length > 256)
    throw new InputProblem(
      `${quoted(found)} cannot be an artifact's name: it has ${found.length} characters`,
      'shorten it to 256',
    )
  if (/^[^":<>|*?\\/\p{Cc}]+$/u.test(found)) return refuseTricks(found)
  throw new InputProblem(
    `${quoted(found)} cannot be an artifact's name`,
    'leave out " : < > | * ? \\ / and line ends',
  )
}

/** A branch, or a whole ref: `heads/looker-snapshots`, `looker/snapshots` (rules: git-check-ref-format). */
export const gitRef: Parse<string> = found => {
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
