import type { IGitBranch, IProject, PullRequestMode } from '@looker/sdk'
import { type Answer, answerForbidden, answerNotFound, answerProblem } from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { Effect, Permission } from '../model.ts'
import { describeExplore } from './describe-explore.ts'
import { DeployRefused, type Project } from './project.ts'
import type { Projects } from './projects.ts'

type Query = Record<string, string>

/** `GET /projects/{id}` */
export function readProject(project: Project | undefined, { fields }: Query): Answer {
  return answerWith('Project', project && describeProject(project), fields)
}

function describeProject({ options, branch }: Project): IProject {
  const usesGit = options.repository !== undefined
  return {
    id: options.id,
    name: options.id,
    uses_git: usesGit,
    git_remote_url: usesGit ? `git@github.com:acme/${options.id}.git` : null,
    git_production_branch_name: branch,
    git_release_mgmt_enabled: usesGit && (options.advancedDeploy ?? true),
    pull_request_mode: 'off' as PullRequestMode,
    is_git_dev_locked: false,
    has_production_counterpart: true,
  }
}

/** `GET /projects/{id}/git_branch`, in a session that is in production, as each is that has not said otherwise. */
export function readGitBranch(project: Project | undefined): Answer {
  return answerWith('GitBranch', project?.deployed && describeBranch(project), undefined)
}

function describeBranch({ deployed }: Project): IGitBranch {
  return {
    name: deployed?.name ?? null,
    ref: deployed?.ref ?? null,
    remote: 'origin',
    remote_ref: deployed?.ref ?? null,
    is_production: true,
    is_local: true,
    is_remote: true,
    readonly: true,
  }
}

/** `POST /projects/{id}/deploy_ref_to_production?ref=|branch=` */
export async function deployRef(
  project: Project | undefined,
  { branch, ref, ...others }: Query,
  permissions: readonly Permission[],
  effect: Effect | undefined,
): Promise<Answer> {
  const strange = Object.keys(others)
  if (strange.length > 0) return answerProblem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  if (!project) return answerNotFound()
  if (!permissions.includes('deploy')) return answerForbidden()
  if (branch && ref) return answerProblem(400, 'Can only specify either a branch or a ref')
  const wanted = branch || ref
  if (!wanted) return answerProblem(400, 'Either a branch or a ref has to be specified')
  if (effect && 'unfetched' in effect) return answerProblem(400, `Could not find ref ${wanted}`)
  if (effect && 'ignored' in effect) return { status: 204 }
  try {
    await project.deploy(wanted)
    return { status: 204 }
  } catch (error) {
    if (error instanceof DeployRefused) return answerProblem(400, error.message)
    throw error
  }
}

/** `GET /lookml_models/{model}/explores/{explore}` */
export function readExplore(
  projects: Projects,
  { model: name, explore }: { model: string; explore: string },
  { fields }: Query,
): Answer {
  const found = projects.model(name)
  const place = found && { project: found.project.options.id, model: found.model }
  return answerWith('LookmlModelExplore', place && describeExplore(place, explore), fields)
}
