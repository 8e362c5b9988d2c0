import { ActionError } from '../errors.ts'
import { baselineBranch, type RunContext } from '../github/workflow-run.ts'
import type { Rendered } from '../model.ts'
import { count } from '../runtime/text.ts'
import { commitBaselines, type RecordedCount, type StoredBaseline } from './baselines.ts'
import type { OpenBranch } from './branch.ts'
import { galleryWriter } from './gallery.ts'

export function uploadBaseline(context: RunContext, images: OpenBranch, result: Rendered): void {
  if (baselineBranch(context) !== undefined && showsOwnCommit(context, result))
    void images.upload(result.path)
}

/**
 * Whether the picture shows the run's commit. With `deploy-ref`, the picture may show another branch's LookML, and must
 * not become a baseline of this branch.
 */
const showsOwnCommit = ({ run }: RunContext, { lookmlCommit = run.sha }: Rendered): boolean =>
  lookmlCommit?.toLowerCase() === run.sha?.toLowerCase()

/**
 * Records this run's pictures as baselines, if the run is for a branch and `compare` is `base`.
 * @returns warnings if baselines of a newer run stay, or if GitHub refused pictures
 */
export async function recordBaselines(
  context: RunContext,
  images: OpenBranch,
  { rendered: all, release }: { rendered: readonly Rendered[]; release?: string },
): Promise<ActionError[]> {
  const branch = baselineBranch(context)
  const { inputs, run, began, world } = context
  const { sha } = run
  if (branch === undefined || sha === undefined) return []
  const rendered = all.filter(result => showsOwnCommit(context, result))
  const [other] = all.filter(result => !rendered.includes(result))
  if (other)
    world.print(
      `No baseline of ${branch} was recorded, because the pictures show commit ${other.lookmlCommit} (deploy-ref) instead of ${sha}, the commit of this run.`,
    )
  if (rendered.length === 0) return []
  const stored = await commitBaselines(images, {
    branch,
    host: inputs.looker.base.host,
    recording: { run: run.id, attempt: run.attempt, at: began, commit: sha, ...(release && { release }) },
    rendered,
    writeFrontPage: galleryWriter(context, images, { branch, rendered }),
    message: `Pictures of ${branch} at ${sha.slice(0, 7)}\n\n${run.url}`,
  })
  const use = inputs.deploy ? '' : ` Pull requests into ${branch} are compared with them.`
  if (stored.count > 0) world.print(`Recorded ${count(stored.count, 'baseline')} of ${branch}.${use}`)
  const [newer] = stored.newer
  return [
    ...(newer ? [newerBaselineError(stored, newer, { branch, ref: inputs.images.ref })] : []),
    ...(stored.warning ? [stored.warning] : []),
  ]
}

/** Baselines of a newer run exist if this run ends late, or if a user has forged a run number. */
function newerBaselineError(
  { count: done, newer: all }: RecordedCount,
  { run, path }: StoredBaseline,
  { branch, ref }: { branch: string; ref: string },
): ActionError {
  const pictures = count(done + all.length, 'picture')
  const some = done > 0 ? `${all.length} of ${pictures}` : pictures
  return new ActionError(
    `${some} ${all.length === 1 ? 'was' : 'were'} not recorded for ${branch}: the newer run ${run} has recorded newer pictures`,
    `No action is needed if run ${run} began after this run. If run ${run} does not exist, delete ${path} from ${ref.replace(/^heads\//, '')}.`,
  )
}
