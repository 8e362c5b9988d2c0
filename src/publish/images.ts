import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { type Changes, commitOnTop, uploadBlob } from '../github/commit.ts'
import { branchError, type Entry, fileUrl, type Head, keptDays } from '../github/images-branch.ts'
import type { Repository } from '../github/repository.ts'

/** A picture of this run, and what it is called by its content. */
export interface Image {
  /** Absolute path. */
  path: string
  sha256: string
  format: 'png' | 'jpg'
}

export interface ImagesPlan {
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  images: readonly Image[]
  today: Date
  message: string
}

/**
 * Adds the pictures to a branch of their own and links to them in the commit, so that a link outlives what becomes
 * of the branch.
 * @returns the URL of each picture, by its path
 */
export async function publishImages(repository: Repository, plan: ImagesPlan): Promise<Map<string, string>> {
  const { ref, message, images } = plan
  try {
    const folder = plan.today.toISOString().slice(0, 10)
    const entries = await uploadPictures(repository, images, folder)
    const changes = (head: Head | undefined) => onTopOf(head, entries, folder)
    const commit = await commitOnTop(repository, { ref, message, changes })
    const url = (image: Image) => fileUrl(repository, commit ?? '', pathOf(image, folder))
    return new Map(images.map(image => [image.path, url(image)]))
  } catch (error) {
    throw branchError(error, ref)
  }
}

/** By content: the same picture is the same file, whoever adds it. */
const pathOf = ({ sha256, format }: Image, folder: string) => `${folder}/${sha256}.${format}`

async function uploadPictures(
  repository: Repository,
  images: readonly Image[],
  folder: string,
): Promise<Entry[]> {
  const slots = pLimit(4)
  const distinct = new Map(images.map(image => [pathOf(image, folder), image]))
  const upload = async ([path, image]: [string, Image]): Promise<Entry> => {
    const sha = await uploadBlob(repository, await readFile(image.path))
    return { path, mode: '100644', type: 'blob', sha }
  }
  return Promise.all([...distinct].map(entry => slots(upload, entry)))
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
