import { createHash } from 'node:crypto'
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

/** Each is a `<style>` or a `<script>` of its own. */
export interface Code {
  styles: readonly string[]
  scripts: readonly string[]
}

interface Needs {
  /** Whether anything was compared. */
  isComparison: boolean
  /** Whether the page shows changed places. */
  hasChanges: boolean
  /** Whether the page has pictures, which the dialog enlarges. */
  hasPictures: boolean
  /** Whether the page has an index, which can be filtered. */
  hasIndex: boolean
}

/** What the page needs of style and script. */
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

/** Nothing but what the page itself brings: its own styles, its own scripts, pictures from `data:`. */
export const policy = ({ styles, scripts }: Code) =>
  [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
