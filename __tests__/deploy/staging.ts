import { ActionError } from '../../src/errors.ts'
import { type Project, UnknownCommitError } from '../../src/looker/project.ts'

/** What a call to the instance meets, instead of being done. */
export type Event =
  | { kind: 'fails' }
  /** It is done, and its answer is lost. */
  | { kind: 'answer lost' }
  /** Looker says that it did it, and did not. */
  | { kind: 'not done' }
  /** Looker has not fetched the commit yet. */
  | { kind: 'unknown commit' }
  /** Somebody else deploys just before it. */
  | { kind: 'foreign'; commit: string }

export interface Staging {
  project: Project
  deployed(): string
  /** In order: `look`, `deploy <commit>`. */
  calls: string[]
}

/** A project of an instance, kept in memory; `events` are by the number of the call. */
export function stagingWith(before: string, events: ReadonlyMap<number, Event> = new Map()): Staging {
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
    deployedCommit: async signal => {
      signal?.throwIfAborted()
      meet('look')
      return deployed
    },
    deploy: async (commit, signal) => {
      signal?.throwIfAborted()
      const event = meet(`deploy ${commit}`)
      if (event?.kind === 'unknown commit') throw new UnknownCommitError('No such commit', 'Push it.')
      if (event?.kind !== 'not done') deployed = commit
      if (event?.kind === 'answer lost') throw new ActionError('The connection broke', 'Try again.')
    },
  }
  return { project, deployed: () => deployed, calls }
}
