import type { Rectangle, Size } from '../../model.ts'
import { partsOf } from './ignore.ts'
import { noiseMark } from './noise.ts'
import { gapBetween, overlap, type Part, surround, tighten } from './part.ts'
import type { Bitmap } from './pixels.ts'

/** Of what changed where both pictures are; what one alone has are two more at most. */
const maxMarked = 16

/**
 * Pixels. What changed in neighbouring cells is one area: the labels of a chart are one with its lines, and two charts
 * are not, with the padding of their tiles between them.
 */
const cellSize = 32

/**
 * Where pixels changed, as at most 18 boxes that do not overlap, in the order in which one reads. `mask` covers what
 * both pictures have; what one alone has is an area, too, but for what is ignored. In pixels of the larger picture.
 */
export function findAreas(mask: Bitmap, sizes: readonly Size[], ignore: readonly Rectangle[]): Rectangle[] {
  const alone = sizes.flatMap(size =>
    partsAlone(size, mask).flatMap(part => tighten(part, partsOf(ignore, size)) ?? []),
  )
  return sortAsRead([...markedParts(mask), ...alone].map(toRectangle))
}

/** To the right of the part that both have, and below it. */
const partsAlone = (size: Size, common: Size): Part[] => [
  { left: common.width, top: 0, right: size.width, bottom: size.height },
  { left: 0, top: common.height, right: common.width, bottom: size.height },
]

function markedParts(mask: Bitmap): readonly Part[] {
  let grid = gridOf(mask)
  let parts: readonly Part[] = joinNeighbours(grid)
  while (parts.length > 2 * maxMarked) {
    grid = doubleCells(grid)
    parts = joinNeighbours(grid)
  }
  parts = joinOverlapping(parts)
  while (parts.length > maxMarked) parts = joinOverlapping(joinClosest(parts))
  return parts
}

/** What is marked in each cell that has any mark. */
interface Grid {
  /** By row × stride + column. */
  cells: ReadonlyMap<number, Part>
  /** More than there are columns: beside the first and the last of a row is nothing. */
  stride: number
}

function gridOf({ data, width, height }: Bitmap): Grid {
  const marks = new Int32Array(data.buffer, data.byteOffset, width * height)
  const cells = new Map<number, Part>()
  const stride = Math.ceil(width / cellSize) + 1
  for (let y = 0; y < height; y++)
    for (let left = 0; left < width; left += cellSize) {
      const start = y * width
      const end = start + Math.min(left + cellSize, width)
      let first = start + left
      while (first < end && !isChange(marks[first] as number)) first++
      if (first === end) continue
      let last = end - 1
      while (!isChange(marks[last] as number)) last--
      const part = { left: first - start, top: y, right: last + 1 - start, bottom: y + 1 }
      addTo(cells, Math.floor(y / cellSize) * stride + left / cellSize, part)
    }
  return { cells, stride }
}

const isChange = (mark: number) => mark !== 0 && mark !== noiseMark

function addTo(cells: Map<number, Part>, key: number, part: Part): void {
  const known = cells.get(key)
  cells.set(key, known ? surround(known, part) : part)
}

function doubleCells({ cells, stride }: Grid): Grid {
  const doubled = { cells: new Map<number, Part>(), stride: Math.ceil(stride / 2) + 1 }
  for (const [key, part] of cells) {
    const [row, column] = [Math.floor(key / stride), key % stride]
    addTo(doubled.cells, (row >> 1) * doubled.stride + (column >> 1), part)
  }
  return doubled
}

/** What surrounds the marks of cells that touch, by a corner at least. */
function joinNeighbours({ cells, stride }: Grid): Part[] {
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]
  const rest = new Map(cells)
  const parts: Part[] = []
  for (const [start, first] of rest) {
    rest.delete(start)
    let part = first
    const reached = [start]
    for (const key of reached)
      for (const step of around) {
        const next = rest.get(key + step)
        if (!next) continue
        rest.delete(key + step)
        part = surround(part, next)
        reached.push(key + step)
      }
    parts.push(part)
  }
  return parts
}

/** So that nobody is led to the same place twice. */
function joinOverlapping(parts: readonly Part[]): readonly Part[] {
  const pair = pairsOf(parts).find(([one, other]) => overlap(one, other))
  return pair ? joinOverlapping(join(pair, parts)) : parts
}

function joinClosest(parts: readonly Part[]): readonly Part[] {
  const gapOf = (pair: Pair) => gapBetween(...pair)
  const pair = pairsOf(parts).reduce((best, other) => (gapOf(other) < gapOf(best) ? other : best))
  return join(pair, parts)
}

type Pair = readonly [Part, Part]

const pairsOf = (parts: readonly Part[]): Pair[] =>
  parts.flatMap((one, i) => parts.slice(i + 1).map(other => [one, other] as const))

const join = (pair: Pair, parts: readonly Part[]) => [
  ...parts.filter(part => !pair.includes(part)),
  surround(...pair),
]

const toRectangle = ({ left, top, right, bottom }: Part): Rectangle => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
})

/** Row by row, each from the left. Of a row is what begins near the top of the first. */
function sortAsRead(areas: Rectangle[]): Rectangle[] {
  const rows: [Rectangle, ...Rectangle[]][] = []
  for (const area of areas.sort((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    if (row && area.y - row[0].y < Math.min(row[0].height, area.height) / 2) row.push(area)
    else rows.push([area])
  }
  return rows.flatMap(row => row.sort((a, b) => a.x - b.x))
}
