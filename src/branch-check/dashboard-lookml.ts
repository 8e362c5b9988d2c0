import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import { constantsIn } from '../affected/constants.ts'
import { tileTypesWithoutQuery } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { capitalized, oneLine } from '../runtime/text.ts'
import { optionalText } from './tile-queries.ts'

/** A LookML dashboard whose text can be imported as a user-defined dashboard. */
export interface DrawableDashboard {
  kind: 'drawable'
  title: string
  /** Returns the text to import, with this description. The step finds the imported dashboard by its description. */
  lookml(description: string): string
}

/** A dashboard or a tile that cannot be drawn. */
export interface UndrawableDashboard {
  kind: 'undrawable'
  /** A sentence without a full stop. */
  reason: string
  hint?: string
}

/**
 * Prepares a LookML dashboard for an import as a user-defined dashboard (`POST /dashboards/lookml`). A user-defined
 * dashboard has no model, so the function adds the model to each tile and filter. Removes `preferred_slug`, because
 * Looker would overwrite an existing dashboard with that slug (API 4.0, `import_dashboard_from_lookml`).
 * @param model the model that includes the dashboard: `thelook` of `thelook::sales`
 */
export function toDrawable(
  dashboard: ComposedDashboard,
  model: string,
): DrawableDashboard | UndrawableDashboard {
  const reason = reasonAgainst(dashboard)
  if (reason !== undefined) return { kind: 'undrawable', reason }
  const ownModel = optionalText(dashboard.parameters.model) ?? model
  const write = (description: string) => importableText(dashboard.yaml, ownModel, description)
  try {
    write('')
  } catch (error) {
    return { kind: 'undrawable', reason: error instanceof Error ? error.message : String(error) }
  }
  const title = optionalText(dashboard.parameters.title) ?? dashboard.name
  return { kind: 'drawable', title: oneLine(title), lookml: write }
}

function reasonAgainst({ bases, parameters, problem }: ComposedDashboard): string | undefined {
  if (bases.length > 0 || parameters.extends !== undefined)
    return 'The dashboard extends another dashboard, and Looker imports only dashboards without extends'
  const [constant] = constantsIn(JSON.stringify(parameters) ?? '')
  if (constant !== undefined)
    return `The dashboard uses the constant @{${constant}}, which Looker does not replace in an imported dashboard`
  return problem === undefined ? undefined : capitalized(problem)
}

/** Looker reads dashboards as YAML 1.1, where an unquoted `yes` is a boolean. */
const lookerYaml = {
  version: '1.1',
  uniqueKeys: false,
  merge: true,
  logLevel: 'error',
  prettyErrors: false,
} as const

/** Returns the values of a dashboard's YAML as Looker reads them, for a comparison. If that fails, returns the YAML. */
export function valuesInLooker(yaml: string): string {
  try {
    return JSON.stringify(parseDocument(yaml, lookerYaml).toJS())
  } catch {
    return yaml
  }
}

/**
 * With the schema `failsafe`, values stay texts, so they are written as they were read. Otherwise, the library would write
 * `08540` as `8540`, and a long number with other digits.
 * @throws Error with the reason if the text cannot be imported safely
 */
function importableText(yaml: string, model: string, description: string): string {
  const document = parseDocument(yaml, { ...lookerYaml, schema: 'failsafe' })
  if (document.errors.length > 0)
    throw new Error(
      `The dashboard's text cannot be read as YAML (${document.errors[0]?.message.split('\n')[0]})`,
    )
  refuseTags(document)
  const dashboard = onlyItem(document)
  while (dashboard.has('preferred_slug')) dashboard.delete('preferred_slug')
  while (dashboard.has('description')) dashboard.delete('description')
  dashboard.set('description', description)
  const value: unknown = document.toJS()
  const values = Array.isArray(value) ? value[0] : value
  if (!isObject(values)) throw new Error('The text is not a dashboard')
  eachMap(dashboard, values, 'elements', (element, known) => addModelToElement(element, known, model))
  eachMap(dashboard, values, 'filters', (filter, known) => {
    if (known.explore !== undefined || known.field !== undefined) addModel(filter, known, model)
  })
  removeComments(document)
  const text = document.toString({ lineWidth: 0 })
  // Looker also reads a `preferred_slug` that a YAML merge key (`<<`) adds. The loop above does not delete such a key.
  if (/preferred_slug/i.test(text))
    throw new Error(
      'The dashboard may contain preferred_slug, and an import could then overwrite another dashboard',
    )
  return text
}

/**
 * Throws if the text has a YAML tag other than `!!null`, which Looker itself writes for empty values. With the tag
 * `!!binary` (https://yaml.org/type/binary.html), a key is written in Base64, so the checks would not recognize the key.
 * A Ruby tag may create any object in Looker.
 */
function refuseTags(document: DashboardDocument): void {
  visit(document, {
    Node: (_, node) => {
      const { tag } = node
      if (tag === undefined || (tag === 'tag:yaml.org,2002:null' && isScalar(node) && node.value === ''))
        return
      const written = oneLine(tag.replace(/^tag:yaml\.org,2002:/, '!!'), 60)
      throw new Error(`The dashboard uses the YAML tag ${written}, so its text cannot be checked`)
    },
  })
}

type DashboardDocument = Document.Parsed<ParsedNode>

function onlyItem({ contents }: DashboardDocument): YAMLMap {
  const item = isSeq(contents) && contents.items.length === 1 ? contents.items[0] : contents
  if (!isMap(item)) throw new Error('The text is not a dashboard')
  return item as YAMLMap
}

/** Calls `change` for each map in the list `map[key]`. `known` is the same map with resolved aliases and merge keys. */
function eachMap(
  map: YAMLMap,
  values: Readonly<Record<string, unknown>>,
  key: string,
  change: (item: YAMLMap, known: Readonly<Record<string, unknown>>) => void,
): void {
  const [list, known] = [map.get(key), values[key]]
  if (!isSeq(list) || !Array.isArray(known)) return
  for (const [place, item] of list.items.entries()) {
    const value: unknown = known[place]
    if (isMap(item) && isObject(value)) change(item as YAMLMap, value)
  }
}

function addModelToElement(element: YAMLMap, known: Readonly<Record<string, unknown>>, model: string): void {
  const own = optionalText(known.model) ?? model
  eachMap(element, known, 'merged_queries', (query, ofQuery) => addModel(query, ofQuery, own))
  const showsData = known.explore !== undefined || !tileTypesWithoutQuery.has(optionalText(known.type))
  if (showsData && known.merged_queries === undefined) addModel(element, known, model)
}

function addModel(map: YAMLMap, known: Readonly<Record<string, unknown>>, model: string): void {
  if (optionalText(known.model) === undefined) map.set('model', model)
}

function removeComments(document: DashboardDocument): void {
  document.comment = null
  visit(document, {
    Node: (_, node) => {
      const commented: Pick<Node, 'comment' | 'commentBefore'> = node as Node
      commented.comment = null
      commented.commentBefore = null
    },
  })
}
