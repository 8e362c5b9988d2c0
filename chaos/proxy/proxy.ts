import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault, IncomingRequest, ObservedRequest, Service } from '../model.ts'
import { forward, readCall } from './forward.ts'
import { injectFault } from './inject-fault.ts'
import { operationOf } from './operations.ts'
import { RetryAfter } from './retry-after.ts'

interface ProxyOptions {
  service: Service
  /** The service's address, for example `http://127.0.0.1:41234`. */
  upstream: string
  chooseFault(request: IncomingRequest): Fault | undefined
  /** Makes the service itself fail at the next request. */
  injectServiceFault?(fault: Fault, operation: string): void
}

export interface ChaosProxy {
  /** The address that the action uses for the service. */
  url: string
  /** The requests since faults began, in order. */
  observed: ObservedRequest[]
  /** Requests that did not wait as long as Retry-After asks. */
  impatient: readonly string[]
  /** Injects faults from now on. */
  beginFaults(): void
  close(): Promise<void>
}

/** Starts a proxy that forwards requests to a service, and injects the chosen faults. */
export async function startProxy(options: ProxyOptions): Promise<ChaosProxy> {
  const retryAfter = new RetryAfter()
  const observer = new Observer(options)
  // Idle connections remain open, so that only chosen faults break a connection.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const observed = observer.observe(request)
    serve({ ...options, here: address(), retryAfter }, observed, request, response).catch(() =>
      response.destroy(),
    )
  })
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: address(),
    observed: observer.observed,
    impatient: retryAfter.violations,
    beginFaults: () => observer.begin(),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Counts the requests of each operation, and chooses a fault for each request. */
class Observer {
  readonly observed: ObservedRequest[] = []
  readonly #counts = new Map<string, number>()
  readonly #options: ProxyOptions
  #began: number | undefined

  constructor(options: ProxyOptions) {
    this.#options = options
  }

  begin(): void {
    this.#began = performance.now()
  }

  /** Records a request and its fault. Returns undefined before faults begin. */
  observe({ method = 'GET', url: path = '/' }: IncomingMessage): ObservedRequest | undefined {
    if (this.#began === undefined) return undefined
    const { service, chooseFault } = this.#options
    const operation = operationOf(service, method, path)
    const nth = (this.#counts.get(operation) ?? 0) + 1
    this.#counts.set(operation, nth)
    const at = performance.now() - this.#began
    const fault = chooseFault({ service, operation, nth, at })
    const request = { service, operation, at, method, path, ...(fault && { fault }) }
    this.observed.push(request)
    return request
  }
}

async function serve(
  options: ProxyOptions & { here: string; retryAfter: RetryAfter },
  { fault, operation = '' }: Partial<ObservedRequest> = {},
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { service, upstream, here, retryAfter, injectServiceFault } = options
  if (fault?.kind === 'reset') return void request.socket.resetAndDestroy()
  const call = await readCall(request)
  // Several targets may send the same query, and a target does not know the pauses of other targets.
  if (operation !== 'query') retryAfter.check(call)
  if (fault) injectServiceFault?.(fault, operation)
  const carryOut = () => forward(call, upstream, here)
  await injectFault(fault, { service, operation, response, carryOut })
  if (fault?.seconds) retryAfter.require(call, fault.seconds)
}
