/** A part of a picture: from a column and row up to others that are no longer part of it. */
export interface Part {
  left: number
  top: number
  right: number
  bottom: number
}

export const isSome = ({ left, top, right, bottom }: Part) => left < right && top < bottom

/** The smallest part that has both. */
export const surround = (a: Part, b: Part): Part => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

export const extentOf = ({ left, top, right, bottom }: Part): number => right - left + bottom - top

/** How many pixels are between the two, in the direction in which there are more; less than 0 where they overlap. */
export const gapBetween = (a: Part, b: Part): number =>
  Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)

/** The smallest part that has all of one but for the holes in it; undefined where that is nothing. */
export function tighten(part: Part, holes: readonly Part[]): Part | undefined {
  const rest = holes.reduce(
    (pieces, hole) => pieces.flatMap(piece => cut(piece, hole)),
    [part].filter(isSome),
  )
  return rest.length > 0 ? rest.reduce(surround) : undefined
}

/** What is left above, below, and at both sides of a hole. */
function cut(part: Part, hole: Part): Part[] {
  const top = Math.min(Math.max(hole.top, part.top), part.bottom)
  const bottom = Math.min(Math.max(hole.bottom, part.top), part.bottom)
  return [
    { ...part, bottom: top },
    { ...part, top: bottom },
    { ...part, top, bottom, right: Math.min(hole.left, part.right) },
    { ...part, top, bottom, left: Math.max(hole.right, part.left) },
  ].filter(isSome)
}
