import type { Size } from '../../model.ts'

/*
 * As pixelmatch 7 tells it, whose code this and `changes.ts` follow, after V. Vysniauskas, "Anti-aliased Pixel and
 * Intensity Slope Detector", 2009.
 *
 * ISC License, Copyright (c) 2025, Mapbox. Permission to use, copy, modify, and/or distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice
 * appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
 * SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
 * PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH
 * THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */

/**
 * Whether a pixel of an image smooths an edge: it has darker and brighter neighbours, hardly any of its own colour, and
 * the darkest or the brightest of them is of an area in both images.
 */
export const smoothsEdge = (
  image: Int32Array,
  other: Int32Array,
  size: Size,
  x: number,
  y: number,
): boolean => !isInArea(image, size.width, x, y) && isBetweenAreas(image, other, size, x, y)

/**
 * Of the pixels that changed most are, which three of their neighbours tell. In the first and the last column one of the
 * three is another pixel: that these are at the picture's edge counts as much.
 */
function isInArea(image: Int32Array, width: number, x: number, y: number): boolean {
  if (y === 0) return false
  const i = y * width + x
  const colour = image[i]
  return colour === image[i - 1] && colour === image[i - width] && colour === image[i - width + 1]
}

function isBetweenAreas(image: Int32Array, other: Int32Array, size: Size, x: number, y: number): boolean {
  const { left, top, right, bottom, isEdge } = around(size, x, y)
  const colour = image[y * size.width + x] as number
  let equal = isEdge ? 1 : 0
  let darkest = 0
  let brightest = 0
  let darkestAt = 0
  let brightestAt = 0
  // Of two that are equally dark, the first counts, in this order.
  for (let column = left; column <= right; column++)
    for (let row = top; row <= bottom; row++) {
      if (column === x && row === y) continue
      const at = row * size.width + column
      const delta = brighter(colour, image[at] as number)
      if (delta === 0 && ++equal > 2) return false
      if (delta < darkest) {
        darkest = delta
        darkestAt = at
      } else if (delta > brightest) {
        brightest = delta
        brightestAt = at
      }
    }
  if (darkest === 0 || brightest === 0) return false
  const isOfArea = (at: number) => hasEqualNeighbours(image, size, at) && hasEqualNeighbours(other, size, at)
  return isOfArea(darkestAt) || isOfArea(brightestAt)
}

/** Whether more than two of its neighbours have a pixel's own colour; the picture's edge counts as one. */
function hasEqualNeighbours(image: Int32Array, size: Size, at: number): boolean {
  const x = at % size.width
  const y = (at - x) / size.width
  const { left, top, right, bottom, isEdge } = around(size, x, y)
  // Itself is no neighbour.
  let equal = isEdge ? 0 : -1
  for (let column = left; column <= right; column++)
    for (let row = top; row <= bottom; row++) if (image[row * size.width + column] === image[at]) equal++
  return equal > 2
}

/** A pixel and its neighbours. */
function around({ width, height }: Size, x: number, y: number) {
  return {
    left: Math.max(x - 1, 0),
    top: Math.max(y - 1, 0),
    right: Math.min(x + 1, width - 1),
    bottom: Math.min(y + 1, height - 1),
    isEdge: x === 0 || y === 0 || x === width - 1 || y === height - 1,
  }
}

/** How much brighter the first is; of opaque colours. */
function brighter(a: number, b: number): number {
  if (a === b) return 0
  const red = (a & 255) - (b & 255)
  const green = ((a >>> 8) & 255) - ((b >>> 8) & 255)
  const blue = ((a >>> 16) & 255) - ((b >>> 16) & 255)
  return red * 0.29889531 + green * 0.58662247 + blue * 0.11448223
}
