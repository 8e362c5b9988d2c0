import type { Rectangle, Size } from '../../model.ts'
import { partsOf } from './ignore.ts'
import { changeMark, type Marks, shadeMark } from './marks.ts'
import { gapBetween, overlap, type Part, surround, tighten } from './part.ts'

/** Of what changed where both pictures are; what one alone has are two more at most. */
const maxMarked = 16

/**
 * Pixels. What changed in neighbouring cells is one area: the labels of a chart are one with its lines, and two charts
 * are not, with the padding of their tiles between them.
 */
const smallestCell = 32

/**
 * Where pixels changed, as at most 18 boxes that do not overlap, in the order in which one reads. `marks` cover what
 * both pictures have; what one alone has is an area, too, but for what is ignored. In pixels of the larger picture.
 */
export function findAreas(marks: Marks, sizes: readonly Size[], ignore: readonly Rectangle[]): Rectangle[] {
  const alone = sizes.flatMap(size =>
    partsAlone(size, marks).flatMap(part => tighten(part, partsOf(ignore, size)) ?? []),
  )
  return sortAsRead([...markedParts(marks), ...alone].map(toRectangle))
}

/** To the right of the part that both have, and below it. */
const partsAlone = (size: Size, common: Size): Part[] => [
  { left: common.width, top: 0, right: size.width, bottom: size.height },
  { left: 0, top: common.height, right: common.width, bottom: size.height },
]

function markedParts(marks: Marks): readonly Part[] {
  let grid = gridOf(marks)
  let found = joinNeighbours(grid)
  while (found.length > 2 * maxMarked) {
    grid = doubleCells(grid, marks)
    found = joinNeighbours(grid)
  }
  let parts = joinOverlapping(found.map(part => shrink(part, marks)))
  while (parts.length > maxMarked) parts = joinOverlapping(joinClosest(parts))
  return parts
}

interface Grid {
  /** Pixels. */
  cellSize: number
  /** One more than there are columns: beside the first and the last of a row is nothing. */
  stride: number
  /** 1 where anything changed, row by row. */
  cells: Uint8Array
}

const emptyGrid = (cellSize: number, { width, height }: Size): Grid => {
  const stride = Math.ceil(width / cellSize) + 1
  return { cellSize, stride, cells: new Uint8Array(stride * Math.ceil(height / cellSize)) }
}

function gridOf(marks: Marks): Grid {
  const { width, rows } = marks
  const grid = emptyGrid(smallestCell, marks)
  for (const y of rows) {
    let cell = Math.floor(y / smallestCell) * grid.stride
    for (let left = 0; left < width; left += smallestCell, cell++)
      if (grid.cells[cell] === 0 && hasChange(marks, left, y, Math.min(left + smallestCell, width), y + 1))
        grid.cells[cell] = 1
  }
  return grid
}

const isChange = (mark: number | undefined) => mark === changeMark || mark === shadeMark

function doubleCells(grid: Grid, size: Size): Grid {
  const doubled = emptyGrid(2 * grid.cellSize, size)
  for (const [i, cell] of grid.cells.entries()) {
    const [row, column] = [Math.floor(i / grid.stride), i % grid.stride]
    if (cell) doubled.cells[(row >> 1) * doubled.stride + (column >> 1)] = 1
  }
  return doubled
}

/** What surrounds the cells that touch, by a corner at least. */
function joinNeighbours({ cells, stride, cellSize }: Grid): Part[] {
  const around = [-stride - 1, -stride, 1 - stride, -1, 1, stride - 1, stride, stride + 1]
  const rest = cells.slice()
  const parts: Part[] = []
  for (let start = rest.indexOf(1); start >= 0; start = rest.indexOf(1, start)) {
    rest[start] = 0
    const reached = [start]
    for (const cell of reached)
      for (const step of around) {
        if (rest[cell + step] !== 1) continue
        rest[cell + step] = 0
        reached.push(cell + step)
      }
    parts.push(partOf(reached, stride, cellSize))
  }
  return parts
}

function partOf(cells: readonly number[], stride: number, size: number): Part {
  const part = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 }
  for (const cell of cells) {
    const column = cell % stride
    const row = (cell - column) / stride
    part.left = Math.min(part.left, column * size)
    part.top = Math.min(part.top, row * size)
    part.right = Math.max(part.right, (column + 1) * size)
    part.bottom = Math.max(part.bottom, (row + 1) * size)
  }
  return part
}

/** The smallest part that has the same marks, of which there are some. */
function shrink(part: Part, marks: Marks): Part {
  let { left, top } = part
  let right = Math.min(part.right, marks.width)
  let bottom = Math.min(part.bottom, marks.height)
  while (!hasChange(marks, left, top, right, top + 1)) top++
  while (!hasChange(marks, left, bottom - 1, right, bottom)) bottom--
  while (!hasChange(marks, left, top, left + 1, bottom)) left++
  while (!hasChange(marks, right - 1, top, right, bottom)) right--
  return { left, top, right, bottom }
}

function hasChange(
  { data, width }: Marks,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) if (isChange(data[y * width + x])) return true
  return false
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
