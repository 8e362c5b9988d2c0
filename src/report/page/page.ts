import { createHash } from 'node:crypto'
import type { Published, Result } from '../../model.ts'
import { count } from '../../runtime/text.ts'
import { headingOf, headingsOf } from '../../targets.ts'
import {
  contentErrors,
  describeBranchCheck,
  describeContent,
  describeUnaffected,
  type LookmlFacts,
} from '../descriptions.ts'
import { escapeHtml, formatBytes } from '../format.ts'
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
import { type ArchivePlace, anchor, icon } from './icons.ts'
import {
  type EntryIds,
  identify,
  inPageOrder,
  isComparison,
  pictureEntry,
  plainEntry,
  type ResultState,
  resultStates,
  stateOf,
} from './page-entry.ts'

export interface ReportFacts extends Provenance, ArchivePlace {}

/** The maximum size of all pictures together. Base64 adds a third. Phones can still open a page of this size. */
const maxPictureBytes = 64_000_000

/**
 * Yields the report in pieces, for a stream. The report is a single HTML file that sends no requests. Reads one picture
 * at a time. After a comparison, failed and changed targets come first. If the pictures exceed `most` bytes, the page
 * only links to the remaining pictures. An entry shows all of its pictures or none.
 * @param bytesOf reads the bytes of a file by path. If it throws, the page ends
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
    yield `<section class="unchanged-entries" aria-labelledby="unchanged.heading">\n<h2 id="unchanged.heading">${quiet.some(({ check }) => check) ? 'No change found' : 'Unchanged'}</h2>\n`
  for (const result of quiet) yield* entry(result)
  if (quiet.length > 0) yield '</section>\n'
  yield `</main>\n${pageFooter(facts)}${inside.size > 0 ? dialog(changes > 0) : ''}${scripts(code)}</body>\n</html>\n`
}

const bytesIn = (result: Result<Published>) => picturesIn(result).reduce((sum, { bytes }) => sum + bytes, 0)

function takeFittingResults(results: readonly Result<Published>[], most: number): ReadonlySet<RenderedImage> {
  let used = 0
  const inside = results.filter(isShowable).filter(result => {
    const fits = used + bytesIn(result) <= most
    if (fits) used += bytesIn(result)
    return fits
  })
  return new Set(inside)
}

const countChanges = (inside: ReadonlySet<RenderedImage>) =>
  [...inside].reduce((sum, picture) => sum + (trioOf(picture)?.areas.length ?? 0), 0)

/** The page's icon. Without it, the browser would request /favicon.ico. */
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
<p>${archive ? `All files: ${anchor(archive.url, 'workflow artifact')}. ` : ''}This page is complete and loads nothing from the network.</p>
</footer>
`

/** The styles and scripts of the page. Each text becomes a separate `<style>` or `<script>`. */
export interface Code {
  styles: readonly string[]
  scripts: readonly string[]
}

interface Needs {
  isComparison: boolean
  hasChanges: boolean
  /** Whether the page has pictures, and a dialog that enlarges them. */
  hasPictures: boolean
  /** Whether the page has a list of the targets. The page then also has a filter. */
  hasIndex: boolean
}

const codeFor = ({ isComparison, hasChanges, hasPictures, hasIndex }: Needs): Code => ({
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

/** Allows only the page's own styles and scripts, and pictures from `data:`. */
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
 * Shows a picture in its full size. Without JavaScript, the dialog stays closed. If the page has changes, the dialog
 * has buttons for them.
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

interface Provenance extends LookmlFacts {
  title: string
  nextStep?: string
  /** Set if the pictures do not show the pull request's LookML. Names the host whose LookML they show. */
  note?: string
  host: string
  release?: string
  /** `acme/lookml` */
  repository?: string
  commit?: { sha: string; url: string }
  pullRequest?: { number: number; title?: string; url: string }
  run?: { url: string; label: string }
  at: Date
}

const minIndexTargets = 4

/**
 * Returns the top of the page: the headline, the counts, and the origin of the results. `results` are in the order of
 * the page.
 */
export function masthead(results: readonly Result<Published>[], facts: Provenance, ids: EntryIds): string {
  const { host, release } = facts
  const by = `<b>${escapeHtml(host)}</b>${release === undefined ? '' : `, Looker ${escapeHtml(release)}`}`
  const rendered = `${renderedOf(results)} by ${by}`
  const [tally, ...quiet] = isComparison(results)
    ? [standingsOf(results, ids), rendered, ...provenanceParts(facts)]
    : [`${rendered}${failuresOf(results, ids)}`, ...provenanceParts(facts)]
  const nextStep =
    facts.nextStep === undefined ? '' : `\n<p class="next-step">${escapeHtml(facts.nextStep)}</p>`
  return `<h1>${escapeHtml(facts.title)}</h1>${nextStep}${pullRequestLine(facts)}
<p class="tally">${tally}</p>
<p class="quiet">${quiet.join('<span aria-hidden="true"> · </span>')}</p>${lookmlOf(facts)}${brokenContentList(facts)}
`
}

function lookmlOf({ note = '', unaffected = [], branch }: Provenance): string {
  const rest = unaffected.length > 0 ? `${describeUnaffected(unaffected)}: ${headingsOf(unaffected)}.` : ''
  return [...describeBranchCheck(branch).map(words => `${words}.`), note, rest]
    .filter(words => words !== '')
    .map(words => `\n<p class="quiet">${escapeHtml(words)}</p>`)
    .join('')
}

function brokenContentList({ branch }: Provenance): string {
  const words = describeContent(branch?.content)
  if (words === undefined) return ''
  const items = (branch?.content?.broken ?? []).map(
    broken => `<li>${anchor(broken.url, broken.title)}: ${escapeHtml(contentErrors(broken))}</li>`,
  )
  const list = items.length > 0 ? `\n<ul>${items.join('\n')}</ul>` : ''
  return `\n<section class="card failed" aria-label="Broken content"><p><strong>${escapeHtml(words)}</strong></p>${list}</section>`
}

/** Returns a line such as `Pull request #12: Split shipping from sales`. */
function pullRequestLine({ pullRequest }: Provenance): string {
  if (!pullRequest) return ''
  const { number, title, url } = pullRequest
  const name = title === undefined ? '' : `: ${escapeHtml(title)}`
  return `\n<p class="pull-request">${anchor(url, `Pull request #${number}`)}${name}</p>`
}

function renderedOf(results: readonly Result<Published>[]): string {
  // In a branch check, a target can fail although it was rendered.
  if (results.some(({ check }) => check)) return `${count(results.length, 'target')} checked`
  const done = results.filter(({ status }) => status === 'success').length
  if (done === results.length) return `${count(done, 'target')} rendered`
  return done === 0 ? 'Nothing rendered' : `${done} of ${count(results.length, 'target')} rendered`
}

const failuresOf = (results: readonly Result<Published>[], ids: EntryIds) => {
  const failed = linkTo(results, 'failed', ids)
  return failed && `, ${failed}`
}

const standingsOf = (results: readonly Result<Published>[], ids: EntryIds) =>
  resultStates
    .map(standing => (standing === 'failed' ? linkTo(results, standing, ids) : numberOf(results, standing)))
    .filter(part => part !== '')
    .join(', ')

function numberOf(results: readonly Result<Published>[], standing: ResultState): string {
  const { length } = results.filter(result => stateOf(result) === standing)
  if (length === 0) return ''
  return standing === 'changed' ? `<b class="changed">${length} changed</b>` : `${length} ${standing}`
}

function linkTo(results: readonly Result<Published>[], standing: ResultState, ids: EntryIds): string {
  const first = results.find(result => stateOf(result) === standing)
  if (!first) return ''
  return `<a class="bad" href="#${ids.entryOf(first)}">${numberOf(results, standing)}</a>`
}

function provenanceParts({ repository, commit, run, at }: Provenance): string[] {
  const iso = at.toISOString()
  const day = at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return [
    repository === undefined ? '' : escapeHtml(repository),
    commit ? anchor(commit.url, `commit <code>${escapeHtml(commit.sha.slice(0, 7))}</code>`) : '',
    run ? anchor(run.url, escapeHtml(run.label)) : '',
    `<time datetime="${iso}">${day}, ${iso.slice(11, 16)} UTC</time>`,
  ].filter(part => part !== '')
}

/** Marks unusual results. Normal results get no mark. */
const marks: Partial<Record<ResultState, string>> = {
  changed: '<small class="changed">changed</small>',
  failed: '<small class="bad">failed</small>',
  new: '<small>new</small>',
  'not compared': '<small>not compared</small>',
}

/**
 * Returns links to the entries, or an empty text if there are only a few targets. `results` are in the order of the
 * page.
 */
export function index(results: readonly Result<Published>[], ids: EntryIds): string {
  if (results.length < minIndexTargets) return ''
  const compared = isComparison(results)
  const items = results.map(result => {
    const standing = stateOf(result)
    const mark = compared || standing === 'failed' ? (marks[standing] ?? '') : ''
    return `<li><a href="#${ids.entryOf(result)}"><span>${escapeHtml(headingOf(result))}</span>${mark && ` ${mark}`}</a></li>`
  })
  return `${toolbar(results)}<nav aria-label="Targets in this page"><ol>${items.join('')}</ol></nav>\n`
}

const filters = [
  ['changed', 'Changed'],
  ['failed', 'Failed'],
] as const

/** All filters are hidden until their script has run. Leaves out a filter that matches no target. */
function toolbar(results: readonly Result<Published>[]): string {
  const number = (standing: ResultState) => results.filter(result => stateOf(result) === standing).length
  const options = [
    ['all', 'All', results.length] as const,
    ...filters.map(([value, label]) => [value, label, number(value)] as const),
  ].filter(([, , found]) => found > 0)
  const radios = options.map(
    ([value, label, found], place) =>
      `<label><input type="radio" name="standing.filter" value="${value}"${place === 0 ? ' checked' : ''}>${label} <small>${found}</small></label>`,
  )
  return `<form class="toolbar" role="search" hidden>
<fieldset class="views"><legend>Show</legend>${radios.join('')}</fieldset>
<input type="search" aria-label="Search the targets" placeholder="Search" autocomplete="off" spellcheck="false">
<output></output>
</form>
`
}
