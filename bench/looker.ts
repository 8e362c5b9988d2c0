import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { RecordedRequest, RenderTask } from '../simulator/model.ts'

export interface LookerOptions {
  /** How long dashboard 1 takes to render, dashboard 2, and so on. */
  renderSeconds: number[]
  /** How large each picture is. */
  pictureBytes: number
}

/** What a Looker was asked for. Times are in epoch milliseconds, by the clock that processes share. */
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

/** A Looker with two slots that knows nothing yet, for as long as `use` takes. */
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
  // Once the bench is through its end is wanted, and nobody waits for it.
  ended.catch(() => {})
  return { child, ended }
}
