import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'

/** A git repository of which commits are read, and nothing is written. Needs the program git. */
export class GitRepository {
  readonly #path: string

  /** @param path of the repository, a bare one or its `.git` */
  constructor(path: string) {
    this.#path = path
  }

  /** The commit of a branch, or of a commit's own name; undefined where the repository has none. */
  async commitOf(name: string): Promise<string | undefined> {
    const { code, out } = await this.#git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`, '--'])
    return code === 0 ? out.toString().split('\n')[0] : undefined
  }

  async isAncestor(commit: string, branch: string): Promise<boolean> {
    return (await this.#git(['merge-base', '--is-ancestor', commit, branch])).code === 0
  }

  /** The LookML files of a commit, by their paths. */
  lookmlAt(commit: string): Promise<ReadonlyMap<string, string>> {
    const known = lookml.get(commit) ?? this.#readLookml(commit)
    lookml.set(commit, known)
    known.catch(() => lookml.delete(commit))
    return known
  }

  async #readLookml(commit: string): Promise<ReadonlyMap<string, string>> {
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

/** By the commit's name, which no other content has: many Lookers of one process deploy the same ones. */
const lookml = new Map<string, Promise<ReadonlyMap<string, string>>>()

const isLookml = (path: string): boolean => /\.(lkml|lookml)$/.test(path)
