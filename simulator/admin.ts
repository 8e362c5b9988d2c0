import type { IncomingMessage } from 'node:http'
import { type Answer, answerProblem } from './api/answers.ts'
import type { Edits } from './content/edits.ts'
import type { Faults } from './faults.ts'
import type { Change, Edit, Effect, Fault, Operation } from './model.ts'
import type { Projects } from './projects/projects.ts'

const operations: Operation[] = [
  ...(['login', 'logout', 'create', 'task', 'results', 'query', 'content', 'versions'] as const),
  ...(['project', 'deploy', 'explore', 'unknown'] as const),
]

type EffectName = Effect extends infer One ? (One extends unknown ? keyof One : never) : never

const effects: EffectName[] = [
  ...(['status', 'reset', 'stall', 'empty', 'cut', 'instead', 'bytes', 'late', 'status202'] as const),
  ...(['taskStatus', 'statuses', 'gone', 'expireTokens', 'lostAnswer'] as const),
  ...(['unfetched', 'ignored', 'deployedBefore'] as const),
]

/** What people change while the simulator runs. */
interface Changeable {
  faults: Faults
  edits: Edits
  projects: Projects
}

/**
 * Faults, edits and deploys while the simulator runs: each is POSTed as JSON to `/simulator/faults`,
 * `/simulator/edits` or `/simulator/deploys` (in a fault `times` may be "Infinity", `bytes` are Base64). `DELETE`
 * takes all faults or edits away.
 */
export async function answerAdmin(changeable: Changeable, request: IncomingMessage): Promise<Answer> {
  const text = Buffer.concat(await request.toArray()).toString()
  const call = callsOf(changeable)[`${request.method} ${request.url}`]
  if (!call)
    return answerProblem(404, 'There are only /simulator/faults, /simulator/edits, /simulator/deploys')
  try {
    return await call(text)
  } catch (error) {
    return answerProblem(400, error instanceof Error ? error.message : String(error))
  }
}

type Call = (text: string) => Promise<Answer>

function callsOf({ faults, edits, projects }: Changeable): Record<string, Call> {
  const adding =
    <T>(read: (json: unknown) => T, add: (one: T) => unknown): Call =>
    async text => {
      const one = read(JSON.parse(text))
      await add(one)
      return { status: 200, body: { added: one } }
    }
  const clearing =
    (clear: () => void): Call =>
    async () => {
      clear()
      return { status: 204 }
    }
  return {
    'POST /simulator/faults': adding(readFault, fault => faults.add(fault)),
    'DELETE /simulator/faults': clearing(() => faults.clear()),
    'POST /simulator/edits': adding(readEdit, edit => edits.add(edit)),
    'DELETE /simulator/edits': clearing(() => edits.clear()),
    'POST /simulator/deploys': adding(readDeploy, ({ project, ref }) => projects.get(project).deploy(ref)),
  }
}

function readDeploy(json: unknown): { project: string; ref: string } {
  const { project, ref } = Object(json) as Record<string, unknown>
  if (typeof project !== 'string' || typeof ref !== 'string')
    throw new Error('"project" and "ref" have to be texts')
  return { project, ref }
}

/** Reads its shape alone. Whether the dashboard has such tiles and measures shows when it is made. */
function readEdit(json: unknown): Edit {
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
  if (!operations.includes(on as Operation)) throw new Error(`"on" has to be one of ${operations.join(', ')}`)
  const name = effects.find(known => known in Object(effect))
  if (!name) throw new Error(`"effect" has to be an object with one of ${effects.join(', ')}`)
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
