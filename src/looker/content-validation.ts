import type { Secrets } from '../runtime/log.ts'
import { readId, readTitle } from './content.ts'
import { type JsonFields, objectIn, objectsIn, plainWords, readObject } from './http.ts'
import type { Session } from './session.ts'

/** A dashboard or Look with errors. */
export interface InvalidContent {
  kind: 'dashboard' | 'look'
  id: string
  title: string
  /** Undefined for a LookML dashboard. */
  folder?: string
  errors: readonly ContentError[]
}

export interface ContentError {
  /** Names the tile or filter: `Orders: Unknown field "order_items.orders"`. */
  message: string
  /** Undefined if Looker returns no model. */
  model?: string
}

interface ValidationPlace {
  send: Session['send']
  host: string
  clean: Secrets['clean']
}

const contentFields = [
  'look(id,title,folder(id))',
  'dashboard(id,title,description,folder(id))',
  'lookml_dashboard(id,title)',
  'dashboard_element(title)',
  'lookml_dashboard_element(title)',
  'dashboard_filter(name,title)',
  'errors(message,model_name)',
]

/**
 * Finds dashboards and Looks with Explores or fields that the LookML in the session's workspace does not have (`GET
 * /content_validation`, API 4.0; administrative). Looker needs minutes if there is much content
 * (https://cloud.google.com/looker/docs/content-validation).
 */
export function validateContent(
  project: string,
  { send, host, clean }: ValidationPlace,
  { signal, timeLimit }: { signal: AbortSignal; timeLimit: number },
): Promise<InvalidContent[]> {
  const query = { project_names: project, fields: `content_with_errors(${contentFields.join(',')})` }
  const read = readObject(host, 'content validation', answer => readInvalidContent(answer, clean))
  return send({ method: 'GET', path: '/content_validation', query, timeLimit }, read, signal)
}

/**
 * Groups the errors by dashboard and Look. Leaves out alerts and schedules, because their dashboard has a separate
 * entry.
 */
export function readInvalidContent(answer: JsonFields, clean: Secrets['clean']): InvalidContent[] {
  const found = new Map<string, InvalidContent>()
  for (const entry of objectsIn(answer.content_with_errors)) {
    const owner = readOwner(entry, clean)
    const errors = readErrors(entry, clean)
    if (!owner || errors.length === 0) continue
    const known = found.get(contentKey(owner))
    found.set(contentKey(owner), { ...owner, errors: [...(known?.errors ?? []), ...errors] })
  }
  return [...found.values()]
}

export const contentKey = ({ kind, id }: Pick<InvalidContent, 'kind' | 'id'>): string => `${kind}s/${id}`

/** The description of dashboards that the action imports. */
const importedDescription = /^looker-snapshot \d+-\d+-\w+$/

/** @returns undefined for deleted content, which has no folder, and for a dashboard that this action has imported */
function readOwner(entry: JsonFields, clean: Secrets['clean']): Omit<InvalidContent, 'errors'> | undefined {
  const [kind, owner] = ownerIn(entry)
  const id = readId(owner.id, clean)
  if (id === undefined || owner.folder === null) return undefined
  if (typeof owner.description === 'string' && importedDescription.test(owner.description.trim()))
    return undefined
  const folder = readId(objectIn(owner.folder).id, clean)
  const title = readTitle(owner.title, clean).title ?? contentKey({ kind, id })
  return { kind, id, title, ...(folder !== undefined && { folder }) }
}

function ownerIn({ look, dashboard, lookml_dashboard: lookml }: JsonFields) {
  if (look) return ['look', objectIn(look)] as const
  return ['dashboard', objectIn(dashboard ?? lookml)] as const
}

function readErrors(entry: JsonFields, clean: Secrets['clean']): ContentError[] {
  const { title, name } = objectIn(
    entry.dashboard_element ?? entry.lookml_dashboard_element ?? entry.dashboard_filter,
  )
  const part = readTitle(title, clean).title ?? readTitle(name, clean).title
  return objectsIn(entry.errors).flatMap(({ message, model_name: name }) => {
    const words = typeof message === 'string' ? plainWords(message, clean, 300).replace(/\.$/, '') : ''
    if (words === '') return []
    const model = readId(name, clean)
    const found = { message: part === undefined ? words : `${part}: ${words}` }
    return [{ ...found, ...(model !== undefined && { model }) }]
  })
}

/** Returns the content with errors that the first validation does not have. */
export function newInvalidContent(
  before: readonly InvalidContent[],
  after: readonly InvalidContent[],
): InvalidContent[] {
  const messagesOf = ({ errors }: InvalidContent) => errors.map(({ message }) => message)
  const known = new Map(before.map(content => [contentKey(content), messagesOf(content)]))
  return after.flatMap(content => {
    const seen = new Set(known.get(contentKey(content)))
    const errors = content.errors.filter(({ message }) => {
      const isNew = !seen.has(message)
      seen.add(message)
      return isNew
    })
    return errors.length > 0 ? [{ ...content, errors }] : []
  })
}
