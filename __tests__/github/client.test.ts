import '../../testkit/one-realm.ts'
import { getOctokit } from '@actions/github'
import { gitHubError, withRetries } from '../../src/github/client.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type Answer, inTurn, json, serve, silent } from '../../testkit/loopback.ts'

/** As Octokit throws it: the answer beside what it makes of it. */
const refusal = (status: number, message: string, data: unknown = message) =>
  Object.assign(new Error(message), { status, response: { headers: {}, data } })
const docs = ' - https://docs.github.com/rest'

test.each([
  ['its own words', refusal(500, `Server  Error${docs}`, { message: 'Server  Error' }), 'Server Error'],
  [
    "no gateway's page",
    refusal(502, '<html><h1>Bad gateway</h1></html>'),
    'GitHub answered 502 and gave no reason',
  ],
  [
    'that there was no answer',
    Object.assign(new Error('other side closed'), { status: 500 }),
    'the connection to GitHub broke (other side closed)',
  ],
])('what GitHub could not do is told in %s', (_, error, words) => {
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: `The comment could not be written: ${words}`,
    hint: 'Run the job again; everything else was delivered.',
  })
})

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
  const options = { clock: virtualClock(), signal, log: () => undefined, first: 1, silence: 300 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  expect((await octokit.rest.users.getAuthenticated()).data).toEqual({ login: 'mona' })
  expect(requests).toHaveLength(2)
})

test('GitHub that never answers is told of as silent', async () => {
  const { url } = await serve(silent)
  const signal = new AbortController().signal
  const options = { clock: virtualClock(), signal, log: () => undefined, first: 1, silence: 50 }
  const octokit = withRetries(getOctokit('ghp_token', { baseUrl: url.origin, request: { fetch } }), options)
  const error = await octokit.rest.users.getAuthenticated().catch(thrown => thrown)
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write').message).toMatch(
    /^The comment could not be written: GitHub was silent for \d s$/,
  )
})
