import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The file in the repository that says what to render. */
export const targetsFile = 'dashboards.yml'

/** What lies in the repository, by paths. */
export type Files = Readonly<Record<string, string>>

/** A push, which the workflow runs for. */
export interface Push {
  message: string
  /** What it changes. */
  changes: Files
  /** What happens, for a heading, and what comes of it. */
  tale: { title: string; text: string }
}

/** What happens in the repository. */
export interface Plan {
  /** What lies on the base branch; the LookML of it is deployed to the simulated Looker. */
  files: Files
  /** A push to the base branch whose pictures are recorded; without one, nothing is run for it. */
  recording?: Push
  /** The pull request: the push that opens it, and those that come later. */
  pull: { title: string; branch: string; pushes: [Push, ...Push[]]; tale: string }
}

/** What lies in the repository after that push. */
export function filesAfter(plan: Plan, push: Push): Files {
  const pushes = pushesOf(plan)
  const done = pushes.slice(0, pushes.indexOf(push) + 1)
  return Object.assign({}, plan.files, ...done.map(({ changes }) => changes))
}

/** The pushes that the workflow runs for, in their order. */
export const pushesOf = ({ recording, pull }: Plan): Push[] => [
  ...(recording ? [recording] : []),
  ...pull.pushes,
]

/** Of targets that somebody names: recorded, then compared. */
export function planTargets(targets: string): Plan {
  const files = { [targetsFile]: targets }
  return {
    files,
    recording: {
      message: 'Choose what to see',
      changes: files,
      tale: {
        title: 'A push to main records',
        text: 'What the workflow renders on main is kept, on a branch that holds nothing else, as the pictures of main. This is what that branch shows to whoever opens it:',
      },
    },
    pull: {
      title: 'See our dashboards on every pull request',
      branch: 'dashboards',
      pushes: [
        {
          message: 'Change the LookML',
          changes: {},
          tale: {
            title: 'A pull request compares',
            text: 'The same targets are rendered for it, and compared with the pictures of main. Its comment, above, says what came of that.',
          },
        },
      ],
      tale: 'The pictures of main were recorded; this is what the comment says of the pull request’s.',
    },
  }
}

const here = fileURLToPath(new URL('.', import.meta.url))
const view = 'views/order_items.view.lkml'
const board = 'dashboards/shop_overview.dashboard.lookml'

/** A pull request that changes a measure, then a chart; its LookML is deployed to the simulated Looker and taken back. */
export function planStory(): Plan {
  const lookml = readLookml()
  const changed = (path: string, from: string, to: string): Files => {
    const before = lookml[path] ?? ''
    if (!before.includes(from)) throw new Error(`${path} has no ${from}`)
    return { [path]: before.replace(from, to) }
  }
  return {
    files: { ...lookml, [targetsFile]: readFileSync(join(here, 'targets.yml'), 'utf8') },
    pull: {
      title: 'Count revenue net of returns',
      branch: 'net-revenue',
      pushes: [
        {
          message: 'Count revenue net of returns',
          changes: changed(view, `.sale_price ;;\n    value`, `.sale_price - \${TABLE}.refund ;;\n    value`),
          tale: {
            title: 'A pull request opens: a measure changes',
            text: 'The action deploys what the branch started from to the staging instance and renders it, then the branch. What the change cannot touch is not rendered. Then staging is put back.',
          },
        },
        {
          message: 'Compare categories by bars',
          changes: changed(board, 'looker_pie', 'looker_bar'),
          tale: {
            title: 'More is pushed: a chart becomes another',
            text: 'The same again for the new commit. The action updates its one comment, which stands above.',
          },
        },
      ],
      tale: 'It changes a measure and a chart. This is what its comment says after the second push:',
    },
  }
}

function readLookml(): Files {
  const folder = join(here, 'lookml')
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    /\.(lkml|lookml)$/.test(path),
  )
  return Object.fromEntries(
    paths.map(path => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  )
}
