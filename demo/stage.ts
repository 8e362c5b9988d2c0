import { type ArtifactService, startArtifactService } from '../__tests__/support/artifacts.ts'
import { type GitHub, startGitHub } from '../__tests__/support/github.ts'
import { startSimulator } from '../simulator/server.ts'
import type { Looker, Push } from './options.ts'
import type { PullRequest } from './run.ts'

/** What the action meets: a Looker, GitHub with a pull request, its artifact service; gone when the demo is over. */
export interface Stage extends AsyncDisposable {
  looker: Looker
  simulated: boolean
  artifacts: ArtifactService
  github: GitHub
  pull: PullRequest
  /** Commits to the pull request's branch, and gives the event that GitHub starts a workflow with. */
  push(push: Push): Promise<{ sha: string; event: { name: string; payload: object } }>
}

/** The file in the repository that says what to render. */
export const targetsFile = 'dashboards.yml'

const title = 'See our dashboards on every pull request'

export async function setStage(own?: Looker): Promise<Stage> {
  const [simulator, artifacts, github] = await Promise.all([
    own ? undefined : startSimulator({ renderSeconds: 1.2, slots: 2 }),
    startArtifactService(),
    startGitHub(),
  ])
  const { number, payload } = (await github.pullRequest()) as { number: number; payload: Payload }
  const { head, base, user } = payload.pull_request
  return {
    looker: own ?? (simulator as Looker),
    simulated: own === undefined,
    artifacts,
    github,
    pull: { number, title, author: user.login, branch: head.ref, base: base.ref },
    push: async push => {
      const sha = await commit(github, head.ref, push)
      const pull_request = { ...payload.pull_request, title, head: { ...head, sha } }
      return { sha, event: { name: 'pull_request', payload: { ...payload, pull_request } } }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([simulator?.close(), artifacts.close(), github.close()])
    },
  }
}

interface Payload {
  pull_request: { head: { ref: string; sha: string }; base: { ref: string }; user: { login: string } }
}

async function commit(github: GitHub, branch: string, { message, targets }: Push): Promise<string> {
  const path = `/repos/${github.repository}/contents/${targetsFile}`
  const before = await ask(github, 'GET', `${path}?ref=${branch}`)
  const { commit, message: why } = await ask(github, 'PUT', path, {
    message,
    branch,
    content: Buffer.from(targets).toString('base64'),
    ...(before.sha && { sha: before.sha }),
  })
  if (!commit) throw new Error(`The commit did not come to be: ${why}`)
  return commit.sha
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
