import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import { lookmlNameOf } from '../affected/target-uses.ts'
import { asActionError } from '../errors.ts'
import { LookerError, readingHints, withHints } from '../looker/looker-errors.ts'
import type { Filters, Target } from '../model.ts'
import { oneLine } from '../runtime/text.ts'
import {
  constantsOf,
  type Definitions,
  definitionsOf,
  isChangedText,
  type OwnSelection,
  type PlannedDrawing,
  planDrawing,
  showsChangedConstant,
} from './changed-dashboards.ts'
import { withListens } from './changed-listens.ts'
import { pairTiles, type TilePair } from './check-tile.ts'
import { lookmlTiles, type TileReader } from './read-tiles.ts'
import type { CheckSide } from './temporary-branch.ts'
import type { Tile } from './tile-queries.ts'

export interface AffectedTarget {
  target: Target
  affectedBy: readonly string[]
  tiles: readonly TilePair[]
  /** Whether the LookML of the head or of the merge base defines the dashboard. Production may not have it yet. */
  isDefined: boolean
  /** Whether the head's LookML defines the dashboard, and the merge base's LookML does not. */
  isAdded: boolean
  /**
   * Whether Looker answered that production does not have the added dashboard. Production may have it, for example if
   * the base branch got the dashboard after the merge base.
   */
  isMissing: boolean
  /** The content's own id, if known. The target may name the content by a slug. */
  ownId?: string
  /** The title in the head's LookML, or the title in production if the tiles come from production. */
  title?: string
  /**
   * The dashboard's LookML to draw. Set for a LookML dashboard, or a tile of it, that the pull request changes or adds,
   * and if a constant in its LookML changes.
   */
  drawing?: PlannedDrawing
}

type AffectedTiles = Omit<AffectedTarget, 'target' | 'affectedBy'>

/**
 * Returns the tiles of a target on both sides. Each side of a LookML dashboard has the tiles of its own LookML, because
 * production's commit may differ from both. Looker describes the tiles of any other target. It also describes a LookML
 * dashboard that cannot be read completely or belongs to another project's model, if the pull request does not change
 * it. Both sides then have the same tiles. If no LookML could be read, a LookML dashboard has a single unreadable tile.
 */
export async function readAffectedTiles(
  target: Target,
  selection: OwnSelection,
  reader: TileReader,
): Promise<AffectedTiles> {
  const defined = definitionsOf(target, selection)
  const isAdded = defined !== undefined && defined.base === undefined
  const isMissing = isAdded && (await reader.isMissing(target))
  const known = { isDefined: defined !== undefined, isAdded, isMissing, ...lookmlId(selection) }
  const isChanged = defined && (isChangedText(defined) || showsChangedConstant(defined, selection))
  const readText = (dashboard: Definitions) => {
    const { allTiles, ...ofText } = tilesOfText(target, dashboard, selection)
    const drawing = isChanged && planDrawing(target, dashboard, { tiles: ofText.tiles, allTiles, selection })
    return { ...known, ...ofText, ...(drawing && { drawing }) }
  }
  if (defined && isOfOwnModel(selection) && (isChanged || isReadCompletely(defined))) return readText(defined)
  try {
    const { id = target.id, title, tiles } = await reader.read(target)
    if (!selection.sides && lookmlNameOf(id)) return { ...known, ...bothSides(tileOfUnreadLookml(target)) }
    if (defined && isChanged) {
      const ofText = defined.base ? tilesOn('base', defined.base, { target, selection }) : []
      const isSame = queriedFields(tiles) === queriedFields(ofText)
      return isSame ? readText(defined) : { ...known, ...bothSides(tileOfOtherText(target)) }
    }
    const missing = missingTiles(target, tiles, selection)
    return {
      ...{ ...known, ownId: id },
      ...(title !== undefined && { title }),
      tiles: [...affectedPairs(pairTiles(tiles, tiles), selection), ...pairTiles(missing, missing)],
    }
  } catch (error) {
    const isMissing = error instanceof LookerError && error.status === 404
    if (defined && isMissing) return readText(defined)
    const { message, hint } = asActionError(withHints(error, readingHints(target)))
    const problem = `Looker does not describe the target: ${message}`
    const unknown = { ...unreadableTile(target, problem), problemHint: hint }
    return { ...known, ...bothSides(unknown) }
  }
}

const lookmlId = ({ lookml }: OwnSelection): Pick<AffectedTarget, 'ownId'> =>
  lookml ? { ownId: `${lookml.model}::${lookml.name}` } : {}

const bothSides = (tile: Tile) => ({ tiles: [{ base: tile, head: tile }] })

/** A dashboard of another project may have the same name as a dashboard of this project. */
const isOfOwnModel = ({ sides, lookml }: OwnSelection): boolean =>
  [sides?.base, sides?.head].some(side => side?.models.has(lookml?.model ?? ''))

const isReadCompletely = (defined: Definitions): boolean =>
  [defined.base, defined.head].every(side => side && side.problem === undefined && !side.mayInherit)

/** Returns unreadable tiles that stand for the tiles of the LookML that production may lack. */
const missingTiles = (target: Target, tiles: readonly Tile[], selection: OwnSelection): Tile[] => [
  ...(missesAffectedTile(tiles, selection) ? [tileOnlyInLookml(target)] : []),
  ...(selection.isDoubtful ? [tileOfOtherCommit(target)] : []),
]

/** Whether a tile that the change affects is not among production's tiles, whose commit may be older. */
function missesAffectedTile(tiles: readonly Tile[], { tiles: affected = [] }: OwnSelection): boolean {
  const shown = new Set(tiles.flatMap(({ queries }) => queries.map(({ explore }) => explore)))
  return affected.some(({ explores }) => explores.length > 0 && !explores.some(one => shown.has(one)))
}

const tileOnlyInLookml = (target: Target): Tile => ({
  ...unreadableTile(target, 'A tile in its LookML is affected, and production does not have this tile'),
  problemHint: 'Deploy the base branch to production, and run the job again.',
})

const tileOfOtherCommit = (target: Target): Tile => ({
  ...unreadableTile(target, 'Production may have other tiles than the merge base'),
  problemHint:
    "Merge the base branch into the pull request's branch, or deploy the base branch to production if production is older, and run the job again.",
})

/** Returns the Explores and fields of all tiles as one text. */
const queriedFields = (tiles: readonly Tile[]): string =>
  tiles
    .flatMap(({ queries }) =>
      queries.map(({ explore, body }) => [explore, ...[...body.fields].sort()].join()),
    )
    .sort()
    .join('\n')

const tileOfOtherText = (target: Target): Tile => ({
  ...unreadableTile(target, 'In production, this dashboard differs from its LookML in this project'),
  problemHint:
    'If another project defines a dashboard with the same name, rename one of them. Otherwise, deploy the base branch to production, and run the job again.',
})

const tileOfUnreadLookml = (target: Target): Tile => ({
  ...unreadableTile(target, "The project's LookML could not be read, so its tiles are unknown"),
  problemHint: 'Read the reason in the log, and run the job again.',
})

const unreadableTile = ({ id, name }: Target, problem: string): Tile => ({
  id,
  title: name,
  queries: [],
  problem,
})

function tilesOfText(
  target: Target,
  defined: Definitions,
  selection: OwnSelection,
): Pick<AffectedTarget, 'tiles' | 'title'> & { allTiles: TilePair[] } {
  const [base = [], head = []] = (['base', 'head'] as const).map(side => {
    const dashboard = defined[side]
    return dashboard ? tilesOn(side, dashboard, { target, selection }) : []
  })
  const isTile = target.kind === 'dashboard_element'
  const title = isTile ? undefined : defined.head?.parameters.title
  const allTiles = pairTiles(base, head)
  return {
    ...{ allTiles, tiles: affectedPairs(allTiles, selection) },
    ...(typeof title === 'string' && title !== '' && { title: oneLine(title) }),
  }
}

function tilesOn(
  side: CheckSide,
  dashboard: ComposedDashboard,
  { target, selection }: { target: Target; selection: OwnSelection },
): Tile[] {
  const filters: Filters = 'filters' in target ? target.filters : new Map()
  const constants = constantsOf(selection.sides?.[side])
  const model = selection.lookml?.model ?? ''
  const tiles = withListens(lookmlTiles(dashboard, { model, filters, constants }), dashboard, {
    model,
    constants,
  })
  if (dashboard.problem === undefined) return tiles
  const problemHint = 'Correct the LookML of the dashboard, or open the dashboard in Looker on this branch.'
  return [...tiles, { ...unreadableTile(target, dashboard.problem), problemHint }]
}

/** Returns tiles with an affected or unknown Explore, and tiles whose own text changed. */
function affectedPairs(pairs: readonly TilePair[], { explores }: OwnSelection): TilePair[] {
  return pairs.filter(({ base, head }) => {
    const names = [...(base?.queries ?? []), ...(head?.queries ?? [])].map(({ explore }) => explore)
    const isKnown = names.length > 0 && names.every(name => explores.get(name)?.length === 0)
    return !isKnown || JSON.stringify(base) !== JSON.stringify(head)
  })
}
