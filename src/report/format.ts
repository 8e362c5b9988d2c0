import { htmlEscape } from 'escape-goat'
import { count, oneLine, withThousands } from '../runtime/text.ts'

/**
 * Escapes external text for HTML elements and attributes. Puts the text on one line, and removes control characters and
 * characters that change the direction of text.
 */
export const escapeHtml = (text: string): string => htmlEscape(oneLine(text, Number.POSITIVE_INFINITY))

/**
 * Escapes text for HTML inside of Markdown. Puts the text on one line, because a blank line would end the HTML block. A
 * zero-width space keeps GitHub from turning words into links (`@team`, `#12`, `GH-12`).
 */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;')
}

/**
 * Escapes text for a Markdown heading. Puts the text on one line. No part of the text can become Markdown, HTML, a
 * mention or a link.
 */
export function escapeHeading(text: string): string {
  const plain = text.replace(/[\\`*_[\]#|~$]/g, '\\$&')
  return escapeMarkdown(plain).replace(/:(?=\/\/|\w+:)|www(?=\.)/gi, '$&&#8203;')
}

/**
 * The maximum length of a link's URL. The address of a dashboard with a long list of filter values can have thousands of
 * characters, and a few such links would fill a comment.
 */
const maxUrlLength = 2000

/** Returns a link if the URL begins with http or https and is not too long, and only the escaped text otherwise. */
export function link(url: string, text: string): string {
  return /^https?:\/\//i.test(url) && url.length <= maxUrlLength
    ? `<a href="${htmlEscape(url.replace(/\p{Bidi_Control}/gu, encodeURIComponent))}">${escapeMarkdown(text)}</a>`
    : escapeMarkdown(text)
}

/** Returns text such as `212 KB` or `1.4 MB`. */
export function formatBytes(bytes: number): string {
  return bytes < 999_500
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Returns text such as `4.2 s` or `2 min 5 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Returns the length in UTF-16. GitHub may count fewer characters, but never more. */
export const characters = (text: string) => text.length

/**
 * Returns the first entries that fit, and the number of entries that do not fit. `most` is in the unit of `lengthOf`.
 */
export function takeFitting(
  entries: readonly string[],
  most: number,
  lengthOf: (text: string) => number,
): { text: string; left: number } {
  let used = 0
  const end = entries.findIndex(entry => {
    used += lengthOf(entry)
    return used > most
  })
  const kept = end < 0 ? entries : entries.slice(0, end)
  return { text: kept.join(''), left: entries.length - kept.length }
}

/** Returns text such as `1,234 pixels`. */
export const formatPixels = (pixels: number) => `${withThousands(pixels)} pixel${pixels === 1 ? '' : 's'}`

/** Formats a share from 0 to 1, for example as `0.4 %`. Only 0 and 1 become `0 %` and `100 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %'
  if (share < 1 && share > 0.999) return 'over 99.9 %'
  return `${Number((share * 100).toFixed(1))} %`
}

/** Returns text such as `2026-11-20 09:15 UTC`. */
export const formatTime = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/**
 * The units of time, with their lengths in seconds. A time is shown in the largest unit that it contains at least
 * twice, so a week is `7 days`.
 */
const spans = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Formats the time between two dates in whole units: `4 days earlier`. A time in the future counts as now. */
export function formatAge(then: Date, now: Date): string {
  const seconds = (now.getTime() - then.getTime()) / 1000
  const span = spans.find(([, length]) => seconds >= 2 * length)
  if (span) return `${count(Math.floor(seconds / span[1]), span[0])} earlier`
  return seconds >= 60 ? '1 minute earlier' : 'less than a minute earlier'
}
