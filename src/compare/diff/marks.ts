import type { Size } from '../../model.ts'
import type { Grid } from './grid.ts'

/** What is known of the pixels that both pictures have: a byte for each, in rows from the top; 0 where nothing changed. */
export interface Marks extends Size {
  data: Uint8Array
  /** In which there may be any mark, from the top. */
  rows: readonly number[]
  /** Where anything changed. */
  grid: Grid
}

export const changeMark = 1
/** Of a pixel that differs by less than the threshold, as an area does. */
export const shadeMark = 2
/** Of one that differs between two renders of the same. */
export const noiseMark = 3

export interface Counts {
  /** How many pixels differ, not by anti-aliasing alone. */
  changedPixels: number
  /** How many differ by less than the threshold, as whole areas do. */
  shadedPixels: number
}
