import type { Evidence } from '../evidence.ts'
import type { FaultKind, ObservedRequest, Service } from '../model.ts'
import { isMissing } from '../plan/targets.ts'
import { type Check, mustHold } from './check.ts'

/** Checks that a fault explains each error, and that the action gave up only after the promised number of tries. */
export const checkReasons: Check = evidence => {
  const { plan, outcome, cancelled, stage } = evidence
  if (cancelled !== undefined) return []
  const problems = problemsOf(outcome)
  if (plan.devMode) return checkCheckReasons(evidence)
  const isTimeOver = outcome.results.some(({ error }) => !isInTime(error?.message ?? ''))
  return [
    ...checkCause(evidence, 'looker', problems.looker),
    ...checkCause(evidence, 'second', problems.second),
    ...checkCause(evidence, 'artifacts', problems.artifacts),
    ...checkCause(evidence, 'github', problems.github),
    ...mustHold(
      problems.looker.every(mayFail(evidence, 'looker')),
      `A target failed because of temporary faults: ${problems.looker}`,
    ),
    ...mustHold(
      problems.second.every(mayFail(evidence, 'second')),
      `A target of the second instance failed because of temporary faults: ${problems.second}`,
    ),
    ...mustHold(
      problems.github.every(mayGiveUp(stage.proxies.github.observed)),
      `Gave up too soon: ${problems.github}`,
    ),
    ...mustHold(
      stage.github.violations.length === 0,
      `GitHub forbids a request: ${stage.github.violations[0]}`,
    ),
    // A job does not know the Retry-After of another job. After the deadline, the action logs in without a pause, to
    // deploy the previous commit again.
    ...Object.values(stage.proxies).flatMap(({ impatient }) =>
      plan.jobs.length > 1 || isTimeOver ? [] : impatient.map(what => `Retry-After: ${what}`),
    ),
  ]
}

/** Checks that each failed target of a job with `dev-mode` has a cause: a fault, another job, or another user. */
function checkCheckReasons({ plan, outcome, stage }: Evidence): string[] {
  const isDisturbed =
    plan.jobs.length > 1 ||
    plan.devMode?.switchAt !== undefined ||
    stage.observed().some(({ fault }) => fault !== undefined)
  const failures = outcome.results.filter(({ status, target }) => status === 'failure' && !isMissing(target))
  const messages = failures.map(({ error }) => error?.message ?? '').filter(isInTime)
  return mustHold(
    isDisturbed || messages.length === 0,
    `There are errors although nothing was disturbed: ${messages.join(' | ')}`,
  )
}

/** Returns the error messages by service, without errors about the deadline. */
function problemsOf({ results, errors, warnings }: Evidence['outcome']): Record<Service, string[]> {
  const failures = results
    .filter(({ status, target }) => status === 'failure' && !isMissing(target))
    .flatMap(({ error }) => error?.message ?? '')
    .filter(message => !isForeignDeploy(message) && !isRefusedDeploy(message))
  const uncompared = results.flatMap(({ comparison, format }) =>
    comparison?.status === 'incomparable' && !(format === 'pdf' && comparison.beforeUrl)
      ? (comparison.error?.message ?? '')
      : [],
  )
  const bySecond = uncompared.filter(message => message.includes(notRendered))
  const byGitHub = uncompared.filter(message => /could not be read/.test(message))
  return {
    looker: failures.filter(isInTime).filter(message => !isUsedUpLimit(message)),
    second: bySecond.map(message => message.split(notRendered)[1] ?? '').filter(isInTime),
    artifacts: errors.filter(message => message.includes('artifact')).filter(isInTime),
    github: [
      ...warnings.filter(isOfGitHub),
      ...byGitHub,
      ...[...failures, ...errors].filter(isUsedUpLimit),
    ].filter(isInTime),
  }
}

const notRendered = ' did not render the target: '
/**
 * Whether the message is about another user's deploy. `checkDeployed` and `checkForeignDeploys` check such messages.
 */
const isForeignDeploy = (message: string) => message.startsWith('Another user or job deployed')
/** Whether the message is about a refused deploy. `checkRefusedDeploys` checks such messages. */
const isRefusedDeploy = (message: string) => message.startsWith('The API user may not deploy')
const isInTime = (message: string) => !/was reached/.test(message)
const isOfGitHub = (message: string) =>
  /^The (comment|pictures|files)\b|not recorded for .*: GitHub refused/.test(message)
const isUsedUpLimit = (message: string) => message.includes('rate limit of GitHub is exhausted')

function checkCause({ stage }: Evidence, service: Service, problems: readonly string[]): string[] {
  const hasFailed = stage.proxies[service].observed.some(({ fault }) => fault !== undefined)
  return mustHold(
    hasFailed || problems.length === 0,
    `There are errors although ${service} had no fault: ${problems.join(' | ')}`,
  )
}

/**
 * The number of faults of a kind after which a target fails. The action retries after faults of other kinds until the
 * deadline.
 */
const fatal: Partial<Record<FaultKind, number>> = {
  'tile error': 1,
  '500': 1,
  crash: 2,
  gone: 2,
  'expired tokens': 2,
}

function mayFail({ plan, stage }: Evidence, service: 'looker' | 'second'): (message: string) => boolean {
  const { observed } = stage.proxies[service]
  const count = (kind: FaultKind) => observed.filter(({ fault }) => fault?.kind === kind).length
  const needed = Object.entries(fatal) as [FaultKind, number][]
  // All kinds of wrong files are counted together.
  const files = count('cut body') + count('short body') + count('no bytes') + count('web page')
  const mayFailOfFaults = files > 2 || needed.some(([kind, least]) => count(kind) >= least)
  // For each request, the action logs in again at most once. If tokens are valid for only a few seconds, the new token
  // may expire during the retry.
  const isShortLived = plan.looker.tokenSeconds < 60
  return message => mayFailOfFaults || (isShortLived && message.includes('answered 401'))
}

/** The action may give up only after this number of failed requests of one operation. */
const tries = 4

/**
 * Whether the faults explain that the action gave up. For a used-up limit or a refused file, the action gives up at
 * once. For other faults, the action gives up only after several tries.
 */
function mayGiveUp(observed: readonly ObservedRequest[]): (message: string) => boolean {
  const failed = observed.flatMap(({ operation, fault }) => (fault ? [operation] : []))
  const hasFailedOften = failed.some(operation => failed.filter(other => other === operation).length >= tries)
  const had = (kind: FaultKind) => observed.some(({ fault }) => fault?.kind === kind)
  return message => {
    // The last of several tries may also end with a limit.
    if (isUsedUpLimit(message)) return had('used-up limit') || hasFailedOften
    if (/: GitHub refused \S+ \(/.test(message)) return had('refused file')
    return hasFailedOften
  }
}
