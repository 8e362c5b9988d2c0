/** Which files an Explore is made of, by the text of a project's LookML. */
export interface LookmlGraph {
  /** Undefined where the project defines no Explore of that name. */
  filesOf(explore: string): ReadonlySet<string> | undefined
  /** Whether the file has a view or an Explore. */
  hasBlocks(path: string): boolean
}

/** A view or an Explore, its definition or a refinement of it, from its first line to the next one's. */
interface Block {
  kind: string
  name: string
  path: string
  words: ReadonlySet<string>
}

/** `view: orders {`, `explore: +orders {`, and `- view: orders` of old. Nothing else in LookML begins a line like that. */
const heads = /^[ \t]*(?:-[ \t]+)?(view|explore)[ \t]*:[ \t]*\+?(\w+)/gm

/**
 * Who names whom: an Explore is made of all that defines or refines what it names, and of what these name in turn. That
 * covers joins, aliases, `extends`, refinements, derived tables and whatever LookML may yet invent. A word that happens
 * to be a view's name adds a file too many; no file is missed.
 */
export function readLookmlGraph(files: ReadonlyMap<string, string>): LookmlGraph {
  const blocks = [...files].flatMap(([path, text]) => blocksOf(path, text))
  const named = new Map<string, Block[]>()
  for (const block of blocks) named.set(block.name, [...(named.get(block.name) ?? []), block])
  const known = new Map<string, ReadonlySet<string>>()
  const paths = new Set(blocks.map(({ path }) => path))
  return {
    hasBlocks: path => paths.has(path),
    filesOf(explore) {
      if (!named.get(explore)?.some(({ kind }) => kind === 'explore')) return undefined
      const found = known.get(explore) ?? collectFiles(explore, named)
      known.set(explore, found)
      return found
    },
  }
}

function blocksOf(path: string, text: string): Block[] {
  const starts = [...text.matchAll(heads)]
  return starts.map(({ 1: kind = '', 2: name = '', index }, place) => {
    const body = text.slice(index, starts[place + 1]?.index)
    return { kind, name, path, words: new Set(body.match(/\w+/g)) }
  })
}

function collectFiles(start: string, named: ReadonlyMap<string, readonly Block[]>): ReadonlySet<string> {
  const files = new Set<string>()
  const names = new Set([start])
  for (const name of names)
    for (const { path, words } of named.get(name) ?? []) {
      files.add(path)
      for (const word of words) if (named.has(word)) names.add(word)
    }
  return files
}
