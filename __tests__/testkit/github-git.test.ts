import { type Calls, github, refused } from '../../testkit/github/calls.ts'

async function commit(
  { rest, at }: Calls,
  files: Record<string, string>,
  parents: string[] = [],
  base?: string,
) {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    content,
    mode: '100644' as const,
    type: 'blob' as const,
  }))
  const tree = await rest.git.createTree({ ...at, tree: entries, ...(base && { base_tree: base }) })
  const message = Object.keys(files).join()
  const { data } = await rest.git.createCommit({ ...at, message, tree: tree.data.sha, parents })
  return { sha: data.sha, tree: tree.data.sha }
}

describe('the Git Data API', () => {
  test('the emulated Git Data API stores a file of several megabytes in a commit without parents', async () => {
    const { hub, rest, at } = await github()
    const bytes = Buffer.alloc(3_000_000, 'picture')
    const content = bytes.toString('base64')
    const blob = await rest.git.createBlob({ ...at, content, encoding: 'base64' })
    const entry = { path: '2026-11-23/a b.png', mode: '100644', type: 'blob', sha: blob.data.sha } as const
    const tree = await rest.git.createTree({ ...at, tree: [entry] })
    const { data } = await rest.git.createCommit({ ...at, message: 'x', tree: tree.data.sha, parents: [] })
    expect((await hub.fileAt(data.sha, '2026-11-23/a b.png'))?.equals(bytes)).toBe(true)
    expect(await hub.tree(data.sha)).toEqual([{ path: '2026-11-23/a b.png', sha: blob.data.sha }])
  })

  test.each(['heads/looker-snapshots', 'looker/snapshots'])(
    'the emulated Git Data API moves refs/%s only forward',
    async ref => {
      const all = await github()
      const { hub, rest, at } = all
      expect(await refused(rest.git.getRef({ ...at, ref }))).toMatchObject({ status: 404 })
      const absent = await refused(
        rest.git.updateRef({ ...at, ref, sha: (await hub.ref('heads/main')) ?? '' }),
      )
      expect(absent).toMatchObject({
        status: 422,
        message: expect.stringContaining('Reference does not exist'),
      })
      const first = await commit(all, { 'a/1.txt': '1' })
      const second = await commit(all, { 'a/2.txt': '2' }, [first.sha], first.tree)
      await rest.git.createRef({ ...at, ref: `refs/${ref}`, sha: first.sha })
      expect(await refused(rest.git.createRef({ ...at, ref: `refs/${ref}`, sha: first.sha }))).toMatchObject({
        status: 422,
        message: expect.stringContaining('Reference already exists'),
      })
      await rest.git.updateRef({ ...at, ref, sha: second.sha, force: false })
      expect(await refused(rest.git.updateRef({ ...at, ref, sha: first.sha, force: false }))).toMatchObject({
        status: 422,
        message: expect.stringContaining('Update is not a fast forward'),
      })
      expect((await rest.git.getRef({ ...at, ref })).data.object.sha).toBe(second.sha)
      expect(await hub.ref(ref)).toBe(second.sha)
      expect((await hub.tree(second.sha)).map(({ path }) => path)).toEqual(['a/1.txt', 'a/2.txt'])
      expect(await hub.commitsOf(ref)).toEqual([
        { sha: second.sha, message: 'a/2.txt', parents: [first.sha] },
        { sha: first.sha, message: 'a/1.txt', parents: [] },
      ])
    },
  )

  test('the emulated Git Data API accepts the SHA of a commit as a tree, also as base_tree', async () => {
    const all = await github()
    const { hub, rest, at } = all
    const first = await commit(all, { 'a/1.txt': '1' })
    await rest.git.createRef({ ...at, ref: 'refs/heads/pictures', sha: first.sha })
    for (const asked of [first.sha, 'pictures']) {
      const { data } = await rest.git.getTree({ ...at, tree_sha: asked })
      expect(data.sha).toBe(first.sha)
      expect(data.tree).toEqual([expect.objectContaining({ path: 'a', type: 'tree' })])
    }
    expect((await rest.git.getTree({ ...at, tree_sha: first.tree })).data.sha).toBe(first.tree)
    const gone = { path: 'a/1.txt', mode: '100644', type: 'blob', sha: null } as const
    const kept = { path: 'b.txt', mode: '100644', type: 'blob', content: 'b' } as const
    const { data } = await rest.git.createTree({ ...at, base_tree: first.sha, tree: [gone, kept] })
    const next = await rest.git.createCommit({ ...at, message: 'n', tree: data.sha, parents: [first.sha] })
    expect((await hub.tree(next.data.sha)).map(({ path }) => path)).toEqual(['b.txt'])
  })

  test('the emulated Git Data API refuses a write to an empty repository or a protected branch', async () => {
    const { rest, at, hub } = await github({ empty: true })
    const empty = { status: 409, message: expect.stringContaining('Git Repository is empty.') }
    expect(await refused(rest.git.getRef({ ...at, ref: 'heads/main' }))).toMatchObject(empty)
    expect(await refused(rest.git.createBlob({ ...at, content: 'a' }))).toMatchObject(empty)
    expect(await hub.ref('heads/main')).toBeUndefined()
    const full = await github({ files: { 'models/shop.model.lkml': 'connection: "shop"' } })
    const main = (await full.hub.ref('heads/main')) ?? ''
    expect((await full.hub.tree(main)).map(({ path }) => path)).toEqual([
      'README.md',
      'models/shop.model.lkml',
    ])
    await full.hub.protectBranch('pictures')
    const violation = { status: 422, message: expect.stringContaining('Repository rule violations found') }
    const creation = full.rest.git.createRef({ ...at, ref: 'refs/heads/pictures', sha: main })
    expect(await refused(creation)).toMatchObject(violation)
    await full.hub.protectBranch('refs/looker/snapshots', 'Keep out')
    const update = full.rest.git.updateRef({ ...at, ref: 'looker/snapshots', sha: main })
    expect(await refused(update)).toMatchObject({ status: 422, message: expect.stringContaining('Keep out') })
  })
})
