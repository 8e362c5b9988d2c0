import { gitHubFault } from '../../src/deliver/github.ts'

const refusal = (status: number, message: string) => Object.assign(new Error(message), { status })

test.each([
  ['its own words', refusal(500, 'Server  Error - https://docs.github.com/rest'), 'Server Error'],
  ["no gateway's page", refusal(502, '<html><h1>Bad gateway</h1></html>'), 'GitHub answered 502'],
])('what GitHub could not do is told in %s', (_, error, words) => {
  expect(gitHubFault(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: `The comment could not be written: ${words}`,
    hint: 'Run the job again; everything else was delivered.',
  })
})
