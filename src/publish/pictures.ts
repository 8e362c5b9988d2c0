import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import { openRepository } from '../github/repository.ts'
import type { Links, Rendered, Sidecar } from '../model.ts'
import { sidecarsOf } from '../results.ts'
import { type Image, publishImages } from './images.ts'

/**
 * Puts the pictures, with those before and what differs, where the pull request's comment can show them.
 * @returns where each can be shown from, by its path
 */
export async function showPictures(
  context: RunContext,
  rendered: readonly Rendered[],
): Promise<Links['images']> {
  const { inputs, run } = context
  const pictures = rendered.flatMap(picturesOf)
  const shown = new Map(
    pictures.flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl] as const] : [])),
  )
  const images = pictures.flatMap(({ path, sha256, format, imageUrl }): Image[] =>
    format === 'pdf' || imageUrl ? [] : [{ path, sha256, format }],
  )
  const number = pullRequestToComment(context)
  if (inputs.images.kind === 'none' || number === undefined) return new Map()
  if (images.length === 0) return shown
  const message = `Pictures for pull request #${number}\n\n${run.url}`
  const published = await publishImages(await openRepository(context), {
    ref: inputs.images.ref,
    images,
    message,
    today: context.began,
  })
  return new Map([...shown, ...published])
}

type Shown = Pick<Sidecar, 'path' | 'sha256' | 'format' | 'imageUrl'>

function picturesOf({ path, sha256, target, comparison }: Rendered): Shown[] {
  const stands = comparison?.status === 'unchanged' && comparison.imageUrl
  const own = { path, sha256, format: target.output.format, ...(stands && { imageUrl: stands }) }
  return [own, ...(comparison ? sidecarsOf(comparison) : [])]
}
