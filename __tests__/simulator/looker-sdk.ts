import type { Looker40SDK } from '@looker/sdk'
import { LookerNodeSDK, NodeSettings } from '@looker/sdk-node'
import type { Simulator } from '../../simulator/server.ts'

// the client says for every request that jest's AbortSignal has no timeout
console.debug = () => {}

/** Looker's own client for API 4.0, with the simulator's key. */
export function lookerSdk(looker: Simulator): Looker40SDK {
  const settings = new NodeSettings('SIMULATED', { base_url: looker.url } as never)
  settings.readConfig = () => ({ client_id: looker.clientId, client_secret: looker.clientSecret })
  return LookerNodeSDK.init40(settings)
}
