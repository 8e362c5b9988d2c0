import type { LookmlError } from '../model.ts'
import type { Secrets } from '../runtime/log.ts'
import { unexpectedResponse } from './errors.ts'
import { type JsonFields, objectsIn, plainWords, readObject } from './responses.ts'
import type { Session } from './session.ts'

/** Looker compiles all files of the project, which may take minutes. */
const validationLimit = 10 * 60_000

export interface ValidationOptions {
  /** The project. */
  id: string
  host: string
  send: Session['send']
  clean: Secrets['clean']
}

/**
 * Validates a LookML project as the session's workspace has it: what is deployed, or what is checked out. One
 * administrative call (API 4.0, `validate_project`).
 * @throws LookerError
 */
export function validateProject(
  { id, host, send, clean }: ValidationOptions,
  signal?: AbortSignal,
): Promise<LookmlError[]> {
  const fields =
    'errors(code,severity,kind,message,file_path,line_number,model_id),models_not_validated(name)'
  const path = `/projects/${encodeURIComponent(id)}/validate`
  const call = { method: 'POST', path, query: { fields }, timeLimit: validationLimit } as const
  const read = (answer: JsonFields) => readValidation(answer, { id, host, clean })
  return send(call, readObject(host, 'validation of LookML', read), signal)
}

function readValidation(
  { errors, models_not_validated: models }: JsonFields,
  { id, host, clean }: Omit<ValidationOptions, 'send'>,
): LookmlError[] {
  if ((errors ?? undefined) !== undefined && !Array.isArray(errors))
    throw unexpectedResponse(host, 'something that is no validation of LookML')
  const words = (value: unknown) => (typeof value === 'string' ? plainWords(value, clean) : '')
  const found = objectsIn(errors)
    .filter(({ severity }) => !harmless.has(String(severity).toLowerCase()))
    .map((error): LookmlError => {
      const file = words(error.file_path).replace(/^\/+/, '')
      const own = file.startsWith(`${id}/`) ? file.slice(id.length + 1) : file
      const { line_number: line } = error
      const model = words(error.model_id)
      return {
        message: words(error.message) || 'Looker reports an error without a message',
        ...(own !== '' && { file: own }),
        ...(typeof line === 'number' && Number.isSafeInteger(line) && line > 0 && { line }),
        ...(model !== '' && { model }),
      }
    })
  const skipped = objectsIn(models).map(({ name }): LookmlError => {
    const model = words(name)
    return { message: `Looker did not validate the model ${model}`, ...(model !== '' && { model }) }
  })
  return [...found, ...skipped]
}

/** A severity that nobody knows counts as an error. */
const harmless = new Set(['warning', 'info', 'success'])

/** The errors that were not there before. Lines do not count, because an edit above an error moves it. */
export function newErrors(before: readonly LookmlError[], now: readonly LookmlError[]): LookmlError[] {
  const known = new Map<string, number>()
  for (const error of before) known.set(keyOf(error), (known.get(keyOf(error)) ?? 0) + 1)
  return now.filter(error => {
    const left = known.get(keyOf(error)) ?? 0
    known.set(keyOf(error), left - 1)
    return left <= 0
  })
}

const keyOf = ({ message, file, model }: LookmlError) => JSON.stringify([message, file, model])
