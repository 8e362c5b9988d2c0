import { cellAt, emptyGrid } from './grid.ts'
import { type Counts, changeMark, type Marks, noiseMark, shadeMark } from './marks.ts'

/** Marks as noise what is marked in `noise`, which covers the picture after. Counts what still changed. */
export function leaveOutNoise(found: Marks, noise: Marks): Counts & { marks: Marks } {
  const { data, width, height } = found
  let changedPixels = 0
  let shadedPixels = 0
  const rows = [...Array(height).keys()]
  const grid = emptyGrid(found)
  for (const y of rows)
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (noise.data[y * noise.width + x] !== 0) data[i] = noiseMark
      if (data[i] !== changeMark && data[i] !== shadeMark) continue
      if (data[i] === shadeMark) shadedPixels++
      else changedPixels++
      grid.cells[cellAt(grid.stride, x, y)] = 1
    }
  return { marks: { ...found, rows, grid }, changedPixels, shadedPixels }
}
