import {
  deleteAfterKill,
  openImports,
  readSavedDashboards,
  type SavedDashboard,
} from '../../src/branch-check/imported-dashboards.ts'
import { virtualClock } from '../../testkit/clock.ts'
import fc from '../../testkit/fast-check.ts'
import { runs } from '../../testkit/hostile.ts'
import { type Accident, memoryLooker } from './memory-dashboards.ts'

const person = 'looker-snapshot 7-2-mine'

interface Outcome {
  /** The descriptions of the dashboards that are still in Looker. */
  left: string[]
  /** The text of all errors of the main step and the post step. */
  words: string
}

/**
 * Draws three dashboards. Two of them have the same title. Then runs the post step if the main step has saved a state.
 */
async function drawAll(accidents: ReadonlyMap<number, Accident>): Promise<Outcome> {
  const store = memoryLooker(place => accidents.get(place))
  store.dashboards.set('1', person)
  const clock = virtualClock()
  let saved: readonly SavedDashboard[] = []
  let number = 0
  const imports = openImports({
    store,
    owner: { id: 7, attempt: 2 },
    random: () => (number++ % 35) / 36,
    clock,
    signal: new AbortController().signal,
    restore: new AbortController().signal,
    concurrency: 2,
    save: all => {
      saved = structuredClone(all)
    },
  })
  const work = async () => {
    const lookml = (description: string) => description
    await Promise.allSettled(
      ['Sales', 'Sales', 'Orders'].map(title => imports.during({ title, lookml }, async () => undefined)),
    )
    return imports.close()
  }
  const errors = (await Promise.race([work(), store.death])) ?? []
  // The runner passes the state to the post step as JSON.
  const toDelete = readSavedDashboards(JSON.parse(JSON.stringify(saved)))
  const { forPost } = store
  const find: typeof forPost.find = async (...about) => {
    const found = await forPost.find(...about)
    store.catchUp()
    return found
  }
  const { signal } = new AbortController()
  const ofPost = await deleteAfterKill(toDelete, {
    store: { ...forPost, find },
    clock,
    signal,
    log: () => undefined,
  })
  return {
    left: [...store.dashboards.values()],
    words: [...errors, ...ofPost].map(({ message }) => message).join(' '),
  }
}

const failures = fc.array(
  fc.tuple(fc.nat(20), fc.constantFrom<Accident>('fails', 'answer lost', 'refused')),
  { maxLength: 5 },
)
const kills: Accident[] = ['killed', 'killed, done', 'killed, done late']

describe('imported dashboards', () => {
  test.each(kills)(
    'the post step deletes all imported dashboards if the step was killed at any request: %s',
    async kill => {
      for (let at = 0; at < 12; at++) {
        const { left, words } = await drawAll(new Map([[at, kill]]))
        expect([at, left, words]).toEqual([at, [person], ''])
      }
    },
  )

  test('imported dashboards are deleted after random failures, or the errors name the remaining dashboards', () =>
    fc.assert(
      fc.asyncProperty(failures, async accidents => {
        const { left, words } = await drawAll(new Map(accidents))
        expect(left).toContain(person)
        expect(left.filter(description => description !== person && !words.includes(description))).toEqual([])
      }),
      runs(100),
    ))

  test('the post step deletes or names all imported dashboards if the step was killed while requests failed', () =>
    fc.assert(
      fc.asyncProperty(failures, fc.nat(20), fc.constantFrom(...kills), async (accidents, at, kill) => {
        const { left, words } = await drawAll(new Map([...accidents, [at, kill]]))
        expect(left).toContain(person)
        expect(left.filter(description => description !== person && !words.includes(description))).toEqual([])
      }),
      runs(100),
    ))
})
