import { parentPort } from 'node:worker_threads'
import type { DrawAnswer, DrawRequest } from '../tasks/draw-picture.ts'
import { paint } from './paint.ts'

parentPort?.on('message', async ({ id, spec }: DrawRequest) => {
  const answer = await paint(spec).then(
    (bytes): DrawAnswer => ({ id, bytes }),
    (error: unknown): DrawAnswer => ({
      id,
      error: error instanceof Error ? String(error.stack) : String(error),
    }),
  )
  parentPort?.postMessage(answer)
})
