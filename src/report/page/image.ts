import type { Changed, PictureFormat, Published, PublishedSidecar, Result, Size } from '../../model.ts'
import { isPicture } from '../../results.ts'
import { escapeHtml } from '../text.ts'

/** A rendered picture as a page can show it. */
export type RenderedImage = Published & { target: { output: { format: PictureFormat } } }

export const isShowable = (result: Result<Published>): result is RenderedImage =>
  result.status === 'success' && isPicture(result)

type PictureBeside = PublishedSidecar & { format: PictureFormat }
const isPictureBeside = (file: PublishedSidecar): file is PictureBeside => file.format !== 'pdf'

/** A picture that changed, with those that it is shown beside. */
export interface Trio
  extends Pick<Changed, 'areas' | 'baseline' | 'sizes' | 'changedPixels' | 'shadedPixels' | 'noisePixels'> {
  before: PictureBeside
  after: RenderedImage
  difference: PictureBeside
}

export function trioOf(after: RenderedImage): Trio | undefined {
  const { comparison } = after
  if (comparison?.status !== 'changed') return undefined
  const { before, difference } = comparison
  if (!isPictureBeside(before) || !isPictureBeside(difference)) return undefined
  return { ...comparison, before, after, difference }
}

/** What an entry would show: nothing, one picture, or three. */
export function picturesIn(result: Result<Published>): readonly { bytes: number }[] {
  if (!isShowable(result)) return []
  const trio = trioOf(result)
  const own = trio ? [trio.before, trio.after, trio.difference] : [result]
  return result.production ? [...own, result.production] : own
}

interface EmbeddedPicture {
  alt: string
  /** What stands above it when it is enlarged. */
  name: string
  format: PictureFormat
  size?: Size | undefined
}

/** An `<img>`; between its first piece and its last is the picture, in base64. */
export function* image({ alt, name, format, size }: EmbeddedPicture, bytes: Uint8Array): Generator<string> {
  const measures = size ? ` width="${size.width}" height="${size.height}"` : ''
  yield `<img alt="${escapeHtml(alt)}" data-name="${escapeHtml(name)}"${measures} src="data:image/${format === 'jpg' ? 'jpeg' : 'png'};base64,`
  yield* base64(bytes)
  yield '">'
}

/** Bytes; what is in base64 in pieces of a multiple of three is in base64 as a whole. */
const base64PieceBytes = 48 * 1024

/** In pieces that are soon forgotten: V8 keeps long strings until it cleans up all of its memory. */
function* base64(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < buffer.length; at += base64PieceBytes)
    yield buffer.toString('base64', at, at + base64PieceBytes)
}
