import type { Size } from '../../model.ts'

/** Rows from the top, four bytes (RGBA) a pixel, at an offset that a Uint32Array can take. */
export interface Bitmap extends Size {
  data: Uint8Array
}
