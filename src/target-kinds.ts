import type { ApiVersion, Collection, Target } from './model.ts'

/** The texts for a kind of target. */
interface TargetKind {
  /** For messages: "LookML dashboard". */
  noun: string
  /** The beginning of generated names. */
  slug: string
  /** The resource in the API paths of render tasks. */
  resource: Record<ApiVersion, string>
  /**
   * The permission that a role needs in addition to access_data and a download permission
   * (https://cloud.google.com/looker/docs/admin-panel-users-roles).
   */
  permission: string
}

const sameInBoth = (resource: string) => ({ '4.0': resource, '3.1': resource })

export const targetKinds = {
  dashboard: {
    noun: 'dashboard',
    slug: 'dashboards',
    resource: sameInBoth('dashboards'),
    permission: 'see_user_dashboards',
  },
  // In 4.0, `dashboards` also accepts LookML ids.
  lookml_dashboard: {
    noun: 'LookML dashboard',
    slug: 'dashboards',
    resource: { '4.0': 'dashboards', '3.1': 'lookml_dashboards' },
    permission: 'see_lookml_dashboards',
  },
  look: { noun: 'Look', slug: 'looks', resource: sameInBoth('looks'), permission: 'see_looks' },
  query: { noun: 'query', slug: 'queries', resource: sameInBoth('queries'), permission: 'see_looks' },
  dashboard_element: {
    noun: 'dashboard element',
    slug: 'dashboard-elements',
    resource: sameInBoth('dashboard_elements'),
    permission: 'see_user_dashboards',
  },
} as const satisfies Record<Target['kind'], TargetKind>

/** "dashboard 42", "LookML dashboard thelook::overview" */
export const describeTarget = ({ kind, id }: Pick<Target, 'kind' | 'id'>): string =>
  `${targetKinds[kind].noun} ${id}`

/** "Dashboard", "LookML dashboard": the noun at the start of a heading or sentence. */
export function nounAtStart(kind: Target['kind']): string {
  const { noun } = targetKinds[kind]
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}

/** The words for a kind of collection, and the beginning of its address. */
export const collectionKinds = {
  folder: { noun: 'folder', resource: 'folders' },
  board: { noun: 'board', resource: 'boards' },
  model: { noun: 'model', resource: 'models' },
  tiles: { noun: 'dashboard', resource: 'dashboards' },
} as const satisfies Record<Collection['kind'], { noun: string; resource: string }>

const isCollectionKind = (kind: string): kind is Collection['kind'] => Object.hasOwn(collectionKinds, kind)

export const isCollection = <C extends Collection>(entry: Target | C): entry is C =>
  isCollectionKind(entry.kind)

/** Returns the entry in `targets`: `dashboards/42`, `folders/12`. */
export const addressOf = ({ kind, id }: Pick<Target | Collection, 'kind' | 'id'>): string =>
  `${isCollectionKind(kind) ? collectionKinds[kind].resource : targetKinds[kind].resource['4.0']}/${id}`
