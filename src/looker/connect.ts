import { asActionError } from '../errors.ts'
import type { Inputs, Instance } from '../input-types.ts'
import type { Result, Target } from '../model.ts'
import type { Deadlines } from '../runtime/deadline.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { count } from '../runtime/text.ts'
import type { LoadedWorld, World } from '../world.ts'
import { createLookerClient, type LookerClient } from './client.ts'
import { createHttp } from './http.ts'
import { quickThenSlow } from './poll.ts'
import { renderTargets } from './render-targets.ts'
import { openSession, type Session } from './session.ts'

/** A Looker instance with the log-in on its way, and what it is to render. */
export interface Looker {
  host: string
  /** A client that tells of every request it sends. */
  clientFor(onRequest: () => void): LookerClient
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
  deadlines: Deadlines
  log(line: string): void
}

/** Sends the log-ins: to the instance, and to the one that it is compared with. */
export function connect(world: World, connection: Connection): Looker[] {
  const { looker, compare, targets } = connection.inputs
  const first = logIn(world, connection, looker, targets)
  if (typeof compare.against === 'string') return [first]
  const { base, ...key } = compare.against
  const log = (line: string) => connection.log(`${base.host}: ${line}`)
  return [first, logIn(world, { ...connection, log }, { base, ...key }, targets.map(toSecondInstance(base)))]
}

/** The same target on the second instance: its picture is the one before. */
const toSecondInstance = (base: URL) => (target: Target) => ({
  ...target,
  url: base.origin + target.url.slice(new URL(target.url).origin.length),
  file: `${target.name}.before.${target.output.format}`,
})

function logIn(
  { fetch, clock }: World,
  { inputs, secrets, deadlines, log }: Connection,
  { base, clientId, clientSecret }: Instance,
  targets: readonly Target[],
): Looker {
  const { version } = inputs.looker
  const { host } = base
  const common = { clock, secrets, signal: deadlines.render, host }
  let apiCalls = 0
  const onRequest = () => void apiCalls++
  const http = createHttp({ ...common, fetch, log, onRequest, api: new URL(`/api/${version}`, base) })
  const session = openSession({ ...common, http, key: { clientId, clientSecret } })
  const loggedIn = session.login()
  loggedIn.catch(() => undefined)
  const clientFor: Looker['clientFor'] = onRequest =>
    createLookerClient((call, read) => session.send({ ...call, onRequest }, read), version, {
      host,
      clean: secrets.clean,
    })
  return { host, clientFor, apiCalls: () => apiCalls, session, loggedIn, targets, log }
}

/**
 * Renders every target, on all instances at once, and logs out however it ends. `drawing` is called while Looker
 * draws. Gives each instance's results.
 */
export async function renderEverywhere(
  { core, clock, cancelled }: LoadedWorld,
  lookers: readonly Looker[],
  { inputs, deadlines }: Connection,
  drawing: () => void,
): Promise<Result[][]> {
  const { looker, pace, targets, outputDirectory: directory } = inputs
  const common = {
    clock,
    drawing,
    directory,
    version: looker.version,
    signal: deadlines.render,
    concurrency: pace.concurrency,
    pace: quickThenSlow(pace.pollIntervalSeconds * 1000),
  }
  const hosts = lookers.map(({ host }) => host).join(' and ')
  const title = `Rendering ${count(targets.length, 'target')} on ${hosts}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
  return core.group(title, () => {
    const all = lookers.map(async ({ targets, loggedIn, clientFor, session, log }, place) => {
      if (place === 0) for (const target of targets) logIgnoredParameters(target, log)
      try {
        return await renderTargets(targets, loggedIn, { ...common, clientFor, log })
      } finally {
        await logOut(session, logOutPatience(cancelled), log)
      }
    })
    return Promise.all(all)
  })
}

/** What an address says besides its filters would otherwise be missed without a word. */
function logIgnoredParameters(target: Target, log: (line: string) => void): void {
  if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0) return
  const names = target.ignoredParameters.join(', ')
  log(`${target.name}: ${names} in its address is no filter but Looker's own, and not used for rendering.`)
}

/** A cancelled job has three seconds for everything, also when it is cancelled while it waits here. */
const logOutPatience = (cancelled: AbortSignal) =>
  cancelled.aborted ? AbortSignal.timeout(1500) : AbortSignal.any([cancelled, AbortSignal.timeout(10_000)])

/** A token that was not ended lives on for up to an hour. */
async function logOut(session: Session, patience: AbortSignal, log: (line: string) => void): Promise<void> {
  try {
    await session.logout(patience)
  } catch (error) {
    log(`Could not log out of Looker (${asActionError(error).message}); its token ends by itself.`)
  }
}
