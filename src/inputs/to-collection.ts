import type { ListedCollection, Member } from '../input-types.ts'
import type { Collection, Target } from '../model.ts'
import { addressOf, collectionKinds } from '../target-kinds.ts'
import type { CollectionUrl } from './collection-url.ts'
import type { TargetUrl } from './looker-url.ts'
import type { CommonSettings, OwnSettings } from './target-settings.ts'
import { toTarget } from './to-target.ts'

/** An item of the list that stands for several targets. */
export interface CollectionEntry {
  kind: Collection['kind']
  /** As the user wrote it. */
  source: string
  address: CollectionUrl | TargetUrl
  own: OwnSettings
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

/** As the target would be if it were listed by itself; what does not fit it is not set. */
function toMemberTarget(
  { kind, id, title, dashboard }: Member,
  own: OwnSettings,
  { base, common }: { base: URL; common: CommonSettings },
): Target {
  const isDashboard = kind === 'dashboard' || kind === 'lookml_dashboard'
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
  const { filters, ...picture } = own
  const target = toTarget(
    { source: addressOf({ kind, id }), address, own: isDashboard ? own : picture },
    base,
    common,
  )
  return dashboard && target.kind === 'dashboard_element'
    ? { ...target, url: dashboard.url, dashboard }
    : target
}

const encodeId = (id: string) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':')
