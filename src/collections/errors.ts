import { ActionError } from '../errors.ts'
import { LookerError } from '../looker/errors.ts'
import type { Collection } from '../model.ts'
import { collectionKinds } from '../target-kinds.ts'

const describe = ({ kind, id }: Collection) => `${collectionKinds[kind].noun} ${id}`

const atStart = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const alike = 'Looker gives the same answer for what does not exist and for what the user may not see.'

/** Why a collection could not be read, in its own words where Looker refused it. */
export function readError(error: unknown, collection: Collection): unknown {
  if (!(error instanceof LookerError)) return error
  if (error.status === 404)
    return new ActionError(
      `Looker found no ${describe(collection)}`,
      `Check the id, and that the API user may see it: ${alike}`,
      { cause: error },
    )
  if (error.status === 403)
    return new ActionError(
      `Looker does not let the API user see ${describe(collection)} (403)`,
      'Give the user View on the folder, and its role see_user_dashboards, see_lookml_dashboards and see_looks.',
      { cause: error },
    )
  return error
}

export const trashError = (collection: Collection) =>
  new ActionError(
    `${atStart(describe(collection))} is in Looker's trash`,
    'Restore it, or take it out of the list.',
  )

export interface Emptiness {
  title: string | undefined
  /** Whether `except` leaves out all that it holds. */
  isExcepted: boolean
}

export function emptyError(collection: Collection, { title, isExcepted }: Emptiness): ActionError {
  const called = atStart(describe(collection)) + (title ? ` (${title})` : '')
  if (isExcepted)
    return new ActionError(
      `${called} holds only what except leaves out`,
      'Take it out of the list, or shorten except.',
    )
  const [what, hint] = {
    folder: [
      'has no dashboard and no Look that the API user may see',
      'Check its permissions; deleted and hidden ones are left out, those of subfolders come with recursive: true.',
    ],
    board: [
      'shows the API user no dashboard and no Look',
      'Check that the user may see what stands on it; links and what was deleted are left out.',
    ],
    model: [
      'has no LookML dashboard that the API user may see',
      "Check the model's name, that its dashboards are deployed, and that the API user's role has see_lookml_dashboards and the model.",
    ],
    tiles: ['has no tile with a query', 'Render the dashboard itself, without tiles: true.'],
  }[collection.kind] as [string, string]
  return new ActionError(`${called} ${what}`, hint)
}
