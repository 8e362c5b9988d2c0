import type { Result } from './model.ts'
import { addressOf, isCollection } from './target-kinds.ts'

/**
 * A target's headings in comment, report, summary, log and annotations. They are plain text: callers escape them for
 * Markdown and HTML.
 */

/** The parts of a result that its headings are made of. */
export type Titled = Pick<Result, 'target' | 'title' | 'distinction'>

const knownTitle = ({ target, title }: Titled) => title ?? ('title' in target ? target.title : undefined)

/** Returns the user's name or Looker's title, or else the file's name. */
export const titleOf = (result: Titled): string =>
  knownTitle(result) ?? (isCollection(result.target) ? addressOf(result.target) : result.target.name)

/** The texts beside the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
export const subtitlesOf = (result: Titled): string[] => [
  ...kindSubtitles(result),
  ...dashboardSubtitles(result),
  ...filterTexts(result.target),
  ...distinctionOf(result),
]

const distinctionOf = ({ distinction }: Titled) => (distinction === undefined ? [] : [distinction])

/** `Sales overview, Region: EMEA` */
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

/** `Sales overview, Region: EMEA (dashboards/42)`, for log and annotations, which have no links. */
export const headingWithAddress = (result: Titled): string =>
  knownTitle(result) === undefined
    ? titleOf(result)
    : `${headingOf({ target: result.target, ...(result.title !== undefined && { title: result.title }) })} (${addressOf(result.target)})`

/**
 * Empty for a dashboard, because that is the usual kind. Also empty for a generated name, because the name contains the
 * kind.
 */
function kindSubtitles(result: Titled): string[] {
  const { kind } = result.target
  const title = knownTitle(result)
  if (title === undefined || dashboardSubtitles(result).length > 0) return []
  if (kind === 'look') return ['Look']
  if (kind === 'dashboard_element') return ['Tile']
  return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : []
}

/** Returns the dashboard of a tile. */
function dashboardSubtitles({ target }: Titled): string[] {
  if (target.kind !== 'dashboard_element' || !target.dashboard) return []
  const { id, title = `dashboard ${id}` } = target.dashboard
  return [`Tile of ${title}`]
}

const filterTexts = (target: Titled['target']): string[] =>
  'filters' in target ? [...target.filters].map(([name, value]) => `${name}: ${filterText(value)}`) : []

/**
 * Formats a filter's value as a list. Commas separate values; `^,` is a comma inside of a value
 * (https://cloud.google.com/looker/docs/filter-expressions).
 */
const filterText = (value: string): string =>
  value === '' ? 'any value' : value.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',')
