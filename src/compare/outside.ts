import { readFile } from 'node:fs/promises'
import type { Rectangle, Rendered } from '../model.ts'
import { imageSize } from '../runtime/image-size.ts'

/** Which of a target's ignored rectangles have no pixel in the picture that was rendered. */
export async function findOutside({ target, path }: Rendered): Promise<Rectangle[]> {
  const { format } = target.output
  if (format === 'pdf' || target.ignore.length === 0) return []
  const size = imageSize(await readFile(path), format)
  return size ? target.ignore.filter(({ x, y }) => x >= size.width || y >= size.height) : []
}
