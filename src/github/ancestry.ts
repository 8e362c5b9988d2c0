import type { Repository } from './repository.ts'
import { textOf } from './responses.ts'

/**
 * Whether a commit is missing from the history of `head`. One request ("Compare two commits"), which needs
 * `contents: read`, and is not repeated.
 */
export async function isUnmerged(
  { octokit, owner, repo }: Repository,
  commit: string,
  head: string,
): Promise<boolean> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${commit}...${head}`,
    // The changed files stand on the first page alone, up to 300 of them with their lines.
    per_page: 1,
    page: 2,
    request: { once: true },
  })
  return ['behind', 'diverged'].includes(textOf(data, 'status', 'comparison of commits'))
}
