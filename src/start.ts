import { ActionError } from './errors.ts'
import { explainMissingSecrets, pullRequestOf, readWorkflowRun, type WorkflowRun } from './github/event.ts'
import { guardByEvent, type PublishingGuard } from './github/public-repository.ts'
import type { RunContext } from './github/pull-request.ts'
import type { Inputs } from './input-types.ts'
import type { InputSource } from './inputs/input-source.ts'
import { lacksCredentials } from './inputs/instance.ts'
import { loadYamlFor } from './inputs/load-yaml.ts'
import { readInputs } from './inputs/read-inputs.ts'
import { connect, type Lookers } from './looker/connect.ts'
import { startDeadlines } from './runtime/deadline.ts'
import { readBoundedFile } from './runtime/files.ts'
import type { Secrets } from './runtime/log.ts'
import { proxySecrets } from './runtime/proxies.ts'
import { shareOf } from './share.ts'
import { isCollection } from './target-kinds.ts'
import { type World, workspaceOf } from './world.ts'

export interface StartedRun extends Pick<RunContext, 'inputs' | 'run' | 'deadlines' | 'began'> {
  kind: 'started'
  secrets: Secrets
  /** Undefined if this job has nothing to render. The log-ins are under way. */
  lookers?: Lookers
  /** Undefined if the event does not say whether the repository is public. */
  guard?: PublishingGuard
}

/** A run without secrets. It renders nothing. */
export interface SkippedRun {
  kind: 'skipped'
  /** The reason, and what to do. */
  notice: string
}

/**
 * Reads the inputs and the event, and sends the log-ins. This happens before the toolkit is loaded, because loading it
 * takes longer than everything else.
 * @throws InputError with every problem of every input
 */
export async function start(world: World, secrets: Secrets): Promise<StartedRun | SkippedRun> {
  for (const secret of proxySecrets(world.env)) secrets.keep(secret)
  const source = sourceOf(world, secrets)
  const run = readWorkflowRun(world.env, world.readFile)
  const notice = lacksCredentials(source) ? explainMissingSecrets(run) : undefined
  if (notice !== undefined) return { kind: 'skipped', notice }
  await loadYamlFor(source)
  const inputs = readInputs(source)
  for (const note of inputs.notes) world.print(note)
  if (inputs.branchCheck) startBranchCheck(inputs, run, world.print)
  const deadlines = startDeadlines(inputs.pace.timeoutMinutes, world.clock, world.cancelled)
  const guard = guardByEvent({ inputs, run })
  const isIdle = guard?.kind === 'refused' || !hasShare(inputs)
  const lookers = isIdle ? undefined : connectAll(world, { inputs, secrets, deadlines })
  if (lookers) await world.clock.sleep(sendingMs)
  return {
    kind: 'started',
    ...{ inputs, run, secrets, deadlines, began: new Date() },
    ...(lookers && { lookers }),
    ...(guard && { guard }),
  }
}

/** Refuses pull requests until the branch check exists: the step must not look as if it had checked them. */
function startBranchCheck(inputs: Inputs, run: WorkflowRun, print: World['print']): void {
  if ((inputs.comment.pullRequest ?? pullRequestOf(run)) !== undefined)
    throw new ActionError(
      'dev-mode: this version of the action cannot check pull requests yet',
      'Leave dev-mode empty.',
    )
  print('dev-mode does nothing here, because this event has no pull request.')
}

/** Gives the log-ins time to be sent: compiling the toolkit blocks the process. */
const sendingMs = 3

/** A collection's members are known only after the log-in. */
const hasShare = ({ targets, shard }: Inputs) =>
  targets.some(isCollection) || shareOf(targets, shard).length > 0

function connectAll(
  world: World,
  { inputs: { looker, compare }, secrets, deadlines }: Pick<StartedRun, 'inputs' | 'secrets' | 'deadlines'>,
): Lookers {
  const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print }
  const first = connect(looker, options)
  if (typeof compare.against === 'string') return { first }
  const { host } = compare.against.base
  const log = (line: string) => world.print(`${host}: ${line}`)
  return { first, second: connect(compare.against, { ...options, log }) }
}

/** Reads inputs from the environment, as the toolkit's getInput does. */
export function sourceOf({ env, defaults }: Pick<World, 'env' | 'defaults'>, secrets: Secrets): InputSource {
  const get = (name: string) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? ''
  return { get, env, readFile: readBoundedFile, defaults, workspace: workspaceOf({ env }), secrets }
}
