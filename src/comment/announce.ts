import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import type * as Core from '@actions/core'
import { ActionError, asActionError } from '../errors.ts'
import { hasLabel, pullRequestOf } from '../github/event.ts'
import { isAsDeployed, pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import type { Published, Result, RunLinks, Target } from '../model.ts'
import { renderSummary } from '../report/summary.ts'
import type { ApiCalls } from '../results.ts'
import { withholdDetails, withholdTarget } from '../withhold.ts'
import { type World, workspaceOf } from '../world.ts'
import { type CommentLink, commentLister, type FoundComment } from './find.ts'
import { planComment } from './parts.ts'
import { upsertComment } from './write.ts'

/** What there is to tell. */
export interface Done {
  results: readonly Result<Published>[]
  /** Not rendered, as the change does not touch them. */
  unaffected: readonly Target[]
  links: RunLinks
  /** Calls to Looker, on all instances. */
  apiCalls: ApiCalls
  /** Looker's, where it is known. */
  release?: string
}

export interface Announced {
  comment?: CommentLink
  warnings: ActionError[]
}

/** Announces the results where people look: the pull request's comment, the job summary. Warns, never throws. */
export interface Announcer {
  announce(done: Done): Promise<Announced>
}

/** Begins to read the comment that is there already, while the pictures are published. */
export function openAnnouncer(context: RunContext, repository: () => Promise<Repository>): Announcer {
  const comments = { repository, standing: readStanding(context, repository) }
  return {
    async announce(done) {
      const warnings: ActionError[] = []
      const warn = (error: unknown) => {
        warnings.push(asActionError(error))
        return undefined
      }
      const comment = await commentOn(context, comments, done).catch(warn)
      await summarize(context, done).catch(warn)
      return { warnings, ...(comment && { comment }) }
    },
  }
}

interface Comments {
  repository: () => Promise<Repository>
  standing: Promise<FoundComment[]> | undefined
}

/** Undefined where there is no pull request; a comment that several jobs write is read right before it is written. */
function readStanding(context: RunContext, repository: () => Promise<Repository>): Comments['standing'] {
  const { comment, shard, token } = context.inputs
  const number = pullRequestToComment(context)
  if (number === undefined || shard.jobs > 1) return undefined
  const standing = repository().then(open => commentLister(open, { number, key: comment.key, token })())
  standing.catch(() => undefined) // Whoever writes the comment is told.
  return standing
}

async function commentOn(
  context: RunContext,
  { repository, standing }: Comments,
  { results, unaffected, links, release }: Done,
): Promise<CommentLink | undefined> {
  const { inputs, run, began, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined) return explainNoComment(context)
  if (world.cancelled.aborted || results.length + unaffected.length === 0) return undefined
  const { archive, report } = links
  const facts = {
    host: inputs.looker.base.host,
    run: { url: run.url, id: run.id, attempt: run.attempt },
    sha: run.sha,
    at: began,
    ...(release && { release }),
    isAsDeployed: isAsDeployed(context),
    unaffected,
    ...acceptanceOf(context),
    ...(archive && { archive }),
    ...(report && { report }),
  }
  const about = { number, run, token: inputs.token, writer: writerOf(world.env) }
  const plan = { ...about, ...planComment(context, results, facts) }
  const { comment, isBesideOthers } = await upsertComment(await repository(), plan, standing)
  world.print(
    comment
      ? `Commented: ${comment.url}`
      : 'A newer run has written the comment already; it was left as it is.',
  )
  if (isBesideOthers)
    world.print(
      `Another job or step of this run has a comment of the same comment-key (${plan.key}); both stay. Give each its own comment-key to choose their order and keep them apart.`,
    )
  return comment
}

function acceptanceOf({ inputs: { compare }, run }: RunContext): { acceptedBy?: string } {
  const isAccepted = compare.failOnChange && hasLabel(run, compare.acceptLabel)
  return isAccepted ? { acceptedBy: compare.acceptLabel } : {}
}

/** @throws ActionError where a comment was asked for, and its pull request is not known */
function explainNoComment({ inputs, run, world }: RunContext): undefined {
  if (inputs.comment.comment === 'true')
    throw new ActionError(
      'There is no pull request to comment on',
      'Set pull-request to its number: this event does not tell it.',
    )
  const number = pullRequestOf(run)
  if (inputs.comment.comment === 'auto' && number !== undefined)
    world.core.notice(
      `No comment was written on pull request #${number}: comment: auto writes one on pull_request events alone, and this event is ${run.eventName}. Set comment: true to have one here, too.`,
    )
  return undefined
}

async function summarize(
  context: RunContext,
  { results, unaffected, links, apiCalls, release }: Done,
): Promise<void> {
  const { inputs, world, isGuarded } = context
  if (!inputs.summary) return
  const facts = {
    isAsDeployed: isAsDeployed(context),
    unaffected: isGuarded ? unaffected.map(withholdTarget) : unaffected,
    host: inputs.looker.base.host,
    directory: relative(workspaceOf(world), inputs.outputDirectory),
    apiCalls,
    ...(release && { release }),
    ...(links.archive && { archive: links.archive }),
    ...(links.report && { report: links.report }),
  }
  try {
    await writeSummary(
      world.core.summary,
      renderSummary(isGuarded ? results.map(withholdDetails) : results, facts),
    )
  } catch (error) {
    throw new ActionError(
      `The job summary could not be written: ${asActionError(error).message}`,
      'Set summary to false outside of a GitHub Actions job.',
      { cause: error },
    )
  }
}

/** Adds to the step's job summary; outside of a runner there is none, which is told. */
export async function writeSummary(summary: typeof Core.summary, markdown: string): Promise<void> {
  await summary.addRaw(markdown, true).write()
}

/** Inputs that decide what a comment shows, and that are the same in all jobs which share the targets. */
const shapingInputs = [
  'base-url',
  'targets',
  'targets-file',
  'format',
  'width',
  'height',
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
  'compare',
  'deploy',
]

/**
 * Tells apart who writes comments of one key: two steps of a job, two calls of one reusable workflow (whose workflow,
 * job and key are the same). It stays the same from run to run as long as the step does.
 */
export function writerOf(env: World['env']): string {
  const inputs = shapingInputs.map(name => env[`INPUT_${name.toUpperCase()}`] ?? '')
  const all = JSON.stringify([env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs])
  return createHash('sha256').update(all).digest('hex').slice(0, 12)
}
