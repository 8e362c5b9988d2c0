import type { IncomingMessage } from 'node:http'
import { type Answer, answerProblem } from './api/answers.ts'
import type { Edits } from './content/edits.ts'
import type { Faults } from './faults.ts'
import type { Change, Edit, Effect, Fault, Operation } from './model.ts'
import type { Projects } from './projects/projects.ts'

const operations: Operation[] = [
  ...(['login', 'logout', 'create', 'task', 'results', 'query', 'content', 'versions'] as const),
  ...(['project', 'deploy', 'explore', 'session', 'user', 'branch', 'validate', 'run', 'unknown'] as const),
  ...(['dashboard', 'content_validation'] as const),
]

type EffectName = Effect extends infer One ? (One extends unknown ? keyof One : never) : never

const effects: EffectName[] = [
  ...(['status', 'reset', 'stall', 'empty', 'cut', 'instead', 'bytes', 'late', 'status202'] as const),
  ...(['taskStatus', 'statuses', 'gone', 'expireTokens', 'lostAnswer'] as const),
  ...(['unfetched', 'ignored', 'deployedBefore', 'checkedOutBefore', 'dataBefore'] as const),
]

interface Changeable {
  faults: Faults
  edits: Edits
  projects: Projects
}

/**
 * Changes the simulator while it runs. A client POSTs JSON to `/simulator/faults`, `/simulator/edits`,
 * `/simulator/deploys` or `/simulator/branches`. In the JSON of a fault, `times` may be "Infinity", and `bytes` is a
 * Base64 text. `DELETE /simulator/faults` removes all faults, and `DELETE /simulator/edits` removes all edits.
 */
export async function answerAdmin(changeable: Changeable, request: IncomingMessage): Promise<Answer> {
  const text = Buffer.concat(await request.toArray()).toString()
  const call = callsOf(changeable)[`${request.method} ${request.url}`]
  if (!call)
    return answerProblem(
      404,
      'There are only /simulator/faults, /simulator/edits, /simulator/deploys, /simulator/branches',
    )
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
    'POST /simulator/branches': adding(readBranch, ({ project, branch, ...how }) =>
      projects.get(project).checkOut(branch, how),
    ),
    'POST /simulator/deploys': adding(readDeploy, ({ project, ref }) => projects.get(project).deploy(ref)),
  }
}

function readDeploy(json: unknown): { project: string; ref: string } {
  const { project, ref } = Object(json) as Record<string, unknown>
  if (typeof project !== 'string' || typeof ref !== 'string')
    throw new Error('"project" and "ref" have to be texts')
  return { project, ref }
}

function readBranch(json: unknown): { project: string; branch: string; ref?: string; user?: string } {
  const { project, branch, ...how } = Object(json) as Record<string, unknown>
  if (![project, branch, ...Object.values(how)].every(value => typeof value === 'string'))
    throw new Error('"project" and "branch" have to be texts, as "ref" and "user" if they are there')
  return { project, branch, ...how } as ReturnType<typeof readBranch>
}

/** Checks only the form of the JSON, because `Edits` refuses unknown tiles and measures. */
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
  const { on, target, method, body, times = 1, after = 0, effect } = Object(json) as Record<string, unknown>
  if (!operations.includes(on as Operation)) throw new Error(`"on" has to be one of ${operations.join(', ')}`)
  const name = effects.find(known => known in Object(effect))
  if (!name) throw new Error(`"effect" has to be an object with one of ${effects.join(', ')}`)
  if (Number.isNaN(Number(times)) || Number.isNaN(Number(after)))
    throw new Error('"times" and "after" have to be numbers ("Infinity" is one)')
  const bytes = name === 'bytes' ? { bytes: Buffer.from(String(Object(effect).bytes), 'base64') } : {}
  return {
    on: on as Operation,
    ...(target === undefined ? {} : { target: String(target) }),
    ...(method === undefined ? {} : { method: String(method) }),
    ...(body === undefined ? {} : { body: String(body) }),
    times: Number(times),
    after: Number(after),
    effect: { ...(effect as Effect), ...bytes },
  }
}
