import {
  type DevProject,
  MissingBranchError,
  RefusedBranchError,
  UnfetchedCommitError,
} from '../../src/branch-check/dev-project.ts'
import { isTemporaryBranch } from '../../src/branch-check/temporary-branch.ts'
import { ActionError } from '../../src/errors.ts'

/** An event that happens when the action sends a request. */
export type Event =
  /** Looker does not execute the request. */
  | { kind: 'fails' }
  | { kind: 'error'; error: Error }
  | { kind: 'answer lost' }
  /** Looker has not fetched the commit yet. */
  | { kind: 'unknown commit' }
  /** Looker refuses to leave a branch with uncommitted changes. */
  | { kind: 'refused' }
  /** Looker refuses the request if it deletes a branch. */
  | { kind: 'no deletion' }
  /** Before the request, another user deletes this branch. */
  | { kind: 'branch deleted'; branch: string }
  /** Looker reports success, but does nothing. */
  | { kind: 'not done' }
  /** Before the request, another user checks out this branch. */
  | { kind: 'person'; branch: string }
  /**
   * Before the request, another run checks out its own branch. After this number of further requests, the other run
   * checks out the previous branch again.
   */
  | { kind: 'another run'; branch: string; requests: number }
  /** Before the request, the checked-out branch is reset to another commit. */
  | { kind: 'branch reset'; commit: string }
  /** The process is killed before it sends the request. */
  | { kind: 'killed' }
  /** The process is killed after it has sent the request. Looker executes the request before the post step begins. */
  | { kind: 'killed, done' }
  /**
   * The process is killed after it has sent the request. Looker executes the request after the post step has sent this
   * number of requests.
   */
  | { kind: 'killed, done late'; requests: number }

/** Thrown to simulate a killed process. The main step runs no code after this error. */
export class Killed extends Error {}

interface Repository {
  /** Maps the name of a branch to its commit. */
  branches: Map<string, string>
  checkedOut: string
  imports(commit: string): string[]
}

/** The development mode of an API user, in memory. There are two projects, `shop` and `core`. */
export interface Developer {
  project(id: string): DevProject
  repository(id: string): Repository
  /** The requests in order, for example `shop GET` or `shop POST looker-snapshot-…`. */
  requests: string[]
  /** Runs a query in the project `shop`. Maps each project that the query uses to its commit. */
  query(): Promise<Record<string, string>>
  isDead(): boolean
  /**
   * Begins the post step of a killed main step. Its requests are numbered from the last request of the main step on.
   */
  revive(): void
}

export const personal = 'dev-mona-abcd'

export function createDeveloper(
  events: ReadonlyMap<number, Event> = new Map(),
  start: { checkedOut?: string; imports?: (commit: string) => string[] } = {},
): Developer {
  const repositoryWith = (production: string, imports: Repository['imports']): Repository => ({
    branches: new Map([
      ['main', production],
      [personal, 'old'],
      ['feature', 'wip'],
      ...(start.checkedOut ? [[start.checkedOut, 'wip'] as const] : []),
    ]),
    checkedOut: start.checkedOut ?? personal,
    imports,
  })
  const all = new Map([
    ['shop', repositoryWith('main-commit', start.imports ?? (() => []))],
    ['core', repositoryWith('core-production', () => [])],
  ])
  const requests: string[] = []
  /** Actions that happen later. `at` is the number of requests that come before the action. */
  const later: { at: number; act(): void }[] = []
  let dead = false

  const repository = (id: string): Repository => {
    const found = all.get(id)
    if (!found) throw new Error(`There is no project ${id}`)
    return found
  }

  /** Executes a request. If there is an event for this request, applies the event. */
  function send<T>(id: string, name: string, act: () => T): T {
    if (dead) throw new Killed()
    const event = events.get(requests.length)
    requests.push(`${id} ${name}`)
    for (const one of later.splice(0)) {
      if (one.at <= requests.length) one.act()
      else later.push(one)
    }
    const own = repository(id)
    const isChange = !name.startsWith('GET') && !name.startsWith('query')
    switch (event?.kind) {
      case 'fails':
        throw new ActionError('acme.looker.com failed (500)', 'Look there.')
      case 'error':
        throw event.error
      case 'no deletion':
        if (name.startsWith('DELETE')) throw new ActionError('Not allowed', 'Ask.')
        break
      case 'branch deleted':
        own.branches.delete(event.branch)
        break
      case 'answer lost':
        act()
        throw new ActionError('The connection broke', 'Try again.')
      case 'unknown commit':
        if (name.startsWith('POST')) throw new UnfetchedCommitError('No such commit', 'Push it.')
        break
      case 'refused':
        if (name.startsWith('POST')) throw new RefusedBranchError('Uncommitted changes', 'Commit them.')
        break
      case 'not done':
        if (isChange) return undefined as T
        break
      case 'person':
        if (own.branches.has(event.branch)) own.checkedOut = event.branch
        break
      case 'another run': {
        own.branches.set(event.branch, 'foreign')
        own.checkedOut = event.branch
        later.push({
          at: requests.length + event.requests,
          act() {
            if (own.checkedOut === event.branch) own.checkedOut = personal
            own.branches.delete(event.branch)
          },
        })
        break
      }
      case 'branch reset':
        if (isTemporaryBranch(own.checkedOut)) own.branches.set(own.checkedOut, event.commit)
        break
      case 'killed':
        dead = true
        throw new Killed()
      case 'killed, done':
        act()
        dead = true
        throw new Killed()
      case 'killed, done late':
        dead = true
        later.push({
          at: requests.length + event.requests,
          act: () => {
            try {
              act()
            } catch {}
          },
        })
        throw new Killed()
    }
    return act()
  }

  const project = (id: string): DevProject => {
    const own = repository(id)
    const describe = (name: string) => ({ name, ref: own.branches.get(name) ?? '' })
    return {
      id,
      host: 'acme.looker.com',
      checkedOut: async () => send(id, 'GET', () => describe(own.checkedOut)),
      branches: async () =>
        send(id, 'GET all', () =>
          [...own.branches.keys()].map(name => ({ ...describe(name), isPersonal: name === personal })),
        ),
      find: async name =>
        send(id, `GET ${name}`, () => (own.branches.has(name) ? describe(name) : undefined)),
      create: async (name, commit) =>
        send(id, `POST ${name}`, () => {
          if (own.branches.has(name)) throw new ActionError(`A branch ${name} already exists`, 'Delete it.')
          own.branches.set(name, commit)
          own.checkedOut = name
        }),
      checkOut: async name =>
        send(id, `PUT ${name}`, () => {
          if (!own.branches.has(name)) throw new MissingBranchError(`No branch ${name}`, 'Create it.')
          own.checkedOut = name
        }),
      reset: async (name, commit) =>
        send(id, `PUT ${name} ${commit}`, () => {
          own.branches.set(name, commit)
          own.checkedOut = name
        }),
      delete: async name =>
        send(id, `DELETE ${name}`, () => {
          if (own.checkedOut === name) throw new ActionError(`${name} is checked out`, 'Leave it first.')
          own.branches.delete(name)
        }),
      localImports: async () =>
        send(id, 'GET manifest', () => own.imports(own.branches.get(own.checkedOut) ?? '')),
    }
  }

  return {
    project,
    repository,
    requests,
    query: async () =>
      send('shop', 'query', () =>
        Object.fromEntries([...all].map(([id, own]) => [id, own.branches.get(own.checkedOut) ?? ''])),
      ),
    isDead: () => dead,
    revive: () => {
      dead = false
    },
  }
}
