import type { Shard } from './input-types.ts'
import type { ApiVersion, Collection, Filters, Result, Target } from './model.ts'
import { count, oneLine, withThousands } from './runtime/text.ts'

interface TargetKind {
  /** A noun for messages, for example "LookML dashboard". */
  noun: string
  /** The beginning of generated file names. */
  slug: string
  /** The name in the API paths of render tasks. */
  resource: Record<ApiVersion, string>
  /**
   * The permission that a role needs in addition to access_data and a download permission
   * (https://cloud.google.com/looker/docs/admin-panel-users-roles).
   */
  permission: string
}

const sameInBoth = (resource: string) => ({ '4.0': resource, '3.1': resource })

export const targetKinds = {
  dashboard: {
    noun: 'dashboard',
    slug: 'dashboards',
    resource: sameInBoth('dashboards'),
    permission: 'see_user_dashboards',
  },
  // In API 4.0, the path `dashboards` also accepts the ids of LookML dashboards.
  lookml_dashboard: {
    noun: 'LookML dashboard',
    slug: 'dashboards',
    resource: { '4.0': 'dashboards', '3.1': 'lookml_dashboards' },
    permission: 'see_lookml_dashboards',
  },
  look: { noun: 'Look', slug: 'looks', resource: sameInBoth('looks'), permission: 'see_looks' },
  query: { noun: 'query', slug: 'queries', resource: sameInBoth('queries'), permission: 'see_looks' },
  dashboard_element: {
    noun: 'dashboard element',
    slug: 'dashboard-elements',
    resource: sameInBoth('dashboard_elements'),
    permission: 'see_user_dashboards',
  },
} as const satisfies Record<Target['kind'], TargetKind>

/** Returns text such as "dashboard 42" or "LookML dashboard thelook::overview". */
export const describeTarget = ({ kind, id }: Pick<Target, 'kind' | 'id'>): string =>
  `${targetKinds[kind].noun} ${id}`

/** Returns text such as "Dashboard" or "LookML dashboard". */
export function nounAtStart(kind: Target['kind']): string {
  const { noun } = targetKinds[kind]
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}

export const collectionKinds = {
  folder: { noun: 'folder', resource: 'folders' },
  board: { noun: 'board', resource: 'boards' },
  model: { noun: 'model', resource: 'models' },
  tiles: { noun: 'dashboard', resource: 'dashboards' },
} as const satisfies Record<Collection['kind'], { noun: string; resource: string }>

const isCollectionKind = (kind: string): kind is Collection['kind'] => Object.hasOwn(collectionKinds, kind)

export const isCollection = <C extends Collection>(entry: Target | C): entry is C =>
  isCollectionKind(entry.kind)

/** Returns the address as in the input `targets`, such as `dashboards/42` or `folders/12`. */
export const addressOf = ({ kind, id }: Pick<Target | Collection, 'kind' | 'id'>): string =>
  `${isCollectionKind(kind) ? collectionKinds[kind].resource : targetKinds[kind].resource['4.0']}/${id}`

/*
 * The functions below return the headings of a target for comment, report, summary, log and annotations. Headings are
 * plain text. Callers escape them for Markdown and HTML.
 */

export type Titled = Pick<Result, 'target' | 'title' | 'distinction'>

const knownTitle = ({ target, title }: Titled) => title ?? ('title' in target ? target.title : undefined)

/** Returns the user's name for the target or Looker's title, or else the target as the user wrote it. */
export const titleOf = (result: Titled): string => knownTitle(result) ?? writtenAs(result.target)

const maxWritten = 400

/**
 * Returns `dashboards/42` instead of a pasted address, an address with filters, or a long text. The subtitles show the
 * filters.
 */
const writtenAs = (target: Titled['target']): string =>
  /^https?:\/\/|^\/?dashboards\/\S+\?/i.test(target.source) || target.source.length > maxWritten
    ? addressOf(target)
    : target.source

/** Returns the texts next to the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
export const subtitlesOf = (result: Titled): string[] => [
  ...kindSubtitles(result),
  ...dashboardSubtitles(result),
  ...filterTexts(result.target),
  ...distinctionOf(result),
]

const distinctionOf = ({ distinction }: Titled) => (distinction === undefined ? [] : [distinction])

/** Returns text such as `Sales overview, Region: EMEA`. */
export const headingOf = (result: Titled): string =>
  [
    titleOf(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
    ...distinctionOf(result),
  ].join(', ')

/** Formats a heading for a list of names, without commas: `Revenue (Sales overview; Region: EMEA)`. */
export function nameInList(result: Titled): string {
  const { target } = result
  const dashboard = 'dashboard' in target && target.dashboard
  const beside = [
    ...(dashboard ? [dashboard.title ?? `dashboard ${dashboard.id}`] : []),
    ...filterTexts(target),
    ...distinctionOf(result),
  ]
  return beside.length > 0 ? `${titleOf(result)} (${beside.join('; ')})` : titleOf(result)
}

/**
 * Returns text such as `Sales overview, Region: EMEA (dashboards/42)`. The address is for the log and annotations,
 * because they have no links.
 */
export const headingWithAddress = (result: Titled): string =>
  knownTitle(result) === undefined
    ? titleOf(result)
    : `${headingOf({ target: result.target, ...(result.title !== undefined && { title: result.title }) })} (${addressOf(result.target)})`

/** Leaves out "Dashboard", the usual kind, and a kind that the title already names, as in `Query of orders`. */
function kindSubtitles(result: Titled): string[] {
  const { kind } = result.target
  const title = knownTitle(result)
  if (title === undefined || dashboardSubtitles(result).length > 0) return []
  if (kind === 'look') return ['Look']
  if (kind === 'dashboard_element') return ['Tile']
  return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : []
}

function dashboardSubtitles({ target }: Titled): string[] {
  if (target.kind !== 'dashboard_element' || !target.dashboard) return []
  const { id, title = `dashboard ${id}` } = target.dashboard
  return [`Tile of ${title}`]
}

/** The maximum number of filters in a heading. */
const maxFilters = 20
/**
 * The maximum length of a filter in a heading. A list of hundreds of values would leave the comment no room for
 * pictures, and make the job summary too large for GitHub.
 */
const maxFilterLength = 120

function filterTexts(target: Titled['target']): string[] {
  if (!('filters' in target)) return []
  const texts = [...target.filters].slice(0, maxFilters).map(filterText)
  const left = target.filters.size - texts.length
  return left > 0 ? [...texts, count(left, 'more filter')] : texts
}

/**
 * Formats a filter with its value as a list. Commas separate values, and `^,` is a comma inside of a value
 * (https://cloud.google.com/looker/docs/filter-expressions).
 */
function filterText([name, value]: [name: string, value: string]): string {
  // Before it is shortened, the text may lose blanks and escape characters.
  const start = value.slice(0, 4 * maxFilterLength)
  const list = value === '' ? 'any value' : start.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',')
  return oneLine(`${name}: ${list}`, maxFilterLength)
}

export const describeAffectedTargets = ({
  affected,
  unaffected,
}: {
  affected: readonly { target: Target; affectedBy?: readonly string[] }[]
  unaffected: readonly Target[]
}): string[] => [
  ...affected.flatMap(({ target, affectedBy = [] }) =>
    affectedBy.map(reason => `Affected by the change: ${headingOf({ target })} (${reason}).`),
  ),
  ...(unaffected.length > 0 ? [`Not affected by the change: ${headingsOf(unaffected)}.`] : []),
]

/** Returns text such as `Sales overview; dashboards/42, Region: EMEA`. */
export const headingsOf = (targets: readonly Target[]): string =>
  targets.map(target => headingOf({ target })).join('; ')

/** Returns the value of Looker's `dashboard_filters`: a URL query with percent-encoded names and values. */
export function encodeFilters(filters: Filters): string {
  return [...filters]
    .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
    .join('&')
}

/** Whether LookML defines the target: a LookML dashboard or one of its tiles. */
export const isOfLookml = ({ id }: Pick<Target, 'id'>): boolean => id.includes('::')

export const wholeList: Shard = { index: 0, total: 1 }

/** Returns this job's targets. With three jobs, each job gets every third target. */
export const shareOf = <T>(targets: readonly T[], { index, total }: Shard): T[] =>
  targets.filter((_, place) => place % total === index)

/**
 * The maximum number of targets. Looker would need hours for more targets, and their results would not fit into one
 * comment.
 */
export const maxTargets = 500

/** Explains that there are too many targets. Returns undefined if one job can render `share` targets. */
export function describeExcess(share: number, all: number): { message: string; hint: string } | undefined {
  if (share <= maxTargets) return undefined
  return {
    message: `${withThousands(share)} targets are more than the ${maxTargets} that one job renders`,
    hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
  }
}
