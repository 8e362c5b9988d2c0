import { dice } from './chance.ts'
import type { Kind, Service, Strike } from './model.ts'
import type { Weather } from './plan.ts'

type Menu = readonly (readonly [Kind, number])[]

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
const slow: Menu = [
  ['stall', 2],
  ['stall in the body', 1],
]

/** What Looker alone does, by the call. */
const ofLooker: Record<string, Menu> = {
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

const menus: Record<Service, (operation: string, patience: boolean) => Menu> = {
  looker: (operation, patience) => [
    ...connections,
    ...answers,
    ['short body', 1],
    ['429', 2],
    ...(ofLooker[operation] ?? []),
    ...(patience ? slow : []),
  ],
  github: (_, patience) => [
    ...connections,
    ...answers,
    ['short body', 1],
    ['403 with Retry-After', 1],
    ...(patience ? ([...slow, ['429', 1]] as const) : []),
  ],
  artifacts: (_, patience) => [...connections, ...answers, ['429', 2], ...(patience ? slow : [])],
}

/** A request that comes by: the how manieth of its kind, and when. */
export interface Coming {
  service: Service
  operation: string
  nth: number
  /** Milliseconds since the action was started. */
  at: number
}

/** What happens to it: nothing, mostly. Hangs on the seed and the request alone, an outage's time apart. */
export function strikeOf(seed: number, weather: Weather, coming: Coming): Strike | undefined {
  const { service, operation, nth, at } = coming
  const { happens, weighted, oneOf, between } = dice(seed, service, operation, nth)
  const { outage } = weather
  if (outage?.service === service && at >= outage.from && at < outage.to)
    return oneOf<Strike>([{ kind: 'reset' }, { kind: 'gateway', status: 503 }])
  if (!happens(weather.intensity)) return undefined
  const kind = weighted(menus[service](operation, weather.patience))
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
