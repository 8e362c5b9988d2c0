import { unacceptedContent } from './branch-report.ts'
import { type ActionError, asActionError } from './errors.ts'
import { withNamedPullRequest } from './github/commits.ts'
import { guardByGitHub, type PublishingGuard, publishNothing } from './github/publishing-guard.ts'
import type { RunContext } from './github/workflow-run.ts'
import type { RenderContext } from './instance-renderers.ts'
import { listShare } from './list.ts'
import { type Lookers, lookerList } from './looker/connect.ts'
import { logOut } from './looker/session.ts'
import { removeOldReport, setOutputs, setRepeatedOutputs } from './outputs.ts'
import { type HeldLog, holdLog, withholdWords, withoutDebug } from './public-log.ts'
import { render } from './render.ts'
import { failedResult, noApiCalls, type Rendering, withStepErrors } from './results.ts'
import { createSecrets, type Secrets } from './runtime/secrets.ts'
import type { Stages } from './stages.ts'
import { type StartedRun, type StoppedRun, start } from './start.ts'
import { shareOf } from './targets.ts'
import { conclude, failStep, type Gates, setRepeatedVerdict, stepFailures } from './verdict.ts'
import type { LoadedWorld, World } from './world.ts'

/** Runs the action's main step. Fails the step instead of throwing. */
export async function run(world: World): Promise<void> {
  const secrets = createSecrets(world.mask)
  const log = holdLog(world.print)
  try {
    // 1. Read the inputs and the event, and send the log-in requests.
    const started = await start({ ...world, print: log.print }, secrets)
    const core = await world.core()
    if (started.kind === 'skipped') return core.notice(started.notice)
    if (started.kind === 'stopped') return await failStoppedRun(started, { ...world, core }, secrets)

    // 2. Find out whether the repository is public, and hold the log back until then. Read the pull request if only its
    // number is known.
    const context = await applyGuard(started, { ...world, core, print: log.print }, log)

    await takeSnapshot(context)
  } catch (error) {
    const core = await world.core()
    // If the error came before the visibility was known, the held lines are never printed.
    const shown = log.isDropped()
      ? ({ core: withoutDebug(core), error: withholdWords(asActionError(error)) } as const)
      : ({ core, error: asActionError(error) } as const)
    failStep({ core: shown.core, print: world.print }, shown.error, secrets)
  }
}

/** Fails the step because of problems with the inputs. Also reports the problems in the comment. */
async function failStoppedRun(
  { error, inputs, ...about }: StoppedRun,
  world: LoadedWorld,
  secrets: Secrets,
): Promise<void> {
  if (inputs) await (await import('./stages.ts')).reportStop({ ...about, world, inputs }, error)
  about.deadlines.end()
  failStep(world, error, secrets)
}

interface SnapshotContext extends RunContext {
  secrets: Secrets
  /** The connected instances. Undefined for a label event, and if this job has nothing to render. */
  lookers?: Lookers
  /** Logs in to Looker if the stored results are not enough. Set only for a label event. */
  connectIfNeeded?: () => Lookers
  guard: PublishingGuard
  /** Set if the input `pull-request` is the number of an issue. Nothing is rendered then. */
  refusal?: ActionError
}

async function takeSnapshot(context: SnapshotContext): Promise<void> {
  const { world, inputs, deadlines, guard } = context
  let connected = context.lookers
  let stages: Promise<Stages> | undefined
  let mayReportStop = false
  try {
    await removeOldReport(context)
    const refusal = guard.kind === 'refused' ? guard.error : context.refusal
    if (refusal) return await refuseAll(context, refusal)
    // If the verdict cannot be repeated, the comment keeps the results of this commit.
    if (await repeatLabelVerdict(context)) return
    mayReportStop = guard.kind === 'open' && !inputs.dryRun
    const lookers = context.lookers ?? context.connectIfNeeded?.()
    connected = lookers
    if (!lookers) return await renderNothing(context)

    // 3. List this job's targets.
    const list = await listShare(context, lookers.first)
    const shard = { ...inputs.shard, jobs: list.jobs, list: list.hash }
    if (list.listed.length === 0) {
      mayReportStop = false
      return await renderNothing({ ...context, inputs: { ...inputs, shard } })
    }
    const job = { ...context, lookers, inputs: { ...inputs, shard } }
    if (inputs.dryRun) return await (await import('./dry-run.ts')).rehearse(job, list)

    // 4. Render the targets. While Looker renders, compare (step 5) and upload the finished pictures.
    stages = loadStages(job)
    const { rendering, ...rendered } = await render(job, list, stages)
    mayReportStop = false
    const { judge, publish, comment, summarize, store } = await stages

    // 5. Wait for the comparisons. Add the changes that reviewers accepted, and other facts for the verdict.
    const guardErrors = guard.kind === 'visibility unknown' ? [guard.error] : []
    const judged = forHeadline(job, await judge(rendering), [...guardErrors, ...rendered.errors])

    // 6. Publish the files: workflow artifacts, images branch, release, report.
    const [published] = await Promise.all([publish(judged), logOut(lookerList(lookers), world.cancelled)])
    const publication = forHeadline(job, published.publication, published.errors)

    // 7. Write the pull request's comment, and set the outputs. Store the results, so that a label can accept them. Then
    // write the job summary, whose headline asks for the label only if the results were stored.
    const commented = await comment(publication)
    const outputs = await setOutputs(job, { ...publication, comment: commented.comment })
    const stepErrors = {
      lookmlErrors: rendered.lookmlErrors ?? [],
      restoreErrors: inputs.branchCheck ? [] : rendered.errors,
      branchErrors: inputs.branchCheck ? rendered.errors : [],
      isOtherCommit: rendering.otherCommit !== undefined,
      jobErrors: commented.errors,
      publishErrors: [...guardErrors, ...published.errors],
    }
    const failures = stepFailures(publication.results, stepErrors, gatesOf(job))
    const stored = await store(publication, { failures, outputs, commented })

    // The comment and the images branch may show the same disagreement.
    const { disagreement } = stored
    const jobErrors = commented.errors.length === 0 && disagreement ? [disagreement] : commented.errors
    const summaryError = await summarize(forHeadline(job, stored.publication, jobErrors))

    // 8. Report all problems, and fail the step if there is a reason. A cancelled step always fails.
    world.cancelled.throwIfAborted()
    const problems = {
      ...stepErrors,
      jobErrors,
      warnings: [
        ...list.warnings,
        ...rendered.warnings,
        ...published.warnings,
        ...commented.warnings,
        ...(summaryError ? [summaryError] : []),
        ...(stored.error ? [stored.error] : []),
      ],
    }
    const brokenContent = unacceptedContent(stored.publication.branch)
    conclude(job, stored.publication, problems, { ...gatesOf(job), brokenContent })
  } catch (error) {
    if (mayReportStop) await reportStoppedSnapshot(context, stages, error)
    throw error
  } finally {
    await Promise.all([
      logOut(connected ? lookerList(connected) : [], world.cancelled),
      stages?.then(
        ({ end }) => end(),
        () => undefined,
      ),
    ])
    deadlines.end()
  }
}

/** Adds errors that fail the step to the facts for the headline. */
const forHeadline = <T extends Rendering>(
  { isGuarded }: RunContext,
  rendering: T,
  errors: readonly ActionError[],
): T => withStepErrors(rendering, isGuarded ? errors.map(withholdWords) : errors)

async function reportStoppedSnapshot(
  context: SnapshotContext,
  stages: Promise<Stages> | undefined,
  error: unknown,
): Promise<void> {
  const { reportStop } = await import('./stages.ts')
  await stages?.then(
    ({ end }) => end(),
    () => undefined,
  )
  await reportStop(context, asActionError(error))
}

/**
 * Prints the held log or drops it. Turns off publishing if GitHub does not say whether the repository is public. Also
 * reads the pull request if only its number is known.
 */
async function applyGuard(started: StartedRun, world: LoadedWorld, log: HeldLog): Promise<SnapshotContext> {
  const context = { ...started, world }
  const [guard, named] = await Promise.all([
    started.guard ?? guardByGitHub(context),
    // The repository counts as public here, because its visibility is still unknown.
    withNamedPullRequest({ ...context, isGuarded: true }).then(
      run => ({ run }),
      error => ({ refusal: asActionError(error) }),
    ),
  ])
  if (guard.kind === 'open') {
    log.release()
    return { ...context, ...named, guard, isGuarded: false }
  }
  log.drop()
  const inputs = guard.kind === 'visibility unknown' ? publishNothing(started) : started.inputs
  return {
    ...context,
    ...named,
    inputs,
    guard,
    isGuarded: true,
    world: { ...world, core: withoutDebug(world.core) },
  }
}

/** Loads the code of the next stages while Looker renders. */
function loadStages(context: RenderContext): Promise<Stages> {
  const loggedIn = Promise.allSettled(lookerList(context.lookers).map(looker => looker.loggedIn))
  const stages = loggedIn.then(async () => (await import('./stages.ts')).openStages(context))
  stages.catch(() => undefined) // `render` throws the error.
  return stages
}

async function renderNothing(context: SnapshotContext): Promise<void> {
  await setOutputs(context, { results: [], links: {}, apiCalls: noApiCalls })
  context.world.print('There are more jobs than targets, so this job has nothing to render.')
  const { inputs, run } = context
  // Without collections, every job has the same list.
  if (inputs.dryRun || (inputs.shard.list === undefined && run.attempt === 1)) return
  const error = await (await import('./stages.ts')).checkEmptyShare(context)
  if (error) throw error
}

/** Sets the error as the result of every target in the outputs, then throws it. */
async function refuseAll(context: SnapshotContext, error: ActionError): Promise<never> {
  const { targets, shard } = context.inputs
  const results = shareOf(targets, shard).map(target => failedResult(target, error))
  await setOutputs(context, { results, links: {}, apiCalls: noApiCalls })
  throw error
}

const gatesOf = ({ inputs: { failOnError, compare } }: RunContext): Gates => ({
  failOnError,
  failOnChange: compare.failOnChange,
})

/** Answers a label event from stored results. Returns false if the step has to render. */
async function repeatLabelVerdict(context: SnapshotContext): Promise<boolean> {
  // Stored results may contain titles and filters, which a run in a public repository must not show.
  if (!context.connectIfNeeded || context.isGuarded) return false
  const { repeatLabelEvent } = await import('./stages.ts')
  const repeated = await repeatLabelEvent(context).catch(error => refuseAll(context, asActionError(error)))
  if (!repeated) return false
  if (repeated.outputs) await setRepeatedOutputs(context, repeated.outputs)
  setRepeatedVerdict(context.world, repeated)
  return true
}
