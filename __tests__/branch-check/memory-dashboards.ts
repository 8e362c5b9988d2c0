import type { DashboardStore } from '../../src/branch-check/imported-dashboards.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'

/** A Looker in memory. `dashboards` maps an id to a description, and `requests` has the requests of the main step. */
export interface MemoryLooker extends DashboardStore {
  dashboards: Map<string, string>
  requests: string[]
  /** Settles when the main step is killed. The main step sends no requests after that. */
  death: Promise<void>
  /** Executes the requests with the result `killed, done late`. */
  catchUp(): void
  /** The same dashboards, for the requests of the post step. */
  forPost: DashboardStore
}

/**
 * Decides the result of the request with the number `place`. After `killed`, Looker never executes the request. After
 * `killed, done`, Looker executes the request at once, and after `killed, done late`, at a later time. In all three
 * cases, the main step gets no answer.
 */
type Fate = (place: number, method: string) => Accident | undefined
export type Accident = 'fails' | 'answer lost' | 'refused' | 'killed' | 'killed, done' | 'killed, done late'

type Request = <T>(method: string, about: string, work: () => T) => Promise<T>
const never = <T>() => new Promise<T>(() => undefined)

export function memoryLooker(fate: Fate = () => undefined): MemoryLooker {
  const dashboards = new Map<string, string>()
  const requests: string[] = []
  const late: (() => void)[] = []
  const { promise: death, resolve: die } = Promise.withResolvers<void>()
  let isDead = false
  let lastId = 100
  const answer = <T>(found: Accident | undefined, work: () => T): T => {
    if (found === 'refused') throw new LookerError('refused', '', { status: 400, retries: 0 })
    if (found === 'fails') throw new LookerError('broke', '', { retries: 0 })
    const value = work()
    if (found === 'answer lost') throw new LookerError('lost', '', { retries: 0 })
    return value
  }
  const note = (method: string, about: string) => fate(requests.push(`${method} ${about}`) - 1, method)
  const ofMain: Request = async (method, about, work) => {
    if (isDead) return never()
    const found = note(method, about)
    if (!found?.startsWith('killed')) return answer(found, work)
    if (found === 'killed, done') work()
    if (found === 'killed, done late') late.push(work)
    isDead = true
    die()
    return never()
  }
  const ofPost: Request = async (method, about, work) => {
    const found = note(method, about)
    return answer(found?.startsWith('killed') ? undefined : found, work)
  }
  const store = (request: Request): DashboardStore => ({
    host: 'looker.test',
    import: (lookml, onRequest) => {
      onRequest()
      return request('POST', lookml, () => {
        lastId += 1
        dashboards.set(String(lastId), lookml)
        return { id: String(lastId), tabs: new Map() }
      })
    },
    find: description =>
      request('SEARCH', description, () =>
        [...dashboards].filter(([, text]) => text === description).map(([id]) => id),
      ),
    describe: id => request('GET', id, () => dashboards.get(id)),
    delete: id => request('DELETE', id, () => void dashboards.delete(id)),
    hasFolder: async () => true,
  })
  return {
    ...store(ofMain),
    dashboards,
    requests,
    death,
    catchUp: () => {
      for (const work of late.splice(0)) work()
    },
    forPost: store(ofPost),
  }
}
