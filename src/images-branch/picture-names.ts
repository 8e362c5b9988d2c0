import type { Format, Target } from '../model.ts'
import { sha256Of } from '../runtime/text.ts'

/* The name of a baseline contains all facts about the picture, so that one listing of the branch is sufficient. */

export const baselinesFolder = 'baselines'

export interface BaselineOrigin {
  run: number
  attempt: number
  at: Date
  commit: string
  /** Looker's release, if known: `25.4.12`. */
  release?: string
}

export interface BaselineName extends BaselineOrigin {
  key: string
  format: Format
  /** The render time, rounded to 0.1 s. Names from older versions of the action do not contain it. */
  seconds?: number
}

/**
 * Returns a key of all options that affect the picture: instance, format, size, filters, style. The key begins with the
 * target's kind and id, for users who browse the branch.
 */
export function baselineKey(target: Target, host: string): string {
  const { kind, id, output, width, height } = target
  const options = 'filters' in target ? dashboardOptions(target) : {}
  const all = JSON.stringify({ host, kind, id, output, width, height, ...options })
  const name = `${kind}-${id}`
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, 60)
  return `${name}-${sha256Of(all).slice(0, 16)}`
}

/** Sorts the filters, because Looker ignores their order. */
function dashboardOptions({
  filters,
  style,
  theme,
  tabIds,
  longTables,
}: Extract<Target, { filters: unknown }>) {
  return { filters: [...filters].sort(([a], [b]) => (a < b ? -1 : 1)), style, theme, tabIds, longTables }
}

/** Branches such as `a/b` and `a-b` have the same readable name, so a hash makes the folder unique. */
export function baselineFolder(branch: string): string {
  const plain = branch.replace(/[^\w-]+/g, '-').slice(0, 60)
  return `${baselinesFolder}/${plain}-${sha256Of(branch).slice(0, 16)}`
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
  /^([a-z\d-]+)\.(\d{1,16})-(\d{1,9})\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([\da-f]{40})(?:\.r([\d-]{1,40}))?(?:\.t(\d{1,5}))?\.(png|jpg|pdf)$/

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
