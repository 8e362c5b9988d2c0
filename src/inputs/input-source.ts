import type { Secrets } from '../runtime/log.ts'
import type { Parse } from './parsers.ts'
import { InputProblem, type ReportProblem } from './problem.ts'

/** Where inputs come from: the runner, its environment, `action.yml`, the workspace. */
export interface InputSource {
  get(name: string): string
  env: Readonly<Record<string, string | undefined>>
  /** The defaults of `action.yml`, for inputs that were given empty. */
  defaults(): Readonly<Record<string, string>>
  workspace: string
  readFile(path: string): string
  secrets: Secrets
}

/** An input's name, and the environment variable that stands in for it. */
type Name = string | readonly [name: string, variable: string]
/** Reads an input; undefined where that could not be done, which is reported. */
export type Take = <T>(name: Name, parse: Parse<T>) => T | undefined

export interface InputReader {
  /** What was given; undefined where nothing was. */
  ask: Take
  /** What was given, else the default; reports where there is neither. */
  need: Take
  report: ReportProblem
  source: InputSource
}

export function inputReader(source: InputSource, report: ReportProblem): InputReader {
  let defaults: Readonly<Record<string, string>> | undefined
  const defaultOf = (name: string) => {
    defaults ??= source.defaults()
    return defaults[name] ?? ''
  }
  const given = (name: string, variable?: string) =>
    source.get(name) || (variable && source.env[variable]?.trim()) || ''
  const ask: Take = (name, parse) => {
    const [input, variable] = typeof name === 'string' ? [name] : name
    const text = given(input, variable)
    return text === '' ? undefined : attempt(() => parse(text), report, input)
  }
  const need: Take = (name, parse) => {
    const [input, variable] = typeof name === 'string' ? [name] : name
    const text = given(input, variable) || defaultOf(input)
    if (text !== '') return attempt(() => parse(text), report, input)
    report(input, new InputProblem('it is missing', set(variable)))
    return undefined
  }
  return { ask, need, report, source }
}

const set = (variable?: string) =>
  variable ? `set the input, or ${variable} in the environment` : 'set the input'

/** What is read; where it cannot be, the problem is reported. */
export function attempt<T>(read: () => T, report: ReportProblem, where: string): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    report(where, error)
    return undefined
  }
}

type Known<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/**
 * Inputs that belong together. Undefined where one that is needed could not be read, which was reported.
 * @param optional inputs that need not be given
 */
export function complete<T extends object, O extends object = object>(
  needed: T,
  optional?: O,
): (Known<T> & O) | undefined {
  return isComplete(needed) ? Object.assign({}, needed, optional) : undefined
}

const isComplete = <T extends object>(parts: T): parts is T & Known<T> =>
  Object.values(parts).every(part => part !== undefined)
