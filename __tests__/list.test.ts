import { setTimeout } from 'node:timers/promises'
import { knownVersions, listShare } from '../src/list.ts'
import { systemClock } from '../src/runtime/time.ts'
import { dashboard } from '../testkit/results.ts'

const [api, web] = [new URL('https://api.acme.com:19999'), new URL('https://acme.looker.com')]

describe('a pasted address', () => {
  /** Lists targets whose addresses have these hosts. */
  function share(
    hosts: (string | undefined)[],
    loggedIn: Promise<void> = Promise.resolve(),
    versions = { web },
  ) {
    const targets = hosts.map((pastedHost, index) =>
      dashboard({
        source: `target ${index}`,
        name: `n${index}`,
        ...(pastedHost !== undefined && { pastedHost }),
      }),
    )
    const context = {
      inputs: { targets, looker: { base: api }, shard: { index: 0, total: 1 } },
      world: { print: () => undefined },
    }
    const looker = { loggedIn, versions: Promise.resolve(versions), contentFor: () => undefined }
    return listShare(context as never, looker as never)
  }

  test('a pasted address of the API or of the web pages of the instance is accepted', async () => {
    const { listed } = await share([undefined, 'api.acme.com', 'acme.looker.com'])
    expect(listed).toMatchObject([{ name: 'n0' }, { name: 'n1' }, { name: 'n2' }])
  })

  test('a pasted address of another Looker instance is refused with an error that names both hosts', () =>
    expect(share(['api.acme.com', 'acme.looker.com', 'evil.com'])).rejects.toMatchObject({
      problems: [
        'targets: "target 2" is on evil.com, not on api.acme.com or acme.looker.com; name a target of the instance in base-url.',
      ],
    }))

  test("a pasted address of another host is refused if Looker's web address is unknown", () =>
    expect(share(['acme.looker.com'], undefined, {} as never)).rejects.toMatchObject({
      problems: [expect.stringContaining('is on acme.looker.com, not on api.acme.com; name')],
    }))

  test('a pasted address is not checked if the log-in fails', async () => {
    const refused = Promise.reject(new Error('refused'))
    expect((await share(['evil.com'], refused)).listed).toHaveLength(1)
  })
})

test('targets without a pasted address are listed before the log-in is complete', async () => {
  const inputs = { targets: [dashboard()], looker: { base: api }, shard: { index: 0, total: 1 } }
  const looker = { loggedIn: new Promise(() => undefined), contentFor: () => undefined }
  const { listed } = await listShare({ inputs, world: { print: () => undefined } } as never, looker as never)
  expect(listed).toHaveLength(1)
})

describe('the dashboards that a pull request adds to a model', () => {
  const board = { kind: 'lookml_dashboard', id: 'shop::sales', title: 'Sales' } as const
  const model = { kind: 'model', id: 'shop', source: 'models/shop', name: 'models-shop', url: 'https://x' }
  const collection = { ...model, except: [], toTarget: (member: object) => dashboard(member) }
  const pull = { pull_request: { number: 7 } }
  const branchCheck = { project: 'shop' }

  /** Lists the collection without access to GitHub. */
  async function list(entry: object, payload: object, inputs: object) {
    const lines: string[] = []
    const context = {
      inputs: {
        ...{ targets: [entry], looker: { base: api }, shard: { index: 0, total: 1 }, comment: {} },
        ...inputs,
      },
      run: { payload },
      world: { print: (line: string) => lines.push(line) },
      deadlines: {},
    }
    const client = { dashboards: async () => [board], tiles: async () => ({ members: [board] }) }
    const looker = { loggedIn: Promise.resolve(), contentFor: () => client }
    const { listed, compared } = await listShare(context as never, looker as never)
    await compared?.catch(() => undefined)
    return { listed, lines, readsCommits: compared !== undefined }
  }

  test('added dashboards are looked up on GitHub if dev-mode is set, and the log reports a failure', async () => {
    const { listed, lines, readsCommits } = await list(collection, pull, { branchCheck })
    expect(readsCommits).toBe(true)
    expect(lines.join()).toContain(
      'Could not find the dashboards that shop has in the LookML of the pull request',
    )
    expect(listed).toMatchObject([board])
  })

  test.each<[string, object, object, object]>([
    ['without dev-mode', collection, pull, {}],
    ['outside of a pull request', collection, {}, { branchCheck }],
    ['for the tiles of a dashboard', { ...collection, kind: 'tiles' }, pull, { branchCheck }],
  ])('the commits of a pull request are not read to list targets %s', async (_, entry, payload, inputs) => {
    const { listed, readsCommits } = await list(entry, payload, inputs)
    expect(readsCommits).toBe(false)
    expect(listed).toHaveLength(1)
  })
})

test('the members of a collection are read after the log-in', async () => {
  const read: string[] = []
  const loggedIn = setTimeout(1).then(() => void read.push('log-in'))
  const dashboards = async () => {
    read.push('members')
    return [{ kind: 'lookml_dashboard', id: 'shop::sales', title: 'Sales' }]
  }
  const model = { kind: 'model', id: 'shop', source: 'models/shop', name: 'models-shop', url: 'https://x' }
  const collection = { ...model, except: [], toTarget: (member: object) => dashboard(member) }
  const inputs = { targets: [collection], looker: { base: api }, shard: { index: 0, total: 1 }, comment: {} }
  const looker = { loggedIn, contentFor: () => ({ dashboards }) }
  const context = { inputs, run: { payload: {} }, world: { print: () => undefined } }
  await listShare(context as never, looker as never)
  expect(read).toEqual(['log-in', 'members'])
})

describe("Looker's versions", () => {
  const knownBefore = (publish: AbortSignal, versions: Promise<object>) =>
    knownVersions({ versions } as never, { world: { clock: systemClock }, deadlines: { publish } } as never)

  test("Looker's release is unknown if Looker does not answer in time", async () =>
    expect(await knownBefore(AbortSignal.abort(), new Promise(() => undefined))).toEqual({}))

  test("Looker's release is known if Looker answers in time", async () => {
    const versions = setTimeout(1, { release: '26.12.3' })
    expect(await knownBefore(new AbortController().signal, versions)).toEqual({ release: '26.12.3' })
  })
})
