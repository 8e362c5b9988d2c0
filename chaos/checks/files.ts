import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResultOutput, Told } from '../../testkit/scene.ts'
import type { Evidence } from '../run.ts'
import { type Check, unless } from './all.ts'

const directory = 'looker-snapshots'

/** The output directory holds what was rendered, whole, and nothing else. */
export const checkFiles: Check = async evidence => {
  const { told } = evidence
  const folder = join(told.workspace, directory)
  const there = existsSync(folder) ? readdirSync(folder).sort() : []
  const rendered = renderedOf(told)
  const names = rendered.map(({ file = '' }) => file.slice(directory.length + 1))
  const strange = there.filter(name => !names.includes(name) && !isReport(name))
  const missing = names.filter(name => !there.includes(name))
  const spoiled = await Promise.all(rendered.map(result => checkFile(evidence, result)))
  return [
    ...unless(strange.length === 0, `The output directory has ${strange.join(', ')}`),
    ...unless(missing.length === 0, `The output directory has no ${missing.join(', ')}`),
    ...(missing.length === 0 ? spoiled.flat() : []),
    ...there.filter(isReport).flatMap(name => checkReport(readFileSync(join(folder, name), 'utf8'), name)),
  ]
}

export const renderedOf = ({ results }: Told) => results.filter(({ status }) => status === 'success')

export const bytesOf = ({ workspace }: Told, { file = '' }: ResultOutput) =>
  readFileSync(join(workspace, file))

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const isReport = (name: string) => name.endsWith('.html')

async function checkFile({ stage, told }: Evidence, result: ResultOutput): Promise<string[]> {
  const { file, renderTaskId = '', bytes, sha256: digest } = result
  const found = bytesOf(told, result)
  const given = await stage.looker.bytesOf(renderTaskId)
  return [
    ...unless(found.equals(given), `${file} is not what Looker gave`),
    ...unless(
      bytes === given.length && digest === sha256(given),
      `The result of ${file} tells of other bytes`,
    ),
  ]
}

function checkReport(page: string, name: string): string[] {
  return unless(page.startsWith('<!') && page.trimEnd().endsWith('</html>'), `${name} is not whole`)
}
