import { action, type Run, sample } from './contestants.ts'
import type { LookerOptions } from './looker.ts'

export interface Pair {
  ours: Run
  peers: Run
}

/**
 * Runs the action and the sample once for each entry of `conditions`. The action and the sample take turns in going
 * first, so that slow changes of the machine affect both programs equally.
 */
export async function runPairs(conditions: LookerOptions[]): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const [index, options] of conditions.entries()) {
    if (index % 2 === 0) pairs.push({ ours: await action(options), peers: await sample(options) })
    else pairs.push(swapped({ ours: await sample(options), peers: await action(options) }))
  }
  return pairs
}

function swapped({ ours, peers }: Pair): Pair {
  return { ours: peers, peers: ours }
}
