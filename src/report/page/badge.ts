import type { Baseline, Comparison, PublishedSidecar } from '../../model.ts'
import { describeNew } from '../comparison-text.ts'
import { escapeHtml } from '../text.ts'
import { baselineName } from './facts.ts'
import { anchor } from './icons.ts'

/** In a few words, what comparing gave. */
export function badge(comparison: Comparison | undefined): string {
  if (!comparison) return ''
  const { status } = comparison
  return `<p class="badge ${status}">${wordsOf(comparison)}</p>`
}

function wordsOf(comparison: Comparison): string {
  switch (comparison.status) {
    case 'changed':
      return 'Changed'
    case 'unchanged':
      return unchanged(comparison.baseline)
    case 'new':
      return `New: ${escapeHtml(comparison.sha ? describeNew(comparison) : `nothing recorded for ${comparison.ref} yet`)}`
    case 'incomparable':
      return 'Not compared'
  }
}

const unchanged = (baseline: Baseline) =>
  baseline.kind === 'instance'
    ? `The same on ${baselineName(baseline)}`
    : `Unchanged since ${baselineName(baseline)}`

/** Why a picture was not compared, and what to do about it. */
export function notCompared(comparison: Comparison<PublishedSidecar> | undefined): string {
  if (comparison?.status !== 'incomparable') return ''
  const { error, before } = comparison
  const named = before
    ? `\n<p class="quiet">Before: ${sidecarLink(before, fileName(before)) || fileName(before)}</p>`
    : ''
  return `\n<div class="card"><p><strong>${escapeHtml(error.message)}</strong></p><p>${escapeHtml(error.hint)}</p>${named}</div>`
}

const fileName = ({ path }: PublishedSidecar) => escapeHtml(path.split(/[\\/]/).at(-1) ?? path)

/** A link around ready HTML to a file beside a target's own; empty where it can be had nowhere but among all files. */
export function sidecarLink({ links }: PublishedSidecar, html: string): string {
  const url = links.artifactUrl ?? links.imageUrl
  return url === undefined ? '' : anchor(url, html)
}
