import type { SavedDeploy } from '../../src/deploy/put-back.ts'
import { openDeployment } from '../../src/deploy/watched-deployment.ts'
import fc from '../../testkit/fast-check.ts'
import { deployerAt, type Event } from './staging.ts'

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    { kind: 'fails' },
    { kind: 'answer lost' },
    { kind: 'not done' },
    { kind: 'unknown commit' },
    { kind: 'refused' },
  ),
  fc.constantFrom('stranger', 'other').map((commit): Event => ({ kind: 'foreign', commit })),
)
/** Maps the number of a call to an event. Call 0 reads the previous commit, so it has no event. */
const events = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 14 }), event), { maxLength: 4 })
  .map(all => Object.fromEntries(all))
const before = fc.constantFrom('before', 'base', 'head', 'stranger')

/** Deploys the head, then the merge base, then the previous commit again. */
async function deployAll(before: string, events: Record<number, Event>) {
  const { staging, deployer } = deployerAt(before, events)
  const saved: (SavedDeploy | undefined)[] = []
  const { round, end } = await openDeployment(deployer, ['head', 'base'], state => saved.push(state))
  const pictures: [commit: string, shows: string][] = []
  const draw = (commit: string) => async () => [commit, staging.deployed()] as [string, string]
  try {
    pictures.push(await round('head', draw('head')))
    pictures.push(await round('base', draw('base')))
  } catch {
    // `end` reports the failure.
  }
  return { staging, pictures, ending: await end(), saved: saved.at(-1) }
}

describe('a deployment with random failures and random deploys of other people', () => {
  test('a deployment with random failures and deploys of other people restores the previous commit or names it in an error', () =>
    fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { staging, ending } = await deployAll(before, events)
        if (ending.error)
          expect(ending.error.message).toMatch(new RegExp(`commit ${before}\\b.*deployed`, 'i'))
        else expect(staging.deployed()).toBe(before)
      }),
      { numRuns: 500 },
    ))

  test('a deployment with random failures and deploys of other people ends with at most one message', () =>
    fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { staging, ending } = await deployAll(before, events)
        expect(ending.error && ending.warning).toBeUndefined()
        if (ending.warning) expect(staging.deployed()).toBe(before)
        if (ending.error && ending.foreign) expect(staging.deployed()).toBe(ending.foreign)
      }),
      { numRuns: 500 },
    ))

  test('a deployment with random failures and deploys of other people leaves work for the post step only if it failed', () =>
    fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { saved, staging, ending } = await deployAll(before, events)
        const isDone = staging.deployed() === before || ending.foreign !== undefined
        if (saved === undefined) expect(isDone).toBe(true)
        if (Object.keys(events).length === 0) expect(saved).toBeUndefined()
      }),
      { numRuns: 500 },
    ))

  test('a deployment with random failures and deploys of other people keeps no picture of another commit', async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { pictures } = await deployAll(before, events)
        for (const [commit, shows] of pictures) expect(shows).toBe(commit)
        count += pictures.length
      }),
    )
    expect(count).toBeGreaterThan(0)
  })
})
