import { putBackAfterKill, readState, stateName } from './deploy/put-back.ts'

import { asActionError } from './errors.ts'
import { readInstance } from './inputs/read-inputs.ts'
import { connect, logOut } from './looker/connect.ts'
import { projectOf } from './looker/project.ts'
import { startDeadlines } from './runtime/deadline.ts'
import { createSecrets } from './runtime/log.ts'
import { proxySecrets } from './runtime/proxies.ts'
import { sourceOf } from './start.ts'
import { failStep } from './verdict.ts'
import { withholdWords, withoutDebug } from './withhold.ts'
import type { World } from './world.ts'

export type PostWorld = Pick<
  World,
  'core' | 'print' | 'mask' | 'env' | 'fetch' | 'clock' | 'readFile' | 'defaults' | 'cancelled'
>

/** Minutes for which the post step tries. */
const patience = 5

/**
 * The action's post step: puts back what was deployed before the main step, where that was killed before it could. Logs in
 * only where there is something to put back, and does nothing else. Fails the step instead of throwing.
 */
export async function post(world: PostWorld): Promise<void> {
  const { env, clock, cancelled } = world
  // As the toolkit's getState does; it is loaded only where it is needed.
  const saved = readState(env[`STATE_${stateName}`] ?? '')
  if (!saved) return
  const deadlines = startDeadlines(patience, clock, cancelled)
  const secrets = createSecrets(world.mask)
  const print = saved.isGuarded ? () => undefined : world.print
  try {
    for (const secret of proxySecrets(env)) secrets.keep(secret)
    const { render: signal } = deadlines
    const options = { world, version: '4.0', secrets, signal, log: print } as const
    const looker = connect(readInstance(sourceOf(world, secrets)), options)
    const { host, session, log } = looker
    const project = projectOf({ id: saved.project, host, send: session.send, clean: secrets.clean })
    try {
      await putBackAfterKill(saved, { project, clock, signal, restore: signal, log })
    } finally {
      await logOut([looker], cancelled)
    }
  } catch (error) {
    const core = await world.core()
    const reason = asActionError(error)
    if (saved.isGuarded) failStep({ core: withoutDebug(core), print }, withholdWords(reason), secrets)
    else failStep({ core, print }, reason, secrets)
  } finally {
    deadlines.end()
  }
}
