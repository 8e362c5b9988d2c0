import type { Target } from '../model.ts'
import { type Clock, valueIfSoon } from '../runtime/clock.ts'
import type { ContentClient, ContentInfo } from './content.ts'

/** The targets' titles in Looker. They are requested while Looker renders, and results do not wait long for them. */
export interface Titles {
  /** Requests a target's title: one administrative call for each dashboard, Look and tile. */
  request(target: Target): void
  /** The title; undefined if it does not arrive soon. */
  of(target: Target): Promise<string | undefined>
}

export function readTitles(
  client: Pick<ContentClient, 'dashboard' | 'look' | 'tile'>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Titles {
  const titles = new Map<string, Promise<string | undefined>>()
  const keyOf = ({ kind, id }: Target) => `${kind} ${id}`
  return {
    request(target) {
      if (target.title !== undefined || titles.has(keyOf(target))) return
      // Without a title the target's name is shown. If Looker refuses the target, rendering says why.
      const title = readContentInfo(target, client).then(
        info => info?.title,
        () => undefined,
      )
      titles.set(keyOf(target), title)
    },
    async of(target) {
      if (target.title !== undefined) return target.title
      const title = titles.get(keyOf(target))
      return title && valueIfSoon(title, { clock, signal })
    },
  }
}

/** Reads a target's title and whether it is deleted. Undefined for a query, which has neither. */
export async function readContentInfo(
  { kind, id }: Pick<Target, 'kind' | 'id'>,
  client: Pick<ContentClient, 'dashboard' | 'look' | 'tile'>,
): Promise<ContentInfo | undefined> {
  switch (kind) {
    case 'dashboard':
    case 'lookml_dashboard':
      return client.dashboard(id)
    case 'look':
      return client.look(id)
    case 'dashboard_element':
      return client.tile(id)
    case 'query':
      return undefined
  }
}
