import type { RecordedRequest } from '../../simulator/model.ts'
import { hasGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Functions for the scenarios of `dev-mode` in which a pull request changes LookML dashboards. */

export const scenarios = hasGit ? describe : describe.skip

export const board = 'dashboards/sales_overview.dashboard.lookml'
export const model = 'thelook.model.lkml'
export const view = 'views/order_items.view.lkml'
export const overview = 'dashboards/thelook::sales_overview'

export const replaced = (path: keyof typeof shopLookml, from: string, to: string) => {
  const text: string = shopLookml[path]
  if (!text.includes(from)) throw new Error(`${path} lacks ${from}`)
  return text.replace(from, to)
}

/** Changes only the kind of a chart. The SQL of all tiles stays the same. */
export const changedBoard = { [board]: replaced(board, 'type: looker_pie', 'type: looker_column') }

type Options = Parameters<typeof pullRequestScene>[0]

/** Opens a scene. By default, Looker sends random files instead of pictures, because this is faster. */
export const openScene = (files: Record<string, string>, more: Options = {}) =>
  pullRequestScene({ lookml: shopLookml, pull: { branch: 'board', files }, ...more })

/** Makes Looker draw real pictures. */
export const drawing = { looker: { pictureBytes: () => undefined, renderSeconds: 0.3 } }

export const inputs = { 'dev-mode': 'thelook', targets: overview, 'content-validation': 'false' }

export const isImportChange = ({ operation, method }: RecordedRequest) =>
  operation === 'dashboard' && method !== 'GET'

export const importedTexts = ({ looker }: PullRequestScene): string[] =>
  looker.requests
    .filter(({ path }) => path.endsWith('/dashboards/lookml'))
    .map(({ body }) => JSON.parse(body).lookml)

export const bodyOf = async ({ github, number }: PullRequestScene) =>
  (await github.comments(number))[0]?.body ?? ''
