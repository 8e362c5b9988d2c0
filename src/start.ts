import { ActionError } from './errors.ts'
import { pullRequestOf, readWorkflowRun, type WorkflowRun } from './github/event.ts'
import { explainMissingSecrets } from './github/fork.ts'
import { type Guard, guardByEvent } from './github/public-repository.ts'
import type { Inputs } from './input-types.ts'
import type { InputSource } from './inputs/input-source.ts'
import { lacksCredentials } from './inputs/instance.ts'
import { loadYamlFor } from './inputs/load-yaml.ts'
import { readInputs } from './inputs/read-inputs.ts'
import { connect, type Looker } from './looker/connect.ts'
import { type Deadlines, startDeadlines } from './runtime/deadline.ts'
import { readBoundedFile } from './runtime/files.ts'
import type { Secrets } from './runtime/log.ts'
import { proxySecrets } from './runtime/proxies.ts'
import { shareOf } from './share.ts'
import { isCollection } from './target-kinds.ts'
import { type World, workspaceOf } from './world.ts'

export interface StartedRun {
  inputs: Inputs
  run: WorkflowRun
  secrets: Secrets
  deadlines: Deadlines
  /** When the step began. */
  began: Date
  /** The instance, and the one that it is compared with; none where nothing is to be rendered. */
  lookers: Looker[]
  /** What may be published and told; undefined where the event does not say whether the repository is public. */
  guard?: Guard
}

/**
 * Reads the inputs and sends the log-ins before the toolkit is loaded: loading it takes longer than everything of ours.
 * @returns for a run that gets no secrets, the words that explain it
 * @throws InputError with every problem of every input
 */
export async function start(world: World, secrets: Secrets): Promise<StartedRun | string> {
  for (const secret of proxySecrets(world.env)) secrets.keep(secret)
  const source = sourceOf(world, secrets)
  const run = readWorkflowRun(world.env, world.readFile)
  const reason = lacksCredentials(source) ? explainMissingSecrets(run) : undefined
  if (reason !== undefined) return reason
  await loadYamlFor(source)
  const inputs = readInputs(source)
  for (const note of inputs.notes) world.print(note)
  if (inputs.branchCheck) startBranchCheck(inputs, run, world.print)
  const deadlines = startDeadlines(inputs.pace.timeoutMinutes, world.clock, world.cancelled)
  const guard = guardByEvent({ inputs, run })
  const isIdle = guard?.refusal !== undefined || !hasShare(inputs)
  const lookers = isIdle ? [] : connectAll(world, { inputs, secrets, deadlines })
  if (lookers.length > 0) await world.clock.sleep(moment)
  return { inputs, run, secrets, deadlines, began: new Date(), lookers, ...(guard && { guard }) }
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

/** Milliseconds for the log-ins to leave: while the toolkit is compiled, nothing else gets on. */
const moment = 3

/** What a collection holds is known after log-in. */
const hasShare = ({ targets, shard }: Inputs) =>
  targets.some(isCollection) || shareOf(targets, shard).length > 0

function connectAll(
  world: World,
  { inputs: { looker, compare }, secrets, deadlines }: Pick<StartedRun, 'inputs' | 'secrets' | 'deadlines'>,
): Looker[] {
  const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print }
  const first = connect(looker, options)
  if (typeof compare.against === 'string') return [first]
  const { host } = compare.against.base
  const log = (line: string) => world.print(`${host}: ${line}`)
  return [first, connect(compare.against, { ...options, log })]
}

/** The runner hands inputs over in the environment; read there as the toolkit's getInput does. */
export function sourceOf({ env, defaults }: Pick<World, 'env' | 'defaults'>, secrets: Secrets): InputSource {
  const get = (name: string) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? ''
  return { get, env, readFile: readBoundedFile, defaults, workspace: workspaceOf({ env }), secrets }
}
