import { parentPort } from 'node:worker_threads'
import { asActionError } from '../../errors.ts'
import { type Difference, type DiffOptions, diff } from './diff.ts'

/*
 * The thread that decodes and compares. It is a bundle of its own (dist/compare), which is read only if two files differ.
 * Answers questions one by one, in their order.
 */

export interface Question {
  before: Uint8Array
  after: Uint8Array
  options: DiffOptions
}

/** An error loses its class on the way between threads, so its two sentences are sent. */
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
