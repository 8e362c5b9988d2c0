import { htmlEscape } from 'escape-goat'

/** Text from anywhere, for HTML: on one line, without control characters, escaped for elements and attributes. */
export function shown(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return htmlEscape(line.toWellFormed())
}

/**
 * Text for HTML inside Markdown, where a blank line would end the HTML block and let Markdown in: as on a page, and with what GitHub would link by itself (`@team`, `#12`, `GH-12`) broken by a zero-width space.
 */
export function plain(text: string): string {
  return shown(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;')
}

/** `<a href>` around escaped text; only what is http(s) becomes a link. */
export function link(url: string, text: string): string {
  return /^https?:\/\//i.test(url) ? `<a href="${htmlEscape(url)}">${plain(text)}</a>` : plain(text)
}

/** `212 KB`, `1.4 MB`. */
export function size(bytes: number): string {
  return bytes < 999_500
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `4.2 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Whole entries from the first on, as many as fit into so many bytes of UTF-8, and how many did not. */
export function fitting(entries: readonly string[], most: number): { text: string; left: number } {
  let used = 0
  const end = entries.findIndex(entry => {
    used += Buffer.byteLength(entry)
    return used > most
  })
  const kept = end < 0 ? entries : entries.slice(0, end)
  return { text: kept.join(''), left: entries.length - kept.length }
}
