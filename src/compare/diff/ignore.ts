import type { Rectangle, Size } from '../../model.ts'
import { isSome, type Part } from './part.ts'
import type { Bitmap } from './pixels.ts'

/** What a picture of this size has of the rectangles. */
export const partsOf = (rectangles: readonly Rectangle[], size: Size): Part[] =>
  rectangles
    .map(({ x, y, width, height }) => ({
      left: x,
      top: y,
      right: Math.min(x + width, size.width),
      bottom: Math.min(y + height, size.height),
    }))
    .filter(isSome)

/** How many pixels of a picture the rectangles cover; where they overlap, each pixel counts once. */
export function countIgnored(rectangles: readonly Rectangle[], size: Size): number {
  const parts = partsOf(rectangles, size).sort((a, b) => a.left - b.left)
  let count = 0
  for (let y = 0; y < size.height && parts.length > 0; y++) {
    let covered = 0
    for (const { left, right, top, bottom } of parts) {
      if (y < top || y >= bottom || right <= covered) continue
      count += right - Math.max(left, covered)
      covered = right
    }
  }
  return count
}

/** Makes the rectangles of one picture those of another of the same size, so that nothing there differs. */
export function copyIgnored(rectangles: readonly Rectangle[], from: Bitmap, to: Bitmap): void {
  const { width } = from
  for (const { left, top, right, bottom } of partsOf(rectangles, from))
    for (let y = top; y < bottom; y++) {
      const start = (y * width + left) * 4
      to.data.set(from.data.subarray(start, (y * width + right) * 4), start)
    }
}
