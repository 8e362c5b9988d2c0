import { parentPort } from 'node:worker_threads'
import { asActionError } from '../../errors.ts'
import { type Difference, type DiffOptions, diff } from './diff.ts'

/**
 * The thread that decodes and compares. It is a separate bundle (dist/compare), which is loaded only if two files
 * differ. Answers requests one by one, in their order.
 */

export interface Question {
  before: Uint8Array
  after: Uint8Array
  options: DiffOptions
}

/** Contains the two sentences of an error, because an error loses its class between threads. */
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
