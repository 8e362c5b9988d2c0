import { type Simulator, startSimulator } from '../simulator/server.ts'
import type { LookerOptions, Observed } from './looker.ts'

/*
 * Runs the simulated Looker in a separate process, so that its work does not disturb the measurement. looker.ts sends
 * messages to this process. A message with options starts a new simulator. Any other message ends the simulator, and
 * the answer contains the simulator's requests.
 */

let simulator: Simulator | undefined

process.on('message', async (message: LookerOptions | 'stop') => {
  process.send?.(message === 'stop' ? await stop() : await start(message))
})

async function start({ renderSeconds, ...options }: LookerOptions) {
  simulator = await startSimulator({
    ...options,
    renderSeconds: ({ contentId }) => renderSeconds[Number(contentId) - 1] ?? 0,
  })
  const { url, clientId, clientSecret } = simulator
  return { url, clientId, clientSecret }
}

async function stop(): Promise<Observed> {
  if (!simulator) throw new Error('Nothing was started')
  const { requests, tasks } = simulator
  await simulator.close()
  return {
    requests: requests.map(({ at, operation, path, status }) => ({ at, operation, path, status })),
    tasks: [...tasks.values()].map(({ id, createdAt, startedAt, finishedAt }) => ({
      id,
      createdAt,
      startedAt,
      finishedAt,
    })),
  }
}
