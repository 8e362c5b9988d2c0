import type { GitHub } from '../testkit/github/github.ts'
import { openStage, type PullRequest, type Stage as Services } from '../testkit/stage.ts'
import type { PullRequestView } from './model.ts'
import type { Looker } from './options.ts'
import type { Plan, Push } from './plan.ts'

/** What starts a workflow. */
export interface Trigger {
  /** The commit that it runs for. */
  sha: string
  event: { name: string; payload: object }
}

/** What the action meets: a Looker, GitHub with a pull request, its artifact service; gone when the demo is over. */
export interface Stage extends AsyncDisposable, Pick<Services, 'artifacts' | 'github'> {
  looker: Looker
  simulated: boolean
  /** The LookML project of the simulated Looker; where the plan has one. */
  project: ReturnType<Services['looker']['project']> | undefined
  pull: PullRequestView
  /** Commits what the push brings, and gives what GitHub starts the workflow with. */
  push(push: Push): Promise<Trigger>
}

/** Stands where the plan's base branch has been pushed, and its pull request opened. */
export async function setStage(plan: Plan, own?: Looker): Promise<Stage> {
  const services = await openStage({
    looker: { renderSeconds: 0.4, slots: 2 },
    ...(hasLookml(plan) ? { lookml: plan.files } : { github: { files: plan.files } }),
  })
  const { title, branch, pushes } = plan.pull
  const { changes } = pushes[0]
  const files = Object.keys(changes).length > 0 ? { files: changes } : {}
  const opened = await services.openPullRequest({ title, branch, ...files })
  return {
    artifacts: services.artifacts,
    github: services.github,
    looker: own ?? services.looker,
    simulated: own === undefined,
    project: services.lookml && services.looker.project('thelook'),
    pull: viewOf(title, opened),
    push: async push => {
      if (push === plan.recording) return triggerOfMain(services.github)
      const sha =
        push === pushes[0]
          ? opened.sha
          : await services.commit(push.changes, { branch, message: push.message })
      return { sha, event: { name: 'pull_request', payload: payloadAt(sha, opened.payload as Opened) } }
    },
    [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
  }
}

/** Whether its LookML can be deployed, which needs git. */
export const hasLookml = ({ files }: Plan): boolean =>
  Object.keys(files).some(path => path.endsWith('.model.lkml'))

function triggerOfMain(github: GitHub): Trigger {
  const payload = github.pushPayload() as { after: string }
  return { sha: payload.after, event: { name: 'push', payload } }
}

interface Opened {
  sender: { login: string }
  pull_request: { head: { sha: string }; base: { ref: string } }
}

function viewOf(title: string, { number, branch, payload }: PullRequest): PullRequestView {
  const { sender, pull_request } = payload as Opened
  return { number, title, branch, author: sender.login, base: pull_request.base.ref }
}

/** The payload as it is when the pull request's branch stands at that commit. */
function payloadAt(sha: string, { pull_request, ...payload }: Opened): object {
  return { ...payload, pull_request: { ...pull_request, head: { ...pull_request.head, sha } } }
}
