import { runLoad } from '../../chaos/load-run.ts'

const targets = 60
/** The requests that find out that there is no images branch. */
const withoutBranch = 2

test('a run with 60 targets sends only the necessary requests, and needs less than 200 MB of memory', async () => {
  const { code, rendered, requests, peakBytes } = await runLoad({
    targets,
    slots: 8,
    renderSeconds: 0.3,
    pictureBytes: 1_000_000,
  })

  expect(code).toBe(0)
  expect(rendered).toBe(targets)
  expect(requests.looker).toMatchObject({ login: 1, create: targets, results: targets, logout: 1 })
  expect(requests.looker.task).toBeLessThanOrEqual(3 * targets)
  expect(requests.github).toBeLessThanOrEqual(targets + 9 + withoutBranch)
  // Two requests create and finalize the artifact. Nine requests upload eight blocks and the list of blocks.
  expect(requests.artifacts).toBeLessThanOrEqual(2 + 8 + 1)
  // The peak of a run is usually 140 MB, and 230 MB without `saveMemory`.
  expect(peakBytes).toBeLessThan(200e6)
})
