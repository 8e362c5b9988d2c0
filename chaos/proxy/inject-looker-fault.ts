import type { Effect, Operation, Simulator } from '../../simulator/model.ts'
import type { FaultKind } from '../model.ts'

const effects: Partial<Record<FaultKind, Effect>> = {
  'expired tokens': { expireTokens: true },
  gone: { gone: true },
  crash: { taskStatus: 'failure', detail: 'Unexpected document content' },
  'tile error': { taskStatus: 'failure', detail: 'SQL error in tile "Orders"' },
  'strange status': { statuses: ['querying', 'moonwalking', 'rendering'] },
  'not yet': { status202: 1 },
  'no bytes': { empty: true },
  'web page': { instead: '<html><body>Looker is being updated</body></html>', contentType: 'text/html' },
}

/** Makes the simulated Looker fail at the next request, for faults that a proxy cannot cause. */
export function injectLookerFault(looker: Simulator, kind: FaultKind, operation: string): void {
  const effect = effects[kind]
  if (effect) looker.fault({ on: operation as Operation, effect })
}
