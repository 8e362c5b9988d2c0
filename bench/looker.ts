import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { RecordedRequest, RenderTask } from '../simulator/model.ts'

export interface LookerOptions {
  /** The seconds that each dashboard takes to render: first dashboard 1, then dashboard 2, and so on. */
  renderSeconds: number[]
  pictureBytes: number
}

/**
 * The requests and times of a run. All times are in milliseconds since 1970, because they come from several processes.
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

/** Starts a new Looker with two slots, calls `use`, and closes the Looker. */
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
  // This promise is rejected at the end of the bench, when no code waits for it any more.
  ended.catch(() => {})
  return { child, ended }
}
