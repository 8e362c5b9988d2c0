import type { IMergeQuery, IQuery } from '@looker/sdk'
import { hash } from '../hash.ts'
import type { QueryBody } from './plan.ts'

/**
 * All queries and merged results of an instance. As in Looker, a query never changes, and two equal queries have the
 * same id.
 */
export class QueryStore {
  readonly #queries = new Map<string, IQuery>()
  readonly #merges = new Map<string, IMergeQuery>()

  remember(body: QueryBody): IQuery {
    const id = slugOf(JSON.stringify(body))
    const known = this.#queries.get(id)
    if (known) return known
    const query = describeQuery(id, body)
    this.#queries.set(id, query)
    return query
  }

  find(id: string): IQuery | undefined {
    return this.#queries.get(id)
  }

  merge(sources: readonly IQuery[]): IMergeQuery {
    const id = slugOf(sources.map(source => source.id).join())
    const merge: IMergeQuery = {
      can: {},
      id,
      ...{ column_limit: null, dynamic_fields: null, pivots: null, sorts: null, total: false, limit: null },
      source_queries: sources.map(({ id: query, model, view }, place) => ({
        name: place === 0 ? null : `${model}.${view}`,
        query_id: query ?? null,
        query_slug: query ?? null,
        merge_fields: [],
      })),
    }
    this.#merges.set(id, merge)
    return merge
  }

  findMerge(id: string): IMergeQuery | undefined {
    return this.#merges.get(id)
  }
}

/** Returns a slug of 22 letters and digits, which is the form of Looker's slugs. */
const slugOf = (text: string): string =>
  [0, 1, 2, 3]
    .map(part => hash(`${part}${text}`).toString(36).padStart(7, '0'))
    .join('')
    .slice(0, 22)

function describeQuery(id: string, body: QueryBody): IQuery {
  const { model = '', view = '', limit, column_limit: columns, ...others } = body
  return {
    can: {},
    ...{ id, slug: id, model, view },
    ...{ fields: null, pivots: null, fill_fields: null, filters: null, filter_expression: null, sorts: null },
    ...{ total: null, row_total: null, subtotals: null, vis_config: null, filter_config: null },
    ...{ visible_ui_sections: null, dynamic_fields: null, client_id: id, query_timezone: null },
    ...others,
    limit: limit === undefined || limit === null ? null : String(limit),
    column_limit: columns === undefined || columns === null ? null : String(columns),
    has_table_calculations: Boolean(body.dynamic_fields?.includes('table_calculation')),
  }
}
