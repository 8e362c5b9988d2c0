import { readFileSync } from 'node:fs'
import type { Edit } from '../simulator/model.ts'

/** A push, which the workflow runs for. */
export interface Push {
  message: string
  /** What dashboards.yml says after it: the list of what to render. */
  targets: string
  /** The other files that it brings, by their paths. */
  lookml?: Record<string, string>
  /** What of it is deployed, before the workflow runs, to the Looker that draws. */
  deploy?: Edit
  /** What happens, for a heading, and what comes of it. */
  tale: { title: string; text: string }
}

/** What happens in the repository. */
export interface Plan {
  /** To the base branch; its pictures are recorded. */
  base: Push
  /** The pull request: the push that opens it, and those that come later. */
  pull: { title: string; branch: string; pushes: [Push, ...Push[]]; tale: string }
}

const recording = {
  title: 'A push to main records',
  text: 'What the workflow renders on main is kept, on a branch that holds nothing else, as the pictures of main.',
}

/** Of targets that somebody names: recorded, then compared. */
export function plainPlan(targets: string): Plan {
  const tale = {
    title: 'A pull request compares',
    text: 'The same targets are rendered for it, and held against the pictures of main. Its comment, above, says what came of that.',
  }
  return {
    base: { message: 'Choose what to see', targets, tale: recording },
    pull: {
      title: 'See our dashboards on every pull request',
      branch: 'dashboards',
      pushes: [{ message: 'Change the LookML', targets, tale }],
      tale: 'The pictures of main were recorded; this is what the comment says of the pull request’s.',
    },
  }
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

const view = 'views/order_items.view.lkml'
const board = 'dashboards/sales_overview.dashboard.lookml'

/** A pull request whose change cannot be seen at first, until its LookML is deployed to the simulated Looker. */
export function ownPlan(): Plan {
  const targets = read('targets.yml')
  const lookml = {
    [view]: read('lookml/order_items.view.lkml'),
    [board]: read('lookml/sales_overview.dashboard.lookml'),
  }
  return {
    base: { message: 'Choose what to see', targets, lookml, tale: recording },
    pull: {
      title: 'Count revenue net of returns',
      branch: 'net-revenue',
      pushes: [opening(targets, lookml), deployed(targets)],
      tale: 'It changes a measure and a chart. Its comment, after its second push, shows what people will see:',
    },
  }
}

function opening(targets: string, lookml: Record<string, string>): Push {
  const changed = (path: string, from: string, to: string) => ({
    [path]: lookml[path]?.replace(from, to) ?? '',
  })
  return {
    message: 'Count net prices, and compare categories by bars',
    targets,
    lookml: { ...changed(view, 'sale_price', 'net_price'), ...changed(board, 'looker_pie', 'looker_bar') },
    tale: {
      title: 'A pull request opens',
      text: 'It changes LookML that is not deployed yet: Looker draws what it drew for main, and the comment takes one line to say so.',
    },
  }
}

/** What the push above has in LookML; and one target that is new, and one that is not there. */
function deployed(targets: string): Push {
  return {
    message: 'Look at APAC, and at one dashboard more',
    targets: `${targets.replace('Region=EMEA', 'Region=APAC')}- dashboards/404 # not there: see what becomes of it\n`,
    deploy: {
      dashboard: 'thelook::sales_overview',
      changes: [
        { measure: 'Revenue', times: 0.88 },
        { tile: 'Revenue by category', as: 'bar' },
      ],
    },
    tale: {
      title: 'Its LookML is deployed, and more is pushed',
      text: 'Looker draws what is deployed: here the branch now is, as it would be to a staging instance. The push asks for another region, and for a dashboard that is not there. The action compares again and updates its one comment, which stands above.',
    },
  }
}
