import { truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { commitBaselines } from '../../src/images-branch/baselines.ts'
import { openBranch } from '../../src/images-branch/branch.ts'
import { commitPictures } from '../../src/images-branch/publish-pictures.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { github } from '../../testkit/github/calls.ts'
import type { GitHubFault } from '../../testkit/github/proxy.ts'
import { dashboard, rendered } from '../../testkit/results.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

/* Tests the action if GitHub refuses one of the pictures, or refuses a commit for a short time. */

const folder = temporaryFolder()
const files = ['one.png', 'two.png', 'three.png'].map(name => {
  const path = join(folder, name)
  writeFileSync(path, `The picture ${name}`)
  return path
})
const images = files.map((path, index) => ({
  path,
  sha256: String(index).repeat(64),
  format: 'png' as const,
}))
const plan = { images, message: 'Pictures', today: new Date('2026-11-23') }

async function openImages() {
  const { hub, octokit } = await github()
  const clock = virtualClock()
  const names = { owner: 'acme', repo: 'lookml', serverUrl: 'https://github.com', token: hub.token }
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const about = { ...names, octokit, clock, log, signal: new AbortController().signal }
  const open = () => openBranch(async () => about, 'heads/looker-snapshots')
  const tip = async () => {
    const sha = await hub.ref('heads/looker-snapshots')
    return sha === undefined ? [] : (await hub.tree(sha)).map(({ path }) => path)
  }
  return { hub, open, tip, clock, lines }
}

const refusal = (status: number, message: string, times = 1): Pick<GitHubFault, 'effect' | 'times'> => ({
  times,
  effect: { status, body: { message } },
})
const blob = { method: 'POST', path: /\/git\/blobs$/ }

test.each([
  [413, 'Payload too large'],
  [422, 'Sorry, your input was too large to process.'],
])(
  'a warning names the picture that GitHub refuses with %i, and the other pictures are committed',
  async (status, message) => {
    const { hub, open, tip } = await openImages()
    hub.fault({ ...blob, ...refusal(status, message) })
    const { urls, warning } = await commitPictures(open(), plan)
    // The action sends two pictures at the same time, so GitHub may refuse either of them.
    const [missing = '', ...others] = files.filter(file => !urls.has(file))
    expect(others).toEqual([])
    expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(2)
    expect(warning).toMatchObject({
      message: `The comment lacks 1 picture: GitHub refused ${basename(missing)} (${status}: ${message})`,
      hint: expect.stringContaining('smaller'),
    })
  },
)

test("a picture beyond GitHub's limit is not sent, and the others are committed", async () => {
  const { hub, open, tip } = await openImages()
  const path = join(folder, 'large.png')
  writeFileSync(path, '')
  truncateSync(path, 100 * 1024 * 1024 + 1)
  const large = { path, sha256: '9'.repeat(64), format: 'png' as const }
  const { urls, warning } = await commitPictures(open(), { ...plan, images: [large, ...images] })
  expect([...urls.keys()]).toEqual(files)
  expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(3)
  expect(hub.requests.filter(({ path }) => blob.path.test(path))).toHaveLength(files.length)
  expect(warning?.message).toBe(
    'The comment lacks 1 picture: GitHub refused large.png (it has more than 100 MB)',
  )
})

test('one warning names all pictures that GitHub refused', async () => {
  const { hub, open } = await openImages()
  hub.fault({ ...blob, ...refusal(422, 'Too large', 2) })
  const { urls, warning } = await commitPictures(open(), plan)
  const missing = files.filter(file => !urls.has(file)).map(file => `${basename(file)} (422: Too large)`)
  expect(missing).toHaveLength(2)
  expect(warning?.message).toBe(`The comment lacks 2 pictures: GitHub refused ${missing.join(', ')}`)
})

test('no commit is made if GitHub refuses all pictures', async () => {
  const { hub, open, tip } = await openImages()
  hub.fault({ ...blob, ...refusal(413, 'Payload too large', 3) })
  const { urls, warning } = await commitPictures(open(), plan)
  expect(urls.size).toBe(0)
  expect(warning?.message).toMatch(/lacks 3 pictures/)
  expect(await tip()).toEqual([])
})

test('a warning names the baseline that GitHub refuses, and the other baselines are recorded', async () => {
  const { hub, open, tip } = await openImages()
  hub.fault({ ...blob, ...refusal(413, 'Payload too large') })
  const stored = await commitBaselines(open(), {
    branch: 'main',
    host: 'looker',
    recording: { run: 5, attempt: 1, at: new Date(0), commit: 'a'.repeat(40) },
    rendered: files.map((path, index) =>
      rendered({ target: dashboard({ id: String(index), file: `${index}.png`, name: `${index}` }), path }),
    ),
    message: 'Pictures of main',
  })
  expect(stored.count).toBe(2)
  expect((await tip()).filter(path => path.startsWith('baselines/'))).toHaveLength(2)
  expect(stored.warning?.message).toMatch(
    /^1 picture was not recorded for main: GitHub refused (one|two)\.png \(413: Payload too large\)$/,
  )
})

test('the upload of pictures ends at the first refusal because of a missing permission', async () => {
  const { hub, open } = await openImages()
  hub.fault({ ...blob, ...refusal(403, 'Resource not accessible by integration', 99) })
  await expect(commitPictures(open(), plan)).rejects.toThrow('GitHub refused it (403')
  const sent = hub.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/git/blobs'))
  expect(sent.length).toBeLessThan(3)
})

/** Refusals that GitHub does not repeat. The branch has not moved. */
const passing: [status: number, message: string, method: string, path: RegExp][] = [
  [422, 'tree.sha 1a2b is not a valid blob', 'POST', /\/git\/trees$/],
  [422, 'GitRPC::BadObjectState', 'POST', /\/git\/trees$/],
  [422, 'base_tree is not a valid tree oid', 'POST', /\/git\/trees$/],
  [422, 'Tree SHA does not exist', 'POST', /\/git\/commits$/],
  [409, 'Git Repository is empty.', 'POST', /\/git\/commits$/],
  [409, 'Git Repository is empty.', 'POST', /\/git\/blobs$/],
  [404, 'Not Found', 'POST', /\/git\/refs$/],
  [422, 'Reference cannot be updated', 'PATCH', /\/git\/refs\//],
  [404, 'Not Found', 'PATCH', /\/git\/refs\//],
]

describe.each(passing)('%i "%s" to %s %s', (status, message, method, path) => {
  async function commitTwice(times: number) {
    const images = await openImages()
    if (method === 'PATCH') await commitPictures(images.open(), { ...plan, images: plan.images.slice(0, 1) })
    images.hub.fault({ method, path, ...refusal(status, message, times) })
    const from = images.hub.requests.length
    const outcome = await commitPictures(images.open(), { ...plan, images: plan.images.slice(1, 2) }).catch(
      error => error,
    )
    return { ...images, outcome, requests: images.hub.requests.slice(from) }
  }

  test(`a commit to the images branch is retried three times on the newest head after the refusal ${status} "${message}"`, async () => {
    const { outcome, requests } = await commitTwice(3)
    expect(outcome.urls?.size).toBe(1)
    const reads = requests.filter(request => request.method === 'GET' && request.path.includes('/git/ref/'))
    if (!String(path).includes('blobs')) expect(reads.length).toBeGreaterThanOrEqual(4)
  })

  test(`a commit to the images branch fails after the fourth refusal ${status} "${message}"`, async () => {
    const { outcome, requests } = await commitTwice(99)
    expect(outcome.message).toMatch(/^The pictures could not be put into the repository: /)
    expect(requests.filter(request => request.method === method && path.test(request.path))).toHaveLength(4)
  })
})

test.each([
  [422, 'Repository rule violations found', 'POST', /\/git\/refs$/, /ruleset/],
  [409, 'Cannot update this protected ref.', 'POST', /\/git\/refs$/, /ruleset/],
  [422, 'Required status check "build" is expected.', 'POST', /\/git\/refs$/, /ruleset/],
  [422, 'Reference update failed', 'POST', /\/git\/refs$/, /ruleset.*pictures\/looker/],
])(
  'a commit to the images branch fails without a retry after the refusal %i "%s"',
  async (status, message, method, path, hint) => {
    const { hub, open } = await openImages()
    hub.fault({ method, path, ...refusal(status, message, 99) })
    await expect(commitPictures(open(), plan)).rejects.toMatchObject({ hint: expect.stringMatching(hint) })
    expect(hub.requests.filter(request => request.method === method && path.test(request.path))).toHaveLength(
      1,
    )
  },
)

test('the log gives the duration of a pause between many uploads of pictures', async () => {
  const { open, tip, lines } = await openImages()
  const many = Array.from({ length: 75 }, (_, index) => {
    const path = join(folder, `many-${index}.png`)
    writeFileSync(path, `Picture ${index}`)
    return { path, sha256: String(index).padStart(64, '0'), format: 'png' as const }
  })
  await commitPictures(open(), { ...plan, images: many })
  expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(75)
  expect(lines).toEqual(['GitHub accepts 80 new files per minute. The next file is sent in 60 s.'])
})

describe('more pictures than GitHub accepts in an hour', () => {
  const many = Array.from({ length: 453 }, (_, index) => {
    const path = join(folder, `hour-${index}.png`)
    writeFileSync(path, `Picture ${index} of the hour`)
    return { path, sha256: `a${index}`.padStart(64, '0'), format: 'png' as const }
  })
  const sentBlobs = ({ requests }: { requests: { method: string; path: string }[] }) =>
    requests.filter(({ method, path }) => method === 'POST' && blob.path.test(path)).length

  test('a step commits 450 pictures and a warning counts the others, which the next run sends', async () => {
    const { hub, open, tip } = await openImages()
    const { urls, warning, isLimited } = await commitPictures(open(), { ...plan, images: many })
    expect([...urls.keys()]).toEqual(many.slice(0, 450).map(({ path }) => path))
    expect((await tip()).filter(path => path.endsWith('.png'))).toHaveLength(450)
    expect(sentBlobs(hub)).toBe(450)
    expect(isLimited).toBe(true)
    expect(warning?.message).toBe(
      'The comment lacks 3 pictures: GitHub accepts 500 new files per hour, so this step did not send all files',
    )
    const again = await commitPictures(open(), { ...plan, images: many })
    expect(again.urls.size).toBe(453)
    expect(again.warning).toBeUndefined()
    expect(sentBlobs(hub)).toBe(453)
  })

  test('one warning names the picture that GitHub refuses, and counts those that the step did not send', async () => {
    const { hub, open } = await openImages()
    hub.fault({ ...blob, ...refusal(413, 'Payload too large') })
    const { warning } = await commitPictures(open(), { ...plan, images: many })
    expect(warning?.message).toMatch(
      /^The comment lacks 4 pictures: GitHub accepts 500 .* all files; GitHub refused hour-[01]\.png \(413: Payload too large\)$/,
    )
  })

  test('files of low priority leave half of the limit to the others', async () => {
    const { hub, open } = await openImages()
    const images = open()
    const results = await Promise.allSettled(many.slice(0, 230).map(({ path }) => images.upload(path, 'low')))
    expect(results.map(({ status }) => status).indexOf('rejected')).toBe(225)
    await expect(images.upload(many[300]?.path ?? '')).resolves.toMatch(/^[0-9a-f]{40}$/)
    expect(sentBlobs(hub)).toBe(226)
  })
})

test.each([
  ['newest commit', /\/git\/commits\//],
  ['tree of the newest commit', /\/git\/trees\//],
])('the images branch is read again if GitHub does not find the %s yet', async (_, path) => {
  const { hub, open, tip } = await openImages()
  await commitPictures(open(), { ...plan, images: plan.images.slice(0, 1) })
  hub.fault({ method: 'GET', path, ...refusal(404, 'Not Found', 2) })
  const { urls } = await commitPictures(open(), { ...plan, images: plan.images.slice(1) })
  expect(urls.size).toBe(2)
  expect((await tip()).filter(name => name.endsWith('.png'))).toHaveLength(3)
})
