import { type Answer, answerNotFound, answerProblem } from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { ContentCall } from '../api/routes.ts'
import { describeBoard } from './describe-board.ts'
import { describeDashboard, describeWholeDashboard } from './describe-dashboard.ts'
import { describeElement, describeElements } from './describe-element.ts'
import { describeFolder } from './describe-folder.ts'
import { describeLook } from './describe-look.ts'
import { describeModel, describeModels } from './describe-model.ts'
import type { ContentStore } from './store.ts'

type Query = Record<string, string>
/** The kind of answer in Looker's description, and the answer; undefined where there is none. */
type Found = [kind: string, value: object | undefined]

const calls: Record<ContentCall, (store: ContentStore, id: string, query: Query) => Found> = {
  'folders/*': (store, id) => ['Folder', described(store.folder(id), one => describeFolder(store, one))],
  'folders/*/dashboards': (store, id) => [
    'Dashboard',
    store.folder(id) && store.dashboards(id).map(one => describeDashboard(store, one)),
  ],
  'folders/*/looks': (store, id) => [
    'LookWithQuery',
    store.folder(id) && store.looks(id).map(one => describeLook(store, one)),
  ],
  'folders/*/children': (store, id, query) => [
    'Folder',
    store.folder(id) && cutTo(query, store.children(id)).map(one => describeFolder(store, one)),
  ],
  'boards/*': (store, id) => ['Board', described(store.board(id), describeBoard)],
  dashboards: store => [
    'DashboardBase',
    store
      .dashboards()
      .filter(one => !one.deleted)
      .map(one => describeDashboard(store, one)),
  ],
  'dashboards/*': (store, id) => [
    'Dashboard',
    described(store.dashboard(id), one => describeWholeDashboard(store, one)),
  ],
  'dashboards/*/dashboard_elements': (store, id) => [
    'DashboardElement',
    described(store.dashboard(id), one => describeElements(store, one)),
  ],
  'dashboard_elements/*': (store, id) => ['DashboardElement', describeElement(store, id)],
  'looks/*': (store, id) => ['LookWithQuery', described(store.look(id), one => describeLook(store, one))],
  lookml_models: store => ['LookmlModel', describeModels(store)],
  'lookml_models/*': (store, id) => ['LookmlModel', describeModel(store, id)],
}

/** Answers a call that reads content, in the fields asked for. */
export function readContent(
  store: ContentStore,
  { call, id }: { call: ContentCall; id: string },
  query: Query,
): Answer {
  const allowed = call === 'folders/*/children' ? ['fields', 'limit', 'offset', 'sorts'] : ['fields']
  const strange = Object.keys(query).filter(name => !allowed.includes(name))
  if (strange.length > 0) return answerProblem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  if (!store.may('access_data')) return answerNotFound()
  const [kind, value] = calls[call](store, id, query)
  return answerWith(kind, value, query.fields)
}

const described = <T, D>(found: T | undefined, describe: (found: T) => D): D | undefined =>
  found === undefined ? undefined : describe(found)

function cutTo<T>({ limit = '', offset = '0' }: Query, all: T[]): T[] {
  return all.slice(Number(offset), limit === '' ? undefined : Number(offset) + Number(limit))
}
