import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Coming } from './faults.ts'
import { inflict } from './inflict.ts'
import type { Passed, Service, Strike } from './model.ts'
import { operationOf } from './operations.ts'
import { Pauses } from './pauses.ts'
import { forward, received } from './upstream.ts'

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
  const pauses = new Pauses()
  const weather = new Weather(options)
  // Idle connections stay open: a reset is one that was decided.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const fate = weather.fateOf(request)
    serve({ ...options, here: address(), pauses }, fate, request, response).catch(() => response.destroy())
  })
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: address(),
    passed: weather.passed,
    impatient: pauses.broken,
    begin: () => weather.begin(),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** What was decided of whom. */
class Weather {
  readonly passed: Passed[] = []
  readonly #counts = new Map<string, number>()
  readonly #options: ProxyOptions
  #began: number | undefined

  constructor(options: ProxyOptions) {
    this.#options = options
  }

  begin(): void {
    this.#began = performance.now()
  }

  /** Undefined in the fair weather before it began. */
  fateOf({ method = 'GET', url: path = '/' }: IncomingMessage): Passed | undefined {
    if (this.#began === undefined) return undefined
    const { service, decide } = this.#options
    const operation = operationOf(service, method, path)
    const nth = (this.#counts.get(operation) ?? 0) + 1
    this.#counts.set(operation, nth)
    const at = performance.now() - this.#began
    const strike = decide({ service, operation, nth, at })
    const fate = { service, operation, at, method, path, ...(strike && { strike }) }
    this.passed.push(fate)
    return fate
  }
}

async function serve(
  { service, upstream, here, pauses, conspire }: ProxyOptions & { here: string; pauses: Pauses },
  { strike, operation = '' }: Partial<Passed> = {},
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (strike?.kind === 'reset') return void request.socket.resetAndDestroy()
  const call = await received(request)
  // Several targets may name the same query, each not knowing what another was asked.
  if (operation !== 'query') pauses.came(call)
  if (strike) conspire(strike, operation)
  const carryOut = () => forward(call, upstream, here)
  await inflict(strike, { service, operation, response, carryOut })
  if (strike?.seconds) pauses.asked(call, strike.seconds)
}
