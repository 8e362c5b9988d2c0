import type { Target } from '../model.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ContentClient } from './content.ts'
import type { About } from './content-responses.ts'
import { withinPatience } from './patience.ts'

/** What targets are called in Looker, asked for while it renders them: a title is nice to have, and nothing waits for it. */
export interface Titles {
  /** Begins to ask for a target's title: one administrative call for each dashboard, Look and tile. */
  request(target: Target): void
  /** What has come, or comes within a moment; undefined where it does not. */
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
      // Where Looker does not tell, the target's own name stands, and rendering says what is wrong.
      const title = readAbout(target, client).then(
        about => about?.title,
        () => undefined,
      )
      titles.set(keyOf(target), title)
    },
    async of(target) {
      if (target.title !== undefined) return target.title
      const title = titles.get(keyOf(target))
      return title && withinPatience(title, { clock, signal })
    },
  }
}

/** What Looker tells of a target. Undefined for a query, which has no title. */
export async function readAbout(
  { kind, id }: Pick<Target, 'kind' | 'id'>,
  client: Pick<ContentClient, 'dashboard' | 'look' | 'tile'>,
): Promise<About | undefined> {
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
