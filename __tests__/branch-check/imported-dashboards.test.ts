import {
  dashboardStore,
  deleteAfterKill,
  type ImportOptions,
  openImports,
  readSavedDashboards,
  type SavedDashboard,
} from '../../src/branch-check/imported-dashboards.ts'
import type { Session } from '../../src/looker/session.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type MemoryLooker, memoryLooker } from './memory-dashboards.ts'

function openIn(store: MemoryLooker, more: Partial<ImportOptions> = {}) {
  const saves: (readonly SavedDashboard[])[] = []
  const clock = virtualClock()
  let calls = 0
  const imports = openImports({
    store,
    owner: { id: 7, attempt: 2 },
    random: () => (calls++ % 36) / 36,
    clock,
    signal: new AbortController().signal,
    restore: new AbortController().signal,
    concurrency: 2,
    save: saved => void saves.push(structuredClone(saved)),
    ...more,
  })
  return { imports, saves, clock }
}

/** The store in memory finds a dashboard by its description. */
const dashboard = { title: 'Sales', lookml: (description: string) => description }

/** Returns a store whose Looker gives each request this answer. */
function storeWith(answer: unknown) {
  const send: Session['send'] = (_call, read) =>
    read({ status: 200, headers: new Headers(), body: Response.json(answer).body }, () => undefined)
  return dashboardStore({ host: 'acme.looker.com', session: { send } as Session, clean: text => text })
}

test('the search for imported dashboards finds only exact descriptions, although Looker ignores case and has wildcards', async () => {
  const description = 'looker-snapshot 7-2-abcdefghijkl'
  const answer = [
    { id: '101', description },
    { id: '102', description: description.toUpperCase() },
    { id: '103', description: 'looker-snapshot 7-2-abcdefghijkX' },
    { id: '104', description: `${description} of a person` },
    { id: '105', description: null },
    { id: 'thelook::sales', description },
    { id: '../106', description },
    { id: 1.5, description },
    { id: 107, description },
  ]
  const found = await storeWith(answer).find(description, new AbortController().signal)
  expect(found).toEqual(['101', '107'])
})

test('the ids of an imported dashboard and of its tabs may be numbers', async () => {
  const answer = { id: 101, dashboard_layouts: [{ id: 7, label: 'Sales' }] }
  const imported = storeWith(answer).import('', () => undefined, new AbortController().signal)
  expect(await imported).toEqual({ id: '101', tabs: new Map([['Sales', '7']]) })
})

describe('an imported dashboard', () => {
  test('the state for the post step names an imported dashboard before its import begins and until its deletion', async () => {
    const store = memoryLooker()
    const { imports, saves } = openIn(store, {})
    const seen = await imports.during(dashboard, async ({ id }) => [id, saves.at(-1)])
    expect(saves[0]).toEqual([{ description: expect.stringMatching(/^looker-snapshot 7-2-[a-z0-9]{12}$/) }])
    expect(seen).toEqual(['101', [{ ...saves[0]?.[0], id: '101' }]])
    expect(saves.at(-1)).toEqual([])
    expect(store.dashboards.size).toBe(0)
    expect(store.requests.map(request => request.split(' ')[0])).toEqual(['POST', 'DELETE'])
  })

  test('an imported dashboard is deleted if its rendering fails', async () => {
    const store = memoryLooker()
    const { imports } = openIn(store)
    await expect(imports.during(dashboard, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(store.dashboards.size).toBe(0)
    expect(await imports.close()).toEqual([])
  })

  test('two imported dashboards with the same title are not in the folder at the same time', async () => {
    const store = memoryLooker()
    const { imports } = openIn(store)
    const counts = await Promise.all(
      ['Sales', 'Sales', 'Orders'].map(title =>
        imports.during({ ...dashboard, title }, async () => {
          await Promise.resolve()
          return store.dashboards.size
        }),
      ),
    )
    expect(Math.max(...counts)).toBe(2)
    expect(store.requests.map(request => request.split(' ')[0])).not.toEqual([
      ...['POST', 'POST', 'POST', 'DELETE', 'DELETE', 'DELETE'],
    ])
  })

  test('no dashboard is deleted if Looker refused the import', async () => {
    const store = memoryLooker((_, method) => (method === 'POST' ? 'refused' : undefined))
    const { imports, saves } = openIn(store)
    await expect(imports.during(dashboard, async () => undefined)).rejects.toThrow('refused')
    expect(await imports.close()).toEqual([])
    expect(saves.at(-1)).toEqual([])
    expect(store.requests).toHaveLength(1)
  })

  test("an imported dashboard is found by its description if Looker's answer to the import was lost", async () => {
    const store = memoryLooker((_, method) => (method === 'POST' ? 'answer lost' : undefined))
    const { imports, saves } = openIn(store)
    await expect(imports.during(dashboard, async () => undefined)).rejects.toThrow('lost')
    expect(await imports.close()).toEqual([])
    expect(store.dashboards.size).toBe(0)
    expect(saves.at(-1)).toHaveLength(1)
  })

  test('an imported dashboard is deleted at the end of the step if the first deletion failed', async () => {
    let failures = 0
    const store = memoryLooker((_, method) => (method === 'DELETE' && failures++ < 2 ? 'fails' : undefined))
    const { imports, saves } = openIn(store)
    await imports.during(dashboard, async () => undefined)
    expect(store.dashboards.size).toBe(1)
    expect(await imports.close()).toEqual([])
    expect(store.dashboards.size).toBe(0)
    expect(saves.at(-1)).toEqual([])
  })

  test('the error contains the address of an imported dashboard that cannot be deleted', async () => {
    const store = memoryLooker((_, method) => (method === 'DELETE' ? 'fails' : undefined))
    const { imports, saves } = openIn(store)
    await imports.during(dashboard, async () => undefined)
    const [error, ...more] = await imports.close()
    expect(more).toEqual([])
    expect(error?.message).toMatch(
      /may still be in the API user's personal folder at looker\.test \(looker-snapshot 7-2-\w{12}, https:\/\/looker\.test\/dashboards\/101\): broke/,
    )
    expect(saves.at(-1)).toEqual([{ description: store.dashboards.get('101'), id: '101' }])
  })
})

describe('the post step after a killed step', () => {
  const delay = (store: MemoryLooker, saved: readonly SavedDashboard[]) =>
    deleteAfterKill(saved, {
      store,
      clock: virtualClock(),
      signal: new AbortController().signal,
      log: () => undefined,
    })
  const description = 'looker-snapshot 7-2-abcdefghijkl'

  test('the post step after a killed step deletes only the dashboards with exactly the saved description', async () => {
    const store = memoryLooker()
    const other = 'looker-snapshot 7-2-abcdefghijkm'
    for (const [id, text] of [
      ['1', description],
      ['2', other],
      ['3', description],
    ] as const)
      store.dashboards.set(id, text)
    expect(await delay(store, [{ description }])).toEqual([])
    expect([...store.dashboards]).toEqual([['2', other]])
  })

  test('the post step after a killed step does not delete the saved dashboard if its description was changed', async () => {
    const store = memoryLooker()
    store.dashboards.set('1', 'Mine')
    expect(await delay(store, [{ description, id: '1' }])).toEqual([])
    expect(store.dashboards.size).toBe(1)
  })

  test('the post step after a killed step searches again after a pause, because Looker may execute a request late', async () => {
    const store = memoryLooker()
    const search = store.find
    let searches = 0
    store.find = async (...args) => {
      const found = await search(...args)
      if (searches++ === 0) store.dashboards.set('9', description)
      return found
    }
    expect(await delay(store, [{ description }])).toEqual([])
    expect(store.dashboards.size).toBe(0)
  })

  test('the post step after a killed step names each dashboard that it could not delete', async () => {
    const store = memoryLooker((_, method) => (method === 'DELETE' ? 'fails' : undefined))
    store.dashboards.set('1', description)
    const [error] = await delay(store, [{ description }])
    expect(error?.message).toContain('https://looker.test/dashboards/1')
  })
})

describe('the state for the post step', () => {
  test.each([
    ['that are undefined', undefined],
    ['that are not in a list', {}],
    ['with an unknown description', [{ description: 'looker-snapshot' }]],
    ['with a wildcard in the description', [{ description: 'looker-snapshot 7-2-abcdefghijk%' }]],
  ])('the post step ignores saved dashboards %s', (_, saved) => {
    expect(readSavedDashboards(saved)).toEqual([])
  })

  test('the post step ignores saved ids that cannot belong to user-defined dashboards', () => {
    const description = 'looker-snapshot 7-2-abcdefghijkl'
    expect(readSavedDashboards([{ description, id: 'thelook::sales' }])).toEqual([{ description }])
    expect(readSavedDashboards([{ description, id: '42' }])).toEqual([{ description, id: '42' }])
  })
})
