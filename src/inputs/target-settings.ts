import type { Exception } from '../input-types.ts'
import type { DashboardStyle, Filters, Format, PaperSize, Rectangle } from '../model.ts'
import { parseFileName } from './file-name.ts'
import { filtersFromText, filtersFromYaml } from './filters.ts'
import type { InputReader, ReadInput } from './input-source.ts'
import { parseLookerUrl, type TargetUrl } from './looker-url.ts'
import { boolean, lines, oneOf, type Parse, rectangles, visibleName, wholeNumber } from './parsers.ts'
import { attempt, InputProblem, labelOf, nearestWord, quoted, type ReportProblem } from './problem.ts'
import type { Yaml } from './yaml.ts'

/** The settings in a target's mapping. Inputs with the same names apply to all targets. */
interface TargetSettings {
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
  /** Whether a folder includes its subfolders. */
  recursive: boolean
  /** Whether to render each tile of a dashboard instead of the dashboard. */
  tiles: boolean
  /** The members of a collection to leave out. */
  except: Exception[]
}

type SettingName = keyof TargetSettings
export type OwnSettings = Partial<TargetSettings>
export type CommonSettings = OwnSettings & Pick<TargetSettings, 'format' | 'width' | 'height'>

const singleValue =
  <T>(parse: Parse<T>): ((value: Yaml) => T) =>
  value => {
    if (typeof value === 'string') return parse(value)
    throw new InputProblem(`${quoted(JSON.stringify(value))} is not a single value`, 'write one value')
  }

const pictureSide = wholeNumber(1, 20_000, 'a whole number of pixels')

const settingReaders: { [name in SettingName]: (value: Yaml) => TargetSettings[name] } = {
  name: singleValue(parseFileName),
  format: singleValue(text => oneOf('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
  width: singleValue(pictureSide),
  height: singleValue(pictureSide),
  'pdf-landscape': singleValue(boolean),
  'long-tables': singleValue(boolean),
  filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
  'dashboard-style': singleValue(oneOf('tiled', 'single_column')),
  'pdf-paper-size': singleValue(oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
  theme: singleValue(visibleName),
  'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(singleValue(lines)).map(visibleName),
  ignore: rectangles,
  recursive: singleValue(boolean),
  tiles: singleValue(boolean),
  except: value => (Array.isArray(value) ? value : [value]).map(singleValue(parseException)),
}

/** Keys of a mapping in addition to `target`. */
export const settingNames = Object.keys(settingReaders)

function parseException(source: string): Exception {
  const { kind, id } = parseLookerUrl(source)
  if (kind === 'board' || kind === 'model' || kind === 'query')
    throw new InputProblem(
      `${quoted(source)} cannot be a member of a collection`,
      'write dashboards/44, looks/7, folders/14 or dashboard_elements/19',
    )
  return { source, kind, id }
}

const isSetting = (name: string): name is SettingName => Object.hasOwn(settingReaders, name)

const settingsWithDefault = ['format', 'width', 'height', 'pdf-landscape', 'long-tables'] as const
const optionalSettings = [
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'theme',
  'tab-ids',
  'ignore',
] as const

/** Reads the inputs that apply to all targets. Reports and leaves out settings that cannot be read. */
export function readCommonSettings({ required, optional }: InputReader): OwnSettings {
  const settings: OwnSettings = {}
  for (const name of settingsWithDefault) readCommonSetting(settings, name, required)
  for (const name of optionalSettings) readCommonSetting(settings, name, optional)
  return settings
}

function readCommonSetting<N extends SettingName>(settings: OwnSettings, name: N, read: ReadInput): void {
  const value = read(name, text => settingReaders[name](text))
  if (value !== undefined) settings[name] = value
}

/** Ignores keys with an empty value. Reports each problem with its key. */
export function readOwnSettings(mapping: { [key: string]: Yaml }, report: ReportProblem): OwnSettings {
  const own: OwnSettings = {}
  const hasEmptyFilters = mapping.filters === '' || mapping.filters === null
  for (const [key, value] of Object.entries(mapping))
    attempt(() => readSetting(own, key, value, hasEmptyFilters), report, labelOf(key))
  return own
}

function readSetting(own: OwnSettings, key: string, value: Yaml, hasEmptyFilters: boolean): void {
  if (!isSetting(key)) throw unknownSetting(key, hasEmptyFilters)
  if (value !== null && value !== '') setSetting(own, key, value)
}

function unknownSetting(key: string, hasEmptyFilters: boolean): InputProblem {
  const known = nearestWord(key.slice(0, 40).toLowerCase(), settingNames)
  const hint = known === undefined ? `write one of ${settingNames.join(', ')}` : `did you mean ${known}?`
  return new InputProblem(
    'it is not a setting of a target',
    hasEmptyFilters ? 'if it is a filter, indent it by two spaces more than filters' : hint,
  )
}

function setSetting<N extends SettingName>(own: OwnSettings, name: N, value: Yaml): void {
  own[name] = settingReaders[name](value)
}

/**
 * Combines the settings of a target. The mapping takes precedence over the address, and the address takes precedence
 * over the inputs.
 */
export const settingsOf = (
  own: OwnSettings,
  { theme }: Pick<TargetUrl, 'theme'>,
  common: CommonSettings,
): CommonSettings => ({ ...common, ...(theme && { theme }), ...own })
