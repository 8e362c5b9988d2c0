import { removeSecrets } from './text.ts'

/** Keeps what no log, error, comment, file or output may hold. */
export interface Secrets {
  /** Masks it in the log from now on, in every spelling, and remembers it for `clean`. */
  keep(secret: string): void
  /** Text that came from outside, without the secrets it may echo. */
  clean(text: string): string
}

export function createSecrets(mask: (secret: string) => void): Secrets {
  const kept = new Set<string>()
  return {
    keep(secret) {
      for (const spelling of spellingsOf(secret)) {
        kept.add(spelling)
        mask(spelling)
      }
    },
    // The longest first: of a secret that begins like another one, nothing is left behind.
    clean: text =>
      removeSecrets(
        [...kept].sort((one, other) => other.length - one.length),
        text,
      ),
  }
}

/** As it is, in an address, in a form's body, in JSON. */
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
