import { createHash } from 'node:crypto'
import type { Result } from '../model.ts'
import { count } from '../words.ts'
import { css } from './page.css.ts'
import { isPicture, type Picture, type Places, pictureEntry, plainEntry } from './page.entry.ts'
import { anchor } from './page.parts.ts'
import { dialog, script } from './page.zoom.ts'
import { shown, size } from './text.ts'

/** What the page tells beside the results. */
export interface ReportFacts extends Places {
  title: string
  /** The Looker instance's host. */
  host: string
  /** `acme/lookml` */
  repository?: string
  commit?: { sha: string; url: string }
  run?: { url: string; label: string }
  at: Date
}

/** In base64 a third more: a page that a phone still opens. */
const mostPictureBytes = 64_000_000

/** From how many targets on a reader wants to see first what there is. */
const many = 4

/**
 * The report: one HTML file that holds everything it shows and makes no request. Gives its pieces in order, for a
 * stream; reads one picture at a time. Pictures past `most` bytes in all are named with their link instead.
 *
 * @param bytesOf the bytes of a file, by its path; what it throws ends the page
 */
export async function* reportPage(
  results: readonly Result[],
  facts: ReportFacts,
  bytesOf: (path: string) => Promise<Uint8Array>,
  most = mostPictureBytes,
): AsyncGenerator<string> {
  const pictures = results.filter(isPicture)
  const inside = fitting(pictures, most)
  yield `${head(facts.title)}<body>\n${masthead(results, facts)}${noRoom(pictures.length - inside.size, most)}${index(results)}<main>\n`
  for (const [place, result] of results.entries()) {
    const id = idOf(place)
    if (isPicture(result) && inside.has(result))
      yield* pictureEntry(result, id, facts, await bytesOf(result.path))
    else yield plainEntry(result, id, facts)
  }
  yield `</main>\n${closing(facts)}${inside.size > 0 ? `${dialog}<script type="module">${script}</script>\n` : ''}</body>\n</html>\n`
}

/** Each picture, in order, that still fits beside those before it. */
function fitting(pictures: readonly Picture[], most: number): ReadonlySet<Result> {
  let used = 0
  const inside = pictures.filter(({ bytes }) => {
    const fits = used + bytes <= most
    if (fits) used += bytes
    return fits
  })
  return new Set(inside)
}

const idOf = (place: number) => `target-${place + 1}`

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but what the page itself brings: its own style, its own script, pictures from `data:`. */
const policy = () =>
  [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hash(css)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** Also keeps a browser from asking a server for /favicon.ico. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#6d4bd8"/><path d="M4 11.5v-3M8 11.5v-7M12 11.5V7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`

const head = (title: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${shown(title)}</title>
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(favicon).toString('base64')}">
<style>${css}</style>
</head>
`

const masthead = (results: readonly Result[], facts: ReportFacts) => `<header class="masthead">
<h1>${shown(facts.title)}</h1>
<p class="tally">${tally(results)} by <b>${shown(facts.host)}</b>${failures(results)}</p>
<p class="quiet">${provenance(facts).join('<span aria-hidden="true"> · </span>')}</p>
</header>
`

function tally(results: readonly Result[]): string {
  const done = results.filter(({ status }) => status === 'success').length
  if (done === results.length) return `${count(done, 'target')} rendered`
  return done === 0 ? 'Nothing rendered' : `${done} of ${count(results.length, 'target')} rendered`
}

function failures(results: readonly Result[]): string {
  const failed = results.flatMap(({ status }, place) => (status === 'failure' ? [idOf(place)] : []))
  const [first] = failed
  return first === undefined ? '' : `, <a class="bad" href="#${first}">${failed.length} failed</a>`
}

function provenance({ repository, commit, run, at }: ReportFacts): string[] {
  const iso = at.toISOString()
  const day = at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  return [
    repository === undefined ? '' : shown(repository),
    commit ? anchor(commit.url, `commit <code>${shown(commit.sha.slice(0, 7))}</code>`) : '',
    run ? anchor(run.url, shown(run.label)) : '',
    `<time datetime="${iso}">${day}, ${iso.slice(11, 16)} UTC</time>`,
  ].filter(part => part !== '')
}

const noRoom = (left: number, most: number) =>
  left === 0
    ? ''
    : `<p class="card note">${count(left, 'picture')} had no room in this page, which holds up to ${size(most)} of them. Each stands below with its link.</p>\n`

function index(results: readonly Result[]): string {
  if (results.length < many) return ''
  const items = results.map(
    ({ target, status }, place) =>
      `<li><a href="#${idOf(place)}"><span>${shown(target.name)}</span>${status === 'failure' ? ' <small class="bad">failed</small>' : ''}</a></li>`,
  )
  return `<nav aria-label="Targets in this page"><ol>${items.join('')}</ol></nav>\n`
}

const closing = ({ archive }: ReportFacts) => `<footer class="quiet">
<p>${archive ? `All files: ${anchor(archive.url, 'workflow artifact')}. ` : ''}This page holds all that it shows, and asks no server for anything.</p>
</footer>
`
