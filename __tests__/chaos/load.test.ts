import { runLoad } from '../../chaos/load-run.ts'

const targets = 60

test('the action asks no more than it must for many targets, in memory that does not grow with them', async () => {
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
  expect(requests.github).toBeLessThanOrEqual(targets + 8)
  // Create, finalize, and the content in eight blocks with their list.
  expect(requests.artifacts).toBeLessThanOrEqual(2 + 8 + 1)
  // 140 MB, and 230 where V8 is left to itself.
  expect(peakBytes).toBeLessThan(200e6)
})
