import { type Document, isMap, isScalar, isSeq, type ParsedNode, Scalar, visit, type YAMLMap } from 'yaml'
import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import { constantsIn } from '../affected/constants.ts'
import {
  parseResolved,
  textWithoutMark,
  typedValue,
  typedValues,
  UnresolvedYaml,
} from '../affected/resolved-yaml.ts'
import { tileTypesWithoutQuery } from '../model.ts'
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
  const write = (description: string) => importableText(dashboard.yaml, model, description)
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

/** @throws Error with the reason if the text cannot be imported safely */
function importableText(yaml: string, includedBy: string, description: string): string {
  const document = parseForImport(yaml)
  refuseTags(document)
  const dashboard = onlyItem(document)
  const model = textAt(dashboard, 'model') ?? includedBy
  while (dashboard.has('preferred_slug')) dashboard.delete('preferred_slug')
  setText(dashboard, 'description', description)
  for (const element of mapsIn(dashboard, 'elements')) setModelOfElement(element, model)
  for (const filter of mapsIn(dashboard, 'filters'))
    if (hasValue(filter, 'explore') || hasValue(filter, 'field')) setModel(filter, model)
  const text = document.toString({ lineWidth: 0 })
  if (/preferred_slug/i.test(text))
    throw new Error(
      'The dashboard may contain preferred_slug, and an import could then overwrite another dashboard',
    )
  if (JSON.stringify(typedValues(text)) !== JSON.stringify([typedValue(document.contents)]))
    throw new Error('The dashboard has values that would change in an imported dashboard')
  return text
}

function parseForImport(yaml: string): DashboardDocument {
  try {
    const [document, ...others] = parseResolved(yaml)
    if (document && others.length === 0) return document
  } catch (error) {
    if (!(error instanceof UnresolvedYaml)) throw error
    throw new Error(`The dashboard's text cannot be read as YAML (${error.message})`)
  }
  throw new Error('The text is not a dashboard')
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

const lastValue = (map: YAMLMap, key: string): unknown =>
  map.items.findLast(item => isScalar(item.key) && item.key.value === key)?.value

const hasValue = (map: YAMLMap, key: string): boolean => (typedValue(lastValue(map, key)) ?? '') !== ''

/** @throws Error if the value is not a list of mappings, because its queries are then unknown */
function mapsIn(map: YAMLMap, key: string): YAMLMap[] {
  if (!hasValue(map, key)) return []
  const list = lastValue(map, key)
  if (isSeq(list) && list.items.every(item => isMap(item))) return list.items as YAMLMap[]
  throw new Error(`The dashboard has a value of ${key} that is not a list of mappings`)
}

/** A merged result has a model in each of its queries. */
function setModelOfElement(element: YAMLMap, model: string): void {
  const merged = mapsIn(element, 'merged_queries')
  for (const query of merged) setModel(query, textAt(element, 'model') ?? model)
  const hasQuery = hasValue(element, 'explore') || hasValue(element, 'base_view')
  const showsData = merged.length === 0 && !tileTypesWithoutQuery.has(textAt(element, 'type'))
  if (hasQuery || showsData) setModel(element, model)
}

const textAt = (map: YAMLMap, key: string): string | undefined =>
  optionalText(textWithoutMark(typedValue(lastValue(map, key))))

const setModel = (map: YAMLMap, model: string): void => setText(map, 'model', textAt(map, 'model') ?? model)

/** Writes the text in quotes, because Looker would read some names as a number or a boolean. */
function setText(map: YAMLMap, key: string, text: string): void {
  while (map.has(key)) map.delete(key)
  const value = new Scalar(text)
  value.type = Scalar.QUOTE_DOUBLE
  map.set(new Scalar(key), value)
}
