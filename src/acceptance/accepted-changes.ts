import type { AcceptedChange } from '../branch-report.ts'
import { fields, listOf } from '../github/client.ts'
import {
  baseBranchOf,
  hasLabel,
  isSameLabel,
  pullRequestFor,
  type RunContext,
} from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { readBlob } from '../images-branch/branch-tip.ts'
import type { Target } from '../model.ts'
import { once, orAborted } from '../runtime/time.ts'
import { isAcceptLabelEvent } from './decide-label-event.ts'
import { isSameBase, type StoredAcceptance } from './results-format.ts'
import { readStored, storedPaths } from './stored-results.ts'
import { acceptanceKey, contentTargetKey } from './stored-targets.ts'

/** The accepted changes of a pull request, stored on the images branch. */
export interface AcceptedChanges {
  /**
   * Returns the accepted results of the target: several if the target is listed twice, and none if the pull request has
   * no accept label, or has another base branch now.
   */
  find(target: Target): Promise<AcceptedResult[]>
  /** Returns the accepted errors of dashboards and Looks that are not targets. */
  findContent(): Promise<AcceptedResult[]>
  download(accepted: AcceptedResult): Promise<Uint8Array | undefined>
  current(): Promise<StoredAcceptance | undefined>
}

export interface AcceptedResult extends AcceptedChange {
  blob?: string
  errors?: readonly string[]
  /** See `AcceptedTarget`. */
  isUncompared?: true
}

/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
export function openAcceptance(context: RunContext, images: OpenBranch): AcceptedChanges | undefined {
  const paths = storedPaths(context)
  if (paths === undefined) return undefined
  const read = async () => {
    const { acceptance } = await readStored(images, paths)
    const isOfBase = acceptance && isSameBase(acceptance, { baseBranch: baseBranchOf(context.run) })
    // If the event added or removed the accept label, the label of an older acceptance was removed.
    const isOlder = isAcceptLabelEvent(context) && (acceptance?.run ?? 0) < context.run.id
    const isValid = isOfBase && hasAcceptLabel(context) && !isOlder
    return isValid && (await isStillLabeled(context, images)) ? acceptance : undefined
  }
  // If GitHub does not answer, enough time to upload the files must remain.
  const inTime = <T>(answer: Promise<T>) => orAborted(context.deadlines.compare, answer)
  const current = once(() => inTime(read()))
  const findKey = async (key: string): Promise<AcceptedResult[]> => {
    const acceptance = await current().catch(() => undefined)
    if (!acceptance) return []
    const { login, sha } = acceptance
    return acceptance.targets.flatMap(({ key: acceptedKey, hash, errors, picture, isUncompared }) =>
      acceptedKey === key && hash !== undefined
        ? [
            {
              ...{ login, commit: sha, hash },
              ...(errors && { errors }),
              ...(picture && { blob: picture.blob }),
              ...(isUncompared && { isUncompared }),
            },
          ]
        : [],
    )
  }
  return {
    current,
    find: target => findKey(acceptanceKey(target, context.inputs.looker.base.host)),
    findContent: () => findKey(contentTargetKey),
    download: async ({ blob }) =>
      blob === undefined ? undefined : inTime(images.repository().then(open => readBlob(open, blob))),
  }
}

/** Returns true if the event contains no pull request, because the labels are then unknown. */
const hasAcceptLabel = ({ run, inputs }: RunContext): boolean =>
  !run.payload.pull_request || hasLabel(run, inputs.compare.acceptLabel)

/**
 * Whether the accept label is still on the pull request. The label may have been removed while the run was queued, and
 * a re-run has the event of the first attempt
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs). If GitHub does not
 * return the labels, a first attempt trusts its event, and a re-run assumes that the label was removed.
 */
export async function isStillLabeled(context: RunContext, images: OpenBranch): Promise<boolean> {
  const { run, inputs } = context
  try {
    const { octokit, owner, repo } = await images.repository()
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: pullRequestFor(context) ?? 0 })
    const labels = listOf(fields(data, 'pull request').labels, 'list of labels')
    return labels.some(({ name }) => isSameLabel(String(name), inputs.compare.acceptLabel))
  } catch {
    return run.attempt === 1
  }
}
