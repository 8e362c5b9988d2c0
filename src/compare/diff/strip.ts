import type { Rectangle, Size } from '../../model.ts'
import { type Box, boxArea, intersect, type Marks, moveBox } from './areas.ts'
import type { Bitmap } from './decode-bitmap.ts'
import { encodeRgbaPng } from './png.ts'
import { type ChangedPlace, findPlaces, maxPlaces, moveEdgesToGaps, type Pictures } from './strip-places.ts'

/**
 * The strip shows both sides of each changed place in natural size. The sides are next to each other if they fit into a
 * comment, or else one below the other. A red bar marks the "before" side, and a green bar marks the "after" side. An
 * arrow points from "before" to "after". The background is transparent, and the colours are visible in GitHub's light
 * and dark themes.
 */

export interface DrawnStrip extends Size {
  /** The strip as a PNG. */
  picture: Uint8Array
  /** Whether the strip shows all changed areas completely. */
  isComplete: boolean
}

const maxHeight = 1600

/** The width of a comment. GitHub scales wider pictures down. */
const commentWidth = 840
const maxWidth = 1200

const barHeight = 4
const borderWidth = 1
const sideGap = 32
const placeGap = 28

/** The distance between a changed area and its outline. The outline may then move farther out, into a gap. */
const outlineDistance = 4
const outlineWidth = 2
const outlineGap = { maxMove: 48, minGap: 8 }
/** If changed areas cover more than this share of a place, they get no outlines. */
const maxOutlinedShare = 0.5

const rgba = (red: number, green: number, blue: number, alpha = 255) =>
  red | (green << 8) | (blue << 16) | (alpha << 24) | 0

const colours = {
  before: rgba(229, 83, 75),
  after: rgba(70, 149, 74),
  outline: rgba(219, 109, 40),
  arrow: rgba(127, 132, 138),
  border: rgba(127, 132, 138, 110),
  /** The colour of a part that is missing in a picture, because the other picture is larger. */
  missing: rgba(127, 132, 138, 30),
  hatching: rgba(127, 132, 138, 110),
}

/**
 * Draws the places that fit into the strip. Places with more changes have priority. Returns undefined without areas.
 */
export async function drawStrip(
  pictures: Pictures,
  areas: readonly Rectangle[],
  marks: Marks,
): Promise<DrawnStrip | undefined> {
  const places = findPlaces(areas, marks, pictures)
  if (places.length === 0) return undefined
  const { shown, maxRowWidth } = choosePlaces(places)
  const rows = shown.map(place => rowOf(place, maxRowWidth))
  const width = Math.max(...rows.map(row => row.width))
  const height = heightOfRows(rows)
  const canvas = emptyCanvas({ width, height })
  let top = 0
  for (const row of rows) {
    drawStripRow(canvas, row, top, pictures)
    top += row.height + placeGap
  }
  const picture = await encodeRgbaPng(canvas, canvas.rows)
  return {
    width,
    height,
    picture,
    isComplete: shown.length === places.length && shown.every(({ isWhole }) => isWhole),
  }
}

/**
 * Limits rows to the width of a comment, so that GitHub does not scale them down. Allows wider rows if they show more
 * places.
 */
function choosePlaces(places: readonly ChangedPlace[]): {
  shown: readonly ChangedPlace[]
  maxRowWidth: number
} {
  const natural = fitPlaces(places, commentWidth)
  const wide = fitPlaces(places, maxWidth)
  return wide.length > natural.length
    ? { shown: wide, maxRowWidth: maxWidth }
    : { shown: natural, maxRowWidth: commentWidth }
}

/**
 * Returns the places that fit below each other, in reading order. Places with more changes have priority. Returns at
 * least one place.
 */
function fitPlaces(places: readonly ChangedPlace[], maxRowWidth: number): ChangedPlace[] {
  const shown = new Set<ChangedPlace>()
  for (const place of [...places].sort((a, b) => b.weight - a.weight)) {
    const rows = [...shown, place].map(each => rowOf(each, maxRowWidth))
    if (shown.size < maxPlaces && heightOfRows(rows) <= maxHeight) shown.add(place)
  }
  return places.filter(place => shown.has(place))
}

/** A row of the strip: both sides of one place. */
interface StripRow extends Size {
  place: ChangedPlace
  panel: Size
  isSideBySide: boolean
}

function rowOf(place: ChangedPlace, maxRowWidth: number): StripRow {
  const { left, top, right, bottom } = place.box
  const panel = { width: right - left + 2 * borderWidth, height: bottom - top + barHeight + borderWidth }
  const isSideBySide = 2 * panel.width + sideGap <= maxRowWidth
  const size = isSideBySide
    ? { width: 2 * panel.width + sideGap, height: panel.height }
    : { width: panel.width, height: 2 * panel.height + sideGap }
  return { place, panel, isSideBySide, ...size }
}

const heightOfRows = (rows: readonly StripRow[]): number =>
  rows.reduce((sum, { height }) => sum + height + placeGap, -placeGap)

interface StripCanvas extends Size {
  /** The rows of a PNG: a byte for the filter, then four bytes per pixel. */
  rows: Uint8Array
  /** A view of `rows` to write a pixel as one word. The words are not aligned, because each row has a filter byte. */
  view: DataView
}

function emptyCanvas({ width, height }: Size): StripCanvas {
  const rows = new Uint8Array((4 * width + 1) * height)
  return { width, height, rows, view: new DataView(rows.buffer) }
}

const byteOf = ({ width }: Size, x: number, y: number): number => y * (4 * width + 1) + 1 + 4 * x

function drawStripRow(
  canvas: StripCanvas,
  { place, panel, isSideBySide, width, height }: StripRow,
  top: number,
  [before, after]: Pictures,
): void {
  const outlines = outlinesOf(place, [before, after])
  drawPanel(canvas, { left: 0, top, panel, picture: before, colour: colours.before, place, outlines })
  drawPanel(canvas, {
    left: isSideBySide ? panel.width + sideGap : 0,
    top: isSideBySide ? top : top + panel.height + sideGap,
    ...{ panel, picture: after, colour: colours.after, place, outlines },
  })
  drawArrow(canvas, Math.floor(width / 2), top + Math.floor(height / 2), isSideBySide)
}

interface Panel {
  left: number
  top: number
  panel: Size
  picture: Bitmap
  colour: number
  place: ChangedPlace
  outlines: readonly Box[]
}

function drawPanel(canvas: StripCanvas, { left, top, panel, picture, colour, place, outlines }: Panel): void {
  const box = { left, top, right: left + panel.width, bottom: top + panel.height }
  for (const edge of edgesOf(box, borderWidth)) fillBox(canvas, edge, colours.border)
  fillBox(canvas, { ...box, bottom: top + barHeight }, colour)
  const [x, y] = [left + borderWidth - place.box.left, top + barHeight - place.box.top]
  copyPlace(canvas, picture, place.box, { x, y })
  for (const edge of outlines.flatMap(outline => edgesOf(outline, outlineWidth)))
    fillBox(canvas, moveBox(intersect(edge, place.box), x, y), colours.outline)
}

/**
 * Copies the pixels in `box` from a picture to the strip, and hatches pixels that the picture lacks. `x` and `y` are
 * the distance from a pixel's position in the picture to its position in the strip.
 */
function copyPlace(canvas: StripCanvas, picture: Bitmap, box: Box, { x, y }: { x: number; y: number }): void {
  const right = Math.max(box.left, Math.min(box.right, picture.width))
  for (let row = box.top; row < box.bottom; row++) {
    const isInside = row < picture.height
    const start = isInside ? right : box.left
    if (isInside) {
      const from = row * picture.width
      const part = picture.data.subarray(4 * (from + box.left), 4 * (from + right))
      canvas.rows.set(part, byteOf(canvas, box.left + x, row + y))
    }
    for (let column = start; column < box.right; column++)
      setPixel(canvas, column + x, row + y, (row + column) % 8 === 0 ? colours.hatching : colours.missing)
  }
}

/** Returns boxes around the changed areas. Returns no boxes if the areas cover most of the place. */
function outlinesOf({ box, areas }: ChangedPlace, pictures: Pictures): Box[] {
  const changed = areas.reduce((sum, area) => sum + boxArea(area), 0)
  if (changed > maxOutlinedShare * boxArea(box)) return []
  return areas.map(({ left, top, right, bottom }) => {
    const distance = outlineDistance
    const around = {
      left: left - distance,
      top: top - distance,
      right: right + distance,
      bottom: bottom + distance,
    }
    return moveEdgesToGaps(around, pictures, outlineGap)
  })
}

/** Returns a thin box along each inner side of a box. */
const edgesOf = (box: Box, thickness: number): Box[] => [
  { ...box, bottom: box.top + thickness },
  { ...box, top: box.bottom - thickness },
  { ...box, right: box.left + thickness },
  { ...box, left: box.right - thickness },
]

function fillBox(canvas: StripCanvas, { left, top, right, bottom }: Box, colour: number): void {
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) setPixel(canvas, x, y, colour)
}

/** Does nothing outside of the strip, because a tiny strip is smaller than its arrow. */
function setPixel(canvas: StripCanvas, x: number, y: number, colour: number): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return
  canvas.view.setInt32(byteOf(canvas, x, y), colour, true)
}

const arrowSize = 8
const arrowThickness = 3

/** Draws an arrow head that points to the right or down. */
function drawArrow(canvas: StripCanvas, x: number, y: number, isToRight: boolean): void {
  for (let across = -arrowSize; across <= arrowSize; across++)
    for (let thickness = 0; thickness < arrowThickness; thickness++) {
      const along = arrowSize / 2 - Math.abs(across) + thickness
      const [column, row] = isToRight ? [x + along, y + across] : [x + across, y + along]
      setPixel(canvas, column, row, colours.arrow)
    }
}
