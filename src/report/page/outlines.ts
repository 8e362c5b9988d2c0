import type { Rectangle, Size } from '../../model.ts'

/**
 * Outlines of the areas that a picture of this size has, to be laid over it; empty where it has none of them. They are
 * drawn twice: a line, and below it a wider one that keeps it apart from dark pictures.
 */
export function outlines(areas: readonly Rectangle[], size: Size): string {
  const path = areas.map(area => outlineOf(area, size)).join('')
  if (path === '') return ''
  const { width, height } = size
  return `<svg class="outlines" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><path d="${path}"/><path d="${path}"/></svg>`
}

/** With room around it, so that even a single pixel can be seen inside where the picture is shown small. */
function outlineOf({ x, y, width, height }: Rectangle, size: Size): string {
  if (x >= size.width || y >= size.height) return ''
  const room = Math.ceil(size.width / 120)
  const [left, top] = [Math.max(0, x - room), Math.max(0, y - room)]
  const right = Math.min(size.width, x + width + room)
  const bottom = Math.min(size.height, y + height + room)
  return `M${left} ${top}H${right}V${bottom}H${left}Z`
}

/** For the script that goes from one to the next: `[[x, y, width, height], …]` in pixels of the larger picture. */
export const areasAttribute = (areas: readonly Rectangle[], ids: readonly string[]) =>
  ` data-areas="${JSON.stringify(areas.map(({ x, y, width, height }) => [x, y, width, height]))}" data-ids="${ids.join(' ')}"`

/** How to go through so many changes. Hidden until a script is there to do it. */
export const walkthrough = (changes: number) =>
  changes === 0
    ? ''
    : `<p class="walkthrough" hidden><button type="button" data-do="next-change">${changes === 1 ? 'Show the change' : `Show ${changes} changes, one by one`}</button> <span class="keys">Keys: <kbd>n</kbd> next change, <kbd>p</kbd> previous change, <kbd>←</kbd> <kbd>→</kbd> before, after and difference, <kbd>o</kbd> outlines on or off</span></p>\n`
