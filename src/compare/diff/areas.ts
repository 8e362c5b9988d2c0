import type { Rectangle, Size } from '../../model.ts'

/** A rectangle, given by its edges. `right` and `bottom` are exclusive. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const hasPixels = ({ left, top, right, bottom }: Box) => left < right && top < bottom

/** Cuts rectangles off at the picture's edges. Omits rectangles outside of the picture. */
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

const toRectangle = ({ left, top, right, bottom }: Box): Rectangle => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
})

/** Counts the pixels that at least one rectangle covers. */
export function countCovered(rectangles: readonly Rectangle[], size: Size): number {
  const boxes = boxesWithin(rectangles, size).sort((a, b) => a.left - b.left)
  let count = 0
  for (let y = 0; y < size.height; y++) {
    let covered = 0
    for (const { left, right, top, bottom } of boxes) {
      if (y < top || y >= bottom || right <= covered) continue
      count += right - Math.max(left, covered)
      covered = right
    }
  }
  return count
}

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

/** The result has no pixels if the boxes do not overlap. */
export const intersect = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
})

export const boxArea = ({ left, top, right, bottom }: Box): number => (right - left) * (bottom - top)

export const fitsInto = ({ left, top, right, bottom }: Box, { width, height }: Size): boolean =>
  right - left <= width && bottom - top <= height

export const contains = (outer: Box, { left, top, right, bottom }: Box): boolean =>
  left >= outer.left && top >= outer.top && right <= outer.right && bottom <= outer.bottom

/** Returns the horizontal or the vertical gap between two boxes, whichever is larger. Negative if the boxes overlap. */
export const gapBetween = (a: Box, b: Box): number =>
  Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)

/**
 * Returns the smallest box around the pixels of `box` that no hole covers. Returns undefined if the holes cover all
 * pixels.
 */
function tightenAround(box: Box, holes: readonly Box[]): Box | undefined {
  const pieces = holes.reduce(
    (rest, hole) => rest.flatMap(piece => cutOut(piece, hole)),
    [box].filter(hasPixels),
  )
  return pieces.length > 0 ? pieces.reduce(unite) : undefined
}

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

/**
 * The maximum number of areas in the common part of both pictures. Parts that exist in only one picture add at most two
 * areas.
 */
const maxMarkedAreas = 16

/**
 * Returns the changed areas in reading order, as at most 18 rectangles that do not overlap. `marks` has the changes in
 * the common part of both pictures. Parts that exist in only one picture are areas, too. Ignored rectangles at the
 * edges of such a part are cut off. The coordinates are pixels of the larger picture.
 */
export function findAreas(marks: Marks, sizes: readonly Size[], ignore: readonly Rectangle[]): Rectangle[] {
  const unmatched = sizes.flatMap(size =>
    boxesBeyond(marks, size).flatMap(box => tightenAround(box, boxesWithin(ignore, size)) ?? []),
  )
  return inReadingOrder([...boxesOfMarks(marks), ...unmatched].map(toRectangle))
}

/** Returns the parts of a picture to the right of the common part and below it. */
const boxesBeyond = (common: Size, size: Size): Box[] => [
  { left: common.width, top: 0, right: size.width, bottom: size.height },
  { left: 0, top: common.height, right: common.width, bottom: size.height },
]

function boxesOfMarks(marks: Marks): Box[] {
  let { grid } = marks
  let boxes = boxesOfGroups(grid)
  while (boxes.length > 4 * maxMarkedAreas) {
    grid = doubleCells(grid, marks)
    boxes = boxesOfGroups(grid)
  }
  return joinClosest(boxes.map(box => shrinkToMarks(box, marks)))
}

const boxesOfGroups = (grid: Grid): Box[] => connectedCells(grid).map(cells => boxOfCells(cells, grid))

const isChange = (mark: number | undefined) => mark === changeMark || mark === shadeMark

/** Returns the smallest box that contains all changes in `box`. `box` must contain at least one change. */
function shrinkToMarks(box: Box, marks: Marks): Box {
  let { left, top } = box
  let right = Math.min(box.right, marks.width)
  let bottom = Math.min(box.bottom, marks.height)
  while (!hasChange(marks, { left, top, right, bottom: top + 1 })) top++
  while (!hasChange(marks, { left, top: bottom - 1, right, bottom })) bottom--
  while (!hasChange(marks, { left, top, right: left + 1, bottom })) left++
  while (!hasChange(marks, { left: right - 1, top, right, bottom })) right--
  return { left, top, right, bottom }
}

function hasChange({ data, width }: Marks, { left, top, right, bottom }: Box): boolean {
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) if (isChange(data[y * width + x])) return true
  return false
}

/** Joins the two closest boxes repeatedly, until no boxes overlap and their number is within the limit. */
function joinClosest(boxes: readonly Box[]): Box[] {
  const rest = [...boxes]
  for (;;) {
    const { one, other, gap } = closestPair(rest)
    if (gap >= 0 && rest.length <= maxMarkedAreas) return rest
    rest[one] = unite(rest[one] as Box, rest[other] as Box)
    rest.splice(other, 1)
  }
}

/**
 * Returns the indexes of the two closest boxes. Among equally close pairs, returns the pair with the smallest joined
 * box, so that one area does not absorb all its neighbours.
 */
function closestPair(boxes: readonly Box[]): { one: number; other: number; gap: number } {
  const closest = { one: 0, other: 0, gap: Number.POSITIVE_INFINITY, extent: 0 }
  for (const [one, box] of boxes.entries())
    for (let other = one + 1; other < boxes.length; other++) {
      const gap = gapBetween(box, boxes[other] as Box)
      if (gap > closest.gap) continue
      const extent = extentOf(unite(box, boxes[other] as Box))
      if (gap < closest.gap || extent < closest.extent) Object.assign(closest, { one, other, gap, extent })
    }
  return closest
}

const extentOf = ({ left, top, right, bottom }: Box): number => right - left + bottom - top

/**
 * Sorts the areas by rows, and from left to right within a row. An area belongs to a row if its top is near the top of
 * the first area in the row.
 */
function inReadingOrder(areas: Rectangle[]): Rectangle[] {
  const rows: [Rectangle, ...Rectangle[]][] = []
  for (const area of areas.sort((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    if (row && area.y - row[0].y < Math.min(row[0].height, area.height) / 2) row.push(area)
    else rows.push([area])
  }
  return rows.flatMap(row => row.sort((a, b) => a.x - b.x))
}

/** A mark for each pixel in the common part of both pictures. */
export interface Marks extends Size {
  /** One byte per pixel, row by row from the top. 0 for an unchanged pixel. */
  data: Uint8Array
  /** The rows that may contain a mark, in ascending order. */
  rows: readonly number[]
  grid: Grid
}

export const changeMark = 1
/** The pixel differs by less than the threshold, but is part of an area or a line that differs as a whole. */
export const shadeMark = 2
/** The pixel differs between two renders of the "after" picture. */
export const noiseMark = 3

/**
 * A temporary mark. The pixel differs by less than the threshold or only by anti-aliasing, and is not part of an area.
 */
export const undecidedMark = 4

export interface Counts {
  /** The number of pixels that differ by more than the threshold. Does not count differences in anti-aliasing. */
  changedPixels: number
  /** The number of pixels that differ by less than the threshold, and are part of a differing area or line. */
  shadedPixels: number
}

export type Marked = Counts & { marks: Marks }

interface Grid {
  cellSize: number
  /**
   * One more than the number of columns, so that the last cell of a row is never a neighbour of the first cell in the
   * next row.
   */
  stride: number
  /** One byte per cell, row by row. 1 if the cell contains a change. */
  cells: Uint8Array
}

/**
 * The size of the smallest cells, in pixels. Changes in neighbouring cells form one area. With this size, a chart's
 * labels and lines form one area, but two charts do not, because there is padding between their tiles.
 */
const smallestCellSize = 32

export function emptyGrid({ width, height }: Size, cellSize = smallestCellSize): Grid {
  const stride = Math.ceil(width / cellSize) + 1
  return { cellSize, stride, cells: new Uint8Array(stride * Math.ceil(height / cellSize)) }
}

/** Returns the index of the cell that contains a pixel, in a grid of the smallest cells. */
export const cellIndex = (stride: number, x: number, y: number): number => (y >> 5) * stride + (x >> 5)

function doubleCells(grid: Grid, size: Size): Grid {
  const doubled = emptyGrid(size, 2 * grid.cellSize)
  for (const [i, cell] of grid.cells.entries()) {
    const [row, column] = [Math.floor(i / grid.stride), i % grid.stride]
    if (cell) doubled.cells[(row >> 1) * doubled.stride + (column >> 1)] = 1
  }
  return doubled
}

/** Groups set cells. Two set cells are in the same group if they touch at an edge or a corner. */
export function connectedCells({ cells, stride }: Pick<Grid, 'cells' | 'stride'>): number[][] {
  const around = [-stride - 1, -stride, 1 - stride, -1, 1, stride - 1, stride, stride + 1]
  const rest = cells.slice()
  const groups: number[][] = []
  for (let start = rest.indexOf(1); start >= 0; start = rest.indexOf(1, start)) {
    rest[start] = 0
    const group = [start]
    for (const cell of group)
      for (const step of around) {
        if (rest[cell + step] !== 1) continue
        rest[cell + step] = 0
        group.push(cell + step)
      }
    groups.push(group)
  }
  return groups
}

function boxOfCells(cells: readonly number[], { stride, cellSize }: Grid): Box {
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 }
  for (const cell of cells) {
    const column = cell % stride
    const row = (cell - column) / stride
    box.left = Math.min(box.left, column * cellSize)
    box.top = Math.min(box.top, row * cellSize)
    box.right = Math.max(box.right, (column + 1) * cellSize)
    box.bottom = Math.max(box.bottom, (row + 1) * cellSize)
  }
  return box
}

/** The width of a segment in pixels. Each row is processed in segments. */
export const segmentWidth = 32

/** Returns the start of the next segment, or the end of the row. */
export const segmentEnd = (start: number, width: number): number =>
  Math.min(start + segmentWidth, start - (start % width) + width)

/**
 * The counts of a whole picture and of each segment, and the cells with changes. The segments are ordered row by row.
 */
export interface SegmentCounts extends Counts {
  /** The number of segments in a row. */
  perRow: number
  /** For each segment, the number of pixels with a `changeMark`. */
  changed: Uint8Array
  /** For each segment, the number of pixels with a `shadeMark`. */
  shaded: Uint8Array
  grid: Grid
}

export function emptyCounts(size: Size): SegmentCounts {
  const perRow = Math.ceil(size.width / segmentWidth)
  const segments = perRow * size.height
  const [changed, shaded] = [new Uint8Array(segments), new Uint8Array(segments)]
  return { perRow, changed, shaded, grid: emptyGrid(size), changedPixels: 0, shadedPixels: 0 }
}

/** Adds the counts of a segment. Must be called at most once for each segment. */
export function addCounts(counts: SegmentCounts, segment: number, changes: number, shades: number): void {
  if (changes + shades === 0) return
  const { perRow, grid } = counts
  counts.changed[segment] = changes
  counts.shaded[segment] = shades
  counts.changedPixels += changes
  counts.shadedPixels += shades
  // A segment is never in two cells.
  const column = segment % perRow
  grid.cells[cellIndex(grid.stride, column * segmentWidth, (segment - column) / perRow)] = 1
}

export function segmentStart(segment: number, perRow: number, width: number): number {
  const column = segment % perRow
  return ((segment - column) / perRow) * width + column * segmentWidth
}

/** Counts the changes in a segment, and removes all other marks except noise. */
export function countSegment(
  { data, width }: Pick<Marks, 'data' | 'width'>,
  segment: number,
  counts: SegmentCounts,
): void {
  const start = segmentStart(segment, counts.perRow, width)
  let changes = 0
  let shades = 0
  for (let i = start, end = segmentEnd(start, width); i < end; i++) {
    const mark = data[i]
    if (mark === changeMark) changes++
    else if (mark === shadeMark) shades++
    else if (mark !== noiseMark) data[i] = 0
  }
  addCounts(counts, segment, changes, shades)
}

export const withCounts = (marks: Omit<Marks, 'grid'>, counts: SegmentCounts): Marked => {
  const { grid, changedPixels, shadedPixels } = counts
  return { marks: { ...marks, grid }, changedPixels, shadedPixels }
}

/**
 * Sets a noise mark at each pixel that `noise` marks, and counts the other marks.
 * @param noise the differences between two renders of the "after" picture
 */
export function excludeNoise({ data, width, height }: Marks, noise: Marks): Marked {
  const rows = [...Array(height).keys()]
  for (const y of rows)
    for (let x = 0; x < width; x++) if (noise.data[y * noise.width + x] !== 0) data[y * width + x] = noiseMark
  const counts = emptyCounts({ width, height })
  for (const segment of counts.changed.keys()) countSegment({ data, width }, segment, counts)
  return withCounts({ data, width, height, rows }, counts)
}
