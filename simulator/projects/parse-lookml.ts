import parseBlocks from 'lookml-parser/lib/parse/index.js'
import { parse as parseYaml } from 'yaml'

/** The parameters of a LookML block such as `view: orders { … }`. */
export type Block = Readonly<Record<string, unknown>>

/** A dashboard in a `.dashboard.lookml` file. */
export interface DashboardBlock extends Block {
  dashboard: string
}

export interface LookmlFile {
  path: string
  includes: string[]
  /**
   * Maps the name of a view to its blocks. The name of a refinement begins with `+`, and a view may have several
   * refinements.
   */
  views: Map<string, Block[]>
  explores: Map<string, Block[]>
  dashboards: DashboardBlock[]
  /** The top-level parameters of the file, such as `connection` and `label`. */
  block: Block
  manifest?: Manifest
}

export interface Manifest {
  name: string | undefined
  imports: { name: string; url?: string; ref?: string; isRemote: boolean }[]
}

/** A syntax error in a file, with the number of its line if the parser reports this number. */
export class SyntaxProblem extends Error {
  readonly line: number | undefined

  constructor(message: string, line: number | undefined) {
    super(message)
    this.line = line
  }
}

/** @throws SyntaxProblem if the file is not LookML */
export function parseFile(path: string, text: string): LookmlFile {
  try {
    return path.endsWith('.dashboard.lookml') ? dashboardFile(path, text) : lookmlFile(path, text)
  } catch (error) {
    const message = String(error).split('\n')[0] ?? ''
    const line = /error@(\d+),|at line (\d+)/.exec(message)
    throw new SyntaxProblem(message, line ? Number(line[1] ?? line[2]) : undefined)
  }
}

function lookmlFile(path: string, text: string): LookmlFile {
  const block = parseBlocks(text)
  return {
    path,
    includes: textsIn(block.include),
    views: namedBlocks(block.view),
    explores: namedBlocks(block.explore),
    dashboards: [],
    block,
    ...(path === 'manifest.lkml' && { manifest: manifestIn(block) }),
  }
}

function manifestIn(block: Block): Manifest {
  const local = [block.local_dependency].flat().filter(isBlock)
  const remote = [...namedBlocks(block.remote_dependency)]
  return {
    name: textIn(block.project_name),
    imports: [
      ...local.map(({ project }) => ({ name: textIn(project) ?? '', isRemote: false })),
      ...remote.map(([name, [about = {}]]) => ({
        name,
        url: textIn(about.url) ?? '',
        ref: textIn(about.ref) ?? '',
        isRemote: true,
      })),
    ],
  }
}

function dashboardFile(path: string, text: string): LookmlFile {
  const all: unknown = parseYaml(text, { logLevel: 'error' })
  const listed = Array.isArray(all) ? all : [all]
  const dashboards = listed.filter(isDashboardBlock)
  // A file with only comments is allowed, and has no dashboard.
  if (dashboards.length === 0 && all !== null) throw new Error('A list of dashboards is expected')
  return { path, includes: [], views: new Map(), explores: new Map(), dashboards, block: {} }
}

const isDashboardBlock = (one: unknown): one is DashboardBlock => typeof Object(one).dashboard === 'string'

/** Returns the nested blocks of one kind, such as `join` or `measure`. */
export function namedBlocks(value: unknown): Map<string, Block[]> {
  const entries = Object.entries(isBlock(value) ? value : {}).filter(([name]) => !name.startsWith('$'))
  return new Map(entries.map(([name, one]) => [name, (Array.isArray(one) ? one : [one]).filter(isBlock)]))
}

export function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the texts of a parameter. The parameter may occur once, occur several times, or be a list. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value.flat(3) : [value])
    .filter(one => typeof one === 'string')
    .map(one => one.trim())
}

export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined
}
