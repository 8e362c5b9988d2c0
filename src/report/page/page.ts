import type { Published, Result } from '../../model.ts'
import { count } from '../../runtime/text.ts'
import { escapeHtml, formatBytes } from '../text.ts'
import { type Code, codeFor, policy, scripts, styles } from './code.ts'
import { dialog } from './dialog.ts'
import { pictureEntry, plainEntry } from './entry.ts'
import { anchor, type Places } from './icons.ts'
import { identify } from './ids.ts'
import { filesOf, isPicture, type RenderedImage, trioOf } from './image.ts'
import { index, masthead, type Provenance } from './masthead.ts'
import { inOrder, isComparison, standingOf } from './order.ts'
import { walkthrough } from './outlines.ts'

/** What the page tells beside the results. */
export interface ReportFacts extends Provenance, Places {}

/** In base64 a third more: a page that a phone still opens. */
const maxPictureBytes = 64_000_000

/**
 * The report: one HTML file that holds everything it shows and makes no request. Gives its pieces in order, for a
 * stream; reads one picture at a time. Where any was compared, what changed stands first. Pictures past `most` bytes
 * in all are named with their link instead; those of one entry stay together.
 *
 * @param bytesOf the bytes of a file, by its path; what it throws ends the page
 */
export async function* reportPage(
  results: readonly Result<Published>[],
  facts: ReportFacts,
  bytesOf: (path: string) => Promise<Uint8Array>,
  most = maxPictureBytes,
): AsyncGenerator<string> {
  const ordered = inOrder(results)
  const inside = takeFittingResults(ordered, most)
  const ids = identify(results)
  const changes = countChanges(inside)
  const code = codeFor({
    isComparison: isComparison(ordered),
    hasChanges: changes > 0,
    hasPictures: inside.size > 0,
    hasIndex: index(ordered, ids) !== '',
  })
  yield `${head(facts.title, code)}<body>\n<header class="masthead">\n${masthead(ordered, facts, ids)}${noRoom(ordered, inside, most)}${walkthrough(changes)}</header>\n${index(ordered, ids)}<main>\n`
  const loud = ordered.filter(result => standingOf(result) !== 'unchanged')
  const quiet = ordered.slice(loud.length)
  const entry = async function* (result: Result<Published>): AsyncGenerator<string> {
    if (isPicture(result) && inside.has(result)) yield* pictureEntry(result, ids, facts, bytesOf)
    else yield plainEntry(result, ids, facts)
  }
  for (const result of loud) yield* entry(result)
  if (quiet.length > 0)
    yield `<section class="unchanged-entries" aria-labelledby="unchanged.heading">\n<h2 id="unchanged.heading">Unchanged</h2>\n`
  for (const result of quiet) yield* entry(result)
  if (quiet.length > 0) yield '</section>\n'
  yield `</main>\n${closing(facts)}${inside.size > 0 ? dialog(changes > 0) : ''}${scripts(code)}</body>\n</html>\n`
}

const bytesIn = (result: Result<Published>) => filesOf(result).reduce((sum, { bytes }) => sum + bytes, 0)

/** Each result, in order, whose pictures still fit beside those before them. */
function takeFittingResults(results: readonly Result<Published>[], most: number): ReadonlySet<RenderedImage> {
  let used = 0
  const inside = results.filter(isPicture).filter(result => {
    const fits = used + bytesIn(result) <= most
    if (fits) used += bytesIn(result)
    return fits
  })
  return new Set(inside)
}

/** Areas that changed, in the pictures that stand in the page. */
const countChanges = (inside: ReadonlySet<RenderedImage>) =>
  [...inside].reduce((sum, picture) => sum + (trioOf(picture)?.areas.length ?? 0), 0)

/** Also keeps a browser from asking a server for /favicon.ico. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#6d4bd8"/><path d="M4 11.5v-3M8 11.5v-7M12 11.5V7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`

const head = (title: string, code: Code) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(favicon).toString('base64')}">
${styles(code)}</head>
`

function noRoom(results: readonly Result<Published>[], inside: ReadonlySet<Result>, most: number): string {
  const left = results.filter(result => !inside.has(result)).flatMap(filesOf).length
  if (left === 0) return ''
  return `<p class="card note">${count(left, 'picture')} had no room in this page, which holds up to ${formatBytes(most)} of them. Each stands below with its link.</p>\n`
}

const closing = ({ archive }: ReportFacts) => `<footer class="quiet">
<p>${archive ? `All files: ${anchor(archive.url, 'workflow artifact')}. ` : ''}This page holds all that it shows, and asks no server for anything.</p>
</footer>
`
