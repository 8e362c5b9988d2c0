import { relative } from 'node:path'
import { type CommentLink, upsertComment } from './deliver/comment.ts'
import { writeSummary } from './deliver/summary.ts'
import { commentedOn, type Delivery, repositoryOf } from './delivery.ts'
import { ActionError, asActionError } from './errors.ts'
import type { Links, Result } from './model.ts'
import { commentMarkdown } from './report/comment.ts'
import { summaryMarkdown } from './report/markdown.ts'
import { workspaceOf } from './world.ts'

export interface Announced {
  comment?: CommentLink
  warnings: ActionError[]
}

/** Tells of the results where people look: the pull request's comment, the job summary. Warns, never throws. */
export async function announce(
  delivery: Delivery,
  results: readonly Result[],
  links: Links,
): Promise<Announced> {
  const warnings: ActionError[] = []
  const warn = (error: unknown) => {
    warnings.push(asActionError(error))
    return undefined
  }
  const comment = await commentOn(delivery, results, links).catch(warn)
  await summarize(delivery, results, links).catch(warn)
  return { warnings, ...(comment && { comment }) }
}

async function commentOn(
  delivery: Delivery,
  results: readonly Result[],
  links: Links,
): Promise<CommentLink | undefined> {
  const { inputs, run, began, world } = delivery
  const number = commentedOn(delivery)
  if (number === undefined) {
    if (inputs.comment.comment === 'true')
      throw new ActionError(
        'There is no pull request to comment on',
        'Set pull-request to its number: this event does not tell it.',
      )
    return undefined
  }
  if (world.cancelled.aborted) return undefined
  const { archive, report, files, images } = links
  const facts = {
    host: inputs.looker.base.host,
    run: { url: run.url, id: run.id, attempt: run.attempt },
    sha: run.sha,
    at: began,
    images,
    files,
    ...(archive && { archive }),
    ...(report && { report }),
  }
  const plan = {
    number,
    key: inputs.comment.key,
    run,
    body: commentMarkdown(results, facts),
    token: inputs.token,
  }
  const comment = await upsertComment(await repositoryOf(delivery), plan)
  world.core.info(
    comment
      ? `Commented: ${comment.url}`
      : 'A newer run has written the comment already; it was left as it is.',
  )
  return comment
}

async function summarize(
  { inputs, world }: Delivery,
  results: readonly Result[],
  links: Links,
): Promise<void> {
  if (!inputs.summary) return
  const facts = {
    host: inputs.looker.base.host,
    directory: relative(workspaceOf(world), inputs.outputDirectory),
    files: links.files,
    ...(links.archive && { archive: links.archive }),
    ...(links.report && { report: links.report }),
  }
  try {
    await writeSummary(world.core.summary, summaryMarkdown(results, facts))
  } catch (error) {
    throw new ActionError(
      `The job summary could not be written: ${asActionError(error).message}`,
      'Set summary to false outside of a GitHub Actions job.',
      { cause: error },
    )
  }
}
