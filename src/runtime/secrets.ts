import { removeSecrets } from './text.ts'

/** Keeps what no log, error, comment, file or output may hold. */
export interface Secrets {
  /** Masks it in the log from now on, and remembers it for `clean`. */
  keep(secret: string): void
  /** Text that came from outside, without the secrets it may echo. */
  clean(text: string): string
}

export function createSecrets(mask: (secret: string) => void): Secrets {
  const kept = new Set<string>()
  return {
    keep(secret) {
      kept.add(secret)
      kept.add(encodeURIComponent(secret.toWellFormed()))
      mask(secret)
    },
    clean: text => removeSecrets([...kept], text),
  }
}
