import { services } from './model.ts'
import type { Verdict } from './run.ts'

/** How many of each, the most frequent first: `reset 12, slow 7`. */
function counted(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ') || 'none'
}

/** What a run of many seeds comes to. */
export function tally(verdicts: readonly Verdict[]): string {
  const passed = verdicts.flatMap(verdict => verdict.passed)
  const ended = (ending: Verdict['ending']) => verdicts.filter(verdict => verdict.ending === ending).length
  const failed = verdicts.filter(({ breaches }) => breaches.length > 0)
  const times = verdicts.map(({ milliseconds }) => milliseconds / 1000).sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(1)
  return [
    `${verdicts.length} seeds, ${verdicts.reduce((sum, { plan }) => sum + plan.jobs.length, 0)} steps`,
    `  everything delivered ${ended('delivered')}, told of what was not ${ended('told')}, cancelled ${ended('cancelled')}`,
    `  requests ${passed.length}: ${counted(passed.map(({ service }) => service))}`,
    `  faults ${passed.filter(({ strike }) => strike).length}: ${counted(passed.flatMap(({ strike }) => strike?.kind ?? []))}`,
    ...services.map(
      service =>
        `    ${service}: ${counted(passed.flatMap(each => (each.service === service && each.strike ? [each.operation] : [])))}`,
    ),
    `  seconds a step: half below ${at(0.5)}, nine of ten below ${at(0.9)}, the longest ${at(1)}`,
    `  promises broken in ${failed.length} seeds${failed.length > 0 ? `: ${failed.map(({ seed }) => seed).join(', ')}` : ''}`,
  ].join('\n')
}
