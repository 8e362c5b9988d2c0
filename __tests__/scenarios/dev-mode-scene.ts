import { fastClock } from '../../testkit/clock.ts'
import { hasGit } from '../../testkit/looker/lookml-repository.ts'
import { shopLookml } from '../../testkit/looker/shop-lookml.ts'
import { type PullRequestScene, pullRequestScene, type StepOutcome } from '../../testkit/scene.ts'

/* Functions for all scenarios of `dev-mode`. Looker's LookML project is a real git repository. */

export const scenarios = hasGit ? describe : describe.skip

export const view = 'views/order_items.view.lkml'
export const netRevenue = {
  [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`),
}

type Options = Parameters<typeof pullRequestScene>[0]
export const openScene = (more: Options = {}) =>
  pullRequestScene({ lookml: shopLookml, pull: { branch: 'net-revenue', files: netRevenue }, ...more })

export const overview = 'dashboards/thelook::sales_overview'
export const inputs = { 'dev-mode': 'thelook', targets: overview, 'content-validation': 'false' }

/** Accelerates the clock of the step, so that a pause of minutes takes only seconds. */
export const hurry = (speed = 20) => ({ env: fastClock(speed) })

export const bodyOf = async ({ github, number }: PullRequestScene) =>
  (await github.comments(number))[0]?.body ?? ''
/** Returns the temporary branches on the remote and in Looker's clone. */
export const temporaryBranches = ({ lookml }: PullRequestScene) =>
  [...(lookml?.branches().keys() ?? [])].filter(name => name.startsWith('looker-snapshot-'))
const copyOf = ({ looker }: PullRequestScene) => looker.project('thelook').copyOf('1')
export const checkedOut = (scene: PullRequestScene) => copyOf(scene).branch
export const personal = (scene: PullRequestScene) => copyOf(scene).personal
export const tilesOf = ({ results }: StepOutcome) => results.flatMap(({ tiles = [] }) => tiles)

/** Checks that the step has restored everything in Looker. */
export function expectRestored(scene: PullRequestScene): void {
  expect(temporaryBranches(scene)).toEqual([])
  expect(checkedOut(scene)).toBe(personal(scene))
}
