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

test("Looker's release is unknown if Looker does not answer in time", async () => {
  const deadlines = { publish: AbortSignal.abort() }
  const of = (versions: Promise<object>) =>
    knownVersions({ versions } as never, { world: { clock: systemClock }, deadlines } as never)
  expect(await of(new Promise(() => undefined))).toEqual({})
})
