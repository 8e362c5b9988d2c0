import type { PictureSpec } from '../model.ts'

/** The width and height of each paper size in points, in portrait format. */
const paperPoints: Record<string, [number, number]> = {
  letter: [612, 792],
  legal: [612, 1008],
  tabloid: [792, 1224],
  a0: [2383.94, 3370.39],
  a1: [1683.78, 2383.94],
  a2: [1190.55, 1683.78],
  a3: [841.89, 1190.55],
  a4: [595.28, 841.89],
  a5: [419.53, 595.28],
}

/** Returns the size of the paper in points. Returns undefined if the page is as large as the dashboard. */
export function paperOf({ pdfPaperSize, pdfLandscape }: PictureSpec): [number, number] | undefined {
  const paper = paperPoints[pdfPaperSize ?? '']
  return paper && pdfLandscape ? [paper[1], paper[0]] : paper
}

/** Returns the height in pixels at which the page fills the picture or the sheet of paper. */
export function heightToFill(spec: PictureSpec): number {
  const paper = spec.format === 'pdf' ? paperOf(spec) : undefined
  return paper ? Math.floor((paper[1] / paper[0]) * spec.width) : spec.height
}
