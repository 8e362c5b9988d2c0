import fc from '../../testkit/fast-check.ts'
import { runs } from '../../testkit/hostile.ts'
import { checkBothSides, foreign, isOurs, stem, unnamedRemains } from './check-both-sides.ts'
import { type Event, personal } from './developer.ts'

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    { kind: 'fails' },
    { kind: 'answer lost' },
    { kind: 'unknown commit' },
    { kind: 'refused' },
    { kind: 'not done' },
    { kind: 'person', branch: 'feature' },
    { kind: 'branch reset', commit: 'stranger' },
  ),
  fc.nat(20).map((requests): Event => ({ kind: 'another run', branch: foreign, requests })),
)
/**
 * Events that kill the process at a request. For `killed, done late`, Looker executes the request while the post step
 * runs.
 */
const kills: Event[] = [
  { kind: 'killed' },
  { kind: 'killed, done' },
  ...[0, 2, 4, 6].map((requests): Event => ({ kind: 'killed, done late', requests })),
]
const timed = (event: fc.Arbitrary<Event>, maxLength: number) =>
  fc.array(fc.tuple(fc.nat(40), event), { maxLength })
const before = fc.constantFrom(personal, 'feature', '__LOOKER_PROD_ab12', 'main')
interface Uses {
  imports?: (commit: string) => string[]
  otherProjects?: string[]
}
/** The reasons for which a check of `shop` may use the project `core`. */
const allUses: Uses[] = [
  {},
  { imports: () => ['core'] },
  { imports: commit => (commit === 'head' ? ['core'] : []) },
  { otherProjects: ['core'] },
]
const uses = fc.constantFrom(...allUses)

describe('a branch check with random failures and random actions of other people', () => {
  test('a branch check with random failures deletes all its branches, or names the remaining branches in errors', () =>
    fc.assert(
      fc.asyncProperty(timed(event, 4), before, uses, async (events, checkedOut, uses) => {
        const outcome = await checkBothSides(events, { checkedOut, ...uses })
        expect(unnamedRemains(outcome)).toEqual([])
      }),
      runs(60),
    ))

  test.each(kills)(
    'the post step deletes all branches if the step was killed at any request of a branch check: %j',
    async kill => {
      for (const uses of allUses)
        for (let at = 0; at < 60; at++) {
          const outcome = await checkBothSides([[at, kill]], uses)
          expect([at, ...unnamedRemains(outcome)]).toEqual([at])
          expect(isOurs(outcome.developer.repository('shop').checkedOut)).toBe(false)
        }
    },
  )

  test('the post step deletes all branches if the step was killed while other requests of a branch check failed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(45),
        fc.constantFrom(...kills),
        timed(event, 2),
        uses,
        async (at, kill, events, uses) => {
          const outcome = await checkBothSides([...events, [at, kill]], uses)
          expect(unnamedRemains(outcome)).toEqual([])
        },
      ),
      runs(60),
    ))

  test('a branch check with random failures ends on its original branch, or on a branch that a person checked out', () =>
    fc.assert(
      fc.asyncProperty(timed(event, 4), before, uses, async (events, checkedOut, uses) => {
        const { developer, errors } = await checkBothSides(events, { checkedOut, ...uses })
        const restored = checkedOut.startsWith('__LOOKER_PROD_') ? personal : checkedOut
        const now = developer.repository('shop').checkedOut
        if (errors.length === 0) expect([checkedOut, restored, 'feature', personal, foreign]).toContain(now)
        const isDisturbed = events.some(([, { kind }]) => kind === 'person' || kind === 'another run')
        // If the check could not create a branch, the production branch stays checked out.
        if (errors.length === 0 && !isDisturbed) expect([restored, checkedOut]).toContain(now)
      }),
      runs(60),
    ))

  test('a branch check with random failures uses only answers about its own commits', () =>
    fc.assert(
      fc.asyncProperty(timed(event, 4), uses, async (events, uses) => {
        const { kept, unavailable } = await checkBothSides(events, uses)
        const { imports = () => [], otherProjects = [] } = uses
        for (const { wanted, shop, core } of kept) {
          expect(shop).toBe(wanted)
          const isUsed = [...imports(wanted ?? ''), ...otherProjects].length > 0
          if (isUsed && unavailable.size === 0) expect(core).toBe('core-production')
        }
      }),
      runs(60),
    ))

  test('a branch check with random failures resets and deletes only its own temporary branches', () =>
    fc.assert(
      fc.asyncProperty(timed(event, 4), before, uses, async (events, checkedOut, uses) => {
        const { developer } = await checkBothSides(events, { checkedOut, ...uses })
        const destructive = developer.requests.filter(name => /DELETE|PUT \S+ \S/.test(name))
        for (const name of destructive) expect(name).toMatch(new RegExp(`(DELETE|PUT) ${stem}-(base|head)`))
      }),
      runs(60),
    ))
})
