import { runCLI } from 'jest'

/*
 * Each message contains the path of a test file. This process runs the file, and answers with the result. The process
 * continues after a file, so that it loads Jest only once.
 */

export type TestResult = 'passed' | 'failed' | 'no test ran'

export interface TestAnswer {
  result: TestResult
  /** The processor time of the tests in milliseconds. */
  time: number
}

process.on('message', async (file: string) => {
  const start = process.cpuUsage()
  const result = await run(file)
  const { user, system } = process.cpuUsage(start)
  process.send?.({ result, time: (user + system) / 1000 } satisfies TestAnswer)
})

async function run(file: string): Promise<TestResult> {
  const config = { config: 'jest.unit.config.js', runTestsByPath: true, passWithNoTests: true }
  const options = { _: [file], $0: '', ...config, runInBand: true, silent: true, reporters: [] }
  const { results } = await runCLI(options as Parameters<typeof runCLI>[0], [process.cwd()])
  if (results.numFailedTests > 0) return 'failed'
  return results.numPassedTests > 0 ? 'passed' : 'no test ran'
}

process.send?.('ready')
