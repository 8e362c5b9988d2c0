import { addToList } from '../runtime/lists.ts'
import { type BlockGraph, connectBlocks } from './block-graph.ts'
import type { Constants } from './constants.ts'
import { DashboardIndex, type ParsedDashboards } from './dashboard-index.ts'
import { Includes, isImport, type LeadingNames, meaningsOf } from './includes.ts'
import { aliasesInText, type LookmlBlock, type LookmlBlocks, type PlacedBlock } from './lookml-block.ts'
import { readBlocks } from './lookml-blocks.ts'
import { layoutEnd } from './lookml-tokens.ts'
import { type CommitTexts, isDashboardFile, type Pause } from './texts.ts'
import { hasWritingKey, namesWrittenIn } from './written-tables.ts'

/** The LookML of one commit, with the graph of its blocks. */
export interface LookmlProject extends CommitTexts {
  blocks: readonly PlacedBlock[]
  blocksByPath: ReadonlyMap<string, readonly number[]>
  /** Why a file could not be split into blocks, by path. */
  uncut: ReadonlyMap<string, string>
  /** The files that include files of other projects. */
  importing: ReadonlySet<string>
  /**
   * The files that may define blocks with any name: they include files of other projects, could not be split into
   * blocks, or have a name with a constant whose value is unknown.
   */
  definingAny: ReadonlySet<string>
  /** The blocks with `suggest_explore` or `alias`, by index. */
  suggesting: ReadonlyMap<number, PlacedBlock>
  /** The paths of the model files, by model name. */
  models: ReadonlyMap<string, readonly string[]>
  patternsIn(path: string): readonly string[]
  /**
   * Replaces the constants in an `include` with their values, and adds the meanings of project names. An include with an
   * unknown constant stays unchanged.
   */
  patternsOf(include: string): string[]
  includes: Includes
  graph: BlockGraph
  dashboards: DashboardIndex
}

const charactersPerPause = 64 * 1024
/** The maximum number of blocks of a commit. A block takes about a kilobyte of memory. */
const maxProjectBlocks = 300_000
/** The maximum length of all files that could not be split into blocks. Each word of these files takes memory. */
const maxUncutLength = 8 * 1024 * 1024

export type BothSides = readonly [base: LookmlProject, head: LookmlProject]

/** Caches parsed files by text, because most files are the same in both commits. */
export interface ParsedTexts {
  blocks: Map<string, LookmlBlocks>
  dashboards: ParsedDashboards
}

/**
 * @param name the project's name. The manifest may contain another one
 * @throws RangeError if the project is too large
 */
export async function readLookmlProject(
  texts: CommitTexts,
  parsed: ParsedTexts,
  pause: Pause,
  name = '',
): Promise<LookmlProject> {
  const blocks: PlacedBlock[] = []
  const blocksByPath = new Map<string, number[]>()
  const uncut = new Map<string, string>()
  let [length, uncutLength] = [0, 0]
  for (const [path, text] of texts.lookml) {
    if (isDashboardFile(path) && !hasBlocks(path, text)) continue
    const read = parsed.blocks.get(text) ?? readBlocks(text)
    parsed.blocks.set(text, read)
    if (read.problem !== undefined) uncut.set(path, read.problem)
    const own = read.problem === undefined ? read.blocks : [wholeFile(text)]
    blocksByPath.set(
      path,
      own.map((_, index) => blocks.length + index),
    )
    for (const block of own) blocks.push({ ...block, path, isWholeFile: read.problem !== undefined })
    if (blocks.length > maxProjectBlocks) throw new RangeError('The LookML has more than 300,000 blocks')
    if (read.problem !== undefined) uncutLength += text.length
    if (uncutLength > maxUncutLength)
      throw new RangeError('More than 8 MB of LookML could not be split into blocks')
    length += text.length
    if (length > charactersPerPause) {
      length = 0
      await pause()
    }
  }
  const models = modelsOf([...texts.lookml.keys(), ...texts.unread.keys()])
  const graph = await connectBlocks(blocks, [...models.keys()], pause)
  const names = leadingNames(blocks, name, { constants: graph.constants, paths: texts.lookml.keys() })
  const patternsOf = (include: string) =>
    (graph.constants.readings(include) ?? [include]).flatMap(pattern => meaningsOf(pattern, names))
  const patternsIn = (path: string) =>
    (blocksByPath.get(path) ?? []).flatMap(index =>
      blocks[index]?.kind === 'include' ? blocks[index].strings.flatMap(patternsOf) : [],
    )
  const includes = new Includes(
    [...texts.lookml.keys(), ...texts.unread.keys()].sort(),
    path => (uncut.has(path) || texts.unread.has(path) ? 'unknown' : patternsIn(path)),
    { isLinked: texts.folderLinks.size > 0 },
  )
  const dashboards = new DashboardIndex(texts.lookml, parsed.dashboards)
  const importing = new Set([...blocksByPath.keys()].filter(path => patternsIn(path).some(isImport)))
  const unnamed = blocks.filter(
    ({ name }) => name.includes('@{') && graph.constants.readings(name) === undefined,
  )
  const definingAny = new Set([...importing, ...uncut.keys(), ...unnamed.map(({ path }) => path)])
  const suggesting = new Map(
    [...blocks.entries()].filter(([, block]) => block.suggesting.length + block.aliases.length > 0),
  )
  return {
    ...texts,
    importing,
    definingAny,
    suggesting,
    blocks,
    blocksByPath,
    uncut,
    models,
    patternsIn,
    patternsOf,
    includes,
    graph,
    dashboards,
  }
}

/**
 * Whether a file that is named like a dashboard has blocks or statements of LookML. Looker expects YAML in such a file
 * only if its name ends with `.lookml`.
 */
function hasBlocks(path: string, text: string): boolean {
  if (yamlBlockStart.test(text)) return true
  const start = layoutEnd(text, 0)
  if (/^(?:[-[{%"'&!]|dashboard\s*:)/.test(text.slice(start, start + 99))) return false
  return /\.lkml$/i.test(path) || blockStart.test(text)
}

/** Matches the header of a view or an Explore in LookML from before 2016. */
const yamlBlockStart = /^\uFEFF?-[ \t]{1,9}["']?(?:view|explore)["']?[ \t]{0,9}:/m
/** Matches the header of a block. The name and the brace may be on later lines. */
const blockStart = /^\uFEFF?[ \t]*\w+[ \t]*:+(?:[^\n{]*|\s{1,99}[+\w@{}-]{1,255}\s{0,99})\{/m

const wholeFile = (text: string): LookmlBlock => ({
  kind: '',
  name: '',
  isRefinement: false,
  isTemplate: false,
  tokens: text,
  mentions: text,
  exploreMentions: text,
  qualifiers: [],
  needs: [],
  strings: [text],
  written: hasWritingKey(text) ? namesWrittenIn(text) : [],
  suggesting: [],
  aliases: aliasesInText(text),
})

export function modelsOf(paths: Iterable<string>): Map<string, string[]> {
  const models = new Map<string, string[]>()
  for (const path of paths) {
    const name = /([^/]+)\.model\.(?:lkml|lookml)$/i.exec(path)?.[1]
    if (name !== undefined) addToList(models, name, path)
  }
  return models
}

function leadingNames(
  blocks: readonly PlacedBlock[],
  own: string,
  { constants, paths }: { constants: Constants; paths: Iterable<string> },
): LeadingNames {
  const namesIn = (...kinds: string[]) =>
    blocks
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ name, tokens }) => [name, nameInTokens.exec(tokens)?.[1] ?? ''])
      .flatMap(one => constants.readings(one) ?? [one])
  return {
    own: new Set([own, ...namesIn('project_name')]),
    imported: new Set(namesIn('local_dependency', 'remote_dependency')),
    folders: new Set([...paths].flatMap(path => /^[^/]+(?=\/)/.exec(path) ?? [])),
  }
}

const nameInTokens = /\bproject(?:_name)?\n:\n"?([^"\n]{1,255})/
