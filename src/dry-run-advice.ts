import { targetsWithoutBaseline } from './compare/compare.ts'
import { toFault } from './errors.ts'
import { openRepository } from './github/client.ts'
import { baselineBranch, isAsDeployed, type RunContext } from './github/workflow-run.ts'
import { baselineKey } from './images-branch/baseline-names.ts'
import { type OpenBranch, openBranch } from './images-branch/branch.ts'
import { renderTimesOn } from './images-branch/branch-files.ts'
import { showsPictures } from './images-branch/publish-pictures.ts'
import type { Looker } from './looker/connect.ts'
import { projectOf } from './looker/project.ts'
import type { Fault, Target } from './model.ts'
import type { Secrets } from './runtime/log.ts'
import { count } from './runtime/text.ts'

/** The parts of a dry run that help new users: problems of a real run, its cost, and inputs to try next. */

export interface ImagesFindings {
  problems: Fault[]
  /** Targets with known render times from earlier runs. */
  known: ReadonlySet<Target>
}

/** Reads the images branch if a real run would need it. Does not throw. */
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
 * Finds problems by reading the project that would be deployed. Only a deploy shows whether the API user may deploy.
 * Changes nothing, and does not throw.
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

/** Returns lines for the step's `with:` that may help next, each with a reason as a YAML comment. */
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
