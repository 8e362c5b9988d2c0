import { runSeed } from '../../chaos/run-seed.ts'

/*
 * Runs the built action while the services that it uses fail. Uses some of the seeds of `npm run chaos`. The checks are
 * in the folder chaos/checks/.
 */

const seeds = [35, 40, 42, 65, 67, 74, 77, 82, 83, 89, 91, 121, 136, 179, 192, 306, 349]

test.concurrent.each(seeds)(
  'a run with random failures of Looker and GitHub (seed %i) passes all checks of chaos/checks',
  async seed => {
    const { breaches } = await runSeed(seed)

    expect(breaches).toEqual([])
  },
  200_000,
)
