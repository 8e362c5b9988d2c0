import { runLoad } from '../../chaos/load-run.ts'

test('the action asks no more than it must for forty targets, in memory that does not grow with them', async () => {
  const { code, rendered, requests, peakBytes } = await runLoad({
    targets: 40,
    slots: 8,
    renderSeconds: 0.3,
    pictureBytes: 1_000_000,
  })

  expect(code).toBe(0)
  expect(rendered).toBe(40)
  expect(requests.looker).toMatchObject({ login: 1, create: 40, results: 40, logout: 1 })
  expect(requests.looker.task).toBeLessThanOrEqual(3 * 40)
  expect(requests.github).toBeLessThanOrEqual(40 + 8)
  // Create, finalize, and the content in blocks with their list: of the archive, and of the report.
  expect(requests.artifacts).toBeLessThanOrEqual(2 * 2 + 8 + 9)
  expect(peakBytes).toBeLessThan(300e6)
})
