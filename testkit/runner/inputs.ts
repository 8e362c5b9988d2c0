import { readFileSync } from 'node:fs'
import { InputError } from '../../src/errors.ts'
import type { Inputs } from '../../src/input-types.ts'
import type { InputSource } from '../../src/inputs/input-source.ts'
import { loadYaml } from '../../src/inputs/parsers.ts'
import { readInputs } from '../../src/inputs/read-inputs.ts'
import { readBoundedFile } from '../../src/runtime/files.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { readActionDefaults } from '../../src/world.ts'
import { temporaryFolder } from './folders.ts'

const enough = {
  'base-url': 'https://acme.cloud.looker.com',
  'client-id': 'an-id',
  'client-secret': 'a-very-secret-secret',
  targets: 'dashboards/42',
}

await loadYaml()

const env = {
  GITHUB_WORKFLOW: 'CI',
  GITHUB_JOB: 'snapshots',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_REF_NAME: 'main',
}

const defaults = readActionDefaults(readFileSync('action.yml', 'utf8'), env)

let workspace: string | undefined
/** All tests of a file share this workspace, so they must not write into it. */
const someWorkspace = () => {
  workspace ??= temporaryFolder()
  return workspace
}

/**
 * Returns the inputs as the runner passes them. A value of the step replaces the default of `action.yml`, even if the
 * value is empty.
 */
export function given(
  inputs: Record<string, string> = {},
  { mask = () => undefined, ...source }: Partial<InputSource> & { mask?: (secret: string) => void } = {},
): InputSource {
  const values: Record<string, string | undefined> = { ...defaults, ...enough, ...inputs }
  return {
    get: name => values[name]?.trim() ?? '',
    env: {},
    defaults: () => defaults,
    workspace: someWorkspace(),
    readFile: readBoundedFile,
    jobArtifacts: () => [],
    secrets: createSecrets(mask),
    ...source,
  }
}

export function problemsOf(source: InputSource): readonly string[] {
  try {
    const inputs: Inputs = readInputs(source)
    return inputs.targets.length > 0 ? [] : ['no problem, but no target either']
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
}
