import type { Fault, FaultKind, IncomingRequest, Service } from '../model.ts'
import { dice } from './chance.ts'

export interface Disturbance {
  /** The share of requests with a fault, from 0 to 1. */
  share: number
  /** Whether faults may last a minute or longer, for example an endless rate limit. */
  canStall: boolean
  /** A period in which a service is unreachable, in milliseconds since faults began. */
  outage?: { service: Service; from: number; to: number }
}

/** Kinds of faults, each with a weight. */
type Menu = readonly (readonly [FaultKind, number])[]

const connections: Menu = [
  ['reset', 3],
  ['hang-up', 2],
  ['lost answer', 3],
  ['cut body', 2],
  ['closed behind', 2],
  ['slow', 3],
]
const answers: Menu = [
  ['429 with Retry-After', 3],
  ['500', 1],
  ['gateway', 4],
]
const stalls: Menu = [
  ['stall', 2],
  ['stall in the body', 1],
]

/** Faults that only Looker has, by operation. */
const lookerCalls: Record<string, Menu> = {
  login: [],
  logout: [['expired tokens', 1]],
  create: [
    ['expired tokens', 2],
    ['crash', 2],
    ['tile error', 0.5],
    ['strange status', 1],
    ['gone', 1],
  ],
  query: [['expired tokens', 2]],
  run: [['expired tokens', 1]],
  branch: [['expired tokens', 1]],
  validate: [['expired tokens', 1]],
  task: [
    ['expired tokens', 1],
    ['gone', 0.3],
  ],
  results: [
    ['expired tokens', 2],
    ['gone', 1],
    ['not yet', 2],
    ['no bytes', 1],
    ['web page', 1],
  ],
}

type ChooseMenu = (operation: string, canStall: boolean) => Menu

const lookerMenu: ChooseMenu = (operation, canStall) => [
  ...connections,
  ...answers,
  // An incomplete SQL text looks complete, so a client cannot detect this fault.
  ...(operation === 'sql' ? [] : ([['short body', 1]] as const)),
  ['429', 2],
  ...(lookerCalls[operation] ?? []),
  ...(canStall ? stalls : []),
]

const menus: Record<Service, ChooseMenu> = {
  looker: lookerMenu,
  second: lookerMenu,
  github: (_, canStall) => [
    ...connections,
    ...answers,
    ['short body', 1],
    ['403 with Retry-After', 1],
    ...(canStall ? ([...stalls, ['429', 1]] as const) : []),
  ],
  artifacts: (_, canStall) => [...connections, ...answers, ['429', 2], ...(canStall ? stalls : [])],
}

/** In this share of all seeds, GitHub refuses some requests for valid reasons. */
const refusingSeeds = 0.3

/** The shares of requests that GitHub refuses in a seed of `refusingSeeds`. */
const refusalShares = { limit: 0.02, file: 0.2, write: 0.15 }

function chooseRefusal(seed: number, operation: string, nth: number): Fault | undefined {
  if (!dice(seed, 'refusals').happens(refusingSeeds)) return undefined
  const { happens, oneOf } = dice(seed, 'refusal', operation, nth)
  // Without an answer about the visibility, nothing would be published.
  const isVisibility = /^GET \/repos\/[^/]+\/[^/]+$/.test(operation)
  if (!isVisibility && happens(refusalShares.limit)) return { kind: 'used-up limit', status: 403 }
  if (operation === 'POST git/blobs' && happens(refusalShares.file))
    return { kind: 'refused file', status: oneOf([413, 422]) }
  if (/^(POST|PATCH) git\/(trees|commits|refs)/.test(operation) && happens(refusalShares.write))
    return { kind: 'passing refusal', status: oneOf([409, 422]) }
  return undefined
}

/**
 * Chooses the fault of a request. Most requests have no fault. The choice depends only on the seed and the request.
 * During an outage, it also depends on the time.
 */
export function chooseFault(
  seed: number,
  disturbance: Disturbance,
  { service, operation, nth, at }: IncomingRequest,
): Fault | undefined {
  const { happens, weighted, oneOf, between } = dice(seed, service, operation, nth)
  const { outage } = disturbance
  if (outage?.service === service && at >= outage.from && at < outage.to)
    return oneOf<Fault>([{ kind: 'reset' }, { kind: 'gateway', status: 503 }])
  const refusal = service === 'github' && disturbance.share > 0 && chooseRefusal(seed, operation, nth)
  if (refusal) return refusal
  if (!happens(disturbance.share)) return undefined
  const kind = weighted(menus[service](operation, disturbance.canStall))
  switch (kind) {
    case undefined:
      return undefined
    case 'slow':
      return { kind, milliseconds: between(200, 3000) }
    case 'gateway':
      return { kind, status: oneOf([502, 503, 504]) }
    case '500':
      return { kind, status: 500 }
    case '429':
      return { kind, status: 429 }
    case '429 with Retry-After':
      return { kind, status: 429, seconds: between(1, 3) }
    case '403 with Retry-After':
      return { kind, status: 403, seconds: between(1, 3) }
    default:
      return { kind }
  }
}
