import type { IManifest, IProject, IProjectError, IProjectValidation, PullRequestMode } from '@looker/sdk'
import {
  type Answer,
  answerForbidden,
  answerNotFound,
  answerProblem,
  refuseOthers,
  type UrlParameters,
} from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import { hash } from '../hash.ts'
import type { Effect, Permission } from '../model.ts'
import { describeExplore } from './describe-explore.ts'
import type { Problem } from './lookml.ts'
import { DeployRefused, type Project } from './project.ts'
import type { Workspace } from './projects.ts'

export function readProject(project: Project | undefined, { fields }: UrlParameters): Answer {
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

/** Answers `GET /projects/{id}/manifest`. Answers 404 if the project has no manifest file. */
export function readManifest(workspace: Workspace, project: Project | undefined): Answer {
  const manifest = project && workspace.lookml(project)?.manifest
  const described: IManifest | undefined = manifest && {
    can: {},
    name: manifest.name ?? null,
    imports: manifest.imports.map(({ name, url = null, ref = null, isRemote }) => ({
      ...{ name, url, ref },
      is_remote: isRemote,
    })),
  }
  return answerWith('Manifest', described, undefined)
}

/** Answers `POST /projects/{id}/validate` for the session's workspace. */
export function validateProject(
  workspace: Workspace,
  project: Project | undefined,
  query: UrlParameters,
): Answer {
  const strange = refuseOthers(query, ['fields'])
  if (strange) return strange
  const lookml = project && workspace.lookml(project)
  if (!lookml) return answerNotFound()
  const errors = lookml.problems.map(problem => describeProblem(project, problem))
  const notValidated = lookml.models.filter(({ name }) => project.notValidated.has(name))
  const validation: IProjectValidation = {
    errors,
    project_digest: hash(JSON.stringify(errors)).toString(16),
    models_not_validated: notValidated.map(({ name, files }) => ({
      name,
      project_file_id: `${project.options.id}/${files[0]?.path}`,
    })),
    computation_time: 0.4,
  }
  return answerWith('ProjectValidation', validation, query.fields)
}

/**
 * Describes a problem. The path of a file begins with the project's name. The path of an imported file begins with the
 * folder of imports.
 */
function describeProblem({ options }: Project, problem: Problem): IProjectError {
  const { code, severity, kind, message, file, line, model, explore, field } = problem
  return {
    ...{ code, severity, kind, message },
    field_name: field ?? null,
    file_path: `${options.id}/${file}`,
    line_number: line ?? null,
    model_id: model ?? null,
    explore: explore ?? null,
    help_url: null,
    params: {},
    sanitized_message: code.replaceAll('_', ' '),
  }
}

/** Answers `POST /projects/{id}/deploy_ref_to_production?ref=|branch=`. */
export async function deployRef(
  project: Project | undefined,
  { branch, ref, ...others }: UrlParameters,
  permissions: readonly Permission[],
  effect: Effect | undefined,
): Promise<Answer> {
  const strange = refuseOthers(others, [])
  if (strange) return strange
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

/** Answers `GET /lookml_models/{model}/explores/{explore}`. */
export function readExplore(
  workspace: Workspace,
  { model: name, explore }: { model: string; explore: string },
  { fields }: UrlParameters,
): Answer {
  const found = workspace.model(name)
  const place = found && { project: found.project.options.id, model: found.model }
  return answerWith('LookmlModelExplore', place && describeExplore(place, explore), fields)
}
