import {
  type BranchCheck,
  type BranchReport,
  type BrokenContent,
  type LookmlError,
  numberOfContent,
} from './branch-report.ts'
import { ActionError, QuotingError } from './errors.ts'
import type { Comparison, Failed, Fault, Published, PublishedSidecar, Result, Target } from './model.ts'
import type { Toolkit } from './runtime/log.ts'
import { describeTarget, isCollection } from './targets.ts'
import type { RunFacts } from './verdict-facts.ts'

/**
 * Everyone can read the log, the annotations and the summary of a public repository. The functions in this file remove
 * filters, titles and Looker's messages from them.
 */

/** Holds lines back until the visibility of the repository is known. */
export interface HeldLog {
  print(line: string): void
  /** Prints all held lines. Later lines are printed at once. */
  release(): void
  drop(): void
  isDropped(): boolean
}

export function holdLog(print: (line: string) => void): HeldLog {
  let held: string[] | undefined = []
  let isOpen = false
  let isDropped = false
  return {
    print: line => (isOpen ? print(line) : void held?.push(line)),
    release() {
      isOpen = true
      for (const line of held ?? []) print(line)
      held = undefined
    },
    drop() {
      if (held) print('Lines about targets are left out here, because this repository is or may be public.')
      held = undefined
      isDropped = true
    },
    isDropped: () => isDropped,
  }
}

/** Turns off the debug log, because it quotes Looker. */
export const withoutDebug = (core: Toolkit): Toolkit => ({
  ...core,
  debug: () => undefined,
  isDebug: () => false,
})

const withheldFault: Fault = {
  message: "Looker's message is left out here, because this repository is or may be public",
  hint: 'Read it in the output results.',
}

/** Replaces an error that may quote Looker. Returns other errors unchanged. */
export function withholdWords(error: ActionError): ActionError {
  if (error.publicFact !== undefined) return new ActionError(error.publicFact, error.hint)
  return mayQuote(error)
    ? new ActionError(withheldFault.message, 'Run the step in a private repository to read it.')
    : error
}

function mayQuote(error: Error): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof QuotingError) return true
  return false
}

/** Replaces the message of a LookML error. Its file and line remain. */
export const withholdLookmlError = (error: LookmlError): LookmlError => ({
  ...error,
  message: 'Looker found an error here',
})

export const withholdContent = ({ kind, id, isTarget }: BrokenContent): BrokenContent => ({
  kind,
  id: '',
  title: numberOfContent({ kind, id }),
  url: '',
  messages: [],
  ...(isTarget && { isTarget }),
})

/** Removes Looker's messages from a branch check. */
export const withholdBranch = ({ content, ...branch }: BranchReport): BranchReport => ({
  ...branch,
  lookmlErrors: branch.lookmlErrors.map(withholdLookmlError),
  ...(content && {
    content: {
      ...content,
      broken: content.broken.map(withholdContent),
      ...(content.problem !== undefined && { problem: withheldFault.message }),
    },
  }),
})

export const withholdFailure = (result: Failed, place: number): Failed => {
  const { title: _, distinction: __, check, ...about } = result
  const { target } = about
  const shown = isCollection(target)
    ? { ...target, url: withoutQuery(target.url) }
    : withholdTarget(target, place)
  return { ...about, target: shown, error: withheldFault, ...(check && { check: withholdCheck(check) }) }
}

export function withholdDetails(result: Result<Published>, place: number): Result<Published> {
  if (result.status === 'failure') return withholdFailure(result, place)
  const target = withholdTarget(result.target, place)
  if (result.status === 'checked') {
    const { title: _, distinction: __, check, ...about } = result
    return { ...about, target, check: withholdCheck(check) }
  }
  const { title: _, distinction: __, check, ...about } = result
  const comparison = about.comparison && withholdError(about.comparison)
  return {
    ...about,
    target,
    ...(comparison && { comparison }),
    ...(check && { check: withholdCheck(check) }),
  }
}

/** Keeps the states of the tiles. Removes titles, Explores, results and messages. */
const withholdCheck = ({ numbers, tiles, drawing }: BranchCheck): BranchCheck => ({
  ...(numbers && { numbers }),
  ...(drawing && {
    drawing: { modelTiles: [], textHash: '', ...(drawing.problem && { problem: withheldFault }) },
  }),
  tiles: tiles.map(({ sql, numbers, isUncheckable }, place) => ({
    title: `Tile ${place + 1}`,
    explore: '',
    ...(sql && { sql }),
    ...(numbers && { numbers }),
    ...(isUncheckable && { isUncheckable }),
    queries: [],
  })),
})

const withholdError = (comparison: Comparison<PublishedSidecar>): Comparison<PublishedSidecar> =>
  'error' in comparison ? { ...comparison, error: withheldFault } : comparison

const withoutQuery = (url: string) => url.replace(/[?#].*$/s, '')

export function withholdTarget(target: Target, place: number): Target {
  const { title: _, place: __, ...rest } = target
  const name = `Target ${place + 1} (${describeTarget(target)})`
  const url = withoutQuery(target.url)
  const names = { url, source: name, name, file: `${name}.${target.output.format}` }
  if ('filters' in rest) return { ...rest, ...names, filters: new Map() }
  const { dashboard, ...others } = rest
  const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) }
  return { ...others, ...names, ...(parent && { dashboard: parent }) }
}

/** Removes LookML errors, titles, and the reason why the run stopped. All of them may quote Looker. */
export const withholdJudged = ({
  lookml,
  brokenContent,
  stopped: _,
  ...judged
}: Omit<RunFacts, 'unaffected'>): Omit<RunFacts, 'unaffected'> => ({
  ...judged,
  ...(lookml && { lookml: { ...lookml, errors: { ...lookml.errors, first: [] } } }),
  ...(brokenContent && {
    brokenContent: { ...brokenContent, titles: { ...brokenContent.titles, first: [] } },
  }),
})
