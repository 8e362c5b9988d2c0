import { snakeCase } from '../names.ts'
import { tilePlans } from './made-up.ts'

/** The dashboards whose tiles have consecutive ids. The first tile of the first dashboard has the id 19. */
const listed = ['42', '43', '44', '45']
const firstListed = 19
const firstOther = 100_000

/**
 * Returns the id of a tile: a number on a user-defined dashboard, and `model::dashboard::name` on a LookML dashboard.
 */
export function elementId(
  dashboardId: string,
  place: number,
  { name, title }: { name?: string | undefined; title: string },
): string {
  if (dashboardId.includes('::')) return `${dashboardId}::${name ?? snakeCase(title)}`
  const plan = listed.indexOf(dashboardId)
  if (plan < 0 || place >= (tilePlans[plan]?.length ?? 0))
    return String(firstOther + Number(dashboardId) * 100 + place)
  return String(firstListed + tilePlans.slice(0, plan).flat().length + place)
}

/** Returns the id of the dashboard that contains the element. Returns undefined if the element's id is unknown. */
export function dashboardOfElement(id: string): string | undefined {
  const parts = id.split('::')
  if (parts.length === 3) return parts.slice(0, 2).join('::')
  const number = Number(id)
  if (number >= firstOther) return String(Math.floor((number - firstOther) / 100))
  const owners = tilePlans.flatMap((tiles, plan) => tiles.map(() => listed[plan]))
  return owners[number - firstListed]
}
