import '../../testkit/runner/one-realm.ts'
import { getOctokit } from '@actions/github'
import { gitHubError } from '../../src/github/errors.ts'
import { withRetries } from '../../src/github/repository.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type Answer, inTurn, json, serve, silent } from '../../testkit/network/loopback.ts'

test.each<[string, Answer]>([
  ['nothing', silent],
  [
    'a body that is not compressed as it says, and ends with its connection',
    response =>
      void response.socket?.end(
        'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\nno gzip',
      ),
  ],
])('GitHub is asked again where it answers with %s', async (_, answer) => {
  const { url, requests } = await serve(inTurn(answer, json({ login: 'mona' })))
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1, maxSilenceMs: 300 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  expect((await octokit.rest.users.getAuthenticated()).data).toEqual({ login: 'mona' })
  expect(requests).toHaveLength(2)
})

test('an error says that GitHub was silent where it never answers', async () => {
  const { url } = await serve(silent)
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, firstPauseMs: 1, maxSilenceMs: 50 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  const error = await octokit.rest.users.getAuthenticated().catch(thrown => thrown)
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write').message).toMatch(
    /^The comment could not be written: GitHub was silent for \d s$/,
  )
})
