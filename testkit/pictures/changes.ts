import { PNG } from 'pngjs'
import type { PictureSpec } from '../../simulator/model.ts'
import { drawPicture } from '../../simulator/tasks/draw-picture.ts'
import { diff } from '../../src/compare/diff/diff.ts'
import type { Baseline, Changed, Published, Sidecar } from '../../src/model.ts'
import { dashboard, rendered } from '../results.ts'
import { png } from './pictures.ts'

/* Results of comparisons with their pictures, for tests of comment and report. */

export const main = {
  kind: 'branch',
  ref: 'main',
  sha: '1a2b3c4d5e6f708192a3b4c5d6e7f80912345678',
  at: new Date('2026-11-20T09:15:00Z'),
  run: 12,
} satisfies Baseline
export const second: Baseline = { kind: 'instance', url: 'https://staging.cloud.looker.com' }

export const beside = (path: string, about: Partial<Sidecar> = {}): Sidecar => ({
  path,
  format: 'png',
  bytes: 1000,
  sha256: 'cd34'.repeat(16),
  ...about,
})

export const changed = (about: Partial<Changed> = {}): Changed => ({
  status: 'changed',
  baseline: main,
  changedPixels: 1234,
  changedShare: 0.004,
  shadedPixels: 0,
  sizes: { before: { width: 1260, height: 900 }, after: { width: 1260, height: 900 } },
  areas: [{ x: 40, y: 60, width: 320, height: 180 }],
  before: beside('/out/before.png'),
  difference: beside('/out/difference.png'),
  ...about,
})

const plain = {
  kind: 'dashboards',
  format: 'png',
  dashboardFilters: null,
  dashboardStyle: null,
  tabIds: null,
  pdfPaperSize: null,
  pdfLandscape: false,
  longTables: false,
  theme: null,
} satisfies Partial<PictureSpec>

export const dashboardPicture = (contentId: string, about: Partial<PictureSpec> = {}) =>
  drawPicture({ ...plain, contentId, width: 1260, height: 900, ...about })

interface Region {
  left: number
  top: number
  width: number
  height: number
}

/** Replaces a part of a picture by the same part of another picture, as if one tile had been edited. */
export function withPartOf(picture: Buffer, other: Buffer, { left, top, width, height }: Region): Buffer {
  const [base, part] = [PNG.sync.read(picture), PNG.sync.read(other)] as const
  PNG.bitblt(part, base, left, top, width, height, left, top)
  return png(base)
}

/** Returns the result of a changed target, and adds its three pictures to `files`. */
export async function changedResult(
  name: string,
  { before, after }: { before: Buffer; after: Buffer },
  files: Map<string, Buffer>,
  about: Partial<Changed> = {},
): Promise<Published> {
  const compared = await diff(before, after, { threshold: 0.1, ignore: [] })
  if (compared.kind === 'equal' || !compared.picture) throw new Error(`${name} did not change`)
  const { changedPixels, shadedPixels, pixels, sizes, areas } = compared
  const changedShare = changedPixels / pixels
  const file = (path: string, bytes: Uint8Array) => {
    files.set(path, Buffer.from(bytes))
    return beside(path, { bytes: bytes.length })
  }
  const { path } = file(`${name}.png`, after)
  return rendered({
    path,
    bytes: after.length,
    target: dashboard({ name }),
    comparison: changed({
      changedPixels,
      shadedPixels,
      changedShare,
      sizes,
      areas,
      before: file(`${name}.before.png`, before),
      difference: file(`${name}.difference.png`, compared.picture),
      ...about,
    }),
  })
}
