import type { Dashboard, Failed, Rendered, VisualTarget } from '../src/model.ts'

/** A dashboard that was asked for, harmless unless told. */
export const dashboard = (about: Partial<Dashboard> = {}): Dashboard => ({
  kind: 'dashboard',
  source: 'dashboards/42',
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

/** A tile that was asked for by itself. */
export const tile = (about: Partial<VisualTarget> = {}): VisualTarget => ({
  kind: 'dashboard_element',
  source: 'dashboard_elements/19',
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

export const rendered = (about: Partial<Rendered> = {}): Rendered => ({
  status: 'success',
  target: dashboard(),
  path: '/work/looker-snapshots/dashboards-42.png',
  bytes: 212_345,
  sha256: 'ab12'.repeat(16),
  renderTaskId: 'task-1',
  seconds: 12.345,
  apiCalls: 9,
  ...about,
})

export const failed = (about: Partial<Failed> = {}): Failed => ({
  status: 'failure',
  target: dashboard(),
  error: { message: 'Looker found no dashboard 42', hint: 'Check the id.' },
  apiCalls: 1,
  ...about,
})
