import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LookmlFile, parseFile } from '../simulator/projects/parse-lookml.ts'
import { Explores } from '../src/affected/affected-explores.ts'
import { compareProjects } from '../src/affected/changes.ts'
import { exploresToDescribe, findAffected } from '../src/affected/find-affected.ts'
import type { DescribedExplores } from '../src/affected/imported-explores.ts'
import { readLookmlProject } from '../src/affected/project.ts'
import { type Content, isDashboardIncomplete } from '../src/affected/target-uses.ts'
import { type CommitTexts, isLookml } from '../src/affected/texts.ts'
import { Meaning } from './lookml-meaning.ts'

/*
 * Tests the selection of affected targets with git repositories of LookML. An independent parser reads the same commits
 * and decides which targets have changed.
 *
 *   node scripts/compare-affected.ts [--commits 10] [--import name=<repository>] <repository>…
 *
 * For each commit and its parent, the targets are all Explores of all models, and all LookML dashboards. A target is
 * "missed" if it has changed but is not selected. A target is "superfluous" if it is selected but has not changed. A
 * repository is a folder with a git directory, or a bare repository.
 */

interface Sample {
  repository: string
  base: string
  head: string
}

interface SampleTexts {
  base: CommitTexts
  head: CommitTexts
}

interface Candidate {
  content: Content
  name: string
  /** Whether the target's meaning differs between the two commits. */
  isChanged: boolean
}

const git = (repository: string, ...args: string[]): string =>
  execFileSync('git', ['--git-dir', gitDirectory(repository), ...args], { maxBuffer: 2 ** 30 }).toString()

const gitDirectory = (repository: string) =>
  existsSync(join(repository, '.git')) ? join(repository, '.git') : repository

/** Returns the newest commits that change LookML. Leaves out merge commits. */
function samplesOf(repository: string, count: number): Sample[] {
  const log = git(
    repository,
    'log',
    '--no-merges',
    '--format=%H %P',
    `-n${count}`,
    '--',
    '*.lkml',
    '*.lookml',
  )
  return log
    .trim()
    .split('\n')
    .flatMap(line => {
      const [head, base] = line.split(' ')
      return head && base ? [{ repository, base, head }] : []
    })
}

/** Reads a commit from git, in the form that the action gets from GitHub's API. */
export function textsOf(repository: string, commit: string): CommitTexts {
  const versions = new Map<string, string>()
  const blobs: [path: string, sha: string][] = []
  for (const entry of git(repository, 'ls-tree', '-r', '-z', commit).split('\0')) {
    const [, mode = '', sha = '', path = ''] = /^(\d+) \w+ (\w+)\t([\s\S]*)$/.exec(entry) ?? []
    if (path === '') continue
    versions.set(path, `${mode} ${sha}`)
    if (isLookml(path) && mode.startsWith('100')) blobs.push([path, sha])
  }
  const none = {
    unread: new Map(),
    folderLinks: new Set<string>(),
    outsideLinks: new Set<string>(),
    attributes: new Map(),
  }
  return { commit, versions, lookml: readBlobs(repository, blobs), ...none }
}

const known = new Map<string, string>()

function readBlobs(repository: string, blobs: readonly [string, string][]): Map<string, string> {
  const asked = blobs.filter(([, sha]) => !known.has(sha))
  if (asked.length > 0) {
    const out = execFileSync('git', ['--git-dir', gitDirectory(repository), 'cat-file', '--batch'], {
      input: asked.map(([, sha]) => `${sha}\n`).join(''),
      maxBuffer: 2 ** 30,
    })
    let at = 0
    for (const [, sha] of asked) {
      const end = out.indexOf('\n', at)
      const length = Number(out.toString('utf8', at, end).split(' ')[2])
      if (Number.isNaN(length)) {
        at = end + 1
        continue
      }
      known.set(sha, new TextDecoder().decode(out.subarray(end + 1, end + 1 + length)))
      at = end + 2 + length
    }
  }
  return new Map(blobs.flatMap(([path, sha]) => (known.has(sha) ? [[path, known.get(sha) as string]] : [])))
}

const parsedFiles = new Map<string, LookmlFile | undefined>()

/** Parses a file. If the independent parser refuses the file, adds its path to `refused` and returns an empty list. */
function parse(path: string, text: string, refused: Set<string>): LookmlFile[] {
  const key = `${path}\n${text}`
  if (!parsedFiles.has(key)) {
    try {
      parsedFiles.set(key, path.endsWith('.dashboard.lookml') ? undefined : parseFile(path, text))
    } catch {
      refused.add(path)
      parsedFiles.set(key, undefined)
    }
  }
  const file = parsedFiles.get(key)
  return file ? [file] : []
}

/**
 * Reads a commit with a parser that the action does not use. The files of imported projects are below
 * `imported_projects/`.
 */
function meaningOf(texts: CommitTexts, imports: ReadonlyMap<string, string>, refused: Set<string>): Meaning {
  const all = [...texts.lookml, ...imports]
  const files = all.flatMap(([path, text]) => parse(path, text, refused))
  const dashboards = all.filter(([path]) => path.endsWith('.dashboard.lookml'))
  return new Meaning(files, dashboards)
}

/** Returns each Explore and each LookML dashboard that exists in one of the commits. */
function candidatesOf(before: Meaning, after: Meaning): Candidate[] {
  const explores = new Set([...before.explores(), ...after.explores()])
  const dashboards = new Set([...before.dashboards(), ...after.dashboards()])
  return [
    ...[...explores].map(
      (name): Candidate => ({
        name,
        content: { kind: 'query', tiles: [{ explores: [name] }] },
        isChanged: before.exploreText(name) !== after.exploreText(name),
      }),
    ),
    ...[...dashboards].map((id): Candidate => {
      const [model = '', name = ''] = id.split('::')
      return {
        name: id,
        content: { kind: 'lookml', model, name },
        isChanged: before.dashboardText(id) !== after.dashboardText(id),
      }
    }),
  ]
}

/** Returns Looker's answers about Explores if the base commit is in production. */
function describe(names: readonly string[], before: Meaning): DescribedExplores {
  return new Map(
    names.map(name => {
      const told = before.describe(name)
      if (!told) return [name, 'unknown']
      const paths = told.files.filter(path => !path.startsWith('imported_projects/'))
      return [
        name,
        {
          paths: new Set(paths),
          modelPaths: new Set(paths),
          hasFieldFiles: true,
          hasForeignFiles: paths.length < told.files.length,
          views: new Set(told.views),
          ownViews: new Set(told.views),
          suggestExplores: new Map(),
        },
      ]
    }),
  )
}

export async function select(
  { base, head }: SampleTexts,
  candidates: readonly Candidate[],
  before: Meaning,
): Promise<readonly (readonly string[])[]> {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  const pause = async () => undefined
  const change = await compareProjects(
    [await readLookmlProject(base, parsed, pause), await readLookmlProject(head, parsed, pause)],
    pause,
  )
  const contents = candidates.map(({ content, name }): Content => {
    if (content.kind !== 'lookml' || !isDashboardIncomplete(change, content.model, content.name))
      return content
    const tiles = before.tilesOf(name)
    return { ...content, tiles: tiles?.map(explore => ({ explores: [explore] })) ?? 'unknown' }
  })
  const explores = new Explores(change)
  for (let names = ['']; names.length > 0; ) {
    names = await exploresToDescribe(contents, explores, pause)
    explores.describe(describe(names, before))
  }
  const { targets } = await findAffected(contents, explores, pause)
  return targets.map(({ reasons }) => reasons)
}

interface Row {
  project: string
  commits: number
  targets: number
  changed: number
  missed: number
  superfluous: number
  refused: number
}

async function compare(
  repository: string,
  count: number,
  imports: ReadonlyMap<string, string>,
): Promise<Row> {
  const refused = new Set<string>()
  const row = { project: nameOf(repository), commits: 0, targets: 0, changed: 0, missed: 0, superfluous: 0 }
  for (const sample of samplesOf(repository, count)) {
    const texts = { base: textsOf(repository, sample.base), head: textsOf(repository, sample.head) }
    const before = meaningOf(texts.base, imports, refused)
    const candidates = candidatesOf(before, meaningOf(texts.head, imports, refused))
    const selected = await select(texts, candidates, before)
    row.commits += 1
    for (const [index, { name, isChanged }] of candidates.entries()) {
      const reasons = selected[index] ?? []
      const verdict = verdictOf(isChanged, reasons.length > 0)
      row.targets += 1
      row.changed += isChanged ? 1 : 0
      if (verdict === 'right') continue
      row[verdict] += 1
      console.log(`${verdict} ${row.project} ${sample.head.slice(0, 7)} ${name} ${reasons.join('; ')}`)
    }
  }
  return { ...row, refused: refused.size }
}

function verdictOf(isChanged: boolean, isSelected: boolean): 'right' | 'missed' | 'superfluous' {
  if (isChanged === isSelected) return 'right'
  return isChanged ? 'missed' : 'superfluous'
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      commits: { type: 'string', default: '10' },
      import: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  })
  const imports = new Map<string, string>()
  for (const one of values.import) {
    const [name = '', repository = ''] = one.split('=')
    for (const [path, text] of textsOf(repository, 'HEAD').lookml)
      imports.set(`imported_projects/${name}/${path}`, text)
  }
  const rows: Row[] = []
  for (const repository of positionals) rows.push(await compare(repository, Number(values.commits), imports))
  console.table(rows)
}

const nameOf = (repository: string) =>
  basename(repository.replace(/\/(?:\.git|repo)\/?$/g, '').replace(/\/repo$/, ''))

if (process.argv[1]?.endsWith('compare-affected.ts')) await main()
