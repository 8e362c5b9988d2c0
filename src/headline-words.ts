import { maxQueries } from './branch-report.ts'
import { count, sentence } from './runtime/text.ts'
import type { Acceptance, Listed, TargetNoun, VerdictFacts } from './verdict-facts.ts'

/** Returns text such as `No change in 10 dashboards since the baseline`, or `No difference from a.looker.com in …`. */
export function noChangeIn(facts: VerdictFacts, what: string): string {
  const { comparedWith } = facts
  return comparedWith
    ? `No difference from ${comparedWith.host} in ${what}`
    : `No change in ${what}${since(facts)}`
}

const since = ({ deployedAt }: VerdictFacts) => (deployedAt === undefined ? '' : ' since the baseline')

/** Returns text such as `2 of 12 dashboards`, or `1 dashboard` if there is only one. */
export const outOf = (part: number, all: number, noun: TargetNoun) =>
  all === 1 ? `1 ${noun}` : `${part} of ${numbered(all, noun)}`

/**
 * Returns text such as `2 of 12 dashboards changed`. Adds "since the baseline" if the pictures show production, and
 * names the second instance if the pictures are compared with it.
 */
export function changedOf(facts: VerdictFacts): string {
  const { changed, targets, noun, comparedWith } = facts
  const part = outOf(changed.total, targets, noun)
  if (!comparedWith) return `${part} changed${since(facts)}`
  return `${part} ${changed.total === 1 ? 'differs' : 'differ'} from ${comparedWith.host}`
}

/** Gives the reason once if all targets have the same reason. */
export function incomparableWords(facts: VerdictFacts): string {
  const { incomparable: found, targets, noun, incomparableReason: shared } = facts
  // Removes parentheses at the end of the reason, because the headline puts the reason into parentheses.
  const inParentheses = (reason: string) => ` (${reason.replace(/ \([^()]*\)$/, '')})`
  const names = found.first.map(({ name, reason }) => name + (shared ? '' : inParentheses(reason)))
  const end = more(found) + (shared ? inParentheses(shared.message) : '')
  return `${outOf(found.total, targets, noun)} could not be compared: ${names.join(', ')}${end}`
}

export const numbered = (number: number, noun: TargetNoun, which = '') =>
  noun === 'query' && number !== 1 ? `${number} ${which}queries` : count(number, `${which}${noun}`)

/** In a branch check, a target may fail although its picture was rendered. */
export const failedWords = ({ isCheck }: VerdictFacts, verb: 'could' | 'could not' = 'could not') =>
  isCheck ? `${verb} be checked completely` : `${verb} be rendered`

/** Returns the end of a headline, such as `; 2 could not be rendered, 1 new`. */
export function rest(
  facts: VerdictFacts,
  ...kinds: readonly ('failed' | 'changed' | 'incomparable' | 'added')[]
): string {
  const words = {
    failed: failedWords(facts),
    changed: 'changed',
    incomparable: 'could not be compared',
    added: 'new',
  }
  const parts = kinds.filter(kind => facts[kind].total > 0).map(kind => `${facts[kind].total} ${words[kind]}`)
  return parts.length > 0 ? `; ${parts.join(', ')}` : ''
}

export const listNames = (names: Listed<string>) => names.first.join(', ') + more(names)

const more = ({ total, first }: Listed<unknown>) =>
  total > first.length ? ` and ${total - first.length} more` : ''

/** Returns the last part of the headline: the queries, content and files that the run left out. */
export const uncheckedWords = ({
  omittedQueries: omitted = 0,
  isContentUnchecked,
  unpublished,
}: VerdictFacts) =>
  (unpublished === undefined ? '' : `; ${unpublished}`) +
  (omitted > 0
    ? `; ${omitted === 1 ? '1 query was' : `${omitted} queries were`} left out, because at most ${maxQueries} queries are run for each commit`
    : '') +
  (isContentUnchecked ? '; content outside the targets was not checked' : '')

export const acceptedBy = ({ login, commit }: Pick<Acceptance, 'login' | 'commit'>) =>
  `accepted by @${login} for commit ${commit.slice(0, 7)}`

export const numberUncompared = ({ failing = 0, uncheckable = 0 }: VerdictFacts) => failing + uncheckable

export function uncomparedWords({ failing, uncheckable }: VerdictFacts): string {
  const reasons = [
    failing && 'all queries failed before this pull request, too',
    uncheckable && 'only SQL Runner tiles or extensions are affected',
  ]
  return `could not be compared: ${reasons.filter(Boolean).join(', or ')}`
}

/** Returns the end of a headline about unchanged targets: the targets and the tiles that could not be compared. */
export function uncomparedRest(facts: VerdictFacts): string {
  const { failingTiles: tiles = 0 } = facts
  const targets = numberUncompared(facts)
  const they = tiles === 1 ? 'it' : 'they'
  return (
    (targets > 0 ? `; ${targets} ${uncomparedWords(facts)}` : '') +
    (tiles > 0
      ? `; ${count(tiles, 'tile')} could not be compared: ${they} failed before this pull request, too`
      : '')
  )
}

/** Returns text such as `The step fails: <fact>. <next step>`. */
export function stepFailure({ stepErrors }: VerdictFacts): { failure?: string } {
  if (!stepErrors) return {}
  // Jobs that share the targets may have the same error.
  const sentences = new Set(stepErrors.first.map(sentence))
  const left = stepErrors.total - stepErrors.first.length
  const others = left > 0 ? [`${left} more ${left === 1 ? 'is' : 'are'} in the log.`] : []
  return { failure: `The step fails: ${[...sentences, ...others].join(' ')}` }
}
