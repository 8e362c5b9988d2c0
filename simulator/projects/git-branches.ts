import type { IGitBranch } from '@looker/sdk'
import { type Answer, answerInvalid, answerNotFound, answerProblem, readJson } from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { RecordedRequest } from '../model.ts'
import type { Session } from '../sessions.ts'
import type { DevelopmentCopy } from './development-copy.ts'
import type { Deployed, Project } from './project.ts'
import { GitRefused } from './remote.ts'

export const branchCalls = [
  'GET projects/*/git_branch',
  'POST projects/*/git_branch',
  'PUT projects/*/git_branch',
  'GET projects/*/git_branches',
  'GET projects/*/git_branch/*',
  'DELETE projects/*/git_branch/*',
] as const
type BranchCall = (typeof branchCalls)[number]

/** Only a session in the dev workspace may change a branch. */
export async function answerBranches(
  project: Project | undefined,
  { call, ids }: { call: BranchCall; ids: readonly string[] },
  { user, workspace }: Session,
  request: RecordedRequest,
): Promise<Answer> {
  if (!project) return answerNotFound()
  if (!project.remote || !project.deployed)
    return answerProblem(400, 'Git must be configured for this project')
  const isProduction = workspace === 'production'
  if (call === 'GET projects/*/git_branch' && isProduction)
    return answerWith('GitBranch', describeProduction(project.deployed), undefined)
  const isChange = !call.startsWith('GET')
  if (isChange && isProduction) return answerProblem(400, 'Only allowed in development mode')
  try {
    return await answerIn(project, project.copyOf(user.id), { call, name: ids[1] ?? '' }, request)
  } catch (error) {
    if (error instanceof GitRefused) return answerProblem(error.status, error.message)
    throw error
  }
}

async function answerIn(
  project: Project,
  copy: DevelopmentCopy,
  { call, name }: { call: BranchCall; name: string },
  request: RecordedRequest,
): Promise<Answer> {
  switch (call) {
    case 'GET projects/*/git_branches':
      project.remote?.fetch()
      return answerWith('GitBranch', await copy.list(), undefined)
    case 'GET projects/*/git_branch/*':
      return answerWith('GitBranch', await copy.find(name), undefined)
    case 'DELETE projects/*/git_branch/*':
      await copy.delete(name)
      return { status: 204 }
    case 'GET projects/*/git_branch':
      return answerWith('GitBranch', await copy.find(copy.branch), undefined)
    default: {
      const body = readJson<{ name?: string; ref?: string }>(request, ['name', 'ref'])
      if ('refused' in body) return body.refused
      const { name: branch, ref } = body.values
      if (call === 'PUT projects/*/git_branch') await copy.update(branch, ref)
      else if (branch) await copy.create(branch, ref)
      else return answerInvalid([{ field: 'name', code: 'missing_field', message: 'name is required' }])
      return answerWith('GitBranch', await copy.find(copy.branch), undefined)
    }
  }
}

function describeProduction({ name, ref }: Deployed): IGitBranch {
  return {
    can: {},
    ...{ name, ref, remote: 'origin', remote_ref: ref, remote_name: name },
    ...{ error: null, message: null, owner_name: null, readonly: true, personal: false },
    ...{ is_production: true, is_local: true, is_remote: true, ahead_count: 0, behind_count: 0 },
  }
}
