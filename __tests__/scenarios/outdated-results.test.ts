import { fastClock } from '../../testkit/clock.ts'
import { accept, base, first, headline, openGate, otherCommit, renders, second } from './gate-scene.ts'

/*
 * Runs the built action several times for one commit. A label must never repeat a verdict that is older than the newest
 * results of the commit.
 */

const refused = { status: 403, body: { message: 'Resource not accessible by integration' } }
const trees = { method: 'POST', path: /\/git\/trees$/, effect: refused }
const both = [accept, 'documentation']

/** A rate limit that ends after the step. */
const rateLimit = {
  status: 403,
  headers: {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 40 * 60),
  },
  body: { message: 'API rate limit exceeded for installation ID 1.' },
}

describe('results that GitHub refused to store', () => {
  test.concurrent('a label renders again if the comment shows newer results, and can then accept them', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    // GitHub refuses three commits: the mark of the stored results, the pictures and the new results.
    scene.github.fault({ ...trees, times: 3 })
    const unstored = await gate.push(second, { labels: [accept] })
    expect(unstored.warnings.at(-1)).toContain('The results could not be stored')
    const before = renders(scene)

    scene.fault({ on: 'results', effect: { bytes: second } })
    const labelled = await gate.label('documentation', { labels: both })
    expect(labelled.log).toContain('are not those of its newest run')
    expect(labelled.code).toBe(1)
    expect(renders(scene)).toBe(before + 1)
    expect((await gate.unlabel(accept)).code).toBe(1)
    expect((await gate.label(accept)).code).toBe(0)
    expect(renders(scene)).toBe(before + 1)
  })

  test.concurrent('the accept label does not accept the stored results if the comment shows newer ones', async () => {
    await using gate = await openGate()
    await gate.push(first)
    gate.scene.github.fault({ ...trees, times: 3 })
    await gate.push(second)
    gate.scene.fault({ on: 'results', effect: { bytes: second } })
    const labelled = await gate.label(accept)
    expect(labelled.code).toBe(1)
    expect(labelled.errors.at(-1)).toContain('Remove the label and add it again')
  })

  test.concurrent('a label renders again if GitHub refused only the new results, even without a comment', async () => {
    await using gate = await openGate({ comment: 'false' })
    const { scene } = gate
    expect((await gate.push(base)).code).toBe(0)
    scene.github.fault({ ...trees, after: 1, times: 2 })
    expect((await gate.push(second)).code).toBe(1)
    const before = renders(scene)

    scene.fault({ on: 'results', effect: { bytes: second } })
    expect((await gate.label('documentation')).code).toBe(1)
    expect((await gate.label('documentation')).code).toBe(1)
    expect(renders(scene)).toBe(before + 1)
  })

  test.concurrent('a label renders again if GitHub does not list the comments', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(base)
    const before = renders(scene)
    scene.fault({ on: 'results', effect: { bytes: base } })
    scene.github.fault({ method: 'GET', path: /\/issues\/\d+\/comments/, effect: rateLimit })
    expect((await gate.label('documentation', { inputs: { 'timeout-minutes': '2' } })).code).toBe(0)
    expect(renders(scene)).toBe(before + 1)
  })

  test.concurrent('an acceptance stays valid for equal results after a re-run that stored nothing', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first)
    expect((await gate.label(accept)).code).toBe(0)
    scene.github.fault({ ...trees, times: 3 })
    expect((await gate.push(first, { labels: [accept] })).code).toBe(0)
    const before = renders(scene)

    scene.fault({ on: 'results', effect: { bytes: first } })
    expect((await gate.label('documentation', { labels: both })).code).toBe(0)
    expect(await headline(scene)).toMatch(/accepted by @&#8203;ada/)
    expect(renders(scene)).toBe(before + 1)
  })
})

describe('a re-run of an older run', () => {
  const id = 1_700_000_000

  test.concurrent('the results of the re-run replace those of a newer run of the same commit', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(base, { id })
    await gate.push(base, { id: id + 1 })
    expect((await gate.push(first, { id, attempt: 2 })).code).toBe(1)
    expect(await headline(scene)).toMatch(/^1 Look changed since the baseline: /)
    const before = renders(scene)

    expect((await gate.label('documentation', { id: id + 2 })).code).toBe(1)
    expect((await gate.label(accept, { id: id + 3 })).code).toBe(0)
    expect(await headline(scene)).toMatch(/accepted by @&#8203;ada/)
    expect(renders(scene)).toBe(before)
  })

  test.concurrent('a newer run replaces the results of the re-run', async () => {
    await using gate = await openGate()
    await gate.push(base, { id })
    await gate.push(base, { id, attempt: 2 })
    await gate.push(first, { id: id + 1 })
    expect(await headline(gate.scene)).toMatch(/^1 Look changed since the baseline: /)
    const before = renders(gate.scene)
    expect((await gate.label('documentation', { id: id + 2 })).code).toBe(1)
    expect(renders(gate.scene)).toBe(before)
  })

  test.concurrent('the re-run does not replace the results of a newer commit', async () => {
    await using gate = await openGate()
    const { scene } = gate
    await gate.push(first, { id })
    await gate.push(base, { id: id + 1, sha: otherCommit })
    await gate.push(second, { id, attempt: 2 })
    expect(await headline(scene)).toMatch(/^No change /)
    const before = renders(scene)
    expect((await gate.label('documentation', { id: id + 2, sha: otherCommit })).code).toBe(0)
    expect(renders(scene)).toBe(before)
  })
})

test.concurrent('after a label, only the job of a matrix whose newest results are not stored renders again', async () => {
  await using gate = await openGate({ targets: 'looks/7\nlooks/8' })
  const { scene } = gate
  const about = (index: number) => ({
    inputs: { shard: `${index}/2` },
    env: fastClock(20),
    job: { strategy: { 'job-index': index, 'job-total': 2 }, matrix: { index } },
  })
  const id = 1_700_000_000
  await gate.push(base, { id, ...about(0) })
  await gate.push(base, { id, ...about(1) })
  await gate.push(base, { id, attempt: 2, ...about(0) })
  scene.github.fault({ ...trees, times: 3 })
  await gate.push(base, { id, attempt: 2, ...about(1) })

  const rendersAt = async (run: number, index: number) => {
    const before = renders(scene)
    scene.fault({ on: 'results', effect: { bytes: base } })
    await gate.label('documentation', { id: run, ...about(index) })
    return renders(scene) - before
  }
  expect(await rendersAt(id + 1, 1)).toBe(1)
  expect(await rendersAt(id + 1, 0)).toBe(0)
  expect(await rendersAt(id + 2, 1)).toBe(0)
  expect(await rendersAt(id + 2, 0)).toBe(0)
})
