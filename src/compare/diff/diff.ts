import type { Rectangle, Size } from '../../model.ts'
import { type Counts, countCovered, excludeNoise, findAreas, type Marked, type Marks } from './areas.ts'
import {
  cropBitmap,
  type Decoded,
  decodeBitmap,
  differingRows,
  pixelWords,
  refuseHugeUnion,
} from './decode-bitmap.ts'
import { drawDifference } from './draw-difference.ts'
import { markChanges } from './mark-changes.ts'
import { shadeLimits } from './shades.ts'
import { type DrawnStrip, drawStrip } from './strip.ts'

export interface DiffOptions {
  /** Two colours count as different if their distance is greater than this. From 0 to 1, as in pixelmatch. */
  threshold: number
  /** Pixels in these rectangles are not compared. */
  ignore: readonly Rectangle[]
  /** A second render of the "after" picture. Differences between the two renders are noise, not changes. */
  again?: Uint8Array
}

/** The difference of two pictures. Pixels that exist in only one picture count as changed. */
export interface PixelDifference extends Counts {
  kind: 'compared'
  /** The number of pixels that exist in at least one picture and are not ignored. */
  pixels: number
  sizes: { before: Size; after: Size }
  isResized: boolean
  /** The changed areas, in reading order: at most 18 rectangles. */
  areas: readonly Rectangle[]
  /**
   * A PNG that shows the differences, with the size of the larger picture. Undefined if neither a pixel nor the size
   * changed.
   */
  picture?: Uint8Array
  /** A PNG that shows both sides of the changed areas. Undefined if there are no changed areas. */
  strip?: DrawnStrip
}

/** The result of a comparison. `equal` means that the bytes are the same, so neither file was decoded. */
export type Difference = { kind: 'equal' } | PixelDifference

/**
 * Compares two PNG or JPG files. If their sizes differ, compares their common part at the upper left.
 * @throws ActionError if a file is broken or too large
 */
export async function diff(before: Uint8Array, after: Uint8Array, options: DiffOptions): Promise<Difference> {
  if (Buffer.compare(before, after) === 0) return { kind: 'equal' }
  // libuv inflates both files at the same time, in two threads.
  const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')])
  const { ignore } = options
  const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) }
  refuseHugeUnion(sizes.before, sizes.after)
  const common = {
    width: Math.min(sizes.before.width, sizes.after.width),
    height: Math.min(sizes.before.height, sizes.after.height),
  }
  const noise = options.again && (await findNoise(pictures, options.again, options))
  const found = findChanges(pictures, common, options)
  const { marks, ...inside } = noise ? excludeNoise(found.marks, noise) : found
  const countCompared = (size: Size) => area(size) - countCovered(ignore, size)
  const pixels = countCompared(sizes.before) + countCompared(sizes.after) - countCompared(common)
  const changedPixels = inside.changedPixels + pixels - countCompared(common)
  const { shadedPixels } = inside
  const isResized = area(sizes.before) !== area(common) || area(sizes.after) !== area(common)
  const compared = { kind: 'compared', changedPixels, shadedPixels, pixels, sizes, isResized } as const
  if (changedPixels + shadedPixels === 0 && !isResized) return { ...compared, areas: [] }
  const areas = findAreas(marks, pictures, ignore)
  // A thread of libuv compresses the strip while this thread draws the difference image. The strip is first, because it
  // takes longer to compress.
  const [strip, picture] = await Promise.all([
    drawStrip(pictures, areas, marks),
    drawDifference(pictures, marks, ignore),
  ])
  return { ...compared, areas, picture, ...(strip && { strip }) }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })
const area = ({ width, height }: Size) => width * height

function findChanges(
  pictures: readonly [Decoded, Decoded],
  common: Size,
  { threshold, ignore }: DiffOptions,
): Marked {
  const [before, after] = [cropBitmap(pictures[0], common), cropBitmap(pictures[1], common)]
  const pair = { ...common, before: pixelWords(before), after: pixelWords(after) }
  const limits = shadeLimits[pictures.some(({ format }) => format === 'jpg') ? 'jpg' : 'png']
  return markChanges(pair, differingRows(before, after), { threshold, ignore, limits })
}

/**
 * Compares two renders of the "after" picture. A pixel that differs from the "before" picture in both renders is a
 * change, even if the renders also differ from each other. Returns undefined if the sizes of the renders differ, because
 * their pixels cannot be matched.
 */
async function findNoise(
  [before, after]: readonly [Decoded, Decoded],
  bytes: Uint8Array,
  options: DiffOptions,
): Promise<Marks | undefined> {
  const again = await decodeBitmap(bytes, 'after')
  const { width, height } = after
  if (again.width !== width || again.height !== height) return undefined
  const noise = findChanges([again, after], { width, height }, options).marks
  const common = { width: Math.min(before.width, width), height: Math.min(before.height, height) }
  const changed = findChanges([before, again], common, options).marks
  for (let y = 0; y < common.height; y++)
    for (let x = 0; x < common.width; x++)
      if (changed.data[y * common.width + x] !== 0) noise.data[y * width + x] = 0
  return noise
}
