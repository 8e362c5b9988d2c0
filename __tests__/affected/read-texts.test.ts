import { listFiles, readTexts } from '../../src/affected/read-texts.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { type RealFile, type RealRepository, realRepository } from './real-repository.ts'

const describeWithGit = hasGit ? describe : describe.skip

async function read(files: Readonly<Record<string, RealFile>>, hub = realRepository()) {
  const commit = hub.commit(files)
  return readTexts(commit, await listFiles(commit, hub.repository), hub.repository)
}

/** Reads the texts of two commits. Returns the texts, and the requests for the second commit. */
async function readBoth(
  base: Readonly<Record<string, RealFile>>,
  head: Readonly<Record<string, RealFile>>,
  hub: RealRepository = realRepository(),
) {
  const before = await read(base, hub)
  const commit = hub.commit(head)
  const list = await listFiles(commit, hub.repository)
  hub.requests.length = 0
  const after = await readTexts(commit, list, hub.repository, before)
  return { before, after, requests: hub.requests }
}

const archivesOf = ({ requests }: RealRepository) => requests.filter(path => path.startsWith('tarball/'))

const orders = 'view: orders {}\n'
const view = 'views/orders.view.lkml'

describeWithGit(withGit('the texts of a commit'), () => {
  test('the LookML files of a commit are read, whatever their line endings and byte-order marks are', async () => {
    const { lookml, unread } = await read({
      [view]: orders,
      'crlf.view.lkml': 'view: a {\r\n}\r\n',
      'bom.lkml': `\uFEFF${orders}`,
      'sales.dashboard.lookml': '- dashboard: sales\n',
      'README.md': 'words',
      'orders.view.lkml/notes.txt': 'a folder that is named like a view',
    })
    expect(Object.fromEntries(lookml)).toEqual({
      [view]: orders,
      'crlf.view.lkml': 'view: a {\r\n}\r\n',
      'bom.lkml': `\uFEFF${orders}`,
      'sales.dashboard.lookml': '- dashboard: sales\n',
    })
    expect(unread.size).toBe(0)
  })

  test.each<[string, RealFile, string]>([
    ['a binary file', Buffer.from('view: a\0{}'), 'it is not a text file'],
    ['a file in UTF-16', Buffer.from(orders, 'utf16le'), 'it is not a text file'],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      'it is a Git LFS pointer',
    ],
    ['a file of 5 MB', Buffer.alloc(5 * 1024 * 1024, 'a'), 'it is larger than 4 MB'],
    ['a link to nothing', { link: 'gone.lkml' }, 'it is a link to a file that the action does not read'],
    [
      'a link out of the repository',
      { link: '../../etc/passwd' },
      'it is a link to a file that the action does not read',
    ],
    ['an absolute link', { link: '/etc/passwd' }, 'it is a link to a file that the action does not read'],
    [
      'a link through 600 folders',
      { link: 'a/'.repeat(600) },
      'it is a link to a file that the action does not read',
    ],
    [
      'a link whose path has 400,000 characters',
      { link: 'a/'.repeat(200_000) },
      'it is a link to a file that the action does not read',
    ],
    [
      'a link to itself',
      { link: 'orders.view.lkml' },
      'it is a link to a file that the action does not read',
    ],
  ])('the LookML of a commit lacks %s, and a reason is given', async (_, file, why) => {
    const { lookml, unread } = await read({ [view]: file })
    expect([...lookml]).toEqual([])
    expect([...unread]).toEqual([[view, why]])
  })

  test('the LookML of a commit contains files that .gitattributes excludes from the archive', async () => {
    const hub = realRepository()
    const files = { '.gitattributes': '/views export-ignore\n', [view]: orders, 'a.lkml': orders }
    const { lookml } = await read(files, hub)
    expect([...lookml.keys()].sort()).toEqual(['a.lkml', view])
    expect(hub.requests.filter(path => path.startsWith('git/blobs/'))).toHaveLength(1)
  })

  test('an archive that GitHub does not complete is requested again, at most twice', async () => {
    const hub = realRepository({ brokenArchives: 2 })
    const { lookml } = await read({ [view]: orders }, hub)
    expect(lookml.get(view)).toBe(orders)
    expect(archivesOf(hub)).toHaveLength(3)
  })

  test('the error for three incomplete archives names the commit', async () => {
    const hub = realRepository({ brokenArchives: 3 })
    await expect(read({ [view]: orders }, hub)).rejects.toThrow(
      /^The LookML of commit \w{40} could not be read/,
    )
    expect(archivesOf(hub)).toHaveLength(3)
  })

  test('the LookML of a commit is the same if .gitattributes changes files in the archive', async () => {
    const label = 'view: orders { label: "$Format:%x41$" }'
    const { lookml } = await read({ '.gitattributes': '*.lkml export-subst\n', [view]: label })
    expect(lookml.get(view)).toBe(label)
  })

  test('the LookML of a commit is read from the archive if .gitattributes changes only line endings', async () => {
    const hub = realRepository()
    await read({ '.gitattributes': '*.lkml text eol=crlf\n', [view]: orders }, hub)
    expect(hub.requests.filter(path => path.startsWith('git/blobs/'))).toEqual([])
  })

  test.each<[string, object]>([
    ['is missing', { encoding: 'none', content: '' }],
    [
      'belongs to another file',
      { encoding: 'base64', content: Buffer.from('view: a {}').toString('base64') },
    ],
  ])('a file is left out of the LookML of a commit if the content from GitHub %s', async (_, blob) => {
    const hub = realRepository({ blob })
    const { lookml, unread } = await read({ '.gitattributes': '/views export-ignore\n', [view]: orders }, hub)
    expect([...lookml]).toEqual([])
    expect([...unread.keys()]).toEqual([view])
  })

  test('a LookML file is read if GitHub returns its content as UTF-8', async () => {
    const hub = realRepository({ blob: { encoding: 'utf-8', content: orders } })
    const { lookml } = await read({ '.gitattributes': '/views export-ignore\n', [view]: orders }, hub)
    expect(lookml.get(view)).toBe(orders)
  })

  test('two LookML files that differ only in a byte that is not UTF-8 are different', async () => {
    const label = (byte: number) =>
      Buffer.concat([Buffer.from('view: größe { label: "'), Buffer.from([byte]), Buffer.from('" }')])
    const { before, after } = await readBoth({ [view]: label(0xe9) }, { [view]: label(0xe8) })
    expect(before.lookml.get(view)).toBe('view: größe { label: "\uDCE9" }')
    expect(after.lookml.get(view)).toBe('view: größe { label: "\uDCE8" }')
  })

  test('each sequence of bytes gives another text, whatever its encoding is', async () => {
    const labels = [
      'é',
      '\xe9',
      '€',
      '\x80',
      '\xe2\x82',
      '\xf0\x9f\x98\x80',
      '\xed\xa0\x80',
      '\xc0\x80',
      'a',
      '\uFEFFa',
      '\uFFFD',
    ]
    const encoded = labels.flatMap(label => [Buffer.from(label), Buffer.from(label, 'latin1')])
    const different = new Map(encoded.map(bytes => [bytes.toString('hex'), bytes]))
    const files = [...different.values()].map((bytes, index): [string, RealFile] => [`${index}.lkml`, bytes])
    const { lookml } = await read(Object.fromEntries(files))
    expect(new Set(lookml.values()).size).toBe(different.size)
  })

  test('two LookML files are left out if their names differ only in bytes that are not UTF-8', async () => {
    const { lookml, unread, versions } = await read({
      'caf\xe9.view.lkml': orders,
      'caf\xe8.view.lkml': 'view: a {}',
    })
    expect([...lookml]).toEqual([])
    expect([...unread]).toEqual([
      ['caf\uFFFD.view.lkml', 'another file has the same name, apart from characters that are not UTF-8'],
    ])
    expect(versions.get('caf\uFFFD.view.lkml')).toMatch(/^100644 \w{40} \w{40}$/)
  })

  test('the LookML of a commit contains a file whose name is not UTF-8', async () => {
    const { lookml } = await read({ 'caf\xe9.view.lkml': orders })
    expect([...lookml]).toEqual([['caf\uFFFD.view.lkml', orders]])
  })

  test.each<[string, Record<string, RealFile>]>([
    ['a link', { 'a.view.lkml': { link: view } }],
    ['a link to a link', { 'a.view.lkml': { link: 'b.view.lkml' }, 'b.view.lkml': { link: view } }],
    [
      'a link through a linked folder',
      { 'a.view.lkml': { link: 'x/orders.view.lkml' }, x: { link: 'views' } },
    ],
    ['a link to a file in a parent folder', { 'deep/in/a.view.lkml': { link: `../../${view}` } }],
  ])('the LookML of a commit contains the file that is reached through %s', async (_, links) => {
    const { lookml, unread } = await read({ [view]: orders, ...links })
    for (const path of Object.keys(links))
      if (path.endsWith('.lkml')) expect([path, lookml.get(path)]).toEqual([path, orders])
    expect(unread.size).toBe(0)
  })

  test.each<[string, Record<string, RealFile>, string[]]>([
    ['a folder', { shared: { link: 'views' } }, ['shared']],
    ['the root', { 'views/all': { link: '..' } }, ['views/all']],
    ['a missing file', { shared: { link: 'gone' } }, ['shared']],
    ['another repository', { shared: { submodule: 'a'.repeat(40) } }, ['shared']],
    [
      'a file in another repository',
      { shared: { submodule: 'a'.repeat(40) }, map: { link: 'shared/a' } },
      ['shared', 'map'],
    ],
    ['a file', { 'map.json': { link: view } }, []],
  ])('the list of linked folders of a commit is correct for a link to %s', async (_, links, folders) => {
    const { folderLinks } = await read({ [view]: orders, ...links })
    expect([...folderLinks].sort()).toEqual([...folders].sort())
  })

  test.each([
    ...['a', 'b', 'c', 'd', 'e'].map(name => [name, []] as const),
    ...['a/a', 'bb', 'f'].map(name => [name, ['shared']] as const),
  ])(
    'a link to the path %s leads out of the repository only if the path is missing: %j',
    async (link, outside) => {
      const folders = ['a', 'b', 'c', 'd', 'e'].map(name => [`${name}/orders.view.lkml`, orders] as const)
      const { outsideLinks } = await read({ ...Object.fromEntries(folders), shared: { link } })
      expect([...outsideLinks]).toEqual(outside)
    },
  )

  test('no archive is requested if the LookML of both commits is the same', async () => {
    const files = { [view]: orders, 'a.view.lkml': { link: view }, 'big.lkml': Buffer.from('a\0') }
    const { before, after, requests } = await readBoth(files, { ...files, 'README.md': 'words' })
    expect(requests).toEqual([])
    expect(after.lookml).toEqual(before.lookml)
    expect(after.unread).toEqual(before.unread)
  })
})

describeWithGit(withGit('the version of a link'), () => {
  test.each<[string, Record<string, RealFile>]>([
    ['the link itself', { 'map.json': { link: 'data/states.json' } }],
    ['a second link', { 'map.json': { link: 'b' }, b: { link: 'data/states.json' } }],
    ['a linked folder', { 'map.json': { link: 'folder/states.json' }, folder: { link: 'data' } }],
  ])('the version of a link changes with the linked file if the path leads through %s', async (_, links) => {
    const { before, after } = await readBoth(
      { 'data/states.json': 'one', ...links },
      { 'data/states.json': 'two', ...links },
    )
    expect(after.versions.get('map.json')).not.toBe(before.versions.get('map.json'))
  })

  test('the version of a link does not change if an unrelated file changes', async () => {
    const files = { 'data/states.json': 'one', 'map.json': { link: 'data/states.json' } }
    const { before, after } = await readBoth(files, { ...files, 'data/other.json': 'two' })
    expect(after.versions.get('map.json')).toBe(before.versions.get('map.json'))
  })

  test('the version of a link changes if the link leads to another file', async () => {
    const files = { 'a.json': 'one', 'b.json': 'one' }
    const { before, after } = await readBoth(
      { ...files, folder: { link: 'a' }, 'map.json': { link: 'a.json' } },
      { ...files, folder: { link: 'a' }, 'map.json': { link: 'b.json' } },
    )
    expect(after.versions.get('map.json')).not.toBe(before.versions.get('map.json'))
  })
})
