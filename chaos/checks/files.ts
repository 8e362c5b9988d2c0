import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, parse } from 'node:path'
import type { ResultOutput, Told } from '../../testkit/scene.ts'
import type { Evidence } from '../evidence.ts'
import { type Check, mustHold } from './check.ts'

const directory = 'looker-snapshots'

/** The output directory holds what the outputs name, whole, and nothing else. */
export const checkFiles: Check = async evidence => {
  const { told, cancelled } = evidence
  const folder = join(told.workspace, directory)
  const there = existsSync(folder) ? readdirSync(folder).sort() : []
  const named = namesOf(told)
  const rendered = renderedOf(told)
  const resultsFile = basename(told.outputs['results-file'] ?? '')
  // A cancelled job stops at once: what it had from the second instance may still wait to be compared.
  const isWaiting = (name: string) => cancelled !== undefined && /\.before\.\w+$/.test(name)
  const strange = there.filter(
    name => !named.includes(name) && !isReport(name) && name !== resultsFile && !isWaiting(name),
  )
  const missing = named.filter(name => !there.includes(name))
  const spoiled = await Promise.all(rendered.map(result => checkFile(evidence, result)))
  return [
    ...mustHold(strange.length === 0, `The output directory has ${strange.join(', ')}`),
    ...mustHold(missing.length === 0, `The output directory has no ${missing.join(', ')}`),
    ...(missing.length === 0 ? spoiled.flat() : []),
    ...there.filter(isReport).flatMap(name => checkReport(readFileSync(join(folder, name), 'utf8'), name)),
  ]
}

export const renderedOf = ({ results }: Told) => results.filter(({ status }) => status === 'success')

/** The names of all files that the step says it wrote: the pictures, those before, and what differs. */
export const namesOf = ({ outputs }: Told): string[] =>
  (JSON.parse(outputs.files || '[]') as string[]).map(file => basename(file))

export const bytesOf = ({ workspace }: Told, { file = '' }: Pick<ResultOutput, 'file'>) =>
  readFileSync(join(workspace, file))

/** What the comparison left beside the target's own file, if it did. */
export function sidecarOf(
  { workspace }: Told,
  { file = '' }: ResultOutput,
  what: 'before' | 'difference',
): Buffer | undefined {
  const { dir, name, ext } = parse(join(workspace, file))
  const path = join(dir, `${name}.${what}${what === 'before' ? ext : '.png'}`)
  return existsSync(path) ? readFileSync(path) : undefined
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const isReport = (name: string) => name.endsWith('.html')

async function checkFile({ stage, told }: Evidence, result: ResultOutput): Promise<string[]> {
  const { file, renderTaskId = '', bytes, sha256: digest } = result
  const found = bytesOf(told, result)
  const given = await stage.looker.bytesOf(renderTaskId)
  return [
    ...mustHold(found.equals(given), `${file} is not what Looker gave`),
    ...mustHold(
      bytes === given.length && digest === sha256(given),
      `The result of ${file} tells of other bytes`,
    ),
  ]
}

function checkReport(page: string, name: string): string[] {
  return mustHold(page.startsWith('<!') && page.trimEnd().endsWith('</html>'), `${name} is not whole`)
}
