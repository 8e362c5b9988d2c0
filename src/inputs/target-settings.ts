import type { Exception } from '../input-types.ts'
import type { DashboardStyle, Filters, Format, PaperSize, Rectangle } from '../model.ts'
import { fileName } from './file-name.ts'
import { filtersFromText, filtersFromYaml } from './filters.ts'
import { attempt, type InputReader, type Take } from './input-source.ts'
import { parseLookerUrl } from './looker-url.ts'
import { boolean, lines, oneOf, type Parse, wholeNumber } from './parsers.ts'
import { InputProblem, labelled, quoted, type ReportProblem } from './problem.ts'
import { rectangles } from './rectangles.ts'
import type { Yaml } from './yaml.ts'

/** What may be set in a mapping for one target and, but for its name, by the input of the same name for all. */
export interface TargetSettings {
  name: string
  format: Format
  width: number
  height: number
  'pdf-landscape': boolean
  'long-tables': boolean
  filters: Filters
  'dashboard-style': DashboardStyle
  'pdf-paper-size': PaperSize
  theme: string
  'tab-ids': string[]
  ignore: Rectangle[]
  /** Of a folder: with its subfolders. */
  recursive: boolean
  /** Of a dashboard: each tile as a picture of its own, in the dashboard's place. */
  tiles: boolean
  /** Of a collection: what is left out of it. */
  except: Exception[]
}

type SettingName = keyof TargetSettings
/** Of one target. */
export type OwnSettings = Partial<TargetSettings>
/** Of all targets. */
export type CommonSettings = OwnSettings & Pick<TargetSettings, 'format' | 'width' | 'height'>

/** Reads a setting that has a single value. */
const scalar =
  <T>(parse: Parse<T>): ((value: Yaml) => T) =>
  value => {
    if (typeof value === 'string') return parse(value)
    throw new InputProblem(`${quoted(JSON.stringify(value))} is not a single value`, 'write one value')
  }

const pixels = wholeNumber(1, 20_000, 'pixels')

const readers: { [name in SettingName]: (value: Yaml) => TargetSettings[name] } = {
  name: scalar(fileName),
  format: scalar(text => oneOf('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
  width: scalar(pixels),
  height: scalar(pixels),
  'pdf-landscape': scalar(boolean),
  'long-tables': scalar(boolean),
  filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
  'dashboard-style': scalar(oneOf('tiled', 'single_column')),
  'pdf-paper-size': scalar(oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
  theme: scalar(text => text),
  'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(scalar(lines)),
  ignore: rectangles,
  recursive: scalar(boolean),
  tiles: scalar(boolean),
  except: value => (Array.isArray(value) ? value : [value]).map(scalar(parseException)),
}

/** What a mapping may have beside its target. */
export const settingNames = Object.keys(readers)

/** @throws InputProblem where it is what no collection holds */
function parseException(source: string): Exception {
  const { kind, id } = parseLookerUrl(source)
  if (kind === 'board' || kind === 'model' || kind === 'query')
    throw new InputProblem(
      `${quoted(source)} is no member of a collection`,
      'write dashboards/44, looks/7, folders/14 or dashboard_elements/19',
    )
  return { source, kind, id }
}

const isSetting = (name: string): name is SettingName => Object.hasOwn(readers, name)

/** Inputs with a default in `action.yml`, and those that may be left open. */
const needed = ['format', 'width', 'height', 'pdf-landscape', 'long-tables'] as const
const optional = ['filters', 'dashboard-style', 'pdf-paper-size', 'theme', 'tab-ids', 'ignore'] as const

/** The inputs that hold for every target; what could not be read is missing, which was reported. */
export function readCommonSettings({ need, ask }: InputReader): OwnSettings {
  const settings: OwnSettings = {}
  for (const name of needed) readInput(settings, name, need)
  for (const name of optional) readInput(settings, name, ask)
  return settings
}

function readInput<N extends SettingName>(settings: OwnSettings, name: N, take: Take): void {
  const value = take(name, text => readers[name](text))
  if (value !== undefined) settings[name] = value
}

/** The keys of a mapping; an empty value is none. Each problem is reported with the key that it belongs to. */
export function readOwnSettings(mapping: { [key: string]: Yaml }, report: ReportProblem): OwnSettings {
  const own: OwnSettings = {}
  for (const [key, value] of Object.entries(mapping))
    attempt(() => readSetting(own, key, value), report, labelled(key))
  return own
}

function readSetting(own: OwnSettings, key: string, value: Yaml): void {
  if (!isSetting(key))
    throw new InputProblem('it is not a setting of a target', `write one of ${settingNames.join(', ')}`)
  if (value !== null && value !== '') setSetting(own, key, value)
}

function setSetting<N extends SettingName>(own: OwnSettings, name: N, value: Yaml): void {
  own[name] = readers[name](value)
}
