import pLimit from 'p-limit'
import { ActionError, asActionError } from '../errors.ts'
import { type JsonFields, objectsIn, readList, readObject } from '../looker/http.ts'
import { LookerError, unexpectedResponse } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import { isObject } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import type { Clock } from '../runtime/time.ts'
import type { BranchOwner } from './temporary-branch.ts'

/** An imported dashboard that the post step may have to delete. Contains no secret. */
export interface SavedDashboard {
  /** A unique text. If the id is unknown, the post step finds the dashboard by this text. */
  description: string
  /** The dashboard's id. Undefined until Looker answers. */
  id?: string
}

/** Matches the descriptions that the action writes. Only dashboards with such a description are deleted. */
const ownDescription = /^looker-snapshot \d+-\d+-[a-z0-9]{12}$/

function describeImport({ id, attempt }: BranchOwner, random: () => number): string {
  const characters = Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36))
  return `looker-snapshot ${id}-${attempt}-${characters.join('')}`
}

export function readSavedDashboards(saved: unknown): SavedDashboard[] {
  if (!Array.isArray(saved)) return []
  return saved.filter(isObject).flatMap(({ description, id }): SavedDashboard[] => {
    if (typeof description !== 'string' || !ownDescription.test(description)) return []
    return [{ description, ...(isDashboardId(id) && { id }) }]
  })
}

/**
 * Whether the id may belong to a user-defined dashboard. The ids of LookML dashboards contain `::`, so LookML
 * dashboards are never deleted.
 */
const isDashboardId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{1,64}$/.test(id)

/** Old releases of Looker have numbers as ids. */
const idText = (id: unknown): unknown => (Number.isSafeInteger(id) ? String(id) : id)

/** A dashboard in the API user's personal folder. */
export interface ImportedDashboard {
  id: string
  /** Maps the label of each tab to Looker's id of the tab. In LookML, a tab has only a label. */
  tabs: ReadonlyMap<string, string>
}

/** The user-defined dashboards of one instance (API 4.0, Dashboard). */
export interface DashboardStore {
  host: string
  /** Imports a dashboard into the personal folder. Calls `onRequest` before each request, including retries. */
  import(lookml: string, onRequest: () => void, signal: AbortSignal): Promise<ImportedDashboard>
  find(description: string, signal: AbortSignal): Promise<string[]>
  /** Returns undefined if the dashboard does not exist. */
  describe(id: string, signal: AbortSignal): Promise<string | undefined>
  /** Deletes a dashboard permanently. Succeeds if the dashboard does not exist. */
  delete(id: string, signal: AbortSignal): Promise<void>
  hasFolder(signal: AbortSignal): Promise<boolean>
}

const importTimeLimitMs = 120_000

export function dashboardStore({
  host,
  session: { send },
  clean,
}: {
  host: string
  session: Session
  clean: Secrets['clean']
}): DashboardStore {
  const path = (id: string) => `/dashboards/${encodeURIComponent(id)}`
  return {
    host,
    import: (lookml, onRequest, signal) =>
      send(
        {
          method: 'POST',
          path: '/dashboards/lookml',
          json: { lookml },
          timeLimit: importTimeLimitMs,
          onRequest,
        },
        readObject(host, 'dashboard', answer => toImported(answer, host, clean)),
        signal,
      ),
    find: async (description, signal) => {
      const query = { description, fields: 'id,description' }
      const read = readList(host, 'dashboard', found => exactId(found, description))
      return send({ method: 'GET', path: '/dashboards/search', query }, read, signal)
    },
    describe: (id, signal) => {
      const read = readObject(host, 'dashboard', ({ description }) => String(description ?? ''))
      const call = { method: 'GET', path: path(id), query: { fields: 'id,description' } } as const
      return unlessGone(() => send(call, read, signal))
    },
    delete: async (id, signal) => {
      await unlessGone(() => send({ method: 'DELETE', path: path(id) }, async () => undefined, signal))
    },
    hasFolder: signal => {
      const call = { method: 'GET', path: '/user', query: { fields: 'personal_folder_id' } } as const
      const read = readObject(host, 'user', ({ personal_folder_id: id }) => id !== null && id !== undefined)
      return send(call, read, signal)
    },
  }
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return undefined
    throw error
  }
}

function toImported(
  { id: ownId, dashboard_layouts: layouts }: JsonFields,
  host: string,
  clean: Secrets['clean'],
): ImportedDashboard {
  const id = idText(ownId)
  if (!isDashboardId(id) || clean(id) !== id)
    throw unexpectedResponse(host, 'something that does not contain the id of the imported dashboard')
  const tabs = objectsIn(layouts).flatMap(({ id: layout, label }): [string, string][] => {
    const tab = idText(layout)
    return typeof tab === 'string' && typeof label === 'string' ? [[label, tab]] : []
  })
  return { id, tabs: new Map(tabs) }
}

/**
 * Returns the id if the description is exactly the same. Looker's search ignores the letter case and treats `%` and `_`
 * as wildcards.
 */
function exactId({ id: found, description: own }: JsonFields, description: string): string | undefined {
  const id = idText(found)
  return own === description && isDashboardId(id) ? id : undefined
}

export interface ImportOptions {
  store: DashboardStore
  owner: BranchOwner
  random(): number
  clock: Clock
  /** Ends imports and renders, but not deletions. */
  signal: AbortSignal
  /** Ends deletions. `signal` aborts first. */
  restore: AbortSignal
  concurrency: number
  /**
   * Receives the dashboards that still have to be deleted. Called before and after each import, and after each
   * deletion.
   */
  save(saved: readonly SavedDashboard[]): void
}

interface ImportableDashboard {
  title: string
  lookml(description: string): string
}

export interface Imports {
  /**
   * Imports a dashboard, does the work, and deletes the dashboard. Imports dashboards with equal titles one after the
   * other, because Looker may refuse two dashboards with the same title in a folder.
   */
  during<T>(dashboard: ImportableDashboard, work: (imported: ImportedDashboard) => Promise<T>): Promise<T>
  /**
   * Tries again to delete the dashboards that could not be deleted.
   * @returns an error for each dashboard that still could not be deleted
   */
  close(): Promise<ActionError[]>
}

interface OpenImport extends SavedDashboard {
  requests: number
  /**
   * Whether a request for the import may have ended without an answer. Looker may still create the dashboard, so the
   * post step searches for it.
   */
  isBrokenOff: boolean
  isDeleted: boolean
}

export function openImports(options: ImportOptions): Imports {
  const { concurrency } = options
  const all = new Set<OpenImport>()
  const save = () => options.save([...all].filter(isLeft).map(toSaved))
  const slots = pLimit(concurrency)
  const turns = new Map<string, ReturnType<typeof pLimit>>()
  const turnOf = (title: string) => {
    const turn = turns.get(title) ?? pLimit(1)
    turns.set(title, turn)
    return turn
  }
  const remove = async (open: OpenImport) => {
    await removeImport(open, options)
    save()
  }
  const attempt = async <T>(
    { lookml }: ImportableDashboard,
    work: (imported: ImportedDashboard) => Promise<T>,
  ) => {
    options.signal.throwIfAborted()
    const open = startImport(options)
    all.add(open)
    save()
    try {
      const imported = await importOnce(lookml(open.description), open, options)
      save()
      return await work(imported)
    } finally {
      await remove(open).catch(() => undefined) // `close` tries again, and reports the error.
    }
  }
  return {
    during: (dashboard, work) =>
      turnOf(dashboard.title)(() => retryTakenTitle(() => slots(() => attempt(dashboard, work)), options)),
    async close() {
      const left = [...all].filter(({ isDeleted }) => !isDeleted)
      const errors = await Promise.all(left.map(open => retryRemoval(open, remove, options)))
      return errors.flat()
    },
  }
}

/**
 * The maximum number of tries. Looker refuses an import while another job of the same API user has a dashboard with the
 * same title.
 */
const maxTitleTries = 9
const titlePauseMs = 15_000

async function retryTakenTitle<T>(attempt: () => Promise<T>, { clock, signal }: ImportOptions): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await attempt()
    } catch (error) {
      if (tries === maxTitleTries || !(error instanceof LookerError) || !isTakenTitle(error)) throw error
      await clock.sleep(titlePauseMs, signal)
    }
}

const isTakenTitle = ({ status, message }: LookerError): boolean =>
  status === 409 || (status === 422 && /title.*(taken|unique|exists|in use)/i.test(message))

const isLeft = ({ isDeleted, isBrokenOff }: OpenImport): boolean => isBrokenOff || !isDeleted

const toSaved = ({ description, id }: OpenImport): SavedDashboard => ({
  description,
  ...(id !== undefined && { id }),
})

const startImport = ({ owner, random }: ImportOptions): OpenImport => ({
  description: describeImport(owner, random),
  requests: 0,
  isBrokenOff: false,
  isDeleted: false,
})

async function importOnce(
  lookml: string,
  open: OpenImport,
  { store, signal }: ImportOptions,
): Promise<ImportedDashboard> {
  try {
    const imported = await store.import(lookml, () => void open.requests++, signal)
    open.id = imported.id
    open.isBrokenOff = open.requests > 1
    return imported
  } catch (error) {
    const isAnswered = error instanceof LookerError && error.status !== undefined && open.requests === 1
    open.isBrokenOff = !isAnswered
    // If Looker refused the only request, no dashboard exists.
    open.isDeleted = isAnswered && (error.status ?? 500) < 500
    throw error
  }
}

/** @throws if the dashboard may still exist */
async function removeImport(open: OpenImport, { store, restore }: ImportOptions): Promise<void> {
  if (open.isDeleted) return
  if (open.id !== undefined) await store.delete(open.id, restore)
  if (open.id === undefined || open.isBrokenOff)
    for (const id of await store.find(open.description, restore)) await store.delete(id, restore)
  open.isDeleted = true
}

const maxDeletions = 3
const deletionPauseMs = 2000

async function retryRemoval(
  open: OpenImport,
  remove: (open: OpenImport) => Promise<void>,
  { store, clock, restore }: ImportOptions,
): Promise<ActionError[]> {
  for (let tries = 1; ; tries++)
    try {
      await remove(open)
      return []
    } catch (error) {
      if (tries === maxDeletions || restore.aborted) return [undeletedDashboardError(open, store.host, error)]
      await clock.sleep(deletionPauseMs, restore).catch(() => undefined)
    }
}

function undeletedDashboardError(saved: SavedDashboard, host: string, cause: unknown): ActionError {
  const { fact, hint } = undeletedDashboardsFault([saved], host)
  return new ActionError(`${fact}: ${asActionError(cause).message}`, hint, { cause })
}

export function undeletedDashboardsFault(saved: readonly SavedDashboard[], host: string) {
  const named = saved.map(({ description, id }) =>
    id === undefined ? description : `${description}, https://${host}/dashboards/${id}`,
  )
  const [what, them] =
    saved.length === 1
      ? ['A dashboard that this step imported for a picture', 'it']
      : ['Dashboards that this step imported for pictures', 'them']
  return {
    fact: `${what} may still be in the API user's personal folder at ${host} (${named.join('; ')})`,
    hint: `Delete ${them} there. The description begins with looker-snapshot.`,
  }
}

/** The time in which Looker may still execute an import after the runner killed the process. */
const importSettlingMs = 10_000

interface Deleter {
  store: DashboardStore
  clock: Clock
  signal: AbortSignal
  log(line: string): void
}

/**
 * Deletes the dashboards that a killed step imported. Searches twice, because Looker may execute an import after the
 * first search.
 * @returns an error for each dashboard that could not be deleted
 */
export async function deleteAfterKill(
  saved: readonly SavedDashboard[],
  deleter: Deleter,
): Promise<ActionError[]> {
  const errors = await deleteSaved(saved, deleter)
  try {
    await deleter.clock.sleep(importSettlingMs, deleter.signal)
  } catch {
    return errors
  }
  return deleteSaved(saved, deleter)
}

async function deleteSaved(saved: readonly SavedDashboard[], deleter: Deleter): Promise<ActionError[]> {
  const errors = await Promise.all(
    saved.map(async ({ description, id }) => {
      const one = { description, ...(id !== undefined && { id }) }
      for (let tries = 1; ; tries++)
        try {
          await deleteExactly(one, deleter)
          return []
        } catch (error) {
          if (tries === maxDeletions || deleter.signal.aborted)
            return [undeletedDashboardError(one, deleter.store.host, error)]
          await deleter.clock.sleep(deletionPauseMs, deleter.signal).catch(() => undefined)
        }
    }),
  )
  return errors.flat()
}

/** Deletes all dashboards with exactly this description. Stores their ids in `saved`, for the error message. */
async function deleteExactly(saved: SavedDashboard, { store, signal, log }: Deleter): Promise<void> {
  const { description, id } = saved
  const found = new Set(await store.find(description, signal))
  // The search may use an outdated index, so the dashboard is also read by its id.
  if (id !== undefined && (await store.describe(id, signal)) === description) found.add(id)
  for (const one of found) {
    saved.id = one
    await store.delete(one, signal)
    log(`The imported dashboard ${one} is deleted.`)
  }
}
