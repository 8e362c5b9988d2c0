import type { PlacedBlock } from './lookml-block.ts'
import type { LookmlProject } from './project.ts'
import { isNeverNamed } from './texts.ts'

/** The maximum number of characters to search for file names. Unsearched text counts as mentioning a changed file. */
const maxSearched = 500_000_000

/**
 * Returns the blocks that mention a changed file that is not LookML, such as a map or a visualization, and the extensions
 * that a changed file is part of.
 * @returns maps the index of a block to the file and its use: `viz/funnel.js, named by`
 */
export function blocksOfFiles(paths: readonly string[], project: LookmlProject): Map<number, string> {
  const uses = new Map<number, string>()
  if (paths.length === 0) return uses
  const named = new Map(paths.flatMap(path => namesOfFile(path).map(name => [name, path])))
  const possible = paths.filter(path => !isNeverNamed(path))
  const anyFile = possible[0]
  let left = maxSearched
  for (const [index, block] of project.blocks.entries()) {
    const isExtension = block.kind === 'application'
    const isSearched = block.isWholeFile || isExtension
    if (isSearched) left -= block.tokens.length * paths.length
    const path = isSearched && left < 0 ? anyFile : fileNamedIn(block, paths, { named, anyFile }, project)
    const part = path === undefined && isExtension ? partOfExtension(block, possible, project) : undefined
    if (path !== undefined) uses.set(index, `${path}, named by`)
    else if (part !== undefined) uses.set(index, `${part}, part of`)
  }
  return uses
}

interface NamedFiles {
  named: ReadonlyMap<string, string>
  anyFile: string | undefined
}

const fileNamedIn = (
  block: PlacedBlock,
  paths: readonly string[],
  files: NamedFiles,
  project: LookmlProject,
) =>
  block.isWholeFile
    ? fileMentionedIn(block.tokens, paths)
    : block.strings.flatMap(text => fileNamedBy(text, files, project) ?? [])[0]

/** Returns the file name in lower case, with and without its extensions. */
function namesOfFile(path: string): string[] {
  const name = foldCase(path.slice(path.lastIndexOf('/') + 1))
  return [name, name.replace(/(?<=.)\..*$/, ''), name.replace(/(?<=.)\.[^.]*$/, '')]
}

const foldCase = (text: string) => text.normalize().toLowerCase()

/** Returns a changed file whose name is in the text. If a constant's value is unknown, returns any changed file. */
function fileNamedBy(
  text: string,
  { named, anyFile }: NamedFiles,
  project: LookmlProject,
): string | undefined {
  const readings = partsOfPath(text, project)
  return readings ? readings.flatMap(parts => named.get(parts.at(-1) ?? '') ?? [])[0] : anyFile
}

/** @returns the folders and the name of each possible path, or undefined if a constant's value is unknown */
const partsOfPath = (text: string, { graph }: LookmlProject): string[][] | undefined =>
  graph.constants
    .readings(text)
    ?.flatMap(reading => [reading, decodePercent(reading.replace(/[?#].*/s, ''))])
    .map(reading => reading.split(/[\\/]/).map(part => foldCase(part.trim())))

/**
 * Returns a changed file in the folder of the extension's script, or below it. The script loads the other files of its
 * build, which LookML does not name (https://github.com/looker-open-source/extension-examples). The root folder contains
 * the whole project, so only the scripts, styles, pictures and fonts directly in it count. If a folder above or below is a
 * symbolic link, the linked files may be anywhere, so each file counts.
 */
function partOfExtension(
  { strings }: PlacedBlock,
  paths: readonly string[],
  project: LookmlProject,
): string | undefined {
  const folders = strings
    .flatMap(text => partsOfPath(text, project) ?? [])
    .filter(parts => parts.at(-1)?.endsWith('.js'))
    .map(parts => parts.slice(0, -1).filter(part => part !== '' && part !== '.'))
    .map(parts => parts.map(part => `${part}/`).join(''))
  const links = [...project.folderLinks].map(path => `${foldCase(path)}/`)
  if (links.some(link => folders.some(folder => folder.startsWith(link) || isBelow(link, folder))))
    return paths[0]
  return paths.find(path =>
    folders.some(folder => (folder === '' ? webFileInRoot.test(path) : isBelow(foldCase(path), folder))),
  )
}

const isBelow = (path: string, folder: string) => folder !== '' && path.startsWith(folder)

const webFileInRoot = /^[^/]+\.(?:m?js|css|wasm|svg|png|jpe?g|gif|webp|woff2?|ttf)$/i

/**
 * Decodes percent codes, because a `file` parameter may have the form of a URL: `maps/us%20states.topojson?version=2`.
 */
const decodePercent = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, codes => Buffer.from(codes.replaceAll('%', ''), 'hex').toString())

function fileMentionedIn(text: string, paths: readonly string[]): string | undefined {
  const known = foldCase(decodePercent(text))
  const mayUseAny = text.includes('@{') || /\bapplication\s{0,9}:/.test(text)
  return paths.find(
    path => namesOfFile(path).some(name => known.includes(name)) || (mayUseAny && !isNeverNamed(path)),
  )
}
