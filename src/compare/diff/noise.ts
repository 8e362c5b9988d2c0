import type { Bitmap } from './pixels.ts'
import { shadeMark } from './shades.ts'

/** What stands in a mask for a pixel that differs between two renders of the same. */
export const noiseMark = 1

/** Unmarks what is noise: `noise` is a mask as large as the picture after. Gives how many pixels still changed. */
export function leaveOutNoise(mask: Bitmap, noise: Bitmap): { changedPixels: number; shadedPixels: number } {
  const [marks, noises] = [mask, noise].map(
    ({ data, width, height }) => new Int32Array(data.buffer, data.byteOffset, width * height),
  ) as [Int32Array, Int32Array]
  let changedPixels = 0
  let shadedPixels = 0
  for (let y = 0; y < mask.height; y++)
    for (let x = 0; x < mask.width; x++) {
      const i = y * mask.width + x
      if (noises[y * noise.width + x] !== 0) marks[i] = noiseMark
      else if (marks[i] === shadeMark) shadedPixels++
      else if (marks[i] !== 0) changedPixels++
    }
  return { changedPixels, shadedPixels }
}
