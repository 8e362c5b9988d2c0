import type { LookmlError } from '../branch-report.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { type BranchTip, type Entry, filesBelow, newFile, readBlob } from '../images-branch/branch-tip.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import { sha256Of } from '../runtime/text.ts'

/** Stored SQL and errors of a base commit, so that the next push to the pull request needs fewer queries. */
export interface BaseMemory {
  errors: readonly LookmlError[]
  /** The SQL of each query. The keys are from `memoryKey`. Failed queries are not stored. */
  sql: ReadonlyMap<string, string>
}

/** The base commit and the API user of the stored answers. Two users may see different SQL for the same query. */
interface MemoryOwner {
  commit: string
  project: string
  host: string
  clientId: string
}

/** Returns a hash, because `queryKey` is a long JSON text. */
export const memoryKey = (queryKey: string): string => sha256Of(queryKey).slice(0, 32)

const folder = 'sql'
/** After this number of days, a run deletes the stored answers. */
const keptMemoryDays = 14
const maxMemoryLength = 5_000_000
const memoryVersion = 1

/**
 * @returns undefined if nothing is stored for this base commit
 * @throws if GitHub does not answer
 */
export async function readBaseMemory(
  images: OpenBranch,
  owner: MemoryOwner,
): Promise<BaseMemory | undefined> {
  const tip = await images.tip()
  const file = tip && (await findFile(images, tip, owner))
  if (!file?.sha || (file.size ?? 0) > maxMemoryLength) return undefined
  return parseBaseMemory((await readBlob(await images.repository(), file.sha)).toString())
}

/**
 * Stores the answers, and deletes old files.
 * @throws if GitHub refuses the commit
 */
export async function writeBaseMemory(
  images: OpenBranch,
  owner: MemoryOwner,
  memory: BaseMemory,
  now: Date,
): Promise<void> {
  const content = formatBaseMemory(memory)
  if (content.length > maxMemoryLength) return
  const path = `${folder}/${dayOf(now)}.${memoryName(owner)}`
  const oldest = dayOf(new Date(now.getTime() - keptMemoryDays * 24 * 60 * 60_000))
  await images.commit({
    message: `SQL of commit ${owner.commit}`,
    changes: async tip => {
      const files = tip ? await filesBelow(await images.repository(), tip, folder) : []
      const gone = files.filter(
        ({ path: name }) =>
          name < oldest || (name.endsWith(memoryName(owner)) && `${folder}/${name}` !== path),
      )
      const deleted = gone.map(
        ({ path: name, mode, type }): Entry => ({ path: `${folder}/${name}`, mode, type, sha: null }),
      )
      return { entries: [newFile(path, content), ...deleted] }
    },
  })
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10)

const memoryName = ({ commit, project, host, clientId }: MemoryOwner) =>
  `${commit}.${sha256Of(JSON.stringify([project, host, clientId])).slice(0, 16)}.json`

async function findFile(images: OpenBranch, tip: BranchTip, owner: MemoryOwner): Promise<Entry | undefined> {
  const files = await filesBelow(await images.repository(), tip, folder)
  return files.find(({ path }) => path.endsWith(memoryName(owner)))
}

const formatBaseMemory = ({ errors, sql }: BaseMemory): string =>
  `${JSON.stringify({ version: memoryVersion, errors, sql: Object.fromEntries(sql) })}\n`

/** Checks the content, because all users with write access to the repository can change the file. */
export function parseBaseMemory(json: string): BaseMemory | undefined {
  const stored = parseJson(json)
  if (!isObject(stored) || stored.version !== memoryVersion) return undefined
  if (!Array.isArray(stored.errors) || !isObject(stored.sql)) return undefined
  const sql = Object.entries(stored.sql).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return { errors: stored.errors.flatMap(error => parseError(error) ?? []), sql: new Map(sql) }
}

function parseError(error: unknown): LookmlError | undefined {
  if (!isObject(error) || typeof error.message !== 'string') return undefined
  const { message, path, line, model } = error
  return {
    message,
    ...(typeof path === 'string' && { path }),
    ...(typeof line === 'number' && { line }),
    ...(typeof model === 'string' && { model }),
  }
}
