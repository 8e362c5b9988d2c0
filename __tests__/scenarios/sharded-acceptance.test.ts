import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { accept, first, headline, openGate, otherCommit, second } from './gate-scene.ts'

/* Runs the built action with `fail-on-change` in jobs that share the targets. Targets move from one job to another. */

const looks = (...ids: number[]) => ids.map(id => `looks/${id}`).join('\n')

type Gate = Awaited<ReturnType<typeof openGate>>
type EventOptions = NonNullable<Parameters<Gate['push']>[1]>

/** With `isInline`, the list is in the input `targets` instead of in a file. */
async function openShards({ isInline = false } = {}) {
  const gate = await openGate({ targets: looks(6, 7, 8), comment: 'false' })
  let id = 1_700_000_000
  /** Runs one event in each of the jobs `shards`, with this list of targets. */
  const inJobs = async (
    list: string,
    shards: readonly `${number}/${number}`[],
    send: (options: EventOptions, targets: number) => ReturnType<typeof gate.push>,
  ) => {
    id++
    const codes: (number | null)[] = []
    for (const shard of shards) {
      const [index = 0, total = 1] = shard.split('/').map(Number)
      const workspace = temporaryFolder()
      writeFileSync(join(workspace, 'list.txt'), list)
      const options = {
        inputs: { ...(isInline ? { targets: list } : { targets: '', 'targets-file': 'list.txt' }), shard },
        job: { strategy: { 'job-index': index, 'job-total': total }, matrix: { shard }, workspace },
        id,
      }
      const own = list.split('\n').filter((_, place) => place % total === index)
      const outcome = await send(options, own.length)
      codes.push(outcome.code)
    }
    return codes
  }
  /** Renders the same picture for each target. */
  const push =
    (picture: Buffer, about: EventOptions = {}) =>
    (options: EventOptions, targets: number) => {
      if (targets > 1) gate.scene.fault({ on: 'results', times: targets - 1, effect: { bytes: picture } })
      return gate.push(picture, { ...options, ...about })
    }
  return { gate, inJobs, push, [Symbol.asyncDispose]: () => gate[Symbol.asyncDispose]() }
}

const both = ['0/2', '1/2'] as const
const labelled = { labels: [accept], sha: otherCommit }

test.concurrent('accepted pictures stay accepted if a target leaves the list, so that the others move to another job', async () => {
  await using shards = await openShards()
  const { gate, inJobs, push } = shards
  expect(await inJobs(looks(6, 7, 8), both, push(first))).toEqual([1, 1])
  expect(await inJobs(looks(6, 7, 8), both, about => gate.label(accept, about))).toEqual([0, 0])

  expect(await inJobs(looks(7, 8), both, push(first, labelled))).toEqual([0, 0])
  const others = { labels: [accept, 'documentation'], sha: otherCommit }
  const repeat = (about: EventOptions) => gate.label('documentation', { ...about, ...others })
  expect(await inJobs(looks(7, 8), both, repeat)).toEqual([0, 0])
  expect(await inJobs(looks(7, 8), both, push(second, { ...labelled, sha: 'c'.repeat(40) }))).toEqual([1, 1])
}, 120_000)

test.concurrent('accepted pictures stay accepted if the order of an inline list changes, so that they move to another job', async () => {
  await using shards = await openShards({ isInline: true })
  const { gate, inJobs, push } = shards
  expect(await inJobs(looks(6, 7, 8), both, push(first))).toEqual([1, 1])
  expect(await inJobs(looks(6, 7, 8), both, about => gate.label(accept, about))).toEqual([0, 0])
  expect(await inJobs(looks(7, 8, 6), both, push(first, labelled))).toEqual([0, 0])
  expect(await inJobs(looks(7, 8, 6), both, push(second, { ...labelled, sha: 'c'.repeat(40) }))).toEqual([
    1, 1,
  ])
}, 120_000)

test.concurrent('accepted pictures stay accepted if the number of jobs changes, until one of the jobs withdraws the acceptance', async () => {
  await using shards = await openShards()
  const { gate, inJobs, push } = shards
  const three = ['0/3', '1/3', '2/3'] as const
  await inJobs(looks(6, 7, 8), three, push(first))
  expect(await inJobs(looks(6, 7, 8), three, about => gate.label(accept, about))).toEqual([0, 0, 0])
  expect(await inJobs(looks(6, 7, 8), both, push(first, labelled))).toEqual([0, 0])

  // The other job does not run, and another label event follows without an event for the accept label.
  const remove = (about: EventOptions) => gate.unlabel(accept, { ...about, sha: otherCommit })
  expect(await inJobs(looks(6, 7, 8), ['1/2'], remove)).toEqual([1])
  expect(await inJobs(looks(6, 7, 8), both, push(first, { ...labelled, sha: 'c'.repeat(40) }))).toEqual([
    1, 1,
  ])
}, 120_000)

test.concurrent('a label accepts only the results of the jobs that it starts', async () => {
  await using shards = await openShards()
  const { gate, inJobs, push } = shards
  await inJobs(looks(6, 7, 8), both, push(first))
  expect(await inJobs(looks(6, 7, 8), ['0/2'], about => gate.label(accept, about))).toEqual([0])
  expect(await inJobs(looks(6, 7, 8), both, push(first, labelled))).toEqual([0, 1])
}, 120_000)

test.concurrent.each([
  ['has other targets', looks(8, 6, 7)],
  ['has no target any more', looks(8)],
])(
  'if one job repeats the verdict of an older list, and the other job %s, a label passes the gate only after both have rendered',
  async (_, list) => {
    await using shards = await openShards()
    const { gate, inJobs, push } = shards
    const add = (label: string, labels: string[]) => (about: EventOptions, targets: number) => {
      gate.scene.fault({ on: 'results', times: targets, effect: { bytes: first } })
      return gate.label(label, { ...about, labels })
    }
    // GitHub cancels the other job, because the first job fails.
    expect(await inJobs(looks(6, 7), ['0/2'], push(first))).toEqual([1])
    expect(await inJobs(list, both, add(accept, [accept]))).toEqual([0, 1])
    expect(await inJobs(list, both, add('documentation', [accept, 'documentation']))).toEqual([1, 0])
    await inJobs(list, both, about => gate.unlabel(accept, about))
    expect(await inJobs(list, both, about => gate.label(accept, about))).toEqual([0, 0])
  },
  120_000,
)

describe('if only one of the jobs has a target', () => {
  const only = {
    inputs: { shard: '0/2' },
    job: { strategy: { 'job-index': 0, 'job-total': 2 }, matrix: { shard: '0/2' } },
  }

  test.concurrent('the comment says who accepted, until the label is removed', async () => {
    await using gate = await openGate({ targets: 'looks/7' })
    expect((await gate.push(first, only)).code).toBe(1)
    expect((await gate.label(accept, only)).code).toBe(0)
    expect(await headline(gate.scene)).toMatch(/^1 Look changed, accepted by @\S*ada for commit /)
    expect((await gate.unlabel(accept, only)).code).toBe(1)
    expect(await headline(gate.scene)).toBe('1 Look changed since the baseline: Weekly revenue')
  }, 120_000)

  test.concurrent('a label accepts no results that the comment does not show', async () => {
    await using gate = await openGate({ targets: 'looks/7' })
    await gate.push(first, only)
    gate.scene.github.fault({
      ...{ method: 'PATCH', path: /\/issues\/comments\//, times: 3 },
      effect: { status: 403, body: { message: 'Resource not accessible by integration' } },
    })
    const refused = await gate.push(second, { ...only, sha: otherCommit })
    expect(refused.errors.join()).toContain(
      'No label can accept it, because the comment could not be written.',
    )
    const labelled = await gate.label(accept, { ...only, sha: otherCommit })
    expect(labelled.code).toBe(1)
    expect(labelled.log).toContain('The comment does not show the stored results')
  }, 120_000)
})
