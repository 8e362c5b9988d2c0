import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { licensesOf } from './licenses.ts'

/*
 * Compiles `src/` into `build/`. Then bundles `build/` into three bundles in `dist/`: the action, the thread that
 * compares pictures, and the post step. Each bundle has the licences of its packages. The script builds all bundles at
 * the same time, so that it takes only as long as the largest bundle. It starts programs by the paths of their files,
 * because their names alone do not work on Windows.
 */
const compiler = 'node_modules/typescript/bin/tsc'
const bundler = 'node_modules/@vercel/ncc/dist/ncc/cli.js'
const bundles = [
  { entry: 'index', folder: 'dist', name: 'index' },
  { entry: 'compare/diff/worker', folder: 'dist/compare', name: 'worker' },
  { entry: 'post-index', folder: 'dist/post', name: 'post' },
]

const run = (program: string, ...options: string[]) =>
  promisify(execFile)(process.execPath, [program, ...options])

for (const folder of ['build', 'dist']) rmSync(folder, { recursive: true, force: true })
await run(compiler, '-p', 'tsconfig.build.json').catch(({ stdout }) => {
  console.error(stdout)
  process.exit(1)
})

await Promise.all(
  bundles.map(async ({ entry, folder, name }) => {
    const statistics = `build/${name}.json`
    const options = ['--out', folder, '--stats-out', statistics, '--no-cache']
    const { stdout } = await run(bundler, 'build', `build/${entry}.js`, ...options)
    writeFileSync(`${folder}/licenses.txt`, licensesOf(statistics))
    console.log(stdout.trimEnd())
  }),
)
