import type { Shard } from '../input-types.ts'
import type { Published, Result, VisualTarget } from '../model.ts'
import { describeTally } from '../report/comparison-text.ts'
import { describeUnaffected, nameUnaffected } from '../report/lookml.ts'
import { characters, escapeMarkdown, link, takeFitting } from '../report/text.ts'
import { isChanged, isPicture, tally } from '../results.ts'
import { count, oneLine } from '../runtime/text.ts'
import { beside, failedEntry, foldedEntry, type Level, openEntry, unchangedFold } from './entry.ts'
import type { Part } from './parts.ts'
import { type CommentFacts, countResults, renderComment } from './render.ts'

/** GitHub refuses a longer comment; its marker needs some of it. */
const maxCommentLength = 65_536 - 1_500
/** So many pictures are open; the rest are folded. */
const maxOpen = 4

/** The pull request's comment of a run that renders all targets. */
export const renderSoleComment = (
  results: readonly Result<Published>[],
  facts: CommentFacts,
  most = maxCommentLength,
): string => renderComment([renderPart(results, facts, only, most)], facts, 1)

const only = { index: 0, total: 1 }

/** A piece of the comment that is there whole or not at all. */
interface Piece {
  text: string
  /** How many targets it tells of. */
  targets: number
}

/**
 * What one job has to tell: what changed and failures with what to do, then every other picture with its facts, and
 * in one folded line what did not change; cut between entries, so that the parts of all jobs fit into one comment.
 */
export function renderPart(
  results: readonly Result<Published>[],
  facts: CommentFacts,
  shard: Shard = only,
  most = maxCommentLength,
): Part {
  const blocks = groupTiles(results)
  const ranked = (rank: Rank) => blocks.filter(block => rankOf(block) === rank)
  const pieces = piecesFor(facts, maxOpen / shard.total)
  // What is around the entries, and where the next part begins, needs some room too.
  const room = most / shard.total - 1200
  const first = takePieces([...ranked('changed'), ...ranked('failed')].flatMap(pieces), room)
  const then = takePieces(ranked('other').flatMap(pieces), room - first.text.length)
  const unchanged = ranked('unchanged').flatMap(block => block.results.filter(isPublished))
  const last = unchangedFold(unchanged, facts, { most: room - first.text.length - then.text.length })
  const left = first.left + then.left + last.left
  const { report, archive } = facts
  return {
    shard: shard.index,
    attempt: facts.run.attempt,
    tally: countResults(results, facts),
    first: first.text,
    rest:
      then.text +
      last.text +
      unaffectedFold(facts, 1000) +
      (left > 0 ? `${leftOutNote(left, facts)}\n\n` : ''),
    ...(report && { report: report.url }),
    ...(archive && { archive: archive.url }),
  }
}

type Rank = 'changed' | 'failed' | 'other' | 'unchanged'

const isPublished = (result: Result<Published>): result is Published => result.status === 'success'

function rank(result: Result<Published>): Rank {
  if (result.status === 'failure') return 'failed'
  if (isChanged(result)) return 'changed'
  return result.comparison?.status === 'unchanged' ? 'unchanged' : 'other'
}

const inRanks: readonly Rank[] = ['changed', 'failed', 'other', 'unchanged']

/** A dashboard's tiles stand where the most important of them would. */
const rankOf = ({ results }: TargetGroup): Rank =>
  inRanks.find(one => results.some(result => rank(result) === one)) ?? 'unchanged'

/** The pieces of blocks, one block after the other; the first pictures are open. */
function piecesFor(facts: CommentFacts, open: number): (block: TargetGroup) => Piece[] {
  let shown = 0
  const entry = (result: Result<Published>, level: Level): Piece => {
    if (result.status === 'failure') return { text: failedEntry(result, level), targets: 1 }
    const write = isPicture(result) && ++shown > open ? foldedEntry : openEntry
    return { text: write(result, level, facts), targets: 1 }
  }
  return ({ dashboard, results }) => {
    if (!dashboard) return results.map(result => entry(result, 'h3'))
    const ordered = inRanks.slice(0, -1).flatMap(one => results.filter(result => rank(result) === one))
    const [first, ...more] = ordered.map(result => entry(result, 'h4'))
    const unchanged = results.filter(isPublished).filter(result => rank(result) === 'unchanged')
    const fold = { text: unchangedFold(unchanged, facts, { noun: 'tile' }).text, targets: unchanged.length }
    const heading = tilesHeading(dashboard, results)
    return [...(first ? [{ ...first, text: heading + first.text }] : []), ...more, fold]
  }
}

/** The list of names is cut where it is long. */
function unaffectedFold({ unaffected = [] }: CommentFacts, most: number): string {
  if (unaffected.length === 0) return ''
  const names = escapeMarkdown(oneLine(nameUnaffected(unaffected), most))
  return `<details><summary>${describeUnaffected(unaffected)}</summary>\n<p>${names}</p>\n</details>\n\n`
}

function takePieces(pieces: readonly Piece[], room: number): { text: string; left: number } {
  const { text, left } = takeFitting(
    pieces.map(piece => piece.text),
    room,
    characters,
  )
  const rest = left === 0 ? [] : pieces.slice(-left)
  return { text, left: rest.reduce((sum, { targets }) => sum + targets, 0) }
}

function leftOutNote(left: number, { report, archive, run }: CommentFacts): string {
  const where = report
    ? link(report.url, 'the report')
    : archive
      ? link(archive.url, 'the workflow artifact')
      : link(run.url, "the run's summary")
  return `<p>${left} more ${left === 1 ? 'target is' : 'targets are'} left out here; ${where} has ${left === 1 ? 'it' : 'them'}.</p>`
}

type Stage = NonNullable<VisualTarget['dashboard']>

/** A target, or the tiles of one dashboard, which stand below its heading. */
export interface TargetGroup {
  dashboard?: Stage
  results: Result<Published>[]
}

/** The tiles of one dashboard together, where its first one stands. */
export function groupTiles(results: readonly Result<Published>[]): TargetGroup[] {
  const blocks: TargetGroup[] = []
  const byDashboard = new Map<string, TargetGroup>()
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
