import { gitHubFault } from '../../src/deliver/github.ts'

/** As Octokit tells of an answer: in its message stands GitHub's own, or all of a page. */
const refusal = (status: number, message: string, data: unknown) =>
  Object.assign(new Error(message), { status, response: { headers: {}, data } })
const page = '<html><h1>Bad gateway</h1></html>'

test.each([
  [
    'its own words',
    refusal(500, 'Server  Error - https://docs.github.com/rest', { message: 'Server  Error' }),
    'Server Error',
  ],
  ["no gateway's page", refusal(502, page, page), 'GitHub answered 502 and gave no reason'],
])('what GitHub could not do is told in %s', (_, error, words) => {
  expect(gitHubFault(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: `The comment could not be written: ${words}`,
    hint: 'Run the job again; everything else was delivered.',
  })
})
