import fc from 'fast-check'
import { putBack } from '../../src/deploy/put-back.ts'
import { renderRound } from '../../src/deploy/render-round.ts'
import { virtualClock } from '../../testkit/clock.ts'
import { type Event, stagingWith } from './staging.ts'

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    { kind: 'fails' },
    { kind: 'answer lost' },
    { kind: 'not done' },
    { kind: 'unknown commit' },
  ),
  fc.constantFrom('stranger', 'other').map((commit): Event => ({ kind: 'foreign', commit })),
)
const events = fc.array(fc.tuple(fc.nat(12), event), { maxLength: 4 }).map(all => new Map(all))
const before = fc.constantFrom('before', 'base', 'head', 'stranger')

/** The whole sequence, and how it came out. */
async function deployAll(before: string, events: ReadonlyMap<number, Event>) {
  const staging = stagingWith(before, events)
  const { signal } = new AbortController()
  const deployer = {
    project: staging.project,
    clock: virtualClock(),
    signal,
    restore: signal,
    log: () => undefined,
    warn: () => undefined,
  }
  const pictures: [commit: string, shows: string][] = []
  const draw = (commit: string) => async () => [commit, staging.deployed()] as [string, string]
  let how: 'done' | 'broken off' = 'done'
  try {
    pictures.push(await renderRound('base', before, deployer, draw('base')))
    pictures.push(await renderRound('head', 'base', deployer, draw('head')))
  } catch {
    how = 'broken off'
  }
  const saved = { project: 'thelook', before, ours: ['base', 'head'], isGuarded: false }
  const error = await putBack(saved, how, deployer).then(
    () => undefined,
    (error: Error) => error,
  )
  return { staging, pictures, error }
}

describe('a deployment, whatever fails and whoever else deploys', () => {
  test('puts back what was deployed, or names it in the error', () =>
    fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { staging, error } = await deployAll(before, events)
        if (error) expect(error.message).toContain(`commit ${before} was deployed`)
        else expect(staging.deployed()).toBe(before)
      }),
    ))

  test('keeps no picture that shows another commit, as far as looks can tell', () =>
    fc.assert(
      fc.asyncProperty(before, events, async (before, events) => {
        const { pictures } = await deployAll(before, events)
        for (const [commit, shows] of pictures) expect(shows).toBe(commit)
      }),
    ))
})
