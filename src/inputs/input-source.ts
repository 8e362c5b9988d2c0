import type { Secrets } from '../runtime/log.ts'
import type { Parse } from './parsers.ts'
import { attempt, InputProblem, type ReportProblem } from './problem.ts'

/** Where inputs come from: the runner, the environment, `action.yml`, and files of the workspace. */
export interface InputSource {
  get(name: string): string
  env: Readonly<Record<string, string | undefined>>
  /** The defaults of `action.yml`, for inputs that are set to an empty text. */
  defaults(): Readonly<Record<string, string>>
  workspace: string
  readFile(path: string): string
  secrets: Secrets
}

/** An input's name, with the environment variable to use if the input is empty. */
type InputName = string | readonly [name: string, variable: string]

/** Reads an input. If that fails, reports the problem and returns undefined. */
export type ReadInput = <T>(name: InputName, parse: Parse<T>) => T | undefined

export interface InputReader {
  /** Returns undefined if the input is empty. */
  optional: ReadInput
  /** Uses the default if the input is empty. If there is no default either, reports a problem. */
  required: ReadInput
  /** Whether the input is set to another value than its default, and no problem has been reported for it. */
  isChanged(name: string): boolean
  report: ReportProblem
  source: InputSource
}

export function inputReader(source: InputSource, onProblem: ReportProblem): InputReader {
  const reported = new Set<string>()
  const report: ReportProblem = (where, problem) => {
    reported.add(where)
    onProblem(where, problem)
  }
  let defaults: Readonly<Record<string, string>> | undefined
  const defaultOf = (name: string) => {
    defaults ??= source.defaults()
    return defaults[name] ?? ''
  }
  const textOf = (name: string, variable?: string) =>
    source.get(name) || (variable && source.env[variable]?.trim()) || ''
  const optional: ReadInput = (name, parse) => {
    const [input, variable] = typeof name === 'string' ? [name] : name
    const text = textOf(input, variable)
    return text === '' ? undefined : attempt(() => parse(text), report, input)
  }
  const required: ReadInput = (name, parse) => {
    const [input, variable] = typeof name === 'string' ? [name] : name
    const text = textOf(input, variable) || defaultOf(input)
    if (text !== '') return attempt(() => parse(text), report, input)
    const hint = variable ? `set the input, or ${variable} in the environment` : 'set the input'
    report(input, new InputProblem('it is missing', hint))
    return undefined
  }
  const isChanged = (name: string) => {
    const text = textOf(name)
    return text !== '' && !reported.has(name) && !isSameValue(text, defaultOf(name))
  }
  return { optional, required, isChanged, report, source }
}

const isSameValue = (one: string, other: string) =>
  one.toLowerCase() === other.toLowerCase() || (other !== '' && Number(one) === Number(other))

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Returns the values as one object, or undefined if a required value is missing because it could not be read. */
export function complete<T extends object, O extends object = object>(
  required: T,
  optional?: O,
): (Complete<T> & O) | undefined {
  return isComplete(required) ? Object.assign({}, required, optional) : undefined
}

const isComplete = <T extends object>(values: T): values is T & Complete<T> =>
  Object.values(values).every(value => value !== undefined)
