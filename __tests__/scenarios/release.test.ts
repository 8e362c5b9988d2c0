import { pullRequestScene } from '../../testkit/scene.ts'

const tagged = { github: { ref: 'refs/tags/v1.0.0' } }
const targets = '- { target: looks/7, name: Revenue by region }\n- dashboards/42'
const inputs = { targets, release: 'true', comment: 'false' }

test.concurrent("the files become assets of the tag's release, with readable labels", async () => {
  await using stage = await pullRequestScene()
  const { url } = await stage.github.createRelease('v1.0.0')
  const outcome = await stage.run(inputs, {
    ...tagged,
    event: { name: 'push', payload: stage.github.pushPayload('refs/tags/v1.0.0') },
  })

  expect(outcome.code).toBe(0)
  expect(outcome.outputs['release-url']).toBe(url)
  const assets = await stage.github.assets('v1.0.0')
  expect(assets.map(({ label }) => label).sort()).toEqual(['Revenue by region.png', 'dashboards-42.png'])
  expect(outcome.results).not.toHaveLength(0)
  for (const { name, renderTaskId, releaseUrl } of outcome.results) {
    const asset = assets.find(({ label }) => label === `${name}.png`)
    expect(asset?.bytes.equals(await stage.looker.bytesOf(renderTaskId ?? ''))).toBe(true)
    expect(releaseUrl).toContain('v1.0.0')
  }
})

test.concurrent('the release assets of an earlier run are replaced', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1.0.0')
  const more = { ...tagged, event: { name: 'push', payload: stage.github.pushPayload('refs/tags/v1.0.0') } }
  await stage.run(inputs, more)
  const before = (await stage.github.assets('v1.0.0')).map(({ id }) => id)
  const outcome = await stage.run(inputs, { ...more, github: { ...tagged.github, run_attempt: '2' } })

  const after = await stage.github.assets('v1.0.0')
  expect(outcome.code).toBe(0)
  expect(after).toHaveLength(2)
  expect(after.filter(({ id }) => before.includes(id))).toEqual([])
})

test.concurrent.each([
  ['the list', 'GET', /\/assets\?/],
  ['the removal of an old asset', 'DELETE', /\/assets\//],
  ['an upload', 'POST', /\/assets\?/],
] as const)('the release has every asset once if the answer to %s was lost', async (_, method, path) => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1.0.0')
  const more = { ...tagged, event: { name: 'push', payload: stage.github.pushPayload('refs/tags/v1.0.0') } }
  await stage.run(inputs, more)
  stage.github.fault({ method, path, effect: { lostAnswer: true } })
  const outcome = await stage.run(inputs, { ...more, github: { ...tagged.github, run_attempt: '2' } })

  expect(outcome.warnings).toEqual([])
  expect(outcome.results.map(({ releaseUrl }) => typeof releaseUrl)).toEqual(['string', 'string'])
  expect(await stage.github.assets('v1.0.0')).toHaveLength(2)
})

test.concurrent('the upload of a release asset is repeated if the answer with the refusal breaks off', async () => {
  await using stage = await pullRequestScene()
  stage.github.fault({ path: /\/releases\/tags\//, effect: { cut: true } })
  const outcome = await stage.run({ ...inputs, 'release-tag': 'v1.0.0' })

  expect(outcome.warnings[0]).toMatch(/The tag v1\.0\.0 has no release/)
  expect(stage.github.requests.filter(({ path }) => path.includes('/releases/tags/'))).toHaveLength(2)
})

test.concurrent.each([
  ['there is no such release', {}, /The tag v1\.0\.0 has no release/],
  ['the release is immutable', { immutable: true }, /it is immutable.*draft/],
])('a warning says that %s, and the other files are published', async (_, options, words) => {
  await using stage = await pullRequestScene()
  if (Object.keys(options).length > 0) await stage.github.createRelease('v1.0.0', options)
  const more = { ...tagged, event: { name: 'push', payload: stage.github.pushPayload('refs/tags/v1.0.0') } }
  const outcome = await stage.run({ ...inputs, artifact: 'zip' }, more)

  expect(outcome.code).toBe(0)
  expect(outcome.warnings[0]).toMatch(words)
  expect(outcome.outputs['release-url']).toBe('')
  expect(stage.artifacts.artifacts).toHaveLength(1)
})

test.concurrent('the warning gives a next step if the release has as many files as GitHub allows', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1.0.0')
  const body = { message: 'Validation Failed: file_count limited to 1000 assets per release' }
  stage.github.fault({ method: 'POST', path: /\/assets/, times: 99, effect: { status: 422, body } })
  const outcome = await stage.run({ ...inputs, 'release-tag': 'v1.0.0' })

  expect(outcome.warnings[0]).toMatch(/it has 1,000 files.*Delete files of the release/)
})

test.concurrent('a warning names the missing permission for releases', async () => {
  await using stage = await pullRequestScene()
  await stage.github.createRelease('v1.0.0')
  const token = await stage.github.tokenWith({ contents: 'read' })
  const outcome = await stage.run({ ...inputs, 'release-tag': 'v1.0.0', 'github-token': token })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings[0]).toMatch(/could not be added to the release v1\.0\.0.*Add "contents: write"/)
})

test.concurrent('release: true without a tag causes a warning', async () => {
  await using stage = await pullRequestScene()
  const outcome = await stage.run(inputs, { event: { name: 'push', payload: stage.github.pushPayload() } })

  expect(outcome.code).toBe(0)
  expect(outcome.warnings).toEqual([
    'release is true, but no tag is known, so no files are added to a release. Set release-tag, or run the workflow for a tag.',
  ])
})
