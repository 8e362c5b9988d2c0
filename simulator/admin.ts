import type { IncomingMessage } from 'node:http'
import { type Answer, problem } from './api/answers.ts'
import type { Deploys } from './content/edits.ts'
import type { Faults } from './faults.ts'
import type { Change, Deploy, Effect, Fault, Operation } from './model.ts'

const OPERATIONS: Operation[] = [
  ...(['login', 'logout', 'create', 'task', 'results', 'query', 'content', 'versions'] as const),
  ...(['project', 'deploy', 'explore', 'unknown'] as const),
]

type EffectName = Effect extends infer One ? (One extends unknown ? keyof One : never) : never

const EFFECTS: EffectName[] = [
  ...(['status', 'reset', 'stall', 'empty', 'cut', 'instead', 'bytes', 'late', 'status202'] as const),
  ...(['taskStatus', 'statuses', 'gone', 'expireTokens', 'lostAnswer'] as const),
  ...(['unfetched', 'ignored', 'deployedBefore'] as const),
]

/** What people change while the simulator runs. */
interface Changeable {
  faults: Faults
  deploys: Deploys
}

/**
 * Faults and deploys while the simulator runs: `POST /simulator/faults` and `POST /simulator/deploys` take one as
 * JSON (in a fault `times` may be "Infinity", `bytes` are Base64), `DELETE` takes all of them away.
 */
export async function changeByHand(changeable: Changeable, request: IncomingMessage): Promise<Answer> {
  const text = Buffer.concat(await request.toArray()).toString()
  const call = callsOf(changeable)[`${request.method} ${request.url}`]
  if (!call) return problem(404, 'There are only /simulator/faults and /simulator/deploys: POST, DELETE')
  try {
    return call(text)
  } catch (error) {
    return problem(400, error instanceof Error ? error.message : String(error))
  }
}

function callsOf({ faults, deploys }: Changeable): Record<string, (text: string) => Answer> {
  const added = <T>(one: T, add: (one: T) => void): Answer => {
    add(one)
    return { status: 200, body: { added: one } }
  }
  const gone = (clear: () => void): Answer => {
    clear()
    return { status: 204 }
  }
  return {
    'POST /simulator/faults': text => added(readFault(JSON.parse(text)), fault => faults.add(fault)),
    'DELETE /simulator/faults': () => gone(() => faults.clear()),
    'POST /simulator/deploys': text => added(readDeploy(JSON.parse(text)), deploy => deploys.add(deploy)),
    'DELETE /simulator/deploys': () => gone(() => deploys.rollBack()),
  }
}

/** In shape alone; whether the dashboard has such tiles and measures is told when it is deployed. */
function readDeploy(json: unknown): Deploy {
  const { dashboard, changes } = Object(json) as Record<string, unknown>
  if (!['string', 'number'].includes(typeof dashboard)) throw new Error('"dashboard" has to be an id')
  const shapes = ['tile and as', 'measure and times', 'add']
  const isChange = (change: unknown) =>
    shapes.some(shape => shape.split(' and ').every(key => key in Object(change)))
  if (!Array.isArray(changes) || changes.length === 0 || !changes.every(isChange))
    throw new Error(`"changes" has to be a list of objects, each with ${shapes.join(', or ')}`)
  return { dashboard: String(dashboard), changes: changes as Change[] }
}

function readFault(json: unknown): Fault {
  const { on, target, times = 1, after = 0, effect } = Object(json) as Record<string, unknown>
  if (!OPERATIONS.includes(on as Operation)) throw new Error(`"on" has to be one of ${OPERATIONS.join(', ')}`)
  const name = EFFECTS.find(known => known in Object(effect))
  if (!name) throw new Error(`"effect" has to be an object with one of ${EFFECTS.join(', ')}`)
  if (Number.isNaN(Number(times)) || Number.isNaN(Number(after)))
    throw new Error('"times" and "after" have to be numbers ("Infinity" is one)')
  const bytes = name === 'bytes' ? { bytes: Buffer.from(String(Object(effect).bytes), 'base64') } : {}
  return {
    on: on as Operation,
    ...(target === undefined ? {} : { target: String(target) }),
    times: Number(times),
    after: Number(after),
    effect: { ...(effect as Effect), ...bytes },
  }
}
