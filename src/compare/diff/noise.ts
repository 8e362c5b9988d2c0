import { type Counts, changeMark, type Marks, noiseMark, shadeMark } from './marks.ts'

/** Marks as noise what is marked in `noise`, which covers the picture after. Counts what still changed. */
export function leaveOutNoise(found: Marks, noise: Marks): Counts & { marks: Marks } {
  const { data, width, height } = found
  let changedPixels = 0
  let shadedPixels = 0
  const rows = [...Array(height).keys()]
  for (const y of rows)
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (noise.data[y * noise.width + x] !== 0) data[i] = noiseMark
      else if (data[i] === shadeMark) shadedPixels++
      else if (data[i] === changeMark) changedPixels++
    }
  return { marks: { ...found, rows }, changedPixels, shadedPixels }
}
