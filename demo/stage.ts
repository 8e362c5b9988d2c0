import { startSimulator } from '../simulator/server.ts'
import { type ArtifactService, startArtifactService } from '../testkit/artifacts.ts'
import { type GitHub, startGitHub } from '../testkit/github.ts'
import type { Looker } from './options.ts'
import type { Plan, Push } from './plan.ts'
import type { PullRequest } from './run.ts'

/** What starts a workflow. */
export interface Trigger {
  /** The commit that it runs for. */
  sha: string
  event: { name: string; payload: object }
}

/** What the action meets: a Looker, GitHub with a pull request, its artifact service; gone when the demo is over. */
export interface Stage extends AsyncDisposable {
  looker: Looker
  simulated: boolean
  artifacts: ArtifactService
  github: GitHub
  pull: PullRequest
  /** Commits and deploys what the push brings, and gives what GitHub starts the workflow with. */
  push(push: Push): Promise<Trigger>
}

/** The file in the repository that says what to render. */
export const targetsFile = 'dashboards.yml'

/** Stands where the plan's base branch has been pushed, and its pull request opened. */
export async function setStage({ base, pull }: Plan, own?: Looker): Promise<Stage> {
  const [simulator, artifacts, github] = await Promise.all([
    own ? undefined : startSimulator({ renderSeconds: 1.2, slots: 2 }),
    startArtifactService(),
    startGitHub({ files: filesOf(base) }),
  ])
  const main = github.pushPayload() as { after: string }
  const { title, branch, pushes } = pull
  const { number, payload } = await github.pullRequest({ title, branch, files: filesOf(pushes[0]) })
  const opened = payload as Opened
  return {
    looker: own ?? (simulator as Looker),
    simulated: own === undefined,
    artifacts,
    github,
    pull: { number, title, branch, author: opened.sender.login, base: opened.pull_request.base.ref },
    push: async push => {
      if (push.deploy) simulator?.edit(push.deploy)
      if (push === base) return { sha: main.after, event: { name: 'push', payload: main } }
      if (push !== pushes[0]) await commit(github, branch, push)
      const sha = (await github.ref(`heads/${branch}`)) ?? ''
      return { sha, event: { name: 'pull_request', payload: at(sha, opened) } }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([simulator?.close(), artifacts.close(), github.close()])
    },
  }
}

const filesOf = ({ targets, lookml }: Push) => ({ [targetsFile]: targets, ...lookml })

interface Opened {
  sender: { login: string }
  pull_request: { head: { sha: string }; base: { ref: string } }
}

/** The payload as it is when the pull request's branch stands at that commit. */
function at(sha: string, { pull_request, ...payload }: Opened): object {
  return { ...payload, pull_request: { ...pull_request, head: { ...pull_request.head, sha } } }
}

async function commit(github: GitHub, branch: string, { message, targets }: Push): Promise<void> {
  const path = `/repos/${github.repository}/contents/${targetsFile}`
  const before = await ask(github, 'GET', `${path}?ref=${branch}`)
  const { commit: made, message: why } = await ask(github, 'PUT', path, {
    message,
    branch,
    content: Buffer.from(targets).toString('base64'),
    ...(before.sha && { sha: before.sha }),
  })
  if (!made) throw new Error(`The commit did not come to be: ${why}`)
}

interface Answer {
  sha?: string
  commit?: { sha: string }
  message?: string
}

async function ask({ apiUrl, token }: GitHub, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(apiUrl + path, {
    method,
    headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Answer
}
