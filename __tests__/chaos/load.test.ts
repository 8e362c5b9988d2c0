import { runLoad } from '../../chaos/load-run.ts'

const targets = 60

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
  expect(requests.github).toBeLessThanOrEqual(targets + 9)
  // Two requests create and finalize the artifact. Nine requests upload eight blocks and their list.
  expect(requests.artifacts).toBeLessThanOrEqual(2 + 8 + 1)
  // A run usually takes 140 MB, or 230 MB without `saveMemory`.
  expect(peakBytes).toBeLessThan(200e6)
})
