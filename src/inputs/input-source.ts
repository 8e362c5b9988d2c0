import { InputProblem, type Read, type ReportProblem } from './parsers.ts'

/** Where inputs come from: the runner, its environment, `action.yml`, the workspace. */
export interface InputSource {
  get(name: string): string
  env: Readonly<Record<string, string | undefined>>
  /** The defaults of `action.yml`, for inputs that were given empty. */
  defaults(): Readonly<Record<string, string>>
  workspace: string
  readFile(path: string): string
  mask(secret: string): void
}

/** An input's name, and the environment variable that stands in for it. */
type Name = string | readonly [name: string, variable: string]
export type Ask = <T>(name: Name, read: Read<T>) => T | undefined

/**
 * `ask` gives undefined for what was not given; `need` takes the default, and tells of it where there is none.
 * Both tell of what cannot be read.
 */
export function asker(source: InputSource, tell: ReportProblem): { ask: Ask; need: Ask } {
  let defaults: Readonly<Record<string, string>> | undefined
  const byDefault = (name: string) => {
    defaults ??= source.defaults()
    return defaults[name] ?? ''
  }
  const from = <T>(name: Name, read: Read<T>, needed: boolean): T | undefined => {
    const [input, variable] = typeof name === 'string' ? [name] : name
    const given = source.get(input) || (variable && source.env[variable]?.trim())
    const found = given || (needed && byDefault(input)) || ''
    try {
      if (found !== '') return read(found)
      if (needed) throw missing(variable)
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error
      tell(input, error)
    }
    return undefined
  }
  const missing = (variable?: string) =>
    new InputProblem(
      'it is missing',
      variable ? `set the input, or ${variable} in the environment` : 'set the input',
    )
  return {
    ask: (name, read) => from(name, read, false),
    need: (name, read) => from(name, read, true),
  }
}
