import type { Compared, Result } from '../../model.ts'
import { headingOf } from '../../targets.ts'

/** Returns an id with a dot, so it never equals the id of an entry. */
export const headingIdOf = (id: string) => `${id}.heading`

/**
 * Gives each entry an id from its heading: `sales-overview`. Links to the id are also valid in later runs. Equal
 * headings are numbered in the order of the targets, not of the page.
 */
export function identify(results: readonly Result<Compared>[]): EntryIds {
  const taken = new Set(['zoom-name'])
  const take = (id: string): string => {
    taken.add(id)
    return id
  }
  const entries = new Map(
    results.map(result => [result, take(firstFree(slugOf(headingOf(result)), taken))] as const),
  )
  const changes = new Map(
    results.map(result => {
      const id = entries.get(result) as string
      const free = (place: number) =>
        taken.has(`${id}-${place}`) ? `${id}-change-${place}` : `${id}-${place}`
      const ids = Array.from({ length: changeCount(result) }, (_, place) =>
        take(firstFree(free(place + 1), taken)),
      )
      return [result, ids] as const
    }),
  )
  return {
    entryOf: result => entries.get(result) as string,
    changesOf: result => changes.get(result) ?? [],
  }
}

/** The ids in a page: of each entry, and of each of its changes (`sales-overview-2`). */
export interface EntryIds {
  entryOf(result: Result): string
  changesOf(result: Result): readonly string[]
}

const changeCount = (result: Result<Compared>): number =>
  result.status === 'success' && result.comparison?.status === 'changed' ? result.comparison.areas.length : 0

/** Keeps letters and digits of any script, which need no escaping in HTML and URLs. */
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
