import type { AcceptedChange } from '../branch-report.ts'
import { fields, listOf } from '../github/client.ts'
import { hasLabel, isSameLabel, pullRequestFor, type RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { readBlob } from '../images-branch/branch-tip.ts'
import { baselineKey } from '../images-branch/picture-names.ts'
import type { Target } from '../model.ts'
import { once } from '../runtime/time.ts'
import { isAcceptLabelEvent } from './decide-label-event.ts'
import type { StoredAcceptance } from './results-format.ts'
import { contentTargetKey, readResults, storedResultsPath } from './stored-results.ts'

/** The accepted changes of a pull request, stored on the images branch. */
export interface AcceptedChanges {
  /** Returns undefined if the target has no accepted result, or the pull request has no accept label. */
  find(target: Target): Promise<AcceptedResult | undefined>
  /** Returns the accepted errors of dashboards and Looks that are not targets. */
  findContent(): Promise<AcceptedResult | undefined>
  download(accepted: AcceptedResult): Promise<Uint8Array | undefined>
  current(): Promise<StoredAcceptance | undefined>
}

interface AcceptedResult extends AcceptedChange {
  blob?: string
}

/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
export function openAcceptance(context: RunContext, images: OpenBranch): AcceptedChanges | undefined {
  const path = storedResultsPath(context)
  if (path === undefined) return undefined
  const current = once(async () => {
    const stored = await readResults(images, path)
    const isValid = stored?.acceptance && hasAcceptLabel(context) && !isAcceptLabelEvent(context)
    return isValid && (await isStillLabeled(context, images)) ? stored.acceptance : undefined
  })
  const findKey = async (key: string): Promise<AcceptedResult | undefined> => {
    const acceptance = await current().catch(() => undefined)
    const found = acceptance?.targets.find(accepted => accepted.key === key)
    if (!acceptance || found?.hash === undefined) return undefined
    const { login, sha } = acceptance
    return { login, commit: sha, hash: found.hash, ...(found.picture && { blob: found.picture.blob }) }
  }
  return {
    current,
    find: target => findKey(baselineKey(target, context.inputs.looker.base.host)),
    findContent: () => findKey(contentTargetKey),
    download: async ({ blob }) =>
      blob === undefined ? undefined : readBlob(await images.repository(), blob),
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
