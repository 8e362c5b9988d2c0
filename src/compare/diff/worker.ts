import { parentPort } from 'node:worker_threads'
import { asActionError } from '../../errors.ts'
import { type Difference, type DiffOptions, diff } from './diff.ts'

/**
 * This thread decodes and compares pictures. It is a separate bundle (dist/compare), which is loaded only if two files
 * differ. It answers one request after the other.
 */

export interface Question {
  before: Uint8Array
  after: Uint8Array
  options: DiffOptions
}

/**
 * The thread's answer. An error that is sent between threads loses its class, so the answer has the two sentences of
 * the error.
 */
export type Answer = { difference: Difference } | { error: { message: string; hint: string } }

const answer = ({ before, after, options }: Question): Promise<Answer> =>
  diff(before, after, options).then(
    difference => ({ difference }),
    error => {
      const { message, hint } = asActionError(error)
      return { error: { message, hint } }
    },
  )

let last: Promise<unknown> = Promise.resolve()
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => parentPort?.postMessage(await answer(question)))
})
