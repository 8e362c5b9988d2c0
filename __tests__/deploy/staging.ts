import { ActionError } from '../../src/errors.ts'
import { type Project, RefusedDeployError, UnknownCommitError } from '../../src/looker/deployable-project.ts'
import { virtualClock } from '../../testkit/clock.ts'

/** An event that replaces the usual effect of a call. */
export type Event =
  | { kind: 'fails' }
  /** Looker executes the deploy, but the answer does not arrive. */
  | { kind: 'answer lost' }
  /** Looker reports success, but does not deploy the commit. */
  | { kind: 'not done' }
  /** Looker has not fetched the commit yet. */
  | { kind: 'unknown commit' }
  | { kind: 'refused' }
  /** Another user deploys this commit just before the call. */
  | { kind: 'foreign'; commit: string }

interface Staging {
  project: Project
  deployed(): string
  /** The calls in order. `look` reads the deployed commit, and `deploy <commit>` deploys a commit. */
  calls: string[]
}

/** Returns a project in memory. `events` maps the number of a call to an event. The first call has the number 0. */
function stagingWith(before: string, events: ReadonlyMap<number, Event> = new Map()): Staging {
  let deployed = before
  const calls: string[] = []
  const meet = (call: string): Event | undefined => {
    const event = events.get(calls.length)
    calls.push(call)
    if (event?.kind === 'foreign') deployed = event.commit
    if (event?.kind === 'fails') throw new ActionError('staging.acme.looker.com failed (500)', 'Look there.')
    return event
  }
  const project: Project = {
    id: 'thelook',
    host: 'staging.acme.looker.com',
    check: async () => undefined,
    validate: async () => [],
    deployedCommit: async signal => {
      signal?.throwIfAborted()
      meet('look')
      return deployed
    },
    deploy: async (commit, signal) => {
      signal?.throwIfAborted()
      const event = meet(`deploy ${commit}`)
      if (event?.kind === 'unknown commit') throw new UnknownCommitError('No such commit', 'Push it.')
      if (event?.kind === 'refused') throw new RefusedDeployError('Looker refused it', 'Correct it.')
      if (event?.kind !== 'not done') deployed = commit
      if (event?.kind === 'answer lost') throw new ActionError('The connection broke', 'Try again.')
    },
  }
  return { project, deployed: () => deployed, calls }
}

/** Returns a deployer for a project in memory, and the deployer's log. */
export function deployerAt(before: string, events: Readonly<Record<number, Event>> = {}) {
  const staging = stagingWith(
    before,
    new Map(Object.entries(events).map(([at, event]) => [Number(at), event])),
  )
  const log: string[] = []
  const clock = virtualClock()
  const { signal } = new AbortController()
  const { project } = staging
  const deployer = { project, clock, signal, restore: signal, log: (line: string) => void log.push(line) }
  return { staging, deployer, log, clock }
}
