import { filesOf } from './changed-includes.ts'
import { type ChangedSide, isManifest, type ProjectChange } from './changes.ts'
import {
  blocksForImports,
  blocksOfUndescribedFiles,
  type DescribedExplore,
  type DescribedExplores,
  describedBlocks,
  describedFiles,
  type IncompleteNames,
  importsFiles,
  incompleteNames,
  isPartlyOurs,
  keysUsedBy,
  undescribedFiles,
  wordsInExplores,
} from './imported-explores.ts'
import { keyOf, type Need, type PlacedBlock } from './lookml-block.ts'
import { ModelChanges } from './model-changes.ts'
import type { BothSides, LookmlProject } from './project.ts'
import { addChanges, type ChangeSet, findNearest } from './reachable-changes.ts'
import { formatsIn, settingsFor, statementsFor, visualizationsNamedIn, visualizationsOf } from './settings.ts'
import { wordsIn } from './texts.ts'

export const maxListedChanges = 10
/**
 * The maximum number of uses that all searches for blocks with `suggest_explore` follow. Later searches return all such
 * blocks.
 */
const maxSuggestingUses = 20_000_000

export interface ExploreChange {
  changes: ChangeSet
  /** The changes that are the fewest uses away from the Explore, as indexes of `ProjectChange.words`. */
  nearest: readonly number[]
  /** Other reasons than changed blocks, as texts for users: "models/a.model.lkml, which defines its model, is new". */
  others: readonly string[]
  isOfProject: boolean
}

/** The origin of a text: the merge base (`before`), the head (`after`), or Looker's description. */
export type TextSide = 'before' | 'after' | 'described'

/** Finds the changes that may affect an Explore (`model::explore`). */
export class Explores {
  readonly change: ProjectChange
  readonly models: ModelChanges
  #described: DescribedExplores = new Map()
  readonly #known = new Map<string, ExploreChange>()
  readonly #suggesting = new Map<string, readonly PlacedBlock[]>()
  #suggestingUsesLeft = maxSuggestingUses
  readonly #ofSettings = new Map<string, ExploreChange>()
  readonly #statements = new Map<LookmlProject, Map<string, number[]>>()
  readonly #forImports = new Map<LookmlProject, Map<string, number[]>>()
  readonly #importing = new Map<LookmlProject, Map<string, boolean>>()
  readonly #words = new Map<LookmlProject, Map<string, ReadonlySet<string>>>()
  readonly #incomplete = new Map<LookmlProject, Map<string, IncompleteNames>>()
  readonly #visualizations = new Map<LookmlProject, ReadonlyMap<string, readonly number[]>>()

  constructor(change: ProjectChange) {
    this.change = change
    this.models = new ModelChanges(change)
  }

  describe(described: DescribedExplores): void {
    this.#described = new Map([...this.#described, ...described])
    this.#known.clear()
    this.#suggesting.clear()
  }

  /** Returns the Explores that Looker has to describe before `changeOf` can find all changes of this Explore. */
  missing(fullName: string): string[] {
    const needsAnswer = this.#isRefinable(fullName) && !this.#isChanged(fullName)
    const names = needsAnswer ? [fullName] : this.#importsOf(fullName)
    return names.filter(name => !this.#described.has(name))
  }

  /** Whether imported files may refine an Explore that this project defines completely. */
  #isRefinable(fullName: string): boolean {
    const { model } = this.#parts(fullName)
    return (
      !this.isImported(fullName) &&
      this.#sides.some(({ project }) => this.#perModel(this.#importing, project, model, importsFiles))
    )
  }

  #isChanged(fullName: string): boolean {
    const { changes, others } = this.changeOf(fullName)
    return others.length > 0 || changes.some(word => word !== 0)
  }

  descriptionOf(fullName: string): Description[1] | undefined {
    return this.#described.get(fullName)
  }

  get #sides(): readonly [ChangedSide, ChangedSide] {
    return [this.change.base, this.change.head]
  }

  get #projects(): BothSides {
    return [this.change.base.project, this.change.head.project]
  }

  isOwnModel(model: string): boolean {
    return this.models.isOwn(model)
  }

  #parts(fullName: string): { model: string; explore: string } {
    const { model, explore } = nameParts(fullName)
    return { model: this.models.ownNameOf(model), explore }
  }

  isExploreWord(word: string): boolean {
    return this.#sides.some(({ project }) => project.graph.hasNamed('explore', word, { isName: false }))
  }

  /**
   * Returns the words of a text, and the words in the values of the constants that the text uses. An unknown value may
   * contain any name, so it adds the names of all Explores.
   */
  wordsIn(text: string): Set<string> {
    const words = new Set(wordsIn(text))
    for (const { project } of text.includes('@{') ? this.#sides : [])
      for (const word of project.graph.constants.wordsIn(text) ?? exploreNames(project)) words.add(word)
    return words
  }

  /** Replaces the constants in a name with their values. Returns all names that are possible in either commit. */
  readingsOf(name: string): string[] {
    return [
      ...new Set(this.#sides.flatMap(({ project }) => project.graph.constants.readings(name) ?? [name])),
    ]
  }

  /** Returns the blocks with `suggest_explore` or `alias` that the Explore may use, in the merge base and in the head. */
  suggestingBlocks(fullName: string): readonly PlacedBlock[] {
    const known = this.#suggesting.get(fullName)
    if (known) return known
    const found = this.#sides.flatMap(({ project }) => {
      const { suggesting } = project
      if (suggesting.size === 0) return []
      const numbers = new Map([...suggesting.keys()].map(index => [index, index]))
      const limits = { count: suggesting.size, usesLeft: this.#suggestingUsesLeft }
      const { found, uses, isComplete } = this.findUsed(fullName, project, numbers, limits)
      this.#suggestingUsesLeft -= uses
      return isComplete ? found.flatMap(index => suggesting.get(index) ?? []) : [...suggesting.values()]
    })
    this.#suggesting.set(fullName, found)
    return found
  }

  /** Searches the blocks that the Explore may use for blocks in `wanted`. See `findNearest`. */
  findUsed(
    fullName: string,
    project: LookmlProject,
    wanted: ReadonlyMap<number, number>,
    limits: { count: number; usesLeft: number },
  ): ReturnType<typeof findNearest> {
    const starts = this.#startsIn(project, fullName, this.#descriptionsOf(fullName))
    return findNearest(project.graph, wanted, starts, limits)
  }

  /** Returns the changed constants, number formats and maps that a text may use. */
  changeOfText(text: string | undefined, side: TextSide): ExploreChange {
    return this.#changeFrom(side, project =>
      text === undefined ? formatsIn(project) : project.graph.sharedIn(text),
    )
  }

  /**
   * Returns the changed visualizations of the manifest that a tile's settings may name: `thelook::funnel`. Tiles of
   * every project can use them (https://cloud.google.com/looker/docs/reference/param-manifest-visualization).
   */
  changeOfVisualizations(text: string | undefined, side: TextSide): ExploreChange {
    const names = text === undefined ? undefined : visualizationsNamedIn(text)
    const change = this.#changeFrom(side, project => {
      if (names?.size === 0) return []
      const known = this.#visualizations.get(project) ?? visualizationsOf(project)
      this.#visualizations.set(project, known)
      return names ? ['', ...names].flatMap(name => known.get(name) ?? []) : [...known.values()].flat()
    })
    const isUnread = this.#sides.some(({ project }) => [...project.unread.keys()].some(isManifest))
    return isUnread && names?.size !== 0 ? { ...change, others: this.change.everywhere } : change
  }

  /**
   * Returns the changed settings of the manifest, and the changed files of the model that Looker may refuse. If Looker
   * refuses a file, it does not show the model's dashboards.
   */
  changeOfSettings(side: TextSide, model = ''): ExploreChange {
    const name = this.models.ownNameOf(model)
    const key = `${side} ${name}`
    const known = this.#ofSettings.get(key)
    if (known) return known
    const found = this.#changeFrom(side, project => settingsFor(project, name))
    this.#ofSettings.set(key, found)
    return found
  }

  #changeFrom(side: TextSide, startsIn: (project: LookmlProject) => readonly number[]): ExploreChange {
    const changes: ChangeSet = new Uint32Array(Math.ceil(this.change.words.length / 32))
    const nearest = this.#sides.flatMap(({ project, reach }, index) => {
      if (side === (index === 0 ? 'after' : 'before')) return []
      const starts = startsIn(project)
      addChanges(changes, reach.from(starts))
      return reach.nearest(starts, maxListedChanges)
    })
    return { changes, nearest: [...new Set(nearest)], others: [], isOfProject: false }
  }

  /**
   * Whether the Explore, or a view or Explore that it uses, is imported. If so, only Looker knows the complete Explore.
   */
  isImported(fullName: string): boolean {
    const { model, explore } = this.#parts(fullName)
    const sides = this.#sides.filter(({ project }) => project.models.has(model))
    const isAnywhere = sides.some(({ project }) => this.#isComplete(project, model, explore))
    return (
      !isAnywhere ||
      sides.some(
        ({ project }) => definesOrRefines(project, explore) && !this.#isComplete(project, model, explore),
      )
    )
  }

  /**
   * Returns the Explores that Looker has to describe: an imported Explore, and the imported Explores that its views
   * read. Returns an empty list if the Explore is not imported.
   */
  #importsOf(fullName: string): string[] {
    const { model } = this.#parts(fullName)
    if (!this.isImported(fullName)) return []
    const found = new Set([fullName])
    if (this.isOwnModel(model))
      // The loop adds to `found`, and visits the added names, too.
      for (const name of found)
        for (const { project } of this.#sides)
          for (const source of this.#sourcesOf(name, project, model)) found.add(`${model}::${source}`)
    return [...found]
  }

  #sourcesOf(fullName: string, project: LookmlProject, model: string): string[] {
    const { sources } = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const keys = keysUsedBy(fullName, this.#described.get(fullName), project)
    return keys.flatMap(key => sources.get(key) ?? [])
  }

  /** Returns the Explore's model. If the Explore reads tables of other models, also returns models with tables. */
  #modelsFor(fullName: string, project: LookmlProject): readonly string[] {
    const { model } = this.#parts(fullName)
    const { tableReaders } = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const keys = keysUsedBy(fullName, this.#described.get(fullName), project)
    return keys.some(key => tableReaders.has(key)) ? this.models.readBy(model) : [model]
  }

  /** Whether this project's files in the model define everything that the Explore needs. */
  #isComplete(project: LookmlProject, model: string, explore: string): boolean {
    const { names } = this.#perModel(this.#incomplete, project, model, incompleteNames)
    const need: Need = { kind: 'explore', name: explore }
    const orMentions = !this.#perModel(this.#importing, project, model, importsFiles)
    const paths = filesOf(model, project, 'own')
    return !names.has(keyOf(need)) && project.graph.isDefined(need, paths, { orMentions })
  }

  #perModel<T>(
    known: Map<LookmlProject, Map<string, T>>,
    project: LookmlProject,
    model: string,
    find: (project: LookmlProject, model: string) => T,
  ): T {
    const ofProject = known.get(project) ?? new Map<string, T>()
    known.set(project, ofProject)
    const found = ofProject.get(model) ?? find(project, model)
    ofProject.set(model, found)
    return found
  }

  changeOf(fullName: string): ExploreChange {
    const known = this.#known.get(fullName)
    if (known) return known
    const found = this.#find(fullName)
    this.#known.set(fullName, found)
    return found
  }

  #find(fullName: string): ExploreChange {
    const { model } = this.#parts(fullName)
    const described = this.#descriptionsOf(fullName)
    const isOfProject =
      this.isOwnModel(model) ||
      described.some(([, description]) => description === 'unknown' || isPartlyOurs(description))
    if (!isOfProject || !this.change.isAny) return { ...this.#changeFrom('described', () => []), isOfProject }
    const change = this.#changeFrom('described', project => this.#startsIn(project, fullName, described))
    const unknown = described.flatMap(([name, description]) => (description === 'unknown' ? [name] : []))
    const others = [
      ...this.change.everywhere,
      ...this.models.readBy(model).flatMap(name => this.models.reasonsOf(name)),
      ...unknown.map(name => `Looker did not describe the Explore ${name}, so any change may affect it`),
      ...this.#reasonsOfIncludes(model, described),
    ]
    return { ...change, others, isOfProject }
  }

  /** Returns the blocks that the Explore uses directly, and the blocks that imported files may use for it. */
  #startsIn(project: LookmlProject, fullName: string, described: readonly Description[]): number[] {
    const { model, explore } = this.#parts(fullName)
    const isOwn = this.isOwnModel(model)
    const isAllOurs =
      this.#isRefinable(fullName) && !described.some(([, one]) => this.#isForeign(one, project, model))
    return [
      ...(isOwn ? project.graph.named('explore', explore) : []),
      ...this.models
        .readBy(model)
        .flatMap(name => this.#perModel(this.#statements, project, name, statementsFor)),
      ...(isOwn && described.length > 0
        ? this.#modelsFor(fullName, project).flatMap(name => this.#usedByImports(project, name, isAllOurs))
        : []),
      ...described.flatMap(([, description]) =>
        description === 'unknown'
          ? []
          : [
              ...describedBlocks(project, description, { isOwn }),
              ...(isOwn ? [] : blocksOfUndescribedFiles(project, this.#projects, description, explore)),
            ],
      ),
    ]
  }

  /**
   * Returns the blocks that imported files may use. If all views of the Explore belong to this project, returns only
   * templates (`extension: required`), because an imported refinement can still extend a template.
   */
  #usedByImports(project: LookmlProject, model: string, isAllOurs: boolean): number[] {
    const all = this.#perModel(this.#forImports, project, model, (one, name) =>
      blocksForImports(one, name, this.change.base.project),
    )
    return isAllOurs
      ? all.filter(index => project.blocks[index]?.isTemplate && !project.blocks[index].isRefinement)
      : all
  }

  #descriptionsOf(fullName: string): Description[] {
    if (!this.#isRefinable(fullName))
      return this.#importsOf(fullName).map(name => [name, this.#described.get(name) ?? 'unknown'])
    const own = this.#described.get(fullName)
    return own ? [[fullName, own]] : []
  }

  /**
   * Whether the Explore uses files or views of other projects. A view that no file defines does not count if an Explore
   * of this project mentions its name, because the name may be an alias.
   */
  #isForeign(described: Description[1], project: LookmlProject, model: string): boolean {
    if (described === 'unknown') return false
    const own = filesOf(model, project, 'own')
    const words = this.#perModel(this.#words, project, model, wordsInExplores)
    const isUndefined = (name: string) =>
      !words.has(name) && !project.graph.isDefined({ kind: 'view', name }, own)
    return described.hasForeignFiles || [...described.views].some(isUndefined)
  }

  /**
   * Returns the reasons why changed `include` parameters affect the model's Explores. For a model of this project,
   * returns the files that could not be split into blocks and are now included differently. For a model of another
   * project, returns the files whose own `include` parameters changed, if the model may include these files.
   */
  #reasonsOfIncludes(model: string, described: readonly Description[]): string[] {
    if (this.isOwnModel(model))
      return this.models
        .otherwiseIncluded(model, isUncut)
        .map(path => `${path}, which could not be read and is now included differently`)
    const known = described.flatMap(([, one]) => (one === 'unknown' ? [] : [one]))
    const included = new Set(known.flatMap(one => this.#includedFiles(one)))
    return [...this.change.patterns.keys()]
      .filter(path => included.has(path))
      .map(path => `${path}, which includes other files`)
  }

  /** Returns the files of this project that a model of another project includes or may include. */
  #includedFiles(described: DescribedExplore): string[] {
    return this.#projects.flatMap(project => [
      ...describedFiles(described, project),
      ...undescribedFiles(project, this.#projects, described),
    ])
  }
}

type Description = readonly [name: string, described: DescribedExplore | 'unknown']

const isUncut = (path: string, { uncut }: LookmlProject) => uncut.has(path)

function nameParts(fullName: string): { model: string; explore: string } {
  const [model = '', explore = ''] = fullName.split('::')
  return { model, explore }
}

const definesOrRefines = ({ graph }: LookmlProject, explore: string) => graph.hasNamed('explore', explore)

const exploreNames = ({ blocks }: LookmlProject) =>
  blocks.flatMap(({ kind, name }) => (kind === 'explore' ? [name] : []))
