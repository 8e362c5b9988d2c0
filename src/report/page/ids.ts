import { headingOf } from '../../heading.ts'
import type { Result } from '../../model.ts'

/** No heading's own id can be one of these: it has a dot. */
export const headingIdOf = (id: string) => `${id}.heading`

/**
 * The id of each entry, made from its heading: `sales-overview`, so that a link to it stays good from run to run. Where
 * headings are the same, by the order of the targets, not of the page.
 */
export function identify(results: readonly Result[]): ReadonlyMap<Result, string> {
  const taken = new Set(['zoom-name'])
  return new Map(
    results.map(result => {
      const id = firstFree(slugOf(headingOf(result)), taken)
      taken.add(id)
      return [result, id]
    }),
  )
}

/** Letters and digits of any script, which need no escaping in HTML or in an address. */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 80)
    .toWellFormed()
    .replace(/^-|[-\ufffd]+$/g, '') || 'target'

function firstFree(slug: string, taken: ReadonlySet<string>): string {
  let id = slug
  for (let n = 2; taken.has(id); n++) id = `${slug}-${n}`
  return id
}
