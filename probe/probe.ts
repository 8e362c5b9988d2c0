import { randomInt } from 'node:crypto'
import { CallFailed, type Json, type Key, LookerApi } from './looker-api.ts'

/** A tile, and a commit or branch on which the tile has other results than in production. */
export interface Question {
  project: string
  /** A commit or a branch. */
  head: string
  /** The id of the dashboard: `42` or `model::name`. */
  dashboard: string
  tile: string
  /** The tile's `name` in LookML. Needed only to check the tile's id. */
  tileName?: string | undefined
}

export interface Finding {
  question: string
  answer: string
}

export interface Findings {
  release: string
  calls: number
  rows: Finding[]
  /**
   * The reason if the probe ended early. The table leaves this text out, because it may contain titles and names of
   * fields.
   */
  failure: string | undefined
  /** Instructions for users to revert the changes in Looker that the probe could not revert. */
  leftBehind: string[]
}

interface Effects {
  sleep(milliseconds: number): Promise<void>
  /** If the signal is aborted, the probe ends after the current call. The clean-up still runs. */
  signal: AbortSignal
}

const maxCalls = 20
const resultsPauseMs = 15_000

/**
 * Uses a real Looker to answer questions that the documentation of Looker's API leaves open. Renders one tile in
 * production, and in development mode on a temporary branch. Then checks out the previous branch again and deletes the
 * temporary branch.
 */
export async function probe(key: Key, question: Question, effects: Effects): Promise<Findings> {
  const api = new LookerApi(key, maxCalls)
  const run = new Probe(api, question, effects)
  await api.logIn()
  const leftBehind: string[] = []
  let release = 'unknown'
  const rows: Finding[] = []
  let failure: string | undefined
  try {
    release = String(
      (await api.json('GET', '/versions?fields=looker_release_version')).looker_release_version,
    )
    rows.push(...(await run.ask()))
  } catch (error) {
    failure = (error as Error).message
  } finally {
    leftBehind.push(...(await run.cleanUp()))
    await api.logOut().catch(() => undefined)
  }
  const slowDowns = api.slowDowns.map(header => (header === null ? 'without' : `with (${header})`)).join(', ')
  rows.push({
    question: 'Does a 429 carry `Retry-After`?',
    answer: slowDowns ? `met ${slowDowns}` : 'no call met a 429',
  })
  return { release, calls: api.calls, rows, failure, leftBehind }
}

/** The answers about the tile in production, or on the branch. */
interface Side {
  dashboard: Json
  results: Json
  inline: Buffer | undefined
  task: Buffer | undefined
}

class Probe {
  readonly #api: LookerApi
  readonly #question: Question
  readonly #effects: Effects
  readonly #branch = `looker-snapshot-${Date.now()}-1-${randomName()}-head`
  /**
   * The branch that was checked out when the probe began. Undefined until the probe is about to create the temporary
   * branch.
   */
  #saved: string | undefined
  /** The number of calls that the rest of the probe needs. */
  #keptBack = 12

  constructor(api: LookerApi, question: Question, effects: Effects) {
    this.#api = api
    this.#question = question
    this.#effects = effects
  }

  async ask(): Promise<Finding[]> {
    const { dashboard: id } = this.#question
    const dashboard = await this.#call(() => this.#api.json('GET', dashboardPath(id)))
    const query = this.#queryOf(dashboard)
    const base = await this.#side(dashboard, query)
    const created = await this.#createBranch()
    const head = await this.#side(await this.#call(() => this.#api.json('GET', dashboardPath(id))), query)
    const [inlineDiffers, taskDiffers] = [differ(base.inline, head.inline), differ(base.task, head.task)]
    await this.#restore()
    const again = await this.#again(query, { inline: inlineDiffers, task: taskDiffers })
    const resultsDiffer = JSON.stringify(base.results.rows) !== JSON.stringify(head.results.rows)
    return [
      {
        question:
          'Do the results of the tile differ between production and the branch? (needed for the next two)',
        answer: resultsDiffer ? 'yes' : 'no: choose a commit that changes this tile',
      },
      {
        question: 'Does `run_inline_query/png` follow the dev workspace?',
        answer: follows({ resultsDiffer, differs: inlineDiffers, again: again.inline, base: base.inline }),
      },
      {
        question: 'Do render tasks follow the dev workspace?',
        answer: follows({ resultsDiffer, differs: taskDiffers, again: again.task, base: base.task }),
      },
      { question: `Is \`GET /dashboards/{id}\` the branch's?`, answer: this.#dashboardAnswer(base, head) },
      {
        question: "Does the id of a LookML tile end with the tile's `name`?",
        answer: this.#tileIdAnswer(dashboard),
      },
      {
        question: 'What does a `json_bi` answer look like? (types, no values)',
        answer: describeShape(head.results),
      },
      {
        question: 'Does a temporary branch reach the remote?',
        answer: `is_remote: ${created.is_remote}, remote_ref: ${created.remote_ref ? 'a commit' : 'none'}`,
      },
    ]
  }

  /**
   * Checks out the previous branch and deletes the temporary branch, unless this has already happened. Returns
   * instructions for users if a call fails.
   */
  async cleanUp(): Promise<string[]> {
    const saved = this.#saved
    if (saved === undefined) return []
    try {
      await this.#restore()
      return []
    } catch (error) {
      return [
        `The branch ${this.#branch} may be checked out for the API user in ${this.#question.project}. Check out ${saved} and delete it. (${(error as Error).message})`,
      ]
    }
  }

  #queryOf(dashboard: Json): Json {
    const { tile, dashboard: id } = this.#question
    const elements = (dashboard.dashboard_elements ?? []) as Json[]
    const element = elements.find(({ title }) => title === tile)
    const query = element?.query as Json | undefined
    if (query) return query
    const titles = elements.map(({ title }) => title).join(', ')
    throw new CallFailed(`${id} has no tile "${tile}" with a query of its own. It has: ${titles}`)
  }

  async #side(dashboard: Json, query: Json): Promise<Side> {
    const results = await this.#call(() =>
      this.#api.json('POST', '/queries/run/json_bi?cache=false', bodyOf(query)),
    )
    return { dashboard, results, inline: await this.#inline(query), task: await this.#task(query) }
  }

  #inline(query: Json): Promise<Buffer | undefined> {
    const size = 'image_width=600&image_height=400&cache=false'
    return this.#call(() => this.#api.bytes('POST', `/queries/run/png?${size}`, bodyOf(query)))
  }

  /**
   * Renders a query with a render task. Requests the results repeatedly and never polls the task, because this takes
   * fewer calls.
   */
  async #task(query: Json): Promise<Buffer | undefined> {
    const path = `/render_tasks/queries/${query.id}/png?width=600&height=400`
    const { id } = await this.#call(() => this.#api.json('POST', path))
    for (let attempt = 0; attempt < 3 && this.#api.canMake(1, this.#keptBack); attempt += 1) {
      await this.#effects.sleep(resultsPauseMs)
      const bytes = await this.#call(() => this.#api.bytes('GET', `/render_tasks/${id}/results`))
      if (bytes) return bytes
    }
    return undefined
  }

  async #createBranch(): Promise<Json> {
    const path = this.#projectPath('git_branch')
    await this.#call(() => this.#api.json('PATCH', '/session', { workspace_id: 'dev' }))
    const { name } = await this.#call(() => this.#api.json('GET', path))
    if (typeof name !== 'string' || name.startsWith('looker-snapshot-') || name.startsWith('__LOOKER_PROD_'))
      throw new CallFailed(`The checked-out branch is ${name}. Check out another one, then try again`)
    this.#saved = name
    // The clean-up needs two calls: one to check out the previous branch, and one to delete the temporary branch.
    this.#keptBack = 2
    return this.#call(() => this.#api.json('POST', path, { name: this.#branch, ref: this.#question.head }))
  }

  async #restore(): Promise<void> {
    const name = this.#saved
    if (name === undefined) return
    await this.#api.json('PUT', this.#projectPath('git_branch'), { name })
    try {
      await this.#api.json('DELETE', this.#projectPath(`git_branch/${this.#branch}`))
    } catch (error) {
      // After a 404, there is no temporary branch to delete.
      if (!/: 404 /.test((error as Error).message)) throw error
    }
    this.#saved = undefined
    this.#keptBack = 0
  }

  /**
   * If the pictures of production and branch differ, renders production again, because some pictures differ in every
   * render.
   */
  async #again(query: Json, wanted: { inline: boolean; task: boolean }): Promise<Partial<Side>> {
    if (!wanted.inline && !wanted.task) return {}
    await this.#call(() => this.#api.json('PATCH', '/session', { workspace_id: 'production' }))
    const inline = wanted.inline && this.#api.canMake(1, 0) ? await this.#inline(query) : undefined
    const task = wanted.task && this.#api.canMake(2, 0) ? await this.#task(query) : undefined
    return { inline, task }
  }

  #dashboardAnswer(base: Side, head: Side): string {
    if (!this.#question.dashboard.includes('::')) return 'not asked: this is no LookML dashboard'
    return JSON.stringify(base.dashboard) === JSON.stringify(head.dashboard)
      ? "no, unless the commit does not change this dashboard's file"
      : 'yes'
  }

  /** Returns only the form of the id, because the id may contain confidential names. */
  #tileIdAnswer(dashboard: Json): string {
    const { dashboard: id, tile, tileName } = this.#question
    if (!id.includes('::') || !tileName) return 'not asked: this needs a LookML dashboard and --tile-name'
    const elements = (dashboard.dashboard_elements ?? []) as Json[]
    const found = String(elements.find(({ title }) => title === tile)?.id)
    if (found === `${id}::${tileName}`) return 'yes'
    const [, , last] = found.split('::')
    if (last === undefined) return 'no: the id has fewer than three parts'
    return /^\d+$/.test(last) ? 'no: it ends with a number' : 'no: it ends with another text'
  }

  #projectPath(rest: string): string {
    return `/projects/${encodeURIComponent(this.#question.project)}/${rest}`
  }

  /** @throws CallFailed after an interruption */
  #call<T>(make: () => Promise<T>): Promise<T> {
    if (this.#effects.signal.aborted) throw new CallFailed('interrupted')
    return make()
  }
}

function randomName(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')
}

const dashboardPath = (id: string): string =>
  `/dashboards/${encodeURIComponent(id)}?fields=id,title,dashboard_elements(id,title,query)`

/** Returns the writable part of a query. */
function bodyOf(query: Json): object {
  const keys = [
    ...[
      'model',
      'view',
      'fields',
      'pivots',
      'filters',
      'filter_expression',
      'sorts',
      'limit',
      'column_limit',
    ],
    ...['total', 'row_total', 'dynamic_fields', 'query_timezone', 'vis_config'],
  ]
  return Object.fromEntries(
    keys.flatMap(key => (query[key] === null || query[key] === undefined ? [] : [[key, query[key]]])),
  )
}

const differ = (one: Buffer | undefined, other: Buffer | undefined): boolean =>
  one !== undefined && other !== undefined && !one.equals(other)

interface Compared {
  resultsDiffer: boolean
  differs: boolean
  base: Buffer | undefined
  again: Buffer | undefined
}

function follows({ resultsDiffer, differs, base, again }: Compared): string {
  if (!base) return 'unknown: the picture was not ready in time'
  if (!resultsDiffer) return 'unknown: the results are the same on both sides'
  if (!differs) return 'no: production and the branch give the same picture'
  if (!again) return 'unknown: the pictures differ, and production was not drawn again'
  return base.equals(again) ? 'yes' : "unknown: production's own picture differs each time"
}

/** Returns only the types of values, because results are confidential. */
function describeShape({ metadata, rows }: Json): string {
  const [first] = (Array.isArray(rows) ? rows : []) as unknown[]
  const row = typeof first === 'string' ? `a text of ${typeIn(parsed(first))}` : typeIn(first)
  const { sql, fields, pivots } = Object(metadata)
  return `rows: ${row}; sql: ${typeof sql}; fields: ${Object.keys(Object(fields)).join(', ')}; pivots: ${Array.isArray(pivots) ? 'a list' : typeof pivots}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function typeIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  if (Array.isArray(value)) return `a list of ${value.length === 0 ? 'nothing' : typeIn(value[0])}`
  const known = ['value', 'rendered', 'links', 'html', 'looker_error']
  const entries = Object.entries(value).map(
    ([key, inside]) => `${known.includes(key) ? key : '…'}: ${typeIn(inside)}`,
  )
  return `{ ${[...new Set(entries)].join(', ')} }`
}

/** Returns the findings as a Markdown table for an issue. */
export function tableOf({ release, calls, rows }: Findings): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
  return [
    `Looker ${release}, ${calls} calls`,
    '',
    '| question | answer |',
    '| --- | --- |',
    ...rows.map(({ question, answer }) => `| ${cell(question)} | ${cell(answer)} |`),
  ].join('\n')
}
