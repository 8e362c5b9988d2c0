import { type Assembled, LookmlModel, viewsOf } from '../simulator/projects/lookml-model.ts'
import { isBlock, type LookmlFile, namedBlocks } from '../simulator/projects/parse-lookml.ts'

/**
 * The meaning of a commit. Its methods return texts with all facts that decide what an Explore or a dashboard shows. If
 * the texts of two commits are equal, the Explore or dashboard shows the same in both commits.
 */
export class Meaning {
  readonly #models: ReadonlyMap<string, ModelMeaning>
  readonly #dashboards: ReadonlyMap<string, readonly DashboardText[]>

  constructor(files: readonly LookmlFile[], dashboards: readonly (readonly [path: string, text: string])[]) {
    const constants = new Map(
      files
        .filter(({ path }) => path === 'manifest.lkml')
        .flatMap(({ block }) =>
          [...namedBlocks(block.constant)].map(([name, value]) => [name, plain(value)] as const),
        ),
    )
    // An include can also match dashboard files. They contain no blocks.
    const empty = dashboards.map(
      ([path]): LookmlFile => ({
        ...{ path, includes: [], dashboards: [], block: {} },
        views: new Map(),
        explores: new Map(),
      }),
    )
    const all = [...files, ...empty]
    const models = files
      .filter(({ path }) => path.endsWith('.model.lkml') && !path.startsWith('imported_projects/'))
      .map(file => new LookmlModel(file, all))
    this.#models = new Map(models.map(model => [model.name, new ModelMeaning(model, constants)]))
    const cut = dashboards.flatMap(([path, text]) => cutDashboards(path, text))
    this.#dashboards = Map.groupBy(cut, ({ name }) => name)
  }

  explores(): string[] {
    return [...this.#models].flatMap(([model, { names }]) => names.map(name => `${model}::${name}`))
  }

  dashboards(): string[] {
    return [...this.#models].flatMap(([model, { files }]) =>
      [...this.#dashboards]
        .filter(([, definitions]) => definitions.some(({ path }) => files.has(path)))
        .map(([name]) => `${model}::${name}`),
    )
  }

  exploreText(fullName: string): string | undefined {
    const [model = '', explore = ''] = fullName.split('::')
    return this.#models.get(model)?.text(explore)
  }

  describe(fullName: string): { files: string[]; views: string[] } | undefined {
    const [model = '', explore = ''] = fullName.split('::')
    return this.#models.get(model)?.describe(explore)
  }

  /** Returns the Explores that a dashboard's tiles show. Returns undefined if the dashboard does not exist. */
  tilesOf(id: string): string[] | undefined {
    const [model = ''] = id.split('::')
    const definitions = this.#definitions(id)
    if (definitions.length === 0) return undefined
    return definitions.flatMap(({ queries }) =>
      queries.map(query => `${query.model ?? model}::${query.explore}`),
    )
  }

  dashboardText(id: string): string | undefined {
    const definitions = this.#definitions(id)
    if (definitions.length === 0) return undefined
    const explores = new Set(this.tilesOf(id))
    return [
      ...definitions.map(({ text }) => text),
      ...[...explores].map(name => this.exploreText(name)),
    ].join('\n')
  }

  #definitions(id: string): DashboardText[] {
    const [model = '', start = ''] = id.split('::')
    const files = this.#models.get(model)?.files ?? new Set()
    const names = new Set([start])
    const found: DashboardText[] = []
    for (const name of names)
      for (const definition of this.#dashboards.get(name) ?? []) {
        if (!files.has(definition.path)) continue
        found.push(definition)
        for (const base of definition.bases) names.add(base)
      }
    return found
  }
}

/** The kinds of blocks to which other blocks refer by name. */
const namedKinds = ['datagroup', 'access_grant', 'named_value_format', 'map_layer']
const kindsApart = new Set(['view', 'explore', 'include', 'test', 'label', ...namedKinds])

class ModelMeaning {
  readonly names: readonly string[]
  readonly files: ReadonlySet<string>
  readonly #model: LookmlModel
  readonly #constants: ReadonlyMap<string, string>
  readonly #texts = new Map<string, string | undefined>()
  readonly #views = new Map<string, Assembled | undefined>()
  readonly #common: string

  constructor(model: LookmlModel, constants: ReadonlyMap<string, string>) {
    this.#model = model
    this.#constants = constants
    this.names = model.exploreNames()
    this.files = new Set(model.files.map(({ path }) => path))
    this.#common = model.files
      .filter(({ path }) => !path.startsWith('imported_projects/'))
      .map(({ block }) =>
        plain(Object.fromEntries(Object.entries(block).filter(([key]) => !kindsApart.has(key)))),
      )
      .filter(text => text !== '{}')
      .join('\n')
  }

  text(explore: string): string | undefined {
    if (!this.#texts.has(explore)) this.#texts.set(explore, this.#textOf(explore))
    return this.#texts.get(explore)
  }

  describe(explore: string): { files: string[]; views: string[] } | undefined {
    const assembled = this.#model.explore(explore)
    if (!assembled) return undefined
    const views = viewsOf(explore, assembled.block).map(({ view }) => view)
    const files = views.flatMap(view => this.#view(view)?.files ?? [])
    return { files, views }
  }

  #view(name: string): Assembled | undefined {
    if (!this.#views.has(name)) this.#views.set(name, this.#model.view(name))
    return this.#views.get(name)
  }

  #textOf(start: string): string | undefined {
    if (!this.#model.explore(start)) return undefined
    const parts = new Map<string, string>()
    const open: [kind: 'explore' | 'view', name: string][] = [['explore', start]]
    for (const [kind, name] of open) {
      const key = `${kind} ${name}`
      if (parts.has(key)) continue
      const block = (kind === 'explore' ? this.#model.explore(name) : this.#view(name))?.block
      parts.set(key, plain(block))
      if (!block) continue
      if (kind === 'explore') for (const { view } of viewsOf(name, block)) open.push(['view', view])
      const text = plain(block)
      for (const [, view = ''] of text.matchAll(/\$\{\s*(\w+)\.SQL_TABLE_NAME\s*\}/g))
        open.push(['view', view])
      const derived = isBlock(block.derived_table) ? block.derived_table : {}
      for (const source of namedBlocks(derived.explore_source).keys()) open.push(['explore', source])
    }
    const all = [...parts].sort().map(([key, text]) => `${key} ${text}`)
    return [...all, this.#common, ...this.#shared([...all, this.#common].join('\n'))].join('\n')
  }

  /** Returns the shared definitions and the constants whose names occur in the text. */
  #shared(text: string): string[] {
    const constants = [...text.matchAll(/@\{\s*(\w+)\s*\}/g)].map(
      ([, name = '']) => `${name} ${this.#constants.get(name)}`,
    )
    const named = this.#model.files.flatMap(({ block }) =>
      namedKinds.flatMap(kind =>
        [...namedBlocks(block[kind])]
          .filter(([name]) => new RegExp(`"${name}"`).test(text))
          .map(([name, value]) => `${kind} ${name} ${plain(value)}`),
      ),
    )
    return [...new Set([...constants, ...named])].sort()
  }
}

/** Converts a value to text. Leaves out the keys that begin with `$`, which the parser has added. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (key, inside) => {
    if (key.startsWith('$')) return undefined
    return typeof inside === 'string' ? inside.trim().replaceAll('\r\n', '\n') : inside
  }) ?? ''

interface DashboardText {
  name: string
  path: string
  text: string
  bases: string[]
  queries: { model?: string; explore: string }[]
}

/**
 * Splits the text into dashboards line by line. Does not parse YAML, so that this script is independent of the tested
 * code.
 */
function cutDashboards(path: string, text: string): DashboardText[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/^(?=- dashboard:)/m)
    .flatMap(part => {
      const [, name] = /^- dashboard: *["']?([^\s"'#]+)/.exec(part) ?? []
      if (name === undefined) return []
      const model = /^ {2}model: *["']?([\w-]+)/m.exec(part)?.[1]
      const [, bases = ''] = /^ {2}extends: *\[?([^\]\n]*)/m.exec(part) ?? []
      const elements = part.split(/^ {2}elements:/m)[1]?.split(/^ {2}\w/m)[0] ?? ''
      return [
        {
          ...{ name, path, text: part.trimEnd() },
          bases: bases.split(',').flatMap(base => /[\w-]+/.exec(base)?.[0] ?? []),
          queries: queriesIn(elements, model),
        },
      ]
    })
}

function queriesIn(
  elements: string,
  dashboardModel: string | undefined,
): { model?: string; explore: string }[] {
  return elements.split(/^ {2,4}- /m).flatMap(chunk => {
    const models = [...chunk.matchAll(/^\s*-? *model: *["']?([\w-]+)/gm)].map(([, model]) => model)
    const explores = [...chunk.matchAll(/^\s*-? *explore: *["']?(\w+)/gm)]
    return explores.map(([, explore = ''], index) => {
      const model = models[index] ?? models[0] ?? dashboardModel
      return { explore, ...(model !== undefined && { model }) }
    })
  })
}
