import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import type { Repository } from '../../src/github/client.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import { blobSha } from '../../src/images-branch/branch-files.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { json, serve } from '../../testkit/network/loopback.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

/** Uploads `count` different files to a repository that has no images branch yet. */
async function upload(count: number) {
  const clock = virtualClock()
  const sentAt: number[] = []
  let [running, most] = [0, 0]
  const server = await serve(async (response, request) => {
    if (request.method === 'GET') return json({ message: 'Not Found' }, 404)(response, request)
    sentAt.push(clock.now())
    running++
    most = Math.max(most, running)
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
