import type { LookmlError } from './branch-report.ts'
import { type ActionError, thrownOf } from './errors.ts'
import type { Compared, Comparison, Failed, Result } from './model.ts'
import { debugCauses, type Toolkit } from './runtime/log.ts'
import type { Secrets } from './runtime/secrets.ts'
import { sentence } from './runtime/text.ts'
import { headingWithAddress } from './targets.ts'
import type { LoadedWorld } from './world.ts'

/**
 * The maximum number of annotations in addition to the verdict. GitHub shows ten annotations of each level for a step
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
 */
const maxAnnotations = 9

/** The problems for the log. In a public repository, they contain no messages of Looker. */
interface ShownProblems {
  results: readonly Result<Compared>[]
  /** The LookML errors. Each error becomes an annotation of its file in the repository. */
  lookmlErrors?: readonly LookmlError[]
  errors: readonly ActionError[]
  warnings: readonly ActionError[]
}

export type Log = Pick<LoadedWorld, 'core' | 'print'>

/** Writes each problem once, with its next step. Writes annotations up to GitHub's limit, then lines of the log. */
export function annotateProblems(
  log: Log,
  { results, lookmlErrors = [], errors, warnings }: ShownProblems,
  { failOnError }: { failOnError: boolean },
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
  const { comparison } = result
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

export function writeAnnotations(
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
