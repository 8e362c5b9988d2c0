import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { readActionDefaults } from './inputs/action-defaults.ts'
import { readFile } from './runtime/files.ts'
import type { World } from './world.ts'

/** What stands beside the bundle that runs (`dist/index.js`): `action.yml` with its defaults, the thread that compares. */
export function bundledParts(bundle: string, env: World['env']): Pick<World, 'defaults' | 'comparer'> {
  return {
    defaults: () => readActionDefaults(readFile(join(bundle, '../../action.yml')), env),
    // It decodes what strangers may have drawn, and needs nothing that the environment holds.
    comparer: () => new Worker(join(bundle, '../compare/index.js'), { env: {} }),
  }
}
