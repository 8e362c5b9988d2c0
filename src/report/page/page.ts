import { createHash } from 'node:crypto'
import type { Published, Result } from '../../model.ts'
import { count } from '../../runtime/text.ts'
import { escapeHtml, formatBytes } from '../text.ts'
import {
  changesCss,
  changesJs,
  comparisonCss,
  comparisonJs,
  filterCss,
  filterJs,
  pageCss,
  zoomCss,
  zoomJs,
} from './bundled-assets.ts'
import { isShowable, picturesIn, type RenderedImage, trioOf, walkthrough } from './comparison.ts'
import { identify, inPageOrder, isComparison, pictureEntry, plainEntry, stateOf } from './entry.ts'
import { type ArchivePlace, anchor, icon } from './icons.ts'
import { index, masthead, type Provenance } from './masthead.ts'

/** The facts on the page apart from the results. */
export interface ReportFacts extends Provenance, ArchivePlace {}

/** The maximum size of all pictures. Base64 adds a third. Phones can still open a page of that size. */
const maxPictureBytes = 64_000_000

/**
 * Yields the report: a self-contained HTML file that sends no requests. Yields its pieces in order, for a stream, and
 * reads one picture at a time. After a comparison, changed targets come first. If the pictures exceed `most` bytes, the
 * remaining ones are replaced by their links. Pictures of one entry are never separated.
 * @param bytesOf reads the bytes of a file by path. Its errors end the page
 */
export async function* reportPage(
  results: readonly Result<Published>[],
  facts: ReportFacts,
  bytesOf: (path: string) => Promise<Uint8Array>,
  most = maxPictureBytes,
): AsyncGenerator<string> {
  const ordered = inPageOrder(results)
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
  const loud = ordered.filter(result => stateOf(result) !== 'unchanged')
  const quiet = ordered.slice(loud.length)
  const entry = async function* (result: Result<Published>): AsyncGenerator<string> {
    if (isShowable(result) && inside.has(result)) yield* pictureEntry(result, ids, facts, bytesOf)
    else yield plainEntry(result, ids, facts)
  }
  for (const result of loud) yield* entry(result)
  if (quiet.length > 0)
    yield `<section class="unchanged-entries" aria-labelledby="unchanged.heading">\n<h2 id="unchanged.heading">Unchanged</h2>\n`
  for (const result of quiet) yield* entry(result)
  if (quiet.length > 0) yield '</section>\n'
  yield `</main>\n${pageFooter(facts)}${inside.size > 0 ? dialog(changes > 0) : ''}${scripts(code)}</body>\n</html>\n`
}

const bytesIn = (result: Result<Published>) => picturesIn(result).reduce((sum, { bytes }) => sum + bytes, 0)

/** Returns the results whose pictures fit into the page, in order. */
function takeFittingResults(results: readonly Result<Published>[], most: number): ReadonlySet<RenderedImage> {
  let used = 0
  const inside = results.filter(isShowable).filter(result => {
    const fits = used + bytesIn(result) <= most
    if (fits) used += bytesIn(result)
    return fits
  })
  return new Set(inside)
}

/** Counts the changed areas in the pictures of the page. */
const countChanges = (inside: ReadonlySet<RenderedImage>) =>
  [...inside].reduce((sum, picture) => sum + (trioOf(picture)?.areas.length ?? 0), 0)

/** Prevents the browser from requesting /favicon.ico. */
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
  const left = results.filter(result => !inside.has(result)).flatMap(picturesIn).length
  if (left === 0) return ''
  return `<p class="card note">${count(left, 'picture')} did not fit into this page, which has space for ${formatBytes(most)}. Their links are below.</p>\n`
}

const pageFooter = ({ archive }: ReportFacts) => `<footer class="quiet">
<p>${archive ? `All files: ${anchor(archive.url, 'workflow artifact')}. ` : ''}This page holds all that it shows, and asks no server for anything.</p>
</footer>
`

/** Each text becomes a separate `<style>` or `<script>`. */
export interface Code {
  styles: readonly string[]
  scripts: readonly string[]
}

interface Needs {
  /** Whether anything was compared. */
  isComparison: boolean
  /** Whether the page shows changed places. */
  hasChanges: boolean
  /** Whether the page has pictures. The dialog enlarges them. */
  hasPictures: boolean
  /** Whether the page has an index. Its entries can be filtered. */
  hasIndex: boolean
}

/** Returns the styles and scripts that the page needs. */
export const codeFor = ({ isComparison, hasChanges, hasPictures, hasIndex }: Needs): Code => ({
  styles: [
    pageCss,
    zoomCss,
    ...(hasIndex ? [filterCss] : []),
    ...(isComparison ? [comparisonCss] : []),
    ...(hasChanges ? [changesCss] : []),
  ],
  scripts: [
    ...(hasPictures ? [zoomJs] : []),
    ...(hasPictures && isComparison ? [comparisonJs] : []),
    ...(hasChanges ? [changesJs] : []),
    ...(hasIndex ? [filterJs] : []),
  ],
})

export const styles = (code: Code) => code.styles.map(text => `<style>${text}</style>\n`).join('')

export const scripts = (code: Code) =>
  code.scripts.map(text => `<script type="module">${text}</script>\n`).join('')

const hashes = (texts: readonly string[]) =>
  texts.map(text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ')

/** Returns a policy that allows only the page's own styles and scripts, and pictures from `data:`. */
export const policy = ({ styles, scripts }: Code) =>
  [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

const button = (name: Parameters<typeof icon>[0], label: string, keys: string, more = '') =>
  `<button type="button" data-do="${name}"${more} aria-label="${label}" title="${label} (${keys})">${icon(name)}</button>`

const changeButtons = `${button('outlines', 'Outlines', 'o', ' aria-pressed="true" aria-keyshortcuts="o"')}
${button('previous-change', 'Previous change', 'p', ' aria-keyshortcuts="p"')}
${button('next-change', 'Next change', 'n', ' aria-keyshortcuts="n"')}
`

/**
 * The dialog that shows a picture in its full size. Without scripts, it stays closed and invisible. If the page has
 * changes, it has buttons for them.
 */
export const dialog = (hasChanges: boolean) => `<dialog aria-labelledby="zoom-name">
<div class="bar">
<h2 id="zoom-name" aria-live="polite"></h2>
<p role="status"></p>
<div class="tools">
${hasChanges ? changeButtons : ''}${button('previous', 'Previous picture', '←')}
${button('next', 'Next picture', '→')}
${button('less', 'Smaller', '−')}
${button('more', 'Larger', '+')}
${button('fit', 'Whole picture or full size', '0 or 1')}
${button('close', 'Close', 'Esc')}
</div>
</div>
<div class="stage" tabindex="0" role="group" aria-label="Picture" autofocus><div class="sheet"></div></div>
</dialog>
`
