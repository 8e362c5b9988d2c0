import type { ArtifactLink, Failed, PictureFormat, Rendered, Result, Target } from '../model.ts'
import { anchor, icon } from './page.parts.ts'
import { type Pixels, pixelsOf } from './page.pixels.ts'
import { duration, shown, size } from './text.ts'

/** Where the files can be had beside the page. */
export interface Places {
  archive?: ArtifactLink
  /** Links to single files, by their path. */
  files: ReadonlyMap<string, ArtifactLink>
}

/** A rendered picture as a page can show it. */
export type Picture = Rendered & { target: { output: { format: PictureFormat } } }

export const isPicture = (result: Result): result is Picture =>
  result.status === 'success' && result.target.output.format !== 'pdf'

/** A target whose picture stands in the page. The last piece but one is the picture, in base64. */
export function* pictureEntry(
  picture: Picture,
  id: string,
  places: Places,
  bytes: Uint8Array,
): Generator<string> {
  const { target } = picture
  const { format } = target.output
  const drawn = pixelsOf(bytes, format)
  const measures = drawn ? ` width="${drawn.width}" height="${drawn.height}"` : ''
  yield `${opening(picture, id, places.files.get(picture.path), drawn)}
<figure class="shot"><img alt="${shown(altOf(target))}" data-name="${shown(target.name)}"${measures} src="data:image/${format === 'jpg' ? 'jpeg' : 'png'};base64,`
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  yield '"></figure>\n</article>\n'
}

/** A target without a picture in the page: a failure, a PDF, a picture that found no room. */
export function plainEntry(result: Result, id: string, places: Places): string {
  const body = result.status === 'failure' ? failureCard(result) : fileCard(result, places)
  return `${opening(result, id)}\n${body}\n</article>\n`
}

function opening(result: Result, id: string, own?: ArtifactLink, drawn?: Pixels): string {
  const { target } = result
  const links = [
    own ? anchor(own.url, 'Open the file', `Open the file: ${target.file}`) : '',
    anchor(target.url, `Open in Looker${icon('away')}`, `Open in Looker: ${target.name}`),
  ]
  return `<article id="${id}" aria-labelledby="${id}-name">
<header><h2 id="${id}-name">${shown(target.name)}</h2><p class="away">${links.join('')}</p></header>
${factsOf(result, drawn)}${filtersOf(target)}`
}

const kinds = {
  dashboard: 'Dashboard',
  lookml_dashboard: 'LookML dashboard',
  look: 'Look',
  query: 'Query',
  dashboard_element: 'Dashboard element',
} satisfies Record<Target['kind'], string>

const altOf = ({ kind, name }: Target) => `${kinds[kind]} ${name}, as Looker drew it`

const pixels = ({ width, height }: Pixels) => `${width} × ${height} px`

function factsOf(result: Result, drawn?: Pixels): string {
  const { target, status, seconds } = result
  const other = drawn && pixels(drawn) !== pixels(target)
  const facts = [
    [
      'Status',
      status === 'success' ? '<span class="good">Rendered</span>' : '<span class="bad">Failed</span>',
    ],
    ['Target', kinds[target.kind]],
    ['Format', formatOf(target)],
    ['Asked for', pixels(target)],
    ['Drawn', other ? pixels(drawn) : ''],
    ['File size', status === 'success' ? size(result.bytes) : ''],
    [status === 'success' ? 'Render time' : 'Failed after', seconds === undefined ? '' : duration(seconds)],
  ]
  const known = facts.filter(([, value]) => value !== '')
  return `<dl>${known.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')}</dl>`
}

function formatOf({ output }: Target): string {
  if (output.format !== 'pdf') return output.format.toUpperCase()
  const { paperSize, landscape } = output
  return ['PDF', paperSize && paperName(paperSize), landscape && 'landscape'].filter(Boolean).join(', ')
}

const paperName = (size: string) => (/^a\d$/.test(size) ? size.toUpperCase() : size)

function filtersOf(target: Target): string {
  if (!('filters' in target) || target.filters.size === 0) return ''
  const items = [...target.filters].map(
    ([name, value]) => `<li><b>${shown(name)}</b> <span>${shown(value) || 'any value'}</span></li>`,
  )
  return `\n<ul class="filters" aria-label="Filters">${items.join('')}</ul>`
}

function fileCard(result: Rendered, { files, archive }: Places): string {
  const { target, path } = result
  const own = files.get(path)
  const what = isPicture(result) ? 'picture' : 'PDF'
  const why = isPicture(result) ? 'There was no room for it in this page. ' : ''
  const where = own
    ? anchor(own.url, `Open the ${what}`)
    : archive
      ? `It is in the ${anchor(archive.url, 'workflow artifact')}.`
      : 'It is among the files of the workflow run.'
  return `<div class="card file">${icon('file')}<div><p><strong>${shown(target.file)}</strong></p><p>${why}${where}</p></div></div>`
}

function failureCard({ target, error, renderTaskId }: Failed): string {
  const task = renderTaskId === undefined ? '' : `, render task <code>${shown(renderTaskId)}</code>`
  return `<div class="card failed"><p><strong>${shown(error.message)}</strong></p><p>${shown(error.hint)}</p>
<p class="quiet">Target <code>${shown(target.written)}</code>${task}</p></div>`
}
