import { basename } from 'node:path'
import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import type { Compared, Rendered, Sidecar } from '../model.ts'
import { sidecarsOf } from '../results.ts'
import type { OpenBranch } from './branch.ts'
import type { TreeChanges } from './commit.ts'
import { baselineKey, parseBaselineName } from './file-names.ts'
import { type BranchTip, branchError, type Entry, fileUrl, keptDays } from './tree.ts'

/** A picture of this run, and what it is called by its content. */
export interface BranchPicture {
  /** Absolute path. */
  path: string
  sha256: string
  format: 'png' | 'jpg'
  /** On the branch, without its extension; its SHA-256 unless it has another. */
  name?: string
}

export interface ImagesPlan {
  images: readonly BranchPicture[]
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
    const url = (image: BranchPicture) => fileUrl(repository, commit ?? '', picturePath(image, folder))
    return new Map(images.map(image => [image.path, url(image)]))
  } catch (error) {
    throw branchError(error, branch.ref)
  }
}

/** By content: the same picture is the same file, whoever adds it. */
const picturePath = ({ sha256, format, name = sha256 }: BranchPicture, folder: string) =>
  `${folder}/${name}.${format}`

async function sendImages(
  branch: OpenBranch,
  images: readonly BranchPicture[],
  folder: string,
): Promise<Entry[]> {
  const distinct = new Map(images.map(image => [picturePath(image, folder), image]))
  const send = async ([path, image]: [string, BranchPicture]): Promise<Entry> => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: await branch.send(image.path),
  })
  return Promise.all([...distinct].map(send))
}

const dated = /^\d{4}-\d\d-\d\d$/

/** Old folders go with the first pictures of a day: then nothing of the new tree stands in the old one. */
function onTopOf(head: BranchTip | undefined, entries: Entry[], folder: string): TreeChanges {
  const root = head?.root ?? []
  const today = root.some(({ path }) => path === folder)
  const kept = root.filter(({ path }) => !dated.test(path) || isKept(path, folder))
  return !today && kept.length < root.length ? { entries, root: kept } : { entries }
}

const isKept = (day: string, today: string) => Date.parse(today) - Date.parse(day) <= keptDays * 86_400_000

/** Whether a comment is to show the pictures from the images branch. */
export const showsPictures = (context: RunContext): boolean =>
  context.inputs.images.kind !== 'none' && pullRequestToComment(context) !== undefined

/** Sends a target's pictures, while others are rendered. Nothing is shown yet. */
export function sendPictures(context: RunContext, branch: OpenBranch, result: Compared): void {
  if (showsPictures(context)) for (const { path } of imagesOf(context, result)) void branch.send(path)
}

/**
 * Puts the pictures, with those before and what differs, where the pull request's comment can show them.
 * @returns where each can be shown from, by its path
 */
export async function showPictures(
  context: RunContext,
  branch: OpenBranch,
  rendered: readonly Compared[],
): Promise<ReadonlyMap<string, string>> {
  if (!showsPictures(context)) return new Map()
  const shown = new Map(
    rendered
      .flatMap(picturesOf)
      .flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl] as const] : [])),
  )
  const images = rendered.flatMap(result => imagesOf(context, result))
  if (images.length === 0) return shown
  const message = `Pictures for pull request #${pullRequestToComment(context)}\n\n${context.run.url}`
  const published = await publishImages(branch, { images, message, today: context.began })
  return new Map([...shown, ...published])
}

type Picture = Pick<Sidecar, 'path' | 'sha256' | 'format' | 'imageUrl'>

/** Those that can be shown nowhere yet. */
const imagesOf = (context: RunContext, result: Compared): BranchPicture[] =>
  picturesOf(result).flatMap(({ path, sha256, format, imageUrl }) => {
    if (format === 'pdf' || imageUrl) return []
    const name = path === result.path && nameOf(result, context.inputs.looker.base.host)
    return [{ path, sha256, format, ...(name && { name }) }]
  })

function picturesOf({ path, sha256, target, comparison }: Compared): Picture[] {
  const stands = comparison?.status === 'unchanged' && comparison.imageUrl
  const own = { path, sha256, format: target.output.format, ...(stands && { imageUrl: stands }) }
  return [own, ...(comparison ? sidecarsOf(comparison) : [])]
}

/** A picture's name tells how long its render took, so that the branch's listing tells when to look the next time. */
const nameOf = ({ target, seconds, sha256 }: Rendered, host: string) =>
  `${baselineKey(target, host)}.${Math.min(Math.round(seconds * 10), 99_999)}.${sha256.slice(0, 16)}`

const pictureNamePattern = /^\d{4}-\d\d-\d\d\/([a-z\d-]+)\.(\d{1,5})\.[\da-f]{16}\.(?:png|jpg)$/

function parsePictureName(path: string): { key: string; seconds: number } | undefined {
  const [, key, tenths] = pictureNamePattern.exec(path) ?? []
  return key ? { key, seconds: Number(tenths) / 10 } : undefined
}

/**
 * How long renders took in the runs whose pictures stand on the branch: milliseconds by target, the newest day's first,
 * those of baselines before. No more is remembered than what stands there tells.
 */
export function renderTimesOn(head: BranchTip | undefined): Map<string, number[]> {
  const times = new Map<string, number[]>()
  const newestFirst = (head?.files ?? []).map(({ path }) => path).sort((a, b) => (a < b ? 1 : -1))
  for (const path of newestFirst) {
    const { key, seconds = 0 } = parsePictureName(path) ?? parseBaselineName(basename(path)) ?? {}
    if (key && seconds > 0) times.set(key, [...(times.get(key) ?? []), seconds * 1000])
  }
  return times
}
