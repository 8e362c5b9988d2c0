import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import type { Repository } from '../../src/github/client.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import { blobSha, initialFiles } from '../../src/images-branch/branch-tip.ts'
import { commitOnTop } from '../../src/images-branch/commit-to-branch.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { json, serve } from '../../testkit/network/loopback.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

/** Uploads `count` different files to a repository that has no images branch yet. */
async function upload(count: number) {
  const clock = virtualClock()
  const sentAt: number[] = []
  let [running, most] = [0, 0]
  const server = await serve(async (response, request) => {
    if (request.path === '/repos/acme/lookml') return json({ id: 1 })(response, request)
    if (request.method === 'GET') return json({ message: 'Not Found' }, 404)(response, request)
    sentAt.push(clock.now())
    running++
    most = Math.max(most, running)
    // The first upload waits for the second one. Otherwise, a busy machine may send it too late.
    const isFirst = sentAt.length === 1
    for (let waits = 0; isFirst && running < 2 && waits < 200; waits++) await sleep(5)
    await sleep(1)
    running--
    const { content } = JSON.parse(request.body)
    json({ sha: blobSha(Buffer.from(content, 'base64')) }, 201)(response, request)
  })
  const octokit = getOctokit('token', { baseUrl: server.url.origin, request: { fetch } })
  const common = { clock, signal: new AbortController().signal, log: () => undefined, token: 'token' }
  const names = { owner: 'acme', repo: 'lookml', serverUrl: 'https://github.com' }
  const repository: Repository = { ...common, ...names, octokit }
  const branch = openBranch(async () => repository, 'heads/looker-snapshots')
  const folder = temporaryFolder()
  const paths = Array.from({ length: count }, (_, index) => join(folder, `${index}.png`))
  for (const path of paths) writeFileSync(path, path)
  await Promise.all(paths.map(path => branch.upload(path)))
  return { sentAt, most }
}

test('files are uploaded to the images branch two at a time', async () => {
  expect((await upload(20)).most).toBe(2)
})

test("at most 80 files per minute are uploaded to the images branch, which is GitHub's limit", async () => {
  const { sentAt } = await upload(200)
  expect(sentAt).toHaveLength(200)
  const spans = sentAt.slice(80).map((at, place) => at - (sentAt[place] ?? 0))
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(60_000)
})

/** Commits while GitHub refuses the first moves of the ref. Returns the number of moves. */
async function commitAfter(refusals: number, { isMoved }: { isMoved: boolean }) {
  const hex = (text: string) => blobSha(Buffer.from(text))
  let [moves, writes] = [0, 0]
  const server = await serve((response, request) => {
    const answer = (body: unknown, status = 200) => json(body, status)(response, request)
    const entry = { path: '.gitattributes', mode: '100644', type: 'blob', sha: blobSha(attributes) }
    if (request.method === 'PATCH') {
      moves += 1
      if (isMoved) writes += 1
      return moves > refusals
        ? answer({ object: { sha: hex('done') } })
        : answer({ message: 'Reference update failed' }, 422)
    }
    if (request.method === 'POST') return answer({ sha: hex(`new ${moves}`) }, 201)
    if (/\/git\/trees\//.test(request.path)) return answer({ sha: hex('tree'), tree: [entry] })
    if (/\/git\/commits\//.test(request.path)) return answer({ tree: { sha: hex('tree') } })
    return answer({ object: { sha: hex(`tip ${writes}`) } })
  })
  const octokit = getOctokit('token', { baseUrl: server.url.origin, request: { fetch } })
  const common = { clock: virtualClock(), signal: new AbortController().signal, log: () => undefined }
  const names = { owner: 'acme', repo: 'lookml', serverUrl: 'https://github.com', token: 'token' }
  const file = { path: 'a.png', mode: '100644', type: 'blob', sha: hex('a') } as const
  const change = { ref: 'heads/looker-snapshots', message: 'Pictures', changes: () => ({ entries: [file] }) }
  const committed = commitOnTop({ ...common, ...names, octokit }, change)
  return { committed, moves: () => moves }
}
const attributes = Buffer.from(initialFiles.find(({ path }) => path === '.gitattributes')?.content ?? '')

test('a write to the images branch succeeds even if many other writes happen before it', async () => {
  const { committed, moves } = await commitAfter(8, { isMoved: true })
  await expect(committed).resolves.toMatch(/^[0-9a-f]{40}$/)
  expect(moves()).toBe(9)
})

test('a write to the images branch is tried four times if GitHub refuses it and the branch has not moved', async () => {
  const { committed, moves } = await commitAfter(8, { isMoved: false })
  await expect(committed).rejects.toThrow('Reference update failed')
  expect(moves()).toBe(4)
})
