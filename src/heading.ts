import type { Result } from './model.ts'
import { addressOf, isCollection } from './target-kinds.ts'

/*
 * What people call a target: the same in comment, report, summary, log and annotations. Plain text: whoever puts it
 * into Markdown or HTML escapes it.
 */

type Titled = Pick<Result, 'target' | 'title'>

const knownTitle = ({ target, title }: Titled) => title ?? ('title' in target ? target.title : undefined)

/** Its title in Looker, or the name that it was given; where neither is known, what its file is called. */
export const titleOf = (result: Titled): string =>
  knownTitle(result) ?? (isCollection(result.target) ? addressOf(result.target) : result.target.name)

/** What stands beside the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
export const subtitlesOf = (result: Titled): string[] => [
  ...kindSubtitles(result),
  ...stageOf(result),
  ...filterTexts(result.target),
]

/** On one line: `Sales overview, Region: EMEA`. */
export const headingOf = (result: Titled): string =>
  [titleOf(result), ...stageOf(result), ...filterTexts(result.target)].join(', ')

/** For log and annotations, where nothing is a link: `Sales overview, Region: EMEA (dashboards/42)`. */
export const headingWithAddress = (result: Titled): string =>
  knownTitle(result) === undefined ? titleOf(result) : `${headingOf(result)} (${addressOf(result.target)})`

/** Empty for a dashboard, which people expect, and where the name is made from the target and says it already. */
function kindSubtitles(result: Titled): string[] {
  const { kind } = result.target
  const title = knownTitle(result)
  if (title === undefined || stageOf(result).length > 0) return []
  if (kind === 'look') return ['Look']
  if (kind === 'dashboard_element') return ['Tile']
  return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : []
}

/** The dashboard that a tile stands on. */
function stageOf({ target }: Titled): string[] {
  if (target.kind !== 'dashboard_element' || !target.dashboard) return []
  const { id, title = `dashboard ${id}` } = target.dashboard
  return [`Tile of ${title}`]
}

const filterTexts = (target: Titled['target']): string[] =>
  'filters' in target ? [...target.filters].map(([name, value]) => `${name}: ${filterText(value)}`) : []

/** Commas part a filter's values, and `^,` stands for a comma in one (Looker's filter expressions). */
const filterText = (value: string): string =>
  value === '' ? 'any value' : value.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',')
