import { parentPort } from 'node:worker_threads'
import { asActionError } from '../../errors.ts'
import { type Difference, type DiffOptions, diff } from './diff.ts'

/**
 * Decodes and compares pictures in a separate thread, one pair after the other. Its bundle (dist/compare) is loaded
 * only if two files differ.
 */

export interface Question {
  before: Uint8Array
  after: Uint8Array
  options: DiffOptions
}

/** An error that is sent between threads loses its class, so the answer has the two sentences of the error. */
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
