import { runCLI } from 'jest'

/* Runs the test file in each message, and answers with the result. This process stays, so that it loads Jest once. */

export type TestResult = 'passed' | 'failed' | 'no test ran'

export interface TestAnswer {
  result: TestResult
  /** Processor time in milliseconds. */
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
