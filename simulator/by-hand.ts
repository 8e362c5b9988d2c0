import type { IncomingMessage } from 'node:http'
import { type Answer, problem } from './answers.ts'
import type { Faults } from './faults.ts'
import type { Effect, Fault, Operation } from './model.ts'

const OPERATIONS = ['login', 'logout', 'create', 'task', 'results', 'query', 'unknown'] satisfies Operation[]

type EffectName = Effect extends infer One ? (One extends unknown ? keyof One : never) : never

const EFFECTS: EffectName[] = [
  ...(['status', 'reset', 'stall', 'empty', 'cut', 'instead', 'bytes', 'late', 'status202'] as const),
  ...(['taskStatus', 'statuses', 'gone', 'expireTokens', 'lostAnswer'] as const),
]

/**
 * Faults while the simulator runs: `POST /simulator/faults` takes one as JSON (`times` may be "Infinity",
 * `bytes` are Base64), `DELETE` takes all of them away.
 */
export async function addByHand(faults: Faults, request: IncomingMessage): Promise<Answer> {
  const call = `${request.method} ${request.url}`
  const text = Buffer.concat(await request.toArray()).toString()
  if (call === 'DELETE /simulator/faults') {
    faults.clear()
    return { status: 204 }
  }
  if (call !== 'POST /simulator/faults') return problem(404, 'There is only /simulator/faults: POST, DELETE')
  try {
    const fault = readFault(JSON.parse(text))
    faults.add(fault)
    return { status: 200, body: { added: fault } }
  } catch (error) {
    return problem(400, error instanceof Error ? error.message : String(error))
  }
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
