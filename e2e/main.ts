import { test } from 'node:test'
import { type Act, createAct, findAct, installCommand } from './act.ts'
import { compareWithBaseBranch } from './compare.ts'
import { acceptChangeOfLookml } from './deploy.ts'
import { formatEntries, parseEntries } from './log.ts'
import { closeGate, passGate } from './many-dashboards.ts'

/*
 * End-to-end tests. Instead of GitHub's runner, act (https://github.com/nektos/act) runs the workflows of users. They
 * use the simulated Looker and the simulated GitHub.
 *
 *   workflows/           the workflow files, as in the documentation
 *   many-dashboards.ts,
 *   compare.ts,
 *   deploy.ts            each file runs one workflow and checks the results
 *   stage.ts             creates a repository with the workflow, and starts the services that the workflow uses
 *   act.ts, log.ts       run act, and read the result of each job from act's log
 *
 * `npm run e2e` skips the tests if act is not installed. With `--required`, a missing act is a failure.
 */

const scenarios = {
  'four jobs share the targets, and a gate passes': passGate,
  'a job that fails closes the gate, and the others deliver': closeGate,
  'a push records, and a pull request is compared with it': compareWithBaseBranch,
  "a pull request's LookML is deployed, the previous commit is deployed again, and a label accepts the changes":
    acceptChangeOfLookml,
}

const path = findAct()
const missing = `act is not on this machine; to install it: ${installCommand}`
const required = process.argv.includes('--required')

for (const [name, scenario] of Object.entries(scenarios))
  test(name, { skip: path || required ? false : missing }, async () => {
    if (!path) throw new Error(missing)
    const logs: string[] = []
    const act: Act = async order => {
      const ran = await createAct(path)(order)
      logs.push(ran.log)
      return ran
    }
    await scenario(act).catch(error => {
      console.error(logs.map(log => formatEntries(parseEntries(log))).join('\n'))
      throw error
    })
  })
