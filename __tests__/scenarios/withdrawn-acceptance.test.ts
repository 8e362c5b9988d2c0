import { accept, first, headline, openGate, otherCommit, second } from './gate-scene.ts'

/*
 * Runs the built action for a commit whose picture a reviewer has already accepted. The accept label is removed while
 * the step runs. A workflow can remove the label with its GITHUB_TOKEN, and GitHub then starts no run.
 */

const pulls = { method: 'GET', path: /\/pulls\/\d+$/ }
const withoutLabels = { status: 200, body: { labels: [] } }

describe('the step fails if the accept label is removed', () => {
  test.concurrent.each([
    ['before the last picture is compared', 1],
    ['while the results are published', 2],
    ['while the results are stored', 3],
  ])('%s', async (_, after) => {
    await using gate = await openGate({ targets: 'looks/7\nlooks/8' })
    const { scene } = gate
    const push = (options: Parameters<typeof gate.push>[1]) => {
      scene.fault({ on: 'results', effect: { bytes: first } })
      return gate.push(first, options)
    }
    await push({})
    expect((await gate.label(accept)).code).toBe(0)
    scene.github.fault({ ...pulls, after, times: 9, effect: withoutLabels })

    const outcome = await push({ sha: otherCommit, labels: [accept] })
    expect(outcome.code).toBe(1)
    const toAccept =
      /^2 of 2 Looks changed since the baseline: .* To accept them, add the label looker-accepted\.$/
    expect(outcome.errors.at(-1)).toMatch(toAccept)
    expect(await headline(scene)).toMatch(/^2 of 2 Looks changed since the baseline: /)
  })
})

describe('a reviewer removes the accept label and adds it again, and the run of the removal ends last', () => {
  const id = 1_700_000_000

  test.concurrent('the acceptance of the newer label stays', async () => {
    await using gate = await openGate()
    await gate.push(first, { id })
    expect((await gate.label(accept, { id: id + 2 })).code).toBe(0)
    expect((await gate.unlabel(accept, { id: id + 1, labels: [accept] })).code).toBe(0)
    expect(await headline(gate.scene)).toMatch(/accepted by @&#8203;ada/)
    const later = { labels: [accept], sha: otherCommit }
    expect((await gate.push(first, { id: id + 3, ...later })).code).toBe(0)
    expect((await gate.push(second, { id: id + 4, ...later })).code).toBe(1)
  })

  test.concurrent('the acceptance ends if the label was removed once more', async () => {
    await using gate = await openGate()
    await gate.push(first, { id })
    expect((await gate.label(accept, { id: id + 2 })).code).toBe(0)
    expect((await gate.unlabel(accept, { id: id + 1 })).code).toBe(1)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
  })
})
