import type {
  Changed,
  PictureFormat,
  Published,
  PublishedSidecar,
  Rectangle,
  Result,
  Size,
} from '../../model.ts'
import { isPicture } from '../../results.ts'
import { headingOf, titleOf } from '../../targets.ts'
import { escapeHtml } from '../format.ts'
import { baselineName } from './facts.ts'
import { icon } from './icons.ts'

/**
 * Yields a figure with the "before" picture, the "after" picture and the difference image. Without JavaScript, the
 * pictures are below each other. With JavaScript, the reader chooses a view. Reads one picture at a time.
 */
export async function* compareFigure(
  trio: Trio,
  { id, changes }: { id: string; changes: readonly string[] },
  bytesOf: (path: string) => Promise<Uint8Array>,
): AsyncGenerator<string> {
  const { areas, after } = trio
  yield `\n<figure class="compare" aria-label="Before, after and difference" data-name="${escapeHtml(titleOf(after))}"${areasAttribute(areas, changes)}>\n${addresses(changes)}${controlsOf(id, areas.length)}\n<div class="pictures">\n${sliders}`
  for (const { part, caption, path, ...about } of partsOf(trio)) {
    yield `<figure class="${part}"><figcaption>${caption}</figcaption><div class="shot">`
    yield* image(about, await bytesOf(path))
    yield `${outlines(areas, about.size)}</div></figure>\n`
  }
  yield '</div>\n</figure>'
}

/** The anchors for links to changes. The links work with and without JavaScript. */
const addresses = (changes: readonly string[]) => changes.map(id => `<span id="${id}"></span>`).join('')

interface CompareView {
  part: 'before' | 'after' | 'difference'
  caption: string
  path: string
  alt: string
  name: string
  format: PictureFormat
  size: Size
}

function partsOf(trio: Trio): CompareView[] {
  const { before, after, difference, baseline, sizes } = trio
  const { output } = after.target
  const named = (part: CompareView['part']) => ({
    part,
    alt: `${headingOf(after)}, ${part}`,
    name: `${titleOf(after)}, ${part}`,
  })
  return [
    {
      ...named('before'),
      caption: `<b>Before</b> <span>${baselineName(baseline)}</span>`,
      path: before.path,
      format: before.format,
      size: sizes.before,
    },
    {
      ...named('after'),
      caption: '<b>After</b>',
      path: after.path,
      format: output.format,
      size: sizes.after,
    },
    {
      ...named('difference'),
      caption: `<b>Difference</b> <span>${legendOf(trio)}</span>`,
      path: difference.path,
      format: difference.format,
      size: largerOf(sizes),
    },
  ]
}

const largerOf = ({ before, after }: Trio['sizes']): Size => ({
  width: Math.max(before.width, after.width),
  height: Math.max(before.height, after.height),
})

function legendOf({ after: { target }, sizes, changedPixels, shadedPixels, noisePixels }: Trio): string {
  const { before, after } = sizes
  const isResized = before.width !== after.width || before.height !== after.height
  return [
    (changedPixels > 0 || shadedPixels === 0) && 'changed pixels are red',
    isResized && 'parts that only one picture has are pale red',
    shadedPixels > 0 && 'areas whose shade changed are blue',
    target.ignore.length > 0 && 'ignored rectangles are hatched',
    noisePixels && 'noise between two renders is amber',
  ]
    .filter(Boolean)
    .join(', ')
}

/**
 * The views, with values that the CSS uses. On a phone, the view "sides" shows the pictures below each other, so its
 * label is "Both".
 */
const choices = [
  ['sides', '<span class="long">Side by side</span><span class="short">Both</span>'],
  ['swipe', 'Swipe'],
  ['fade', 'Fade'],
  ['difference', 'Difference'],
] as const

/** All controls are hidden until a script enables them. */
function controlsOf(id: string, changes: number): string {
  const words = changes === 1 ? 'Show the change' : `Show ${changes} changes`
  const outlining =
    changes === 0
      ? ''
      : `<label class="outlining" hidden><input type="checkbox" checked>Outlines</label><button type="button" class="show" data-do="first-change" hidden>${words}</button>`
  return `<div class="controls">${viewsOf(id)}${outlining}</div>`
}

/** Radio buttons work with arrow keys and screen readers. */
function viewsOf(id: string): string {
  const options = choices.map(
    ([value, label], place) =>
      `<label><input type="radio" name="${id}-view" value="${value}"${place === 0 ? ' checked' : ''}>${label}</label>`,
  )
  return `<fieldset class="views" hidden><legend>View</legend>${options.join('')}</fieldset>`
}

/** The slider accepts any value, so that dragging is smooth. An arrow key moves the slider by one percent. */
const range = (label: string) =>
  `<input type="range" min="0" max="100" step="any" value="50" aria-label="${label}">`

/**
 * The thumb of the swipe slider is invisible and as high as the pictures. The element `line` draws the divider at the
 * position of the thumb.
 */
const sliders = `<div class="swipe" hidden>${range('Divider: before on the left, after on the right')}<div class="line" aria-hidden="true"><span>${icon('swipe')}</span></div></div>
<div class="fade" hidden>${range('Fade from before to after')}</div>
`

export type RenderedImage = Published & { target: { output: { format: PictureFormat } } }

export const isShowable = (result: Result<Published>): result is RenderedImage =>
  result.status === 'success' && isPicture(result)

type PictureBeside = PublishedSidecar & { format: PictureFormat }
const isPictureBeside = (file: PublishedSidecar): file is PictureBeside => file.format !== 'pdf'

/** A changed picture with the "before" picture and the difference image. */
interface Trio
  extends Pick<Changed, 'areas' | 'baseline' | 'sizes' | 'changedPixels' | 'shadedPixels' | 'noisePixels'> {
  before: PictureBeside
  after: RenderedImage
  difference: PictureBeside
}

export function trioOf(after: RenderedImage): Trio | undefined {
  const { comparison } = after
  if (comparison?.status !== 'changed') return undefined
  const { before, difference } = comparison
  if (!isPictureBeside(before) || !isPictureBeside(difference)) return undefined
  return { ...comparison, before, after, difference }
}

/** Returns no picture, one picture or three pictures. Adds the picture of production if there is one. */
export function picturesIn(result: Result<Published>): readonly { bytes: number }[] {
  if (!isShowable(result)) return []
  const trio = trioOf(result)
  const own = trio ? [trio.before, trio.after, trio.difference] : [result]
  return result.production ? [...own, result.production] : own
}

interface EmbeddedPicture {
  alt: string
  /** The heading above the enlarged picture. */
  name: string
  format: PictureFormat
  size?: Size | undefined
}

/** Yields an `<img>` in pieces. All pieces between the first and the last are base64. */
export function* image({ alt, name, format, size }: EmbeddedPicture, bytes: Uint8Array): Generator<string> {
  const measures = size ? ` width="${size.width}" height="${size.height}"` : ''
  yield `<img alt="${escapeHtml(alt)}" data-name="${escapeHtml(name)}"${measures} src="data:image/${format === 'jpg' ? 'jpeg' : 'png'};base64,`
  yield* base64(bytes)
  yield '">'
}

/** The size of a piece. The base64 texts of pieces can be joined only if this size is a multiple of three. */
const base64PieceBytes = 48 * 1024

/** Encodes in small pieces, because V8 keeps long strings in memory until a full garbage collection. */
function* base64(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < buffer.length; at += base64PieceBytes)
    yield buffer.toString('base64', at, at + base64PieceBytes)
}

/**
 * Returns an SVG with the outlines of the areas. The SVG lies over a picture of this size. Returns an empty text if the
 * picture contains none of the areas. Each outline has a wider line below it, so that it is visible on dark pictures.
 */
export function outlines(areas: readonly Rectangle[], size: Size): string {
  const path = areas.map(area => outlineOf(area, size)).join('')
  if (path === '') return ''
  const { width, height } = size
  return `<svg class="outlines" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><path d="${path}"/><path d="${path}"/></svg>`
}

/** Returns an outline with some distance to its area, so that readers can see even a single changed pixel. */
function outlineOf({ x, y, width, height }: Rectangle, size: Size): string {
  if (x >= size.width || y >= size.height) return ''
  const room = Math.ceil(size.width / 120)
  const [left, top] = [Math.max(0, x - room), Math.max(0, y - room)]
  const right = Math.min(size.width, x + width + room)
  const bottom = Math.min(size.height, y + height + room)
  return `M${left} ${top}H${right}V${bottom}H${left}Z`
}

/**
 * Returns the data for the script that shows the changes one by one. Areas have the form `[x, y, width, height]`, in
 * pixels of the larger picture.
 */
const areasAttribute = (areas: readonly Rectangle[], ids: readonly string[]) =>
  ` data-areas="${JSON.stringify(areas.map(({ x, y, width, height }) => [x, y, width, height]))}" data-ids="${ids.join(' ')}"`

/** The button and its keyboard shortcuts are hidden until a script enables them. */
export const walkthrough = (changes: number) =>
  changes === 0
    ? ''
    : `<p class="walkthrough" hidden><button type="button" data-do="next-change">${changes === 1 ? 'Show the change' : `Show ${changes} changes, one by one`}</button> <span class="keys">Keys: <kbd>n</kbd> next change, <kbd>p</kbd> previous change, <kbd>←</kbd> <kbd>→</kbd> before, after and difference, <kbd>o</kbd> outlines on or off</span></p>\n`
