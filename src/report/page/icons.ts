import { escapeHtml } from '../format.ts'

export interface ArchivePlace {
  /** The URL of the archive with all files, or of the list that contains the archive. */
  archive?: { url: string }
}

/** Returns a link if the URL begins with http or https, and only the HTML otherwise. */
export function anchor(url: string, html: string, label?: string): string {
  if (!/^https?:\/\//i.test(url)) return html
  return `<a href="${escapeHtml(url)}"${label === undefined ? '' : ` aria-label="${escapeHtml(label)}"`}>${html}</a>`
}

const paths = {
  away: 'M7 17 17 7M9 7h8v8',
  next: 'm9 5 7 7-7 7',
  previous: 'm15 5-7 7 7 7',
  'next-change': 'm6 9 6 6 6-6',
  'previous-change': 'm6 15 6-6 6 6',
  outlines: 'M4 6h16v12H4z',
  more: 'M12 5v14M5 12h14',
  less: 'M5 12h14',
  fit: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  close: 'm6 6 12 12M18 6 6 18',
  swipe: 'm8 8-4 4 4 4M16 8l4 4-4 4',
  file: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4',
}

/** Returns an icon without alternative text, because the text next to it or the label of its button is enough. */
export const icon = (name: keyof typeof paths) =>
  `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[name]}"/></svg>`
