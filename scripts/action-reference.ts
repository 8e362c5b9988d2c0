import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  version: string
  repository: string
}

/**
 * Returns the reference that workflows write after `uses:`, such as `owner/name@v1`. The repository and the major
 * version come from package.json.
 */
export function actionReference(): string {
  const { version, repository } = readManifest()
  return `${repository}@v${version.split('.')[0]}`
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as Manifest
}
