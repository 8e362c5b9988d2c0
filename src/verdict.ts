import type { BrokenContent, LookmlError } from './branch-report.ts'
import { type ActionError, InputError, thrownOf } from './errors.ts'
import { type Headline, headlineOf, isGateRed } from './headline.ts'
import type { Inputs } from './input-types.ts'
import type { Compared, Comparison, Failed, Result } from './model.ts'
import { findUnaccepted, type Publication } from './results.ts'
import { debugCauses, type Toolkit } from './runtime/log.ts'
import type { Secrets } from './runtime/secrets.ts'
import { capitalized, count } from './runtime/text.ts'
import { headingWithAddress } from './targets.ts'
import { contentFacts, factsOf, type Gate, type RunFacts, type VerdictFacts } from './verdict-facts.ts'
import {
  withholdContent,
  withholdDetails,
  withholdJudged,
  withholdLookmlError,
  withholdWords,
} from './withhold-in-public.ts'
import type { LoadedWorld } from './world.ts'

/**
 * The maximum number of annotations in addition to the verdict. GitHub shows ten annotations of each level for a step
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
 */
const maxAnnotations = 9

/** Problems that are not results of a target. */
export interface Problems {
  /** LookML errors that only the head has. */
  lookmlErrors: readonly LookmlError[]
  /** Branches could not be restored, or the branch check ended early. These errors fail the step. */
  branchErrors?: readonly ActionError[]
  /** The previous commit could not be deployed again. These errors fail the step. */
  restoreErrors: readonly ActionError[]
  /** Files were not published. These errors fail the step. */
  publishErrors: readonly ActionError[]
  warnings: readonly ActionError[]
}

/** The inputs `fail-on-error` and `fail-on-change`, and facts that decide whether a change fails the step. */
export interface Gates {
  failOnError: boolean
  failOnChange: boolean
  gate?: Gate
  /** The dashboards and Looks outside the targets that the pull request breaks. Empty if a reviewer accepted them. */
  brokenContent?: readonly BrokenContent[]
}

export function conclude(
  { world, inputs, secrets, isGuarded }: ConcludeContext,
  { results: published, unaffected, judged = {} }: Concluded,
  problems: Problems,
  gates: Gates,
): void {
  const { lookmlErrors, branchErrors = [], restoreErrors, publishErrors, warnings } = problems
  const results = isGuarded ? published.map(withholdDetails) : published
  const forReaders = isGuarded ? withholdWords : (error: ActionError) => error
  const shown = {
    results,
    lookmlErrors: isGuarded ? lookmlErrors.map(withholdLookmlError) : lookmlErrors,
    errors: [...restoreErrors, ...branchErrors, ...publishErrors].map(forReaders),
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

/** The problems for the log. In a public repository, they contain no messages of Looker. */
interface ShownProblems {
  results: readonly Result<Compared>[]
  /** The LookML errors. Each error becomes an annotation of its file in the repository. */
  lookmlErrors?: readonly LookmlError[]
  errors: readonly ActionError[]
  warnings: readonly ActionError[]
}

type Log = Pick<LoadedWorld, 'core' | 'print'>

/** Writes each problem once, with its next step. Writes annotations up to GitHub's limit, then lines of the log. */
export function annotateProblems(
  log: Log,
  { results, lookmlErrors = [], errors, warnings }: ShownProblems,
  { failOnError }: Pick<Gates, 'failOnError'>,
): void {
  // A target needs no annotation if another annotation has the same error.
  const isShown = ({ message }: Failed['error']) => errors.some(error => error.message === message)
  const failed = results.flatMap(result =>
    result.status === 'failure' && !isShown(result.error) ? [result] : [],
  )
  const failures = [...groupByMessage(failed).map(toAnnotation), ...lookmlErrors.map(onFile)]
  const others = errors.map((error): Annotation => ({ words: sentence(error) }))
  writeAnnotations(log, 'error', failOnError ? [...others, ...failures] : others)
  writeAnnotations(log, 'warning', [
    ...warnings.map((error): Annotation => ({ words: sentence(error) })),
    ...(failOnError ? [] : failures),
    ...groupByMessage(results.flatMap(comparisonErrors)).map(toAnnotation),
    ...groupByMessage(results.flatMap(outsideErrors)).map(toAnnotation),
  ])
}

export function debugProblems(
  core: Toolkit,
  { results, errors, warnings }: ShownProblems,
  secrets: Pick<Secrets, 'clean'>,
): void {
  debugCauses(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets)
}

function thrownIn(result: Result<Compared>): unknown[] {
  const fault =
    result.status === 'failure'
      ? result.error
      : result.status === 'success'
        ? comparisonError(result.comparison)
        : undefined
  return fault ? [thrownOf(fault)].filter(thrown => thrown !== undefined) : []
}

const comparisonError = (comparison: Comparison | undefined) =>
  comparison?.status === 'incomparable' ? comparison.error : undefined

interface Annotation {
  title?: string
  words: string
  place?: { file: string; startLine?: number }
}

const onFile = ({ message, path: file, line }: LookmlError): Annotation => ({
  title: file === undefined ? 'LookML' : `LookML: ${file}${line === undefined ? '' : `:${line}`}`,
  words: message,
  ...(file !== undefined && { place: { file, ...(line !== undefined && { startLine: line }) } }),
})

type TargetError = Pick<Failed, 'target' | 'title' | 'error'>

/**
 * Returns the reason why the dashboard was not drawn, or why the picture was not compared. Leaves out PDFs, because
 * most PDFs cannot be compared.
 */
function comparisonErrors(result: Result<Compared>): TargetError[] {
  const problem = result.check?.drawing?.problem
  if (problem && result.status !== 'failure')
    return [{ ...result, error: { message: `Not drawn: ${problem.message}`, hint: problem.hint } }]
  const comparison = result.status === 'success' ? result.comparison : undefined
  if (comparison?.status !== 'incomparable' || comparison.before) return []
  const { message, hint } = comparison.error
  return [{ ...result, error: { message: `Not compared: ${message}`, hint } }]
}

/** Reports rectangles of `ignore` that lie outside of the picture, because their numbers are probably wrong. */
function outsideErrors(result: Result<Compared>): TargetError[] {
  const outside = (result.status === 'success' && result.outside) || []
  return outside.map(({ x, y, width, height }) => ({
    ...result,
    error: {
      message: `ignore: ${[x, y, width, height].join(', ')} lies outside of the picture`,
      hint: 'Write x, y, width, height in pixels of the picture, from its upper left corner.',
    },
  }))
}

function toAnnotation([first, ...more]: [TargetError, ...TargetError[]]): Annotation {
  const title = headingWithAddress(first) + (more.length > 0 ? ` and ${more.length} more` : '')
  return { title, words: sentence(first.error) }
}

function writeAnnotations(
  { core, print }: Log,
  level: 'error' | 'warning',
  all: readonly Annotation[],
): void {
  const left = all.length - maxAnnotations
  for (const [index, { title, words, place }] of all.entries()) {
    const isLast = index === maxAnnotations - 1 && left > 0
    const shown = isLast ? `${words} ${left} more ${left === 1 ? 'is' : 'are'} in the log.` : words
    if (index < maxAnnotations) core[level](shown, { ...(title !== undefined && { title }), ...place })
    else print(title === undefined ? words : `${title}: ${words}`)
  }
}

/** Groups targets with the same error. For example, all targets have the same error after a failed log-in. */
function groupByMessage(failures: readonly TargetError[]): [TargetError, ...TargetError[]][] {
  const groups = new Map<string, [TargetError, ...TargetError[]]>()
  for (const failure of failures) {
    const group = groups.get(failure.error.message)
    if (group) group.push(failure)
    else groups.set(failure.error.message, [failure])
  }
  return [...groups.values()]
}

/** Joins message and hint. Adds a full stop to the message if it has none. */
const sentence = ({ message, hint }: { message: string; hint: string }) =>
  `${message}${/[.?]$/.test(message) ? '' : '.'} ${hint}`

/** Returns the reasons that fail the step even if a reviewer accepts all changes. Reasons have no full stop. */
export function stepFailures(
  results: readonly Result<Compared>[],
  {
    publishErrors,
    restoreErrors,
    branchErrors = [],
    lookmlErrors = [],
  }: Pick<Problems, 'publishErrors' | 'restoreErrors' | 'branchErrors'> & Partial<Problems>,
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
    publishErrors.length > 0 && 'not all files could be published',
    branchErrors.length > 0 && 'the branch check did not end properly',
    restoreErrors.length > 0 && 'the previous commit could not be deployed again',
  ].filter(part => part !== false)
}

/** Fails the step for a failure, or for a change that no reviewer accepted. Otherwise logs the headline. */
export function setVerdict(
  { core, print }: Log,
  results: readonly Result<Compared>[],
  problems: Pick<Problems, 'publishErrors' | 'restoreErrors' | 'branchErrors'> & Partial<Problems>,
  gates: Gates,
  judged: RunFacts = { unaffected: 0 },
): void {
  const { gate, brokenContent = [], failOnChange } = gates
  const headline = headlineOf(
    factsOf(results, { ...(gate && { gate }), ...contentFacts(brokenContent), ...judged }),
  )
  const reasons = stepFailures(results, problems, gates)
  const others = reasons.filter(reason => !headlineReasons.some(pattern => pattern.test(reason)))
  const isRed =
    failOnChange &&
    (findUnaccepted(results, 'changed').length > 0 ||
      findUnaccepted(results, 'incomparable').length > 0 ||
      brokenContent.length > 0)
  if (reasons.length === 0 && !isRed) {
    print(verdictWords(headline))
    return
  }
  const isExplained = isRed || reasons.length > others.length
  const words = isExplained ? verdictWords(headline) : ''
  core.setFailed([...others.map(reason => `${capitalized(reason)}.`), words].filter(Boolean).join(' '))
}

/** Reasons that the headline already contains. */
const headlineReasons = [/LookML error/, / of \d+ targets? (failed|could not be rendered)$/]

/** Leaves out the next step if targets failed, because the annotations of the targets contain the next step. */
const verdictWords = ({ case: found, words, nextStep }: Headline) =>
  nextStep === undefined || found === 'failed' ? `${words}.` : `${words}. ${nextStep}`

/** Does the same as `setVerdict` with the stored facts of an earlier run for this commit. */
export function setRepeatedVerdict(
  { core, print }: Log,
  { facts, failures }: { facts: VerdictFacts; failures: readonly string[] },
): void {
  const headline = headlineOf(facts)
  const words = verdictWords(headline)
  if (failures.length === 0 && !isGateRed(facts)) print(words)
  else core.setFailed([...failures.map(reason => `${capitalized(reason)}.`), words].join(' '))
}

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
