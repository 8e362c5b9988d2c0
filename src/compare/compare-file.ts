import { readFile } from 'node:fs/promises'
import { ActionError, toFault } from '../errors.ts'
import type { Tolerance } from '../input-types.ts'
import type { Baseline, Changed, Comparison, Fault, Rendered, Sidecar, Strip, Unchanged } from '../model.ts'
import { sidecarPath } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import { sha256Of } from '../runtime/text.ts'
import type { Difference, PixelDifference } from './diff/diff.ts'
import type { DrawnStrip } from './diff/strip.ts'
import type { DiffThread } from './diff-thread.ts'

export type FoundBaseline =
  /** The ref has no baseline for the target with these options. */
  | { kind: 'nothing'; ref: string; sha?: string; hasOtherBaselines?: true }
  /** The baseline has the picture's hash, so it was not downloaded. */
  | { kind: 'same'; baseline: Baseline; imageUrl: string }
  | { kind: 'file'; baseline: Baseline; bytes: Uint8Array; imageUrl?: string }
  /** The head lacks the target, and the rendered picture is the baseline's. */
  | { kind: 'removed'; baseline: Baseline; error: Fault }

export interface CompareRules {
  /** The largest colour difference between two pixels that still count as equal, from 0 to 1. */
  threshold: number
  /** A picture counts as unchanged if at most this number or share of its pixels changed. */
  tolerance: Tolerance
  diffThread: Pick<DiffThread, 'compare'>
}

/**
 * Compares a rendered file with its baseline. If the picture changed, writes `<name>.before.<format>`,
 * `<name>.difference.png` and `<name>.strip.png` into the file's folder. Does not throw. If the comparison fails, the
 * result contains the reason.
 */
export async function compareFile(
  result: Rendered,
  find: () => Promise<FoundBaseline>,
  rules: CompareRules,
): Promise<Comparison> {
  let baseline: Baseline | undefined
  try {
    const before = await find()
    if (before.kind === 'nothing') {
      const { kind: _, ...where } = before
      return { status: 'new', ...where }
    }
    baseline = before.baseline
    if (before.kind === 'removed')
      return { status: 'incomparable', baseline, error: before.error, isRemoved: true }
    if (before.kind === 'same') return { ...asUnchanged(baseline), imageUrl: before.imageUrl }
    return await compareImages(result, before, rules)
  } catch (error) {
    return { status: 'incomparable', ...(baseline && { baseline }), error: toFault(error) }
  }
}

type DownloadedBaseline = Extract<FoundBaseline, { kind: 'file' }>

const asUnchanged = (baseline: Baseline) =>
  ({ status: 'unchanged', baseline, changedPixels: 0, changedShare: 0, shadedPixels: 0 }) as const

async function compareImages(
  result: Rendered,
  before: DownloadedBaseline,
  rules: CompareRules,
): Promise<Comparison> {
  const { format } = result.target.output
  const after = await readFile(result.path)
  if (format === 'pdf') return comparePdfFiles(result, before, after)
  const { threshold, diffThread } = rules
  const difference = await diffThread.compare(before.bytes, after, {
    threshold,
    ignore: result.target.ignore,
  })
  const change = changeOf(difference, rules.tolerance)
  if (!change && difference.kind === 'compared' && difference.pixels === 0)
    throw new ActionError(
      'The rectangles of ignore cover the whole picture, so no pixel was compared',
      'A rectangle is x, y, width, height in pixels from the upper left corner. Correct ignore.',
    )
  if (!change) return toUnchanged(before.baseline, difference)
  return toChanged(result, change, { baseline: before.baseline, before: await writeBefore(result, before) })
}

/** Writes the difference image and the strip. */
export async function toChanged(
  result: Rendered,
  { changedPixels, shadedPixels, pixels, sizes, areas, picture, strip: drawnStrip }: DrawnDifference,
  known: Pick<Changed, 'baseline' | 'before'>,
): Promise<Changed> {
  const path = sidecarPath(result.path, 'difference', 'png')
  const difference = await writeSidecar({ bytes: picture, path, format: 'png' })
  const strip = drawnStrip && (await writeStrip(result, drawnStrip))
  const changedShare = changedShareOf(changedPixels, pixels)
  const measured = { changedPixels, changedShare, shadedPixels }
  return { status: 'changed', ...known, ...measured, sizes, areas, difference, ...(strip && { strip }) }
}

export function toUnchanged(baseline: Baseline, difference: Difference): Unchanged {
  if (difference.kind === 'equal') return asUnchanged(baseline)
  const { changedPixels, pixels } = difference
  return { ...asUnchanged(baseline), changedPixels, changedShare: changedShareOf(changedPixels, pixels) }
}

const changedShareOf = (changedPixels: number, pixels: number) => (pixels === 0 ? 0 : changedPixels / pixels)

type DrawnDifference = PixelDifference & { picture: Uint8Array }

/**
 * Returns undefined if the difference is within the tolerance. A different size and areas with a different shade always
 * count as changes.
 */
export function changeOf(difference: Difference, tolerance: Tolerance): DrawnDifference | undefined {
  if (difference.kind === 'equal') return undefined
  const { changedPixels, shadedPixels, pixels, isResized, picture } = difference
  const most = 'pixels' in tolerance ? tolerance.pixels : tolerance.share * pixels
  const isChange = isResized || shadedPixels > 0 || changedPixels > most
  return isChange && picture ? { ...difference, picture } : undefined
}

async function comparePdfFiles(
  result: Rendered,
  before: DownloadedBaseline,
  after: Uint8Array,
): Promise<Comparison> {
  if (comparePdfs(before.bytes, after) === 'equal') return asUnchanged(before.baseline)
  return {
    status: 'incomparable',
    baseline: before.baseline,
    before: await writeBefore(result, before),
    error: {
      message: 'These PDFs cannot be compared, because Looker prints the time into each PDF',
      hint: 'Open both files. To see the changes, list the dashboard again with format: png.',
    },
  }
}

async function writeStrip(result: Rendered, { picture, ...about }: DrawnStrip): Promise<Strip> {
  const path = sidecarPath(result.path, 'strip', 'png')
  return { ...(await writeSidecar({ bytes: picture, path, format: 'png' })), ...about }
}

const writeBefore = (result: Rendered, { bytes, imageUrl }: DownloadedBaseline) => {
  const { format } = result.target.output
  const path = sidecarPath(result.path, 'before', format)
  return writeSidecar({ bytes, path, format, ...(imageUrl && { imageUrl }) })
}

interface SidecarContent extends Pick<Sidecar, 'path' | 'format' | 'imageUrl'> {
  bytes: Uint8Array
}

async function writeSidecar({ bytes, ...piece }: SidecarContent): Promise<Sidecar> {
  await writeWhole(piece.path, bytes)
  return { ...piece, bytes: bytes.length, sha256: sha256Of(bytes) }
}

/**
 * Returns `equal` if only dates and ids differ. Finds dates and ids only if they are readable in the file (ISO 32000,
 * 14.3.3 and 14.4; XMP). PDFs with dates in a compressed stream are incomparable.
 */
export function comparePdfs(before: Uint8Array, after: Uint8Array): 'equal' | 'incomparable' {
  if (Buffer.compare(before, after) === 0) return 'equal'
  if (Math.max(before.length, after.length) > maxPdfBytes) return 'incomparable'
  return withoutTimes(before) === withoutTimes(after) ? 'equal' : 'incomparable'
}

/** In bytes. The comparison of a larger PDF would block the process for seconds. */
const maxPdfBytes = 40e6

/** Matches a text in a PDF. The patterns are strict, so that they match only dates and ids. */
const text = String.raw`(?:\((?:\\[^]|[^\\()]){0,128}\)|<[\s\dA-Fa-f]{0,256}>)`
const date = String.raw`(?:\(D:\d{4}[\d+\-'Z]{0,24}\)|<[\s\dA-Fa-f]{8,128}>)`
const timePatterns = [
  new RegExp(String.raw`(/(?:CreationDate|ModDate)\s{0,4})${date}`, 'g'),
  // PDFKit writes the date as a separate object, and `/CreationDate` contains a reference to that object.
  new RegExp(String.raw`(\bobj\s{1,4})${date}(?=\s{1,4}endobj)`, 'g'),
  new RegExp(String.raw`(/ID\s{0,4})\[\s{0,4}${text}\s{0,4}${text}\s{0,4}\]`, 'g'),
  /(<xmp:(?:Create|Modify|Metadata)Date>)[\dTZ:.+-]{4,40}(?=<)/g,
  /(\bxmp:(?:Create|Modify|Metadata)Date=["'])[\dTZ:.+-]{4,40}/g,
  /(<xmpMM:(?:Document|Instance)ID>)[\w:.-]{1,100}(?=<)/g,
  /(\bxmpMM:(?:Document|Instance)ID=["'])[\w:.-]{1,100}/g,
]

const withoutTimes = (pdf: Uint8Array) =>
  timePatterns.reduce(
    (rest, pattern) => rest.replace(pattern, '$1'),
    Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1'),
  )
