import { NoDevelopError } from '../../src/branch-check/dev-project.ts'
import { checkBothSides, foreign, leftBehind, oursIn, stem } from './check-both-sides.ts'
import { type Event, personal } from './developer.ts'

const whenRequest = (number: number, event: Event) => [[number, event]] as const
/** The position of some requests in a step without failures. */
const at = { create: 2, confirmBase: 3, firstQuery: 5, createHead: 9, headQuery: 12, delete: 25 }

test('a branch check without failures queries each side on its commit and deletes its branches', async () => {
  const { developer, kept, failure, errors } = await checkBothSides([])
  expect(failure).toBeUndefined()
  expect(errors).toEqual([])
  expect(kept.map(({ shop }) => shop)).toEqual(['base', 'base', 'head', 'head', 'base', 'base'])
  expect(oursIn(developer)).toEqual([])
  expect(developer.requests).toEqual([
    'shop GET',
    'shop GET manifest',
    `shop POST ${stem}-base`,
    'shop GET',
    'shop GET manifest',
    'shop query',
    'shop query',
    'shop GET',
    'shop GET',
    `shop POST ${stem}-head`,
    'shop GET',
    'shop GET manifest',
    'shop query',
    'shop query',
    'shop GET',
    'shop GET',
    `shop PUT ${stem}-base`,
    'shop GET',
    'shop GET manifest',
    'shop query',
    'shop query',
    'shop GET',
    'shop GET',
    `shop PUT ${personal}`,
    'shop GET',
    `shop DELETE ${stem}-base`,
    `shop GET ${stem}-base`,
    `shop DELETE ${stem}-head`,
    `shop GET ${stem}-head`,
  ])
})

describe('a branch check', () => {
  test('a branch check reads the branch every 15 seconds while another run has its own branch checked out', async () => {
    const { developer, pauses, failure, errors, logged, stemAt } = await checkBothSides(
      whenRequest(0, { kind: 'another run', branch: foreign, requests: 3 }),
    )
    expect(pauses.slice(0, 3)).toEqual([15_000, 15_000, 15_000])
    // The names of the branches contain the time at which the wait ended.
    expect(stemAt).toBe(45_000)
    expect(logged).toContainEqual(
      expect.stringContaining(`Waiting for another run (7), which has ${foreign}`),
    )
    expect(failure).toBeUndefined()
    expect(errors).toEqual([])
    expect(developer.repository('shop').checkedOut).toBe(personal)
    expect(developer.requests.filter(name => name.includes(foreign))).toEqual([])
  })

  test('a branch check fails with a next step if another run has a branch checked out until the deadline', async () => {
    const { failure, developer } = await checkBothSides(
      [[0, { kind: 'another run', branch: foreign, requests: 1000 }]],
      { timeUp: 60_000 },
    )
    expect(failure).toMatchObject({
      message: expect.stringContaining(`Another run (7) had its branch ${foreign} checked out`),
      hint: expect.stringContaining('queue: max'),
    })
    expect(developer.requests.filter(name => !/^shop GET$/.test(name))).toEqual([])
  })

  test('a branch check deletes the branch that a killed run left more than two hours ago, with a warning', async () => {
    const { developer, warnings, failure } = await checkBothSides([], { checkedOut: leftBehind })
    expect(failure).toBeUndefined()
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${leftBehind}, which a killed run left behind more than two hours ago`),
    ])
    expect([...developer.repository('shop').branches.keys()]).toEqual(['main', personal, 'feature'])
    expect(developer.repository('shop').checkedOut).toBe(personal)
  })

  test('a branch check pauses before it asks again if another run checks out its branch again and again', async () => {
    const again = (number: number) =>
      whenRequest(number, { kind: 'another run', branch: foreign, requests: 0 })[0]
    const { pauses, failure } = await checkBothSides([3, 6, 9, 12].map(again))
    expect(failure).toBeUndefined()
    expect(pauses).toEqual([15_000, 15_000, 15_000, 15_000])
  })

  test('a branch check stops if the branch of a killed run is checked out again and again', async () => {
    const again = (number: number) =>
      whenRequest(number, { kind: 'another run', branch: leftBehind, requests: 1 })[0]
    const { failure } = await checkBothSides([3, 5].map(again))
    expect(failure).toMatchObject({
      message: expect.stringContaining(`${leftBehind} is checked out instead of`),
    })
  })

  test.each(['__LOOKER_PROD_0a1b', 'feature', 'main', personal])(
    'a branch check that began on the branch %s ends on a branch that can be checked out',
    async checkedOut => {
      const { developer, errors } = await checkBothSides([], { checkedOut })
      expect(errors).toEqual([])
      const restored = checkedOut.startsWith('__LOOKER_PROD') ? personal : checkedOut
      expect(developer.repository('shop').checkedOut).toBe(restored)
    },
  )

  test('a branch check does not change a branch that a person checks out during the check, and reports the branch', async () => {
    const { developer, failure, kept } = await checkBothSides(
      whenRequest(at.headQuery, { kind: 'person', branch: 'feature' }),
    )
    expect(kept.map(({ wanted }) => wanted)).toEqual(['base', 'base'])
    expect(failure).toMatchObject({
      message: `In the LookML project shop, feature is checked out instead of ${stem}-head`,
    })
    expect(developer.repository('shop').checkedOut).toBe('feature')
    expect(oursIn(developer)).toEqual([])
  })

  test('a branch check repeats its queries once if its branch was reset to another commit', async () => {
    const { kept, failure, logged } = await checkBothSides(
      whenRequest(at.firstQuery, { kind: 'branch reset', commit: 'stranger' }),
    )
    expect(failure).toBeUndefined()
    expect(kept.map(({ shop }) => shop)).toEqual(['base', 'base', 'head', 'head', 'base', 'base'])
    expect(logged).toContainEqual(expect.stringContaining('The queries are run again'))
  })

  test('a branch check waits and repeats its queries if another run checks out a branch of its own', async () => {
    const { kept, failure, pauses } = await checkBothSides(
      whenRequest(at.headQuery, { kind: 'another run', branch: foreign, requests: 8 }),
    )
    expect(failure).toBeUndefined()
    expect(kept.map(({ shop }) => shop)).toEqual(['base', 'base', 'head', 'head', 'base', 'base'])
    expect(pauses).toContain(15_000)
  })

  test('a branch check requests the list of branches and waits 5 seconds if Looker does not know the commit yet', async () => {
    const { developer, pauses, failure } = await checkBothSides(
      whenRequest(at.create, { kind: 'unknown commit' }),
    )
    expect(failure).toBeUndefined()
    expect(developer.requests.slice(at.create, at.create + 3)).toEqual([
      `shop POST ${stem}-base`,
      'shop GET all',
      `shop POST ${stem}-base`,
    ])
    expect(pauses).toEqual([5000])
  })

  test('a branch check changes nothing if Looker refuses the new branch because of uncommitted changes', async () => {
    const { developer, failure } = await checkBothSides(whenRequest(at.create, { kind: 'refused' }))
    expect(failure).toMatchObject({ message: 'Uncommitted changes' })
    expect(developer.repository('shop').checkedOut).toBe(personal)
    expect(developer.requests.filter(name => / PUT /.test(name))).toEqual([])
  })

  test('a branch check checks out production in an imported project, and restores both projects', async () => {
    const { developer, kept, errors } = await checkBothSides([], { imports: () => ['core'] })
    expect(errors).toEqual([])
    expect(new Set(kept.map(({ core }) => core))).toEqual(new Set(['core-production']))
    expect(developer.repository('core').checkedOut).toBe(personal)
    expect(oursIn(developer)).toEqual([])
  })

  test('a branch check warns if the API user may not develop an imported project, and continues', async () => {
    const closed: Event = { kind: 'error', error: new NoDevelopError('No project core', 'Ask.') }
    const { warnings, failure } = await checkBothSides([[2, closed]], { imports: () => ['core'] })
    expect(failure).toBeUndefined()
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('may not develop the imported LookML project core'),
    ])
  })

  test('a branch check checks out production in another project, and restores both projects', async () => {
    const { developer, kept, errors, unavailable } = await checkBothSides([], { otherProjects: ['core'] })
    expect(errors).toEqual([])
    expect(unavailable.size).toBe(0)
    expect(new Set(kept.map(({ core }) => core))).toEqual(new Set(['core-production']))
    expect(developer.repository('core').checkedOut).toBe(personal)
    expect(oursIn(developer)).toEqual([])
  })

  const noCore: Event = { kind: 'error', error: new NoDevelopError('No project core', 'Ask.') }
  test.each([
    ['may not be developed', 2, noCore],
    ['refuses the branch', 7, { kind: 'refused' } as const],
  ])(
    'a branch check continues without another project that %s, and gives the reason',
    async (_, at, event) => {
      const { developer, kept, failure, errors, unavailable } = await checkBothSides([[at, event]], {
        otherProjects: ['core'],
      })
      expect([failure, errors]).toEqual([undefined, []])
      expect([...unavailable.keys()]).toEqual(['core'])
      expect(kept.map(({ shop }) => shop)).toEqual(['base', 'base', 'head', 'head', 'base', 'base'])
      expect(developer.repository('core').checkedOut).toBe(personal)
    },
  )

  test('a branch check waits while another run has its own branch checked out in another project', async () => {
    const { failure, pauses, kept } = await checkBothSides(
      whenRequest(2, { kind: 'another run', branch: foreign, requests: 3 }),
      { otherProjects: ['core'] },
    )
    expect(failure).toBeUndefined()
    expect(pauses).toContain(15_000)
    expect(new Set(kept.map(({ core }) => core))).toEqual(new Set(['core-production']))
  })

  test('the error about a temporary branch that was not deleted names the branch and the git command to delete it', async () => {
    const deletes = Array.from({ length: 90 }, (_, more) => [more, { kind: 'no deletion' }] as const)
    const { developer, errors } = await checkBothSides(deletes)
    expect(developer.repository('shop').checkedOut).toBe(personal)
    expect(errors.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`The temporary branch ${stem}-head of the LookML project shop`),
    )
    expect(errors.map(({ hint }) => hint)).toContainEqual(
      expect.stringContaining(`git push origin --delete ${stem}-head`),
    )
  })

  test('a branch check checks out the personal branch at the end if the saved branch is gone', async () => {
    const { developer, errors } = await checkBothSides(
      whenRequest(at.headQuery, { kind: 'branch deleted', branch: 'feature' }),
      { checkedOut: 'feature' },
    )
    expect(errors).toEqual([])
    expect(developer.repository('shop').checkedOut).toBe(personal)
  })
})
