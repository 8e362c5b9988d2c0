import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import type { Compared, Sidecar } from '../model.ts'
import { sidecarsOf } from '../results.ts'
import type { OpenBranch, TreeChanges } from './branch.ts'
import { pictureName } from './file-names.ts'
import { type BranchTip, branchError, type Entry, fileUrl, keptDays } from './tree.ts'

/** A picture of this run. */
export interface BranchPicture {
  /** Absolute path. */
  path: string
  sha256: string
  format: 'png' | 'jpg'
  /** The file's name on the branch, without its extension. The default is its SHA-256. */
  name?: string
}

export interface PicturesPlan {
  images: readonly BranchPicture[]
  today: Date
  message: string
}

/**
 * Commits the pictures to the images branch. The links point to the commit, so they still work after the branch has
 * changed.
 * @returns the URL of each picture, by its path
 */
export async function commitPictures(
  branch: OpenBranch,
  { message, images, today }: PicturesPlan,
): Promise<Map<string, string>> {
  try {
    const folder = today.toISOString().slice(0, 10)
    const commit = await branch.commit({
      message,
      changes: async tip => withoutOldFolders(tip, await uploadAll(branch, images, folder), folder),
    })
    const repository = await branch.repository()
    const url = (image: BranchPicture) => fileUrl(repository, commit ?? '', picturePath(image, folder))
    return new Map(images.map(image => [image.path, url(image)]))
  } catch (error) {
    throw branchError(error)
  }
}

/** Identical pictures have the same path, also in different runs. */
const picturePath = ({ sha256, format, name = sha256 }: BranchPicture, folder: string) =>
  `${folder}/${name}.${format}`

async function uploadAll(
  branch: OpenBranch,
  images: readonly BranchPicture[],
  folder: string,
): Promise<Entry[]> {
  const distinct = new Map(images.map(image => [picturePath(image, folder), image]))
  const send = async ([path, image]: [string, BranchPicture]): Promise<Entry> => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: await branch.upload(image.path),
  })
  return Promise.all([...distinct].map(send))
}

const dayFolder = /^\d{4}-\d\d-\d\d$/

/** The first commit of a day removes old folders. At that time, the old tree has no folder of the day yet. */
function withoutOldFolders(tip: BranchTip | undefined, entries: Entry[], folder: string): TreeChanges {
  const root = tip?.root ?? []
  const today = root.some(({ path }) => path === folder)
  const kept = root.filter(({ path }) => !dayFolder.test(path) || isKept(path, folder))
  return !today && kept.length < root.length ? { entries, root: kept } : { entries }
}

const isKept = (day: string, today: string) => Date.parse(today) - Date.parse(day) <= keptDays * 86_400_000

/** Whether a comment will show pictures from the images branch. */
export const showsPictures = (context: RunContext): boolean =>
  context.inputs.images.kind !== 'none' && pullRequestToComment(context) !== undefined

/** Begins to upload a target's pictures. */
export function uploadPictures(context: RunContext, branch: OpenBranch, result: Compared): void {
  if (showsPictures(context)) for (const { path } of newPictures(context, result)) void branch.upload(path)
}

/**
 * Commits the pictures that the pull request's comment shows, including pictures before and difference images.
 * @returns the URL of each picture, by its path
 */
export async function publishPictures(
  context: RunContext,
  branch: OpenBranch,
  rendered: readonly Compared[],
): Promise<ReadonlyMap<string, string>> {
  if (!showsPictures(context)) return new Map()
  const existing = new Map(
    rendered
      .flatMap(pictureFiles)
      .flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl] as const] : [])),
  )
  const images = rendered.flatMap(result => newPictures(context, result))
  if (images.length === 0) return existing
  const message = `Pictures for pull request #${pullRequestToComment(context)}\n\n${context.run.url}`
  const published = await commitPictures(branch, { images, message, today: context.began })
  return new Map([...existing, ...published])
}

type Picture = Pick<Sidecar, 'path' | 'sha256' | 'format' | 'imageUrl'>

/** The pictures that are not on the branch yet. */
const newPictures = (context: RunContext, result: Compared): BranchPicture[] =>
  pictureFiles(result).flatMap(({ path, sha256, format, imageUrl }) => {
    if (format === 'pdf' || imageUrl) return []
    const name = path === result.path && pictureName(result, context.inputs.looker.base.host)
    return [{ path, sha256, format, ...(name && { name }) }]
  })

function pictureFiles({ path, sha256, target, comparison, production }: Compared): Picture[] {
  const imageUrl = comparison?.status === 'unchanged' && comparison.imageUrl
  const own = { path, sha256, format: target.output.format, ...(imageUrl && { imageUrl }) }
  return [own, ...(comparison ? sidecarsOf(comparison) : []), ...(production ? [production] : [])]
}
