import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, parse } from 'node:path'
import type { ResultOutput, StepOutcome } from '../../testkit/scene.ts'
import type { Evidence } from '../evidence.ts'
import { type Check, mustHold } from './check.ts'

const directory = 'looker-snapshots'

/** Checks that the output directory contains exactly the files in the outputs, and that these files are complete. */
export const checkFiles: Check = async evidence => {
  const { outcome, cancelled } = evidence
  const folder = join(outcome.workspace, directory)
  const there = existsSync(folder) ? readdirSync(folder).sort() : []
  const named = namesOf(outcome)
  const rendered = renderedOf(outcome)
  const resultsFile = basename(outcome.outputs['results-file'] ?? '')
  // A cancelled job stops at once, so it may leave files of the second instance or of `dev-mode`.
  const isWaiting = (name: string) =>
    cancelled !== undefined && /\.(before|numbers|production|difference|strip)\.\w+$/.test(name)
  const strange = there.filter(
    name => !named.includes(name) && !isReport(name) && name !== resultsFile && !isWaiting(name),
  )
  const missing = named.filter(name => !there.includes(name))
  const spoiled = await Promise.all(rendered.map(result => checkFile(evidence, result)))
  return [
    ...mustHold(strange.length === 0, `The output directory has unexpected files: ${strange.join(', ')}`),
    ...mustHold(missing.length === 0, `The output directory lacks ${missing.join(', ')}`),
    ...(missing.length === 0 ? spoiled.flat() : []),
    ...there.filter(isReport).flatMap(name => checkReport(readFileSync(join(folder, name), 'utf8'), name)),
  ]
}

export const renderedOf = ({ results }: StepOutcome) => results.filter(({ status }) => status === 'success')

/** Returns the names of the files in the output `files`. */
export const namesOf = ({ outputs }: StepOutcome): string[] =>
  (JSON.parse(outputs.files || '[]') as string[]).map(file => basename(file))

export const bytesOf = ({ workspace }: StepOutcome, { file = '' }: Pick<ResultOutput, 'file'>) =>
  readFileSync(join(workspace, file))

/** Returns an additional file that the comparison wrote for a target. Returns undefined if the file does not exist. */
export function sidecarOf(
  { workspace }: StepOutcome,
  { file = '' }: ResultOutput,
  what: 'before' | 'difference',
): Buffer | undefined {
  const { dir, name, ext } = parse(join(workspace, file))
  const path = join(dir, `${name}.${what}${what === 'before' ? ext : '.png'}`)
  return existsSync(path) ? readFileSync(path) : undefined
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const isReport = (name: string) => name.endsWith('.html')

async function checkFile({ stage, outcome }: Evidence, result: ResultOutput): Promise<string[]> {
  const { file, renderTaskId = '', bytes, sha256: digest } = result
  const found = bytesOf(outcome, result)
  const given = await stage.looker.bytesOf(renderTaskId)
  return [
    ...mustHold(found.equals(given), `${file} differs from Looker's file`),
    ...mustHold(
      bytes === given.length && digest === sha256(given),
      `The result of ${file} has the wrong size or hash`,
    ),
  ]
}

function checkReport(page: string, name: string): string[] {
  return mustHold(page.startsWith('<!') && page.trimEnd().endsWith('</html>'), `${name} is incomplete`)
}
