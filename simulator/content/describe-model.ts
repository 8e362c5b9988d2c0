import type { ILookmlModel, ILookmlModelNavExplore } from '@looker/sdk'
import { tilePlans } from './made-up.ts'
import { exploreOf } from './queries.ts'
import type { ContentStore } from './store.ts'

/** The models of the LookML dashboards that the API user may see, and those of projects. */
export function describeModels(store: ContentStore): ILookmlModel[] {
  const inProjects = store.projects.models().map(({ project, model }) => ({
    name: model.name,
    project_name: project.options.id,
    explores: model.exploreNames().map(describeNavExplore),
  }))
  const lookml = store.dashboards().filter(({ id }) => id.includes('::'))
  const names = new Set(lookml.map(({ id }) => id.split('::')[0] as string))
  const others = [...names].filter(name => inProjects.every(model => model.name !== name))
  const madeUp = others.map(name => ({
    name,
    project_name: name,
    explores: explores.map(describeNavExplore),
  }))
  return [...inProjects, ...madeUp].map(model => ({ ...model, label: model.name, has_content: true }))
}

export function describeModel(store: ContentStore, name: string): ILookmlModel | undefined {
  return describeModels(store).find(model => model.name === name)
}

const describeNavExplore = (name: string): ILookmlModelNavExplore => ({ name, label: name, hidden: false })

const explores = [...new Set(tilePlans.flat().map(exploreOf))]
