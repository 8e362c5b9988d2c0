import type { RenderSettings } from '../input-types.ts'
import type { ApiVersion, Format } from '../model.ts'
import type { Yaml } from './filters.ts'
import type { LookerUrl } from './looker-url.ts'
import { InputProblem, quoted, type Read } from './parsers.ts'

/** Readers of a mapping's keys, by the name that the input of the same meaning has. */
export type SettingReaders = Record<string, (value: Yaml) => Partial<RenderSettings>>

/** Of a key that has one value. */
export const scalar =
  <T>(read: Read<T>): ((value: Yaml) => T) =>
  value => {
    if (typeof value === 'string') return read(value)
    throw new InputProblem(`${quoted(JSON.stringify(value))} is not a single value`, 'write one value')
  }

/** What holds for every target of the list. */
export interface TargetContext {
  /** Undefined where the input could not be read, which is told elsewhere. */
  base: URL | undefined
  version: ApiVersion | undefined
  all: RenderSettings & { format: Format; width: number; height: number }
  readers: SettingReaders
}

/** What Looker could not render, or would render other than it was asked for. */
export function refusals(
  address: LookerUrl,
  own: RenderSettings,
  { version, all }: TargetContext,
): InputProblem[] {
  const complaints: InputProblem[] = []
  const refuse = (unless: boolean, found: string, instead: string) =>
    unless || complaints.push(new InputProblem(found, instead))
  const { kind, id } = address
  const dashboard = kind === 'dashboard' || kind === 'lookml_dashboard'
  const format = own.format ?? all.format
  refuse(
    dashboard || format !== 'pdf',
    'Looker makes a PDF of dashboards only',
    'set format to png or jpg for it',
  )
  for (const [setting, name] of forDashboards)
    refuse(dashboard || own[setting] === undefined, `${name} is for dashboards only`, 'leave it out')
  for (const [setting, name] of forPdf)
    refuse(
      format === 'pdf' || own[setting] === undefined,
      `${name} is for format pdf only`,
      'leave it out, or set format to pdf',
    )
  if (version === '3.1') {
    for (const [setting, name] of sinceVersion4)
      refuse(
        !(own[setting] ?? (setting === 'theme' && address.theme)),
        `${name} needs api-version 4.0`,
        'leave it out',
      )
    refuse(kind !== 'dashboard_element', 'dashboard elements need api-version 4.0', 'render the dashboard')
    refuse(
      (kind !== 'dashboard' && kind !== 'look') || /^\d+$/.test(id),
      `in API 3.1 the id ${quoted(id)} would have to be a number`,
      'write the number that the API knows it by',
    )
  }
  return complaints
}

const forDashboards = [
  ['filters', 'filters'],
  ['style', 'dashboard-style'],
  ['paperSize', 'pdf-paper-size'],
  ['landscape', 'pdf-landscape'],
  ['longTables', 'long-tables'],
  ['theme', 'theme'],
  ['tabIds', 'tab-ids'],
] as const
const forPdf = [
  ['paperSize', 'pdf-paper-size'],
  ['landscape', 'pdf-landscape'],
] as const
/** Only API 4.0 takes these (published descriptions of both versions). */
export const sinceVersion4 = [
  ['theme', 'theme'],
  ['longTables', 'long-tables'],
  ['tabIds', 'tab-ids'],
] as const
