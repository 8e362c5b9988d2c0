import pLimit from 'p-limit'
import type { ProjectChange } from '../affected/changes.ts'
import type { Selection, SelectionSide } from '../affected/find-affected.ts'
import { readAffected, readChange } from '../affected/read-affected.ts'
import { sqlOfMode } from '../affected/unseen-changes.ts'
import { ActionError } from '../errors.ts'
import { openRepository, type Repository } from '../github/client.ts'
import { findHead, findMergeBase, type HeadErrors, wantedCommit } from '../github/commits.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { BranchCheckInput } from '../input-types.ts'
import type { Looker } from '../looker/connect.ts'
import { deployedCommitOn } from '../looker/deployable-project.ts'
import { lookmlClient } from '../looker/lookml.ts'
import type { Target } from '../model.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { sha256Of } from '../runtime/text.ts'
import { type AffectedTarget, readAffectedTiles } from './affected-tiles.ts'
import { manifestsOf, withConstantValues } from './changed-dashboards.ts'
import type { TilePair, UnseenChange } from './check-tile.ts'
import { findOtherProjects, type OtherProjects } from './other-projects.ts'
import { tileReader } from './read-tiles.ts'
import type { CheckSide } from './temporary-branch.ts'

export interface CheckPlan {
  commits: Record<CheckSide, string>
  baseBranch: string
  affected: AffectedTarget[]
  /**
   * The projects of all models of other projects that the affected tiles query. With content validation, also of the
   * models that may use files of this project.
   */
  otherProjects: OtherProjects
  /** Whether a commit imports other projects of the instance. Their commit, and then the SQL, may change by itself. */
  importsProjects: boolean
  unaffected: Target[]
  /** The LookML of both commits. Undefined if no LookML changed, or if it could not be read. */
  sides: Selection['sides']
  /** Whether any LookML changed. The change may affect no target. */
  hasChange: boolean
  hasDevelopmentSql: boolean
  /** Whether native derived tables have `dev_filters`. */
  hasDevFilters: boolean
  /** Whether LookML that depends on user attributes differs between both sides. */
  changesAccess: boolean
  /** Returns the changes of a tile that development mode cannot show. */
  unseenChanges(tile: TilePair): UnseenChange[]
  /** SHA-256 of the changed files. */
  changeHash: string
  /** Whether results may change although the SQL does not. */
  mayChangeAfterSql: boolean
  /** Whether this project's LookML certainly defines the Explore on this side. */
  definesExplore(side: CheckSide, id: { model: string; name: string }): boolean
}

export interface PlanningOptions {
  input: BranchCheckInput
  targets: readonly Target[]
  looker: Looker
  secrets: Secrets
  /** Set if the caller has already read the commits to list the targets. */
  compared?: Promise<ComparedCommits> | undefined
}

export interface ComparedCommits {
  commits: Record<CheckSide, string>
  baseBranch: string
  repository: Repository
  /** The change between both commits. Undefined if Looker ignores all changed files. */
  change: Promise<ProjectChange | undefined>
  signal: AbortSignal
}

/**
 * Starts to read the LookML of both commits.
 * @throws ActionError if GitHub does not answer, or if the pull request comes from a fork
 */
export async function compareCommits(context: RunContext): Promise<ComparedCommits> {
  const opened = openRepository(context, context.deadlines.render)
  opened.catch(() => undefined) // `findHead` throws the error.
  const head = await findHead(wantedCommit(context, undefined), errors, () => opened)
  const { commit, baseBranch } = head
  if (baseBranch === undefined) throw errors.noCommitError()
  const repository = await opened
  const base = await findMergeBase({ ...head, baseBranch }, repository)
  const { check: signal } = context.deadlines
  const project = context.inputs.branchCheck?.project ?? ''
  const change = readChange({ commits: [base.commit, commit], repository, signal, project })
  change.catch(() => undefined) // `readAffected` reports the error.
  return { commits: { base: base.commit, head: commit }, baseBranch, repository, change, signal }
}

/**
 * Decides which targets and tiles to check. Only reads from GitHub and Looker.
 * @throws ActionError if GitHub does not answer, or if the pull request comes from a fork
 */
export async function planCheck(context: RunContext, options: PlanningOptions): Promise<CheckPlan> {
  const { input, targets, looker, secrets } = options
  const { world, inputs, deadlines } = context
  const { host, session } = looker
  const { clean } = secrets
  const { commits, baseBranch, repository, change } = await (options.compared ?? compareCommits(context))
  const known = Promise.resolve(change).catch(() => unreadChange(commits.head))
  const changeHash = sha256Of((await known)?.changedVersions() ?? '')
  const selection = await readAffected({
    targets,
    commits: [commits.base, commits.head],
    change,
    project: input.project,
    repository,
    client: lookmlClient(session.send, host),
    deployedCommit: () => deployedCommitOn(looker, { id: input.project, clean }, deadlines.check),
    signal: deadlines.check,
    log: world.print,
  })
  const reader = tileReader(session.send, { host, clean })
  const slots = pLimit(maxConcurrentReads)
  const isAffected = (_: Target, place: number) => (selection.targets[place]?.reasons.length ?? 1) > 0
  const affected = await Promise.all(
    targets
      .map((target, place) => ({ target, place }))
      .filter(({ target, place }) => isAffected(target, place))
      .map(({ target, place }) =>
        slots(async () => ({
          target,
          affectedBy: selection.targets[place]?.reasons ?? [],
          ...(await readAffectedTiles(target, { ...selection, ...selection.targets[place] }, reader)),
        })),
      ),
  )
  const isContentValidated = input.contentValidation && inputs.shard.index === 0
  const models = [...queriedModels(affected), ...((isContentValidated && selection.importingModels) || [])]
  return {
    commits,
    baseBranch,
    affected,
    otherProjects: await findOtherProjects(otherModels(models, selection), {
      project: input.project,
      looker,
      clean,
      signal: deadlines.check,
    }),
    importsProjects: [selection.sides?.base, selection.sides?.head].some(side =>
      manifestsOf(side).includes('local_dependency'),
    ),
    unaffected: targets.filter((target, place) => !isAffected(target, place)),
    sides: selection.sides,
    hasChange: affected.length > 0 || selection.sides !== undefined,
    hasDevelopmentSql: hasText(selection, sqlOfMode.dev),
    hasDevFilters: hasText(selection, devFilters),
    changesAccess: isOtherText(selection, side => textsMatching(accessText, side)),
    unseenChanges: unseenChangesIn(selection, changeHash),
    changeHash,
    mayChangeAfterSql: (await (await known)?.mayChangeAfterSql()) ?? false,
    definesExplore: (side, id) => selection.sides?.[side].definesExplore(id) === true,
  }
}

/** Without an answer of GitHub, the change is unknown. */
const unreadChange = (head: string): Pick<ProjectChange, 'changedVersions' | 'mayChangeAfterSql'> => ({
  changedVersions: () => head,
  mayChangeAfterSql: async () => true,
})

const queriedModels = (affected: readonly AffectedTarget[]): string[] =>
  affected
    .flatMap(({ tiles }) => tiles.flatMap(({ base, head }) => [base, head]))
    .flatMap(tile => tile?.queries.map(({ body }) => body.model) ?? [])

/** Leaves out the models that this project defines on the merge base or on the head. */
const otherModels = (models: readonly string[], { sides }: Selection): string[] =>
  [...new Set(models)].filter(model => !sides?.base.models.has(model) && !sides?.head.models.has(model))

const hasText = ({ sides }: Selection, pattern: RegExp): boolean =>
  sides !== undefined && [sides.base, sides.head].some(side => textsMatching(pattern, side) !== '')

function textsMatching(pattern: RegExp, { files }: SelectionSide): string {
  const texts = [...files].sort(([one], [other]) => (one < other ? -1 : 1))
  return texts.flatMap(([, text]) => text.match(pattern) ?? []).join('\n')
}

function isOtherText({ sides }: Selection, textOf: (side: SelectionSide) => string): boolean {
  return sides !== undefined && textOf(sides.base) !== textOf(sides.head)
}

/**
 * Matches LookML that depends on the user who runs a query
 * (https://cloud.google.com/looker/docs/admin-panel-users-user-attributes).
 */
const accessText =
  /\baccess_filter\s{0,9}:\s{0,9}\{[^{}]{0,999}|\baccess_grant\s{0,9}:\s{0,9}[\w-]{1,255}\s{0,9}\{[^{}]{0,9999}|\brequired_access_grants\s{0,9}:\s{0,9}\[[^\]]{0,9999}|\b_user_attributes\b.{0,999}/g

/** Matches `dev_filters`, except in comments (https://cloud.google.com/looker/docs/reference/param-view-explore-source). */
const devFilters = /^[^#\n]{0,999}\bdev_filters\s{0,9}:/gm

function unseenChangesIn({ sides, unseen }: Selection, changeHash: string): CheckPlan['unseenChanges'] {
  const [before, after] = [sides?.base, sides?.head].map(side =>
    side ? withConstantValues(textsMatching(sqlOfMode.prod, side), side) : '',
  )
  const everywhere: UnseenChange[] =
    before === after ? [] : [{ kind: 'productionSql', hash: sha256Of(after ?? '') }]
  return ({ base, head }) => {
    const queries = [...(base?.queries ?? []), ...(head?.queries ?? [])]
    const kinds = new Set(queries.flatMap(({ explore }) => unseen.get(explore) ?? []))
    for (const { kind } of everywhere) kinds.delete(kind)
    return [...everywhere, ...[...kinds].map(kind => ({ kind, hash: changeHash }))]
  }
}

const maxConcurrentReads = 4

const errors: HeadErrors = {
  forkError: () =>
    new ActionError(
      'This pull request comes from a fork. Its LookML is not checked, because its SQL would run on the data of production',
      'Review its LookML, push it to a branch of this repository, and open the pull request from there.',
    ),
  noCommitError: () =>
    new ActionError(
      'This run has no pull request to check',
      'Run the workflow on the event pull_request, or set the input pull-request.',
    ),
}
