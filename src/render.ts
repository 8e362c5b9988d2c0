import { asActionError } from './errors.ts'
import type { Limits } from './limits.ts'
import { type LookerClient, lookerClient } from './looker/client.ts'
import { lookerHttp } from './looker/http.ts'
import { quickThenSlow } from './looker/poll.ts'
import { renderAll } from './looker/render-all.ts'
import { lookerSession, type Session } from './looker/session.ts'
import type { Inputs, Result, Target } from './model.ts'
import type { Secrets } from './secrets.ts'
import { count } from './words.ts'
import type { Step, World } from './world.ts'

/** Looker, with the log-in on its way. */
export interface Looker {
  client: LookerClient
  session: Session
  /** Settles with the log-in that was begun; nobody has to look at it. */
  loggedIn: Promise<void>
}

export interface Connection {
  inputs: Inputs
  secrets: Secrets
  limits: Limits
  log(line: string): void
}

/** Sends the log-in. */
export function connect({ fetch, clock }: World, { inputs, secrets, limits, log }: Connection): Looker {
  const { version, base, clientId, clientSecret } = inputs.looker
  const common = { clock, secrets, signal: limits.work, host: base.host }
  const http = lookerHttp({ ...common, fetch, log, api: new URL(`/api/${version}`, base) })
  const session = lookerSession({ ...common, http, key: { clientId, clientSecret } })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  const client = lookerClient(session.send, version, { host: base.host, clean: secrets.clean })
  return { client, session, loggedIn }
}

/** Renders every target, and logs out however it ends. `drawing` is called while Looker draws. */
export async function render(
  { core, clock, cancelled }: Step,
  { client, session, loggedIn }: Looker,
  { inputs, limits, log }: Connection,
  drawing: () => void,
): Promise<Result[]> {
  const { looker, pace, targets, outputDirectory: directory } = inputs
  const options = {
    client,
    clock,
    log,
    drawing,
    directory,
    version: looker.version,
    signal: limits.work,
    concurrency: pace.concurrency,
    pace: quickThenSlow(pace.pollIntervalSeconds * 1000),
  }
  const title = `Rendering ${count(targets.length, 'target')} on ${looker.base.host}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
  try {
    return await core.group(title, () => {
      for (const target of targets) tellLeftOut(target, log)
      return renderAll(targets, loggedIn, options)
    })
  } finally {
    await logOut(session, patienceFor(cancelled), log)
  }
}

/** What an address says besides its filters would otherwise be missed without a word. */
function tellLeftOut(target: Target, log: (line: string) => void): void {
  if (!('leftOut' in target) || target.leftOut.length === 0) return
  const names = target.leftOut.join(', ')
  log(`${target.name}: ${names} in its address is no filter but Looker's own, and not used for rendering.`)
}

/** A cancelled job has three seconds for everything, also when it is cancelled while it waits here. */
const patienceFor = (cancelled: AbortSignal) =>
  cancelled.aborted ? AbortSignal.timeout(1500) : AbortSignal.any([cancelled, AbortSignal.timeout(10_000)])

/** A token that was not ended lives on for up to an hour. */
async function logOut(session: Session, patience: AbortSignal, log: (line: string) => void): Promise<void> {
  try {
    await session.logout(patience)
  } catch (error) {
    log(`Could not log out of Looker (${asActionError(error).message}); its token ends by itself.`)
  }
}
