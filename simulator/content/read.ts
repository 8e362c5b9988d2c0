import type { IBoard, IBoardItem, IBoardSection, ILookmlModel, ILookmlModelNavExplore } from '@looker/sdk'
import { type Answer, answerNotFound, answerProblem, type UrlParameters } from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { ContentCall } from '../api/routes.ts'
import { describeDashboard, describeWholeDashboard } from './describe-dashboard.ts'
import { describeElement, describeElements } from './describe-element.ts'
import { describeFolder } from './describe-folder.ts'
import { describeLook } from './describe-look.ts'
import { tilePlans } from './made-up.ts'
import type { Board, Section } from './model.ts'
import { exploreOf } from './queries.ts'
import type { ContentStore } from './store.ts'

/**
 * The content that a call reads. `kind` is the content's type in the API's description. If `value` is undefined, the
 * answer is 404.
 */
type Found = [kind: string, value: object | undefined]

const calls: Record<ContentCall, (store: ContentStore, id: string, query: UrlParameters) => Found> = {
  folders: store => ['Folder', store.folders().map(one => describeFolder(store, one))],
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

/** Answers a call that reads content. Returns only the requested fields. */
export function readContent(
  store: ContentStore,
  { call, id }: { call: ContentCall; id: string },
  query: UrlParameters,
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

function cutTo<T>({ limit = '', offset = '0' }: UrlParameters, all: T[]): T[] {
  return all.slice(Number(offset), limit === '' ? undefined : Number(offset) + Number(limit))
}

/**
 * Describes a board. As in old boards of Looker, the answer lists sections and items in another order than Looker's
 * page shows them.
 */
function describeBoard({ id, title, sections, deleted = false }: Board): IBoard {
  const described = sections.map((section, place) => describeSection(id, section, `${id}0${place + 1}`))
  return {
    id,
    title,
    description: null,
    deleted_at: deleted ? new Date('2026-06-01T08:00:00Z') : null,
    section_order: described.map(section => section.id as string),
    board_sections: described.reverse(),
  }
}

function describeSection(boardId: string, section: Section, id: string): IBoardSection {
  const { title, items, deleted = false } = section
  const described = items.map((item, place) => describeItem(item, id, `${id}0${place + 1}`))
  const order = described.map(item => item.id as string)
  return {
    id,
    board_id: boardId,
    title,
    deleted_at: deleted ? new Date('2026-06-01T08:00:00Z') : null,
    item_order: order,
    visible_item_order: order,
    board_items: described.reverse(),
  }
}

function describeItem(item: string, section: string, id: string): IBoardItem {
  const [, kind, content = ''] = /^(dashboards|looks)\/(.+)$/.exec(item) ?? []
  const isLookml = content.includes('::')
  return {
    id,
    board_section_id: section,
    dashboard_id: kind === 'dashboards' && !isLookml ? content : null,
    lookml_dashboard_id: kind === 'dashboards' && isLookml ? content : null,
    look_id: kind === 'looks' ? content : null,
    title: null,
    custom_url: kind ? null : item,
    use_custom_url: kind === undefined,
  }
}

/** Describes the models of all projects, and the models of the LookML dashboards that the API user may see. */
function describeModels(store: ContentStore): ILookmlModel[] {
  const inProjects = store.projects.models().map(({ project, model }) => ({
    name: model.name,
    project_name: project.options.id,
    explores: model.exploreNames().map(describeNavExplore),
  }))
  const lookml = store.dashboards().filter(({ id }) => id.includes('::'))
  const names = new Set(lookml.map(({ id }) => id.split('::')[0] as string))
  const others = [...names].filter(name => inProjects.every(model => model.name !== name))
  const madeUp = others.map(name => ({
    name,
    project_name: name,
    explores: explores.map(describeNavExplore),
  }))
  return [...inProjects, ...madeUp].map(model => ({ ...model, label: model.name, has_content: true }))
}

function describeModel(store: ContentStore, name: string): ILookmlModel | undefined {
  return describeModels(store).find(model => model.name === name)
}

const describeNavExplore = (name: string): ILookmlModelNavExplore => ({ name, label: name, hidden: false })

const explores = [...new Set(tilePlans.flat().map(exploreOf))]
