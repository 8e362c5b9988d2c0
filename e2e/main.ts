import { test } from 'node:test'
import { type Act, actAt, findAct, install } from './act.ts'
import { againstTheBaseBranch } from './compare.ts'
import { entriesOf, readable } from './log.ts'
import { allGood, oneFails } from './many-dashboards.ts'

/*
 * `npm run e2e`: workflow files, run by act (https://github.com/nektos/act) on this machine. Without act they are
 * skipped, which is said; with `--required` that is a failure.
 */

const scenarios = {
  'four jobs share the targets, and a gate passes': allGood,
  'a job that fails closes the gate, and the others deliver': oneFails,
  'a push records, and a pull request is compared with it': againstTheBaseBranch,
}

const path = findAct()
const missing = `act is not on this machine; to install it: ${install}`
const required = process.argv.includes('--required')

for (const [name, scenario] of Object.entries(scenarios))
  test(name, { skip: path || required ? false : missing }, async () => {
    if (!path) throw new Error(missing)
    const logs: string[] = []
    const act: Act = async order => {
      const ran = await actAt(path)(order)
      logs.push(ran.log)
      return ran
    }
    await scenario(act).catch(error => {
      console.error(logs.map(log => readable(entriesOf(log))).join('\n'))
      throw error
    })
  })
