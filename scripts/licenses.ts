import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/*
 * Lists the licences of the packages in a bundle. The packages come from ncc's statistics. ncc's own option `--license`
 * (0.45) omits every package that webpack joins with other packages into one module. Most of our dependencies are
 * joined (p-retry, p-limit, yaml, …).
 */

/** A module of a bundle. If webpack has joined several modules into this one, `modules` contains them. */
interface Module {
  nameForCondition?: string | null
  modules?: Module[]
}

/** Returns the folders of the packages to which the modules belong, such as `node_modules/yaml`. */
export function foldersOf(modules: readonly Module[], root: string): string[] {
  const folders = new Set<string>()
  const look = ({ nameForCondition, modules = [] }: Module) => {
    const path = relative(root, nameForCondition ?? '').replaceAll('\\', '/')
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
    if (folder) folders.add(folder)
    modules.forEach(look)
  }
  modules.forEach(look)
  return [...folders].sort()
}

interface Manifest {
  name: string
  version: string
  license?: string
  author?: string | { name: string; email?: string }
}

/** If the package has no file with its licence, a note replaces the text. */
export function entryOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const { name, version, license = 'no license declared' } = manifest
  return `${name}@${version}\n${license}\n\n${licenceText(folder) || missingText(manifest)}\n`
}

function licenceText(folder: string): string {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
  const files = readdirSync(folder).sort()
  const licences = files.filter(file => /^(licen[cs]e|copying|notice)(?!.*\.[cm]?[jt]s$)/i.test(file))
  if (licences.length > 0) return licences.map(read).join('\n\n')
  const readme = files.find(file => /^readme/i.test(file))
  return (readme && /^#+\s*licen[cs]e\b[^\n]*\n([\s\S]*)/im.exec(read(readme))?.[1]?.trim()) || ''
}

function missingText({ author }: Manifest): string {
  const by = typeof author === 'object' ? author.name : author
  return `The package has no file with the text of its license${by ? `; its author is ${by}` : ''}.`
}

/** Returns the content of `licenses.txt`. `statistics` is the path of ncc's statistics. */
export function licensesOf(statistics: string): string {
  const { modules } = JSON.parse(readFileSync(statistics, 'utf8')) as { modules: Module[] }
  const entries = foldersOf(modules, process.cwd()).map(entryOf)
  return entries.join(`\n${'-'.repeat(80)}\n\n`)
}
