import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './folders.ts'
import { type StepOptions, startAction } from './runner.ts'

const manifestOfScripts = 'inputs: { two-words: { default: unused }, plain: { default: 4.0 } }'

/** Starts a few lines of JavaScript instead of the action. Imports must be absolute URLs. */
export function startScript(source: string, options: StepOptions = {}) {
  const folder = temporaryFolder()
  const entry = join(folder, 'entry.mjs')
  const manifest = join(folder, 'action.yml')
  writeFileSync(entry, source)
  writeFileSync(manifest, manifestOfScripts)
  return startAction({ entry, manifest, ...options })
}

export function runScript(source: string, options: StepOptions = {}) {
  return startScript(source, options).finished
}
