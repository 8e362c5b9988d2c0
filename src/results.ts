import { join, parse } from 'node:path'
import {
  type AcceptedChange,
  type BranchReport,
  type BrokenContent,
  countContent,
  isChangedCheck,
  type ResultDiff,
  type RowCounts,
} from './branch-report.ts'
import { ActionError, asActionError, thrownOf, toFault } from './errors.ts'
import type {
  Compared,
  Comparison,
  Failed,
  Fault,
  FileLinks,
  Format,
  Published,
  PublishedSidecar,
  Rendered,
  Result,
  RunLinks,
  Sidecar,
  Target,
} from './model.ts'
import { count, oneLine } from './runtime/text.ts'
import {
  asListed,
  type Disturbance,
  type LookmlFailure,
  maxNameLength,
  maxNames,
  type RunFacts,
  type SecondInstance,
  type Stop,
} from './verdict-facts.ts'

/** The number of requests to Looker, in the two groups that Looker meters separately. */
export interface ApiCalls {
  query: number
  administrative: number
}

/** The result of a dry run for a target that exists and that the API user may see. */
export interface Found {
  status: 'found'
  target: Target
  title?: string
}

export interface Rendering {
  results: readonly Result<Compared>[]
  unaffected: readonly Target[]
  apiCalls: ApiCalls
  release?: string
  /** The facts that the stage `judge` adds for the verdict. Undefined before that stage. */
  judged?: Omit<RunFacts, 'unaffected'>
  /** The parts of the branch check that belong to no target. Set only with `dev-mode`, on a pull request. */
  branch?: BranchReport
  /** The commit whose LookML the results show. Undefined if they show the deployed LookML. */
  lookmlCommit?: string
  /** Set if Looker refused the LookML. Except in a branch check, every target has then failed. */
  lookml?: LookmlFailure
  /** Set if another user or job deployed a commit or checked out a branch during the run. */
  disturbance?: Disturbance
  /** The host that refused the API key. If set, every target has failed. */
  keyRefusedBy?: string
  /** The second instance, if it refused the API key. */
  secondKeyRefusedBy?: string
  /** The second instance. Undefined without an address in `compare`. */
  comparedWith?: SecondInstance
  /** Set if the results do not show the pull request, so that the gate fails. */
  otherCommit?: Fault
  /** The reason why the run rendered nothing. If set, every target has failed. */
  stopped?: Stop
}

export interface Publication extends Rendering {
  results: readonly Result<Published>[]
  links: RunLinks
  /** The number of targets whose pictures the comment lacks, because GitHub limits the new files per hour. */
  incomplete?: number
}

/** Adds errors that fail the step, so that the headline mentions them. */
export function withStepErrors<T extends Rendering>(rendering: T, errors: readonly ActionError[]): T {
  if (errors.length === 0) return rendering
  const { total, first } = rendering.judged?.stepErrors ?? asListed<Fault>([])
  const faults = errors.map(({ message, hint }) => ({
    message: oneLine(message, 500),
    hint: oneLine(hint, 500),
  }))
  const stepErrors = { total: total + errors.length, first: [...first, ...faults].slice(0, maxNames) }
  return { ...rendering, judged: { ...rendering.judged, stepErrors } }
}

/** Fails all targets for one reason. The reason becomes the headline of the run. */
export function failAll(targets: readonly Target[], thrown: unknown): { results: Failed[]; stopped: Stop } {
  const { message: reason, hint } = asActionError(thrown)
  return {
    results: targets.map(target => failedResult(target, thrown)),
    stopped: { reason, hint, problems: asListed([]) },
  }
}

export const failedResult = (
  target: Failed['target'],
  thrown: unknown,
  more: Partial<Omit<Failed, 'status' | 'target' | 'error'>> = {},
): Failed => ({ status: 'failure', target, error: toFault(thrown), apiCalls: 0, ...more })

/** Adds more reasons why Looker does not find a LookML dashboard or a tile of it that the user listed. */
export const withMissingHint = (failed: Failed): Failed =>
  withHint(
    failed,
    'Check the id, and whether the commit removes or renames it: then change the list of targets, too. If the base branch of the pull request got it after this branch began, merge the base branch into this branch. Looker gives the same answer if the API user may not see the content.',
  )

export function withHint(failed: Failed, hint: string): Failed {
  const error = new ActionError(failed.error.message, hint, { cause: thrownOf(failed.error) })
  return { ...failed, error: toFault(error) }
}

export function groupByReason(failures: readonly Failed[]): [Failed, ...Failed[]][] {
  const groups = new Map<string, [Failed, ...Failed[]]>()
  for (const failure of failures) {
    const reason = JSON.stringify([failure.error.message, failure.error.hint])
    const group = groups.get(reason)
    if (group) group.push(failure)
    else groups.set(reason, [failure])
  }
  return [...groups.values()]
}

/** Counts the compared results by status. Returns undefined if nothing was compared. */
export function tally(results: readonly Result<Compared>[]): Map<Comparison['status'], number> | undefined {
  const found = new Map<Comparison['status'], number>()
  for (const { comparison } of results)
    if (comparison) found.set(comparison.status, (found.get(comparison.status) ?? 0) + 1)
  return found.size > 0 ? found : undefined
}

/**
 * Returns the status of a result for `fail-on-change`. PDFs have none, because most PDFs cannot be compared. If
 * the change of a LookML dashboard could not be drawn, and its tiles did not change, the dashboard counts as
 * incomparable.
 */
function gatedStatus(result: Result<Compared>): Comparison['status'] | undefined {
  const { check } = result
  if (check && isChangedCheck(check)) return 'changed'
  if (result.status !== 'failure' && isUncountedPdf(result)) return undefined
  if (check?.drawing?.problem && result.status !== 'failure' && !check.isNew) return 'incomparable'
  return result.comparison?.status
}

export type ChangedTarget<Stage extends Compared> = Stage & {
  comparison: Extract<Stage['comparison'], { status: 'changed' }>
}

export const isChanged = <Stage extends Compared>(result: Stage): result is ChangedTarget<Stage> =>
  result.comparison?.status === 'changed'

/** Whether the file is a PNG or JPG. The comment and the report cannot show a PDF. */
export const isPicture = ({ target }: Pick<Rendered, 'target'>): boolean => target.output.format !== 'pdf'

/** Whether the head lacks the target (see `Incomparable`). */
export const isRemoved = (result: Result<Compared>): boolean =>
  result.status === 'success' &&
  result.comparison?.status === 'incomparable' &&
  result.comparison.isRemoved === true

/** Whether the target is a PDF. A PDF that the pull request removes counts like a picture. */
export const isUncountedPdf = (result: Exclude<Result<Compared>, Failed>): boolean =>
  !isPicture(result) && !isRemoved(result)

/** Returns the results with this status for `fail-on-change`, including accepted results. */
export const findGated = (
  results: readonly Result<Compared>[],
  status: 'changed' | 'incomparable',
): Result<Compared>[] => results.filter(result => gatedStatus(result) === status)

export function acceptedChangeOf(result: Result<Compared>): AcceptedChange | undefined {
  const { check, comparison } = result
  if (check?.accepted) return check.accepted
  return comparison?.status === 'changed' || comparison?.status === 'incomparable'
    ? comparison.accepted
    : undefined
}

export const findUnaccepted = (
  results: readonly Result<Compared>[],
  status: 'changed' | 'incomparable',
): Result<Compared>[] => findGated(results, status).filter(result => !acceptedChangeOf(result))

/**
 * Returns the path of an additional file of a target, such as `sales.before.png` or `sales.pdf.difference.png`. No other
 * target can have the same path, because the input `name` refuses such names.
 * @param path the path or name of the target's own file
 */
export function sidecarPath(
  path: string,
  what: 'before' | 'difference' | 'strip' | 'again' | 'production' | 'numbers',
  format: Format | 'json',
): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}${ext === '.png' ? '' : ext}.${what}.${format}`)
}

/** Returns the target with the name of an additional file, so that two renders of it do not overwrite each other. */
export const toSidecarTarget = (target: Target, what: 'before' | 'again' | 'production'): Target => ({
  ...target,
  file: sidecarPath(target.file, what, target.output.format),
})

export const sidecarsOf = <File extends Sidecar>(comparison: Comparison<File>): File[] => [
  ...('before' in comparison && comparison.before ? [comparison.before] : []),
  ...('difference' in comparison ? [comparison.difference] : []),
  ...('strip' in comparison && comparison.strip ? [comparison.strip] : []),
]

/** The rendered file comes first. */
export const filePaths = (result: Result<Compared>): string[] => [
  ...(result.status === 'success'
    ? [
        result.path,
        ...(result.comparison ? sidecarsOf(result.comparison).map(({ path }) => path) : []),
        ...(result.production ? [result.production.path] : []),
      ]
    : []),
  ...(result.check?.file === undefined ? [] : [result.check.file]),
]

/** Returns the paths of all additional files that an earlier run may have left in the output directory. */
export const sidecarPaths = (path: string): string[] => [
  ...(['png', 'jpg', 'pdf'] as const).map(format => sidecarPath(path, 'before', format)),
  sidecarPath(path, 'difference', 'png'),
  sidecarPath(path, 'strip', 'png'),
]

export const sumRows = (results: readonly ResultDiff[]): RowCounts => {
  const sum = (count: keyof RowCounts) => results.reduce((all, { rows }) => all + rows[count], 0)
  return {
    before: sum('before'),
    after: sum('after'),
    changed: sum('changed'),
    added: sum('added'),
    removed: sum('removed'),
  }
}

export const noApiCalls: ApiCalls = { query: 0, administrative: 0 }

export const sumApiCalls = (all: readonly Readonly<ApiCalls>[]): ApiCalls => ({
  query: all.reduce((sum, { query }) => sum + query, 0),
  administrative: all.reduce((sum, { administrative }) => sum + administrative, 0),
})

/** Returns text such as `44 query calls and 2 administrative calls`. */
export const describeApiCalls = ({ query, administrative }: ApiCalls): string =>
  `${count(query, 'query call')} and ${count(administrative, 'administrative call')}`

/**
 * Each function takes an absolute path and returns the file's URL, or undefined if the file was not published there.
 */
type FileUrls = { [Place in keyof FileLinks]: (path: string) => string | undefined }

export function withLinks(result: Result<Compared>, urls: FileUrls): Result<Published> {
  if (result.status !== 'success') return result
  const linksOf = (path: string): FileLinks =>
    Object.fromEntries(
      Object.entries(urls).flatMap(([place, urlOf]) => {
        const url = urlOf(path)
        return url === undefined ? [] : [[place, url]]
      }),
    )
  // A file that was on the images branch before this run keeps its URL.
  const publish: PublishSidecar = file => {
    const { imageUrl, path } = file
    return { ...file, links: { ...(imageUrl !== undefined && { imageUrl }), ...linksOf(path) } }
  }
  const { comparison, production, ...compared } = result
  return {
    ...compared,
    links: linksOf(result.path),
    ...(production && { production: publish(production) }),
    ...(comparison && { comparison: publishComparison(comparison, publish) }),
  }
}

type PublishSidecar = <File extends Sidecar>(file: File) => File & PublishedSidecar

function publishComparison(comparison: Comparison, publish: PublishSidecar): Comparison<PublishedSidecar> {
  switch (comparison.status) {
    case 'changed': {
      const { strip, ...about } = comparison
      return {
        ...about,
        before: publish(comparison.before),
        difference: publish(comparison.difference),
        ...(strip && { strip: publish(strip) }),
      }
    }
    case 'incomparable': {
      const { before, ...about } = comparison
      return { ...about, ...(before && { before: publish(before) }) }
    }
    default:
      return comparison
  }
}

export function contentFacts(broken: readonly BrokenContent[] = []): Pick<RunFacts, 'brokenContent'> {
  if (broken.length === 0) return {}
  const titles = asListed(broken.map(({ title }) => oneLine(title, maxNameLength)))
  return { brokenContent: { count: countContent(broken), titles } }
}
