import type { ActionError } from '../errors.ts'
import { pullRequestToComment, type RunContext } from '../github/workflow-run.ts'
import type { Compared, Sidecar } from '../model.ts'
import { sidecarsOf } from '../results.ts'
import type { OpenBranch } from './branch.ts'
import { type BranchTip, branchError, type Entry, fileUrl, keptDays } from './branch-tip.ts'
import type { TreeChanges } from './commit-to-branch.ts'
import { pictureName } from './render-times.ts'
import { refusedFilesWarning, sortUploads, UnsentFileError } from './upload-files.ts'

export interface BranchPicture {
  path: string
  sha256: string
  format: 'png' | 'jpg'
  /** The file's name on the branch, without its extension. The default is `sha256`. */
  name?: string
}

interface PicturesPlan {
  images: readonly BranchPicture[]
  today: Date
  message: string
}

interface CommittedPictures {
  /** The URL of each picture, by its path. */
  urls: ReadonlyMap<string, string>
  /** The warning that names the pictures that GitHub refused. */
  warning?: ActionError | undefined
  /** Whether the step sent only a part of the pictures, to leave enough of GitHub's hourly limit for the comment. */
  isLimited?: boolean
}

interface PublishedPictures extends Omit<CommittedPictures, 'isLimited'> {
  /** The number of targets without some of their pictures, if the step did not send all pictures. */
  incomplete?: number
}

/**
 * Commits the pictures to the images branch. The returned URLs contain the commit, so they remain valid after the
 * branch changes. A refused picture does not affect other pictures.
 */
export async function commitPictures(
  branch: OpenBranch,
  { message, images, today }: PicturesPlan,
): Promise<CommittedPictures> {
  const folder = today.toISOString().slice(0, 10)
  const distinct = new Map(images.map(image => [picturePath(image, folder), image]))
  try {
    let entries: Entry[] = []
    let refused: Awaited<ReturnType<typeof sortUploads>>['refused'] = []
    const commit = await branch.commit({
      message,
      changes: async tip => {
        const uploads = [...distinct].map(([path, image]) => uploadTo(branch, path, image))
        ;({ uploaded: entries, refused } = await sortUploads(uploads))
        return withoutOldFolders(tip, entries, folder)
      },
    })
    const repository = await branch.repository()
    const committed = new Set(entries.map(({ path }) => path))
    const urls = images.flatMap((image): [string, string][] => {
      const path = picturePath(image, folder)
      return committed.has(path) ? [[image.path, fileUrl(repository, commit ?? '', path)]] : []
    })
    const warning = refusedFilesWarning(refused, number =>
      number === 1 ? 'The comment lacks 1 picture' : `The comment lacks ${number} pictures`,
    )
    const isLimited = refused.some(error => error instanceof UnsentFileError)
    return { urls: new Map(urls), warning, isLimited }
  } catch (error) {
    throw branchError(error)
  }
}

/** Pictures with the same name on the same day share a path, even if they come from different runs. */
const picturePath = ({ sha256, format, name = sha256 }: BranchPicture, folder: string) =>
  `${folder}/${name}.${format}`

const uploadTo = async (branch: OpenBranch, path: string, image: BranchPicture): Promise<Entry> => ({
  path,
  mode: '100644',
  type: 'blob',
  sha: await branch.upload(image.path),
})

const dayFolder = /^\d{4}-\d\d-\d\d$/

/** Removes old folders in the first commit of each day, when the tree has no folder for the day yet. */
function withoutOldFolders(tip: BranchTip | undefined, entries: Entry[], folder: string): TreeChanges {
  const root = tip?.root ?? []
  const today = root.some(({ path }) => path === folder)
  const kept = root.filter(({ path }) => !dayFolder.test(path) || isKept(path, folder))
  return !today && kept.length < root.length ? { entries, root: kept } : { entries }
}

const isKept = (day: string, today: string) => Date.parse(today) - Date.parse(day) <= keptDays * 86_400_000

export const showsPictures = (context: RunContext): boolean =>
  context.inputs.images.kind !== 'none' && pullRequestToComment(context) !== undefined

export function uploadPictures(context: RunContext, branch: OpenBranch, result: Compared): void {
  if (!showsPictures(context)) return
  const priority = result.comparison?.status === 'unchanged' ? 'low' : 'high'
  for (const { path } of newPictures(context, result)) void branch.upload(path, priority)
}

/** Commits the pictures that the pull request's comment shows, including "before" pictures and difference images. */
export async function publishPictures(
  context: RunContext,
  branch: OpenBranch,
  rendered: readonly Compared[],
): Promise<PublishedPictures> {
  if (!showsPictures(context)) return { urls: new Map() }
  const existing = new Map(
    rendered
      .flatMap(pictureFiles)
      .flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl] as const] : [])),
  )
  const images = rendered.flatMap(result => newPictures(context, result))
  if (images.length === 0) return { urls: existing }
  const message = `Pictures for pull request ${pullRequestToComment(context)}\n\n${context.run.url}`
  const { urls, warning, isLimited } = await commitPictures(branch, { images, message, today: context.began })
  const isIncomplete = (result: Compared) => newPictures(context, result).some(({ path }) => !urls.has(path))
  return {
    urls: new Map([...existing, ...urls]),
    warning,
    ...(isLimited && { incomplete: rendered.filter(isIncomplete).length }),
  }
}

type Picture = Pick<Sidecar, 'path' | 'sha256' | 'format' | 'imageUrl'>

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
