import type { Rectangle, Size } from '../../model.ts'
import { findAreas } from './areas.ts'
import { sameBytes } from './bytes.ts'
import { markChanges } from './changes.ts'
import { type Decoded, decodeBitmap } from './decode.ts'
import { drawDifference } from './difference-image.ts'
import { emptyGrid } from './grid.ts'
import { copyIgnored, countIgnored } from './ignore.ts'
import type { Counts, Marks } from './marks.ts'
import { leaveOutNoise } from './noise.ts'
import { type Bitmap, rowsThatDiffer, wordsOf } from './pixels.ts'
import { leastShades } from './shades.ts'

export interface DiffOptions {
  /** How different a pixel's colour may be, 0 to 1 (pixelmatch's). */
  threshold: number
  /** What is not compared, in either picture. */
  ignore: readonly Rectangle[]
  /** The picture after, rendered once more, and as large: what differs between the two is noise, and no change. */
  again?: Uint8Array
}

/** A pixel that one picture alone has is one that changed. */
export interface Compared extends Counts {
  kind: 'compared'
  /** How many pixels either of them has, but for those that are ignored. */
  pixels: number
  sizes: { before: Size; after: Size }
  /** Whether the sizes differ. */
  resized: boolean
  /** Where pixels changed: at most 18 boxes, as one reads. */
  areas: readonly Rectangle[]
  /** A PNG, as wide and high as the larger, where any pixel changed, or the size. */
  picture?: Uint8Array
}

/** `equal`: byte by byte, so that neither was decoded. */
export type Difference = { kind: 'equal' } | Compared

/**
 * Compares two PNG or JPG files. Of pictures of other sizes the parts that both have are compared, from the upper left
 * corner. Throws an ActionError for a file that is broken, or too large to be compared.
 */
export async function diff(before: Uint8Array, after: Uint8Array, options: DiffOptions): Promise<Difference> {
  if (sameBytes(before, after)) return { kind: 'equal' }
  // Both are inflated at the same time, in threads of libuv.
  const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')])
  const { ignore } = options
  const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) }
  const common = {
    width: Math.min(sizes.before.width, sizes.after.width),
    height: Math.min(sizes.before.height, sizes.after.height),
  }
  const noise = options.again && (await findNoise(pictures[1], options.again, options))
  const found = findChanges(pictures, common, options)
  const { marks, ...inside } = noise ? leaveOutNoise(found.marks, noise) : found
  const counted = (size: Size) => area(size) - countIgnored(ignore, size)
  const pixels = counted(sizes.before) + counted(sizes.after) - counted(common)
  const changedPixels = inside.changedPixels + pixels - counted(common)
  const { shadedPixels } = inside
  const resized = area(sizes.before) !== area(common) || area(sizes.after) !== area(common)
  const compared = { kind: 'compared', changedPixels, shadedPixels, pixels, sizes, resized } as const
  if (changedPixels + shadedPixels === 0 && !resized) return { ...compared, areas: [] }
  const areas = findAreas(marks, pictures, ignore)
  return { ...compared, areas, picture: drawDifference(pictures, marks, ignore) }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })
const area = ({ width, height }: Size) => width * height

/** What changed in the part that both pictures have. What is ignored in `before` is lost. */
function findChanges(
  pictures: readonly [Decoded, Decoded],
  common: Size,
  { threshold, ignore }: DiffOptions,
): Counts & { marks: Marks } {
  const [before, after] = pictures.map(picture => crop(picture, common)) as [Bitmap, Bitmap]
  copyIgnored(ignore, after, before)
  const rows = rowsThatDiffer(before, after)
  const marks = { ...common, data: new Uint8Array(area(common)), rows, grid: emptyGrid(common) }
  const pair = { ...common, before: wordsOf(before), after: wordsOf(after) }
  const leastShade = Math.max(...pictures.map(({ format }) => leastShades[format]))
  return { marks, ...markChanges(pair, marks, { threshold, leastShade }) }
}

/** What differs between two renders; undefined where they are of other sizes, so that nothing can be said. */
async function findNoise(
  after: Decoded,
  bytes: Uint8Array,
  options: DiffOptions,
): Promise<Marks | undefined> {
  const again = await decodeBitmap(bytes, 'after')
  const { width, height } = after
  if (again.width !== width || again.height !== height) return undefined
  return findChanges([again, after], { width, height }, options).marks
}

/** The upper left part; without a copy where it is as wide as the picture. */
function crop(picture: Bitmap, { width, height }: Size): Bitmap {
  if (picture.width === width) return { width, height, data: picture.data.subarray(0, width * height * 4) }
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * picture.width * 4
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4)
  }
  return { width, height, data }
}
