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
import { type Bitmap, pixelWords } from './decode-bitmap.ts'

/** A part of both pictures that contains changed areas and some space around them. */
export interface ChangedPlace {
  box: Box
  areas: readonly Box[]
  /** The number of changed cells. If not all places fit, the places with the most changed cells are shown. */
  weight: number
  /** Whether `box` contains all areas completely. */
  isWhole: boolean
}

export const maxPlaces = 4

/** The maximum size of a place. A strip has room for two panels of this size, one below the other. */
const maxPlace: Size = { width: 1198, height: 740 }

/**
 * A picture up to this size fits into a comment, so the whole picture is one place. If there are more than `maxPlaces`
 * places, places are joined up to this size.
 */
const maxSharedPlace: Size = { width: 838, height: 600 }

const minPlace: Size = { width: 380, height: 140 }

const padding = 24

/**
 * If a place is enlarged to the minimum size, this share of the added space is on the left and at the top. Labels and
 * titles are usually there.
 */
const labelShare = 0.7

/** The maximum distance by which a place's edge moves outwards into a gap, in pixels. */
const maxExtraPadding = 72

/** The minimum width of a gap between two shapes, such as a title and a chart, in pixels. */
const minGap = 6

/**
 * Crops are tried from the upper left, because labels and titles are on the left and at the top. A later crop is chosen
 * only if it has at least this many times the changes of the best crop so far.
 */
const minGain = 1.05

/** Two places are joined if the joined place is at most this many times as large as both places together. */
const maxGrowth = 1.25

export type Pictures = readonly [before: Bitmap, after: Bitmap]

/** Returns places that together show all areas, in reading order. Areas that are close to each other share a place. */
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
 * Whether joining two places adds little space. The joined place must not be wider than a comment, unless one of the
 * two places already is.
 */
function isCompact({ one, other, joined }: Join): boolean {
  const width = Math.max(one.right - one.left, other.right - other.left, maxSharedPlace.width)
  return (
    fitsInto(joined, { width, height: maxPlace.height }) &&
    boxArea(joined) <= maxGrowth * (boxArea(one) + boxArea(other))
  )
}

/** Adds padding to a box, and enlarges the box to the minimum size, within the picture. */
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

/** Counts the changed cells in a box. A cell outside of the common part of both pictures counts as changed. */
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

/** Joins the two closest groups repeatedly, as long as `mayJoin` allows a pair. */
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
 * Returns the part of a box with the most changes, not larger than `maxPlace`. If several parts have nearly as many
 * changes, returns the upper left part.
 */
function cropToMax(box: Box, marks: Marks): Box {
  const width = Math.min(box.right - box.left, maxPlace.width)
  const height = Math.min(box.bottom - box.top, maxPlace.height)
  const { cellSize } = marks.grid
  let best = box
  let bestWeight = Number.NEGATIVE_INFINITY
  for (const top of steps(box.top, box.bottom - height, cellSize))
    for (const left of steps(box.left, box.right - width, cellSize)) {
      const part = { left, top, right: left + width, bottom: top + height }
      const weight = weightOf(part, marks)
      if (weight <= minGain * bestWeight) continue
      best = part
      bestWeight = weight
    }
  return best
}

function steps(first: number, last: number, step: number): number[] {
  const count = Math.ceil((last - first) / step)
  return Array.from({ length: count + 1 }, (_, i) => Math.min(first + i * step, last))
}

/**
 * The widths up to which a place may grow. Up to the first width, both sides of the strip fit next to each other. Up to
 * the second width, GitHub shows the strip in natural size.
 */
const widthSteps = [402, maxSharedPlace.width, maxPlace.width]

/**
 * Moves the edges of a place outwards into gaps. An edge stays if the place would become wider than the next of
 * `widthSteps`, or higher than the maximum.
 */
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
 * Moves each edge of a box outwards into the next gap, so that the edge does not cut through text. Without a gap, the
 * edge stays.
 */
export function moveEdgesToGaps(box: Box, pictures: Pictures, gap: Gap): Box {
  const moveOf = (edge: Edge, from: Box) => distanceToGap(from, edge, pictures, gap)
  const high = { ...box, top: box.top - moveOf('top', box), bottom: box.bottom + moveOf('bottom', box) }
  return { ...high, left: high.left - moveOf('left', high), right: high.right + moveOf('right', high) }
}

type Edge = 'top' | 'bottom' | 'left' | 'right'

/** Returns the distance from an edge to the middle of the next gap, or 0 if there is no gap. */
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

/**
 * Whether a row or column of pixels equals the next row or column outwards from the box. If so, no shape begins or ends
 * between the two.
 */
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
