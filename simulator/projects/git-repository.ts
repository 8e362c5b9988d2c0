import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'

/** Maps the path of each LookML file in a commit to the file's text. */
export type Texts = ReadonlyMap<string, string>

export interface Branch {
  commit: string
  /** The time of the commit, in seconds since 1970. */
  committedAt: number
}

/** A git repository. All methods run the program git. */
export class GitRepository {
  readonly #path: string
  /** The full SHAs of commits that were found before. Git never removes a commit from this repository. */
  readonly #commits = new Set<string>()

  /** @param path a bare repository, or the `.git` folder of a repository with files */
  constructor(path: string) {
    this.#path = path
  }

  /** Returns the commit of a branch, a tag or a SHA. Returns undefined for an unknown name. */
  async commitOf(name: string): Promise<string | undefined> {
    if (this.#commits.has(name)) return name
    const { code, out } = await this.#git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`, '--'])
    const [commit = ''] = out.toString().split('\n')
    if (code !== 0) return undefined
    this.#commits.add(commit)
    return commit
  }

  async isAncestor(commit: string, branch: string): Promise<boolean> {
    return (await this.#git(['merge-base', '--is-ancestor', commit, branch])).code === 0
  }

  async branches(): Promise<Map<string, Branch>> {
    const format = '--format=%(refname:lstrip=2) %(objectname) %(committerdate:unix)'
    const { out } = await this.#git(['for-each-ref', format, 'refs/heads'])
    const lines = out.toString().split('\n').filter(Boolean)
    return new Map(
      lines.map(line => {
        const [name = '', commit = '', seconds] = line.split(' ')
        return [name, { commit, committedAt: Number(seconds) }]
      }),
    )
  }

  async committedAt(commit: string): Promise<number> {
    return Number((await this.#git(['show', '-s', '--format=%ct', commit])).out)
  }

  /** Returns the number of commits that only `one` has, and the number of commits that only `other` has. */
  async countApart(one: string, other: string): Promise<[number, number]> {
    const { out } = await this.#git(['rev-list', '--left-right', '--count', `${one}...${other}`])
    const [left = 0, right = 0] = out.toString().trim().split('\t').map(Number)
    return [left, right]
  }

  async setBranch(name: string, commit: string): Promise<void> {
    await this.#git(['update-ref', `refs/heads/${name}`, commit])
  }

  async deleteBranch(name: string): Promise<void> {
    await this.#git(['update-ref', '-d', `refs/heads/${name}`])
  }

  lookmlAt(commit: string): Promise<Texts> {
    const known = lookml.get(commit) ?? this.#readLookml(commit)
    lookml.set(commit, known)
    known.catch(() => lookml.delete(commit))
    return known
  }

  async #readLookml(commit: string): Promise<Texts> {
    const { out } = await this.#git(['ls-tree', '-r', '-z', '--name-only', commit])
    const paths = out.toString().split('\0').filter(isLookml)
    const { out: blobs } = await this.#git(
      ['cat-file', '--batch'],
      paths.map(path => `${commit}:${path}\n`).join(''),
    )
    let at = 0
    const next = (): string => {
      const head = blobs.indexOf('\n', at)
      const length = Number(blobs.toString('utf8', at, head).split(' ')[2])
      at = head + 1 + length + 1
      return blobs.toString('utf8', head + 1, head + 1 + length)
    }
    return new Map(paths.map(path => [path, next()]))
  }

  async #git(args: string[], input = ''): Promise<{ code: number; out: Buffer }> {
    const git = spawn('git', ['--git-dir', this.#path, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    git.stdin.on('error', () => {}).end(input)
    const [out, , [code]] = await Promise.all([buffer(git.stdout), text(git.stderr), once(git, 'close')])
    return { code, out }
  }
}

// All repositories of the process share this map, because many simulators read the same commits.
const lookml = new Map<string, Promise<Texts>>()

const isLookml = (path: string): boolean => /\.(lkml|lookml)$/.test(path)
