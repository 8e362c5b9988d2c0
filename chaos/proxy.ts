import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Coming } from './faults.ts'
import { inflict } from './inflict.ts'
import type { Passed, Service, Strike } from './model.ts'
import { operationOf } from './operations.ts'
import { Pauses } from './pauses.ts'
import { type Call, forward, received } from './upstream.ts'

export interface ProxyOptions {
  service: Service
  /** Where the service itself listens: `http://127.0.0.1:41234` */
  upstream: string
  /** What happens to a request. */
  decide(coming: Coming): Strike | undefined
  /** Tells the service itself to misbehave at the request that comes next. */
  conspire(strike: Strike, operation: string): void
}

export interface ChaosProxy {
  /** What the action is told the service's address is. */
  url: string
  /** Those since the weather began, in order. */
  passed: Passed[]
  /** Requests that came before a pause was over which the service had asked for. */
  impatient: readonly string[]
  /** From here on things break. */
  begin(): void
  close(): Promise<void>
}

/** Stands before a service: hands on what comes by, and does to it what was decided. */
export async function startProxy(options: ProxyOptions): Promise<ChaosProxy> {
  const passed: Passed[] = []
  const counts = new Map<string, number>()
  const pauses = new Pauses()
  let began: number | undefined
  // Idle connections stay open: a reset is one that was decided.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    serve(request, response).catch(() => response.destroy())
  })

  function fateOf(method: string, path: string): Passed | undefined {
    if (began === undefined) return undefined
    const { service } = options
    const operation = operationOf(service, method, path)
    const nth = (counts.get(operation) ?? 0) + 1
    counts.set(operation, nth)
    const at = performance.now() - began
    const strike = options.decide({ service, operation, nth, at })
    return { service, operation, at, method, path, ...(strike && { strike }) }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request
    const fate = fateOf(method, path)
    if (fate) passed.push(fate)
    const { strike, operation = '' } = fate ?? {}
    if (strike?.kind === 'reset') return void request.socket.resetAndDestroy()
    const call: Call = await received(request)
    pauses.came(call)
    if (strike) options.conspire(strike, operation)
    const carryOut = () => forward(call, options.upstream, address())
    await inflict(strike, { service: options.service, operation, response, carryOut })
    if (strike?.seconds) pauses.asked(call, strike.seconds)
  }

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: address(),
    passed,
    impatient: pauses.broken,
    begin: () => {
      began = performance.now()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
