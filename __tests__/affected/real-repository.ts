import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import type { Repository } from '../../src/github/client.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

/** A file in a commit: its content, the target of a symbolic link, or the commit of a submodule. */
export type RealFile = string | Buffer | { link: string } | { submodule: string }

export interface RealRepository {
  repository: Repository
  /** The paths of all requests, relative to the repository's path in GitHub's API. */
  requests: string[]
  /** Commits the files, and returns the commit's SHA. Each character of a path is written as one byte. */
  commit(files: Readonly<Record<string, RealFile>>): string
}

/**
 * Creates a git repository that a simulated GitHub API serves. The program git lists the files and creates the
 * archives.
 * @param blob if set, GitHub's answer to every request for a single file
 * @param brokenArchives the number of archives that GitHub does not complete, before it returns a complete archive
 */
export function realRepository({
  blob,
  brokenArchives = 0,
}: {
  blob?: object
  brokenArchives?: number
} = {}): RealRepository {
  const directory = join(temporaryFolder(), 'repository.git')
  for (const folder of ['objects', 'refs']) mkdirSync(join(directory, folder), { recursive: true })
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n')
  const git = (args: string[], input = '') =>
    execFileSync('git', ['--git-dir', directory, ...args], { input, maxBuffer: 2 ** 28 })
  const requests: string[] = []

  const answer = (path: string): Response => {
    requests.push(path)
    const [, kind, name = ''] = /^(?:git\/)?(trees|blobs|tarball)\/(\w+)/.exec(path) ?? []
    if (kind === 'trees')
      return json({ truncated: false, tree: entriesIn(git(['ls-tree', '-r', '-t', '-z', name])) })
    if (kind === 'blobs' && blob) return json(blob)
    if (kind === 'blobs')
      return json({ encoding: 'base64', content: git(['cat-file', 'blob', name]).toString('base64') })
    const archive = git(['archive', '--format=tar.gz', `--prefix=acme-lookml-${name.slice(0, 7)}/`, name])
    const isBroken = requests.filter(request => request.startsWith('tarball/')).length <= brokenArchives
    const end = isBroken ? archive.length / 2 : archive.length
    return new Response(new Uint8Array(archive.subarray(0, end)), {
      headers: { 'content-type': 'application/x-gzip' },
    })
  }

  return {
    requests,
    repository: {
      octokit: getOctokit('token', {
        request: {
          fetch: async (url: string) => answer(new URL(url).pathname.replace('/repos/acme/lookml/', '')),
        },
      }),
      ...{ owner: 'acme', repo: 'lookml', serverUrl: 'https://github.com', token: 'token' },
      clock: virtualClock(),
      log: () => undefined,
      signal: new AbortController().signal,
    },
    commit: files => {
      const changes = Object.entries(files).map(([path, file]) => changeOf(path, file))
      const lines = [
        'commit refs/heads/main',
        'mark :1',
        'committer Mona <mona@acme.example> 1760000000 +0000',
      ]
      const start = Buffer.from(`${lines.join('\n')}\ndata 0\n\n`)
      const out = execFileSync('git', ['--git-dir', directory, 'fast-import', '--quiet', '--force'], {
        input: Buffer.concat([start, ...changes, Buffer.from('\nget-mark :1\n')]),
      })
      return out.toString().trim()
    },
  }
}

const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })

function changeOf(path: string, file: RealFile): Buffer {
  const quoted = `"${path.replace(/["\\]/g, '\\$&')}"`
  if (typeof file === 'object' && 'submodule' in file)
    return Buffer.from(`M 160000 ${file.submodule} ${quoted}\n`, 'latin1')
  const isLink = typeof file === 'object' && 'link' in file
  const bytes = Buffer.from(isLink ? file.link : file)
  const start = `M ${isLink ? '120000' : '100644'} inline ${quoted}\ndata ${bytes.length}\n`
  return Buffer.concat([Buffer.from(start, 'latin1'), bytes, Buffer.from('\n')])
}

function entriesIn(list: Buffer) {
  return list
    .toString()
    .split('\0')
    .flatMap(entry => {
      const [, mode, type, sha, path] = /^(\d+) (\w+) (\w+)\t([\s\S]*)$/.exec(entry) ?? []
      return path === undefined ? [] : [{ path, mode, type, sha }]
    })
}
