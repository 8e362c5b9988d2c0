import type { Looker40SDK } from '@looker/sdk'
import { LookerNodeSDK, NodeSettings } from '@looker/sdk-node'
import type { Simulator } from '../../simulator/server.ts'

// Turns off a warning that the client prints for each request, because jest's AbortSignal has no timeout.
console.debug = () => {}

interface Key {
  clientId: string
  clientSecret: string
}

/** Returns Looker's own client for API 4.0. Without `key`, the client uses the main key of the simulator. */
export function lookerSdk(looker: Simulator, { clientId, clientSecret }: Key = looker): Looker40SDK {
  const settings = new NodeSettings('SIMULATED', { base_url: looker.url } as never)
  settings.readConfig = () => ({ client_id: clientId, client_secret: clientSecret })
  return LookerNodeSDK.init40(settings)
}

/** Returns a client. Its session uses the dev workspace. */
export async function developerSdk(looker: Simulator, key?: Key): Promise<Looker40SDK> {
  const sdk = lookerSdk(looker, key)
  await sdk.ok(sdk.update_session({ workspace_id: 'dev' }))
  return sdk
}

/** Returns the status and the message of a refused call. The error that the client throws has only the message. */
export async function refusalOf(call: Promise<{ ok: boolean }>): Promise<string> {
  const answer = (await call) as { ok: boolean; error?: { message?: string } }
  if (answer.ok) throw new Error('The call was not refused')
  return answer.error?.message ?? ''
}
