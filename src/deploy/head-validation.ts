import type { LookmlError } from '../branch-report.ts'
import { ActionError, asActionError } from '../errors.ts'
import { pullRequestFor, type RunContext } from '../github/workflow-run.ts'
import { shortCommitName } from '../looker/deployable-project.ts'
import { LookerError } from '../looker/looker-errors.ts'
import { newLookmlErrors } from '../looker/validate-lookml.ts'
import { type Deployer, isSameCommit } from './deployer.ts'
import type { DeployPlan } from './plan-deploy.ts'
import type { Deployment } from './watched-deployment.ts'

interface HeadOptions {
  context: RunContext
  plan: DeployPlan
  deployment: Deployment
}

interface ValidationOptions extends HeadOptions {
  deployer: Deployer
  /** Validations that fail are added. */
  warnings: ActionError[]
}

interface LookmlValidation {
  /**
   * Validates the deployed head. Returns the errors that the commit deployed before the step does not have. Returns
   * none if only the merge base can show which errors are new.
   */
  newErrors(): Promise<LookmlError[]>
  /** Returns the errors of the head if only the merge base can show which of them are new. */
  uncomparedErrors(): readonly LookmlError[]
  /** Returns the errors of the head that the merge base may not have, if the merge base cannot be deployed. */
  errorsWithoutBase(): readonly LookmlError[]
  /** Validates the deployed merge base. Returns the errors of the head that the merge base does not have. */
  errorsSinceBase(): Promise<LookmlError[]>
}

/**
 * Validates the deployed LookML before the first deploy, because only new errors count. If a validation fails, the step
 * reports no LookML errors, and the pictures show the broken tiles. A missing permission is only logged, and other
 * failures are warnings. If the head of a pull request is already deployed, its errors are compared only with the merge
 * base. Without a merge base, all its errors count as new.
 */
export async function openValidation({
  context,
  deployer,
  deployment,
  plan,
  warnings,
}: ValidationOptions): Promise<LookmlValidation> {
  const { project, signal, log } = deployer
  const none = async () => []
  const isDeployed = isSameCommit(plan.head, deployment.before)
  const noErrors = {
    newErrors: none,
    uncomparedErrors: () => [],
    errorsWithoutBase: () => [],
    errorsSinceBase: none,
  }
  if (isDeployed && pullRequestFor(context) === undefined) return noErrors
  const validate = () =>
    project.validate(signal).catch(error => {
      signal.throwIfAborted()
      const fact = `The LookML could not be validated (${asActionError(error).message})`
      if (error instanceof LookerError && (error.status === 403 || error.status === 404))
        log(`${fact}. The targets are rendered without validation.`)
      else
        warnings.push(
          new ActionError(
            `${fact}, so the pictures may show broken tiles without an error`,
            'Look at the pictures, or run the job again.',
            { cause: error },
          ),
        )
      return undefined
    })
  const before = isDeployed ? [] : await validate()
  if (!before) return noErrors
  const isBaseDeployed = plan.base !== undefined && isSameCommit(plan.base.commit, deployment.before)
  let ofHead: LookmlError[] = []
  const newSince = async (commit: string, earlier: readonly LookmlError[]) => {
    const found = newLookmlErrors(earlier, ofHead)
    if (found.length === 0 || earlier.length === 0) return found
    try {
      const [base, head] = await Promise.all([plan.namesOn(commit), plan.namesOn(plan.head)])
      return newLookmlErrors(earlier, ofHead, { base, head })
    } catch (error) {
      signal.throwIfAborted()
      log(`${asActionError(error).message}. LookML errors in files with new names count as new.`)
      return found
    }
  }
  return {
    async newErrors() {
      ofHead = (await validate()) ?? []
      return isDeployed && plan.base ? [] : newSince(deployment.before, before)
    },
    uncomparedErrors: () => (isDeployed ? ofHead : []),
    errorsWithoutBase: () => (isBaseDeployed ? [] : ofHead),
    // A killed run may have left another commit of the pull request deployed, with the same errors.
    async errorsSinceBase() {
      if (!plan.base || ofHead.length === 0 || isBaseDeployed) return []
      const ofBase = await validate().catch(() => undefined)
      return newSince(plan.base.commit, ofBase ?? (isDeployed ? [] : ofHead))
    },
  }
}

/**
 * Returns a warning if the head of the pull request was deployed before the step, for example because an earlier run was
 * killed. If `error` is set, another commit is deployed now, and the error says so.
 */
export function headWasDeployed(
  { context, plan: { head }, deployment }: HeadOptions,
  error: ActionError | undefined,
): ActionError[] {
  if (error || pullRequestFor(context) === undefined || !isSameCommit(head, deployment.before)) return []
  return [
    new ActionError(
      `Commit ${shortCommitName(head)}, the head of the pull request, was deployed before this step, and stays deployed`,
      'If nobody deployed it on purpose, deploy the commit that belongs on the instance, and let only one job at a time deploy (concurrency, max-parallel: 1).',
    ),
  ]
}
