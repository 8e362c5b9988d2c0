import type { ResultDiff } from '../src/branch-report.ts'
import type {
  ArtifactLink,
  Compared,
  Dashboard,
  Failed,
  Published,
  Result,
  VisualTarget,
} from '../src/model.ts'
import { withLinks } from '../src/results.ts'

export const dashboard = (about: Partial<Dashboard> = {}): Dashboard => ({
  kind: 'dashboard',
  source: about.name ?? 'dashboards/42',
  name: 'dashboards-42',
  file: 'dashboards-42.png',
  url: 'https://acme.cloud.looker.com/dashboards/42',
  id: '42',
  width: 1260,
  height: 900,
  ignore: [],
  output: { format: 'png' },
  filters: new Map(),
  tabIds: [],
  longTables: false,
  ignoredParameters: [],
  ...about,
})

export const tile = (about: Partial<VisualTarget> = {}): VisualTarget => ({
  kind: 'dashboard_element',
  source: about.name ?? 'dashboard_elements/19',
  name: 'dashboard-elements-19',
  file: 'dashboard-elements-19.png',
  url: 'https://acme.cloud.looker.com/dashboard_elements/19',
  id: '19',
  width: 1260,
  height: 900,
  ignore: [],
  output: { format: 'png' },
  ...about,
})

export const rendered = (about: Partial<Compared> = {}, links: LinksByPath = {}): Published =>
  published(
    {
      status: 'success',
      target: dashboard(),
      path: '/work/looker-snapshots/dashboards-42.png',
      bytes: 212_345,
      sha256: 'ab12'.repeat(16),
      renderTaskId: 'task-1',
      seconds: 12.345,
      apiCalls: 9,
      ...about,
    },
    links,
  ) as Published

export interface LinksByPath {
  files?: ReadonlyMap<string, ArtifactLink>
  /** The URLs on the images branch, by path. */
  images?: ReadonlyMap<string, string>
  assets?: ReadonlyMap<string, string>
}

export const published = (
  result: Result<Compared>,
  { files, images, assets }: LinksByPath = {},
): Result<Published> =>
  withLinks(result, {
    artifactUrl: path => files?.get(path)?.url,
    imageUrl: path => images?.get(path),
    releaseUrl: path => assets?.get(path),
  })

export const failed = (about: Partial<Failed> = {}): Failed => ({
  status: 'failure',
  target: dashboard(),
  error: { message: 'Looker found no dashboard 42', hint: 'Check the id.' },
  apiCalls: 1,
  ...about,
})

/** Returns the differences between two results of a query. By default, each result has one row, which has changed. */
export const resultDiff = (about: Partial<ResultDiff> = {}): ResultDiff => ({
  rows: { before: 1, after: 1, changed: 1, added: 0, removed: 0 },
  dimensions: [],
  columns: [],
  changes: [],
  addedColumns: [],
  removedColumns: [],
  limits: [],
  ranAt: {},
  ...about,
})
