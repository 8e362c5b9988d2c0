import { withThousands } from '../runtime/text.ts'
import {
  type DashboardSource,
  type LookmlDashboard,
  type LookmlElement,
  readElement,
  type YamlObject,
  yamlTextIn,
} from './lookml-dashboards.ts'

/** A dashboard as Looker would show it, merged with the dashboards that it extends. */
export interface ComposedDashboard extends LookmlDashboard {
  /**
   * The elements by `name`. Elements of extended dashboards come first. An element of an extending dashboard overrides
   * only the parameters that it sets.
   */
  elementsByName: ReadonlyMap<string, LookmlElement>
  filtersByName: ReadonlyMap<string, YamlObject>
  /** The `source` of the dashboard and of the dashboards that it extends, by their texts. */
  sources: ReadonlyMap<string, DashboardSource>
  /**
   * Why the elements may be incomplete or wrong, as a text for users: "the dashboard sales extends base, which the model
   * does not include from this project".
   */
  problem?: string
  /** Whether elements may inherit parameters from a dashboard that no file defines. */
  mayInherit?: true
  /** The extended dashboards whose files the model may include, but not certainly. */
  uncertainBases?: ReadonlySet<string>
}

/**
 * Applies `extends` (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-extends). The parameters of
 * the extending dashboard take precedence. Elements and filters are merged by name.
 * @returns undefined if no file defines the dashboard
 */
export function composeDashboard(
  name: string,
  definitionsOf: (name: string) => readonly LookmlDashboard[],
): ComposedDashboard | undefined {
  return compose(name, { definitionsOf, known: new Map(), partsLeft: maxParts })
}

const maxExtendsDepth = 100
/**
 * The maximum number of parameters, elements and filters of a dashboard. Without a limit, dashboards that extend
 * several others can have millions of them.
 */
const maxParts = 20_000
const tooManyParts = `the dashboard has more than ${withThousands(maxParts)} parts, including the dashboards that it extends`

interface Composition {
  definitionsOf: (name: string) => readonly LookmlDashboard[]
  /**
   * The composed dashboards by name. If no file defines a dashboard, the value is its name. While a dashboard is being
   * composed, the value is undefined. This ends the recursion if a dashboard extends itself.
   */
  known: Map<string, ComposedDashboard | string | undefined>
  partsLeft: number
}

function compose(name: string, composition: Composition, depth = 0): ComposedDashboard | undefined {
  const { definitionsOf, known } = composition
  const definitions = depth < maxExtendsDepth ? definitionsOf(name) : []
  const definition = definitions.at(-1)
  if (!definition) return undefined
  known.set(name, undefined)
  const names = spend(definition.bases, composition)
  const bases = names.map(base => {
    if (!known.has(base)) known.set(base, compose(base, composition, depth + 1) ?? base)
    return known.get(base)
  })
  const missing = bases.find(base => typeof base === 'string')
  const composed = bases.filter(base => typeof base === 'object')
  const inherited = composed.flatMap(base => spend(Object.entries(base.parameters), composition))
  const { extension: _, ...ofBases } = Object.fromEntries(inherited)
  const parameters = { ...ofBases, ...definition.parameters }
  const model = yamlTextIn(parameters.model)
  const elements = [...composed.map(base => [...base.elementsByName.values()]), definition.elements]
  const filters = [...composed.map(base => [...base.filtersByName.values()]), definition.filters]
  const merged = mergeByName(
    elements.map(list => spend(list, composition).map(element => element.parameters)),
  )
  const problem =
    missing === undefined
      ? composed.find(base => base.problem)?.problem
      : `the dashboard ${name} extends ${missing}, which the model does not include from this project`
  const isAmbiguous = new Set(definitions.map(({ source }) => source.text)).size > 1
  const dashboard = {
    ...definition,
    parameters,
    elementsByName: new Map([...merged].map(([name, element]) => [name, readElement(element, model)])),
    filtersByName: mergeByName(filters.map(list => spend(list, composition))),
    sources: new Map([
      ...definitions.map(({ source }) => [source.text, source] as const),
      ...composed.flatMap(base => spend([...base.sources], composition)),
    ]),
    ...(problem !== undefined && { problem }),
    ...((missing !== undefined || composed.some(base => base.mayInherit)) && { mayInherit: true as const }),
    ...(isAmbiguous && { problem: `the model has several definitions of the dashboard ${name}` }),
    ...(composition.partsLeft < 0 && { problem: tooManyParts }),
  }
  known.set(name, dashboard)
  return dashboard
}

/** Counts the parts. Returns an empty list if the dashboard has too many. */
function spend<T>(parts: readonly T[], composition: Composition): readonly T[] {
  composition.partsLeft -= parts.length
  return composition.partsLeft < 0 ? [] : parts
}

/**
 * Merges the lists of several dashboards. An element without a name, or with the name of an earlier element of its own
 * dashboard, overrides nothing. Its key is its position.
 */
function mergeByName(lists: readonly (readonly YamlObject[])[]): Map<string, YamlObject> {
  const merged = new Map<string, YamlObject>()
  for (const list of lists) {
    const known = new Set<string>()
    for (const item of list) {
      const name = yamlTextIn(item.name) ?? ''
      const key = name === '' || known.has(name) ? `#${merged.size + 1}` : name
      known.add(key)
      merged.set(key, { ...merged.get(key), ...item })
    }
  }
  return merged
}
