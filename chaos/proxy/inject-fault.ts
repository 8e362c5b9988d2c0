import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, FaultKind, Service } from '../model.ts'
import type { Answer } from './forward.ts'

interface Exchange {
  service: Service
  operation: string
  response: ServerResponse
  carryOut(): Promise<Answer>
}

/** Sends the service's answer with the fault. */
export async function injectFault(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  const { response, carryOut } = exchange
  if (fault?.status) return send(response, refusal(exchange, fault))
  switch (fault?.kind) {
    case 'stall':
      return
    case 'hang-up':
      return void response.socket?.destroy()
    case 'slow':
      await sleep(fault.milliseconds, undefined, { ref: false })
      return send(response, await carryOut())
    case 'lost answer':
      await carryOut()
      return void response.socket?.resetAndDestroy()
    case 'closed behind':
      response.shouldKeepAlive = false
      return send(response, await carryOut())
    case 'cut body':
    case 'short body':
    case 'stall in the body':
      return sendHalf(response, await carryOut(), fault.kind)
    default:
      return send(response, await carryOut())
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = status === 204 ? {} : { 'content-length': body.length }
  response.writeHead(status, { ...headers, ...length }).end(body)
}

type Half = Extract<FaultKind, 'cut body' | 'short body' | 'stall in the body'>

function sendHalf(response: ServerResponse, answer: Answer, kind: Half): void {
  const { status, headers, body } = answer
  if (body.length === 0) {
    send(response, answer)
    return
  }
  const half = body.subarray(0, Math.floor(body.length / 2))
  if (kind === 'short body') {
    // Without a length and without chunks, the end of the connection is the end of the body.
    response.removeHeader('transfer-encoding')
    response.shouldKeepAlive = false
    response.writeHead(status, { ...headers, connection: 'close' }).end(half)
    return
  }
  response.writeHead(status, { ...headers, 'content-length': body.length })
  // The written bytes must be sent before the connection breaks.
  response.write(half, () => {
    if (kind === 'cut body') response.socket?.destroySoon()
  })
}

const page = '<html><head><title>Bad gateway</title></head><body><h1>Please try again</h1></body></html>'

const usedUpLimit = () => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
})

function messageOf(kind: FaultKind, status: number): string {
  if (kind === 'used-up limit') return 'API rate limit exceeded for installation ID 1.'
  if (kind === 'refused file') return 'Sorry, your input was too large to process.'
  if (kind === 'passing refusal') return 'GitRPC::BadObjectState'
  return { 403: 'You have exceeded a secondary rate limit.', 429: 'Too many requests' }[status] ?? 'It broke'
}

/** Returns an error answer in the format of the service, or of a gateway in front of the service. */
function refusal({ service, operation }: Exchange, { kind, status = 500, seconds }: Fault): Answer {
  const pause = seconds === undefined ? {} : { 'retry-after': String(seconds) }
  const limit = kind === 'used-up limit' ? usedUpLimit() : {}
  const answer = (type: string, text: string): Answer => ({
    status,
    headers: { 'content-type': type, ...pause, ...limit },
    body: Buffer.from(text),
  })
  if (kind === 'gateway') return answer('text/html', page)
  const message = messageOf(kind, status)
  if (service === 'looker' || service === 'second')
    return answer('application/json', JSON.stringify({ message, documentation_url: '' }))
  if (service === 'github') return answer('application/json', JSON.stringify({ message }))
  return operation === 'blob'
    ? answer('application/xml', `<Error><Code>ServerBusy</Code><Message>${message}</Message></Error>`)
    : answer('application/json', JSON.stringify({ code: 'unavailable', msg: message }))
}
