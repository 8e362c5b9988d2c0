import '../../testkit/runner/one-realm.ts'
import { contentClient, readTitles } from '../../src/looker/content.ts'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { dashboard, tile } from '../../testkit/results.ts'

const secret = 'hG7kq2mVzX9pLw4tRb6n'
const secrets = createSecrets(() => undefined)
secrets.keep(secret)
const host = { host: 'acme.looker.com', clean: secrets.clean }

/** Returns a client that gets this answer to each call. */
const clientOf = (answer: unknown, budget?: { left: number }) =>
  contentClient((_, read) => read(Response.json(answer), () => undefined), {
    ...host,
    ...(budget && { budget }),
  })

describe('content', () => {
  test.each([secret, `x${secret}`])(
    'a list of Looker content fails if an id contains a secret, so that no content is missing: %s',
    async id => {
      const list = clientOf([{ id: '42' }, { id }])
      await expect(list.dashboards()).rejects.toMatchObject({
        message:
          'Looker answered with an id that contains a secret of this job, such as the password of a proxy',
      })
      expect(await clientOf([{ id: '42' }, { id, deleted: true }]).dashboards()).toHaveLength(1)
      expect(await clientOf([{ id, deleted: true }]).folderLooks('1')).toEqual([])
    },
  )

  test('Looker content is left out if its id cannot be part of a path', async () => {
    const ids = ['42', '..', '.', 'a/b', 'a\\b', 'a\nb', '', 7.5, null, {}, 'thelook::a']
    const dashboards = await clientOf(ids.map(id => ({ id, title: 'Sales' }))).dashboards()
    expect(dashboards).toEqual([
      { kind: 'dashboard', id: '42', title: 'Sales' },
      { kind: 'lookml_dashboard', id: 'thelook::a', title: 'Sales' },
    ])
  })

  test('Looker content has a title without secrets, on one line', async () => {
    const title = `Sales\n${secret} \u202eEMEA`
    expect(await clientOf([{ id: '42', title }]).dashboards()).toEqual([
      { kind: 'dashboard', id: '42', title: 'Sales *** EMEA' },
    ])
  })

  test('Looker content is requested with at most four calls at once', async () => {
    let pending = 0
    let most = 0
    const client = contentClient(async (_, read) => {
      most = Math.max(most, ++pending)
      await new Promise(resolve => setTimeout(resolve, 1))
      pending--
      return read(Response.json({}), () => undefined)
    }, host)
    await Promise.all(Array.from({ length: 20 }, (_, id) => client.dashboard(String(id))))
    expect(most).toBe(4)
  })

  test('reading Looker content fails if all answers together have too many characters', async () => {
    const client = clientOf([{ id: '42', title: 'Sales' }], { left: 100 })
    const list = () => client.dashboards()
    await list()
    await list()
    await list()
    await expect(list()).rejects.toThrow('acme.looker.com answered with too many characters')
  })

  test('all answers with Looker content together may have a hundred million characters', async () => {
    const client = clientOf([{ title: 'x'.repeat(9_900_000) }])
    for (let calls = 0; calls < 10; calls++) expect(await client.dashboards()).toEqual([])
    await expect(client.dashboards()).rejects.toThrow('too many characters')
  })
})

describe('a board', () => {
  test('the error of a board with objects in place of ids does not mention the connection', async () => {
    const odd = { toString: 1 }
    const answer = { board_sections: [{ id: odd, visible_item_order: [odd], board_items: [{ id: odd }] }] }
    await expect(clientOf(answer).board('1')).rejects.toMatchObject({
      message: 'acme.looker.com answered with something that is not a valid board',
    })
  })

  test('a board with a hundred thousand items is read in the order of the board', async () => {
    const ids = Array.from({ length: 100_000 }, (_, id) => String(id))
    const board = {
      section_order: ['2', '1'],
      board_sections: [
        { id: '1', board_items: [{ id: 'a', look_id: '7' }] },
        {
          id: '2',
          visible_item_order: ids.toReversed(),
          board_items: ids.map(id => ({ id, dashboard_id: id })),
        },
      ],
    }
    const { members } = await clientOf(board).board('1')
    expect(members.map(({ id }) => id)).toEqual([...ids.toReversed(), '7'])
  })
})

const info = (title: string) => async () => ({ title, deleted: false })
const client = { dashboard: info('Sales'), look: info('Revenue'), tile: info('Orders') }
const signal = new AbortController().signal

describe('a title', () => {
  test('the title of a dashboard is requested once for several targets', async () => {
    const requested: string[] = []
    const titles = readTitles(
      {
        ...client,
        dashboard: async id => {
          requested.push(id)
          return { title: 'Sales', deleted: false }
        },
      },
      { clock: virtualClock(), signal },
    )
    const [first, second] = [
      dashboard(),
      dashboard({ name: 'another', filters: new Map([['Region', 'EMEA']]) }),
    ]
    titles.request(first)
    titles.request(second)
    expect(await titles.of(first)).toBe('Sales')
    expect(await titles.of(second)).toBe('Sales')
    expect(requested).toEqual(['42'])
  })

  test('the title of a dashboard is not requested if the target already has a title', async () => {
    const titles = readTitles(
      { ...client, tile: () => Promise.reject(new Error('This is not to be requested')) },
      { clock: virtualClock(), signal },
    )
    const target = tile({ title: 'Mine' })
    titles.request(target)
    expect(await titles.of(target)).toBe('Mine')
  })

  test('the request for the title of a dashboard ends after two seconds', async () => {
    const clock = virtualClock()
    const titles = readTitles({ ...client, dashboard: () => new Promise(() => undefined) }, { clock, signal })
    titles.request(dashboard())
    expect(await titles.of(dashboard())).toBeUndefined()
    expect(clock.now()).toBe(2000)
  })

  test('a target has no title if Looker refuses the request for the title', async () => {
    const clock = virtualClock()
    const titles = readTitles(
      { ...client, dashboard: () => Promise.reject(new Error('404')) },
      { clock, signal },
    )
    titles.request(dashboard())
    expect(await titles.of(dashboard())).toBeUndefined()
    expect(clock.now()).toBe(0)
  })
})
