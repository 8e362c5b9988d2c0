import { accept, first, headline, openGate, otherCommit } from './gate-scene.ts'

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
