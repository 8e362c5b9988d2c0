import type { CheckForecast } from './branch-check/check-plan.ts'
import { targetsWithoutBaseline } from './compare/baseline.ts'
import { toFault } from './errors.ts'
import { baselineBranch, isAsDeployed, type RunContext } from './github/pull-request.ts'
import { openRepository } from './github/repository.ts'
import { type OpenBranch, openBranch } from './images-branch/branch.ts'
import { baselineKey, renderTimesOn } from './images-branch/file-names.ts'
import { showsPictures } from './images-branch/pictures.ts'
import type { Inputs } from './input-types.ts'
import type { Looker } from './looker/connect.ts'
import { projectOf } from './looker/project.ts'
import type { Fault, Target } from './model.ts'
import type { ApiCalls } from './results.ts'
import type { Secrets } from './runtime/log.ts'
import { count } from './runtime/text.ts'

/* The parts of a dry run for new users: problems of a real run, its cost, and inputs to try next. */

export interface ImagesFindings {
  problems: Fault[]
  /** Targets whose render times are known from earlier runs. */
  known: ReadonlySet<Target>
}

/** Reads the images branch, if a real run would need it. Throws nothing. */
export async function readImagesBranch(
  context: RunContext,
  targets: readonly Target[],
): Promise<ImagesFindings> {
  const { images, compare, looker } = context.inputs
  const isRead = showsPictures(context) || baselineBranch(context) !== undefined || compare.against === 'base'
  if (!isRead) return { problems: [], known: new Set() }
  const branch = openBranch(() => openRepository(context), images.ref)
  try {
    const times = renderTimesOn(await branch.tip())
    const known = new Set(targets.filter(target => times.has(baselineKey(target, looker.base.host))))
    return { problems: await findRecordingProblems(context, branch, targets), known }
  } catch (error) {
    const { message, hint } = toFault(error)
    return {
      problems: [{ message: `The images branch could not be read: ${message}`, hint }],
      known: new Set(),
    }
  }
}

/**
 * Reads the project that would be deployed. Whether the API user may deploy is known only after a deploy. Changes nothing,
 * and throws nothing.
 */
export async function findDeployProblems(
  { inputs, deadlines, secrets: { clean } }: RunContext & { secrets: Secrets },
  looker: Looker,
): Promise<Fault[]> {
  if (!inputs.deploy || !(await isLoggedIn(looker))) return []
  const { host, session } = looker
  const project = projectOf({ id: inputs.deploy.project, host, send: session.send, clean })
  try {
    await project.check(deadlines.render)
    await project.deployedCommit(deadlines.render)
    return []
  } catch (error) {
    return [toFault(error)]
  }
}

export const isLoggedIn = ({ loggedIn }: Looker): Promise<boolean> =>
  loggedIn.then(
    () => true,
    () => false,
  )

async function findRecordingProblems(
  context: RunContext,
  branch: OpenBranch,
  targets: readonly Target[],
): Promise<Fault[]> {
  const unrecorded = await targetsWithoutBaseline(context, branch, targets)
  if (!unrecorded || unrecorded.targets.length === 0) return []
  const { base } = unrecorded
  const names = unrecorded.targets.map(({ name }) => name)
  const which =
    names.length === targets.length ? '' : ` for ${count(names.length, 'target')}: ${names.join(', ')}`
  return [
    {
      message: `${base} has no recorded baseline yet${which}`,
      hint: `Run this workflow on ${base} once (on push, schedule or workflow_dispatch), with compare: base. Until then these targets count as new.`,
    },
  ]
}

/** Create a render task, poll it, and download the file. A target whose render time is known takes about three polls. */
const callsOfKnown = 5
/** A new target beside others takes about four polls. */
const callsOfNew = 6
/** The first targets that render at once, if no render time is known and each takes half a minute. */
const callsOfFirst = 15
/**
 * With `deploy` and `compare: base`, the merge base is rendered after the head, so one render time of each target is known.
 * A single time is an uncertain forecast: the first targets take a third of the extra polls that they take without any.
 */
const uncertainty = 1 / 3
/** Reads, the deployments and confirmations of a run with `deploy`. */
const callsOfDeploy = 14
/** To import a LookML dashboard that is drawn, and to delete it. */
const callsOfImport = 2
/** For the branches of both sides, for both validations and for restoring, with one project. */
const callsOfCheck = 30

export interface EstimateFacts {
  targets: readonly Target[]
  known: ReadonlySet<Target>
  /** Calls for the list of targets and their titles. */
  listing: ApiCalls
  /** With `dev-mode`. */
  check: CheckForecast | undefined
  hasSecondInstance: boolean
}

/** An upper bound of a real run's calls, without results of queries and without renders that confirm changes. */
export function estimateCalls(
  { pace, deploy, compare }: Pick<Inputs, 'pace' | 'deploy' | 'compare'>,
  { targets, known, listing, check, hasSecondInstance }: EstimateFacts,
): ApiCalls {
  const unknownCount = targets.length - known.size
  const firstCount = known.size > 0 ? 0 : Math.min(pace.concurrency, unknownCount)
  // All targets on one instance.
  const callsOfOneRender =
    known.size * callsOfKnown + (unknownCount - firstCount) * callsOfNew + firstCount * callsOfFirst
  const firstOnBase = Math.min(pace.concurrency, targets.length)
  const ofBase =
    deploy && compare.against === 'base'
      ? targets.length * callsOfKnown + firstOnBase * (callsOfFirst - callsOfNew) * uncertainty
      : 0
  const { base, head } = check?.queries ?? { base: 0, head: 0 }
  const drawings = check?.drawings ?? 0
  return {
    query:
      (hasSecondInstance ? 2 * callsOfOneRender : callsOfOneRender) +
      ofBase +
      base +
      head +
      drawings * callsOfNew,
    administrative:
      listing.administrative +
      (deploy ? callsOfDeploy : 0) +
      (base + head > 0 ? callsOfCheck : 0) +
      drawings * callsOfImport,
  }
}

/** Lines for the step's `with:` that are worth adding next, each with its reason as a YAML comment. */
export function nextInputs(context: RunContext): string[] {
  const { compare, branchCheck, deploy } = context.inputs
  const isGated = compare.failOnChange
  const hasVerdict = compare.against !== 'none' || branchCheck !== undefined
  return [
    ...(isAsDeployed(context)
      ? ['dev-mode: your_lookml_project # shows which SQL and numbers a pull request changes']
      : []),
    ...(!hasVerdict && !deploy ? ['compare: base # shows which pictures changed since main'] : []),
    ...(deploy && compare.against === 'none'
      ? ['compare: base # shows each dashboard before and after the pull request']
      : []),
    ...(hasVerdict && !isGated && baselineBranch(context) === undefined
      ? ['fail-on-change: true # asks for a reviewer’s label before a change is merged']
      : []),
  ]
}
