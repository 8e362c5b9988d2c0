import { basename } from 'node:path'
import { baselineKey, parseBaselineName } from '../baselines/file-name.ts'
import type { Head } from '../github/images-branch.ts'
import type { OpenBranch } from '../github/open-branch.ts'
import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import type { Links } from '../links.ts'
import type { Rendered, Sidecar } from '../model.ts'
import { sidecarsOf } from '../results.ts'
import { type Image, publishImages } from './images.ts'

/** Whether a comment is to show the pictures from the images branch. */
export const showsPictures = (context: RunContext): boolean =>
  context.inputs.images.kind !== 'none' && pullRequestToComment(context) !== undefined

/** Sends a target's pictures, while others are rendered. Nothing is shown yet. */
export function sendPictures(context: RunContext, branch: OpenBranch, result: Rendered): void {
  if (showsPictures(context)) for (const { path } of imagesOf(context, result)) void branch.send(path)
}

/**
 * Puts the pictures, with those before and what differs, where the pull request's comment can show them.
 * @returns where each can be shown from, by its path
 */
export async function showPictures(
  context: RunContext,
  branch: OpenBranch,
  rendered: readonly Rendered[],
): Promise<Links['images']> {
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
const imagesOf = (context: RunContext, result: Rendered): Image[] =>
  picturesOf(result).flatMap(({ path, sha256, format, imageUrl }) => {
    if (format === 'pdf' || imageUrl) return []
    const name = path === result.path && nameOf(result, context.inputs.looker.base.host)
    return [{ path, sha256, format, ...(name && { name }) }]
  })

function picturesOf({ path, sha256, target, comparison }: Rendered): Picture[] {
  const stands = comparison?.status === 'unchanged' && comparison.imageUrl
  const own = { path, sha256, format: target.output.format, ...(stands && { imageUrl: stands }) }
  return [own, ...(comparison ? sidecarsOf(comparison) : [])]
}

/** A picture's name tells how long its render took, so that the branch's listing tells when to look the next time. */
const nameOf = ({ target, seconds, sha256 }: Rendered, host: string) =>
  `${baselineKey(target, host)}.${Math.min(Math.round(seconds * 10), 99_999)}.${sha256.slice(0, 16)}`

const namePattern = /^\d{4}-\d\d-\d\d\/([a-z\d-]+)\.(\d{1,5})\.[\da-f]{16}\.(?:png|jpg)$/

function parsePictureName(path: string): { key: string; seconds: number } | undefined {
  const [, key, tenths] = namePattern.exec(path) ?? []
  return key ? { key, seconds: Number(tenths) / 10 } : undefined
}

/**
 * How long renders took in the runs whose pictures stand on the branch: milliseconds by target, the newest day's first,
 * those of baselines before. No more is remembered than what stands there tells.
 */
export function renderTimesOn(head: Head | undefined): Map<string, number[]> {
  const times = new Map<string, number[]>()
  const newestFirst = (head?.files ?? []).map(({ path }) => path).sort((a, b) => (a < b ? 1 : -1))
  for (const path of newestFirst) {
    const { key, seconds = 0 } = parsePictureName(path) ?? parseBaselineName(basename(path)) ?? {}
    if (key && seconds > 0) times.set(key, [...(times.get(key) ?? []), seconds * 1000])
  }
  return times
}
