import { type ActionError, InputError, thrownOf } from './errors.ts'
import { headingOf, headingWithAddress } from './heading.ts'
import type { Comparison, Failed, LookmlError, Result } from './model.ts'
import { findGated } from './results.ts'
import { debugCauses, type Secrets, type Toolkit } from './runtime/log.ts'
import { count } from './runtime/text.ts'
import type { LoadedWorld } from './world.ts'

/** GitHub shows ten annotations of a level a step; the verdict is one of them. */
const maxAnnotations = 9

export interface Problems {
  results: readonly Result[]
  /** Annotations on the files of the repository. */
  lookmlErrors?: readonly LookmlError[]
  /** These fail the step: files that nobody can get. */
  errors: readonly ActionError[]
  /** These do not fail it. */
  warnings: readonly ActionError[]
}

type Log = Pick<LoadedWorld, 'core' | 'print'>

/** Each problem once, with its next step: as annotations while GitHub shows them, then as lines of the log. */
export function annotateProblems(
  log: Log,
  { results, lookmlErrors = [], errors, warnings }: Problems,
  { failOnError }: Pick<Gates, 'failOnError'>,
): void {
  // Targets may fail because of an error that has its own annotation.
  const failed = results.filter(
    result => result.status === 'failure' && !errors.some(({ message }) => message === result.error.message),
  ) as Failed[]
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

/** What was thrown, with all that caused it, for a run with debug logging. */
export function debugProblems(
  core: Toolkit,
  { results, errors, warnings }: Problems,
  secrets: Pick<Secrets, 'clean'>,
): void {
  debugCauses(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets)
}

function thrownIn(result: Result): unknown[] {
  const fault = result.status === 'failure' ? result.error : comparisonError(result.comparison)
  return fault ? [thrownOf(fault)].filter(thrown => thrown !== undefined) : []
}

const comparisonError = (comparison: Comparison | undefined) =>
  comparison?.status === 'incomparable' ? comparison.error : undefined

interface Annotation {
  title?: string
  words: string
  /** In the repository. */
  place?: { file: string; startLine?: number }
}

const onFile = ({ message, file, line }: LookmlError): Annotation => ({
  title: file === undefined ? 'LookML' : `LookML: ${file}${line === undefined ? '' : `:${line}`}`,
  words: message,
  ...(file !== undefined && { place: { file, ...(line !== undefined && { startLine: line }) } }),
})

type TargetError = Pick<Failed, 'target' | 'title' | 'error'>

/** Two PDFs that cannot be compared are no problem to tell of; a picture that cannot is one. */
function comparisonErrors(result: Result): TargetError[] {
  const comparison = result.status === 'success' ? result.comparison : undefined
  if (comparison?.status !== 'incomparable' || comparison.before) return []
  const { message, hint } = comparison.error
  return [{ ...result, error: { message: `Not compared: ${message}`, hint } }]
}

/** Ignored rectangles that lie outside of the picture: typos, or meant for a picture of another size. */
function outsideErrors(result: Result): TargetError[] {
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
  for (const [index, { title, words, place }] of all.entries())
    if (index < maxAnnotations) core[level](words, { ...(title !== undefined && { title }), ...place })
    else print(title === undefined ? words : `${title}: ${words}`)
}

/** Targets that failed alike, as all do where nobody could log in, are told of together. */
function groupByMessage(failures: readonly TargetError[]): [TargetError, ...TargetError[]][] {
  const groups = new Map<string, [TargetError, ...TargetError[]]>()
  for (const failure of failures) {
    const group = groups.get(failure.error.message)
    if (group) group.push(failure)
    else groups.set(failure.error.message, [failure])
  }
  return [...groups.values()]
}

/** Looker's own words may end with a full stop already. */
const sentence = ({ message, hint }: { message: string; hint: string }) =>
  `${message.replace(/\.$/, '')}. ${hint}`

/** What fails the step whatever the inputs want. */
export interface Failures {
  /** Files that nobody can get. */
  undelivered: readonly ActionError[]
  /** What was deployed before the step, and is not deployed again. */
  unrestored: readonly ActionError[]
}

/** What the inputs want the step to fail for. */
export interface Gates {
  failOnError: boolean
  /** Where the pull request is accepted, a change fails nothing. */
  failOnChange: boolean
}

/** Fails the step where its gates want it failed: a target without a file, a picture that changed; or for its failures. */
export function setVerdict(
  core: Toolkit,
  results: readonly Result[],
  { undelivered, unrestored }: Failures,
  { failOnError, failOnChange }: Gates,
): void {
  const failed = results.filter(({ status }) => status === 'failure')
  const named = (found: readonly Result[], what: string) =>
    failOnChange &&
    found.length > 0 &&
    `${count(found.length, 'picture')} ${what}: ${found.map(headingOf).join(', ')}`
  const parts = [
    failOnError &&
      failed.length > 0 &&
      `${failed.length} of ${count(results.length, 'target')} could not be rendered`,
    named(findGated(results, 'changed'), 'changed'),
    named(findGated(results, 'incomparable'), 'could not be compared'),
    undelivered.length > 0 && 'not everything that was rendered could be delivered',
    unrestored.length > 0 && 'what was deployed before is not deployed again',
  ].filter(Boolean)
  if (parts.length > 0) core.setFailed(`${parts.join('; ')}.`)
}

/** The step ends here: it could not begin, or something broke that nobody foresaw. */
export function failStep({ core, print }: Log, error: ActionError, secrets: Pick<Secrets, 'clean'>): void {
  debugCauses(core, [error], secrets)
  if (error instanceof InputError && error.problems.length > 1)
    for (const problem of error.problems.slice(0, maxAnnotations))
      core.error(problem, { title: 'Looker Snapshot: input' })
  if (error instanceof InputError) for (const problem of error.problems.slice(maxAnnotations)) print(problem)
  core.setFailed(`${error.message}${error.message.endsWith('.') ? '' : '.'} ${error.hint}`)
}
