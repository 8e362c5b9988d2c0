import { ActionError } from '../errors.ts'
import type { Inputs } from '../input-types.ts'
import { type GitHubContext, openRepository } from './client.ts'
import { gitHubError } from './github-errors.ts'
import { baselineBranch, pullRequestToComment, type RunInputs, type WorkflowRun } from './workflow-run.ts'

/**
 * Everyone can read the artifacts, logs and summaries of a public repository. So the step publishes nothing from Looker
 * in a public repository, or in a repository of unknown visibility, unless `allow-public` is set.
 */
export type PublishingGuard =
  /** The repository is private, or `allow-public` is set. */
  | { kind: 'open' }
  /** The inputs publish nothing. The log and the summary leave out filters, titles and Looker's messages. */
  | { kind: 'details withheld' }
  /**
   * GitHub did not say whether the repository is public. The log and the summary leave out details, and nothing is
   * published.
   */
  | { kind: 'visibility unknown'; error: ActionError }
  /** The repository is public, and the inputs publish something. Nothing is rendered. */
  | { kind: 'refused'; error: ActionError }

/** Returns undefined if the event does not say whether the repository is public. */
export function guardByEvent({ inputs, run }: RunInputs): PublishingGuard | undefined {
  if (inputs.allowPublic) return { kind: 'open' }
  const isPrivate = isPrivateByEvent(run)
  return isPrivate === undefined ? undefined : guardOf({ inputs, run }, isPrivate)
}

export async function guardByGitHub(context: GitHubContext & RunInputs): Promise<PublishingGuard> {
  try {
    return guardOf(context, await readIsPrivate(context))
  } catch (error) {
    const { message } = gitHubError(error, 'GitHub was asked', 'metadata: read')
    if (!publishes(context)) return { kind: 'details withheld' }
    return {
      kind: 'visibility unknown',
      error: new ActionError(
        `Nothing was published: GitHub did not say whether this repository is public (${message})`,
        'Run the job again, check github-token, or set allow-public to true if all internet users may see the dashboards.',
        { cause: error },
      ),
    }
  }
}

/**
 * Returns undefined for a re-run. A re-run has the payload of the first attempt, and the repository may have become
 * public since then.
 */
const isPrivateByEvent = ({ payload, attempt }: WorkflowRun): boolean | undefined =>
  attempt === 1 ? payload.repository?.private : undefined

async function readIsPrivate(context: GitHubContext): Promise<boolean> {
  const { octokit, owner, repo } = await openRepository(context, context.deadlines.start)
  const { data } = await octokit.rest.repos.get({ owner, repo })
  if (typeof data.private !== 'boolean') throw new Error('the answer does not contain it')
  return data.private
}

function guardOf(about: RunInputs, isPrivate: boolean): PublishingGuard {
  if (isPrivate) return { kind: 'open' }
  return publishes(about) ? { kind: 'refused', error: publicRepositoryError() } : { kind: 'details withheld' }
}

const publishes = (about: RunInputs): boolean =>
  [pullRequestToComment(about), baselineBranch(about)].some(place => place !== undefined) ||
  about.inputs.artifact.kind !== 'none' ||
  about.inputs.release.wanted

export function publishNothing({ inputs, run }: RunInputs): Inputs {
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
    'Nothing was rendered: this repository is public, and all internet users could see the dashboards',
    'Set allow-public to true if the dashboards may be public, or turn off publishing with artifact: none, comment: false, release: false and compare: none.',
  )
