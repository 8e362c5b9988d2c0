import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../runner/folders.ts'
import { shopLookml } from './shop-lookml.ts'

/** The files of a project by path. null deletes a file. */
export type LookmlFiles = Readonly<Record<string, string | null>>

/**
 * A bare git repository with a LookML project. The repository serves as Looker's clone, and is deleted after the tests.
 */
export interface LookmlRepository {
  path: string
  /** Maps a commit's SHA on an emulated GitHub to its SHA in this repository. */
  aliases: Map<string, string>
  /**
   * Commits to a branch (default `main`), and returns the commit's SHA. A new branch begins at `from`. `alias` is the
   * commit's SHA on GitHub.
   */
  commit(files: LookmlFiles, about?: { branch?: string; from?: string; alias?: string }): string
  /** Maps the name of each branch to the SHA of its commit in this repository. */
  branches(): Map<string, string>
}

export const hasGit = spawnSync('git', ['--version']).status === 0

/** Returns a title for tests that need git. Without git, the title says why the tests are skipped. */
export const withGit = (title: string): string =>
  hasGit ? title : `${title} (skipped: git is not installed)`

/**
 * Creates a repository with a commit on `main`. The default is a shop's LookML. `alias` is the commit's SHA on GitHub.
 * @throws if git is missing or fails
 */
export function createLookmlRepository(files: LookmlFiles = shopLookml, alias?: string): LookmlRepository {
  const path = join(temporaryFolder(), 'lookml.git')
  initialise(path)
  const aliases = new Map<string, string>()
  const committed = new Set<string>()
  let commits = 0
  const commit: LookmlRepository['commit'] = (changed, { branch = 'main', from = 'main', alias } = {}) => {
    const ref = `refs/heads/${branch}`
    const parent = committed.has(branch) ? `from ${ref}^0\n` : commits > 0 ? `from ${nameOf(from)}^0\n` : ''
    commits += 1
    committed.add(branch)
    const head = `commit ${ref}\nmark :1\ncommitter Mona <mona@acme.example> ${1_760_000_000 + commits * 60} +0000\n`
    const changes = Object.entries(changed).map(([file, text]) =>
      text === null ? `D ${quote(file)}\n` : `M 100644 inline ${quote(file)}\n${dataOf(text)}`,
    )
    const made = git(
      ['--git-dir', path, 'fast-import', '--quiet', '--force'],
      `${head}${dataOf(`Commit ${commits}`)}${parent}${changes.join('')}\nget-mark :1\n`,
    )
    if (alias) aliases.set(alias, made)
    return made
  }
  const nameOf = (name: string) =>
    aliases.get(name) ?? (/^[0-9a-f]{40}$/.test(name) ? name : `refs/heads/${name}`)
  commit(files, alias === undefined ? {} : { alias })
  const branches = (): Map<string, string> => {
    const lines = git([
      '--git-dir',
      path,
      'for-each-ref',
      '--format=%(refname:lstrip=2) %(objectname)',
      'refs/heads',
    ])
    return new Map(lines.split('\n').map(line => line.split(' ') as [string, string]))
  }
  return { path, aliases, commit, branches }
}

/** Creates the parts of a bare repository that git needs. */
function initialise(path: string): void {
  for (const folder of ['objects', 'refs']) mkdirSync(join(path, folder), { recursive: true })
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/main\n')
}

/** Quotes a path as `git fast-import` requires (https://git-scm.com/docs/git-fast-import). */
const quote = (path: string) => `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`

const dataOf = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`

function git(args: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout.trim()
}
