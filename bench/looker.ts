import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { RecordedRequest, RenderTask } from '../simulator/model.ts'

export interface LookerOptions {
  /** The render times of dashboard 1, dashboard 2, and so on. */
  renderSeconds: number[]
  pictureBytes: number
}

/**
 * The requests and times of a run. Times are in milliseconds since 1970, so that several processes can compare them.
 */
export interface Observed {
  requests: Pick<RecordedRequest, 'at' | 'operation' | 'path' | 'status'>[]
  tasks: Pick<RenderTask, 'id' | 'createdAt' | 'startedAt' | 'finishedAt'>[]
}

export interface Address {
  url: string
  clientId: string
  clientSecret: string
}

let host: { child: ChildProcess; ended: Promise<never> } | undefined

/** Starts a new Looker with two slots, calls `use`, and ends the Looker. */
export async function withLooker<T>(options: LookerOptions, use: (looker: Address) => Promise<T>) {
  const looker = (await ask(options)) as Address
  const result = await use(looker)
  const record = (await ask('stop')) as Observed
  return { result, record }
}

export function closeLooker(): void {
  host?.child.kill()
}

async function ask(message: LookerOptions | 'stop'): Promise<unknown> {
  host ??= startHost()
  host.child.send(message)
  const [answer] = await Promise.race([once(host.child, 'message'), host.ended])
  return answer
}

function startHost() {
  const child = fork(new URL('./looker-process.ts', import.meta.url))
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The simulated Looker ended')))
  // When the bench ends, this promise rejects, but nothing waits for it.
  ended.catch(() => {})
  return { child, ended }
}
