import fc from 'fast-check'

/*
 * Creates random LookML projects as data. The meaning of a project is computed from this data, not from the project's
 * text. Blocks are in folders, and a model includes some of the folders. Names that begin with `iv` or `ie` are the
 * views and Explores of an imported project, whose text is not available. `ie0` shows `iv0` and `iv1`. `ie1` shows
 * `iv2`. `iv0` is derived from the table of `iv1`, and `iv1` is derived from `ie1`.
 */

const folders = ['a', 'b', 'c'] as const
const viewNames = ['v0', 'v1', 'v2', 'v3', 'date'] as const
const importedViews = ['iv0', 'iv1', 'iv2'] as const
const exploreNames = ['e0', 'e1', 'e2', 'v0'] as const
const importedExplores = ['ie0', 'ie1'] as const
const dashboardNames = ['d0', 'd1', 'd2'] as const
export const models = ['m0', 'm1'] as const

type Folder = (typeof folders)[number]
type ViewName = (typeof viewNames)[number] | (typeof importedViews)[number]
type ExploreName = (typeof exploreNames)[number] | (typeof importedExplores)[number]
type ModelName = (typeof models)[number]

/** The layouts in which a block may be written. The layout does not affect the block's meaning. */
const styles = ['plain', 'two colons', 'next line', 'comment', 'one line'] as const
type Style = (typeof styles)[number]

interface Placed {
  folder: Folder
  style: Style
  /** Represents all properties of the block on which a picture depends. */
  value: number
}

interface View extends Placed {
  base?: ViewName
  table?: ViewName
  source?: ExploreName
  usesGrant: boolean
  usesConstant: boolean
}

interface ViewRefinement extends Placed {
  view: ViewName
  table?: ViewName
}

interface Explore extends Placed {
  from?: ViewName
  /** Whether the name of the Explore's view begins with the value of a constant. */
  isNamedByConstant?: boolean
  joins: { view: ViewName; alias?: string }[]
  base?: ExploreName
}

interface ExploreRefinement extends Placed {
  explore: ExploreName
  joins: { view: ViewName; alias?: string }[]
}

interface Dashboard extends Pick<Placed, 'folder' | 'value'> {
  tiles: { explore: ExploreName; model?: ModelName }[]
  base?: string
  usesFormat: boolean
  /** Whether the YAML library refuses the dashboard's text. */
  isOdd: boolean
}

interface Model {
  folders: Folder[]
  /** Whether the model includes one more folder, whose name is the value of a constant. */
  includesConstant: boolean
  /** Represents the whole content of the imported project. */
  imported: number
  value: number
  isExplicit: boolean
}

export interface Project {
  views: (View | null)[]
  viewRefinements: (ViewRefinement | null)[]
  explores: (Explore | null)[]
  exploreRefinements: (ExploreRefinement | null)[]
  dashboards: (Dashboard | null)[]
  models: Model[]
  grant: number[]
  constant: number[]
  format: number[]
  folder: Folder[]
  prefix: ('v' | 'iv')[]
}

const value = fc.nat(3)
const placed = { folder: fc.constantFrom(...folders), style: fc.constantFrom(...styles), value }
const viewName = fc.constantFrom<ViewName>(...viewNames, ...importedViews)
const exploreName = fc.constantFrom<ExploreName>(...exploreNames, ...importedExplores)
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const list = <T>(arbitrary: fc.Arbitrary<T>, length: number) =>
  fc.array(fc.option(arbitrary, { freq: 3 }), { minLength: length, maxLength: length })
const joins = fc.array(fc.record({ view: viewName, alias: optional(fc.constantFrom('x', 'y')) }), {
  maxLength: 2,
})

export const project = fc.record({
  views: list(
    fc.record({
      ...placed,
      ...{ base: optional(viewName), table: optional(viewName), source: optional(exploreName) },
      ...{ usesGrant: fc.boolean(), usesConstant: fc.boolean() },
    }),
    viewNames.length,
  ),
  viewRefinements: list(fc.record({ ...placed, view: viewName, table: optional(viewName) }), 4),
  explores: list(
    fc.record({
      ...{ ...placed, joins, from: optional(viewName), base: optional(exploreName) },
      isNamedByConstant: fc.boolean(),
    }),
    exploreNames.length,
  ),
  exploreRefinements: list(fc.record({ ...placed, explore: exploreName, joins }), 2),
  dashboards: list(
    fc.record({
      ...{ folder: placed.folder, value, isOdd: fc.boolean(), usesFormat: fc.boolean() },
      tiles: fc.array(fc.record({ explore: exploreName, model: optional(fc.constantFrom(...models)) }), {
        maxLength: 3,
      }),
      base: optional(fc.constantFrom(...dashboardNames)),
    }),
    dashboardNames.length,
  ),
  models: fc.array(
    fc.record({
      ...{ folders: fc.shuffledSubarray([...folders]), value, isExplicit: fc.boolean() },
      ...{ includesConstant: fc.boolean(), imported: fc.nat(1) },
    }),
    { minLength: models.length, maxLength: models.length },
  ),
  grant: fc.tuple(value),
  constant: fc.tuple(value),
  format: fc.tuple(value),
  folder: fc.tuple(fc.constantFrom(...folders)),
  prefix: fc.tuple(fc.constantFrom('v', 'iv')),
}) as fc.Arbitrary<Project>

const parts = [
  'views',
  'viewRefinements',
  'explores',
  'exploreRefinements',
  'dashboards',
  'models',
  'grant',
  'constant',
  'format',
  'folder',
  'prefix',
] as const

/** Returns a random project as `base`. `head` is the same project with one or two parts from another random project. */
export const change = fc
  .record({
    base: project,
    other: project,
    edits: fc.array(fc.tuple(fc.constantFrom(...parts), fc.nat(4)), { minLength: 1, maxLength: 2 }),
  })
  .map(({ base, other, edits }) => {
    const head: Record<string, unknown[]> = { ...base }
    for (const [part, index] of edits) {
      const list = [...(head[part] ?? [])]
      if (index < list.length) list[index] = other[part][index]
      head[part] = list
    }
    return { base, head: head as unknown as Project }
  })

export function filesOf(project: Project): Record<string, string> {
  const files = new Map<string, string[]>([
    [
      'manifest.lkml',
      [
        `constant: color { value: "c${project.constant[0]}" }`,
        `constant: folder { value: "${project.folder[0]}" }`,
        `constant: prefix { value: "${project.prefix[0]}" }`,
        'local_dependency: { project: "block" }',
      ],
    ],
    [
      'shared.lkml',
      [
        `access_grant: staff {\n  user_attribute: team\n  allowed_values: ["${project.grant[0]}"]\n}`,
        `named_value_format: euro { value_format: "${project.format[0]}" }`,
      ],
    ],
  ])
  const add = (path: string, text: string) => files.set(path, [...(files.get(path) ?? []), text])
  for (const [index, view] of project.views.entries())
    if (view) add(pathOf(view, 'views'), viewText(viewNames[index] ?? '', view))
  for (const one of project.viewRefinements)
    if (one) add(pathOf(one, 'refinements'), viewText(`+${one.view}`, one))
  for (const [index, one] of project.explores.entries())
    if (one) add(pathOf(one, 'explores'), exploreText(exploreNames[index] ?? '', one))
  for (const one of project.exploreRefinements)
    if (one) add(pathOf(one, 'refinements'), exploreText(`+${one.explore}`, one))
  for (const [index, one] of project.dashboards.entries())
    if (one) add(`${one.folder}/boards.dashboard.lookml`, dashboardText(dashboardNames[index] ?? '', one))
  for (const [index, model] of project.models.entries()) add(`${models[index]}.model.lkml`, modelText(model))
  return Object.fromEntries([...files].map(([path, blocks]) => [path, blocks.join('\n')]))
}

const pathOf = ({ folder }: Placed, what: string) => `${folder}/${what}.lkml`

const header = (kind: string, name: string, style: Style): string => {
  if (style === 'two colons') return `${kind}:: ${name}`
  if (style === 'next line') return `${kind}:\n  ${name.replace('+', '+ ')}`
  return style === 'comment' ? `# a { comment\n${kind}: # ${kind}: other {\n${name}` : `${kind}: ${name}`
}

function viewText(name: string, view: Partial<View> & Placed): string {
  const derived = view.source
    ? `derived_table: { explore_source: ${view.source} { column: id {} } }`
    : view.table && `derived_table: { sql: select * from \${${view.table}.SQL_TABLE_NAME} ;; }`
  const lines = [
    view.base && `extends: [${view.base}]`,
    derived,
    `dimension: date { type: date sql: \${TABLE}.c${view.value} ;;${view.usesGrant ? ' required_access_grants: [staff]' : ''} }`,
    view.usesConstant && `dimension: color { html: <b>@{color}</b> ;; }`,
  ]
  return `${header('view', name, view.style)} {\n${lines.filter(Boolean).join(view.style === 'one line' ? ' ' : '\n  ')}\n}`
}

function exploreText(name: string, explore: Partial<Explore> & Placed): string {
  const lines = [
    explore.base && `extends: [${explore.base}]`,
    explore.isNamedByConstant ? 'from: @{prefix}1' : explore.from && `from: ${explore.from}`,
    `label: "${explore.value}"`,
    ...(explore.joins ?? []).map(({ view, alias }) =>
      alias ? `join: ${alias} { from: ${view} sql_on: 1=1 ;; }` : `join: ${view} { sql_on: 1=1 ;; }`,
    ),
  ]
  return `${header('explore', name, explore.style)} { ${lines.filter(Boolean).join('\n')} }`
}

function dashboardText(name: string, { tiles, base, value, isOdd, usesFormat }: Dashboard): string {
  const elements = tiles.map(
    ({ explore, model }, index) =>
      `  - name: t${index}\n${model ? `    model: ${model}\n` : ''}    explore: ${explore}\n    fields: [x.y]${isOdd ? '# glued' : ''}\n`,
  )
  const title = usesFormat ? `${value} euro` : value
  return `- dashboard: ${name}\n  title: "${title}"\n${base ? `  extends: ${base}\n` : ''}  elements:\n${elements.join('')}`
}

const modelText = ({ folders, value, isExplicit, includesConstant, imported }: Model): string =>
  [
    `connection: "c${value}"`,
    'include: "/shared.lkml"',
    `include: "//block/${imported}/*.lkml"`,
    ...(includesConstant ? ['include: "/@{folder}/*"'] : []),
    ...folders.flatMap(folder =>
      isExplicit
        ? ['views', 'explores', 'refinements', 'boards.dashboard'].map(
            name => `include: "/${folder}/${name}"`,
          )
        : [`include: "/${folder}/*"`],
    ),
  ].join('\n')

/** The meaning of a project for one of its models, as text. If two texts are equal, the pictures are equal, too. */
export class Meaning {
  readonly #project: Project
  readonly #model: Model
  readonly #modelName: ModelName

  constructor(project: Project, modelName: ModelName) {
    this.#project = project
    this.#modelName = modelName
    this.#model = project.models[models.indexOf(modelName)] as Model
  }

  explore(start: string): string {
    const found = this.#follow(start, ({ kind, name }, block) => [
      ...(block.table && !block.source ? [{ kind: 'view', name: block.table } as const] : []),
      ...(block.source ? [{ kind: 'explore', name: block.source } as const] : []),
      ...this.#parts({ kind, name }, block),
    ])
    const parts = [...found].map(
      ([key, blocks]) => [key, blocks.map(({ style, ...block }) => block)] as const,
    )
    const text = JSON.stringify(parts.sort(([one], [other]) => one.localeCompare(other)))
    const { grant, constant } = this.#project
    const shared = [
      text.includes('"usesGrant":true') && grant,
      text.includes('"usesConstant":true') && constant,
    ]
    return JSON.stringify([text, shared, this.#model.value, this.#model.imported])
  }

  /** Returns the blocks of an Explore and all blocks that they use. The keys have the form `kind name`. */
  #follow(start: string, uses: (use: Use, block: AnyBlock) => Use[]): Map<string, AnyBlock[]> {
    const found = new Map<string, AnyBlock[]>()
    const open: Use[] = [{ kind: 'explore', name: start }]
    for (const use of open) {
      const key = `${use.kind} ${use.name}`
      if (found.has(key)) continue
      const blocks = use.kind === 'view' ? this.#view(use.name) : this.#explore(use.name)
      found.set(key, blocks)
      open.push(...blocks.flatMap(block => uses(use, block)))
      // An Explore without `from` shows the view with the Explore's name.
      if (use.kind === 'explore' && !blocks.some(({ from }) => from))
        open.push({ kind: 'view', name: use.name })
    }
    return found
  }

  #parts({ kind }: Use, { base, from, joins = [] }: AnyBlock): Use[] {
    const views = [...(from ? [from] : []), ...joins.map(({ view }) => view)]
    return [...(base ? [{ kind, name: base }] : []), ...views.map(name => ({ kind: 'view', name }) as const)]
  }

  /** Returns the meaning of a dashboard. Returns undefined if the model has no dashboard with this name. */
  dashboard(start: string): string | undefined {
    const own = this.#dashboards(start)
    if (!own.has(start)) return undefined
    const explores = [...own.values()].flatMap(({ tiles }) =>
      tiles.map(({ explore, model }) =>
        new Meaning(this.#project, model ?? this.#modelName).explore(explore),
      ),
    )
    const texts = [...own].map(([name, { isOdd, ...dashboard }]) => [name, dashboard] as const)
    const format = [...own.values()].some(({ usesFormat }) => usesFormat) && this.#project.format
    return JSON.stringify([texts.sort(([one], [other]) => one.localeCompare(other)), explores, format])
  }

  tilesOf(start: string): string[] | undefined {
    const own = this.#dashboards(start)
    if (!own.has(start)) return undefined
    return [...own.values()].flatMap(({ tiles }) =>
      tiles.map(({ explore, model }) => `${model ?? this.#modelName}::${explore}`),
    )
  }

  /**
   * Returns Looker's answer about an Explore: the Explore's views, and the files of these views in this project. As in
   * Looker, the sources of derived tables are missing.
   */
  describe(explore: string): { paths: string[]; views: string[] } {
    const found = this.#follow(explore, (use, block) => this.#parts(use, block))
    const views = [...found].filter(([key]) => key.startsWith('view '))
    const paths = views.flatMap(([, blocks]) => blocks.map(({ place }) => place))
    return { paths: [...new Set(paths)], views: views.map(([key]) => key.slice(5)) }
  }

  /** The included folders, in the order of the includes. The folder with the constant's name comes first. */
  get #folders(): readonly Folder[] {
    const { folders, includesConstant } = this.#model
    return includesConstant ? [...this.#project.folder, ...folders] : folders
  }

  #isIncluded = ({ folder }: Pick<Placed, 'folder'>) => this.#folders.includes(folder)
  #rank = ({ folder }: Pick<Placed, 'folder'>) => this.#folders.indexOf(folder)

  /** Returns the definition, then the refinements in the order of the includes. */
  #view(name: string): AnyBlock[] {
    const definition = this.#project.views[viewNames.indexOf(name as never)]
    const refinements = this.#project.viewRefinements.filter(one => one?.view === name)
    const own = this.#inOrder(definition, refinements, 'views')
    const imported = importedViewBlocks[name]
    return imported ? [imported, ...own] : own
  }

  #explore(name: string): AnyBlock[] {
    const definition = this.#project.explores[exploreNames.indexOf(name as never)]
    const refinements = this.#project.exploreRefinements.filter(one => one?.explore === name)
    const own = this.#inOrder(definition, refinements, 'explores')
    const named = own.map(block => {
      const { isNamedByConstant, ...rest } = block as AnyBlock
      return isNamedByConstant ? { ...rest, from: `${this.#project.prefix[0]}1` as ViewName } : rest
    })
    const views = importedExploreViews[name]
    return views ? [{ ...importedBlock, joins: views.map(view => ({ view })) }, ...named] : named
  }

  #inOrder(definition: Placed | null | undefined, refinements: readonly (Placed | null)[], what: string) {
    const placed = (one: Placed, file: string) => ({ ...one, place: pathOf(one, file) })
    const own = definition && this.#isIncluded(definition) ? [placed(definition, what)] : []
    const refined = refinements
      .flatMap(one => (one && this.#isIncluded(one) ? [placed(one, 'refinements')] : []))
      .sort((one, other) => this.#rank(one) - this.#rank(other))
    return [...own, ...refined]
  }

  #dashboards(start: string): Map<string, Dashboard> {
    const found = new Map<string, Dashboard>()
    const open = [start]
    for (const name of open) {
      const dashboard = this.#project.dashboards[dashboardNames.indexOf(name as never)]
      if (!dashboard || found.has(name) || !this.#isIncluded(dashboard)) continue
      found.set(name, dashboard)
      if (dashboard.base) open.push(dashboard.base)
    }
    return found
  }
}

const importedBlock = { folder: 'a', style: 'plain', value: 0, place: '' } as const
const importedViewBlocks: Readonly<Record<string, AnyBlock>> = {
  iv0: { ...importedBlock, table: 'iv1' },
  iv1: { ...importedBlock, source: 'ie1' },
}
const importedExploreViews: Readonly<Record<string, readonly ViewName[]>> = {
  ie0: ['iv0', 'iv1'],
  ie1: ['iv2'],
}

interface Use {
  kind: 'view' | 'explore'
  name: string
}

type AnyBlock = Placed &
  Partial<Omit<View, keyof Placed | 'base'>> &
  Partial<Pick<Explore, 'from' | 'joins' | 'isNamedByConstant'>> & { base?: string; place: string }

export const targets = {
  explores: models.flatMap(model =>
    [...exploreNames, ...importedExplores].map(explore => ({ model, explore })),
  ),
  dashboards: models.flatMap(model => dashboardNames.map(name => ({ model, name }))),
}
