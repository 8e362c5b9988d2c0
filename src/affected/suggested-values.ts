import type { FilterSource } from '../looker/lookml.ts'
import type { Explores } from './affected-explores.ts'
import { filesOf } from './changed-includes.ts'
import { type DescribedExplore, importsFiles } from './imported-explores.ts'
import type { LookmlProject } from './project.ts'

/*
 * The values that Looker suggests for the filters of a dashboard. Looker reads them from the Explore of the parameter
 * `suggest_explore` (https://cloud.google.com/looker/docs/reference/param-field-suggest-explore).
 */

/** Returns the Explore of a filter, and the Explores with the values that Looker suggests for the filter. */
export function exploresOfFilter({ explore, suggestedField }: FilterSource, explores: Explores): string[] {
  const [model = ''] = explore.split('::')
  // An Explore of another project does not have this project's field of the same name.
  if (suggestedField === undefined || !explores.changeOf(explore).isOfProject) return [explore]
  const named = explores.readingsOf(suggestedField)
  const blocks = explores.suggestingBlocks(explore)
  // A refinement may set `suggest_explore` for a field whose `alias` is in the view.
  const renamed = blocks
    .flatMap(block => block.aliases)
    .filter(({ alias }) => named.some(field => mayBe(withoutView(alias), field)))
    .map(one => one.field)
  const suggesting = blocks
    .flatMap(block => block.suggesting)
    .filter(one => [...named, ...renamed].some(field => mayBe(one.field, field)))
    .map(one => one.explore)
  suggesting.push(...describedSuggestions(named, explores.descriptionOf(explore)))
  return [
    explore,
    ...[...new Set(suggesting)]
      .flatMap(name => explores.readingsOf(name))
      .filter(name => mayHaveExplore(model, name, explores))
      .map(name => `${model}::${name}`),
  ]
}

/**
 * Returns the Explores that Looker's description names for these fields. A field that Looker did not describe may be an
 * alias of any field, so all these Explores count.
 */
function describedSuggestions(
  fields: readonly string[],
  described: DescribedExplore | 'unknown' | undefined,
): string[] {
  if (described === undefined || described === 'unknown') return []
  const { suggestExplores } = described
  const all = fields.every(field => suggestExplores.has(field))
    ? fields.map(field => suggestExplores.get(field))
    : [...suggestExplores.values()]
  return all.filter(name => name !== undefined)
}

/** Returns the Explores from which Looker may read the values of any field. */
export function allSuggestingExplores(explores: Explores): string[] {
  const { base, head } = explores.change
  const blocks = [base, head].flatMap(({ project }) => [...project.suggesting.values()])
  return [...new Set(blocks.flatMap(({ suggesting }) => suggesting.map(one => one.explore)))].flatMap(name =>
    explores.readingsOf(name),
  )
}

/** Returns false if all files of the model are known, and none of them defines or may define the Explore. */
function mayHaveExplore(model: string, name: string, explores: Explores): boolean {
  if (!explores.isOwnModel(model)) return true
  const own = explores.models.ownNameOf(model)
  return [explores.change.base, explores.change.head].some(
    ({ project }) => importsFiles(project, own) || namesExplore(own, name, project),
  )
}

function namesExplore(model: string, name: string, project: LookmlProject): boolean {
  const paths = filesOf(model, project, 'possible')
  return project.graph.named('explore', name).some(index => paths.has(project.blocks[index]?.path ?? ''))
}

/**
 * Whether a filter's field may be the field with suggested values. Ignores the name of the view in front of the
 * filter's field, because it may be an alias.
 */
function mayBe(declared: string, field: string): boolean {
  if (declared.includes('@{') || field.includes('@{')) return true
  const name = withoutView(field).toLowerCase()
  // A dimension group `created` has fields such as `created_month_name`. With `type: duration`, it has fields such as
  // `days_created` (https://cloud.google.com/looker/docs/reference/param-field-dimension-group).
  return [name, name.replace(durationUnit, '')].some(one =>
    `${one}_`.startsWith(`${declared.toLowerCase()}_`),
  )
}

const durationUnit = /^(?:second|minute|hour|day|week|month|quarter|year)s_/
const withoutView = (name: string) => name.slice(name.lastIndexOf('.') + 1)
