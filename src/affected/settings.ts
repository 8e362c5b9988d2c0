import { addToList } from '../runtime/lists.ts'
import { filesOf } from './changed-includes.ts'
import { isManifest, isStatement } from './changes.ts'
import { type PlacedBlock, unexpectedKind } from './lookml-block.ts'
import type { LookmlProject } from './project.ts'

/* The blocks that a target may use although its Explores do not name them. */

/** Returns the blocks of number formats and maps. A chart's settings may contain their names. */
export const formatsIn = ({ blocks }: LookmlProject) =>
  blocks.flatMap(({ kind }, index) => (kind === 'named_value_format' || kind === 'map_layer' ? [index] : []))

/**
 * Returns the blocks that affect every Explore of a model: statements in the manifest and in files that the model may
 * include. If a file could not be split into blocks, its statements are unknown. For this file, returns the shared
 * definitions, such as datagroups, that it mentions.
 */
export function statementsFor(project: LookmlProject, model: string): number[] {
  const paths = filesOf(model, project, 'possible')
  return [...project.blocksByPath].flatMap(([path, places]) => {
    if (!isManifest(path) && !paths.has(path)) return []
    return places.flatMap(index => {
      const block = project.blocks[index] as PlacedBlock
      if (block.isWholeFile) return isManifest(path) ? [index] : project.graph.sharedOf(index)
      return isStatement(block) ? [index] : []
    })
  })
}

/** Statements of a model that affect only its queries. */
const queryStatements = new Set([
  'case_sensitive',
  'fiscal_month_offset',
  'persist_for',
  'persist_with',
  'week_start_day',
])

/**
 * Returns the settings of the manifest, and the statements in the model's files that may affect dashboards without data.
 * Looker shows no dashboard of a model that has no connection, or that has unexpected statements or characters. A model
 * of another project may include any file of this project.
 */
export function settingsFor(project: LookmlProject, model: string): number[] {
  const settings = statementsFor(project, model).filter(index => {
    const block = project.blocks[index] as PlacedBlock
    return isStatement(block) && (isManifest(block.path) || !queryStatements.has(block.kind))
  })
  if (project.models.has(model)) return settings
  const unexpected = project.blocks.flatMap(({ kind }, index) => (kind === unexpectedKind ? [index] : []))
  return [...new Set([...settings, ...unexpected])]
}

/**
 * Returns the names after `::` in a text, in lower case. A name ends with its line or with a quote. In text that is not
 * parsed, it may end earlier, so its first word is a name, too.
 */
export function visualizationsNamedIn(text: string): ReadonlySet<string> {
  const names = Array.from(text.matchAll(/::([^\n"\\]{1,255})/g), ([, name = '']) => name.toLowerCase())
  return new Set(names.flatMap(name => [name.trim(), name.replace(/[\s',}\]].*/s, '')]))
}

/**
 * Groups the blocks of visualizations and extensions in the manifest by their ids in lower case. An id is one of the
 * block's texts, so all its texts count as ids. If the texts are unknown, the key is `''`.
 */
export function visualizationsOf({ blocks, blocksByPath, graph }: LookmlProject): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const index of [...blocksByPath].flatMap(([path, places]) => (isManifest(path) ? places : []))) {
    const { kind, name, mentions, isWholeFile } = blocks[index] as PlacedBlock
    if (!isWholeFile && kind !== 'visualization' && kind !== 'application') continue
    const texts = [name, ...mentions.split('\n')].filter(text => text !== '')
    const ids = isWholeFile ? [''] : texts.flatMap(text => graph.constants.readings(text) ?? [''])
    for (const id of new Set(ids.map(one => one.toLowerCase()))) addToList(found, id, index)
  }
  return found
}
