import type { Member } from '../input-types.ts'
import type { ContentClient } from '../looker/content.ts'
import type { Listing } from '../looker/content-responses.ts'
import { LookerError } from '../looker/errors.ts'

type Client = Pick<ContentClient, 'board' | 'dashboards' | 'look'>

/**
 * What stands on a board, in its order. A board still names what was deleted or hidden. One call lists all dashboards
 * that are left, whatever the board's length; Looks are asked for one by one.
 */
export async function readBoardContent(client: Client, id: string): Promise<Listing> {
  const board = await client.board(id)
  const dashboards = board.members.some(({ kind }) => kind !== 'look') ? await client.dashboards() : []
  const checked = board.members.map(member =>
    member.kind === 'look' ? checkLook(client, member) : checkDashboard(dashboards, member),
  )
  return { ...board, members: (await Promise.all(checked)).filter(member => member !== undefined) }
}

function checkDashboard(dashboards: readonly Member[], member: Member): Member | undefined {
  const found = dashboards.find(({ id }) => id === member.id)
  if (found) return { ...member, ...found }
  // Where the list has no LookML dashboard at all, this Looker does not list them.
  const untold = member.kind === 'lookml_dashboard' && !dashboards.some(({ kind }) => kind === member.kind)
  return untold ? member : undefined
}

async function checkLook(client: Client, member: Member): Promise<Member | undefined> {
  try {
    const { deleted, title } = await client.look(member.id)
    return deleted ? undefined : { ...(title && { title }), ...member }
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return undefined
    throw error
  }
}
