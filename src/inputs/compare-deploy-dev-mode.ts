import type { BranchCheckInput, CompareInput, DeployInput, Inputs } from '../input-types.ts'
import { isCollection } from '../targets.ts'
import { complete, type InputReader } from './input-source.ts'
import { type InstanceParts, instanceAddress, secret } from './instance.ts'
import { asWritten, boolean, fraction, labelName, type Parse, tolerance } from './parsers.ts'
import { InputProblem, quoted, refuseHidden } from './problem.ts'

export function readCompare(
  input: InputReader,
  { base, clientId, clientSecret }: InstanceParts,
): CompareInput | undefined {
  const { required, optional } = input
  const second = {
    base,
    clientId: optional('compare-client-id', asWritten) ?? clientId,
    clientSecret: optional('compare-client-secret', secret(input)) ?? clientSecret,
  }
  return complete({
    against: required('compare', comparedWith(second)),
    threshold: required('diff-threshold', fraction),
    tolerance: required('max-changed-pixels', tolerance),
    confirmChanges: required('confirm-changes', boolean),
    failOnChange: required('fail-on-change', boolean),
    acceptLabel: required('accept-label', labelName),
  })
}

/**
 * Reads `none`, `base`, or the address of a second instance. Returns undefined if the second instance has no valid API
 * key.
 */
const comparedWith =
  ({
    base,
    clientId,
    clientSecret,
  }: Omit<InstanceParts, 'version'>): Parse<CompareInput['against'] | undefined> =>
  text => {
    const mode = (['none', 'base'] as const).find(name => name === text.toLowerCase())
    if (mode !== undefined) return mode
    if (!/[.:]/.test(text))
      throw new InputProblem(
        `${quoted(text)} is not an allowed value`,
        'write none, base, or the address of a second Looker instance',
      )
    const second = instanceAddress(text)
    if (second.origin === base?.origin)
      throw new InputProblem(
        `${quoted(text)} is the same instance as base-url`,
        'write the address of the second instance, or base to compare with the base branch',
      )
    return complete({ base: second, clientId, clientSecret })
  }

export const needsVersion4 = () => new InputProblem('it needs api-version 4.0', 'leave this input empty')

interface OtherInputs extends Pick<InstanceParts, 'base' | 'version'> {
  against: CompareInput['against'] | undefined
}

/** Returns undefined if `deploy` is empty or an input is invalid. */
export function readDeploy(
  input: InputReader,
  { base, version, against }: OtherInputs,
): DeployInput | undefined {
  const { optional, required, report, source } = input
  const project = optional('deploy', lookmlProject)
  const ref = optional('deploy-ref', commitish)
  const onlyAffected = required('only-affected', boolean)
  const isDeployed = source.get('deploy') !== ''
  if (!isDeployed) {
    const alone = new InputProblem(
      'it needs deploy',
      'name the LookML project in deploy, or leave this input empty',
    )
    if (ref !== undefined) report('deploy-ref', alone)
    if (onlyAffected) report('only-affected', alone)
    return undefined
  }
  if (source.get('confirm-changes').toLowerCase() === 'true')
    report(
      'confirm-changes',
      new InputProblem(
        'it would render again after deploy has restored the previous commit',
        'remove confirm-changes or deploy',
      ),
    )
  if (version === '3.1') report('deploy', needsVersion4())
  if (typeof against === 'object' && against.base.hostname === base?.hostname)
    report(
      'compare',
      new InputProblem(
        `${quoted(against.base.host)} is also the instance that deploy changes`,
        'write base to compare with the merge base on that instance, or write the address of another instance',
      ),
    )
  return complete({ project, onlyAffected }, { ref })
}

/** Returns undefined if `dev-mode` is empty or an input is invalid. */
export function readBranchCheck(
  { optional, required, report, source, isChanged }: InputReader,
  { version, against }: OtherInputs,
): BranchCheckInput | undefined {
  const project = optional('dev-mode', devModeProject)
  const numbers = required('numbers', boolean)
  const contentValidation = required('content-validation', boolean)
  if (source.get('dev-mode') === '') {
    for (const name of ['numbers', 'content-validation'])
      if (isChanged(name))
        report(
          name,
          new InputProblem(
            'it needs dev-mode',
            'name the LookML project in dev-mode, or leave this input empty',
          ),
        )
    return undefined
  }
  if (source.get('deploy') !== '')
    report(
      'dev-mode',
      new InputProblem(
        'it cannot be combined with deploy',
        'keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance',
      ),
    )
  if (version === '3.1') report('dev-mode', needsVersion4())
  if (typeof against === 'object')
    report(
      'compare',
      new InputProblem(
        `${quoted(against.base.host)} cannot be combined with dev-mode, which compares two commits on one instance`,
        'write none or base, or leave dev-mode empty',
      ),
    )
  return complete({ project, numbers, contentValidation })
}

const devModeProject: Parse<string> = text => {
  if (/^(true|false|yes|no|on|off)$/i.test(text))
    throw new InputProblem(
      `${quoted(text)} is not the name of a LookML project`,
      "write the LookML project's name, as in Looker's address /projects/<name>, or leave it empty",
    )
  return lookmlProject(text)
}

interface InputsWithEffect extends Pick<OtherInputs, 'against'> {
  isBranchChecked: boolean
  targets: Inputs['targets'] | undefined
}

/** Reports inputs that have no effect, and names the input that they need. */
export function reportInputsWithoutEffect(
  { report, isChanged, source }: InputReader,
  { against, isBranchChecked, targets }: InputsWithEffect,
): void {
  const reportUnless = (hasEffect: boolean, names: readonly string[], fact: string, hint: string) => {
    for (const name of names) if (!hasEffect && isChanged(name)) report(name, new InputProblem(fact, hint))
  }
  const isCompared = against !== 'none'
  reportUnless(
    isCompared || isBranchChecked,
    ['fail-on-change', 'accept-label', 'confirm-changes'],
    'it needs compare or dev-mode',
    'set compare to base, or name the LookML project in dev-mode, or leave this input empty',
  )
  reportUnless(
    isCompared,
    ['diff-threshold', 'max-changed-pixels', 'ignore'],
    'it needs compare',
    'set compare to base, or leave this input empty',
  )
  // With `deploy`, a PDF of a dashboard that the pull request removes fails the gate.
  const isGateOfPdfs = isCompared && !isBranchChecked && source.get('deploy') === '' && targets?.every(isPdf)
  reportUnless(
    !isGateOfPdfs,
    ['fail-on-change', 'confirm-changes', 'max-changed-pixels'],
    'all targets are PDFs, which are never counted as changed',
    'add a target with format png or jpg, or leave this input empty',
  )
  reportUnless(
    typeof against === 'object' || against === undefined,
    ['compare-client-id', 'compare-client-secret'],
    'it needs the address of a second Looker instance in compare',
    'write that address in compare, or leave this input empty',
  )
  reportUnless(
    targets === undefined || targets.some(mayBePdf),
    ['pdf-paper-size', 'pdf-landscape'],
    'it needs a target with format pdf',
    'set format to pdf, or leave this input empty',
  )
}

/** Whether the target may become a PDF. A folder, board or model may contain a dashboard. */
const mayBePdf = (listed: Inputs['targets'][number]): boolean =>
  isCollection(listed)
    ? listed.kind !== 'tiles' && mayBePdf(listed.toTarget({ kind: 'dashboard', id: '1' }))
    : listed.output.format === 'pdf'

const isPdf = (listed: Inputs['targets'][number]) => !isCollection(listed) && mayBePdf(listed)

const lookmlProject: Parse<string> = text => {
  if (/^[\w-]{1,100}$/.test(text)) return text
  throw new InputProblem(
    `${quoted(text)} cannot be a LookML project`,
    "write the project's name, as in Looker's address /projects/<name>",
  )
}

/** Reads a commit, branch or tag (https://git-scm.com/docs/git-check-ref-format). */
const commitish: Parse<string> = text => {
  refuseHidden(text)
  if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..')) return text
  throw new InputProblem(
    `${quoted(text)} cannot be a commit, a branch or a tag`,
    "write a name such as main or a commit's hash, or leave it empty for the head of the pull request",
  )
}
