import { jest } from '@jest/globals'
import { gitHubError } from '../../src/github/errors.ts'
import { rateLimitIn } from '../../src/github/rate-limit.ts'

/** An error as Octokit throws it, with the answer. */
const refusal = (status: number, message: string, data: unknown = message) =>
  Object.assign(new Error(message), { status, response: { headers: {}, data } })
const docs = ' - https://docs.github.com/rest'

test.each([
  [
    'with its own message',
    refusal(500, `Server  Error${docs}`, { message: 'Server  Error' }),
    'Server Error',
  ],
  [
    "without a gateway's page",
    refusal(502, '<html><h1>Bad gateway</h1></html>'),
    'GitHub answered 502 and gave no reason',
  ],
  [
    'as a broken connection without an answer',
    Object.assign(new Error('other side closed'), { status: 500 }),
    'the connection to GitHub broke (other side closed)',
  ],
])('a failed request is described %s', (_, error, words) => {
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: `The comment could not be written: ${words}`,
    hint: 'Run the job again; everything else was published.',
  })
})

describe('the end of a rate limit', () => {
  const reset = Date.parse('2026-11-05T12:10:00Z')

  test.each([
    ['ten minutes slow', -600_000],
    ['right', 0],
    ['ten minutes fast', 600_000],
  ])(
    "the end of a rate limit is half a minute away by GitHub's clock, if the runner's clock is %s",
    (_, offset) => {
      jest.spyOn(Date, 'now').mockReturnValue(reset - 30_000 + offset)
      const headers = {
        date: 'Thu, 05 Nov 2026 12:09:30 GMT',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(reset / 1000),
      }
      expect(rateLimitIn({ status: 403, message: 'rate limit', headers })?.remainingMs).toBe(30_000)
      jest.restoreAllMocks()
    },
  )
})
