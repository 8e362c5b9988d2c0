import { ActionError } from '../errors.ts'
import { baselineBranch, type RunContext } from '../github/pull-request.ts'
import type { Rendered } from '../model.ts'
import { count } from '../runtime/text.ts'
import { commitBaselines, type RecordedCount, type StoredBaseline } from './baselines.ts'
import type { OpenBranch } from './branch.ts'
import { galleryWriter } from './gallery.ts'

/** Begins to upload a baseline. */
export function uploadBaseline(context: RunContext, images: OpenBranch, result: Rendered): void {
  if (baselineBranch(context) !== undefined && showsOwnCommit(context, result))
    void images.upload(result.path)
}

/** With `deploy-ref`, a picture may show another branch's LookML. It must not become this branch's baseline. */
const showsOwnCommit = ({ run }: RunContext, { lookmlCommit = run.sha }: Rendered): boolean =>
  lookmlCommit?.toLowerCase() === run.sha?.toLowerCase()

/**
 * Records this run's pictures as baselines, if the run is for a branch and `compare` is `base`.
 * @returns a warning if baselines of a newer run stay
 */
export async function recordBaselines(
  context: RunContext,
  images: OpenBranch,
  { rendered: all, release }: { rendered: readonly Rendered[]; release?: string },
): Promise<ActionError | undefined> {
  const branch = baselineBranch(context)
  const { inputs, run, began, world } = context
  const { sha } = run
  if (branch === undefined || sha === undefined) return undefined
  const rendered = all.filter(result => showsOwnCommit(context, result))
  const [other] = all.filter(result => !rendered.includes(result))
  if (other)
    world.print(
      `Nothing was recorded as baseline of ${branch}: the pictures show commit ${other.lookmlCommit}, which deploy-ref names, and not ${sha}, the commit of this run.`,
    )
  if (rendered.length === 0) return undefined
  const stored = await commitBaselines(images, {
    branch,
    host: inputs.looker.base.host,
    recording: { run: run.id, attempt: run.attempt, at: began, commit: sha, ...(release && { release }) },
    rendered,
    writeFrontPage: galleryWriter(context, images, { branch, rendered }),
    message: `Pictures of ${branch} at ${sha.slice(0, 7)}\n\n${run.url}`,
  })
  if (stored.count > 0)
    world.print(
      `Recorded ${count(stored.count, 'picture')} as baseline of ${branch}, for pull requests to be compared with.`,
    )
  const [newer] = stored.newer
  return newer && newerBaselineError(stored, newer, { branch, ref: inputs.images.ref })
}

/** This happens to a run that finishes late, and to every run after somebody has forged a run number. */
function newerBaselineError(
  { count: done, newer: all }: RecordedCount,
  { run, path }: StoredBaseline,
  { branch, ref }: { branch: string; ref: string },
): ActionError {
  const pictures = count(done + all.length, 'picture')
  const some = done > 0 ? `${all.length} of ${pictures}` : pictures
  return new ActionError(
    `${some} ${all.length === 1 ? 'was' : 'were'} not recorded for ${branch}: the newer run ${run} has recorded its own`,
    `That is right if run ${run} began later. If there is no such run, delete ${path} from ${ref.replace(/^heads\//, '')}.`,
  )
}
