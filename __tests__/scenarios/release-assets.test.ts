import { type PullRequestScene, pullRequestScene } from '../../testkit/scene.ts'

/* Runs the built action with unusual releases, and with file names that GitHub changes. */

const inputs = { release: 'true', comment: 'false', artifact: 'zip' }
const tagged = (stage: PullRequestScene) => ({
  github: { ref: 'refs/tags/v1' },
  event: { name: 'push', payload: stage.github.pushPayload('refs/tags/v1') },
})
const named = (...names: string[]) =>
  names.map((name, index) => `- { target: looks/${index + 1}, name: "${name}" }`).join('\n')

test.concurrent('release assets whose names GitHub would make equal have different names, and labels with the original names', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const names = ['地域=東京', '地域=大阪', 'Q1 EMEA', 'Q1.EMEA', 'Umsatz über alles', 'plain-1']
  const outcome = await stage.run({ targets: named(...names), ...inputs }, tagged(stage))

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([])
  const assets = await stage.github.assets('v1')
  expect(assets.map(({ label }) => label).sort()).toEqual(names.map(name => `${name}.png`).sort())
  for (const { name } of assets) expect(name).toMatch(/^\w[\w.-]*\.png$/)
  expect(new Set(assets.map(({ name }) => name)).size).toBe(names.length)
  expect(assets.find(({ label }) => label === 'plain-1.png')?.name).toBe('plain-1.png')
  expect(outcome.results).not.toHaveLength(0)
  for (const { name, renderTaskId, releaseUrl } of outcome.results) {
    const asset = assets.find(({ label }) => label === `${name}.png`)
    expect(asset?.bytes.equals(await stage.looker.bytesOf(renderTaskId ?? ''))).toBe(true)
    expect(releaseUrl).toContain(`/${encodeURIComponent(asset?.name ?? '-')}`)
  }
})

test.concurrent('release assets are replaced one by one if the step runs again', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const given = { targets: named('地域=東京', '地域=大阪'), ...inputs }
  await stage.run(given, tagged(stage))
  const outcome = await stage.run(given, {
    ...tagged(stage),
    github: { ref: 'refs/tags/v1', run_attempt: '2' },
  })

  expect(outcome.warnings).toEqual([])
  expect(await stage.github.assets('v1')).toHaveLength(2)
})

test.concurrent.each([
  ['the upload', 'POST', /\/assets\?/],
  ['the removal of the old file', 'DELETE', /\/assets\//],
])('a release keeps the file of an earlier run if GitHub refuses %s', async (_, method, path) => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const given = { targets: 'looks/1', ...inputs, artifact: 'none' }
  await stage.run(given, tagged(stage))
  const before = await stage.github.assets('v1')
  const body = { message: 'Validation Failed' }
  stage.github.fault({ method, path, effect: { status: 422, body } })
  const outcome = await stage.run(given, tagged(stage))

  expect(outcome.errors[0]).toMatch(/could not be added to the release v1: .*Validation/)
  expect(await stage.github.assets('v1')).toEqual(before)
})

test.concurrent('an asset under a provisional name is replaced if an earlier run could not rename it', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const given = { targets: 'looks/1', ...inputs, artifact: 'none' }
  await stage.run(given, tagged(stage))
  stage.github.fault({
    method: 'PATCH',
    path: /\/assets\//,
    effect: { status: 422, body: { message: 'No' } },
  })
  const failed = await stage.run(given, tagged(stage))
  const between = await stage.github.assets('v1')
  const outcome = await stage.run(given, tagged(stage))

  expect(failed.errors[0]).toContain('could not be added to the release v1')
  expect(between.map(({ name }) => name)).toEqual(['looks-1.png.new'])
  expect(outcome.warnings).toEqual([])
  expect((await stage.github.assets('v1')).map(({ name }) => name)).toEqual(['looks-1.png'])
  expect(outcome.results[0]?.releaseUrl).toMatch(/\/looks-1\.png$/)
})

test.concurrent('a release keeps the file of a target whose name looks like a provisional name', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  await stage.run({ targets: named('a'), ...inputs }, tagged(stage))
  const outcome = await stage.run({ targets: named('new-a', 'a'), ...inputs }, tagged(stage))

  expect(outcome.warnings).toEqual([])
  expect((await stage.github.assets('v1')).map(({ name }) => name).sort()).toEqual(['a.png', 'new-a.png'])
})

test.concurrent('a release has the new file once if the answer to its renaming is lost', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const given = { targets: 'looks/1', ...inputs }
  await stage.run(given, tagged(stage))
  stage.github.fault({ method: 'PATCH', path: /\/assets\//, effect: { lostAnswer: true } })
  const outcome = await stage.run(given, tagged(stage))

  expect(outcome.warnings).toEqual([])
  expect((await stage.github.assets('v1')).map(({ name }) => name)).toEqual(['looks-1.png'])
})

test.concurrent('the other files are added to the release if one file fails', async () => {
  await using stage = await pullRequestScene()
  const { url } = await stage.github.createRelease('v1')
  stage.github.fault({
    method: 'POST',
    path: /\/assets\?.*name=looks-1/,
    times: 99,
    effect: { status: 422, body: { message: 'Validation Failed' } },
  })
  const outcome = await stage.run({ targets: 'looks/1\nlooks/2\nlooks/3', ...inputs }, tagged(stage))

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/1 of 3 files could not be added to the release v1 \(looks-1\.png\).*Validation/),
  ])
  expect(outcome.outputs['release-url']).toBe(url)
  expect(outcome.results.map(({ releaseUrl }) => releaseUrl !== undefined)).toEqual([false, true, true])
})

test.concurrent('a warning names the older file that a release keeps if its target fails in a later run', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const given = { targets: named('über alles', 'plain-2'), ...inputs, 'fail-on-error': 'false' }
  await stage.run(given, tagged(stage))
  stage.fault({ on: 'create', target: '1', times: 9, effect: { status: 404 } })
  const outcome = await stage.run(given, tagged(stage))

  expect(outcome.results.map(({ status }) => status)).toEqual(['failure', 'success'])
  expect(outcome.warnings).toContain(
    'The release v1 still has older files of targets that failed in this run (über alles.png). Run the job again to replace them, or delete them on the page of the release.',
  )
  expect((await stage.github.assets('v1')).map(({ label }) => label).sort()).toEqual([
    'plain-2.png',
    'über alles.png',
  ])
})

test.concurrent('the step fails if no file could be added to the release, and the files are in no other place', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1')
  const effect = { status: 422, body: { message: 'Validation Failed' } }
  stage.github.fault({ method: 'POST', path: /\/assets\?/, times: 99, effect })
  const outcome = await stage.run({ targets: 'looks/1\nlooks/2', ...inputs, artifact: 'none' }, tagged(stage))

  expect(outcome.code).toBe(1)
  expect(outcome.outputs['release-url']).toBe('')
  expect(outcome.errors).toEqual([
    expect.stringMatching(/The files could not be added to the release v1: .*Validation/),
    'Not all files could be published.',
  ])
  expect(outcome.summary).toContain('2 Looks rendered; no file was added to the release v1')
})

test.concurrent('the draft of a release is found by its tag', async () => {
  await using stage = await pullRequestScene()
  for (let index = 0; index < 3; index++) await stage.github.createRelease(`other-${index}`)
  const { url } = await stage.github.createRelease('v1', { draft: true })
  const outcome = await stage.run({ targets: 'looks/7', ...inputs, 'release-tag': 'v1' })

  expect(outcome.warnings).toEqual([])
  expect(outcome.outputs['release-url']).toBe(url)
  expect(await stage.github.assets('v1')).toHaveLength(1)
})

test.concurrent('an immutable release causes only one upload and a warning with the next step', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1', { immutable: true })
  const outcome = await stage.run({ targets: 'looks/1\nlooks/2', ...inputs }, tagged(stage))

  expect(outcome.warnings).toEqual([
    expect.stringMatching(/release v1: it is immutable.*draft.*release-tag: v1.*publish/),
  ])
  expect(stage.github.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.concurrent.each([
  ['https://evil.example/repos/acme/lookml/releases/1/assets{?name,label}'],
  ['http://uploads.github.com/repos/acme/lookml/releases/1/assets{?name,label}'],
  ['https://uploads.github.com.evil.example/assets{?name,label}'],
  ['https://127.0.0.1@evil.example/assets{?name,label}'],
])('release files and token are not sent to the address %s of another host', async upload_url => {
  await using stage = await pullRequestScene()
  const { url } = await stage.github.createRelease('v1')
  const body = { id: 1, html_url: url, upload_url }
  stage.github.fault({ path: /\/releases\/tags\//, times: 9, effect: { status: 200, body } })
  const outcome = await stage.run({ targets: 'looks/1', ...inputs }, tagged(stage))

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    expect.stringMatching(
      /could not be added to the release v1: .* is not a valid upload address on one of its hosts/,
    ),
  ])
})
