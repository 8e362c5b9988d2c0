import type { ILookmlModelExplore, ILookmlModelExploreField, ILookmlModelExploreJoins } from '@looker/sdk'
import { titleCase } from '../names.ts'
import { type Field, type JoinedView, type LookmlModel, viewsOf } from './lookml-model.ts'
import { type Block, textIn, textsIn } from './parse-lookml.ts'

interface Place {
  project: string
  model: LookmlModel
}

/** Describes an Explore as the API does. Returns undefined if the model has no such Explore. */
export function describeExplore(place: Place, name: string): ILookmlModelExplore | undefined {
  const { project, model } = place
  const explore = model.explore(name)
  if (!explore) return undefined
  const views = viewsOf(name, explore.block)
  const fields = views.flatMap(view => exploreFields(place, view, name))
  const label = textIn(explore.block.label) ?? titleCase(name)
  return {
    id: `${model.name}::${name}`,
    name,
    label,
    title: label,
    hidden: explore.block.hidden === true || explore.block.hidden === 'yes',
    project_name: project,
    model_name: model.name,
    view_name: views[0]?.alias ?? name,
    source_file: explore.files[0] ?? null,
    files: exploreFiles(model, explore.files, views),
    joins: views.slice(1).map(describeJoin),
    fields: {
      dimensions: fields.filter(({ category }) => String(category) === 'dimension'),
      measures: fields.filter(({ category }) => String(category) === 'measure'),
      filters: fields.filter(({ category }) => String(category) === 'filter'),
      parameters: fields.filter(({ category }) => String(category) === 'parameter'),
    },
  }
}

/** Returns the files of the Explore and of its views, including the files of extended blocks and of refinements. */
function exploreFiles(model: LookmlModel, own: string[], views: readonly JoinedView[]): string[] {
  const ofViews = views.flatMap(({ view }) => model.view(view)?.files ?? [])
  return [...new Set([...model.files.slice(0, 1).map(({ path }) => path), ...own, ...ofViews])]
}

function describeJoin({ alias, join = {} }: JoinedView): ILookmlModelExploreJoins {
  return {
    name: alias,
    from: textIn(join.from) ?? null,
    sql_on: textIn(join.sql_on) ?? null,
    type: textIn(join.type) ?? null,
    relationship: textIn(join.relationship) ?? null,
    fields: join.fields === undefined ? null : textsIn(join.fields),
  }
}

/** Returns no fields if the view's join has an empty list of fields. */
function exploreFields(
  place: Place,
  { alias, view, join }: JoinedView,
  explore: string,
): ILookmlModelExploreField[] {
  const hidden = join?.fields !== undefined && textsIn(join.fields).length === 0
  const fields = hidden ? [] : place.model.fields(view)
  return fields.map(field => ({
    ...describeField(place, field, alias, view),
    suggest_explore: textIn(field.block.suggest_explore) ?? explore,
    suggest_dimension: textIn(field.block.suggest_dimension) ?? `${alias}.${field.name}`,
  }))
}

function describeField(
  { project }: Place,
  { name, kind, block, file }: Field,
  alias: string,
  view: string,
): ILookmlModelExploreField {
  const short = labelOf(name, block)
  return {
    name: `${alias}.${name}`,
    view: alias,
    original_view: view,
    scope: alias,
    label: `${titleCase(alias)} ${short}`,
    label_short: short,
    category: kind as never,
    measure: kind === 'measure',
    type: textIn(block.type) ?? 'string',
    sql: textIn(block.sql) ?? null,
    value_format_name: textIn(block.value_format_name) ?? null,
    hidden: block.hidden === true || block.hidden === 'yes',
    project_name: project,
    source_file: file,
    source_file_path: `${project}/${file}`,
  } as ILookmlModelExploreField
}

/** Returns the block's label. If the block has no label, returns its name as words. */
export const labelOf = (name: string, block: Block): string => textIn(block.label) ?? titleCase(name)
