import type { Published, Result, VisualTarget } from '../model.ts'
import { describeTally } from '../report/comparison-text.ts'
import { link } from '../report/text.ts'
import { tally } from '../results.ts'
import { count } from '../runtime/text.ts'
import { beside } from './entry.ts'

type Stage = NonNullable<VisualTarget['dashboard']>

/** A target, or the tiles of one dashboard, which stand below its heading. */
export interface Block {
  dashboard?: Stage
  results: Result<Published>[]
}

/** The tiles of one dashboard together, where its first one stands. */
export function groupTiles(results: readonly Result<Published>[]): Block[] {
  const blocks: Block[] = []
  const byDashboard = new Map<string, Block>()
  for (const result of results) {
    const dashboard = 'dashboard' in result.target ? result.target.dashboard : undefined
    const known = dashboard && byDashboard.get(dashboard.id)
    if (known) {
      known.results.push(result)
      continue
    }
    const block = { results: [result], ...(dashboard && { dashboard }) }
    blocks.push(block)
    if (dashboard) byDashboard.set(dashboard.id, block)
  }
  return blocks
}

/** `Sales overview`, and small beside it `9 tiles: 2 changed, 7 unchanged`. */
export function tilesHeading({ id, title, url }: Stage, results: readonly Result<Published>[]): string {
  const counts = tally(results)
  const failed = results.filter(({ status }) => status === 'failure').length
  const parts = [describeTally(status => counts?.get(status) ?? 0), failed > 0 && `${failed} failed`]
  const standing = parts.filter(Boolean).join(', ')
  const words = `${count(results.length, 'tile')}${standing && `: ${standing}`}`
  return `<h3>${link(url, title ?? `Dashboard ${id}`)}${beside([words])}</h3>\n`
}
