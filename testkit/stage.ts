import type { Simulator, SimulatorOptions } from '../simulator/model.ts'
import type { ProjectOptions } from '../simulator/projects/project.ts'
import { startSimulator } from '../simulator/server.ts'
import { type ArtifactService, startArtifactService } from './github/artifacts.ts'
import { type GitHub, type GitHubOptions, type PullRequestOptions, startGitHub } from './github/github.ts'
import { createLookmlRepository, type LookmlRepository } from './looker/lookml-repository.ts'

export interface StageOptions {
  looker?: SimulatorOptions
  github?: GitHubOptions
  /**
   * The files of the LookML project `thelook`. The files are on GitHub's main branch, and deployed to Looker. A stage
   * with a project needs git.
   */
  lookml?: Record<string, string>
  /** Other LookML projects of the instance, which may import `thelook`. */
  otherProjects?: ProjectOptions[]
}

/** The services that the action needs on a pull request. Scenarios, demo, chaos and end-to-end tests use them. */
export interface Stage extends AsyncDisposable {
  looker: Simulator
  github: GitHub
  artifacts: ArtifactService
  /** Looker's clone of the repository. Undefined without a LookML project. */
  lookml?: LookmlRepository
  /** Opens a pull request. Adds its commits to Looker's clone, too. */
  openPullRequest(about?: PullRequestOptions): Promise<PullRequest>
  /** Commits on GitHub and in Looker's clone. Returns the commit's SHA on GitHub. */
  commit(files: Record<string, string>, about: { branch: string; message?: string }): Promise<string>
}

export interface PullRequest {
  number: number
  payload: object
  branch: string
  sha: string
}

export async function openStage({
  looker,
  github: repository,
  lookml: files,
  otherProjects = [],
}: StageOptions = {}): Promise<Stage> {
  const [github, artifacts] = await Promise.all([
    startGitHub({ ...repository, files: { ...files, ...repository?.files } }),
    startArtifactService(),
  ])
  const lookml = files && createLookmlRepository(files, await github.ref('heads/main'))
  const simulator = await startSimulator({
    ...(lookml && { projects: [projectOf(lookml, github), ...otherProjects] }),
    ...looker,
  })
  return {
    looker: simulator,
    github,
    artifacts,
    ...(lookml && { lookml }),
    openPullRequest: about => openPullRequest(github, lookml, about),
    commit: async (changed, about) => {
      const alias = await github.commit(changed, about)
      lookml?.commit(changed, { branch: about.branch, alias })
      return alias
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([simulator.close(), github.close(), artifacts.close()])
    },
  }
}

/** Returns the simulator's project. If Looker pushes a branch, the branch is also created on GitHub. */
const projectOf = ({ path, aliases }: LookmlRepository, github: GitHub) => ({
  id: 'thelook',
  repository: path,
  aliases,
  onPush: github.setBranch,
})

async function openPullRequest(
  github: GitHub,
  lookml: LookmlRepository | undefined,
  about: PullRequestOptions = {},
): Promise<PullRequest> {
  const { number, payload } = await github.pullRequest(about)
  const { ref: branch, sha } = (payload as { pull_request: { head: Head } }).pull_request.head
  lookml?.commit(about.files ?? {}, { branch, alias: sha })
  return { number, payload, branch, sha }
}

interface Head {
  ref: string
  sha: string
}
