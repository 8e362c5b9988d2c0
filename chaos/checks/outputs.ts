import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Check, unless } from './all.ts'

const declared = Object.keys(
  (parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as { outputs: object }).outputs,
)

/** All outputs are set, and agree with one another. */
export const checkOutputs: Check = ({ plan, job, told }) => {
  const { outputs, results, log } = told
  if (log === '') return []
  const missing = declared.filter(name => outputs[name] === undefined)
  if (missing.length > 0) return [`Outputs are not set: ${missing.join(', ')}`]
  const rendered = results.filter(({ status }) => status === 'success')
  const names = (plan.jobs[job]?.targets ?? []).map(target => / name: ([^,]+),/.exec(target)?.[1])
  const status = rendered.length === results.length ? 'success' : rendered.length > 0 ? 'partial' : 'failure'
  const files = JSON.stringify(rendered.map(({ file }) => file))
  const faulty = results.filter(
    ({ status, error }) => status === 'failure' && !(error?.message && error.hint),
  )
  return [
    ...unless(
      String(results.map(({ name }) => name)) === String(names),
      'The results are not those of the targets',
    ),
    ...unless(outputs.status === status, `The status is ${outputs.status}, and of the results ${status}`),
    ...unless(outputs.files === files, `The files are ${outputs.files}, and of the results ${files}`),
    ...unless(faulty.length === 0, `A failure says nothing: ${JSON.stringify(faulty)}`),
  ]
}
