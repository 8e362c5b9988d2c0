import type { Texts } from './git-repository.ts'
import { type Field, type LookmlModel, viewsOf } from './lookml-model.ts'
import { type Block, isBlock, textIn, textsIn } from './parse-lookml.ts'

export interface Problem {
  code: string
  severity: 'fatal' | 'error' | 'warning'
  kind: 'syntax' | 'model_configuration' | 'dashboard'
  message: string
  file: string
  line?: number | undefined
  model?: string
  explore?: string
  field?: string
}

interface DashboardIn {
  block: Block
  model: string
  file: string
}

/**
 * Finds three kinds of problems: Explores with unknown views, references to unknown fields, and tiles of LookML
 * dashboards without a query.
 */
export function findProblems(
  models: readonly LookmlModel[],
  dashboards: readonly DashboardIn[],
  texts: Texts,
): Problem[] {
  const found = [
    ...models.flatMap(model => [...unknownViews(model, texts), ...unknownFields(model, texts)]),
    ...dashboards.flatMap(dashboard => brokenTiles(dashboard, models, texts)),
  ]
  // If two models include the same file, both models report the problems in this file.
  return [...new Map(found.map(problem => [`${problem.file}: ${problem.message}`, problem])).values()]
}

/**
 * Returns an empty list if the model includes files of an unknown project (`//name/…`), because the views may be in
 * that project.
 */
function unknownViews(model: LookmlModel, texts: Texts): Problem[] {
  if (model.hasForeignViews) return []
  return model.exploreNames().flatMap(explore => {
    const { block, files } = model.explore(explore) ?? { block: {}, files: [] }
    return viewsOf(explore, block)
      .filter(({ view }) => !model.view(view))
      .map(({ alias, view, join }): Problem => {
        const file = files[0] ?? ''
        const header = join ? `join:\\s*${alias}\\b` : `explore:\\s*\\+?${explore}\\b`
        const message = `Explore "${explore}" in ${model.name}: could not find a view named "${view}"`
        const place = { file, line: lineOf(texts, file, header), model: model.name, explore }
        return { code: 'unknown_view', severity: 'error', kind: 'model_configuration', message, ...place }
      })
  })
}

function unknownFields(model: LookmlModel, texts: Texts): Problem[] {
  if (model.hasForeignViews) return []
  const explores = model.exploreNames().map(name => viewsOf(name, model.explore(name)?.block ?? {}))
  const views = new Map(explores.flat().map(({ alias, view }) => [alias, view]))
  return [...new Set(views.values())].flatMap(view =>
    model.fields(view).flatMap(field =>
      referencesIn(field.block)
        .filter(reference => !isKnownReference(model, { reference, view, views }))
        .map((reference): Problem => {
          const message = `Unknown or inaccessible field "${full(reference, view)}" referenced in "${view}.${field.name}". Check for missing joins or an incorrect field name.`
          const header = `(${headers.join('|')}):\\s*${field.name}\\b`
          const place = { file: field.file, line: lineOf(texts, field.file, header), model: model.name }
          const what = { code: 'unknown_field', severity: 'error', kind: 'model_configuration' } as const
          return { ...what, message, ...place, field: `${view}.${field.name}` }
        }),
    ),
  )
}

const headers = ['dimension', 'dimension_group', 'measure', 'filter', 'parameter']

const full = (reference: string, view: string) =>
  reference.includes('.') ? reference : `${view}.${reference}`

const referencesIn = (block: Block): string[] => {
  const text = [textIn(block.sql), textIn(block.html)].filter(Boolean).join(' ')
  return [...text.matchAll(/\$\{([\w.]+)\}/g)].map(([, name = '']) => name)
}

function isKnownReference(
  model: LookmlModel,
  { reference, view, views }: { reference: string; view: string; views: ReadonlyMap<string, string> },
): boolean {
  const [first = '', second] = reference.split('.')
  if (reference === 'TABLE' || second === 'SQL_TABLE_NAME') return true
  if (second === undefined) return hasField(model.fields(view), first)
  const other = first === view ? view : (views.get(first) ?? first)
  return model.view(other) !== undefined && hasField(model.fields(other), second)
}

/**
 * Whether one of the fields has this name. A dimension group has several names, for example `created_date` for the
 * group `created`.
 */
const hasField = (fields: readonly Field[], name: string): boolean =>
  fields.some(
    field =>
      field.name === name ||
      (field.isGroup && (name.startsWith(`${field.name}_`) || name.endsWith(`_${field.name}`))),
  )

function brokenTiles({ block, model: own, file }: DashboardIn, models: readonly LookmlModel[], texts: Texts) {
  const elements = (Array.isArray(block.elements) ? block.elements : []).filter(isBlock)
  return elements.flatMap((element): Problem[] => {
    const explore = textIn(element.explore)
    if (explore === undefined) return []
    const name = textIn(element.model) ?? own
    const model = models.find(one => one.name === name)
    const views = model?.explore(explore) && viewsOf(explore, model.explore(explore)?.block ?? {})
    const lost = textsIn(element.fields).filter(field => {
      const [alias = '', own = ''] = field.split('.')
      const joined = views?.find(one => one.alias === alias)
      return !joined || !model || !hasField(model.fields(joined.view), own)
    })
    if (!model || (views && lost.length === 0)) return []
    const title = textIn(element.title) ?? textIn(element.name) ?? ''
    const message = views
      ? `Unknown field "${lost[0]}" in the element "${title}"`
      : `Unknown Explore "${explore}" in the element "${title}"`
    const place = { file, line: lineOf(texts, file, `name:\\s*${textIn(element.name) ?? ''}`), model: name }
    return [{ code: 'dashboard_field', severity: 'warning', kind: 'dashboard', message, ...place, explore }]
  })
}

/** Returns the number of the first line with this header. The first line of a file has the number 1. */
function lineOf(texts: Texts, file: string, header: string): number | undefined {
  const lines = (texts.get(file) ?? '').split('\n')
  const at = lines.findIndex(line => new RegExp(`\\b${header}`).test(line))
  return at < 0 ? undefined : at + 1
}
