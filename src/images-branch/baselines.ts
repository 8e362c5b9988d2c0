import type { ActionError } from '../errors.ts'
import type { Repository } from '../github/client.ts'
import { readBase } from '../github/commits.ts'
import { gitHubError } from '../github/github-errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { Format, Rendered } from '../model.ts'
import { count } from '../runtime/text.ts'
import type { OpenBranch } from './branch.ts'
import {
  type BranchTip,
  branchError,
  type Entry,
  filesBelow,
  fileUrl,
  frontPage,
  type NewFile,
  newFile,
  readBlob,
} from './branch-tip.ts'
import {
  type BaselineName,
  type BaselineOrigin,
  baselineFolder,
  baselineKey,
  formatBaselineName,
  isNewer,
  parseBaselineName,
} from './picture-names.ts'
import { refusedFilesWarning, sortUploads } from './upload-files.ts'

interface BaselineFile extends BaselineName {
  /** The path from the root of the branch. */
  path: string
}

export interface StoredBaseline extends BaselineFile {
  /** The SHA of the file's blob. */
  blob: string
  bytes: number
  /** The URL for `<img>`. */
  imageUrl: string
}

/**
 * Returns the newest baselines of a branch, by key.
 * @throws ActionError if GitHub does not return the baselines
 */
export async function readBaselines(
  images: OpenBranch,
  branch: string,
): Promise<Map<string, StoredBaseline>> {
  try {
    const tip = await images.tip()
    if (!tip) return new Map()
    return newestByKey(await listBaselines(await images.repository(), tip, branch))
  } catch (error) {
    throw gitHubError(error, `The baselines of ${branch} could not be read`, 'contents: read')
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

/** @throws ActionError if GitHub does not return the file */
export async function downloadBaseline(
  repository: Repository,
  { blob }: StoredBaseline,
): Promise<Uint8Array> {
  try {
    return await readBlob(repository, blob)
  } catch (error) {
    throw gitHubError(error, 'The baseline could not be read', 'contents: read')
  }
}

interface RecordPlan {
  branch: string
  host: string
  recording: BaselineOrigin
  rendered: readonly Rendered[]
  message: string
  writeFrontPage?: WriteFrontPage | undefined
}

/**
 * @param tip the parent commit of the new page
 * @param pictures the newest baseline of each target, including new baselines
 * @returns Markdown, or undefined to keep the existing page
 */
export type WriteFrontPage = (
  tip: BranchTip | undefined,
  pictures: readonly BaselineFile[],
) => Promise<string | undefined>

export interface RecordedCount {
  count: number
  /** The baselines that were kept because newer runs recorded them. */
  newer: StoredBaseline[]
  /** The warning that names the pictures that GitHub refused. */
  warning?: ActionError | undefined
}

/**
 * Records the files as the branch's baselines. Replaces older baselines with the same keys, and keeps baselines of
 * newer runs.
 * @throws ActionError with the missing permission or setting
 */
export async function commitBaselines(images: OpenBranch, plan: RecordPlan): Promise<RecordedCount> {
  const { branch, message, recording } = plan
  let uploads: Awaited<ReturnType<typeof uploadFiles>> | undefined
  let newer: StoredBaseline[] = []
  try {
    await images.commit({
      message,
      changes: async tip => {
        const present = tip ? await listBaselines(await images.repository(), tip, branch) : []
        uploads ??= await uploadFiles(images, plan)
        const files = uploads.uploaded
        newer = files.flatMap(({ key }) =>
          present.filter(other => other.key === key && isNewer(other, recording)).slice(0, 1),
        )
        const own = files.filter(({ key }) => newer.every(other => other.key !== key))
        const entries = own.flatMap(file => replaceEntries(file, present, plan))
        return { entries: [...entries, ...(await frontPageEntries(plan, tip, { present, own }))] }
      },
    })
    const { uploaded = [], refused = [] } = uploads ?? {}
    const warning = refusedFilesWarning(
      refused,
      number => `${count(number, 'picture')} ${number === 1 ? 'was' : 'were'} not recorded for ${branch}`,
    )
    return { count: uploaded.length - newer.length, newer, warning }
  } catch (error) {
    throw branchError(error)
  }
}

interface File {
  key: string
  format: Format
  seconds: number
  blob: string
}

async function uploadFiles(images: OpenBranch, { rendered, host }: RecordPlan) {
  const send = async ([key, { target, path, seconds }]: [string, Rendered]): Promise<File> => ({
    key,
    seconds,
    format: target.output.format,
    blob: await images.upload(path),
  })
  const byKey = new Map(rendered.map(result => [baselineKey(result.target, host), result]))
  return sortUploads([...byKey].map(send))
}

const baselinePath = (file: File, recording: BaselineOrigin, branch: string) =>
  `${baselineFolder(branch)}/${formatBaselineName({ ...file, ...recording })}`

/** Returns the file's entry, and removals of the files that it replaces. */
function replaceEntries(
  file: File,
  present: readonly StoredBaseline[],
  { recording, branch }: RecordPlan,
): Entry[] {
  const same = present.filter(({ key }) => key === file.key)
  const path = baselinePath(file, recording, branch)
  const blob = { mode: '100644', type: 'blob' } as const
  const gone = same.filter(other => other.path !== path)
  return [...gone.map(other => ({ path: other.path, ...blob, sha: null })), { path, ...blob, sha: file.blob }]
}

/** Returns an empty list if the page stays as it is. */
async function frontPageEntries(
  { branch, recording, writeFrontPage }: RecordPlan,
  tip: BranchTip | undefined,
  { present, own }: { present: readonly StoredBaseline[]; own: readonly File[] },
): Promise<NewFile[]> {
  if (own.length === 0) return []
  const files = own.map(file => ({ ...file, ...recording, path: baselinePath(file, recording, branch) }))
  const newest = new Map([...newestByKey<BaselineFile>(present), ...newestByKey<BaselineFile>(files)])
  const page = await writeFrontPage?.(tip, [...newest.values()])
  return page === undefined ? [] : [newFile(frontPage.path, page)]
}

async function listBaselines(
  repository: Repository,
  tip: BranchTip,
  branch: string,
): Promise<StoredBaseline[]> {
  const folder = baselineFolder(branch)
  const entries = await filesBelow(repository, tip, folder)
  return entries.flatMap(({ path, sha, size = 0 }) => {
    const named = parseBaselineName(path)
    const whole = `${folder}/${path}`
    if (!sha || !named) return []
    return [{ ...named, blob: sha, bytes: size, path: whole, imageUrl: fileUrl(repository, tip.sha, whole) }]
  })
}

/**
 * Reads the baselines of the base branch. If the base branch has no baselines, reads the baselines of the default
 * branch. If the base branch has baselines, but none for a target, that target counts as new.
 */
export async function readBranchBaselines(context: RunContext, images: OpenBranch) {
  const repository = await images.repository()
  const { branch: base, head } = await readBase(context, repository)
  const read = async (branch: string) => ({ branch, baselines: await readBaselines(images, branch) })
  const own = await read(base)
  const other = context.run.payload.repository?.default_branch
  const isRecorded = own.baselines.size > 0 || other === undefined || other === base
  return { repository, base, head, ...(isRecorded ? own : await read(other)) }
}
