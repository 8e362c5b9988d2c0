import type { Size } from '../../model.ts'
import type { Part } from './part.ts'

/**
 * Cells of 32 pixels. What changed in neighbouring cells is one area: the labels of a chart are one with its lines, and
 * two charts are not, with the padding of their tiles between them.
 */
const smallestCell = 32

/** Where pixels changed, in cells. */
export interface Grid {
  /** Pixels. */
  cellSize: number
  /** One more than there are columns: beside the first and the last of a row is nothing. */
  stride: number
  /** 1 where anything changed, row by row. */
  cells: Uint8Array
}

export function emptyGrid({ width, height }: Size, cellSize = smallestCell): Grid {
  const stride = Math.ceil(width / cellSize) + 1
  return { cellSize, stride, cells: new Uint8Array(stride * Math.ceil(height / cellSize)) }
}

/** Which of the smallest cells a pixel is in. */
export const cellAt = (stride: number, x: number, y: number): number => (y >> 5) * stride + (x >> 5)

export function doubleCells(grid: Grid, size: Size): Grid {
  const doubled = emptyGrid(size, 2 * grid.cellSize)
  for (const [i, cell] of grid.cells.entries()) {
    const [row, column] = [Math.floor(i / grid.stride), i % grid.stride]
    if (cell) doubled.cells[(row >> 1) * doubled.stride + (column >> 1)] = 1
  }
  return doubled
}

/** What surrounds the cells that touch, by a corner at least. */
export function joinNeighbours({ cells, stride, cellSize }: Grid): Part[] {
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
