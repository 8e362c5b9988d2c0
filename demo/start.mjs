// `npm run demo`: works on a fresh clone with nothing installed, so it is plain JavaScript without
// dependencies, and old Node versions can at least read it and be told what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

checkNode()
if (!isInstalled()) install()
// Ctrl+C is for the demo, which ends by itself once the action has.
process.on('SIGINT', () => {})
const demo = run(process.execPath, ['--import', 'tsx', 'demo/demo.ts', ...process.argv.slice(2)])
process.exit(demo.status ?? 1)

function checkNode() {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
  const wanted = engines.node.replace('>=', '')
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [leastMajor, leastMinor] = wanted.split('.').map(Number)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  console.error(`The demo needs Node ${wanted} or newer; this is ${process.version}. See https://nodejs.org`)
  process.exit(1)
}

// npm notes in node_modules/.package-lock.json what it has put there, when it is done. Compared by what they say:
// a checkout makes the lock file newer, and is no reason to install everything again.
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
  // Under `npm run`, npm tells where it is; that spares the search for npm.cmd on Windows.
  const npm = process.env.npm_execpath
  const quiet = ['ci', '--loglevel=error', '--no-progress']
  const { status } = npm?.includes('npm-cli') ? run(process.execPath, [npm, ...quiet]) : run('npm', quiet)
  if (status === 0) return
  console.error('npm ci failed; what it says above tells why. Then try `npm run demo` again.')
  process.exit(1)
}

function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' })
}
