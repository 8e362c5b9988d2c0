import { runSeed } from '../../chaos/run-seed.ts'

/*
 * The built action while everything around it breaks: a dozen of the seeds that `npm run chaos` has without end. What
 * it promises whatever happens stands in chaos/checks/.
 */

const seeds = [35, 40, 42, 65, 67, 82, 83, 89, 91, 98, 121, 136, 153, 179, 192]

test.concurrent.each(seeds)(
  'the action keeps its promises while services break as seed %i has it',
  async seed => {
    const { breaches } = await runSeed(seed)

    expect(breaches).toEqual([])
  },
  200_000,
)
