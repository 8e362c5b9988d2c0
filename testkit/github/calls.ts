import { getOctokit } from '@actions/github'
import { atEnd } from '../runner/folders.ts'
import { type GitHub, type GitHubOptions, startGitHub } from './github.ts'

const started: GitHub[] = []

atEnd(() => {
  for (const hub of started) void hub.close()
})

/** Starts a simulated GitHub that is closed at the end of the tests. Calls have the usual permissions of a job. */
export async function github(options?: GitHubOptions) {
  const hub = await startGitHub(options)
  started.push(hub)
  return { hub, ...calls(hub, hub.token) }
}

export function calls(hub: GitHub, token: string) {
  const octokit = getOctokit(token, { baseUrl: hub.apiUrl })
  return { rest: octokit.rest, octokit, at: { owner: 'acme', repo: 'lookml' } }
}

export type Calls = ReturnType<typeof calls>

/** Returns the error of a request that GitHub must refuse. */
export async function refused(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught as { status: number; message: string; response?: { headers: object } },
  )
  if (!error) throw new Error('It was not refused')
  return { status: error.status, message: error.message, headers: error.response?.headers }
}
