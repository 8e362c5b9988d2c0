import { asActionError } from '../errors.ts'
import type { Inputs, Instance } from '../input-types.ts'
import type { Result, Target } from '../model.ts'
import type { Limits } from '../runtime/deadline.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { count } from '../runtime/text.ts'
import type { Step, World } from '../world.ts'
import { type LookerClient, lookerClient } from './client.ts'
import { lookerHttp } from './http.ts'
import { quickThenSlow } from './poll.ts'
import { renderAll } from './render-targets.ts'
import { lookerSession, type Session } from './session.ts'

/** A Looker instance with the log-in on its way, and what it is to render. */
export interface Looker {
  host: string
  /** A client that tells of every request it sends. */
  clientOf(asked: () => void): LookerClient
  /** Requests sent so far. */
  apiCalls(): number
  session: Session
  /** Settles with the log-in that was begun; nobody has to look at it. */
  loggedIn: Promise<void>
  targets: readonly Target[]
  /** Tells of this instance. */
  log(line: string): void
}

export interface Connection {
  inputs: Inputs
  secrets: Secrets
  limits: Limits
  log(line: string): void
}

/** Sends the log-ins: to the instance, and to the one that it is compared with. */
export function connect(world: World, connection: Connection): Looker[] {
  const { looker, compare, targets } = connection.inputs
  const first = logIn(world, connection, looker, targets)
  if (typeof compare.against === 'string') return [first]
  const { base, ...key } = compare.against
  const log = (line: string) => connection.log(`${base.host}: ${line}`)
  return [first, logIn(world, { ...connection, log }, { base, ...key }, targets.map(onSecond(base)))]
}

/** The same target on the second instance: its picture is the one before. */
const onSecond = (base: URL) => (target: Target) => ({
  ...target,
  url: base.origin + target.url.slice(new URL(target.url).origin.length),
  file: `${target.name}.before.${target.output.format}`,
})

function logIn(
  { fetch, clock }: World,
  { inputs, secrets, limits, log }: Connection,
  { base, clientId, clientSecret }: Instance,
  targets: readonly Target[],
): Looker {
  const { version } = inputs.looker
  const { host } = base
  const common = { clock, secrets, signal: limits.work, host }
  let apiCalls = 0
  const asked = () => void apiCalls++
  const http = lookerHttp({ ...common, fetch, log, asked, api: new URL(`/api/${version}`, base) })
  const session = lookerSession({ ...common, http, key: { clientId, clientSecret } })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  const clientOf: Looker['clientOf'] = asked =>
    lookerClient((call, read) => session.send({ ...call, asked }, read), version, {
      host,
      clean: secrets.clean,
    })
  return { host, clientOf, apiCalls: () => apiCalls, session, loggedIn, targets, log }
}

/**
 * Renders every target, on all instances at once, and logs out however it ends. `drawing` is called while Looker
 * draws. Gives each instance's results.
 */
export async function render(
  { core, clock, cancelled }: Step,
  lookers: readonly Looker[],
  { inputs, limits }: Connection,
  drawing: () => void,
): Promise<Result[][]> {
  const { looker, pace, targets, outputDirectory: directory } = inputs
  const common = {
    clock,
    drawing,
    directory,
    version: looker.version,
    signal: limits.work,
    concurrency: pace.concurrency,
    pace: quickThenSlow(pace.pollIntervalSeconds * 1000),
  }
  const hosts = lookers.map(({ host }) => host).join(' and ')
  const title = `Rendering ${count(targets.length, 'target')} on ${hosts}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
  return core.group(title, () => {
    const all = lookers.map(async ({ targets, loggedIn, clientOf, session, log }, place) => {
      if (place === 0) for (const target of targets) tellLeftOut(target, log)
      try {
        return await renderAll(targets, loggedIn, { ...common, clientOf, log })
      } finally {
        await logOut(session, patienceFor(cancelled), log)
      }
    })
    return Promise.all(all)
  })
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
