import type { Comparison, Fault, Published, PublishedSidecar, Result, Target } from './model.ts'
import { describeTarget, isCollection } from './target-kinds.ts'

/*
 * Where a repository is public, or may be, its log and summaries are read by everybody: filters, titles and Looker's own
 * words stay out of them.
 */

/** Holds lines back until it is known who reads them. */
export interface HeldLog {
  print(line: string): void
  /** Prints what was held back, and all that follows. */
  release(): void
  /** Prints none of it. */
  drop(): void
}

export function holdLog(print: (line: string) => void): HeldLog {
  let held: string[] | undefined = []
  let isOpen = false
  return {
    print: line => (isOpen ? print(line) : void held?.push(line)),
    release() {
      isOpen = true
      for (const line of held ?? []) print(line)
      held = undefined
    },
    drop() {
      if (held) print('Lines about targets are left out here: this repository is public, or may be.')
      held = undefined
    },
  }
}

const withheld: Fault = {
  message: 'What Looker said is left out here, as this repository is public, or may be',
  hint: 'The output results has it.',
}

/** A result as everybody may read it. */
export function withholdDetails(result: Result<Published>, place: number): Result<Published> {
  const { title: _, ...about } = result
  if (about.status === 'failure') {
    const { target } = about
    const shown = isCollection(target)
      ? { ...target, url: withoutQuery(target.url) }
      : withholdTarget(target, place)
    return { ...about, target: shown, error: withheld }
  }
  const comparison = about.comparison && withholdError(about.comparison)
  return { ...about, target: withholdTarget(about.target, place), ...(comparison && { comparison }) }
}

const withholdError = (comparison: Comparison<PublishedSidecar>): Comparison<PublishedSidecar> =>
  'error' in comparison ? { ...comparison, error: withheld } : comparison

const withoutQuery = (url: string) => url.replace(/[?#].*$/s, '')

/** A target as everybody may read it, without filters and title. */
export function withholdTarget(target: Target, place: number): Target {
  const { title: _, ...rest } = target
  const name = `Target ${place + 1} (${describeTarget(target)})`
  const url = withoutQuery(target.url)
  const names = { url, source: name, name, file: `${name}.${target.output.format}` }
  if ('filters' in rest) return { ...rest, ...names, filters: new Map() }
  const { dashboard, ...others } = rest
  const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) }
  return { ...others, ...names, ...(parent && { dashboard: parent }) }
}
