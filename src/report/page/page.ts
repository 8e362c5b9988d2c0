import { createHash } from 'node:crypto'
import type { Result } from '../../model.ts'
import { count } from '../../runtime/text.ts'
import { escapeHtml, formatBytes } from '../text.ts'
import { comparisonCss, comparisonJs, pageCss, zoomCss, zoomJs } from './bundled-assets.ts'
import { dialog } from './dialog.ts'
import { pictureEntry, plainEntry } from './entry.ts'
import { anchor, type Places } from './icons.ts'
import { identify } from './ids.ts'
import { filesOf, isPicture } from './image.ts'
import { index, masthead, type Provenance } from './masthead.ts'
import { inOrder, isComparison } from './order.ts'

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
  results: readonly Result[],
  facts: ReportFacts,
  bytesOf: (path: string) => Promise<Uint8Array>,
  most = maxPictureBytes,
): AsyncGenerator<string> {
  const ordered = inOrder(results)
  const inside = takeFittingResults(ordered, most)
  const ids = identify(results)
  const code = codeFor(ordered)
  yield `${head(facts.title, code)}<body>\n${masthead(ordered, facts, ids)}${noRoom(ordered, inside, most)}${index(ordered, ids)}<main>\n`
  for (const result of ordered) {
    const id = ids.get(result) as string
    if (isPicture(result) && inside.has(result)) yield* pictureEntry(result, id, facts, bytesOf)
    else yield plainEntry(result, id, facts)
  }
  yield `</main>\n${closing(facts)}${inside.size > 0 ? dialog + scriptsOf(code) : ''}</body>\n</html>\n`
}

const bytesIn = (result: Result) => filesOf(result).reduce((sum, { bytes }) => sum + bytes, 0)

/** Each result, in order, whose pictures still fit beside those before them. */
function takeFittingResults(results: readonly Result[], most: number): ReadonlySet<Result> {
  let used = 0
  const inside = results.filter(isPicture).filter(result => {
    const fits = used + bytesIn(result) <= most
    if (fits) used += bytesIn(result)
    return fits
  })
  return new Set(inside)
}

/** Each is a `<style>` or a `<script>` of its own. */
interface Code {
  styles: readonly string[]
  scripts: readonly string[]
}

/** What the page needs of style and script; for comparing only where any was compared. */
const codeFor = (results: readonly Result[]): Code =>
  isComparison(results)
    ? { styles: [pageCss, zoomCss, comparisonCss], scripts: [zoomJs, comparisonJs] }
    : { styles: [pageCss, zoomCss], scripts: [zoomJs] }

const scriptsOf = ({ scripts }: Code) =>
  scripts.map(text => `<script type="module">${text}</script>\n`).join('')

const hashes = (texts: readonly string[]) =>
  texts.map(text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ')

/** Nothing but what the page itself brings: its own styles, its own scripts, pictures from `data:`. */
const policy = ({ styles, scripts }: Code) =>
  [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

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
${code.styles.map(css => `<style>${css}</style>\n`).join('')}</head>
`

function noRoom(results: readonly Result[], inside: ReadonlySet<Result>, most: number): string {
  const left = results.filter(result => !inside.has(result)).flatMap(filesOf).length
  if (left === 0) return ''
  return `<p class="card note">${count(left, 'picture')} had no room in this page, which holds up to ${formatBytes(most)} of them. Each stands below with its link.</p>\n`
}

const closing = ({ archive }: ReportFacts) => `<footer class="quiet">
<p>${archive ? `All files: ${anchor(archive.url, 'workflow artifact')}. ` : ''}This page holds all that it shows, and asks no server for anything.</p>
</footer>
`
