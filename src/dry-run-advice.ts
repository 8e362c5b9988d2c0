import { targetsWithoutBaseline } from './compare/compare.ts'
import { toFault } from './errors.ts'
import { openRepository } from './github/client.ts'
import { hasBaseBranch } from './github/commits.ts'
import { gitHubError } from './github/github-errors.ts'
import {
  baselineBranch,
  isAsDeployed,
  isDefaultBranch,
  pullRequestFor,
  type RunContext,
} from './github/workflow-run.ts'
import { type OpenBranch, openBranch } from './images-branch/branch.ts'
import { baselineKey } from './images-branch/picture-names.ts'
import { showsPictures } from './images-branch/publish-pictures.ts'
import { renderTimesOn } from './images-branch/render-times.ts'
import type { Looker } from './looker/connect.ts'
import { projectOf } from './looker/deployable-project.ts'
import type { Fault, Target } from './model.ts'
import type { Secrets } from './runtime/secrets.ts'
import { count } from './runtime/text.ts'

interface ImagesFindings {
  problems: Fault[]
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
    const problem = gitHubError(error, 'The images branch could not be read', 'contents: read')
    return { problems: [toFault(problem)], known: new Set() }
  }
}

/**
 * Finds problems of the project that a real run would deploy. Does not check the permission to deploy, because only a
 * real deployment shows whether the API user has this permission.
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
  const { base, hasOtherBaselines } = unrecorded
  const names = unrecorded.targets.map(({ name }) => name)
  const isWhole = names.length === targets.length && !hasOtherBaselines
  const which = isWhole ? '' : ` for ${count(names.length, 'target')} with these options: ${names.join(', ')}`
  const next = hasOtherBaselines
    ? `A run on ${base} with the same targets and options records them, such as the run after the merge.`
    : `Run this workflow on ${base} once (on push, schedule or workflow_dispatch), with compare: base.`
  return [
    {
      message: `${base} has no recorded baseline yet${which}`,
      hint: `${next} Until then these targets count as new.`,
    },
  ]
}

/**
 * Suggests inputs as lines for the step's `with:`, such as `compare: base # …`. The text after `#` explains the input
 * and names other changes that the workflow needs. The step accepts each line in addition to its own inputs, and also
 * all lines together.
 */
export function nextInputs(context: RunContext, targets: readonly Target[]): string[] {
  const hasPicture = targets.some(({ output }) => output.format !== 'pdf')
  if (pullRequestFor(context) !== undefined) return inputsForPullRequest(context, { hasPicture })
  return context.inputs.compare.against === 'none' && hasPicture ? inputsForOtherEvents(context) : []
}

/** Suggests nothing for a tag or a release, which has no base branch and records no baselines. */
function inputsForOtherEvents(context: RunContext): string[] {
  const { inputs, run } = context
  const { deploy, isBranchCheckIdle } = inputs
  const compare = { ...inputs.compare, against: 'base' } as const
  const branch = baselineBranch({ run, inputs: { ...inputs, compare } })
  if (branch === undefined)
    return deploy && hasBaseBranch(context)
      ? ['compare: base # shows each dashboard before and after the commits in the merge queue']
      : []
  const uses = [
    // With `deploy` or `dev-mode`, a pull request is compared with its merge base instead.
    !deploy && !isBranchCheckIdle && 'pull requests are compared with them',
    isDefaultBranch(run, branch) && 'the images branch shows them',
  ].filter(Boolean)
  return uses.length > 0 ? [`compare: base # records the pictures: ${uses.join(', and ')}`] : []
}

function inputsForPullRequest(context: RunContext, { hasPicture }: { hasPicture: boolean }): string[] {
  const { compare, branchCheck, deploy, looker } = context.inputs
  const hasVerdict = compare.against !== 'none' || branchCheck !== undefined
  const hasSecondInstance = typeof compare.against === 'object'
  const allowsDevMode = isAsDeployed(context) && !hasSecondInstance && looker.version !== '3.1'
  const lines: [isUseful: boolean, line: string][] = [
    [
      allowsDevMode,
      'dev-mode: your_lookml_project # shows which SQL and numbers a pull request changes; also add concurrency to the workflow',
    ],
    [
      hasPicture && !hasVerdict && !deploy,
      `compare: base # ${allowsDevMode ? 'alternative to dev-mode: ' : ''}shows which pictures changed; also run the workflow on push`,
    ],
    [
      hasPicture && deploy !== undefined && compare.against === 'none',
      'compare: base # shows each dashboard before and after the pull request',
    ],
    [
      deploy?.onlyAffected === false,
      'only-affected: true # renders only the targets that the pull request may affect',
    ],
    [
      // A PDF is never counted as changed, but with `deploy`, the gate fails for a removed dashboard.
      hasVerdict && !compare.failOnChange && (hasPicture || Boolean(branchCheck ?? deploy)),
      'fail-on-change: true # fails until a reviewer adds a label; needs the types edited, labeled and unlabeled under on.pull_request, besides the default types',
    ],
  ]
  return lines.flatMap(([isUseful, line]) => (isUseful ? line : []))
}

/**
 * Describes the deployments and the comparison of pictures in a real run. Returns undefined if there would be neither.
 */
export function comparisonWords(context: RunContext): string | undefined {
  const { compare, deploy, looker, branchCheck } = context.inputs
  const { against } = compare
  if (typeof against !== 'string') return `The pictures would be compared with those of ${against.base.host}.`
  if (deploy)
    return against === 'base' && hasBaseBranch(context)
      ? `The step would deploy the commit to ${looker.base.host}, then the merge base for the comparison, and then the previous commit again.`
      : `The step would deploy the commit to ${looker.base.host}, then the previous commit again.`
  const isCompared = against === 'base' && baselineBranch(context) === undefined
  return isCompared && !branchCheck
    ? 'The pictures would be compared with the baselines of the base branch.'
    : undefined
}
