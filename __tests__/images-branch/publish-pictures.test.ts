import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import type { Repository } from '../../src/github/client.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import {
  type BranchPicture,
  commitPictures,
  uploadPictures,
} from '../../src/images-branch/publish-pictures.ts'
import type { Comparison } from '../../src/model.ts'
import { systemClock as clock } from '../../src/runtime/time.ts'
import { type GitHub, startGitHub } from '../../testkit/github/github.ts'
import { rendered } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

let github: GitHub
let repository: Repository
beforeEach(async () => {
  github = await startGitHub()
  repository = {
    octokit: getOctokit(github.token, { baseUrl: github.apiUrl }),
    owner: 'acme',
    repo: 'lookml',
    serverUrl: 'https://github.com',
    token: github.token,
    clock,
    signal: new AbortController().signal,
    log: () => undefined,
  }
})
afterEach(() => github.close())

const folder = temporaryFolder()
function image(content: string): BranchPicture {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const path = join(folder, `${sha256}.png`)
  writeFileSync(path, content)
  return { path, sha256, format: 'png' }
}
const publish = (on: string, ...images: BranchPicture[]) =>
  commitPictures(
    openBranch(async () => repository, 'heads/looker-snapshots'),
    {
      images,
      message: 'Pictures',
      today: new Date(on),
    },
  )
const tip = async () =>
  (await github.tree((await github.ref('heads/looker-snapshots')) ?? '')).map(({ path }) => path)

test('pictures older than thirty days are removed from the newest commit, and links to the pictures still work', async () => {
  const old = await publish('2026-09-01T12:00:00Z', image('old'))
  await publish('2026-09-20T12:00:00Z', image('younger'))
  await publish('2026-10-15T12:00:00Z', image('new'))

  const days = new Set((await tip()).filter(path => path.includes('/')).map(path => path.split('/')[0]))
  expect([...days].sort()).toEqual(['2026-09-20', '2026-10-15'])
  expect((await tip()).filter(path => !path.includes('/')).sort()).toEqual(['.gitattributes', 'README.md'])
  const [, sha = '', path = ''] =
    /blob\/(\w{40})\/(.+)\?raw=true/.exec(old.urls.get(image('old').path) ?? '') ?? []
  expect((await github.fileAt(sha, path))?.toString()).toBe('old')
})

test('equal pictures of several targets are stored once, and each of these targets gets the link', async () => {
  const [one, two] = [image('same'), { ...image('same'), path: join(folder, 'copy.png') }]
  writeFileSync(two.path, 'same')
  const { urls: links } = await publish('2026-11-23T12:00:00Z', one, two)

  expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(1)
  expect(links.get(one.path)).toMatch(/\?raw=true$/)
  expect(links.get(two.path)).toBe(links.get(one.path))
})

test('each of several jobs that write at the same time tries again until its pictures are stored', async () => {
  await publish('2026-11-23T12:00:00Z', image('first'))
  await Promise.all(
    Array.from({ length: 6 }, (_, index) => publish('2026-11-23T12:00:00Z', image(`racer ${index}`))),
  )

  expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(7)
}, 30_000)

test('the error for an empty repository has a next step', async () => {
  const empty = await startGitHub({ empty: true })
  const octokit = getOctokit(empty.token, { baseUrl: empty.apiUrl })
  const publishing = commitPictures(
    openBranch(async () => ({ ...repository, octokit }), 'heads/looker-snapshots'),
    { images: [image('x')], message: 'x', today: new Date() },
  )
  await expect(publishing).rejects.toMatchObject({
    message: 'The pictures could not be put into the repository: the repository is empty',
    hint: 'Push a first commit to the repository.',
  })
  await empty.close()
})

test.each([
  ['unchanged', { status: 'unchanged' }, 'low'],
  ['new', { status: 'new', ref: 'main' }, 'high'],
])('the picture of a target that is %s is uploaded with the right priority', (_, comparison, priority) => {
  const uploads: unknown[] = []
  const upload = async (...call: unknown[]) => {
    uploads.push(call)
    return ''
  }
  const inputs = {
    images: { kind: 'branch' },
    comment: { comment: 'true', pullRequest: 7 },
    looker: { base: new URL('https://acme.cloud.looker.com') },
  }
  const result = rendered({ comparison: comparison as Comparison })
  uploadPictures({ inputs, run: {} } as never, { upload } as never, result)
  expect(uploads).toEqual([[result.path, priority]])
})
