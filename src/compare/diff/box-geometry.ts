import type { Rectangle, Size } from '../../model.ts'

/** A rectangle by its edges. The column `right` and the row `bottom` are just outside. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const hasPixels = ({ left, top, right, bottom }: Box) => left < right && top < bottom

/** Returns the parts of rectangles that are inside of a picture. */
export const boxesWithin = (rectangles: readonly Rectangle[], size: Size): Box[] =>
  rectangles
    .map(({ x, y, width, height }) => ({
      left: x,
      top: y,
      right: Math.min(x + width, size.width),
      bottom: Math.min(y + height, size.height),
    }))
    .filter(hasPixels)

export const toBox = ({ x, y, width, height }: Rectangle): Box => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
})

export const toRectangle = ({ left, top, right, bottom }: Box): Rectangle => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
})

/** Counts the pixels of a picture that the rectangles cover. A pixel in several rectangles counts once. */
export function countCovered(rectangles: readonly Rectangle[], size: Size): number {
  const boxes = boxesWithin(rectangles, size).sort((a, b) => a.left - b.left)
  let count = 0
  for (let y = 0; y < size.height && boxes.length > 0; y++) {
    let covered = 0
    for (const { left, right, top, bottom } of boxes) {
      if (y < top || y >= bottom || right <= covered) continue
      count += right - Math.max(left, covered)
      covered = right
    }
  }
  return count
}

/** Returns the smallest box that contains both boxes. */
export const unite = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

export const moveBox = ({ left, top, right, bottom }: Box, x: number, y: number): Box => ({
  left: left + x,
  top: top + y,
  right: right + x,
  bottom: bottom + y,
})

/** Returns the common part of two boxes. It has no pixels if the boxes do not overlap. */
export const intersect = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
})

export const boxArea = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top)

export const fits = ({ left, top, right, bottom }: Box, { width, height }: Size): boolean =>
  right - left <= width && bottom - top <= height

export const contains = (outer: Box, { left, top, right, bottom }: Box): boolean =>
  left >= outer.left && top >= outer.top && right <= outer.right && bottom <= outer.bottom

/** Returns the distance of two boxes along the axis on which they are farther apart. Negative if they overlap. */
export const gapBetween = (a: Box, b: Box): number =>
  Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)

/** Returns the smallest box that contains all of a box outside of the holes. Undefined if the holes cover the box. */
export function tightenAround(box: Box, holes: readonly Box[]): Box | undefined {
  const pieces = holes.reduce(
    (rest, hole) => rest.flatMap(piece => cutOut(piece, hole)),
    [box].filter(hasPixels),
  )
  return pieces.length > 0 ? pieces.reduce(unite) : undefined
}

/** Returns the pieces of a box above, below, left and right of a hole. */
function cutOut(box: Box, hole: Box): Box[] {
  const top = Math.min(Math.max(hole.top, box.top), box.bottom)
  const bottom = Math.min(Math.max(hole.bottom, box.top), box.bottom)
  return [
    { ...box, bottom: top },
    { ...box, top: bottom },
    { ...box, top, bottom, right: Math.min(hole.left, box.right) },
    { ...box, top, bottom, left: Math.max(hole.right, box.left) },
  ].filter(hasPixels)
}
