import { ActionError } from '../errors.ts'
import { baselineBranch, type RunContext } from '../github/pull-request.ts'
import type { Rendered } from '../model.ts'
import { count } from '../runtime/text.ts'
import { commitBaselines, type Stored, type StoredBaseline } from './baselines.ts'
import type { OpenBranch } from './branch.ts'
import { galleryWriter } from './gallery.ts'

/** Sends a file that is to be a baseline, while others are rendered. */
export function sendBaseline(context: RunContext, images: OpenBranch, result: Rendered): void {
  if (baselineBranch(context) !== undefined && showsOwnCommit(context, result)) void images.send(result.path)
}

/** With `deploy-ref` a picture may show another branch, which must not become this branch's baseline. */
const showsOwnCommit = ({ run }: RunContext, { lookmlCommit = run.sha }: Rendered): boolean =>
  lookmlCommit?.toLowerCase() === run.sha?.toLowerCase()

/**
 * With `compare: base`, a run for a branch leaves its pictures for the pull requests that go there.
 * @returns a warning where a newer run's pictures stand in the way
 */
export async function storeBaselines(
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
  return newer && newerError(stored, newer, { branch, ref: inputs.images.ref })
}

/** A run that finishes late meets this, and so does everyone where somebody has forged a run's number. */
function newerError(
  { count: done, newer: all }: Stored,
  { run, path }: StoredBaseline,
  { branch, ref }: { branch: string; ref: string },
): ActionError {
  const pictures = count(done + all.length, 'picture')
  const some = done > 0 ? `${all.length} of ${pictures}` : pictures
  return new ActionError(
    `${some} ${all.length === 1 ? 'was' : 'were'} not recorded for ${branch}: what a newer run recorded (run ${run}) stands there`,
    `That is right where that run began later. If there is no such run, delete ${path} from ${ref.replace(/^heads\//, '')}.`,
  )
}
