import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { licensesOf } from './licenses.ts'

/*
 * Bundles `build/` into `dist/`: the action, the thread that compares pictures, and the post step, each with the licences
 * of its packages. They are bundled at the same time, because the small ones finish before the large one.
 */
const bundles = [
  { entry: 'index', folder: 'dist', name: 'index' },
  { entry: 'compare/diff/worker', folder: 'dist/compare', name: 'worker' },
  { entry: 'post-index', folder: 'dist/post', name: 'post' },
]

const run = promisify(execFile)

await Promise.all(
  bundles.map(async ({ entry, folder, name }) => {
    const statistics = `build/${name}.json`
    const options = ['--out', folder, '--stats-out', statistics, '--no-cache']
    const { stdout } = await run('ncc', ['build', `build/${entry}.js`, ...options])
    writeFileSync(`${folder}/licenses.txt`, licensesOf(statistics))
    console.log(stdout.trimEnd())
  }),
)
