import { headingOf, titleOf } from '../../heading.ts'
import type { PictureFormat, Size } from '../../model.ts'
import { escapeHtml } from '../text.ts'
import { baselineName } from './facts.ts'
import { icon } from './icons.ts'
import { image, type Trio } from './image.ts'
import { areasAttribute, outlines } from './outlines.ts'

/**
 * Before, after and difference. Without its script they stand one after the other, each with its caption; with it,
 * one view of them is shown at a time. Reads one picture at a time.
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

/** Links to a change lead here, with or without a script. */
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

/** What the colours of this picture mean. */
function legendOf({ after: { target }, sizes, changedPixels, shadedPixels, noisePixels }: Trio): string {
  const { before, after } = sizes
  const isResized = before.width !== after.width || before.height !== after.height
  return [
    (changedPixels > 0 || shadedPixels === 0) && 'what changed is red',
    isResized && 'what only one of them has is pale red',
    shadedPixels > 0 && 'areas of another shade are blue',
    target.ignore.length > 0 && 'what is ignored is hatched',
    noisePixels && 'noise between two renders is amber',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The style knows the values. A phone has no room for pictures side by side, and shows one below the other. */
const choices = [
  ['sides', '<span class="long">Side by side</span><span class="short">Both</span>'],
  ['swipe', 'Swipe'],
  ['fade', 'Fade'],
  ['difference', 'Difference'],
] as const

/** The view, the outlines, and the way to them. Hidden until a script is there to obey them. */
function controlsOf(id: string, changes: number): string {
  const words = changes === 1 ? 'Show the change' : `Show ${changes} changes`
  const outlining =
    changes === 0
      ? ''
      : `<label class="outlining" hidden><input type="checkbox" checked>Outlines</label><button type="button" class="show" data-do="first-change" hidden>${words}</button>`
  return `<div class="controls">${viewsOf(id)}${outlining}</div>`
}

/** Radio buttons, so that arrow keys and screen readers know them. */
function viewsOf(id: string): string {
  const options = choices.map(
    ([value, label], place) =>
      `<label><input type="radio" name="${id}-view" value="${value}"${place === 0 ? ' checked' : ''}>${label}</label>`,
  )
  return `<fieldset class="views" hidden><legend>View</legend>${options.join('')}</fieldset>`
}

/** Both take any value, so that dragging is smooth; an arrow key is one step in a hundred. */
const range = (label: string) =>
  `<input type="range" min="0" max="100" step="any" value="50" aria-label="${label}">`

/** The divider is the range's own thumb, as high as the pictures; its line only shows where that is. */
const sliders = `<div class="swipe" hidden>${range('Divider, from the left: before is left of it, after is right')}<div class="line" aria-hidden="true"><span>${icon('swipe')}</span></div></div>
<div class="fade" hidden>${range('Fade from before to after')}</div>
`
