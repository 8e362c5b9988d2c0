// Compares two files in a new process, as a run of the action does. Prints two numbers: the milliseconds from the start
// of the given thread to the thread's answer, and the number of changed pixels.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const [file, ...paths] = process.argv.slice(2)
const [before, after] = paths.map(path => new Uint8Array(readFileSync(path)))
const started = performance.now()
const worker = new Worker(file)
worker.postMessage({ before, after, options: { threshold: 0.1, ignore: [] } })
const [{ difference }] = await once(worker, 'message')
const milliseconds = performance.now() - started
console.log(
  JSON.stringify({ milliseconds, kind: difference.kind, changedPixels: difference.changedPixels ?? 0 }),
)
process.exit()
