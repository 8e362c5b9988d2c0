import type { CompareInput, DeployInput } from '../input-types.ts'
import type { ApiVersion } from '../model.ts'
import { complete, type InputReader } from './input-source.ts'
import { boolean, type Parse } from './parsers.ts'
import { InputProblem, quoted } from './problem.ts'

interface Others {
  base: URL | undefined
  version: ApiVersion | undefined
  against: CompareInput['against'] | undefined
}

/** Undefined where `deploy` is empty, or something could not be read, which was reported. */
export function readDeploy(input: InputReader, { base, version, against }: Others): DeployInput | undefined {
  const { ask, need, report, source } = input
  const project = ask('deploy', projectName)
  const ref = ask('deploy-ref', commitish)
  const onlyAffected = need('only-affected', boolean)
  const isDeployed = source.get('deploy') !== ''
  if (!isDeployed) {
    const alone = new InputProblem('it needs deploy', 'name the LookML project in deploy, or leave it empty')
    if (ref !== undefined) report('deploy-ref', alone)
    if (onlyAffected) report('only-affected', alone)
    return undefined
  }
  if (source.get('confirm-changes').toLowerCase() === 'true')
    report(
      'confirm-changes',
      new InputProblem(
        'it would render again after deploy has put back what was there',
        'leave one of the two out',
      ),
    )
  if (version === '3.1') report('deploy', new InputProblem('it needs api-version 4.0', 'leave it empty'))
  if (typeof against === 'object' && against.base.hostname === base?.hostname)
    report(
      'compare',
      new InputProblem(
        `${quoted(against.base.host)} is where deploy deploys to`,
        'write base to compare with the merge base there, or the address of another instance',
      ),
    )
  return complete({ project, onlyAffected }, { ref })
}

/** What Looker takes for the name of a project. */
const projectName: Parse<string> = text => {
  if (/^[\w-]{1,100}$/.test(text)) return text
  throw new InputProblem(
    `${quoted(text)} cannot be a LookML project`,
    "write the project's name as it stands in Looker's address bar behind /projects/",
  )
}

/** A commit, a branch or a tag (rules: git-check-ref-format). */
const commitish: Parse<string> = text => {
  if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..')) return text
  throw new InputProblem(
    `${quoted(text)} is no commit, branch or tag`,
    "write one such as main or a commit's hash, or leave it empty for the pull request's own",
  )
}
