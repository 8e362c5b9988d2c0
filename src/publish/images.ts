import type { Changes } from '../github/commit.ts'
import { branchError, type Entry, fileUrl, type Head, keptDays } from '../github/images-branch.ts'
import type { OpenBranch } from '../github/open-branch.ts'

/** A picture of this run, and what it is called by its content. */
export interface Image {
  /** Absolute path. */
  path: string
  sha256: string
  format: 'png' | 'jpg'
  /** On the branch, without its extension; its SHA-256 unless it has another. */
  name?: string
}

export interface ImagesPlan {
  images: readonly Image[]
  today: Date
  message: string
}

/**
 * Adds the pictures to a branch of their own and links to them in the commit, so that a link outlives what becomes
 * of the branch. Those that were sent before are not sent again.
 * @returns the URL of each picture, by its path
 */
export async function publishImages(
  branch: OpenBranch,
  { message, images, today }: ImagesPlan,
): Promise<Map<string, string>> {
  try {
    const folder = today.toISOString().slice(0, 10)
    // The tip is read while the last pictures are sent.
    const commit = await branch.commit({
      message,
      changes: async head => onTopOf(head, await sendImages(branch, images, folder), folder),
    })
    const repository = await branch.repository()
    const url = (image: Image) => fileUrl(repository, commit ?? '', pathOf(image, folder))
    return new Map(images.map(image => [image.path, url(image)]))
  } catch (error) {
    throw branchError(error, branch.ref)
  }
}

/** By content: the same picture is the same file, whoever adds it. */
const pathOf = ({ sha256, format, name = sha256 }: Image, folder: string) => `${folder}/${name}.${format}`

async function sendImages(branch: OpenBranch, images: readonly Image[], folder: string): Promise<Entry[]> {
  const distinct = new Map(images.map(image => [pathOf(image, folder), image]))
  const send = async ([path, image]: [string, Image]): Promise<Entry> => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: await branch.send(image.path),
  })
  return Promise.all([...distinct].map(send))
}

const dated = /^\d{4}-\d\d-\d\d$/

/** Old folders go with the first pictures of a day: then nothing of the new tree stands in the old one. */
function onTopOf(head: Head | undefined, entries: Entry[], folder: string): Changes {
  const root = head?.root ?? []
  const today = root.some(({ path }) => path === folder)
  const kept = root.filter(({ path }) => !dated.test(path) || isKept(path, folder))
  return !today && kept.length < root.length ? { entries, root: kept } : { entries }
}

const isKept = (day: string, today: string) => Date.parse(today) - Date.parse(day) <= keptDays * 86_400_000
