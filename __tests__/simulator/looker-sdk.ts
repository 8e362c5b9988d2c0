import type { Looker40SDK } from '@looker/sdk'
import { LookerNodeSDK, NodeSettings } from '@looker/sdk-node'
import type { Simulator } from '../../simulator/server.ts'

// The client prints a warning for each request, because jest's AbortSignal has no timeout.
console.debug = () => {}

interface Key {
  clientId: string
  clientSecret: string
}

/** Returns Looker's own client for API 4.0. Without `key`, it uses the simulator's main key. */
export function lookerSdk(looker: Simulator, { clientId, clientSecret }: Key = looker): Looker40SDK {
  const settings = new NodeSettings('SIMULATED', { base_url: looker.url } as never)
  settings.readConfig = () => ({ client_id: clientId, client_secret: clientSecret })
  return LookerNodeSDK.init40(settings)
}

/** Returns a client whose session is in the dev workspace. */
export async function developerSdk(looker: Simulator, key?: Key): Promise<Looker40SDK> {
  const sdk = lookerSdk(looker, key)
  await sdk.ok(sdk.update_session({ workspace_id: 'dev' }))
  return sdk
}

/** Returns the status and message of a refused call. The client itself throws only the message. */
export async function refusalOf(call: Promise<{ ok: boolean }>): Promise<string> {
  const answer = (await call) as { ok: boolean; error?: { message?: string } }
  if (answer.ok) throw new Error('The call was not refused')
  return answer.error?.message ?? ''
}
