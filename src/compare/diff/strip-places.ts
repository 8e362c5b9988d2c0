import type { Rectangle, Size } from '../../model.ts'
import {
  type Box,
  boxArea,
  contains,
  fitsInto,
  gapBetween,
  intersect,
  type Marks,
  toBox,
  unite,
} from './areas.ts'
import { type Bitmap, pixelWords } from './bitmap.ts'

/** A part of both pictures with changed areas and their surroundings. */
export interface ChangedPlace {
  box: Box
  areas: readonly Box[]
  /** Places with a higher weight are preferred. */
  weight: number
  /** Whether the box contains all areas completely. */
  isWhole: boolean
}

export const maxPlaces = 4

/** The maximum size of a place. Two panels of this size fit into a strip, one below the other. */
const maxPlace: Size = { width: 1198, height: 740 }

/**
 * The maximum size of a picture that is shown as a whole, because it fits into a comment. If there are too many places,
 * they are joined up to this size.
 */
const maxSharedPlace: Size = { width: 838, height: 600 }

const minPlace: Size = { width: 380, height: 140 }

const padding = 24

/**
 * The share of the extra space that is to the left and above if a place is enlarged to the minimum size. Labels and
 * titles are usually there.
 */
const labelShare = 0.7

/** Limits how far an edge of a place moves into a gap, in pixels. */
const maxExtraPadding = 72

/** The minimum number of blank pixels of a gap between two shapes, such as a title and a chart. */
const minGap = 6

/**
 * The factor by which a part farther to the right or below must have more changes to be preferred, because labels and
 * titles are on the left and at the top.
 */
const minGain = 1.05

/** The maximum growth for joining two places: the size of the joined box, divided by the sum of both. */
const maxGrowth = 1.25

export type Pictures = readonly [before: Bitmap, after: Bitmap]

/** Returns the places that show all areas, in reading order. Close areas share a place. */
export function findPlaces(areas: readonly Rectangle[], marks: Marks, pictures: Pictures): ChangedPlace[] {
  const size = {
    width: Math.max(...pictures.map(({ width }) => width)),
    height: Math.max(...pictures.map(({ height }) => height)),
  }
  const whole = { left: 0, top: 0, right: size.width, bottom: size.height }
  const changed = areas.map(toBox)
  if (changed.length > 0 && fitsInto(whole, maxSharedPlace))
    return [{ box: whole, areas: changed, weight: 1, isWhole: true }]
  const single = changed.map(area => ({
    box: surround(area, size),
    areas: [area],
    weight: weightOf(area, marks),
  }))
  const near = joinPlaces(single, isCompact)
  const few = joinPlaces(near, ({ count, joined }) => count > maxPlaces && fitsInto(joined, maxSharedPlace))
  return few.map(group => {
    const box = extendToGaps(cropToMax(group.box, marks), whole, pictures)
    return { ...group, box, isWhole: group.areas.every(area => contains(box, area)) }
  })
}

/**
 * Whether joining two places adds little space. The joined place may be wider than a comment only if one of the places
 * already is.
 */
function isCompact({ one, other, joined }: Join): boolean {
  const width = Math.max(one.right - one.left, other.right - other.left, maxSharedPlace.width)
  return (
    fitsInto(joined, { width, height: maxPlace.height }) &&
    boxArea(joined) <= maxGrowth * (boxArea(one) + boxArea(other))
  )
}

/** Adds padding, and extends the box to the minimum size. Stays within the pictures. */
function surround({ left, top, right, bottom }: Box, size: Size): Box {
  const row = surroundRange({ start: left, end: right }, minPlace.width, size.width)
  const column = surroundRange({ start: top, end: bottom }, minPlace.height, size.height)
  return { left: row.start, top: column.start, right: row.end, bottom: column.end }
}

interface Range {
  start: number
  end: number
}

function surroundRange({ start, end }: Range, minLength: number, max: number): Range {
  const extra = Math.max(minLength - (end - start) - 2 * padding, 0)
  const length = Math.min(end - start + 2 * padding + extra, max)
  const preferred = Math.round(start - padding - labelShare * extra)
  const moved = Math.min(Math.max(preferred, 0), max - length)
  return { start: moved, end: moved + length }
}

/** Counts the changed cells in a box. All cells outside of the common part of the pictures count. */
function weightOf({ left, top, right, bottom }: Box, { grid, width, height }: Marks): number {
  const { cellSize, cells, stride } = grid
  let weight = 0
  for (let y = top; y < bottom; y += cellSize)
    for (let x = left; x < right; x += cellSize) {
      const cell = Math.floor(y / cellSize) * stride + Math.floor(x / cellSize)
      if (x >= width || y >= height || cells[cell] === 1) weight++
    }
  return weight
}

type PlaceGroup = Omit<ChangedPlace, 'isWhole'>

interface Join {
  one: Box
  other: Box
  joined: Box
  count: number
}

/** Joins the two closest groups that may be joined, until no such pair is left. */
function joinPlaces(groups: readonly PlaceGroup[], mayJoin: (join: Join) => boolean): PlaceGroup[] {
  const rest = [...groups]
  for (;;) {
    const pairs = rest.flatMap((one, i) => rest.slice(i + 1).map(other => ({ one, other })))
    const joinable = pairs.filter(({ one, other }) =>
      mayJoin({ one: one.box, other: other.box, joined: unite(one.box, other.box), count: rest.length }),
    )
    const gapOf = ({ one, other }: (typeof pairs)[0]) => gapBetween(one.box, other.box)
    const [closest] = joinable.sort((a, b) => gapOf(a) - gapOf(b))
    if (!closest) return rest
    const { one, other } = closest
    rest[rest.indexOf(one)] = {
      box: unite(one.box, other.box),
      areas: [...one.areas, ...other.areas],
      weight: one.weight + other.weight,
    }
    rest.splice(rest.indexOf(other), 1)
  }
}

/**
 * Returns the part of a box with the most changes, at most as large as `maxPlace`. Of equal parts, returns the upper
 * left one.
 */
function cropToMax(box: Box, marks: Marks): Box {
  const width = Math.min(box.right - box.left, maxPlace.width)
  const height = Math.min(box.bottom - box.top, maxPlace.height)
  const { cellSize } = marks.grid
  const maxWeight = Math.ceil(width / cellSize) * Math.ceil(height / cellSize)
  let best: Box | undefined
  let bestWeight = -1
  for (const top of steps(box.top, box.bottom - height, cellSize))
    for (const left of steps(box.left, box.right - width, cellSize)) {
      const part = { left, top, right: left + width, bottom: top + height }
      const weight = weightOf(part, marks)
      if (weight <= minGain * bestWeight) continue
      best = part
      bestWeight = weight
      if (maxWeight <= minGain * bestWeight) return best
    }
  return best ?? box
}

function steps(first: number, last: number, step: number): number[] {
  const count = Math.ceil((last - first) / step)
  return Array.from({ length: count + 1 }, (_, i) => Math.min(first + i * step, last))
}

/**
 * The widths up to which a place may grow. At the first width, both sides still fit next to each other. At the second
 * width, GitHub still shows the strip in natural size.
 */
const widthSteps = [402, maxSharedPlace.width, maxPlace.width]

/** Moves the edges of a place into gaps, if the place keeps its layout. */
function extendToGaps(box: Box, whole: Box, pictures: Pictures): Box {
  const moved = moveEdgesToGaps(box, pictures, { maxMove: maxExtraPadding, minGap })
  const { left, top, right, bottom } = intersect(moved, whole)
  const maxWidth = widthSteps.find(width => box.right - box.left <= width) ?? maxPlace.width
  const sides = [
    { left, right },
    { left, right: box.right },
    { left: box.left, right },
  ]
  const rows = [
    { top, bottom },
    { top, bottom: box.bottom },
    { top: box.top, bottom },
  ]
  return {
    ...box,
    ...sides.find(side => side.right - side.left <= maxWidth),
    ...rows.find(row => row.bottom - row.top <= maxPlace.height),
  }
}

interface Gap {
  /** The maximum distance by which an edge moves outwards, in pixels. */
  maxMove: number
  minGap: number
}

/**
 * Moves each edge of a box outwards into the next gap, so that no edge cuts through text. An edge without a gap stays.
 */
export function moveEdgesToGaps(box: Box, pictures: Pictures, gap: Gap): Box {
  const moveOf = (edge: Edge, from: Box) => distanceToGap(from, edge, pictures, gap)
  const high = { ...box, top: box.top - moveOf('top', box), bottom: box.bottom + moveOf('bottom', box) }
  return { ...high, left: high.left - moveOf('left', high), right: high.right + moveOf('right', high) }
}

type Edge = 'top' | 'bottom' | 'left' | 'right'

/** Returns the distance from an edge to the middle of the next gap, or 0 without a gap. */
function distanceToGap(box: Box, edge: Edge, pictures: Pictures, { maxMove, minGap: length }: Gap): number {
  const direction = edge === 'top' || edge === 'left' ? -1 : 1
  const first = direction === 1 ? box[edge] - 1 : box[edge]
  const sides = pictures.map(picture => ({ ...picture, pixels: pixelWords(picture) }))
  let calm = 0
  for (let move = 0; move <= maxMove; move++) {
    const line = first + direction * move
    const isCalm = sides.every(side => equalsNextLine(side, box, edge, line, direction))
    calm = isCalm ? calm + 1 : 0
    if (calm >= length) return Math.max(0, move - Math.floor(length / 2))
  }
  return 0
}

/** Whether the line at an edge equals the next line outside. If so, no shape begins or ends between the two lines. */
function equalsNextLine(
  { pixels, width, height }: Size & { pixels: Int32Array },
  box: Box,
  edge: Edge,
  line: number,
  direction: number,
): boolean {
  const isRow = edge === 'top' || edge === 'bottom'
  const next = line + direction
  const end = isRow ? height : width
  if (Math.min(line, next) < 0 || Math.max(line, next) >= end) return true
  const from = Math.max(0, isRow ? box.left : box.top)
  const to = isRow ? Math.min(box.right, width) : Math.min(box.bottom, height)
  const [start, step] = isRow ? [line * width, 1] : [line, width]
  const toNext = isRow ? direction * width : direction
  for (let k = from; k < to; k++) {
    const i = start + k * step
    if (pixels[i] !== pixels[i + toNext]) return false
  }
  return true
}
