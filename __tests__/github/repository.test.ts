import '../../testkit/runner/one-realm.ts'
import { getOctokit } from '@actions/github'
import { gitHubError } from '../../src/github/errors.ts'
import { boundedFetch } from '../../src/github/repository.ts'
import { withRetries } from '../../src/github/retries.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { json, serve } from '../../testkit/network/loopback.ts'

async function ask(maxBytes: number) {
  const { url, requests } = await serve(json({ login: 'm'.repeat(2_000_000) }))
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1 }
  const request = { fetch: boundedFetch(fetch, maxBytes) }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request }), options)
  const answer = await octokit.rest.users.getAuthenticated().catch(error => error)
  return { answer, requests: requests.length }
}

test('an answer of GitHub that is too long is an error that says so, and is not requested again', async () => {
  const { answer, requests } = await ask(1_000_000)
  expect(gitHubError(answer, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: 'GitHub answered with more than 1 MB',
    hint: "Check that GITHUB_API_URL is the address of GitHub's API.",
  })
  expect(requests).toBe(1)
})

test('an answer of GitHub within the limit is read', async () => {
  const { answer } = await ask(3_000_000)
  expect(answer.data.login).toHaveLength(2_000_000)
})
