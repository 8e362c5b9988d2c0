import { mayRepeat } from './acceptance/decide-label-event.ts'
import { describeTemporary, temporaryBranchOf } from './branch-check/temporary-branch.ts'
import { InputError } from './errors.ts'
import { guardByEvent, type PublishingGuard } from './github/publishing-guard.ts'
import {
  baseBranchOf,
  baselineBranch,
  explainMissingSecrets,
  pullRequestFor,
  type RunContext,
  type RunInputs,
  readWorkflowRun,
  type WorkflowRun,
} from './github/workflow-run.ts'
import type { Inputs } from './input-types.ts'
import type { InputSource } from './inputs/input-source.ts'
import { lacksCredentials } from './inputs/instance.ts'
import { loadYamlFor } from './inputs/parsers.ts'
import { type CommentInputs, readCommentInputs, readInputs } from './inputs/read-inputs.ts'
import { connect, type Lookers } from './looker/connect.ts'
import { hintForSecond } from './looker/looker-errors.ts'
import { readJobArtifacts } from './publish/artifact.ts'
import { startDeadlines } from './runtime/deadlines.ts'
import { readBoundedFile } from './runtime/files.ts'
import { proxySecrets } from './runtime/proxies.ts'
import type { Secrets } from './runtime/secrets.ts'
import { isCollection, shareOf } from './targets.ts'
import { type World, workspaceOf } from './world.ts'

export interface StartedRun extends Pick<RunContext, 'inputs' | 'run' | 'deadlines' | 'began'> {
  kind: 'started'
  secrets: Secrets
  /** The connected instances. Undefined for a label event, and if this job has nothing to render. */
  lookers?: Lookers
  /** Logs in to Looker if the stored results are not enough. Set only for a label event. */
  connectIfNeeded?: () => Lookers
  /** Undefined if the event does not contain the repository's visibility. */
  guard?: PublishingGuard
}

/** A run that renders nothing, for example on a pull request from a fork, which gets no secrets. */
interface SkippedRun {
  kind: 'skipped'
  /** The reason and the next step. */
  notice: string
}

export interface StoppedRun extends Pick<RunContext, 'run' | 'deadlines' | 'began'> {
  kind: 'stopped'
  error: InputError
  /** The inputs for a comment about the problems. Undefined if the step may not comment. */
  inputs?: CommentInputs
}

/**
 * Reads the inputs and the event, and sends the log-in requests. Call it before loading the toolkit, because loading
 * takes longer than all other work at the start. Looker then answers the requests while the toolkit is loaded.
 */
export async function start(world: World, secrets: Secrets): Promise<StartedRun | SkippedRun | StoppedRun> {
  for (const secret of proxySecrets(world.env)) secrets.keep(secret)
  const source = sourceOf(world, secrets)
  const run = readWorkflowRun(world.env, world.readFile)
  const temporary = temporaryBranchOf(run)
  if (temporary !== undefined) return { kind: 'skipped', notice: describeTemporary(temporary) }
  const notice = lacksCredentials(source) ? explainMissingSecrets(run) : undefined
  if (notice !== undefined) return { kind: 'skipped', notice }
  const began = new Date()
  await loadYamlFor(source)
  const read = inputsOrError(source)
  if (read instanceof InputError) return stoppedBy(read, { world, source, run, began })
  const inputs = forEvent(read, run, world.print)
  for (const note of inputs.notes) world.print(note)
  const deadlines = startDeadlines(inputs.pace.timeoutMinutes, world.clock, world.cancelled)
  const guard = guardByEvent({ inputs, run })
  const isLabelEvent = mayRepeat({ run, inputs })
  // After a label event, the other jobs may repeat the verdicts of another list.
  const isIdle = guard?.kind === 'refused' || !(isLabelEvent || hasShare(inputs))
  const connectIfNeeded = () => connectAll(world, { inputs, secrets, deadlines })
  const lookers = isIdle || isLabelEvent ? undefined : connectIfNeeded()
  if (lookers) await world.clock.sleep(sendingMs)
  return {
    kind: 'started',
    ...{ inputs, run, secrets, deadlines, began },
    ...(lookers && { lookers }),
    ...(isLabelEvent && !isIdle && { connectIfNeeded }),
    ...(guard && { guard }),
  }
}

function inputsOrError(source: InputSource): Inputs | InputError {
  try {
    return readInputs(source)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}

const commentMinutes = 1

/**
 * Without `allow-public`, allows a comment about the inputs only in a private repository, because the comment quotes
 * them. A re-run has the payload of the first attempt, and the repository may have become public since then.
 */
function stoppedBy(
  error: InputError,
  { world, source, run, began }: { world: World; source: InputSource; run: WorkflowRun; began: Date },
): StoppedRun {
  const deadlines = startDeadlines(commentMinutes, world.clock, world.cancelled)
  const inputs = readCommentInputs(source)
  const isPrivate = run.attempt === 1 && run.payload.repository?.private === true
  const mayComment = inputs && !inputs.dryRun && (isPrivate || inputs.allowPublic)
  return { kind: 'stopped', ...{ error, run, began, deadlines }, ...(mayComment && { inputs }) }
}

/**
 * Turns off the comparison of pictures for `dev-mode` on a pull request, because the pictures show production's LookML.
 * Turns off the branch check for other events, because there is no branch to check. Turns off the gate if the event has
 * no base branch, because no pull request and no label could make it green.
 */
export function forEvent(inputs: Inputs, run: WorkflowRun, print: World['print']): Inputs {
  const { compare, branchCheck, ...others } = inputs
  if (branchCheck && pullRequestFor({ inputs, run }) !== undefined)
    return { ...inputs, compare: { ...compare, against: 'none' } }
  if (branchCheck) print('dev-mode does nothing here, because this event has no pull request.')
  const isGateIdle = lacksBase({ inputs, run })
  if (isGateIdle)
    print('fail-on-change does nothing here, because this event has no base branch to compare with.')
  return {
    ...others,
    compare: { ...compare, ...(isGateIdle && { failOnChange: false }) },
    ...(branchCheck && { isBranchCheckIdle: true }),
  }
}

/** Whether the gate compares with a base branch, and the event has none: a pushed tag or a release, for example. */
function lacksBase({ inputs, run }: RunInputs): boolean {
  const { against, failOnChange } = inputs.compare
  if (!failOnChange || against !== 'base' || baseBranchOf(run) !== undefined) return false
  return pullRequestFor({ inputs, run }) === undefined && baselineBranch({ inputs, run }) === undefined
}

/**
 * The pause after the log-in begins, in milliseconds. It lets the requests go out before compiling the toolkit blocks
 * the process.
 */
const sendingMs = 3

/** With a collection, every job may have targets, because the collection's members are still unknown. */
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
  return { first, second: connect(compare.against, { ...options, log, hintFor: hintForSecond }) }
}

/** Reads inputs from the environment, as the toolkit's `getInput` does. */
export function sourceOf({ env, defaults }: Pick<World, 'env' | 'defaults'>, secrets: Secrets): InputSource {
  const get = (name: string) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? ''
  const jobArtifacts = () => readJobArtifacts(env)
  return {
    get,
    env,
    readFile: readBoundedFile,
    jobArtifacts,
    defaults,
    workspace: workspaceOf({ env }),
    secrets,
  }
}
