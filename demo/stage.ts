import { parse } from 'yaml'
import { shop } from '../simulator/content/shop.ts'
import type { GitHub } from '../testkit/github/github.ts'
import { openStage, type PullRequest, type Stage as Services } from '../testkit/stage.ts'
import type { PullRequestView } from './model.ts'
import type { Looker } from './options.ts'
import { hasLookml, type Plan, type Push } from './plan.ts'

interface Trigger {
  /** The commit for which the workflow runs. */
  sha: string
  event: { name: string; payload: object }
}

/** The services that the action uses. Disposing of the stage closes all services. */
export interface Stage extends AsyncDisposable, Pick<Services, 'artifacts' | 'github'> {
  looker: Looker
  simulated: boolean
  /** The LookML project. Undefined if the plan has no LookML. */
  project: ReturnType<Services['looker']['project']> | undefined
  pull: PullRequestView | undefined
  /** Commits and pushes changes. Returns the event with which GitHub would start the workflow. */
  push(push: Push): Promise<Trigger>
}

/** Starts the services, pushes the base branch, and opens the pull request. */
export async function setStage(plan: Plan, own?: Looker): Promise<Stage> {
  const services = await openStage({
    looker: { renderSeconds: 0.4, slots: 2, content: contentOf(plan) },
    ...(hasLookml(plan) ? { lookml: plan.files } : { github: { files: plan.files } }),
  })
  const opened = plan.pull && (await openPull(services, plan, plan.pull))
  return {
    artifacts: services.artifacts,
    github: services.github,
    looker: own ?? services.looker,
    simulated: own === undefined,
    project: services.lookml && services.looker.project('thelook'),
    pull: opened?.view,
    push: async push => {
      if (push.event !== 'pull_request' || !opened) return triggerOnMain(services.github, push)
      const sha =
        push === opened.first
          ? opened.request.sha
          : await services.commit(push.changes, { branch: opened.view.branch, message: push.message })
      return {
        sha,
        event: { name: 'pull_request', payload: payloadAt(sha, opened.request.payload as Opened) },
      }
    },
    [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
  }
}

/** Returns the simulator's usual content with the plan's dashboards in the folder Shared. */
const contentOf = ({ dashboards = [] }: Plan) => ({
  ...shop,
  dashboards: [
    ...shop.dashboards,
    ...dashboards.map(({ id, title, yaml }) => ({ id, title, folderId: '1', lookml: parse(yaml)[0] })),
  ],
})

async function openPull(
  services: Services,
  { pushes }: Plan,
  { title, branch }: { title: string; branch: string },
) {
  const first = pushes.find(({ event }) => event === 'pull_request')
  const files = first && Object.keys(first.changes).length > 0 ? { files: first.changes } : {}
  const request = await services.openPullRequest({ title, branch, ...files })
  return { first, request, view: viewOf(title, request) }
}

function triggerOnMain(github: GitHub, { event }: Push): Trigger {
  const payload = github.pushPayload() as { after: string; repository: object }
  const { after: sha, repository } = payload
  const scheduled = { schedule: '0 6 * * 1', repository }
  return { sha, event: { name: event, payload: event === 'schedule' ? scheduled : payload } }
}

interface Opened {
  sender: { login: string }
  pull_request: { head: { sha: string }; base: { ref: string } }
}

function viewOf(title: string, { number, branch, payload }: PullRequest): PullRequestView {
  const { sender, pull_request } = payload as Opened
  return { number, title, branch, author: sender.login, base: pull_request.base.ref }
}

/** Returns the event's payload for another commit of the pull request. */
function payloadAt(sha: string, { pull_request, ...payload }: Opened): object {
  return { ...payload, pull_request: { ...pull_request, head: { ...pull_request.head, sha } } }
}
