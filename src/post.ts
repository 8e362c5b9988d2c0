import { devProjectOf, readUserName } from './branch-check/dev-project.ts'
import { restoreAfterKill } from './branch-check/restore.ts'
import { branchesStateName, readBranches, type SavedBranches } from './branch-check/saved-branches.ts'
import { putBackAfterKill, readState, type SavedDeploy, stateName } from './deploy/put-back.ts'
import { ActionError, asActionError } from './errors.ts'
import { readInstance } from './inputs/read-inputs.ts'
import { connect, type Looker, logOut } from './looker/connect.ts'
import { projectOf } from './looker/project.ts'
import type { Workspace } from './looker/session.ts'
import { startDeadlines } from './runtime/deadline.ts'
import { createSecrets, type Secrets } from './runtime/log.ts'
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
 * The action's post step: puts back what the main step changed at Looker, if that step was killed before it could. Logs in
 * only if there is something to put back. Fails the step instead of throwing.
 */
export async function post(world: PostWorld): Promise<void> {
  const { env } = world
  // The toolkit's getState does the same, but it is loaded only where it is needed.
  const deploy = readState(env[`STATE_${stateName}`] ?? '')
  const branches = readBranches(env[`STATE_${branchesStateName}`] ?? '')
  if (deploy) await undoMainStep(world, deploy, looker => putBackDeploy(world, deploy, looker))
  if (branches) await undoMainStep(world, branches, looker => putBackBranches(world, branches, looker), 'dev')
}

interface Connected {
  looker: Looker
  signal: AbortSignal
  secrets: Secrets
}

async function undoMainStep(
  world: PostWorld,
  { isGuarded }: { isGuarded: boolean },
  work: (connected: Connected) => Promise<void>,
  workspace: Workspace = 'production',
): Promise<void> {
  const { env, clock, cancelled } = world
  const deadlines = startDeadlines(patience, clock, cancelled)
  const secrets = createSecrets(world.mask)
  const print = isGuarded ? () => undefined : world.print
  try {
    for (const secret of proxySecrets(env)) secrets.keep(secret)
    const { render: signal } = deadlines
    const options = { world, version: '4.0', secrets, signal, workspace, log: print } as const
    const looker = connect(readInstance(sourceOf(world, secrets)), options)
    try {
      await work({ looker, signal, secrets })
    } finally {
      await logOut([looker], cancelled)
    }
  } catch (error) {
    const core = await world.core()
    const reason = asActionError(error)
    if (isGuarded) failStep({ core: withoutDebug(core), print }, withholdWords(reason), secrets)
    else failStep({ core, print }, reason, secrets)
  } finally {
    deadlines.end()
  }
}

async function putBackDeploy(
  { clock }: PostWorld,
  saved: SavedDeploy,
  { looker: { host, session, log }, signal, secrets }: Connected,
): Promise<void> {
  const project = projectOf({ id: saved.project, host, send: session.send, clean: secrets.clean })
  await putBackAfterKill(saved, { project, clock, signal, restore: signal, log })
}

/** @throws ActionError with everything that is left behind */
async function putBackBranches(
  { clock }: PostWorld,
  { projects }: SavedBranches,
  { looker: { host, session, log }, signal, secrets }: Connected,
): Promise<void> {
  const { clean } = secrets
  const errors = await restoreAfterKill(projects, {
    project: id => devProjectOf({ id, host, send: session.send, clean }),
    userName: () => readUserName({ host, session }, signal, clean),
    clock,
    today: () => new Date(),
    signal,
    log,
  })
  const [first] = errors
  if (first)
    throw new ActionError(errors.map(({ message }) => message).join('; '), first.hint, { cause: first })
}
