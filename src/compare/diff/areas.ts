import type { Rectangle, Size } from '../../model.ts'
import { doubleCells, joinNeighbours } from './grid.ts'
import { partsOf } from './ignore.ts'
import { changeMark, type Marks, shadeMark } from './marks.ts'
import { extentOf, gapBetween, type Part, surround, tighten } from './part.ts'

/** Of what changed where both pictures are; what one alone has are two more at most. */
const maxMarked = 16

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

function markedParts(marks: Marks): Part[] {
  let { grid } = marks
  let parts = joinNeighbours(grid)
  while (parts.length > 4 * maxMarked) {
    grid = doubleCells(grid, marks)
    parts = joinNeighbours(grid)
  }
  return joinClosest(parts.map(part => shrink(part, marks)))
}

const isChange = (mark: number | undefined) => mark === changeMark || mark === shadeMark

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

/** Until there are few enough, and none overlap: nobody is led to the same place twice. */
function joinClosest(parts: readonly Part[]): Part[] {
  const rest = [...parts]
  for (;;) {
    const { one, other, gap } = closestOf(rest)
    if (gap >= 0 && rest.length <= maxMarked) return rest
    rest[one] = surround(rest[one] as Part, rest[other] as Part)
    rest.splice(other, 1)
  }
}

/** Of two that are equally close, those that are the smallest together: else one area would take in all around it. */
function closestOf(parts: readonly Part[]): { one: number; other: number; gap: number } {
  const closest = { one: 0, other: 0, gap: Number.POSITIVE_INFINITY, extent: 0 }
  for (const [one, part] of parts.entries())
    for (let other = one + 1; other < parts.length; other++) {
      const gap = gapBetween(part, parts[other] as Part)
      if (gap > closest.gap) continue
      const extent = extentOf(surround(part, parts[other] as Part))
      if (gap < closest.gap || extent < closest.extent) Object.assign(closest, { one, other, gap, extent })
    }
  return closest
}

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
