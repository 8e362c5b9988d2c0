import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Files, type Plan, type Push, targetsFile } from './plan.ts'

/** The names of the stories, in the order in which the page shows them. */
export const storyNames = ['one-instance', 'staging', 'weekly'] as const

type StoryName = (typeof storyNames)[number]

export const planStory = (name: StoryName): Plan => plans[name]()

const plans: Record<StoryName, () => Plan> = {
  'one-instance': planOneInstance,
  staging: planStaging,
  weekly: planWeekly,
}

const here = fileURLToPath(new URL('.', import.meta.url))
const view = 'views/order_items.view.lkml'
const shopOverview = 'dashboards/shop_overview.dashboard.lookml'

function planOneInstance(): Plan {
  const files = { ...readLookml(), [targetsFile]: readTargets('one-instance') }
  const [netRevenue] = changeMeasure(files)
  const removed = replaceIn({ ...files, ...netRevenue.changes }, [
    [view, `  dimension: campaign {\n    sql: \${TABLE}.campaign ;;\n  }\n\n`, ''],
    [shopOverview, 'looker_pie', 'looker_bar'],
  ])
  return {
    name: 'one-instance',
    title: 'One Looker instance',
    lead: 'Most teams have one Looker. The action asks it for the SQL and the results of each affected tile, on the merge base and on the pull request, in development mode. Production stays as it is.',
    inputs: { 'dev-mode': 'thelook' },
    files,
    pull: { title: 'Count revenue net of returns', branch: 'net-revenue' },
    pushes: [
      {
        ...netRevenue,
        explanation: {
          title: 'A pull request opens: it changes a measure',
          text: 'The comment lists the tiles whose numbers change, and by how much.',
        },
      },
      {
        event: 'pull_request',
        message: 'Remove an unused dimension, and compare categories by bars',
        changes: removed,
        explanation: {
          title: 'A second commit: it removes a dimension and changes a dashboard',
          text: 'The comment above now shows the changed dashboard before and after, and a dashboard of another team that still uses the dimension.',
        },
      },
    ],
    dashboards: [
      {
        id: '71',
        title: 'Marketing: campaigns',
        yaml: `- dashboard: campaigns
  title: "Marketing: campaigns"
  elements:
  - name: revenue_by_campaign
    title: Revenue by campaign
    model: thelook
    explore: order_items
    type: looker_bar
    fields: [order_items.campaign, order_items.revenue]
  - name: orders
    title: Orders by category
    model: thelook
    explore: order_items
    type: looker_bar
    fields: [order_items.category, order_items.orders]
`,
      },
    ],
  }
}

function planStaging(): Plan {
  const files = { ...readLookml(), [targetsFile]: readTargets('staging') }
  const [netRevenue] = changeMeasure(files)
  return {
    name: 'staging',
    title: 'A staging instance',
    lead: 'The action deploys the pull request to staging, then its merge base, renders what the change affects on both, and deploys the previous commit again.',
    inputs: { compare: 'base', deploy: 'thelook', 'only-affected': 'true' },
    files,
    pull: { title: 'Count revenue net of returns', branch: 'net-revenue' },
    pushes: [
      {
        ...netRevenue,
        explanation: {
          title: 'A pull request opens: it changes a measure',
          text: 'The action renders the affected dashboards on both commits. It skips the others, and says so.',
        },
      },
      {
        event: 'pull_request',
        message: 'Compare categories by bars',
        changes: replaceIn(files, [[shopOverview, 'looker_pie', 'looker_bar']]),
        explanation: {
          title: 'A second commit: a pie chart becomes a bar chart',
          text: 'The action does the same for the new commit, and updates its comment, which is shown above.',
        },
      },
    ],
  }
}

function planWeekly(): Plan {
  return {
    name: 'weekly',
    title: 'A weekly report',
    lead: 'No pull request is needed. On a schedule, the action renders dashboards into a report, a PDF and a gallery that anyone with access to the repository can open.',
    inputs: { compare: 'base' },
    files: { ...readLookml(), [targetsFile]: readTargets('weekly') },
    pushes: [
      {
        event: 'schedule',
        message: 'Mondays at six',
        changes: {},
        explanation: {
          title: 'The schedule starts the workflow',
          text: 'The rendered files are in the workflow’s artifact. The branch looker-snapshots keeps the pictures and shows them as a gallery:',
        },
      },
    ],
  }
}

/** Plans a recording and a comparison of the targets that the user has listed. */
export function planTargets(targets: string): Plan {
  const files = { [targetsFile]: targets }
  return {
    name: 'targets',
    title: 'Your targets',
    lead: 'A push to main records the pictures, and a pull request is compared with them.',
    inputs: { compare: 'base' },
    files,
    pull: { title: 'See our dashboards on every pull request', branch: 'dashboards' },
    pushes: [
      {
        event: 'push',
        message: 'List the targets',
        changes: files,
        explanation: {
          title: 'A push to main records',
          text: 'The branch looker-snapshots keeps the pictures of main and shows them as a gallery:',
        },
      },
      {
        event: 'pull_request',
        message: 'Change the LookML',
        changes: {},
        explanation: {
          title: 'A pull request compares',
          text: 'The same targets are rendered again and compared with the pictures of main. The comment above has the result.',
        },
      },
    ],
  }
}

const changeMeasure = (files: Files): [Omit<Push, 'explanation'>] => [
  {
    event: 'pull_request',
    message: 'Count revenue net of returns',
    changes: replaceIn(files, [
      [view, `.sale_price ;;\n    value`, `.sale_price - \${TABLE}.refund ;;\n    value`],
    ]),
  },
]

/**
 * Replaces texts in files. Returns the changed files.
 * @throws if a file does not contain the text to replace
 */
function replaceIn(files: Files, replacements: readonly [path: string, from: string, to: string][]): Files {
  const changed: Record<string, string> = {}
  for (const [path, from, to] of replacements) {
    const before = changed[path] ?? files[path] ?? ''
    if (!before.includes(from)) throw new Error(`${path} has no ${from}`)
    changed[path] = before.replace(from, to)
  }
  return changed
}

const readTargets = (name: StoryName) => readFileSync(join(here, 'targets', `${name}.yml`), 'utf8')

function readLookml(): Files {
  const folder = join(here, 'lookml')
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    /\.(lkml|lookml)$/.test(path),
  )
  return Object.fromEntries(
    paths.map(path => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  )
}
