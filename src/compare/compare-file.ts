import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parse } from 'node:path'
import { ActionError, asActionError } from '../errors.ts'
import type { Tolerance } from '../input-types.ts'
import type { Baseline, Beside, Comparison, Rendered } from '../model.ts'
import { besidePath } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import type { Compared } from './diff/diff.ts'
import { comparePdfs } from './diff/pdf.ts'
import type { Differ } from './diff-thread.ts'

/** What a rendered target is held against. */
export type Before =
  /** Nothing was recorded for this ref with these options. */
  | { kind: 'nothing'; ref: string }
  /** Known to be the same, byte by byte, without being fetched. */
  | { kind: 'same'; baseline: Baseline; imageUrl: string }
  | { kind: 'file'; baseline: Baseline; bytes: Uint8Array; imageUrl?: string }

export interface Rules {
  /** How different a pixel's colour may be, 0 to 1. */
  threshold: number
  /** How much may have changed in what still counts as unchanged. */
  tolerance: Tolerance
  differ: Pick<Differ, 'compare'>
}

/**
 * Holds a rendered file against the one before; what differs is drawn, and stands beside the file as
 * `<name>.before.<format>` and `<name>.difference.png`. What cannot be compared, for whatever reason, is a
 * comparison too: nothing is thrown.
 */
export async function heldAgainst(
  result: Rendered,
  find: () => Promise<Before>,
  rules: Rules,
): Promise<Comparison> {
  let baseline: Baseline | undefined
  try {
    const before = await find()
    if (before.kind === 'nothing') return { status: 'new', ref: before.ref }
    baseline = before.baseline
    if (before.kind === 'same') return { ...equal(baseline), imageUrl: before.imageUrl }
    return await compared(result, before, rules)
  } catch (error) {
    const { message, hint } = asActionError(error)
    return { status: 'incomparable', ...(baseline && { baseline }), error: { message, hint } }
  }
}

type File = Extract<Before, { kind: 'file' }>

const equal = (baseline: Baseline) =>
  ({ status: 'unchanged', baseline, changedPixels: 0, changedShare: 0 }) as const

async function compared(result: Rendered, before: File, rules: Rules): Promise<Comparison> {
  const { format } = result.target.output
  const after = await readFile(result.path)
  if (format === 'pdf') return pdfs(result, before, after)
  const { threshold, differ } = rules
  const difference = await differ.compare(before.bytes, after, { threshold })
  if (difference.kind === 'equal') return equal(before.baseline)
  const { changedPixels, pixels, sizes, picture } = difference
  const measured = { baseline: before.baseline, changedPixels, changedShare: changedPixels / pixels }
  if (!picture || isTolerable(difference, rules.tolerance)) return { status: 'unchanged', ...measured }
  const drawn = { bytes: picture, path: besidePath(result, 'difference', 'png'), format: 'png' } as const
  return {
    status: 'changed',
    ...measured,
    sizes,
    before: await beforeFile(result, before),
    difference: await beside(drawn),
  }
}

/** Another size is a change, however little else is. */
function isTolerable({ changedPixels, pixels, resized }: Compared, tolerance: Tolerance): boolean {
  const most = 'pixels' in tolerance ? tolerance.pixels : tolerance.share * pixels
  return !resized && changedPixels <= most
}

async function pdfs(result: Rendered, before: File, after: Uint8Array): Promise<Comparison> {
  if (comparePdfs(before.bytes, after) === 'equal') return equal(before.baseline)
  return {
    status: 'incomparable',
    baseline: before.baseline,
    before: await beforeFile(result, before),
    error: {
      message: 'The PDF is another one, and how much of it changed cannot be told',
      hint: 'Look at both, or render the dashboard as a png too.',
    },
  }
}

const beforeFile = (result: Rendered, { bytes, imageUrl }: File) => {
  const { format } = result.target.output
  const path = besidePath(result, 'before', format)
  return beside({ bytes, path, format, ...(imageUrl && { imageUrl }) })
}

interface Piece extends Pick<Beside, 'path' | 'format' | 'imageUrl'> {
  bytes: Uint8Array
}

async function beside({ bytes, ...piece }: Piece): Promise<Beside> {
  try {
    await writeWhole(piece.path, bytes)
  } catch (error) {
    const fact = `${parse(piece.path).base} could not be written: ${asActionError(error).message}`
    throw new ActionError(fact, "Check output-directory, and the runner's disk.", { cause: error })
  }
  return { ...piece, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
