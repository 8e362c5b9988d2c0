import { gitHubError } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { textOf } from '../github/responses.ts'
import type { Format, Rendered } from '../model.ts'
import type { OpenBranch } from './branch.ts'
import {
  type BaselineName,
  type BaselineOrigin,
  baselineFolder,
  baselineKey,
  formatBaselineName,
  isNewer,
  parseBaselineName,
} from './file-names.ts'
import {
  type BranchTip,
  branchError,
  type Entry,
  filesBelow,
  fileUrl,
  frontPage,
  type NewFile,
  newFile,
} from './tree.ts'

/** A recorded file's name, and where it is. */
export interface BaselineFile extends BaselineName {
  /** From the branch's root. */
  path: string
}

/** A branch's picture of one target with its options, as it stands on the images branch. */
export interface StoredBaseline extends BaselineFile {
  /** Its git name. */
  blob: string
  bytes: number
  /** Where it can be shown from. */
  imageUrl: string
}

/**
 * What is recorded for a branch, by its key.
 * @throws ActionError where GitHub does not give it
 */
export async function readBaselines(
  images: OpenBranch,
  branch: string,
): Promise<Map<string, StoredBaseline>> {
  try {
    const head = await images.head()
    if (!head) return new Map()
    return newestByKey(await listBaselines(await images.repository(), head, branch))
  } catch (error) {
    throw gitHubError(error, `What is recorded for ${branch} could not be read`, 'contents: read')
  }
}

function newestByKey<T extends BaselineName>(files: readonly T[]): Map<string, T> {
  const newest = new Map<string, T>()
  for (const file of files) {
    const other = newest.get(file.key)
    if (!other || isNewer(file, other)) newest.set(file.key, file)
  }
  return newest
}

/** @throws ActionError where GitHub does not give it */
export async function downloadBaseline(
  { octokit, owner, repo }: Repository,
  { blob, path }: StoredBaseline,
): Promise<Uint8Array> {
  try {
    const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: blob })
    return Buffer.from(textOf(data, 'content', 'blob'), 'base64')
  } catch (error) {
    throw gitHubError(error, `The recorded picture ${path} could not be read`, 'contents: read')
  }
}

export interface StorePlan {
  branch: string
  host: string
  recording: BaselineOrigin
  rendered: readonly Rendered[]
  message: string
  /** What the branch's front page says from now on. */
  writeFrontPage?: WriteFrontPage | undefined
}

/**
 * @param head the branch that it is to stand on
 * @param pictures the newest of each target, these among them
 * @returns Markdown; undefined where the page stays as it is. Throws nothing
 */
export type WriteFrontPage = (
  head: BranchTip | undefined,
  pictures: readonly BaselineFile[],
) => Promise<string | undefined>

export interface Stored {
  /** Pictures that are the branch's from now on. */
  count: number
  /** What newer runs have recorded, which stays. */
  newer: StoredBaseline[]
}

/**
 * Records the files as the branch's, in the place of what was recorded for the same targets and options, but for
 * what a newer run has recorded meanwhile.
 * @throws ActionError with the permission or setting that is missing
 */
export async function commitBaselines(images: OpenBranch, plan: StorePlan): Promise<Stored> {
  const { branch, message, recording } = plan
  let files: File[] | undefined
  let newer: StoredBaseline[] = []
  try {
    await images.commit({
      message,
      changes: async head => {
        const present = head ? await listBaselines(await images.repository(), head, branch) : []
        files ??= await sendFiles(images, plan)
        newer = files.flatMap(({ key }) =>
          present.filter(other => other.key === key && isNewer(other, recording)).slice(0, 1),
        )
        const own = files.filter(({ key }) => newer.every(other => other.key !== key))
        const entries = own.flatMap(file => replaceEntries(file, present, plan))
        return { entries: [...entries, ...(await frontPageEntries(plan, head, { present, own }))] }
      },
    })
    return { count: (files?.length ?? 0) - newer.length, newer }
  } catch (error) {
    throw branchError(error, images.ref)
  }
}

interface File {
  key: string
  format: Format
  seconds: number
  blob: string
}

/** Those that were sent while others were rendered, and those that GitHub has, are not sent again. */
async function sendFiles(images: OpenBranch, { rendered, host }: StorePlan): Promise<File[]> {
  const send = async ([key, { target, path, seconds }]: [string, Rendered]): Promise<File> => ({
    key,
    seconds,
    format: target.output.format,
    blob: await images.send(path),
  })
  const byKey = new Map(rendered.map(result => [baselineKey(result.target, host), result]))
  return Promise.all([...byKey].map(send))
}

const baselinePath = (file: File, recording: BaselineOrigin, branch: string) =>
  `${baselineFolder(branch)}/${formatBaselineName({ ...file, ...recording })}`

/** The file's entry, and the end of those it replaces. */
function replaceEntries(
  file: File,
  present: readonly StoredBaseline[],
  { recording, branch }: StorePlan,
): Entry[] {
  const same = present.filter(({ key }) => key === file.key)
  const path = baselinePath(file, recording, branch)
  const blob = { mode: '100644', type: 'blob' } as const
  const gone = same.filter(other => other.path !== path)
  return [...gone.map(other => ({ path: other.path, ...blob, sha: null })), { path, ...blob, sha: file.blob }]
}

/** Only where something is recorded. */
async function frontPageEntries(
  { branch, recording, writeFrontPage }: StorePlan,
  head: BranchTip | undefined,
  { present, own }: { present: readonly StoredBaseline[]; own: readonly File[] },
): Promise<NewFile[]> {
  if (own.length === 0) return []
  const files = own.map(file => ({ ...file, ...recording, path: baselinePath(file, recording, branch) }))
  const newest = new Map([...newestByKey<BaselineFile>(present), ...newestByKey<BaselineFile>(files)])
  const page = await writeFrontPage?.(head, [...newest.values()])
  return page === undefined ? [] : [newFile(frontPage.path, page)]
}

async function listBaselines(
  repository: Repository,
  head: BranchTip,
  branch: string,
): Promise<StoredBaseline[]> {
  const folder = baselineFolder(branch)
  const entries = await filesBelow(repository, head, folder)
  return entries.flatMap(({ path, sha, size = 0 }) => {
    const named = parseBaselineName(path)
    const whole = `${folder}/${path}`
    if (!sha || !named) return []
    return [{ ...named, blob: sha, bytes: size, path: whole, imageUrl: fileUrl(repository, head.sha, whole) }]
  })
}
