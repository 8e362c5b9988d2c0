import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { PictureSpec } from '../model.ts'

export interface DrawRequest {
  id: number
  spec: PictureSpec
}
export type DrawAnswer = { id: number; bytes: Uint8Array } | { id: number; error: string }

interface Waiting {
  resolve(bytes: Buffer): void
  reject(error: Error): void
}

// All simulators of the process share one drawing thread and its pictures. The start of a thread takes half a second.
const drawn = new Map<string, Promise<Buffer>>()
const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let lastId = 0

/**
 * Draws the picture of a render task. Equal specs give equal bytes on every machine. A separate thread draws, because
 * drawing takes half a second. The process can exit while the thread runs.
 */
export function drawPicture(spec: PictureSpec): Promise<Buffer> {
  const key = JSON.stringify(spec)
  const known = drawn.get(key)
  if (known) return known
  const picture = new Promise<Buffer>((resolve, reject) => {
    lastId += 1
    waiting.set(lastId, { resolve, reject })
    worker ??= openWorker()
    worker.postMessage({ id: lastId, spec } satisfies DrawRequest)
  })
  // Forgets a failed drawing, so that the next request draws the picture again.
  picture.catch(() => drawn.delete(key))
  drawn.set(key, picture)
  return picture
}

function openWorker(): Worker {
  // The worker must not inherit flags of this process, such as jest's flags.
  const started = new Worker(fileURLToPath(new URL('../pictures/draw-worker.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  started.on('message', (answer: DrawAnswer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength))
  })
  const closed = (cause: unknown): void => {
    if (worker === started) worker = undefined
    for (const { reject } of waiting.values()) reject(new Error('The thread that draws has ended', { cause }))
    waiting.clear()
  }
  started.on('error', closed)
  started.on('exit', closed)
  started.unref()
  return started
}
