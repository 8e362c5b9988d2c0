import '../../testkit/runner/one-realm.ts'
import { growTree } from '../../simulator/content/large-tree.ts'
import type { Extra } from '../../simulator/content/model.ts'
import { shop } from '../../simulator/content/shop.ts'
import { type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import { type ListLine, listTargets, mergeLines } from '../../src/collections/expand-collections.ts'
import { readMembers } from '../../src/collections/members.ts'
import type { ListedCollection, Member } from '../../src/input-types.ts'
import type { ContentClient, Folder } from '../../src/looker/content.ts'
import type { Dashboard, Target } from '../../src/model.ts'
import { addressOf, isCollection } from '../../src/targets.ts'
import { collection } from '../../testkit/looker/collections.ts'
import { contentOf } from '../../testkit/looker/content.ts'
import { dashboard, tile } from '../../testkit/results.ts'

const all = { index: 0, total: 1 }

const noContent: ContentClient = {
  dashboard: async () => ({ deleted: false }),
  look: async () => ({ deleted: false }),
  tile: async () => ({ deleted: false }),
  query: async () => undefined,
  dashboards: async () => [],
  folders: async () => [],
  folder: async () => undefined,
  folderDashboards: async () => [],
  folderLooks: async () => [],
  folderChildren: async () => [],
  board: async () => ({ deleted: false, members: [] }),
  tiles: async () => ({ deleted: false, members: [] }),
}

async function list(
  entries: (Target | ListedCollection)[],
  { shard = all, ...options }: SimulatorOptions & { shard?: typeof all } = {},
) {
  const looker = await startSimulator(options)
  const log: string[] = []
  const client = contentOf(looker)
  try {
    const { listed, ...rest } = await listTargets(entries, {
      read: collection => readMembers(collection, client),
      shard,
      log: line => log.push(line),
    })
    const addresses = listed.map(one => ('status' in one ? one.error.message : addressOf(one)))
    const targets = listed.flatMap(one => ('status' in one ? [] : one))
    const hints = listed.flatMap(one => ('status' in one ? one.error.hint : []))
    const requests = looker.requests.filter(({ operation }) => operation === 'content')
    return { addresses, targets, hints, requests, log, ...rest }
  } finally {
    await looker.close()
  }
}

describe('a folder', () => {
  test('a folder lists its dashboards and Looks by id, without deleted, hidden and inaccessible content', async () => {
    const { addresses, targets, requests } = await list([collection({ kind: 'folder', id: '12' })])
    expect(addresses).toEqual(['dashboards/42', 'dashboards/43', 'looks/7'])
    expect(targets.map(({ title }) => title)).toEqual([
      'Sales overview',
      'Customer retention',
      'Weekly revenue',
    ])
    expect(requests).toHaveLength(3)
  })

  test('a folder with recursive: true also lists the content of its subfolders, without personal folders', async () => {
    const { addresses } = await list([collection({ kind: 'folder', id: '12', recursive: true })])
    expect(addresses).toEqual([
      ...['dashboards/42', 'dashboards/43', 'looks/7'],
      ...['dashboards/51', 'dashboards/52', 'looks/8'],
      ...['dashboards/53', 'dashboards/54'],
    ])
    const users = await list([collection({ kind: 'folder', id: '2', recursive: true })])
    expect(users.addresses).toEqual(['Folder 2 (Users) has no dashboard or Look that the API user may see'])
  })

  test('a folder has the same list of targets in every job, and each job takes its share', async () => {
    const folder = [collection({ kind: 'folder', id: '12', recursive: true })]
    const jobs = await Promise.all([0, 1, 2].map(index => list(folder, { shard: { index, total: 3 } })))
    expect(jobs.map(({ addresses }) => addresses.length)).toEqual([3, 3, 2])
    expect(new Set(jobs.flatMap(({ addresses }) => addresses)).size).toBe(8)
  })

  test('a large folder tree is listed completely and folder by folder, whatever the titles are', async () => {
    const { addresses, requests } = await list([collection({ kind: 'folder', id: '1', recursive: true })], {
      content: growTree(500),
    })
    expect(addresses.map(address => Number(address.split('/')[1])).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 500 }, (_, index) => 1000 + index),
    )
    const folders = Math.ceil(500 / 9)
    expect(requests.length).toBeLessThanOrEqual(4 * folders)
  }, 20_000)
})

test('a board lists its dashboards and Looks in the order of the board, without links and deleted content', async () => {
  const { addresses, requests } = await list([collection({ kind: 'board', id: '3' })])
  expect(addresses).toEqual([
    'dashboards/thelook::sales_overview',
    'looks/7',
    'dashboards/42',
    'dashboards/44',
  ])
  expect(requests).toHaveLength(3)
})

test('a model lists its LookML dashboards', async () => {
  const { addresses, requests } = await list([collection({ kind: 'model', id: 'thelook' })])
  expect(addresses).toEqual([
    'dashboards/thelook::business_pulse',
    'dashboards/thelook::overview',
    'dashboards/thelook::sales_overview',
  ])
  expect(requests).toHaveLength(1)
})

test('tiles: true lists all tiles of a dashboard except texts, buttons and groups', async () => {
  const extras: Extra[] = ['text', 'look', 'merged', 'button', 'sql_runner', 'group']
  const dashboards = shop.dashboards.map(one => (one.id === '48' ? { ...one, extras } : one))
  const { targets } = await list([collection({ kind: 'tiles', id: '48' })], {
    content: { ...shop, dashboards },
  })
  const titles = targets.map(({ title }) => title)
  expect(titles.slice(-3)).toEqual(['Weekly revenue', 'Two queries in one', 'By hand'])
  expect(titles).not.toContain(undefined)
})

test('a dashboard with only texts, buttons and groups lists no tile', async () => {
  const client = { ...noContent, tiles: async () => ({ title: 'Notes', deleted: false, members: [] }) }
  await expect(readMembers(collection({ kind: 'tiles', id: '48' }), client)).rejects.toMatchObject({
    message: 'Dashboard 48 (Notes) has only texts, buttons and groups',
  })
})

describe('an endless answer', () => {
  const folder = (id: string): Folder => ({ id, hasChildren: true, isPersonal: false })

  test('the list of a folder fails if Looker returns new children on every page', async () => {
    let pages = 0
    const client = {
      ...noContent,
      folder: async (id: string) => folder(id),
      folderChildren: async (_: string, offset: number) => {
        pages++
        return Array.from({ length: 100 }, (_, place) => folder(`f${offset + place}`))
      },
    }
    const endless = collection({ kind: 'folder', id: '12', recursive: true })
    await expect(readMembers(endless, client)).rejects.toThrow('has more than 1000 subfolders')
    expect(pages).toBe(11)
  })

  test('the list of a board fails before its Looks are requested if Looker returns an endless answer', async () => {
    const members = Array.from({ length: 5001 }, (_, id): Member => ({ kind: 'look', id: `${id}` }))
    const client = { ...noContent, board: async () => ({ deleted: false, members }) }
    await expect(readMembers(collection({ kind: 'board', id: '7' }), client)).rejects.toThrow(
      'Board 7 has more than 5000 items',
    )
  })

  test('the log names at most 500 targets of a model', async () => {
    const members = Array.from(
      { length: 700 },
      (_, id): Member => ({ kind: 'lookml_dashboard', id: `shop::${id}` }),
    )
    const log: string[] = []
    const listing = listTargets([collection({ kind: 'model', id: 'shop' })], {
      read: async () => ({ members, unusedExceptions: [] }),
      shard: all,
      log: line => log.push(line),
    })
    await expect(listing).rejects.toThrow('700 targets are more than the 500')
    expect(log).toHaveLength(502)
    expect(log.at(-1)).toBe('  and 200 more')
  })
})

test('a dashboard with tiles: true lists its tiles, and each tile has a link to its dashboard', async () => {
  const { targets, requests } = await list([collection({ kind: 'tiles', id: '48' })])
  const titles = targets.map(({ title }) => title)
  expect(titles).toContain('Two queries in one')
  expect(titles).toContain('Weekly revenue')
  expect(titles).not.toContain('How to read this')
  for (const target of targets)
    expect(target).toMatchObject({
      kind: 'dashboard_element',
      dashboard: { id: '48', title: 'Kinds of tiles' },
    })
  expect(requests).toHaveLength(1)
})

describe('an except list', () => {
  test('an except list leaves out dashboards (also by their slug), Looks and whole subfolders', async () => {
    const { addresses, warnings } = await list([
      collection({
        kind: 'folder',
        id: '12',
        recursive: true,
        except: ['dashboards/Xk3nR8vQ2mTz5pLw9sYd1B', 'looks/8', 'folders/16'],
      }),
    ])
    expect(addresses).toEqual(['dashboards/43', 'looks/7', 'dashboards/51', 'dashboards/52'])
    expect(warnings).toEqual([])
  })

  test('an except list causes a warning for each entry that is not in the collection, and the other entries apply', async () => {
    const { addresses, warnings } = await list([
      collection({ kind: 'folder', id: '12', except: ['dashboards/44', 'looks/7'] }),
    ])
    expect(addresses).toEqual(['dashboards/42', 'dashboards/43'])
    expect(warnings.map(({ message }) => message)).toEqual(['except: dashboards/44 is not in folders/12'])
  })
})

test.each<[Parameters<typeof collection>[0], string, RegExp]>([
  [
    { kind: 'folder', id: '15' },
    'Folder 15 (Nothing yet) has no dashboard or Look that the API user may see',
    /recursive: true/,
  ],
  [{ kind: 'folder', id: '999' }, 'Looker found no folder 999', /the same answer/],
  [{ kind: 'folder', id: '17' }, 'Looker found no folder 17', /the same answer/],
  [
    { kind: 'folder', id: '21', recursive: true },
    'Folder 21 is a personal folder, and personal folders are not rendered',
    /shared folder/,
  ],
  [
    { kind: 'folder', id: '22' },
    'Folder 22 is a personal folder, and personal folders are not rendered',
    /shared folder/,
  ],
  [
    { kind: 'folder', id: '14', except: ['dashboards/48', 'dashboards/44', 'looks/9'] },
    'Folder 14 (Operations) is empty, because its except list leaves out everything',
    /shorten its except list/,
  ],
  [
    { kind: 'board', id: '4' },
    'Board 4 (Empty board) contains no dashboard or Look that the API user may see',
    /Links and deleted content/,
  ],
  [{ kind: 'board', id: '5' }, "Board 5 is in Looker's trash", /Restore/],
  [{ kind: 'board', id: '6' }, 'Looker found no board 6', /the same answer/],
  [
    { kind: 'model', id: 'other' },
    'Model other has no LookML dashboard that the API user may see',
    /see_lookml_dashboards/,
  ],
  [{ kind: 'tiles', id: '404' }, 'Looker found no dashboard 404', /see_user_dashboards.* the same answer/],
  [{ kind: 'tiles', id: '9047' }, "Dashboard 9047 is in Looker's trash", /Restore/],
])('the collection %j fails: %s', async (about, message, hint) => {
  const { addresses, hints } = await list([collection(about), dashboard()])
  expect(addresses).toEqual([message, 'dashboards/42'])
  expect(hints[0]).toMatch(hint)
})

test('the step fails if one job has more than 500 targets, and the error gives the number of jobs to use', async () => {
  const many = [collection({ kind: 'folder', id: '1', recursive: true })]
  const content = growTree(1100)
  await expect(list(many, { content })).rejects.toMatchObject({
    message: '1,100 targets are more than the 500 that one job renders',
    hint: 'Share them among 3 jobs with shard, or leave some out.',
  })
  const { addresses } = await list(many, { content, shard: { index: 2, total: 3 } })
  expect(addresses).toHaveLength(366)
})

test('the log lists the titles of the targets of each collection', async () => {
  const { log } = await list([collection({ kind: 'folder', id: '13' })])
  expect(log).toEqual([
    'folders/13 (Regions) has 3 targets:',
    '  日本の売上 (dashboards/51)',
    '  نظرة عامة على المبيعات (dashboards/52)',
    '  Revenue by region (looks/8)',
  ])
})

test('the log says that the tiles of a LookML dashboard are those of the deployed commit', async () => {
  const { log } = await list([collection({ kind: 'tiles', id: 'thelook::sales_overview' })])
  expect(log[0]).toMatch(
    /^dashboards\/thelook::sales_overview \(.+\) has \d+ targets at the deployed commit:$/,
  )
})

test('a list without collections sends no request to Looker', async () => {
  const { requests, targets } = await list([dashboard()])
  expect(requests).toEqual([])
  expect(targets.filter(isCollection)).toEqual([])
})

const target = (id: string, about: Partial<Dashboard> = {}) =>
  dashboard({ id, name: `dashboards-${id}`, file: `dashboards-${id}.png`, ...about })
const members = (...ids: string[]): ListLine => ({ members: ids.map(id => ({ target: target(id) })) })
const files = (...lines: ListLine[]) =>
  mergeLines(lines).map(listed => ('status' in listed ? listed.error.message : listed.file))

describe('targets of several lines', () => {
  test('targets are in the order of their lines, and targets of a collection are in its order', () =>
    expect(files(members('2', '1'), { target: target('9') }, members('3'))).toEqual([
      'dashboards-2.png',
      'dashboards-1.png',
      'dashboards-9.png',
      'dashboards-3.png',
    ]))

  test('a target is rendered once if two collections contain it', () =>
    expect(files(members('1', '2'), members('2', '3'))).toEqual([
      'dashboards-1.png',
      'dashboards-2.png',
      'dashboards-3.png',
    ]))

  test.each<[string, Partial<Dashboard>, string]>([
    ['themes', { theme: 'Dark mode' }, 'dashboards-1-theme-dark-mode'],
    ['sizes', { width: 800, height: 600 }, 'dashboards-1-width-800-height-600'],
    ['styles', { style: 'single_column' }, 'dashboards-1-dashboard-style-single-column'],
    ['tabs', { tabIds: ['a', 'b'] }, 'dashboards-1-tab-ids-a-b'],
    ['settings for long tables', { longTables: true }, 'dashboards-1-long-tables-true'],
    ['ignored parts', { ignore: [{ x: 0, y: 1, width: 2, height: 3 }] }, 'dashboards-1-ignore-0-1-2-3'],
  ])(
    'a target of two collections is rendered twice if the collections have different %s, and the later name says so',
    (_, about, name) => {
      const other: ListLine = { members: [{ target: target('1', about) }] }
      const renamed = { ...target('1', about), name, file: `${name}.png` }
      expect(mergeLines([members('1', '2'), other])).toEqual([target('1'), target('2'), renamed])
      expect(mergeLines([members('1', '2'), other, other, members('1')])).toHaveLength(3)
    },
  )

  test('a PDF of two collections is rendered twice if the collections have different paper sizes or orientations', () => {
    const pdf = (about: object): ListLine => ({
      members: [
        {
          target: target('1', {
            output: { format: 'pdf', landscape: false, ...about },
            file: 'dashboards-1.pdf',
          }),
        },
      ],
    })
    expect(files(pdf({}), pdf({ paperSize: 'a4' }), pdf({ landscape: true }), pdf({}))).toEqual([
      'dashboards-1.pdf',
      'dashboards-1-pdf-paper-size-a4.pdf',
      'dashboards-1-pdf-landscape-true.pdf',
    ])
  })

  test('a tile of two collections is rendered twice only if the collections have different sizes', () => {
    const sized = (width: number): ListLine => ({
      members: [{ target: tile({ width }) }],
    })
    expect(files(sized(1000), sized(800), sized(1000))).toEqual([
      'dashboard-elements-19.png',
      'dashboard-elements-19-width-800.png',
    ])
  })

  test('a target fails if its settings lead to the same file name as the settings of another collection', () => {
    const themed = (theme: string): ListLine => ({ members: [{ target: target('1', { theme }) }] })
    expect(files(members('1'), themed('dark mode'), themed('dark-mode'))).toEqual([
      'dashboards-1.png',
      'dashboards-1-theme-dark-mode.png',
      'dashboards/1 and dashboards/1 would write the same file, dashboards-1-theme-dark-mode.png',
    ])
  })

  test.each<[string, Partial<Dashboard>]>([
    ['a name', { name: 'sales', file: 'sales.png' }],
    ['a size', { width: 800 }],
    ['an ignored part', { ignore: [{ x: 0, y: 1, width: 2, height: 3 }] }],
  ])(
    'a target uses %s from its own line, even if the line is below a collection with the same target',
    (_, own) => {
      const alone = target('1', own)
      expect(mergeLines([members('1', '2'), { target: alone }])).toEqual([target('2'), alone])
    },
  )

  test.each<[string, Partial<Dashboard>]>([
    ['other filters', { filters: new Map([['Region', 'EMEA']]), file: 'dashboards-1-region-emea.png' }],
    ['another format', { output: { format: 'pdf', landscape: false }, file: 'dashboards-1.pdf' }],
  ])('a dashboard of a collection is rendered twice if another line names it with %s', (_, own) =>
    expect(files(members('1'), { target: target('1', own) })).toHaveLength(2),
  )

  test('a target with its own line replaces only the member with the same theme or width, and the others are rendered', () => {
    const dark = target('1', { theme: 'Dark' })
    const small = target('1', { width: 400 })
    const [themed, sized]: ListLine[] = [{ members: [{ target: dark }] }, { members: [{ target: small }] }]
    const own: ListLine = { target: target('1', { name: 'Sales', file: 'Sales.png' }) }
    expect(mergeLines([members('1', '2'), themed as ListLine, sized as ListLine, own])).toEqual([
      target('2'),
      dark,
      { ...small, name: 'dashboards-1-width-400', file: 'dashboards-1-width-400.png' },
      'target' in own && own.target,
    ])
  })

  test('a target with its own theme does not replace the member of a collection, and the names differ', () => {
    const dark = (about: Partial<Dashboard> = {}) => target('1', { theme: 'Dark', ...about })
    expect(files(members('1'), { target: dark() })).toEqual([
      'dashboards-1-theme-default.png',
      'dashboards-1.png',
    ])
    expect(files(members('1'), { target: dark({ file: 'Dark sales.png' }) })).toEqual([
      'dashboards-1.png',
      'Dark sales.png',
    ])
  })

  test('a target with its own size replaces the member with the closest settings in every collection', () => {
    const small: ListLine = { members: [{ target: target('1', { width: 400 }) }] }
    const own: ListLine = { target: target('1', { width: 1600, file: 'own.png' }) }
    expect(files(members('1'), small, members('1'), own)).toEqual(['dashboards-1.png', 'own.png'])
  })

  test('a target is rendered once if one line contains its slug and another line its id', () =>
    expect(
      files(
        { target: target('Xk3nR8vQ2mTz5pLw9sYd1B', { file: 'slug.png' }) },
        { members: [{ target: target('42'), slug: 'Xk3nR8vQ2mTz5pLw9sYd1B' }] },
      ),
    ).toEqual(['slug.png']))

  test('two targets with the same file name fail, and the error names both targets', () => {
    const [one, other] = ['thelook::a_b', 'thelook::a-b'].map(id =>
      target(id, { kind: 'lookml_dashboard', file: `dashboards-${id === 'thelook::a_b' ? 'A' : 'a'}.png` }),
    )
    expect(files({ members: [{ target: one as Dashboard }, { target: other as Dashboard }] })).toEqual([
      'dashboards-A.png',
      'dashboards/thelook::a-b and dashboards/thelook::a_b would write the same file, dashboards-A.png',
    ])
  })
})
