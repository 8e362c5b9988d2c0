import { htmlEscape } from 'escape-goat'
import { removeSecrets } from './text.ts'

export interface Secrets {
  /** Masks all spellings of the secret in the log, and remembers them for `clean`. */
  keep(secret: string): void
  /** Removes the secrets from an external text that may repeat them. */
  clean(text: string): string
}

/**
 * The minimum length of a secret to hide. A shorter text occurs everywhere, so hiding it would make all messages
 * unreadable.
 */
const leastKept = 3

export function createSecrets(mask: (secret: string) => void): Secrets {
  const kept = new Set<string>()
  let longestFirst: readonly string[] = []
  return {
    keep(secret) {
      if (secret.length < leastKept) return
      for (const spelling of spellingsOf(secret)) {
        kept.add(spelling)
        mask(spelling)
      }
      for (const spelling of encodingsOf(secret)) kept.add(spelling)
      // The longest secret is removed first, because it may begin with a shorter secret.
      longestFirst = [...kept].sort((one, other) => other.length - one.length)
    },
    clean: text => removeSecrets(longestFirst, text),
  }
}

/** Returns the secret itself, and its spellings in URLs, forms and JSON. */
function spellingsOf(secret: string): Set<string> {
  const wellFormed = secret.toWellFormed()
  const encoded = encodeURIComponent(wellFormed)
  const form = new URLSearchParams({ secret: wellFormed }).toString().slice('secret='.length)
  const [lowerEncoded, lowerForm] = [encoded, form].map(text =>
    text.replace(/%../g, code => code.toLowerCase()),
  )
  const inJson = JSON.stringify(secret).slice(1, -1)
  return new Set([secret, encoded, form, lowerEncoded ?? '', lowerForm ?? '', inJson])
}

/**
 * The minimum length in bytes of a secret to search for in Base64. A shorter secret could appear in Base64 by chance.
 */
const leastEncoded = 8

/**
 * Returns the secret as it appears in Base64, for example in a header `Basic …` that a response repeats. The characters
 * depend on the number of bytes before the secret (https://www.rfc-editor.org/rfc/rfc4648#section-4). Also returns the
 * secret's spelling in HTML, and in a URL that is a parameter of another URL, for example of a log-in page.
 */
function encodingsOf(secret: string): string[] {
  const inUrls = [...spellingsOf(secret)].filter(spelling => /[%+]/.test(spelling))
  const others = [htmlEscape(secret), ...inUrls.map(spelling => encodeURIComponent(spelling.toWellFormed()))]
  const bytes = Buffer.from(secret)
  if (bytes.length < leastEncoded) return others
  const inBase64 = [0, 1, 2].flatMap(before => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
    const place = [Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6)] as const
    return [whole.toString('base64').slice(...place), whole.toString('base64url').slice(...place)]
  })
  return [...others, ...inBase64]
}
