import { services } from './model.ts'
import type { Verdict } from './run-seed.ts'

/** Returns a text such as `reset 12, slow 7`. The most frequent name comes first. */
function count(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ') || 'none'
}

export function tally(verdicts: readonly Verdict[]): string {
  const observed = verdicts.flatMap(verdict => verdict.observed)
  const struck = observed.filter(({ fault }) => fault)
  const failed = verdicts.filter(({ breaches }) => breaches.length > 0)
  const times = verdicts.map(({ milliseconds }) => milliseconds / 1000).sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(1)
  return [
    `${verdicts.length} seeds, ${verdicts.reduce((sum, { plan }) => sum + plan.jobs.length, 0)} steps`,
    `  ${count(verdicts.map(({ ending }) => ending))}`,
    `  ${count(verdicts.flatMap(featuresOf))}`,
    `  requests ${observed.length}: ${count(observed.map(({ service }) => service))}`,
    `  faults ${struck.length}: ${count(struck.map(({ fault }) => fault?.kind ?? ''))}`,
    ...services.map(
      service =>
        `    ${service}: ${count(struck.filter(each => each.service === service).map(({ operation }) => operation))}`,
    ),
    `  seconds a step: half below ${at(0.5)}, nine of ten below ${at(0.9)}, the longest ${at(1)}`,
    `  promises broken in ${failed.length} seeds${failed.length > 0 ? `: ${failed.map(({ seed }) => seed).join(', ')}` : ''}`,
  ].join('\n')
}

/** Returns the features of a seed, such as its inputs and disturbances. */
function featuresOf({ plan }: Verdict): string[] {
  const { jobs, compare, inputs, hasEarlierAttempt } = plan
  return [
    ...(compare === 'none' ? [] : [`compare: ${compare}`]),
    ...(jobs.some(({ event }) => event === 'push') ? ['recording beside a pull request'] : []),
    ...(jobs.some(({ isShard }) => isShard) ? ['shards'] : []),
    ...(jobs.some(({ matrix, isShard }) => matrix && !isShard) ? ['matrix'] : []),
    ...(plan.deploy ? ['deploy'] : []),
    ...(plan.deploy?.byHandAfter === undefined ? [] : ['deploy by hand in between']),
    ...(plan.devMode ? ['dev-mode'] : []),
    ...(plan.devMode?.switchAt === undefined ? [] : ['a branch by hand in between']),
    ...(plan.hung ? ['hung render tasks'] : []),
    ...(inputs.release ? ['release'] : []),
    ...(hasEarlierAttempt ? ['second attempt'] : []),
  ]
}
