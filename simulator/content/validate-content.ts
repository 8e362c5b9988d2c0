import type {
  IContentValidation,
  IContentValidationError,
  IContentValidatorError,
  IDashboardElement,
  IQuery,
} from '@looker/sdk'
import { type Answer, answerNotFound, refuseOthers } from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { RecordedRequest } from '../model.ts'
import type { Workspace } from '../projects/projects.ts'
import { ExploreSql } from '../queries/explore-sql.ts'
import type { User } from '../sessions.ts'
import { describeElements, describeFilters } from './describe-element.ts'
import { describeLook } from './describe-look.ts'
import type { Dashboard } from './model.ts'
import type { ContentStore } from './store.ts'

/**
 * Answers `GET /content_validation`. Lists the content that uses Explores or fields that are missing in the session's
 * workspace. As in Looker, deleted content has no folder, and the entry of an alert has neither a dashboard nor a Look.
 */
export function validateContent(
  content: ContentStore,
  user: User,
  { query }: Pick<RecordedRequest, 'query'>,
): Answer {
  const strange = refuseOthers(query, ['fields', 'project_names', 'space_ids'])
  if (strange) return strange
  if (!user.permissions.includes('develop')) return answerNotFound()
  const projects = query.project_names?.split(',')
  const spaces = query.space_ids?.split(',')
  const checker = new Checker(content.projects, projects)
  const isWanted = ({ folderId }: { folderId: string }) => spaces === undefined || spaces.includes(folderId)
  const dashboards = content.dashboards().filter(isWanted)
  const looks = content.looks().filter(isWanted)
  const entries = [
    ...dashboards.flatMap(dashboard => entriesOf(content, dashboard, checker)),
    ...looks.flatMap((look): IContentValidatorError[] => {
      const { query: looksQuery, id, title } = describeLook(content, look)
      const errors = checker.errorsIn(looksQuery, [])
      const place = { ...folderOf(content, look), short_url: `/looks/${id}` }
      return errors.length === 0 ? [] : [{ look: { id, title, ...place }, errors } as IContentValidatorError]
    }),
  ]
  const validation: IContentValidation = {
    content_with_errors: entries.map((entry, place) => ({ ...entry, id: String(place + 1) })),
    computation_time: 1.5,
    total_looks_validated: looks.length,
    total_dashboard_elements_validated: checker.checked,
    ...{ total_dashboard_filters_validated: 0, total_scheduled_plans_validated: 0 },
    ...{ total_alerts_validated: 0, total_explores_validated: content.projects.models().length },
  }
  return answerWith('ContentValidation', validation, query.fields)
}

interface ContentPlace {
  folderId: string
  deleted?: boolean
}

function folderOf(content: ContentStore, { folderId, deleted }: ContentPlace) {
  const folder = deleted ? undefined : content.folder(folderId)
  return { folder: folder ? { id: folder.id, name: folder.name } : null }
}

function entriesOf(content: ContentStore, dashboard: Dashboard, checker: Checker): IContentValidatorError[] {
  const { id, title, description = null } = dashboard
  const isLookml = id.includes('::')
  const owner = isLookml
    ? { lookml_dashboard: { id, title, space_id: dashboard.folderId } }
    : { dashboard: { id, title, description, url: `/dashboards/${id}`, ...folderOf(content, dashboard) } }
  const elements = describeElements(content, dashboard).flatMap((element): IContentValidatorError[] => {
    const errors = checker.errorsInElement(content, element)
    if (errors.length === 0) return []
    const part = { id: element.id ?? '', title: element.title ?? null, dashboard_id: id }
    const named = isLookml
      ? { lookml_dashboard_element: { lookml_link_id: element.lookml_link_id ?? null, title: part.title } }
      : { dashboard_element: { ...part, type: element.type ?? null, query_id: element.query_id ?? null } }
    const entry = { ...owner, ...named, errors } as IContentValidatorError
    const isSingle = element.query?.vis_config?.type === 'single_value'
    const alert = { alert: { id: `a${part.id}`, custom_title: part.title }, errors } as IContentValidatorError
    return isSingle && !isLookml ? [entry, alert] : [entry]
  })
  const filters = describeFilters(content, dashboard).flatMap((filter): IContentValidatorError[] => {
    const { model, explore, dimension } = filter
    const query = { model: model ?? '', view: explore ?? '', fields: dimension ? [dimension] : [] }
    const errors = model && explore ? checker.errorsIn(query, []) : []
    const { id: filterId = '', name, title: filterTitle } = filter
    const described = { id: filterId, dashboard_id: id, name, title: filterTitle, model, explore, dimension }
    return errors.length === 0
      ? []
      : [{ ...owner, dashboard_filter: described, errors } as IContentValidatorError]
  })
  return [...elements, ...filters]
}

class Checker {
  checked = 0
  readonly #workspace: Workspace
  readonly #projects: readonly string[] | undefined

  constructor(workspace: Workspace, projects: readonly string[] | undefined) {
    this.#workspace = workspace
    this.#projects = projects
  }

  errorsInElement(content: ContentStore, element: IDashboardElement): IContentValidationError[] {
    const { query, result_maker: maker } = element
    const merge = element.merge_result_id ? content.queries.findMerge(element.merge_result_id) : undefined
    const sources = merge?.source_queries?.map(source => content.queries.find(source.query_id ?? '')) ?? [
      query,
    ]
    return sources.flatMap((source, place) => {
      const listen = maker?.filterables?.[place]?.listen ?? []
      return this.errorsIn(
        source,
        listen.flatMap(({ field }) => field ?? []),
      )
    })
  }

  /** Returns an empty list if the model's project is unknown or is not validated. */
  errorsIn(query: Partial<IQuery> | undefined, listening: readonly string[]): IContentValidationError[] {
    if (!query?.model) return []
    this.checked += 1
    const { model: name, view: explore = '' } = query
    const found = this.#workspace.model(name)
    if (!found || this.#projects?.includes(found.project.options.id) === false) return []
    const error = (message: string, field: string | null): IContentValidationError => ({
      ...{ message, field_name: field, model_name: name, explore_name: explore, removable: field !== null },
    })
    if (!found.model.explore(explore)) return [error(`Unknown explore "${explore}".`, null)]
    const sql = new ExploreSql(found.model, explore, this.#workspace.mode)
    const own = new Set(namesIn(query.dynamic_fields))
    const names = [...(query.fields ?? []), ...Object.keys(query.filters ?? {}), ...listening]
    return [...new Set(names)]
      .filter(field => !own.has(field) && !sql.field(field))
      .map(field => error(`Unknown field "${field}".`, field))
  }
}

/** Returns the names of the fields that the query defines itself. */
function namesIn(dynamic: string | null | undefined): string[] {
  const fields: unknown = dynamic ? JSON.parse(dynamic) : []
  const names = (Array.isArray(fields) ? fields : []).map(
    field => field.table_calculation ?? field.measure ?? field.dimension,
  )
  return names.filter(name => typeof name === 'string')
}
