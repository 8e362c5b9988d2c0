import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { StepOutcome } from '../../testkit/scene.ts'
import { type Check, mustHold } from './check.ts'
import { renderedOf } from './files.ts'

const declared = Object.keys(
  (parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as { outputs: object }).outputs,
)

export const checkOutputs: Check = ({ plan, job, outcome }) => {
  const { outputs, results, log } = outcome
  if (log === '') return []
  const missing = declared.filter(name => outputs[name] === undefined)
  if (missing.length > 0) return [`Outputs are not set: ${missing.join(', ')}`]
  const names = job.targets.map(({ name }) => name)
  const found = names.filter(name => results.some(result => result.name === name))
  const vague = results.filter(({ status, error }) => status === 'failure' && !(error?.message && error.hint))
  return [
    ...mustHold(
      // With `dev-mode`, the action leaves out targets that the change does not affect.
      String(results.map(({ name }) => name)) === String(plan.devMode ? found : names),
      'The results belong to other targets',
    ),
    ...checkStatus(outcome),
    ...checkFileList(outcome),
    ...checkChanged(outcome),
    ...checkResultsFile(outcome),
    ...mustHold(vague.length === 0, `A failure says nothing: ${JSON.stringify(vague)}`),
  ]
}

function checkStatus({ outputs, results }: StepOutcome): string[] {
  const rendered = results.filter(({ status }) => status === 'success').length
  const status = rendered === results.length ? 'success' : rendered > 0 ? 'partial' : 'failure'
  return mustHold(
    outputs.status === status,
    `The status is ${outputs.status}, but the results mean ${status}`,
  )
}

/** Checks that the output `files` lists each result's file, followed by the files of its comparison or check. */
function checkFileList(outcome: StepOutcome): string[] {
  const files: string[] = JSON.parse(outcome.outputs.files ?? '')
  const own = renderedOf(outcome).map(({ file }) => file)
  const main = files.filter(file => !/\.(before|difference|strip|numbers|production)\.\w+$/.test(file))
  return mustHold(String(main) === String(own), `The files are ${files}, but the results have ${own}`)
}

function checkResultsFile({ outputs, workspace }: StepOutcome): string[] {
  const file = outputs['results-file']
  if (!file) return ['There is no file with the results']
  return mustHold(
    readFileSync(join(workspace, file), 'utf8') === outputs.results,
    'The file with the results differs from the output',
  )
}

function checkChanged({ outputs, results }: StepOutcome): string[] {
  const compared = results.flatMap(({ comparison }) => comparison?.status ?? [])
  const changed = compared.filter(status => status === 'changed').length
  const fits = outputs.changed === String(changed) || (outputs.changed === '' && changed === 0)
  return mustHold(fits, `The output changed is ${outputs.changed}, but ${changed} results changed`)
}
