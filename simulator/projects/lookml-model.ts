import { posix } from 'node:path'
import { type Block, isBlock, type LookmlFile, namedBlocks, textIn, textsIn } from './parse-lookml.ts'

/** Looker's file browser shows imported projects in this folder. */
export const importsFolder = 'imported_projects/'

/** A view or an Explore, merged from its definition, its refinements, and the blocks that it extends. */
export interface Assembled {
  block: Block
  /** The files of the merged blocks. The file with the definition comes first. */
  files: string[]
}

export interface Field {
  name: string
  kind: 'dimension' | 'measure' | 'filter' | 'parameter'
  /** Whether the field is a dimension group. The dimensions of a group have names such as `created_date`. */
  isGroup: boolean
  block: Block
  /** The file with the field's definition. */
  file: string
}

export class LookmlModel {
  readonly name: string
  readonly files: LookmlFile[]
  /** Whether the model includes files of an unknown project, such as a remote dependency. */
  readonly hasForeignViews: boolean
  readonly constants: ReadonlyMap<string, string>

  constructor(file: LookmlFile, project: readonly LookmlFile[]) {
    this.name = (file.path.split('/').at(-1) ?? '').replace(/\.model\.lkml$/, '')
    this.files = withIncludes(file, project)
    const manifest = project.find(({ path }) => path === 'manifest.lkml')?.block ?? {}
    this.constants = new Map(
      [...namedBlocks(manifest.constant)].map(([name, [block = {}]]) => [name, textIn(block.value) ?? '']),
    )
    const foreign = this.files.flatMap(one => one.includes.filter(include => include.startsWith('//')))
    this.hasForeignViews = foreign.some(
      include => !project.some(({ path }) => path.startsWith(`${importsFolder}${include.split('/')[2]}/`)),
    )
  }

  exploreNames(): string[] {
    const names = this.files.flatMap(file => [...file.explores.keys()])
    return [...new Set(names)].filter(name => !name.startsWith('+'))
  }

  explore(name: string): Assembled | undefined {
    return this.#assemble('explores', name)
  }

  view(name: string): Assembled | undefined {
    return this.#assemble('views', name)
  }

  /** Includes the fields of extended views. */
  fields(view: string): Field[] {
    const found = new Map<string, Field>()
    for (const { block, file } of this.#parts('views', view)) {
      for (const [parameter, kind] of Object.entries(fieldKinds)) {
        for (const [name, [part = {}]] of namedBlocks(block[parameter])) {
          const before = found.get(name)
          found.set(name, {
            ...{ name, kind, isGroup: parameter === 'dimension_group' },
            ...{ block: { ...before?.block, ...part }, file: before?.file ?? file },
          })
        }
      }
    }
    return [...found.values()]
  }

  #assemble(kind: 'views' | 'explores', name: string): Assembled | undefined {
    const parts = this.#parts(kind, name)
    if (parts.length === 0) return undefined
    const block = parts.map(part => part.block).reduce(merge)
    const own = parts.filter(part => part.own)
    return { block, files: [...new Set([...own, ...parts].map(({ file }) => file))] }
  }

  /**
   * Returns the blocks of a view or an Explore: first the extended blocks, then the definition, then the refinements in
   * the order of the includes.
   */
  #parts(kind: 'views' | 'explores', name: string, seen: readonly string[] = []): BlockPart[] {
    const named = (wanted: string) =>
      this.files.flatMap(file =>
        (file[kind].get(wanted) ?? []).map(block => ({ block, file: file.path, own: true })),
      )
    const own = [...named(name), ...named(`+${name}`)]
    const extended = own.flatMap(({ block }) => textsIn(block.extends ?? block.extends__all))
    const parents = extended.filter(parent => !seen.includes(parent) && parent !== name)
    return [
      ...parents.flatMap(parent =>
        this.#parts(kind, parent, [...seen, name]).map(part => ({ ...part, own: false })),
      ),
      ...own,
    ]
  }
}

interface BlockPart {
  block: Block
  file: string
  own: boolean
}

const fieldKinds = {
  dimension: 'dimension',
  dimension_group: 'dimension',
  measure: 'measure',
  filter: 'filter',
  parameter: 'parameter',
} as const

/**
 * Merges two blocks. If both blocks have a parameter, the value of `later` wins. Merges nested blocks in the same way.
 */
function merge(earlier: Block, later: Block): Block {
  const shared = Object.entries(later).map(([key, value]) => {
    const before = earlier[key]
    return [key, isBlock(before) && isBlock(value) ? merge(before, value) : value]
  })
  return { ...earlier, ...Object.fromEntries(shared) }
}

function withIncludes(file: LookmlFile, project: readonly LookmlFile[]): LookmlFile[] {
  const found = new Set([file])
  for (const one of found) {
    for (const pattern of one.includes.map(include => patternOf(include, one.path)))
      for (const other of project) if (pattern.test(other.path)) found.add(other)
  }
  return [...found]
}

/**
 * Converts an include to a pattern for paths. `//shared/views/*` is in an imported project, and `/views/*` begins at
 * the project's root. Any other path begins at the folder of the including file, and may lead through parent folders:
 * `../views/a.view`. An include may leave out the file's extension.
 */
function patternOf(include: string, from: string): RegExp {
  const [root = ''] = /^imported_projects\/[^/]+\//.exec(from) ?? []
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : ''
  const ofProject = include.startsWith('/') ? root + include.slice(1) : folder + include
  const path = posix.normalize(include.startsWith('//') ? importsFolder + include.slice(2) : ofProject)
  const parts = path.split(/(\*\*\/?|\*)/).map(part => {
    if (part === '*') return '[^/]*'
    return part.startsWith('**') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}(\\.lkml|\\.lookml)?$`)
}

/** A view of an Explore: the base view or a joined view. */
export interface JoinedView {
  /** The part before the dot in the names of the view's fields. */
  alias: string
  view: string
  join: Block | undefined
}

export function viewsOf(name: string, explore: Block): JoinedView[] {
  const base = textIn(explore.view_name)
  const own = { alias: base ?? name, view: textIn(explore.from) ?? base ?? name, join: undefined }
  const joins = [...namedBlocks(explore.join)].map(([alias, [join = {}]]) => ({
    alias,
    view: textIn(join.from) ?? textIn(join.view_name) ?? alias,
    join,
  }))
  return [own, ...joins]
}
