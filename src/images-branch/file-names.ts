import { createHash } from 'node:crypto'
import type { Format, Target } from '../model.ts'
import { baselinesFolder } from './tree.ts'

/*
 * All that is to be known of a recorded picture stands in its path: one listing tells of every picture of a branch.
 */

/** The run that made a recording, and the commit of the branch that it ran for. */
export interface BaselineOrigin {
  run: number
  attempt: number
  at: Date
  commit: string
  /** Looker's, `25.4.12`, where it was known. */
  release?: string
}

/** What a recorded file's name tells. */
export interface BaselineName extends BaselineOrigin {
  key: string
  format: Format
  /** How long its render took, to a tenth, where that is known. */
  seconds?: number
}

/**
 * What decides how a target looks, as a name: what was recorded for another instance, format, size, filter or style
 * is recorded under another one. Says whose it is, for those who look at the branch.
 */
export function baselineKey(target: Target, host: string): string {
  const { kind, id, output, width, height } = target
  const options = 'filters' in target ? dashboardOptions(target) : {}
  const all = JSON.stringify({ host, kind, id, output, width, height, ...options })
  const name = `${kind}-${id}`
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, 60)
  return `${name}-${createHash('sha256').update(all).digest('hex').slice(0, 16)}`
}

/** Of filters, not their order: Looker does not care. */
function dashboardOptions({
  filters,
  style,
  theme,
  tabIds,
  longTables,
}: Extract<Target, { filters: unknown }>) {
  return { filters: [...filters].sort(([a], [b]) => (a < b ? -1 : 1)), style, theme, tabIds, longTables }
}

/** A branch's folder: readable, and by its hash another one for each name. */
export function baselineFolder(branch: string): string {
  const plain = branch.replace(/[^\w-]+/g, '-').slice(0, 60)
  return `${baselinesFolder}/${plain}-${createHash('sha256').update(branch).digest('hex').slice(0, 16)}`
}

export const isNewer = (one: BaselineOrigin, other: BaselineOrigin) =>
  one.run > other.run || (one.run === other.run && one.attempt > other.attempt)

export function formatBaselineName(name: BaselineName): string {
  const { key, format, run, attempt, at, commit, release, seconds } = name
  const time = at.toISOString().replace(/\.\d+|[-:]/g, '')
  const origin = `${run}-${attempt}.${time}.${commit}`
  const about = [
    release && `.r${release.replaceAll('.', '-')}`,
    seconds !== undefined && `.t${Math.min(Math.round(seconds * 10), 99_999)}`,
  ]
  return `${key}.${origin}${about.filter(Boolean).join('')}.${format}`
}

const baselineNamePattern =
  /^([a-z\d-]+)\.(\d+)-(\d+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([\da-f]{40})(?:\.r([\d-]+))?(?:\.t(\d{1,5}))?\.(png|jpg|pdf)$/

export function parseBaselineName(file: string): BaselineName | undefined {
  const [
    ,
    key = '',
    run,
    attempt,
    year,
    month,
    day,
    hour,
    minute,
    second,
    commit = '',
    release,
    tenths,
    format,
  ] = baselineNamePattern.exec(file) ?? []
  if (!format) return undefined
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(at.getTime())) return undefined
  return {
    key,
    run: Number(run),
    attempt: Number(attempt),
    at,
    commit,
    ...(release && { release: release.replaceAll('-', '.') }),
    ...(tenths && { seconds: Number(tenths) / 10 }),
    format: format as Format,
  }
}
