import type { Rectangle, Size } from '../../model.ts'
import { type Box, boxesWithin, gapBetween, tightenAround, toRectangle, unite } from './boxes.ts'
import {
  boxOfCells,
  changeMark,
  connectedCells,
  doubleCells,
  type Grid,
  type Marks,
  shadeMark,
} from './marks.ts'

/** Upper limit of areas in the common part of both pictures. The parts that one picture lacks add at most two. */
const maxMarkedAreas = 16

/**
 * The changed places, as at most 18 rectangles that do not overlap, in reading order. `marks` cover the common part of both
 * pictures. A part that only one of them has is an area, too, without its ignored rectangles. Coordinates are pixels of the
 * larger picture.
 */
export function findAreas(marks: Marks, sizes: readonly Size[], ignore: readonly Rectangle[]): Rectangle[] {
  const unmatched = sizes.flatMap(size =>
    boxesBeyond(marks, size).flatMap(box => tightenAround(box, boxesWithin(ignore, size)) ?? []),
  )
  return inReadingOrder([...boxesOfMarks(marks), ...unmatched].map(toRectangle))
}

/** The parts of a picture to the right of the common part and below it. */
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

/** The smallest box that contains the same changes. There must be a change in the box. */
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

/** Joins the closest boxes until none overlap and the limit is met. */
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
 * The indexes of the closest boxes. Of pairs that are equally close, the pair that is smaller when joined: otherwise one
 * area would swallow all its neighbours.
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

/** Row by row, each row from the left. An area belongs to a row if it begins near the top of the row's first area. */
function inReadingOrder(areas: Rectangle[]): Rectangle[] {
  const rows: [Rectangle, ...Rectangle[]][] = []
  for (const area of areas.sort((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    if (row && area.y - row[0].y < Math.min(row[0].height, area.height) / 2) row.push(area)
    else rows.push([area])
  }
  return rows.flatMap(row => row.sort((a, b) => a.x - b.x))
}
