import type { LookmlError } from '../branch-report.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { type JsonFields, objectsIn, plainWords, readObject } from './http.ts'
import { unexpectedResponse, withHints } from './looker-errors.ts'
import type { Session } from './session.ts'

/** The validation of a large project takes minutes. */
const timeLimitMs = 5 * 60_000

/**
 * Validates the LookML in the session's workspace. Takes one administrative call (`POST /projects/{id}/validate`, API
 * 4.0). Leaves out warnings.
 */
export function validateProject(
  id: string,
  { send, host, clean }: { send: Session['send']; host: string; clean: Secrets['clean'] },
  signal: AbortSignal,
): Promise<LookmlError[]> {
  const call = {
    method: 'POST',
    path: `/projects/${encodeURIComponent(id)}/validate`,
    timeLimit: timeLimitMs,
    isRepeatable: true,
  } as const
  const read = readObject(host, 'validation of LookML', answer => {
    // Without this check, an answer without a list of errors would count as valid LookML.
    if (!Array.isArray(answer.errors))
      throw unexpectedResponse(host, 'a validation of LookML without a list of errors')
    return readValidation(answer, id, clean)
  })
  return send(call, read, signal).catch(error => {
    throw withHints(error, { 403: permissionHint, 404: permissionHint })
  })
}

const permissionHint = "Give the API user's role the permission develop for the models of the project."

/** Severities that are no errors (API 4.0, ProjectError). The others are `error` and `fatal`. */
const harmless: readonly unknown[] = ['success', 'info', 'warning']

/** Returns the errors of a validation. A model that Looker could not validate counts as an error. */
export function readValidation(answer: JsonFields, project: string, clean: Secrets['clean']): LookmlError[] {
  const errors = objectsIn(answer.errors).filter(({ severity }) => !harmless.includes(severity))
  const unvalidated = objectsIn(answer.models_not_validated).map(({ name }) => {
    const model = lookerWords(name, clean) || 'a model'
    return { message: `Looker did not validate the model ${model}`, ...(model !== 'a model' && { model }) }
  })
  return [...errors.map(error => toLookmlError(error, project, clean)), ...unvalidated]
}

const lookerWords = (value: unknown, clean: Secrets['clean']): string =>
  typeof value === 'string' ? plainWords(value, clean, 500) : ''

function toLookmlError(
  { message, file_path: file, line_number: line, model_id: model }: JsonFields,
  project: string,
  clean: Secrets['clean'],
): LookmlError {
  const path = typeof file === 'string' ? pathInProject(file, project) : undefined
  const inModel = lookerWords(model, clean)
  return {
    message: lookerWords(message, clean) || 'Looker gave no reason',
    ...(path !== undefined && clean(path) === path && { path }),
    ...(typeof line === 'number' && Number.isSafeInteger(line) && line > 0 && { line }),
    ...(inModel !== '' && { model: inModel }),
  }
}

/** Removes the project's name from the beginning of a path. Returns undefined for a file of an imported project. */
function pathInProject(file: string, project: string): string | undefined {
  const path = file.replace(/^\/+/, '')
  const own = path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path
  const isImported = file.startsWith('//') || own.startsWith('imported_projects/')
  return own === '' || isImported || own.length > 1000 || /[\p{Cc}\p{Cs}]/u.test(own) ? undefined : own
}

/** The files and models of a commit's LookML. */
export interface LookmlNames {
  files: Pick<ReadonlySet<string>, 'has'>
  models: Pick<ReadonlySet<string>, 'has'>
}

export type NamesOnSides = Readonly<Record<'base' | 'head', LookmlNames>>

/**
 * Returns the errors that only the second validation has. Ignores line numbers, because lines may have moved.
 * @param names If known, an error is not new if its file or model was renamed: one side has only the old name, and the
 *   other side only the new one.
 */
export function newLookmlErrors(
  before: readonly LookmlError[],
  after: readonly LookmlError[],
  names?: NamesOnSides,
): LookmlError[] {
  const known = new Map<string, number>()
  for (const error of before) {
    const key = errorKey(error, names?.base, names?.head)
    known.set(key, (known.get(key) ?? 0) + 1)
  }
  return after.filter(error => {
    const key = errorKey(error, names?.head, names?.base)
    const left = known.get(key) ?? 0
    known.set(key, left - 1)
    return left <= 0
  })
}

/** Leaves out the name of a file or model that only the error's own side has. */
function errorKey({ message, path, model }: LookmlError, own?: LookmlNames, other?: LookmlNames): string {
  const keyOf = (name: string | undefined, kind: keyof LookmlNames) =>
    name !== undefined && own?.[kind].has(name) && !other?.[kind].has(name) ? true : name
  return JSON.stringify([message, keyOf(path, 'files'), keyOf(model, 'models')])
}

/** Returns text such as `Unknown view "x" (models/x.lkml:12)`. */
export function describeLookmlError({ message, path, line }: LookmlError): string {
  const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`
  return message.replace(/\.$/, '') + place
}
