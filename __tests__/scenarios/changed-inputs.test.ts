import { accept, first, openGate, otherCommit, second } from './gate-scene.ts'

/*
 * Runs the built action after a reviewer has accepted a picture, and the inputs of the step are different from the
 * inputs at that time, or another step of the pull request has other inputs.
 */

const labelled = { labels: [accept], sha: otherCommit }
const third = 'c'.repeat(40)

test.concurrent.each<[string, Record<string, string>]>([
  ['the list of targets has one more target', { targets: 'looks/7\nlooks/8' }],
  ['the list of targets has a comment', { targets: 'looks/7 # weekly' }],
  ['failures do not fail the step', { 'fail-on-error': 'false' }],
  ['an option does not apply to the target', { filters: 'Region: West', theme: 'Dark' }],
])('an equal picture stays accepted if %s', async (_, inputs) => {
  await using gate = await openGate({ concurrency: '1' })
  await gate.push(first)
  expect((await gate.label(accept)).code).toBe(0)
  expect((await gate.push(first, { ...labelled, inputs })).errors).toEqual([])
  const other = await gate.push(second, { labels: [accept], sha: third, inputs })
  expect(other.code).toBe(1)
  expect(other.errors.at(-1)).toMatch(/^1 Look changed after @ada accepted commit /)
})

test.concurrent('a changed picture of one more target is not accepted', async () => {
  await using gate = await openGate({ targets: 'looks/7\nlooks/8', concurrency: '1' })
  const inputs = { targets: 'looks/7' }
  await gate.push(first, { inputs })
  expect((await gate.label(accept, { inputs })).code).toBe(0)
  gate.scene.fault({ on: 'results', effect: { bytes: first } })
  const outcome = await gate.push(first, labelled)
  expect(outcome.code).toBe(1)
  expect(outcome.errors.at(-1)).toMatch(/^1 Look changed after @ada accepted commit /)
})

test.concurrent.each<[string, Record<string, string>]>([
  ['the threshold', { 'diff-threshold': '0.2' }],
  ['the tolerance', { 'max-changed-pixels': '5' }],
  ['the ignored places', { ignore: '0, 0, 5, 5' }],
])('an equal picture is not accepted any more if %s changes', async (_, inputs) => {
  await using gate = await openGate()
  await gate.push(first)
  expect((await gate.label(accept)).code).toBe(0)
  const later = await gate.push(first, { ...labelled, inputs })
  expect(later.code).toBe(1)
  expect(later.errors.at(-1)).toMatch(/^1 Look changed .* [Rr]emove the label .*add it again\./)
})

describe('two calls of a reusable workflow with different lists', () => {
  const one = { inputs: { targets: 'looks/7' } }
  const other = { inputs: { targets: 'looks/7\nlooks/8', concurrency: '1' } }
  const id = 1_700_000_000

  async function openCalls() {
    const gate = await openGate({ targets: 'looks/7\nlooks/8' })
    await gate.push(first, { id, ...one })
    gate.scene.fault({ on: 'results', effect: { bytes: second } })
    await gate.push(second, { id, ...other })
    return gate
  }

  test.concurrent('a label for one call does not accept the changes of the other call', async () => {
    await using gate = await openCalls()
    expect((await gate.label(accept, { id: id + 1, ...one })).code).toBe(0)
    gate.scene.fault({ on: 'results', effect: { bytes: second } })
    const pushed = await gate.push(first, { id: id + 2, ...labelled, ...other })
    expect(pushed.code).toBe(1)
    expect(pushed.errors.at(-1)).toMatch(/^2 Looks changed after @ada accepted commit /)
  })

  test.concurrent('a label accepts the changes of both calls, until one of them withdraws the acceptance', async () => {
    await using gate = await openCalls()
    const push = async (run: number, sha: string) => {
      const about = { id: run, labels: [accept], sha }
      const { code } = await gate.push(first, { ...about, ...one })
      gate.scene.fault({ on: 'results', effect: { bytes: second } })
      return [code, (await gate.push(second, { ...about, ...other })).code]
    }
    expect((await gate.label(accept, { id: id + 1, ...one })).code).toBe(0)
    expect((await gate.label(accept, { id: id + 1, ...other })).code).toBe(0)
    expect(await push(id + 2, otherCommit)).toEqual([0, 0])
    expect((await gate.unlabel(accept, { id: id + 3, sha: otherCommit, ...one })).code).toBe(1)
    expect(await push(id + 4, third)).toEqual([1, 1])
  })
})

test.concurrent('two workflows with the same name and different lists keep their acceptances', async () => {
  await using gate = await openGate({ targets: 'looks/7\nlooks/8' })
  const workflows = ['looks/7', 'looks/8'].map((targets, index) => ({
    inputs: { targets },
    env: { GITHUB_WORKFLOW_REF: `acme/lookml/.github/workflows/${index}.yml@refs/pull/1/merge` },
  }))
  for (const about of workflows) await gate.push(first, about)
  for (const about of workflows) expect((await gate.label(accept, about)).code).toBe(0)
  for (const about of workflows) expect((await gate.push(first, { ...labelled, ...about })).code).toBe(0)
})
