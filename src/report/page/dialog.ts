import { icon } from './icons.ts'

const button = (name: Parameters<typeof icon>[0], label: string, keys: string, more = '') =>
  `<button type="button" data-do="${name}"${more} aria-label="${label}" title="${label} (${keys})">${icon(name)}</button>`

const changeButtons = `${button('outlines', 'Outlines', 'o', ' aria-pressed="true" aria-keyshortcuts="o"')}
${button('previous-change', 'Previous change', 'p', ' aria-keyshortcuts="p"')}
${button('next-change', 'Next change', 'n', ' aria-keyshortcuts="n"')}
`

/**
 * The picture in its full size, above the page. Closed, and so not there, where scripts are off. With buttons for
 * changes where the page has any.
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
