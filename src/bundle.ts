import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { readActionDefaults } from './inputs/action-defaults.ts'
import { readFile } from './runtime/files.ts'
import type { World } from './world.ts'

/** The files beside the running bundle (`dist/index.js`): the defaults in `action.yml`, and the comparing thread. */
export function bundledParts(bundle: string, env: World['env']): Pick<World, 'defaults' | 'comparer'> {
  return {
    defaults: () => readActionDefaults(readFile(join(bundle, '../../action.yml')), env),
    // The thread decodes pictures from outside, so it gets no environment with secrets.
    comparer: () => new Worker(join(bundle, '../compare/index.js'), { env: {} }),
  }
}
