import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { commitOnTop, uploadBlob } from '../github/commit.ts'
import { gitHubError } from '../github/errors.ts'
import {
  blobSha,
  branchError,
  type Entry,
  fileUrl,
  type Head,
  readHead,
  readTree,
} from '../github/images-branch.ts'
import type { Repository } from '../github/repository.ts'
import { textOf } from '../github/responses.ts'
import type { Format, Rendered } from '../model.ts'
import {
  type BaselineName,
  type BaselineOrigin,
  baselineFolder,
  baselineKey,
  formatBaselineName,
  isNewer,
  parseBaselineName,
} from './file-name.ts'

/** A branch's picture of one target with its options, as it stands on the images branch. */
export interface StoredBaseline extends BaselineName {
  /** Its git name. */
  blob: string
  bytes: number
  /** From the branch's root. */
  path: string
  /** Where it can be shown from. */
  imageUrl: string
}

/**
 * What is recorded for a branch, by its key.
 * @throws ActionError where GitHub does not give it
 */
export async function readBaselines(
  repository: Repository,
  ref: string,
  branch: string,
): Promise<Map<string, StoredBaseline>> {
  try {
    const head = await readHead(repository, ref)
    if (!head) return new Map()
    const newest = new Map<string, StoredBaseline>()
    for (const recorded of await listBaselines(repository, head, branch)) {
      const other = newest.get(recorded.key)
      if (!other || isNewer(recorded, other)) newest.set(recorded.key, recorded)
    }
    return newest
  } catch (error) {
    throw gitHubError(error, `What is recorded for ${branch} could not be read`, 'contents: read')
  }
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
  ref: string
  branch: string
  host: string
  recording: BaselineOrigin
  rendered: readonly Rendered[]
  message: string
}

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
export async function commitBaselines(repository: Repository, plan: StorePlan): Promise<Stored> {
  const { ref, branch, message, recording } = plan
  const folder = baselineFolder(branch)
  let files: File[] | undefined
  let newer: StoredBaseline[] = []
  try {
    await commitOnTop(repository, {
      ref,
      message,
      changes: async head => {
        const present = head ? await listBaselines(repository, head, branch) : []
        files ??= await uploadMissing(repository, plan, present)
        newer = files.flatMap(({ key }) =>
          present.filter(other => other.key === key && isNewer(other, recording)).slice(0, 1),
        )
        const own = files.filter(({ key }) => newer.every(other => other.key !== key))
        return { entries: own.flatMap(file => replaceEntries(file, present, recording, folder)) }
      },
    })
    return { count: (files?.length ?? 0) - newer.length, newer }
  } catch (error) {
    throw branchError(error, ref)
  }
}

interface File {
  key: string
  format: Format
  blob: string
}

/** GitHub has what was recorded before: on a branch where nothing changed, nothing is uploaded. */
async function uploadMissing(
  repository: Repository,
  { rendered, host }: StorePlan,
  present: readonly StoredBaseline[],
): Promise<File[]> {
  const known = new Set(present.map(({ blob }) => blob))
  const slots = pLimit(4)
  const upload = async ([key, { target, path }]: [string, Rendered]): Promise<File> => {
    const content = await readFile(path)
    const sha = blobSha(content)
    const blob = known.has(sha) ? sha : await uploadBlob(repository, content)
    return { key, format: target.output.format, blob }
  }
  const byKey = new Map(rendered.map(result => [baselineKey(result.target, host), result]))
  return Promise.all([...byKey].map(entry => slots(upload, entry)))
}

/** The file's entry, and the end of those it replaces. */
function replaceEntries(
  file: File,
  present: readonly StoredBaseline[],
  recording: BaselineOrigin,
  folder: string,
): Entry[] {
  const same = present.filter(({ key }) => key === file.key)
  const path = `${folder}/${formatBaselineName({ ...file, ...recording })}`
  const blob = { mode: '100644', type: 'blob' } as const
  const gone = same.filter(other => other.path !== path)
  return [...gone.map(other => ({ path: other.path, ...blob, sha: null })), { path, ...blob, sha: file.blob }]
}

async function listBaselines(repository: Repository, head: Head, branch: string): Promise<StoredBaseline[]> {
  const folder = baselineFolder(branch)
  let entries = head.root
  for (const name of folder.split('/')) {
    const tree = entries.find(({ path, type }) => path === name && type === 'tree')
    if (!tree?.sha) return []
    entries = await readTree(repository, tree.sha)
  }
  return entries.flatMap(({ path, sha, size = 0 }) => {
    const named = parseBaselineName(path)
    const whole = `${folder}/${path}`
    if (!sha || !named) return []
    return [{ ...named, blob: sha, bytes: size, path: whole, imageUrl: fileUrl(repository, head.sha, whole) }]
  })
}
