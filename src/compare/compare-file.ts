import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'node:path'
import { ActionError, asActionError, toFault } from '../errors.ts'
import type { Tolerance } from '../input-types.ts'
import type { Baseline, Changed, Comparison, Rendered, Sidecar, Strip, Unchanged } from '../model.ts'
import { sidecarPath } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import type { Difference, PixelDifference } from './diff/diff.ts'
import { comparePdfs } from './diff/pdf.ts'
import type { DrawnStrip } from './diff/strip.ts'
import type { DiffThread } from './diff-thread.ts'

/** A target's baseline, if there is one. */
export type FoundBaseline =
  /** Nothing is recorded for this ref with these options. */
  | { kind: 'nothing'; ref: string; sha?: string }
  /** Identical to the picture, so it was not downloaded. */
  | { kind: 'same'; baseline: Baseline; imageUrl: string }
  | { kind: 'file'; baseline: Baseline; bytes: Uint8Array; imageUrl?: string }

export interface CompareRules {
  /** The tolerated difference of a pixel's colour, from 0 to 1. */
  threshold: number
  /** How much may change in a picture that still counts as unchanged. */
  tolerance: Tolerance
  diffThread: Pick<DiffThread, 'compare'>
}

/**
 * Compares a rendered file with its baseline. If the picture changed, writes `<name>.before.<format>`,
 * `<name>.difference.png` and `<name>.strip.png` into the file's folder. Never throws: if the files cannot be compared, the
 * comparison says why.
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
  if (!change) return toUnchanged(before.baseline, difference)
  return toChanged(result, change, { baseline: before.baseline, before: await writeBefore(result, before) })
}

/** Writes the difference image and the strip. */
export async function toChanged(
  result: Rendered,
  { changedPixels, shadedPixels, pixels, sizes, areas, picture, strip: drawnStrip }: DrawnDifference,
  known: Pick<Changed, 'baseline' | 'before'>,
): Promise<Changed> {
  const path = sidecarPath(result, 'difference', 'png')
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

/** 0 if the whole picture is ignored. */
const changedShareOf = (changedPixels: number, pixels: number) => (pixels === 0 ? 0 : changedPixels / pixels)

type DrawnDifference = PixelDifference & { picture: Uint8Array }

/** Undefined for a tolerated difference. Another size and an area of another shade are always changes. */
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
      message: 'Two PDFs are never equal, because Looker prints the time into them',
      hint: 'Look at both. To see the changes, list the dashboard once more with format: png.',
    },
  }
}

async function writeStrip(result: Rendered, { picture, ...about }: DrawnStrip): Promise<Strip> {
  const path = sidecarPath(result, 'strip', 'png')
  return { ...(await writeSidecar({ bytes: picture, path, format: 'png' })), ...about }
}

const writeBefore = (result: Rendered, { bytes, imageUrl }: DownloadedBaseline) => {
  const { format } = result.target.output
  const path = sidecarPath(result, 'before', format)
  return writeSidecar({ bytes, path, format, ...(imageUrl && { imageUrl }) })
}

interface SidecarContent extends Pick<Sidecar, 'path' | 'format' | 'imageUrl'> {
  bytes: Uint8Array
}

async function writeSidecar({ bytes, ...piece }: SidecarContent): Promise<Sidecar> {
  try {
    await writeWhole(piece.path, bytes)
  } catch (error) {
    const fact = `${parse(piece.path).base} could not be written: ${asActionError(error).message}`
    throw new ActionError(fact, "Check output-directory, and the runner's disk.", { cause: error })
  }
  return { ...piece, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
