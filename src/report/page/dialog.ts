import { icon } from './icons.ts'

const button = (name: Parameters<typeof icon>[0], label: string, keys: string) =>
  `<button type="button" data-do="${name}" aria-label="${label}" title="${label} (${keys})">${icon(name)}</button>`

/** The picture in its full size, above the page. Closed, and so not there, where scripts are off. */
export const dialog = `<dialog aria-labelledby="zoom-name">
<div class="bar">
<h2 id="zoom-name"></h2>
<p role="status"></p>
<div class="tools">
${button('previous', 'Previous picture', '←')}
${button('next', 'Next picture', '→')}
${button('less', 'Smaller', '−')}
${button('more', 'Larger', '+')}
${button('fit', 'Whole picture or full size', '0 or 1')}
${button('close', 'Close', 'Esc')}
</div>
</div>
<div class="stage" tabindex="0" role="group" aria-label="Picture" autofocus></div>
</dialog>
`
