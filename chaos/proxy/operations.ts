import type { Service } from '../model.ts'

const lookerCalls: readonly (readonly [RegExp, string])[] = [
  [/^POST \S+\/login$/, 'login'],
  [/^DELETE \S+\/logout$/, 'logout'],
  [/^POST \S+\/render_tasks\//, 'create'],
  [/^GET \S+\/render_tasks\/[^/]+\/results$/, 'results'],
  [/^GET \S+\/render_tasks\/[^/]+$/, 'task'],
  [/^GET \S+\/queries\//, 'query'],
  [/^POST \S+\/queries\/run\/sql$/, 'sql'],
  [/^POST \S+\/queries\/run\//, 'run'],
  [/^\w+ \S+\/projects\/[^/]+\/git_branch(es)?\b/, 'branch'],
  [/^POST \S+\/projects\/[^/]+\/validate$/, 'validate'],
  [/^GET \S+\/versions$/, 'versions'],
  [/^GET \S+\/(dashboards|looks|dashboard_elements|folders|boards|lookml_models)\//, 'content'],
]

/** Returns the name of a request without ids, so that requests have the same counts in every run of a seed. */
export function operationOf(service: Service, method: string, path: string): string {
  const call = `${method} ${path.replace(/\?.*/, '')}`
  switch (service) {
    case 'looker':
    case 'second':
      return lookerCalls.find(([pattern]) => pattern.test(call))?.[1] ?? call
    case 'github':
      return call
        .replace(/\/repos\/[^/]+\/[^/]+\//, '')
        .replace(/\/(\d+|[0-9a-f]{40})(?=\/|$)/g, '/…')
        .replace(/(git\/refs?)\/.*/, '$1/…')
    case 'artifacts':
      return /ArtifactService\/(\w+)$/.exec(call)?.[1] ?? 'blob'
  }
}
