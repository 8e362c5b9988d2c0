import type { ILookmlModel } from '@looker/sdk'
import { PLANS } from '../dashboards.ts'
import { exploreOf } from './queries.ts'
import type { ContentStore } from './store.ts'

/** The models of the LookML dashboards that the API user may see. */
export function describeModels(store: ContentStore): ILookmlModel[] {
  const lookml = store.dashboards().filter(({ id }) => id.includes('::'))
  const names = lookml.map(({ id }) => id.split('::')[0] as string)
  return [...new Set(names)].map(name => ({
    name,
    label: name,
    project_name: name,
    has_content: true,
    explores: explores.map(explore => ({ name: explore, label: explore, hidden: false })),
  }))
}

export function describeModel(store: ContentStore, name: string): ILookmlModel | undefined {
  return describeModels(store).find(model => model.name === name)
}

const explores = [...new Set(PLANS.flat().map(exploreOf))]
