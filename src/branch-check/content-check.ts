import {
  type BrokenContent,
  type ContentReport,
  type LookmlError,
  numberOfContent,
} from '../branch-report.ts'
import { ActionError, asActionError, QuotingError } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { Looker } from '../looker/connect.ts'
import { readId, readTitle } from '../looker/content.ts'
import { type JsonFields, objectIn, objectsIn, plainWords, readObject } from '../looker/http.ts'
import { LookerError, unexpectedResponse } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { count } from '../runtime/text.ts'
import type { Clock } from '../runtime/time.ts'

interface ContentCheckOptions {
  project: string
  production: Looker
  secrets: Secrets
}

export interface ContentCheck {
  /**
   * Validates the content against the head's LookML, which has to stay checked out in the session. Does not throw.
   * @param others the other projects that are checked out at production's commit. The content of their models is
   *   validated, too
   */
  validateHead(dev: Looker, others: readonly string[]): Promise<void>
  /**
   * Waits for both validations. If the head has errors that production lacks, and production has another commit than
   * the merge base, also validates the content against the merge base's LookML. Does not throw.
   * @returns undefined if the head was never checked out. The branch check reports the reason
   */
  finish(lookmlErrors: readonly LookmlError[], mergeBase: MergeBaseAccess): Promise<ContentReport | undefined>
  cancel(): void
}

export interface MergeBaseAccess {
  isInProduction(): Promise<boolean>
  /** Does the work while the merge base is checked out in the session. */
  during<T>(work: (dev: Looker) => Promise<T>): Promise<T>
}

/**
 * Starts to validate the content against production's LookML. This validation and the validation against the head may
 * each take half of the remaining time.
 */
export function openContentCheck(context: RunContext, options: ContentCheckOptions): ContentCheck {
  const { deadlines, world } = context
  const { production, project } = options
  const over = new AbortController()
  const signal = AbortSignal.any([deadlines.check, over.signal])
  const common = { ...options, clock: world.clock, signal }
  // Ends the validation of production if the validation of the head fails.
  const headFailed = new AbortController()
  const validateProduction = (projects: readonly string[]) => {
    const validation = validateIn(production, 'production', {
      ...{ ...common, projects, limit: deadlines.checkLeft() / 2 },
      signal: AbortSignal.any([signal, headFailed.signal]),
    })
    validation.catch(() => undefined) // `finish` reports the error.
    return validation
  }
  const before = [validateProduction([project])]
  let projects: readonly string[] = [project]
  let after: Promise<InvalidContent[]> | undefined
  return {
    async validateHead(dev, others) {
      const limit = deadlines.checkLeft() / 2
      if (others.length > 0 && before.length === 1) before.push(validateProduction(others))
      projects = [project, ...others]
      after = validateIn(dev, "the pull request's LookML", { ...common, projects, limit })
      await after.catch(() => headFailed.abort())
    },
    async finish(lookmlErrors, mergeBase) {
      if (!after) return undefined
      try {
        const ofHead = await after
        const ofProduction = (await Promise.all(before)).flat()
        const found = newInvalidContent(ofProduction, withoutModels(ofHead, lookmlErrors))
        const { own, baseProblem } = await withoutErrorsOfBase(found, mergeBase, dev =>
          validateIn(dev, 'the merge base', {
            ...common,
            projects,
            limit: deadlines.checkLeft() * baseShare,
          }),
        )
        const report = await describeBroken(own, options, signal)
        return { ...report, ...(own.length > 0 && baseProblem !== undefined && { baseProblem }) }
      } catch (error) {
        return { broken: [], leftOut: 0, problem: asActionError(error).message }
      }
    },
    cancel: () => over.abort(),
  }
}

/** The rest of the time is for reading the folders of broken content. */
const baseShare = 0.8

/**
 * Omits errors that the merge base has, too. The pull request does not cause them: production has LookML that the
 * branch lacks.
 * @returns with `baseProblem`, all errors, if the merge base cannot be validated
 */
async function withoutErrorsOfBase(
  found: InvalidContent[],
  { isInProduction, during }: MergeBaseAccess,
  validate: (dev: Looker) => Promise<InvalidContent[]>,
): Promise<{ own: InvalidContent[]; baseProblem?: string }> {
  try {
    if (found.length === 0 || (await isInProduction())) return { own: found }
    return { own: newInvalidContent(await during(validate), found) }
  } catch (error) {
    return { own: found, baseProblem: asActionError(error).message }
  }
}

/** Omits the content errors of models with new LookML errors, because the LookML errors are the cause. */
function withoutModels(
  content: readonly InvalidContent[],
  errors: readonly LookmlError[],
): readonly InvalidContent[] {
  const models = new Set(errors.map(({ model }) => model))
  if (models.has(undefined)) return []
  return content.map(one => ({ ...one, errors: one.errors.filter(({ model }) => !models.has(model)) }))
}

interface Validation extends Pick<ContentCheckOptions, 'secrets'> {
  projects: readonly string[]
  clock: Clock
  signal: AbortSignal
  /** In milliseconds. */
  limit: number
}

async function validateIn(
  { session, host }: Looker,
  what: string,
  { projects, secrets: { clean }, clock, signal, limit }: Validation,
): Promise<InvalidContent[]> {
  const place = { send: session.send, host, clean }
  const late = new AbortController()
  const done = new AbortController()
  clock.sleep(limit, done.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    const ended = AbortSignal.any([signal, late.signal])
    return await validateContent(projects, place, { signal: ended, timeLimit: Math.max(1, limit) })
  } catch (error) {
    if (late.signal.aborted)
      throw new ActionError(
        `the content validation of ${what} did not end within ${count(Math.max(1, Math.round(limit / 60_000)), 'minute')}`,
        'Increase timeout-minutes, or set content-validation to false.',
        { cause: error },
      )
    const { message, hint } = asActionError(error)
    const reason = isRefused(error) ? "the API user's role may lack the permission develop" : message
    throw new QuotingError(`Looker did not validate the content of ${what}: ${reason}`, hint, {
      cause: error,
    })
  } finally {
    done.abort()
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof LookerError && (error.status === 403 || error.status === 404)

/**
 * Counts content in personal folders without naming it, because it is private. Content whose folder is unknown may be
 * private or shared, so it is listed with its number, and its errors are left out.
 */
async function describeBroken(
  found: readonly InvalidContent[],
  { production }: ContentCheckOptions,
  signal: AbortSignal,
): Promise<ContentReport> {
  const folders = await readFolders(found, production, signal)
  const { web } = await production.versions
  const origin = web?.origin ?? `https://${production.host}`
  const isShared = ({ folder }: InvalidContent) =>
    folder === undefined || folders.personal.get(folder) === false
  const isUnknown = ({ folder }: InvalidContent) => folder !== undefined && !folders.personal.has(folder)
  const named = found.filter(isShared).map((content): BrokenContent => toBrokenContent(content, origin))
  const unnamed = found.filter(isUnknown).map((content): BrokenContent => {
    const { messages, ...rest } = toBrokenContent(content, origin)
    return {
      ...rest,
      title: numberOfContent(content),
      messages: [`Title and errors are left out, because ${folders.whyUnknown}`],
      hiddenMessages: messages,
    }
  })
  const broken = [...named, ...unnamed]
  return { broken, leftOut: found.length - broken.length }
}

interface KnownFolders {
  /** Whether each folder is personal, by its id. Lacks the folders that the API user cannot see. */
  personal: ReadonlyMap<string, boolean>
  /** A clause that says why a folder is unknown. */
  whyUnknown: string
}

/** Takes one administrative call, however many folders have broken content. Does not throw if Looker refuses the call. */
async function readFolders(
  found: readonly InvalidContent[],
  production: Looker,
  signal: AbortSignal,
): Promise<KnownFolders> {
  const whyUnknown = 'the API user cannot see the folder'
  if (found.every(({ folder }) => folder === undefined)) return { personal: new Map(), whyUnknown }
  try {
    const folders = await production.contentFor(signal).folders()
    return { personal: new Map(folders.map(({ id, isPersonal }) => [id, isPersonal])), whyUnknown }
  } catch (error) {
    const { message } = asActionError(error)
    return { personal: new Map(), whyUnknown: `the folders could not be read (${message})` }
  }
}

const toBrokenContent = (content: InvalidContent, origin: string): BrokenContent => ({
  kind: content.kind,
  id: content.id,
  title: content.title,
  url: `${origin}/${contentKey(content)}`,
  messages: content.errors.map(({ message }) => message),
})

interface InvalidContent {
  kind: 'dashboard' | 'look'
  id: string
  title: string
  /** The folder's id. Undefined for a LookML dashboard. */
  folder?: string
  errors: readonly ContentError[]
}

interface ContentError {
  /** The text begins with the tile or filter: `Orders: Unknown field "order_items.orders"`. */
  message: string
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
 * Finds dashboards and Looks with Explores or fields that do not exist in the LookML of the session's workspace, in the
 * models of these projects. Sends
 * `GET /content_validation` (API 4.0), an administrative call. Looker may need minutes
 * (https://cloud.google.com/looker/docs/content-validation).
 */
export function validateContent(
  projects: readonly string[],
  { send, host, clean }: ValidationPlace,
  { signal, timeLimit }: { signal: AbortSignal; timeLimit: number },
): Promise<InvalidContent[]> {
  const query = {
    project_names: projects.join(','),
    fields: `content_with_errors(${contentFields.join(',')})`,
  }
  const read = readObject(host, 'content validation', answer => {
    if (!Array.isArray(answer.content_with_errors))
      throw unexpectedResponse(host, 'a content validation without a list of content')
    return readInvalidContent(answer, clean)
  })
  return send({ method: 'GET', path: '/content_validation', query, timeLimit }, read, signal)
}

/**
 * Groups the errors by dashboard and Look. Omits entries of alerts and schedules, because their dashboard has its own
 * entry.
 */
export function readInvalidContent(answer: JsonFields, clean: Secrets['clean']): InvalidContent[] {
  const found = new Map<string, InvalidContent & { errors: ContentError[] }>()
  for (const entry of objectsIn(answer.content_with_errors)) {
    const owner = readOwner(entry, clean)
    const errors = readErrors(entry, clean)
    if (!owner || errors.length === 0) continue
    const known = found.get(contentKey(owner))?.errors ?? []
    for (const error of errors) known.push(error)
    found.set(contentKey(owner), { ...owner, errors: known })
  }
  return [...found.values()]
}

const contentKey = ({ kind, id }: Pick<InvalidContent, 'kind' | 'id'>): string => `${kind}s/${id}`

/** Matches the description of a dashboard that the action imported. */
const importedDescription = /^looker-snapshot \d+-\d+-\w+$/

/** @returns undefined for deleted content, whose folder is null, and for a dashboard that this action imported */
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

export function newInvalidContent(
  before: readonly InvalidContent[],
  after: readonly InvalidContent[],
): InvalidContent[] {
  const messagesOf = ({ errors }: InvalidContent) => errors.map(({ message }) => message)
  const known = new Map<string, string[]>()
  for (const content of before)
    known.set(contentKey(content), [...(known.get(contentKey(content)) ?? []), ...messagesOf(content)])
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
