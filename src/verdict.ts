import { annotateProblems, debugProblems, type Log, writeAnnotations } from './annotations.ts'
import type { BrokenContent, LookmlError } from './branch-report.ts'
import { type ActionError, InputError } from './errors.ts'
import { type Headline, headlineOf } from './headline.ts'
import type { Inputs } from './input-types.ts'
import type { Compared, Result } from './model.ts'
import {
  withholdContent,
  withholdDetails,
  withholdJudged,
  withholdLookmlError,
  withholdWords,
} from './public-log.ts'
import { contentFacts, findUnaccepted, type Publication } from './results.ts'
import { debugCauses } from './runtime/log.ts'
import type { Secrets } from './runtime/secrets.ts'
import { capitalized, count, sentence } from './runtime/text.ts'
import { factsOf, isGateRed, type RunFacts, type VerdictFacts } from './verdict-facts.ts'
import type { LoadedWorld } from './world.ts'

/** Problems that are not results of a target. */
export interface Problems {
  /** LookML errors that only the head has. */
  lookmlErrors: readonly LookmlError[]
  /** Branches could not be restored, or the branch check ended early. These errors fail the step. */
  branchErrors?: readonly ActionError[]
  /** The previous commit could not be deployed again. These errors fail the step. */
  restoreErrors: readonly ActionError[]
  /** Whether the results show a commit that lacks the head of the pull request. The step then fails. */
  isOtherCommit?: boolean
  /** The jobs that share the targets do not agree. These errors fail the step. */
  jobErrors?: readonly ActionError[]
  /** Files were not published. These errors fail the step. */
  publishErrors: readonly ActionError[]
  warnings: readonly ActionError[]
}

/** The inputs `fail-on-error` and `fail-on-change`, and facts that decide whether a change fails the step. */
export interface Gates {
  failOnError: boolean
  failOnChange: boolean
  /** The dashboards and Looks outside the targets that the pull request breaks. Empty if a reviewer accepted them. */
  brokenContent?: readonly BrokenContent[]
}

export function conclude(
  { world, inputs, secrets, isGuarded }: ConcludeContext,
  { results: published, unaffected, judged = {} }: Concluded,
  problems: Problems,
  gates: Gates,
): void {
  const { lookmlErrors, branchErrors = [], restoreErrors, jobErrors = [], publishErrors, warnings } = problems
  const results = isGuarded ? published.map(withholdDetails) : published
  const forReaders = isGuarded ? withholdWords : (error: ActionError) => error
  const shown = {
    results,
    lookmlErrors: isGuarded ? lookmlErrors.map(withholdLookmlError) : lookmlErrors,
    errors: [...restoreErrors, ...branchErrors, ...jobErrors, ...publishErrors].map(forReaders),
    // Warnings about inputs do not quote Looker, so a public log may show them.
    warnings: [...inputs.warnings, ...warnings.map(forReaders)],
  }
  debugProblems(world.core, shown, secrets)
  const shownJudged = isGuarded ? withholdJudged(judged) : judged
  const isSaid = gates.failOnError && isSaidByHeadline(published, shownJudged)
  const [first] = results
  if (isSaid && !shownJudged.stopped && first?.status === 'failure') world.print(sentence(first.error))
  annotateProblems(world, isSaid ? { ...shown, results: [] } : shown, gates)
  const facts = { ...shownJudged, unaffected: unaffected.length }
  setVerdict(world, results, problems, isGuarded ? withheldGates(gates) : gates, facts)
}

/** Whether the verdict and the annotations of LookML errors already explain why all targets failed. */
function isSaidByHeadline(
  results: readonly Result<Compared>[],
  { keyRefusedBy, lookml, stopped }: NonNullable<Concluded['judged']>,
): boolean {
  const messages = results.map(result => (result.status === 'failure' ? result.error.message : undefined))
  const isOneReason = messages[0] !== undefined && new Set(messages).size === 1
  return isOneReason && (keyRefusedBy !== undefined || stopped !== undefined || lookml?.action === 'compile')
}

const withheldGates = ({ brokenContent = [], ...gates }: Gates): Gates => ({
  ...gates,
  brokenContent: brokenContent.map(withholdContent),
})

type Concluded = Pick<Publication, 'results' | 'unaffected'> & Partial<Pick<Publication, 'judged'>>

interface ConcludeContext {
  world: LoadedWorld
  inputs: Pick<Inputs, 'warnings'>
  secrets: Secrets
  isGuarded: boolean
}

export const disagreementReason = 'the jobs of this run do not agree'

/** Returns the reasons that fail the step even if a reviewer accepts all changes. Reasons have no full stop. */
export function stepFailures(
  results: readonly Result<Compared>[],
  {
    publishErrors,
    restoreErrors,
    branchErrors = [],
    isOtherCommit = false,
    jobErrors = [],
    lookmlErrors = [],
  }: Pick<Problems, 'publishErrors' | 'restoreErrors'> & Partial<Problems>,
  { failOnError }: Pick<Gates, 'failOnError'>,
): string[] {
  const failed = results.filter(({ status }) => status === 'failure')
  const isChecked = results.some(({ check }) => check)
  return [
    failOnError &&
      lookmlErrors.length > 0 &&
      failed.length === 0 &&
      `this pull request adds ${count(lookmlErrors.length, 'LookML error')}`,
    failOnError &&
      failed.length > 0 &&
      `${failed.length} of ${count(results.length, 'target')} ${isChecked ? 'failed' : 'could not be rendered'}`,
    isOtherCommit && 'the results do not show the head of the pull request',
    jobErrors.length > 0 && disagreementReason,
    publishErrors.length > 0 && 'not all files could be published',
    branchErrors.length > 0 && 'the branch check did not end properly',
    restoreErrors.length > 0 && 'the previous commit could not be deployed again',
  ].filter(part => part !== false)
}

/** Fails the step for a failure, or for a change that no reviewer accepted. Otherwise logs the headline. */
export function setVerdict(
  { core, print }: Log,
  results: readonly Result<Compared>[],
  problems: Pick<Problems, 'publishErrors' | 'restoreErrors'> & Partial<Problems>,
  gates: Gates,
  judged: RunFacts = { unaffected: 0 },
): void {
  const { brokenContent = [], failOnChange } = gates
  const facts = factsOf(results, { ...contentFacts(brokenContent), ...judged })
  const headline = headlineOf(facts)
  const reasons = stepFailures(results, problems, gates)
  const others = otherReasons(reasons)
  const isRed =
    failOnChange &&
    (findUnaccepted(results, 'changed').length > 0 ||
      findUnaccepted(results, 'incomparable').length > 0 ||
      brokenContent.length > 0 ||
      isGateRed(facts))
  if (reasons.length === 0 && !isRed) {
    print(verdictWords(headline))
    return
  }
  const isExplained = isRed || reasons.length > others.length
  const words = isExplained ? verdictWords(headline) : ''
  core.setFailed([...others, words].filter(Boolean).join(' '))
}

/** Reasons that the headline already contains. */
const headlineReasons = [
  /LookML error/,
  /^the results do not show/,
  / of \d+ targets? (failed|could not be rendered)$/,
]

/** Returns the other reasons as sentences. */
const otherReasons = (reasons: readonly string[]) =>
  reasons
    .filter(reason => !headlineReasons.some(pattern => pattern.test(reason)))
    .map(reason => `${capitalized(reason)}.`)

/** Leaves out the next step if targets failed, because the annotations of the targets contain the next step. */
const verdictWords = ({ case: found, words, nextStep }: Headline) => {
  const fact = `${words.replace(/\.$/, '')}.`
  return nextStep === undefined || found === 'failed' ? fact : `${fact} ${nextStep}`
}

/** Does the same as `setVerdict` with the stored facts of an earlier run for this commit. */
export function setRepeatedVerdict(
  { core, print }: Log,
  { facts, failures, mayPass }: { facts: VerdictFacts; failures: readonly string[]; mayPass: boolean },
): void {
  const headline = headlineOf(facts)
  const words = [verdictWords(headline), headline.failure].filter(Boolean).join(' ')
  if (failures.length === 0 && !isGateRed(facts)) print(words)
  else core.setFailed([...otherReasons(failures), words, ...(mayPass ? [again] : [])].join(' '))
}

const again = 'If you run this job again, it renders the targets again.'

export function failStep({ core, print }: Log, error: ActionError, secrets: Pick<Secrets, 'clean'>): void {
  debugCauses(core, [error], secrets)
  const problems = error instanceof InputError && error.problems.length > 1 ? error.problems : []
  writeAnnotations(
    { core, print },
    'error',
    problems.map(words => ({ title: 'Looker Snapshot: input', words })),
  )
  core.setFailed(sentence(error))
}
