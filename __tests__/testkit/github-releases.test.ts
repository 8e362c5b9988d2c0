import { type Calls, github, refused } from '../../testkit/github/calls.ts'

describe('releases', () => {
  const upload = (
    { rest, at }: Calls,
    release: { id: number; upload_url: string },
    name: string,
    data: Buffer,
  ) =>
    rest.repos.uploadReleaseAsset({
      ...at,
      release_id: release.id,
      url: release.upload_url,
      name,
      label: name,
      data: data as unknown as string,
      headers: { 'content-type': 'image/png', 'content-length': data.length },
    })

  test('a release of the emulated GitHub refuses a second asset with the same name', async () => {
    const all = await github()
    const { hub, rest, at } = all
    expect(await refused(rest.repos.getReleaseByTag({ ...at, tag: 'v1/a' }))).toMatchObject({ status: 404 })
    expect((await hub.createRelease('v1/a')).url).toBe('https://github.com/acme/lookml/releases/tag/v1/a')
    const { data: release } = await rest.repos.getReleaseByTag({ ...at, tag: 'v1/a' })
    expect(release.upload_url).toMatch(`${hub.apiUrl}/repos/acme/lookml/releases/`)
    const { data } = await upload(all, release, 'West  Coast (1).png', Buffer.from([0, 255, 10]))
    const page = 'https://github.com/acme/lookml/releases/download/v1%2Fa/West.Coast.1.png'
    expect(data).toMatchObject({
      name: 'West.Coast.1.png',
      label: 'West  Coast (1).png',
      browser_download_url: page,
    })
    const twice = [Buffer.from('x'), Buffer.from('y')].map(bytes => upload(all, release, 'x.png', bytes))
    const [, other] = await Promise.allSettled(twice)
    expect(other).toMatchObject({
      reason: { status: 422, message: expect.stringContaining('already_exists') },
    })
    const rename = (name: string) => rest.repos.updateReleaseAsset({ ...at, asset_id: data.id, name })
    expect(await refused(rename('x.png'))).toMatchObject({
      status: 422,
      message: expect.stringContaining('already_exists'),
    })
    expect((await rename('y.png')).data.browser_download_url).toMatch(/\/y\.png$/)
    await rename('West.Coast.1.png')
    const { data: listed } = await rest.repos.listReleaseAssets({ ...at, release_id: release.id })
    expect(listed).toHaveLength(2)
    await rest.repos.deleteReleaseAsset({ ...at, asset_id: data.id })
    await upload(all, release, 'West Coast 1.png', Buffer.from([7]))
    const kept = (await hub.assets('v1/a')).map(({ name, label, bytes }) => [name, label, [...bytes]])
    expect(kept.sort()).toEqual([
      ['West.Coast.1.png', 'West Coast 1.png', [7]],
      ['x.png', 'x.png', [...Buffer.from('x')]],
    ])
  })

  test('the emulated GitHub refuses assets of an immutable release, and does not find a draft by its tag', async () => {
    const all = await github()
    const { hub, rest, at } = all
    await hub.createRelease('v1', { immutable: true })
    const { data: release } = await rest.repos.getReleaseByTag({ ...at, tag: 'v1' })
    expect(await refused(upload(all, release, 'a.png', Buffer.from('a')))).toMatchObject({
      status: 422,
      message: expect.stringContaining('Cannot upload assets to an immutable release.'),
    })
    await hub.createRelease('v2', { draft: true })
    expect(await refused(rest.repos.getReleaseByTag({ ...at, tag: 'v2' }))).toMatchObject({ status: 404 })
    expect(await hub.assets('v1')).toEqual([])
  })
})
