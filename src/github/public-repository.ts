import { ActionError, asActionError } from '../errors.ts'
import type { Inputs } from '../input-types.ts'
import { gitHubError } from './errors.ts'
import type { WorkflowRun } from './event.ts'
import { baselineBranch, pullRequestToComment, type RunContext } from './pull-request.ts'
import { openRepository } from './repository.ts'

/**
 * Everybody can read what a public repository publishes, its workflow's artifacts, logs and summaries included. There
 * nothing of Looker's leaves the job unasked, nor where nobody knows whether it is one.
 */
export interface Guard {
  inputs: Inputs
  /** Why nothing may be rendered. */
  refusal?: ActionError
  /** Why nothing is published; `inputs` name no place then. */
  unpublished?: ActionError
  /** Filters, titles and Looker's own words stay out of log and summary. */
  isGuarded: boolean
}

type About = Pick<RunContext, 'inputs' | 'run'>

/** @returns undefined where the event does not tell: GitHub has to be asked */
export function guardByEvent({ inputs, run }: About): Guard | undefined {
  if (inputs.allowPublic) return { inputs, isGuarded: false }
  const isPrivate = isPrivateByEvent(run)
  return isPrivate === undefined ? undefined : guard({ inputs, run }, isPrivate)
}

export async function guardByGitHub(context: RunContext): Promise<Guard> {
  const { inputs } = context
  try {
    return guard(context, await readIsPrivate(context))
  } catch (error) {
    const { message } = gitHubError(error, 'GitHub was asked', 'metadata: read')
    if (!publishes(context)) return { inputs, isGuarded: true }
    const unpublished = new ActionError(
      `Nothing was published: whether this repository is public could not be read (${message})`,
      'Run the job again, check github-token, or set allow-public to true if everybody may see what the dashboards show.',
      { cause: asActionError(error) },
    )
    return { inputs: publishNothing(context), unpublished, isGuarded: true }
  }
}

/** A run that is repeated keeps the payload of its first attempt, which may be of before a change. */
const isPrivateByEvent = ({ payload, attempt }: WorkflowRun): boolean | undefined =>
  attempt === 1 ? payload.repository?.private : undefined

async function readIsPrivate(context: RunContext): Promise<boolean> {
  const { octokit, owner, repo } = await openRepository(context)
  const { data } = await octokit.rest.repos.get({ owner, repo })
  if (typeof data.private !== 'boolean') throw new Error('it did not tell')
  return data.private
}

function guard(about: About, isPrivate: boolean): Guard {
  const { inputs } = about
  if (isPrivate) return { inputs, isGuarded: false }
  return { inputs, isGuarded: true, ...(publishes(about) && { refusal: publicRepositoryError() }) }
}

const publishes = (about: About): boolean =>
  [pullRequestToComment(about), baselineBranch(about)].some(place => place !== undefined) ||
  about.inputs.artifact.kind !== 'none' ||
  about.inputs.release.wanted

function publishNothing({ inputs, run }: About): Inputs {
  const { artifact, comment, release, compare } = inputs
  const records = baselineBranch({ inputs, run }) !== undefined
  return {
    ...inputs,
    artifact: { ...artifact, kind: 'none' },
    comment: { ...comment, comment: 'false' },
    release: { ...release, wanted: false },
    compare: records ? { ...compare, against: 'none' } : compare,
  }
}

const publicRepositoryError = () =>
  new ActionError(
    'Nothing was rendered: this repository is public, and everybody could see what the dashboards show',
    'Set allow-public to true if everybody may; or publish nothing, with artifact: none, comment: false, release: false and compare: none.',
  )
