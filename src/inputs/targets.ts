import type { RenderSettings } from '../input-types.ts'
import type { Filters, Target } from '../model.ts'
import { encodeFilters } from '../target-kinds.ts'
import { findCollisions, makeFileName } from './file-name.ts'
import { parseYaml, type Yaml } from './filters.ts'
import { type LookerUrl, parseLookerUrl } from './looker-url.ts'
import { InputProblem, labelled, quoted, type ReportProblem } from './parsers.ts'
import { refusals, type SettingReaders, type TargetContext } from './target-rules.ts'

/** One target a line, or a YAML list of targets and mappings; every problem is told, none thrown. */
export function readTargets(text: string, context: TargetContext, tell: ReportProblem): Target[] {
  const targets: Target[] = []
  const items = listItems(text)
  if (items.length === 0) throw new InputProblem('it lists nothing', 'write one target a line')
  for (const [index, item] of items.entries()) {
    const where = `item ${index + 1}`
    try {
      targets.push(...readTarget(item, context, complaint => tell(where, complaint)))
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error
      tell(where, error)
    }
  }
  for (const complaint of findCollisions(targets)) tell('', complaint)
  return targets
}

function listItems(file: string): Yaml[] {
  const text = file.replace(/^\uFEFF/, '')
  const source = text
    .split(/\r?\n/)
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(line => line !== '')
  if (!/^(-(\s|$)|\[|---)/.test(source[0] ?? '')) return source
  const list = parseYaml(text)
  if (Array.isArray(list)) return list
  throw new InputProblem('the YAML is not a list', 'begin every target with a dash')
}

function readTarget(
  item: Yaml,
  context: TargetContext,
  complain: (complaint: InputProblem) => void,
): Target[] {
  const { target: source, ...mapping } = typeof item === 'string' ? { target: item } : mappingOf(item)
  if (typeof source !== 'string' || source === '')
    throw new InputProblem('it names no target', 'write target: dashboards/42')
  const complaints: InputProblem[] = []
  const own = readMapping(mapping, context.readers, complaints)
  const address = collectProblems(complaints, () => parseLookerUrl(source, context.base))
  if (address) complaints.push(...refusals(address, own, context))
  for (const { message, hint } of complaints)
    complain(
      new InputProblem(message.startsWith(quoted(source)) ? message : `${quoted(source)}: ${message}`, hint),
    )
  return address && complaints.length === 0 ? [toTarget(source, address, own, context)] : []
}

/** What was read; where it could not be, what there is to complain of goes to the others. */
function collectProblems<T>(complaints: InputProblem[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    complaints.push(error)
    return undefined
  }
}

function mappingOf(item: Yaml): { [key: string]: Yaml } {
  if (item !== null && typeof item === 'object' && !Array.isArray(item)) return item
  throw new InputProblem(
    `${quoted(JSON.stringify(item))} is neither a target nor a mapping`,
    'write target: dashboards/42',
  )
}

function readMapping(
  mapping: { [key: string]: Yaml },
  readers: SettingReaders,
  complaints: InputProblem[],
): RenderSettings {
  const settings: RenderSettings = {}
  for (const [key, value] of Object.entries(mapping)) {
    const faults: InputProblem[] = []
    const setting = collectProblems(faults, () => readSetting(key, value, readers))
    Object.assign(settings, setting)
    complaints.push(
      ...faults.map(({ message, hint }) => new InputProblem(`${labelled(key)}: ${message}`, hint)),
    )
  }
  return settings
}

function readSetting(key: string, value: Yaml, readers: SettingReaders): RenderSettings {
  const read = Object.hasOwn(readers, key) ? readers[key] : undefined
  if (!read)
    throw new InputProblem(
      'it is not a setting of a target',
      `write one of ${Object.keys(readers).join(', ')}`,
    )
  return value === null || value === '' ? {} : read(value)
}

function toTarget(
  source: string,
  address: LookerUrl,
  own: RenderSettings,
  { all, base }: TargetContext,
): Target {
  const ownFilters: Filters = new Map([...address.filters, ...(own.filters ?? [])])
  const format = own.format ?? all.format
  const name = own.name ?? makeFileName(address, ownFilters)
  const extent = { width: own.width ?? all.width, height: own.height ?? all.height }
  // Without a format where that of all could not be read, which is told elsewhere.
  const file = [name, format].filter(Boolean).join('.')
  const common = { source, name, file, id: address.id, ...extent }
  const { kind } = address
  if (kind !== 'dashboard' && kind !== 'lookml_dashboard') {
    if (format === 'pdf') throw new Error('refused above')
    return { ...common, kind, url: (base?.origin ?? '') + address.path, output: { format } }
  }
  const settings = { ...all, ...(address.theme && { theme: address.theme }), ...own }
  const filters = ownFilters.size > 0 || own.filters ? ownFilters : (all.filters ?? new Map())
  const query = filters.size > 0 ? `?${encodeFilters(filters)}` : ''
  const { style, theme, paperSize, landscape = false, longTables = false, tabIds = [] } = settings
  return {
    ...common,
    kind,
    url: (base?.origin ?? '') + address.path + query,
    output: format === 'pdf' ? { format, landscape, ...(paperSize && { paperSize }) } : { format },
    filters,
    longTables,
    tabIds,
    ignoredParameters: address.ignoredParameters,
    ...(style && { style }),
    ...(theme && { theme }),
  }
}
