// Compares the given files with the built thread. Prints the result, and the peak memory of this process in bytes.
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const [before, after] = process.argv.slice(2).map(path => new Uint8Array(readFileSync(path)))
const worker = new Worker(new URL('../../dist/compare/index.js', import.meta.url))
worker.once('message', answer => {
  console.log(JSON.stringify({ error: answer.error, peak: peak() }))
  process.exit()
})
worker.postMessage({ before, after, options: { threshold: 0.1, ignore: [] } })

/**
 * Returns the peak memory in bytes. On Linux, `maxRSS` includes the memory that this process shared with its parent at
 * the start, but `VmHWM` does not.
 */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}
