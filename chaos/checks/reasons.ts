import type { Kind, Passed, Service } from '../model.ts'
import type { Evidence } from '../run.ts'
import { isMissing } from '../targets.ts'
import { type Check, unless } from './all.ts'

const overdue = /were over/

/** Nobody complains without a reason, nor gives up before it has tried as often as the contract says. */
export const checkReasons: Check = evidence => {
  const { plan, told, cancelled, stage } = evidence
  if (cancelled !== undefined) return []
  const failures = told.results
    .filter(({ status, target }) => status === 'failure' && !isMissing(target))
    .flatMap(({ error }) => error?.message ?? '')
    .filter(inTime)
  const warnings = told.warnings.filter(ofGitHub).filter(inTime)
  return [
    ...complaints(evidence, 'looker', failures),
    ...complaints(evidence, 'artifacts', told.errors.filter(ofArtifacts).filter(inTime)),
    ...complaints(evidence, 'github', warnings),
    ...unless(failures.every(mayFail(evidence)), `A target failed of faults that pass: ${failures}`),
    ...unless(
      warnings.length === 0 || struckOften(stage.proxies.github.passed),
      `Gave up too soon: ${warnings}`,
    ),
    // Of several jobs, one does not know what another was asked.
    ...Object.values(stage.proxies).flatMap(({ impatient }) =>
      plan.jobs.length > 1 ? [] : impatient.map(what => `Retry-After: ${what}`),
    ),
  ]
}

const inTime = (message: string) => !overdue.test(message)
const ofArtifacts = (message: string) => message.includes('artifact')
const ofGitHub = (message: string) => /^The (comment|pictures|files)\b/.test(message)

function complaints({ stage }: Evidence, service: Service, said: readonly string[]): string[] {
  const struck = stage.proxies[service].passed.some(({ strike }) => strike !== undefined)
  return unless(struck || said.length === 0, `Nothing had happened to ${service}: ${said.join(' | ')}`)
}

/** How often each has to have struck for a target to fail of it; all others are waited out until the deadline. */
const fatal: Partial<Record<Kind, number>> = {
  'tile error': 1,
  '500': 1,
  crash: 2,
  gone: 2,
  'expired tokens': 2,
}

function mayFail({ plan, stage }: Evidence): (message: string) => boolean {
  const { passed } = stage.proxies.looker
  const struck = (kind: Kind) => passed.filter(({ strike }) => strike?.kind === kind).length
  const needed = Object.entries(fatal) as [Kind, number][]
  // Files that are not what was asked for count together.
  const files = struck('cut body') + struck('short body') + struck('no bytes') + struck('web page')
  const hard = files > 2 || needed.some(([kind, least]) => struck(kind) >= least)
  // The contract's one more log-in a request is not enough for tokens that live for seconds: they end by themselves
  // while it is tried again.
  const shortLived = plan.looker.tokenSeconds < 60
  return message => hard || (shortLived && message.includes('answered 401'))
}

/** The tries of one request to GitHub; of the creation of a comment there are four. */
const tries = 4

function struckOften(passed: readonly Passed[]): boolean {
  const struck = passed.flatMap(({ operation, strike }) => (strike ? [operation] : []))
  return struck.some(operation => struck.filter(other => other === operation).length >= tries)
}
