import type { Repository } from '../github/client.ts'
import { messageOf } from '../github/github-errors.ts'
import { isDefaultBranch, type RunContext } from '../github/workflow-run.ts'
import type { Format, Rendered } from '../model.ts'
import { characters, escapeMarkdown, formatTime, link, takeFitting } from '../report/format.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import { count, hiddenJson, oneLine } from '../runtime/text.ts'
import { subtitlesOf, titleOf } from '../targets.ts'
import type { WriteFrontPage } from './baselines.ts'
import type { OpenBranch } from './branch.ts'
import { type BranchTip, blobSha, frontPage, readBlob } from './branch-tip.ts'
import { baselineKey } from './picture-names.ts'

/** The texts of a picture in the gallery, as plain text. */
export interface Caption {
  title: string
  /** Texts next to the title: `Region: EMEA`, `Tile of Sales overview`. */
  beside: readonly string[]
  dashboard?: string
}

export interface GalleryPicture {
  /** `dashboard-42-0123456789abcdef` */
  key: string
  format: Format
  /** The path from the root of the branch. */
  path: string
  at: Date
  commit: string
  run: number
  release?: string
}

export interface GalleryFacts {
  branch: string
  /** `https://github.com/acme/lookml` */
  repositoryUrl: string
  /** The captions by `GalleryPicture.key`. Captions may be missing. */
  captions: ReadonlyMap<string, Caption>
  /** The page begins with `heading` and ends with `about`. Both are Markdown. */
  heading: string
  about: string
}

/** The maximum number of pictures. More pictures would make the page slow. */
const maxShown = 40
/**
 * The maximum length of the list of the remaining pictures, in characters. GitHub shows at most 512,000 characters of a
 * page.
 */
const maxListed = 150_000

/** Renders the front page of the images branch in Markdown. The page refers to the pictures by relative paths. */
export function renderGallery(pictures: readonly GalleryPicture[], facts: GalleryFacts): string {
  const captioned = pictures
    .map(picture => ({ ...picture, ...shorten(facts.captions.get(picture.key) ?? captionOf(picture)) }))
    .sort(byTitle)
  const shown = captioned.slice(0, maxShown)
  return `${facts.heading}

<p>${count(pictures.length, 'picture')} of <code>${escapeMarkdown(facts.branch)}</code>, as last recorded.</p>

<table>
${inPairs(shown.map(picture => cell(picture, facts)))}
</table>

${moreFold(captioned.slice(maxShown))}## About this branch

${facts.about}
${captionMark(captioned)}
`
}

type Captioned = GalleryPicture & Caption

/** Returns a caption for a picture without a known title: the key without its hash. */
const captionOf = ({ key }: GalleryPicture): Caption => ({
  title: key.replace(/-[\da-f]{16}$/, ''),
  beside: [],
})

/** Sorts by title, with a dashboard's tiles right after the dashboard. */
function byTitle(one: Captioned, other: Captioned): number {
  const words = ({ dashboard, title, beside }: Captioned) =>
    dashboard === undefined ? [title, '', ...beside] : [dashboard, title, ...beside]
  return words(one).join('\n').localeCompare(words(other).join('\n'), 'en')
}

const inPairs = (cells: readonly string[]) =>
  cells
    .flatMap((left, place) => (place % 2 === 0 ? [`<tr>\n${left}${cells[place + 1] ?? ''}</tr>`] : []))
    .join('\n')

function cell(picture: Captioned, facts: GalleryFacts): string {
  const { title, beside, path, format } = picture
  const words = beside.length > 0 ? ` <sub>${beside.map(escapeMarkdown).join(' · ')}</sub>` : ''
  const shown =
    format === 'pdf'
      ? 'Open the PDF'
      : `<img src="${path}" alt="${escapeMarkdown([title, ...beside].join(', '))}">`
  return `<td width="50%" valign="top">
<h3>${escapeMarkdown(title)}${words}</h3>
<p><a href="${path}">${shown}</a><br><sub>${originLine(picture, facts)}</sub></p>
</td>
`
}

function originLine({ at, commit, run, release }: GalleryPicture, { repositoryUrl }: GalleryFacts): string {
  return [
    formatTime(at),
    link(`${repositoryUrl}/commit/${commit}`, `commit ${commit.slice(0, 7)}`),
    link(`${repositoryUrl}/actions/runs/${run}`, 'run'),
    release && `Looker ${escapeMarkdown(release)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function moreFold(more: readonly Captioned[]): string {
  if (more.length === 0) return ''
  const lines = more.map(
    ({ title, beside, path, at }) =>
      `<li><a href="${path}">${escapeMarkdown(title)}</a>${beside.map(words => ` · ${escapeMarkdown(words)}`).join('')} · ${formatTime(at)}</li>\n`,
  )
  const { text, left } = takeFitting(lines, maxListed, characters)
  const rest = left > 0 ? `<li>and ${left} more in the folder of the branch</li>\n` : ''
  return `<details><summary>and ${more.length} more</summary>\n<ul>\n${text}${rest}</ul>\n</details>\n\n`
}

/**
 * Stores the captions in a hidden line, because a later run with other targets does not know these titles. The JSON has
 * no characters that end an HTML comment.
 */
function captionMark(captioned: readonly Captioned[]): string {
  const captions = captioned.map(({ key, title, beside, dashboard }) => [
    key,
    { title, beside, ...(dashboard !== undefined && { dashboard }) },
  ])
  const json = hiddenJson(Object.fromEntries(captions))
  return `<!-- captions ${json} -->`
}

/** Reads the captions of a page. Omits invalid values, because all users with write access can change the page. */
export function parseCaptions(page: string): Map<string, Caption> {
  const found = parseJson(/^<!-- captions (\{.*\}) -->$/m.exec(page)?.[1] ?? '{}')
  const entries = Object.entries(isObject(found) ? found : {})
  return new Map(entries.flatMap(([key, caption]) => (isCaption(caption) ? [[key, caption] as const] : [])))
}

function isCaption(found: unknown): found is Caption {
  if (!isObject(found) || !Array.isArray(found.beside)) return false
  return [found.title, ...found.beside, found.dashboard ?? ''].every(text => typeof text === 'string')
}

const shorten = ({ title, beside, dashboard }: Caption): Caption => ({
  title: oneLine(title, 200),
  beside: beside.slice(0, 20).map(words => oneLine(words, 200)),
  ...(dashboard !== undefined && { dashboard: oneLine(dashboard, 200) }),
})

/** The maximum size of a front page to read. The pages that the action writes are much smaller. */
const maxFrontPageBytes = 2_000_000

/**
 * Returns a function that writes the front page with the baselines of the default branch. Returns undefined for other
 * branches, and for a ref without a page on GitHub.
 */
export function galleryWriter(
  { run, inputs, world }: RunContext,
  images: OpenBranch,
  { branch, rendered }: { branch: string; rendered: readonly Rendered[] },
): WriteFrontPage | undefined {
  const repositoryUrl = run.repository?.url
  if (!repositoryUrl || !isDefaultBranch(run, branch) || !images.ref.startsWith('heads/')) return undefined
  const own = captionsOf(rendered, inputs.looker.base.host)
  return async (tip, pictures) => {
    try {
      const former = await readFrontPage(await images.repository(), tip)
      if (former === undefined) return undefined
      const captions = new Map([...parseCaptions(former), ...own])
      return renderGallery(pictures, { branch, repositoryUrl, captions, ...frontPage })
    } catch (error) {
      world.print(`${frontPage.path} of the images branch was not changed: ${messageOf(error)}`)
      return undefined
    }
  }
}

function captionsOf(rendered: readonly Rendered[], host: string): Map<string, Caption> {
  const caption = (result: Rendered): Caption => {
    const { target } = result
    const dashboard = 'dashboard' in target ? target.dashboard : undefined
    return {
      title: titleOf(result),
      beside: subtitlesOf(result),
      ...(dashboard && { dashboard: dashboard.title ?? `Dashboard ${dashboard.id}` }),
    }
  }
  return new Map(rendered.map(result => [baselineKey(result.target, host), caption(result)]))
}

/** @returns undefined for a page that the action did not write, and an empty text for a missing or initial page */
async function readFrontPage(
  repository: Repository,
  tip: BranchTip | undefined,
): Promise<string | undefined> {
  const page = tip?.root.find(({ path }) => path === frontPage.path)
  if (!page?.sha || page.sha === blobSha(Buffer.from(frontPage.initial))) return ''
  if (page.type !== 'blob' || (page.size ?? 0) > maxFrontPageBytes) return undefined
  const text = (await readBlob(repository, page.sha)).toString()
  return text.startsWith(frontPage.heading) ? text : undefined
}
