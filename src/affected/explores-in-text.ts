import { addAll } from '../runtime/lists.ts'
import type { Explores } from './affected-explores.ts'
import type { DashboardDefinition, NamedDefinition } from './dashboard-index.ts'
import { type ElementQuery, queriesWithin, readQuery } from './lookml-dashboards.ts'
import { allSuggestingExplores } from './suggested-values.ts'

/* Finds the Explores that the text of a LookML dashboard names, even if its YAML cannot be read. */

export const unreadableReason = (path: string) =>
  `${path} cannot be read as YAML, so any change may affect it`

/**
 * Returns why any change may affect a dashboard although its text does not show it: a definition of the dashboard, or of
 * a dashboard that it extends, cannot be read as YAML. A file that may define one of them, but does not have the name in
 * a line of its own, counts only if it may contain the name of an Explore that cannot be read.
 */
export function reasonsOfUnreadable(definitions: readonly NamedDefinition[], start: string): string[] {
  const byName = Map.groupBy(definitions, ({ name }) => name)
  const names = new Set([start])
  for (const name of names)
    for (const base of byName.get(name)?.flatMap(one => one.dashboard?.bases ?? []) ?? []) names.add(base)
  return definitions.flatMap(({ path, text, name, problem, isUncertain }) => {
    if (problem === undefined) return []
    if (!isUncertain && names.has(name)) return [unreadableReason(path)]
    return keyedValues(text).every(value => plainName.test(value))
      ? []
      : [`${path} names an Explore that cannot be read, so any change may affect it`]
  })
}

export function fullNamesOf(
  { model, explore }: ElementQuery,
  ofDashboard: string,
  explores: Explores,
): string[] {
  if (explore === undefined) return []
  const names = explores.readingsOf(explore)
  return explores.readingsOf(model ?? ofDashboard).flatMap(one => names.map(name => `${one}::${name}`))
}

/**
 * Returns all Explores that a dashboard's text names, for example in elements and filters. If the YAML cannot be read,
 * also returns words that are names of Explores.
 * @param models `model`: the model that includes the dashboard. `inherited`: the model that the dashboard sets for its
 * queries, or inherits from a dashboard that it extends
 * @returns undefined if these are too many Explores
 */
export function exploresInDefinition(
  { dashboard, text }: DashboardDefinition,
  { model, inherited }: { model: string; inherited: string | undefined },
  explores: Explores,
): string[] | undefined {
  const keyed = exploresInKeys(text)
  if (dashboard) {
    const own = readQuery(dashboard.parameters, undefined).model
    const queries = queriesWithin(dashboard.parameters)
    const named = new Set(queries.map(({ explore }) => explore))
    const others = keyed.filter(explore => !named.has(explore)).map((explore): ElementQuery => ({ explore }))
    return [...queries, ...others].flatMap(query => [
      ...fullNamesOf(query, model, explores),
      ...(inherited !== undefined && (query.model ?? own) === own
        ? fullNamesOf({ ...query, model: inherited }, model, explores)
        : []),
    ])
  }
  const words = [...explores.wordsIn(text)]
  const models = new Set([
    model,
    inherited ?? model,
    ...words.filter(word => explores.models.ownNameOf(word) === word && explores.isOwnModel(word)),
  ])
  const suggesting = text.includes('ui_config') ? allSuggestingExplores(explores) : []
  const named = new Set([...words.filter(word => explores.isExploreWord(word)), ...keyed, ...suggesting])
  let left = maxUnreadableExplores - models.size * named.size
  if (left < 0) return undefined
  const ofOthers: string[] = []
  for (const item of text.split(/^\s*-\s/m)) {
    const others = [...item.matchAll(/\bmodel["']?\s*:\s*["']?([\p{L}\p{N}_-]+)/gu)].map(
      ([, name = '']) => name,
    )
    const foreign = others.filter(name => !models.has(name))
    if (foreign.length === 0) continue
    const explores = /\bdashboard["']?\s*:/.test(item) ? keyed : exploresInKeys(item)
    left -= foreign.length * explores.length
    if (left < 0) return undefined
    addAll(
      ofOthers,
      foreign.flatMap(name => explores.map(explore => `${name}::${explore}`)),
    )
  }
  return [...[...models].flatMap(one => [...named].map(explore => `${one}::${explore}`)), ...ofOthers]
}

/** The maximum number of Explores that a dashboard may show if its YAML cannot be read. */
const maxUnreadableExplores = 100_000

/** Before 2015, the key `explore` was called `base_view`. */
const exploresInKeys = (text: string): string[] =>
  [...text.matchAll(/\b(?:explore|base_view)["']?\s*:\s*["']?([\p{L}\p{N}_]+)/gu)].map(
    ([, name = '']) => name,
  )

/** Returns what follows each key of an Explore or model, including the rest of the line. */
const keyedValues = (text: string): string[] =>
  [...text.matchAll(/\b(?:explore|base_view|model)["']?\s*:\s*([^\n]*)/g)].map(([, value = '']) => value)

/** Matches a name that is no alias, and has no anchor, tag, escape or constant. */
const plainName = /^(["']?)[\p{L}\p{M}\p{N}_-]+\1\s*(?:$|[,}\]]|#)/u
