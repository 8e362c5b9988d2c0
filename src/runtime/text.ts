import { createHash } from 'node:crypto'

/** Returns text such as `1 target` or `7 targets`. */
export const count = (number: number, noun: string, plural = `${noun}s`) =>
  `${number} ${number === 1 ? noun : plural}`

/** Returns text such as `1,234,567`. `toLocaleString` would load Node's locale data for 13 ms. */
export const withThousands = (whole: number): string => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** Puts a text on one line, shortens it, and removes characters that change the direction of text. */
export function oneLine(text: string, longest = 300): string {
  const line = text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return (line.length > longest ? `${line.slice(0, longest - 1)}…` : line).toWellFormed()
}

/** Returns undefined if the text is not a URL. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

export const removeSecrets = (secrets: readonly (string | undefined)[], text: string): string =>
  secrets.reduce<string>((rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest), text)

/**
 * Returns JSON for an invisible line of a comment or a page. Escapes characters that would end an HTML comment or a
 * line.
 */
export const hiddenJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>\u2028\u2029-]/g, escapeUnicode)

/** Escapes a character as in JSON: `\u003c`. */
const escapeUnicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Returns the SHA-256 in hexadecimal digits. */
export const sha256Of = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

/** Joins message and hint. Adds a full stop to the message if it has none. */
export const sentence = ({ message, hint }: { message: string; hint: string }): string =>
  `${message}${/[.?]$/.test(message) ? '' : '.'} ${hint}`
