import type { FileContent } from '../runtime/files.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { withThousands } from '../runtime/text.ts'
import type { Parse } from './parsers.ts'
import { attempt, InputProblem, labelOf, misspelledInputs, type ReportProblem } from './problem.ts'

export interface InputSource {
  get(name: string): string
  env: Readonly<Record<string, string | undefined>>
  /** The defaults in `action.yml`, which apply to empty inputs. */
  defaults(): Readonly<Record<string, string>>
  workspace: string
  readFile(path: string, maxBytes: number): FileContent
  /** The names of artifacts that earlier steps of this job have uploaded. */
  jobArtifacts(): readonly string[]
  secrets: Secrets
}

/** The name of an input. A pair also names the environment variable that is used if the input is empty. */
type InputName = string | readonly [name: string, variable: string]

/** Reads an input. If that fails, reports the problem and returns undefined. */
export type ReadInput = <T>(name: InputName, parse: Parse<T>) => T | undefined

export interface InputReader {
  /** Uses the default if the input is empty. Returns undefined if the input has no default. */
  optional: ReadInput
  /** Uses the default if the input is empty. Reports a problem if the input has no default. */
  required: ReadInput
  /** Whether the input has a valid value that differs from its default. */
  isChanged(name: string): boolean
  /** Reports inputs of the step that are unknown, but similar to a known input. */
  reportUnknown(): void
  report: ReportProblem
  /** Lines for the log. */
  notes: string[]
  source: InputSource
}

/** The maximum length of an input in characters, and of a file in bytes. A list of 20,000 targets is shorter. */
export const maxTextLength = 1_000_000

export function inputReader(source: InputSource, onProblem: ReportProblem): InputReader {
  const namesRead = new Set<string>()
  const namesReported = new Set<string>()
  let defaults: Readonly<Record<string, string>> | undefined
  const defaultOf = (name: string) => {
    defaults ??= source.defaults()
    return defaults[name] ?? ''
  }
  const report: ReportProblem = (where, problem) => {
    namesReported.add(where)
    onProblem(where, problem)
  }
  const read = <T>(inputName: InputName, parse: Parse<T>, isRequired: boolean): T | undefined => {
    const [name, variable] = typeof inputName === 'string' ? [inputName] : inputName
    namesRead.add(name)
    const text = source.get(name) || (variable && source.env[variable]?.trim()) || defaultOf(name)
    if (text !== '') return attempt(() => parse(refuseLong(text)), report, name)
    if (isRequired) report(name, missingInput(name, variable))
    return undefined
  }
  const optional: ReadInput = (name, parse) => read(name, parse, false)
  const required: ReadInput = (name, parse) => read(name, parse, true)
  const isChanged = (name: string) => {
    const text = source.get(name)
    return text !== '' && !namesReported.has(name) && !isSameValue(text, defaultOf(name))
  }
  const reportUnknown = () => {
    for (const [name, known] of misspelledInputs(source.env, namesRead))
      report(labelOf(name), new InputProblem('this action has no such input', `did you mean ${known}?`))
  }
  return { optional, required, isChanged, reportUnknown, report, notes: [], source }
}

function refuseLong(text: string): string {
  if (text.length <= maxTextLength) return text
  throw new InputProblem(
    `it has ${withThousands(text.length)} characters`,
    `shorten it to ${withThousands(maxTextLength)}`,
  )
}

/** GitHub passes an empty text for a secret that does not exist. */
const missingInput = (name: string, variable: string | undefined) => {
  if (variable === undefined) return new InputProblem('it is missing', 'set the input')
  const what = name.endsWith('base-url')
    ? 'set the input'
    : "the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot"
  return new InputProblem('it is empty', `${what}, or set the environment variable ${variable}`)
}

const isSameValue = (one: string, other: string) =>
  one.toLowerCase() === other.toLowerCase() || (other !== '' && Number(one) === Number(other))

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Combines required and optional values. Returns undefined if a required value is undefined. */
export function complete<T extends object, O extends object = object>(
  required: T,
  optional?: O,
): (Complete<T> & O) | undefined {
  return isComplete(required) ? Object.assign({}, required, optional) : undefined
}

const isComplete = <T extends object>(values: T): values is T & Complete<T> =>
  Object.values(values).every(value => value !== undefined)
