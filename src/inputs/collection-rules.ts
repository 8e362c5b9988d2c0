import { InputProblem } from './problem.ts'
import { forDashboards, forPdf, type TargetContext } from './target-rules.ts'
import type { OwnSettings } from './target-settings.ts'
import type { CollectionEntry } from './to-collection.ts'

/** Settings of a collection's mapping with which none of its members could be rendered. */
export function collectionProblems(
  { kind, address }: CollectionEntry,
  own: OwnSettings,
  { version, common }: TargetContext,
): InputProblem[] {
  const problems: InputProblem[] = []
  const refuseIf = (condition: unknown, fact: string, hint = 'leave it out') =>
    condition ? problems.push(new InputProblem(fact, hint)) : 0
  refuseIf(version === '3.1', 'collections need api-version 4.0', 'list its members one by one')
  refuseIf(own.name, 'name is for a single target', 'leave it out: each member has a name of its own')
  refuseIf(own.recursive !== undefined && kind !== 'folder', 'recursive is for folders only')
  refuseIf(own.tiles && kind !== 'tiles', 'tiles is for dashboards only')
  if (kind === 'tiles') {
    const set = forDashboards.filter(name => own[name] !== undefined)
    for (const name of set)
      refuseIf(true, `${name} is for whole dashboards, and Looker renders a tile as it was saved`)
    const filters = 'filters' in address ? address.filters.size : 0
    refuseIf(
      filters,
      'it has filters, and Looker renders a tile as it was saved',
      'leave out what follows the ?',
    )
    refuseIf(own.format === 'pdf', 'Looker makes a PDF of dashboards only', 'set format to png or jpg for it')
  } else if ((own.format ?? common.format) !== 'pdf')
    for (const name of forPdf)
      refuseIf(
        own[name] !== undefined,
        `${name} is for format pdf only`,
        'leave it out, or set format to pdf',
      )
  return problems
}
