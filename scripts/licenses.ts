import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/*
 * The licences of every package that a bundle holds, read from ncc's statistics of it. ncc's own `--license` leaves out
 * what webpack joins into one module (0.45: p-retry, p-limit, yaml, …), which is most of what we import ourselves.
 */

/** A module of webpack's; one that was joined of several holds them. */
interface Module {
  nameForCondition?: string | null
  modules?: Module[]
}

/** The folders of the packages that the modules are of: `node_modules/yaml`. */
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

/** Name, version, licence, and its text: from the package's own files, else as much as its manifest says. */
export function entryOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const { name, version, license = 'no license declared' } = manifest
  return `${name}@${version}\n${license}\n\n${textOf(folder) || without(manifest)}\n`
}

function textOf(folder: string): string {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
  const files = readdirSync(folder).sort()
  const licences = files.filter(file => /^(licen[cs]e|copying|notice)(?!.*\.[cm]?[jt]s$)/i.test(file))
  if (licences.length > 0) return licences.map(read).join('\n\n')
  const readme = files.find(file => /^readme/i.test(file))
  return (readme && /^#+\s*licen[cs]e\b[^\n]*\n([\s\S]*)/im.exec(read(readme))?.[1]?.trim()) || ''
}

function without({ author }: Manifest): string {
  const by = typeof author === 'object' ? author.name : author
  return `The package has no file with the text of its license${by ? `; its author is ${by}` : ''}.`
}

/** What stands in `licenses.txt`, by the file of ncc's statistics. */
export function licensesOf(statistics: string): string {
  const { modules } = JSON.parse(readFileSync(statistics, 'utf8')) as { modules: Module[] }
  const entries = foldersOf(modules, process.cwd()).map(entryOf)
  return entries.join(`\n${'-'.repeat(80)}\n\n`)
}
