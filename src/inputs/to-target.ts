import type { Dashboard, Filters, Format, Target } from '../model.ts'
import { encodeFilters } from '../target-kinds.ts'
import { makeFileName } from './file-name.ts'
import type { TargetUrl } from './looker-url.ts'
import type { CommonSettings, OwnSettings } from './target-settings.ts'

/** One item of the list, read. */
export interface Entry {
  /** The target as the user wrote it. */
  source: string
  address: TargetUrl
  /** Of its mapping. */
  own: OwnSettings
}

/** The filters of the address and of the mapping; the mapping's win. */
const ownFilters = ({ address, own }: Entry): Filters => new Map([...address.filters, ...(own.filters ?? [])])

const entryName = (entry: Entry) => entry.own.name ?? makeFileName(entry.address, ownFilters(entry))

/** The file that an item comes to; without an ending where the format of all could not be read. */
export const entryFile = (entry: Entry, format: Format | undefined) =>
  [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.')

/** An item's own settings win over its address, and its address wins over the settings for all. */
export function toTarget(entry: Entry, base: URL, common: CommonSettings): Target {
  const { source, address, own } = entry
  const { kind, id, pasted } = address
  const name = entryName(entry)
  const title = own.name ?? address.title
  const settings = { ...common, ...(address.theme && { theme: address.theme }), ...own }
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
  // Looker makes no PDF of these: where the list asks for one, a rule has refused it.
  const picture = format === 'pdf' ? 'png' : format
  return {
    ...shared,
    kind,
    file: `${name}.${picture}`,
    url: pageUrl(entry, base, new Map()),
    output: { format: picture },
  }
}

/** Where a person opens it: the address as it was pasted, unless other filters are set than it has. */
function pageUrl({ address, own }: Entry, base: URL, filters: Filters): string {
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
