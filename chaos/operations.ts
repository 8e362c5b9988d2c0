import type { Service } from './model.ts'

const ofLooker: readonly (readonly [RegExp, string])[] = [
  [/^POST \S+\/login$/, 'login'],
  [/^DELETE \S+\/logout$/, 'logout'],
  [/^POST \S+\/render_tasks\//, 'create'],
  [/^GET \S+\/render_tasks\/[^/]+\/results$/, 'results'],
  [/^GET \S+\/render_tasks\/[^/]+$/, 'task'],
  [/^GET \S+\/queries\//, 'query'],
]

/** What a request is called here: by the call alone, so that the how manieth it is says something. */
export function operationOf(service: Service, method: string, path: string): string {
  const asked = `${method} ${path.replace(/\?.*/, '')}`
  switch (service) {
    case 'looker':
      return ofLooker.find(([pattern]) => pattern.test(asked))?.[1] ?? asked
    case 'github':
      // Ids and names would make every request the first of its kind.
      return asked
        .replace(/\/repos\/[^/]+\/[^/]+\//, '')
        .replace(/\/(\d+|[0-9a-f]{40})(?=\/|$)/g, '/…')
        .replace(/(git\/refs?)\/.*/, '$1/…')
    case 'artifacts':
      return /ArtifactService\/(\w+)$/.exec(asked)?.[1] ?? 'blob'
  }
}
