import { ActionError } from '../errors.ts'
import type { Fetch } from '../world.ts'
import { AnswerTooLongError } from './errors.ts'
import type { RunContext } from './pull-request.ts'
import { type Octokit, type RetryOptions, withRetries } from './retries.ts'

/** The run's repository, and the client for its API. */
export interface Repository extends Pick<RetryOptions, 'clock' | 'signal' | 'log'> {
  octokit: Octokit
  owner: string
  repo: string
  /** `https://github.com` */
  serverUrl: string
  /** The token for the requests. */
  token: string
}

/** Everything that requests to GitHub need. */
export interface GitHubContext {
  world: Pick<RunContext['world'], 'github' | 'clock' | 'fetch' | 'print' | 'core'>
  inputs: Pick<RunContext['inputs'], 'token'>
  run: Pick<RunContext['run'], 'repository' | 'serverUrl'>
  deadlines: Pick<RunContext['deadlines'], 'start' | 'publish' | 'comment'>
}

/**
 * @param signal aborts the requests
 * @throws ActionError without a token, or outside of a GitHub Actions job
 */
export async function openRepository(
  { world, inputs, run, deadlines }: GitHubContext,
  signal: RetryOptions['signal'] = deadlines.publish,
): Promise<Repository> {
  const { token } = inputs
  if (!token)
    throw new ActionError('github-token is empty', 'Leave the input out to use the token of the job.')
  if (!run.repository)
    throw new ActionError(
      'GITHUB_REPOSITORY names no repository',
      'Run the action in a GitHub Actions job, or set the variable to the name of one, such as acme/lookml.',
    )
  const getOctokit = await world.github()
  const retries = { clock: world.clock, signal, log: world.print }
  const { debug } = world.core
  // Octokit warns about deprecated operations, which users cannot change.
  const log = { debug, info: debug, warn: debug, error: debug }
  return {
    ...retries,
    octokit: withRetries(
      getOctokit(token, { request: { fetch: boundedFetch(world.fetch), log }, log }),
      retries,
    ),
    token,
    owner: run.repository.owner,
    repo: run.repository.name,
    serverUrl: run.serverUrl,
  }
}

/** In bytes. The largest answers are pictures in base64. GitHub limits a blob to 100 MB. */
const maxAnswerBytes = 200_000_000

/**
 * Reads JSON with a limit, because Octokit reads answers of any length and ignores errors of their bodies. Other
 * answers are archives. Their reader has its own limit.
 * @throws AnswerTooLongError
 */
export function boundedFetch(request: Fetch, maxBytes = maxAnswerBytes): Fetch {
  return async (address, init) => {
    const answer = await request(address, init)
    const { body, status, statusText, headers, url } = answer
    if (!body || !headers.get('content-type')?.includes('json')) return answer
    const pieces: Uint8Array[] = []
    let bytes = 0
    try {
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
        bytes += piece.length
        if (bytes > maxBytes) throw new AnswerTooLongError(maxBytes)
        pieces.push(piece)
      }
    } catch (error) {
      if (error instanceof AnswerTooLongError) throw error
      pieces.length = 0 // Octokit gives a broken body as an empty one, too.
    }
    const whole = new Response(Buffer.concat(pieces), { status, statusText, headers })
    return Object.defineProperty(whole, 'url', { value: url })
  }
}
