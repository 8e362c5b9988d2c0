import type { ObservedRequest } from './model.ts'
import type { Verdict } from './run-seed.ts'

/** Describes the plan, the broken promises, the requests and the logs of a seed. */
export function describeSeed({
  seed,
  plan,
  ending,
  breaches,
  observed,
  milliseconds,
  logs,
}: Verdict): string {
  return [
    `Seed ${seed}: ${JSON.stringify(plan, undefined, 2)}`,
    ...logs.map((log, job) => `--- the log of job ${job}\n${log}`),
    '--- what happened',
    ...[...observed].sort((a, b) => a.at - b.at).map(toLine),
    `--- ${ending}, after ${(milliseconds / 1000).toFixed(1)} s`,
    ...(breaches.length > 0 ? breaches.map(breach => `✗ ${breach}`) : ['Every promise was kept.']),
  ].join('\n')
}

function toLine({ service, operation, at, path, fault }: ObservedRequest): string {
  const { kind = '', ...details } = fault ?? {}
  const fate = kind && `← ${kind}${Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''}`
  return `${(at / 1000).toFixed(2).padStart(7)} ${service} ${operation} ${path.slice(0, 90)} ${fate}`.trimEnd()
}
