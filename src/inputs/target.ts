import type { ListedCollection, Member } from '../input-types.ts'
import type { ApiVersion, Collection, Dashboard, Filters, Format, Target } from '../model.ts'
import { addressOf, collectionKinds, encodeFilters } from '../targets.ts'
import { makeFileName } from './file-name.ts'
import { type CollectionUrl, isCollectionUrl, type LookerUrl, type TargetUrl } from './looker-url.ts'
import { InputProblem, quoted } from './problem.ts'
import { type CommonSettings, type OwnSettings, settingsOf } from './target-settings.ts'

interface TargetEntry {
  source: string
  address: TargetUrl
  own: OwnSettings
}

interface CollectionEntry {
  kind: Collection['kind']
  source: string
  address: CollectionUrl | TargetUrl
  own: OwnSettings
}

export type ListEntry = TargetEntry | CollectionEntry

export const isTargetEntry = (entry: ListEntry): entry is TargetEntry => !('kind' in entry)

export function toEntry(source: string, address: LookerUrl, own: OwnSettings): ListEntry {
  if (isCollectionUrl(address)) return { kind: address.kind, source, address, own }
  return own.tiles && isDashboardKind(address.kind)
    ? { kind: 'tiles', source, address, own }
    : { source, address, own }
}

const isDashboardKind = (kind: Target['kind']) => kind === 'dashboard' || kind === 'lookml_dashboard'

/** The inputs that apply to all targets. An invalid input is undefined. Its problem is already reported. */
export interface TargetContext {
  base: URL | undefined
  version: ApiVersion | undefined
  common: OwnSettings
}

/** Finds settings that Looker cannot render, or would render differently. */
export const entryProblems = (entry: ListEntry, context: TargetContext): InputProblem[] =>
  isTargetEntry(entry) ? targetProblems(entry, context) : collectionProblems(entry, context)

const settingsForDashboards = [
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
] as const
const settingsForPdf = ['pdf-paper-size', 'pdf-landscape'] as const
/** Looker documents these settings for API 4.0, but not for 3.1. */
export const settingsOfVersion4 = ['theme', 'long-tables', 'tab-ids'] as const

function targetProblems({ address, own }: TargetEntry, { version, common }: TargetContext): InputProblem[] {
  return [
    ...formatProblems(address, own, own.format ?? common.format),
    ...collectionSettingProblems(own),
    ...(version === '3.1' ? versionProblems(address, own) : []),
  ]
}

function formatProblems(address: TargetUrl, own: OwnSettings, format: OwnSettings['format']): InputProblem[] {
  const isSet = (name: keyof OwnSettings) => own[name] !== undefined
  const problems: InputProblem[] = []
  if (!isDashboardKind(address.kind)) {
    if (format === 'pdf')
      problems.push(
        new InputProblem(
          'Looker creates PDFs only of dashboards',
          'set format to png or jpg for this target',
        ),
      )
    for (const name of settingsForDashboards.filter(isSet))
      problems.push(new InputProblem(`${name} is for dashboards only`, 'leave it out'))
  }
  if (format === 'pdf' && isSet('ignore'))
    problems.push(new InputProblem('the setting "ignore" is for pictures, not for PDFs', 'leave it out'))
  if (format !== 'pdf')
    for (const name of settingsForPdf.filter(isSet))
      problems.push(new InputProblem(`${name} is for format pdf only`, 'leave it out, or set format to pdf'))
  return problems
}

function versionProblems({ kind, id, theme }: TargetUrl, own: OwnSettings): InputProblem[] {
  const names = settingsOfVersion4.filter(name => own[name] ?? (name === 'theme' && theme))
  const problems = names.map(name => new InputProblem(`${name} needs api-version 4.0`, 'leave it out'))
  if (kind === 'dashboard_element')
    problems.push(new InputProblem('dashboard elements need api-version 4.0', 'render the dashboard'))
  if ((kind === 'dashboard' || kind === 'look') && !/^\d+$/.test(id))
    problems.push(
      new InputProblem(`in API 3.1 the id ${quoted(id)} must be a number`, 'write the numeric id'),
    )
  return problems
}

function collectionSettingProblems(own: OwnSettings): InputProblem[] {
  const problems: InputProblem[] = []
  if (own.recursive !== undefined)
    problems.push(new InputProblem('the setting "recursive" is for folders only', 'leave it out'))
  if (own.tiles) problems.push(new InputProblem('the setting "tiles" is for dashboards only', 'leave it out'))
  if (own.except)
    problems.push(
      new InputProblem('the setting "except" is for folders, boards, models and tiles only', 'leave it out'),
    )
  return problems
}

function collectionProblems(
  { kind, address, own }: CollectionEntry,
  { version, common }: TargetContext,
): InputProblem[] {
  const problems: InputProblem[] = []
  const refuseIf = (condition: unknown, fact: string, hint = 'leave it out') =>
    condition ? problems.push(new InputProblem(fact, hint)) : 0
  refuseIf(
    version === '3.1',
    'collections need api-version 4.0',
    'list the targets of the collection one by one',
  )
  refuseIf(
    own.name,
    'the setting "name" is for a single target',
    'leave it out: each member has its own name',
  )
  refuseIf(own.recursive !== undefined && kind !== 'folder', 'the setting "recursive" is for folders only')
  refuseIf(own.tiles && kind !== 'tiles', 'the setting "tiles" is for dashboards only')
  if (kind === 'tiles') {
    for (const name of settingsForDashboards)
      refuseIf(
        own[name] !== undefined,
        `${name} is for whole dashboards, and Looker renders a tile as it was saved`,
      )
    refuseIf(
      'filters' in address && address.filters.size > 0,
      'it has filters, and Looker renders a tile as it was saved',
      'remove the ? and the text after it',
    )
    refuseIf(
      own.format === 'pdf',
      'Looker creates PDFs only of dashboards',
      'set format to png or jpg for this target',
    )
  } else if ((own.format ?? common.format) !== 'pdf')
    for (const name of settingsForPdf)
      refuseIf(
        own[name] !== undefined,
        `${name} is for format pdf only`,
        'leave it out, or set format to pdf',
      )
  return problems
}

/** Combines the filters of the mapping and the address. The mapping takes precedence. */
const ownFilters = ({ address, own }: TargetEntry): Filters =>
  new Map([...address.filters, ...(own.filters ?? [])])

const entryName = (entry: TargetEntry) => entry.own.name ?? makeFileName(entry.address, ownFilters(entry))

/** Returns the name of the target's file, without an extension if the input `format` is invalid. */
export const entryFile = (entry: TargetEntry, format: Format | undefined) =>
  [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.')

export function toTarget(entry: TargetEntry, base: URL, common: CommonSettings): Target {
  const { source, address, own } = entry
  const { kind, id, pasted } = address
  const name = entryName(entry)
  const title = own.name ?? address.title
  const settings = settingsOf(own, address, common)
  const { width, height, format } = settings
  const shared = {
    source,
    name,
    id,
    width,
    height,
    ignore: settings.ignore ?? [],
    ...(title && { title }),
    ...(pasted && { pastedHost: pasted.host }),
  }
  if (kind === 'dashboard' || kind === 'lookml_dashboard') {
    const filters =
      own.filters || address.filters.size > 0 ? ownFilters(entry) : (common.filters ?? new Map())
    return {
      ...shared,
      kind,
      file: `${name}.${format}`,
      url: pageUrl(entry, base, filters),
      filters,
      ignoredParameters: address.ignoredParameters,
      ...dashboardSettings(settings),
    }
  }
  // Looker renders only dashboards as PDF. With `format: pdf`, Looks and tiles of a collection are rendered as PNG.
  const picture = format === 'pdf' ? 'png' : format
  return {
    ...shared,
    kind,
    file: `${name}.${picture}`,
    url: pageUrl(entry, base, new Map()),
    output: { format: picture },
  }
}

/**
 * Returns the pasted address if the target has only the filters of that address. Otherwise, builds an address with the
 * target's filters.
 */
function pageUrl({ address, own }: TargetEntry, base: URL, filters: Filters): string {
  const { pasted, path } = address
  if (pasted && !own.filters && filters.size === address.filters.size) return pasted.href
  const query = filters.size > 0 ? `?${encodeFilters(filters)}` : ''
  return (pasted ? new URL(pasted.href).origin : base.origin) + path + query
}

function dashboardSettings(
  settings: CommonSettings,
): Pick<Dashboard, 'output' | 'longTables' | 'tabIds' | 'style' | 'theme'> {
  const { format, 'dashboard-style': style, 'pdf-paper-size': paperSize, theme } = settings
  const landscape = settings['pdf-landscape'] ?? false
  return {
    output: format === 'pdf' ? { format, landscape, ...(paperSize && { paperSize }) } : { format },
    longTables: settings['long-tables'] ?? false,
    tabIds: settings['tab-ids'] ?? [],
    ...(style && { style }),
    ...(theme && { theme }),
  }
}

export function toCollection(entry: CollectionEntry, base: URL, common: CommonSettings): ListedCollection {
  const { kind, source, address, own } = entry
  const { id, path, pasted } = address
  return {
    kind,
    id,
    source,
    name: `${collectionKinds[kind].resource}-${id}`,
    url: pasted?.href ?? base.origin + path,
    ...(pasted && { pastedHost: pasted.host }),
    recursive: own.recursive ?? false,
    except: own.except ?? [],
    toTarget: member => toMemberTarget(member, own, { base, common }),
  }
}

/**
 * Creates the target as if the user had listed the member itself. Leaves out settings that do not apply to the member.
 */
function toMemberTarget(
  { kind, id, title, dashboard }: Member,
  own: OwnSettings,
  { base, common }: { base: URL; common: CommonSettings },
): Target {
  const path = dashboard
    ? `/dashboards/${encodeId(dashboard.id)}`
    : `/${addressOf({ kind, id: encodeId(id) })}`
  const address: TargetUrl = {
    kind,
    id,
    path,
    filters: new Map(),
    ignoredParameters: [],
    ...(title && { title }),
  }
  const { filters, ...withoutFilters } = own
  const target = toTarget(
    { source: addressOf({ kind, id }), address, own: isDashboardKind(kind) ? own : withoutFilters },
    base,
    common,
  )
  return dashboard && target.kind === 'dashboard_element'
    ? { ...target, url: dashboard.url, dashboard }
    : target
}

const encodeId = (id: string) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':')
