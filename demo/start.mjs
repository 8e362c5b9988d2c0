// In a fresh clone, `npm run demo` installs the dependencies, then runs the demo with the installed Node. This file is
// plain JavaScript without dependencies, because users may start it with any version of Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

if (!isInstalled()) install()
// Ignores Ctrl+C, because the demo decides when to end.
process.on('SIGINT', () => {})
const demo = run(installedNode(), ['demo/demo.ts', ...process.argv.slice(2)])
process.exit(demo.status ?? 1)

// Whether all dependencies are installed. After an installation, node_modules/.package-lock.json lists the installed
// packages. Does not compare the files' times, because a checkout can make an unchanged package-lock.json newer.
function isInstalled() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map(packagesOf)
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : {}
}

function install() {
  console.log('Installing what the demo needs (npm ci), once …')
  // `npm run` sets this variable to the path of npm. On Windows, this script would otherwise have to search for
  // npm.cmd.
  const npm = process.env.npm_execpath
  const quiet = ['ci', '--loglevel=error', '--no-progress']
  const { status } = npm?.includes('npm-cli') ? run(process.execPath, [npm, ...quiet]) : run('npm', quiet)
  if (status === 0) return
  console.error('npm ci failed; what it says above tells why. Then try `npm run demo` again.')
  process.exit(1)
}

// Returns the path of the Node in the package `node`. It has the version with which GitHub runs the action.
function installedNode() {
  return join('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' })
}
