import { createHash } from 'node:crypto'
import type { World } from '../world.ts'

/** Inputs that decide what a comment shows, and that are the same in all jobs which share the targets. */
const shapingInputs = [
  'base-url',
  'targets',
  'targets-file',
  'format',
  'width',
  'height',
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
  'compare',
  'deploy',
]

/**
 * Tells apart who writes comments of one key: two steps of a job, two calls of one reusable workflow (whose workflow,
 * job and key are the same). It stays the same from run to run as long as the step does.
 */
export function writerOf(env: World['env']): string {
  const inputs = shapingInputs.map(name => env[`INPUT_${name.toUpperCase()}`] ?? '')
  const all = JSON.stringify([env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs])
  return createHash('sha256').update(all).digest('hex').slice(0, 12)
}
