import { type CommentList, marker, parseMark } from '../../src/comment/find.ts'
import {
  hideRunning,
  markRunning,
  type RunningJob,
  readShownRunning,
  runningJobs,
  showRunning,
  stillRunning,
  unmarkRunning,
  withRunningJobs,
} from '../../src/comment/running.ts'
import type { Repository } from '../../src/github/client.ts'
import { linksOf, renderedTree, textOf } from '../../testkit/pages/github-markdown.ts'

const runUrl = 'https://github.com/acme/lookml/actions/runs/8'
const [old, head] = ['3e54851'.padEnd(40, '0'), 'abc1234'.padEnd(40, '0')]
const comment = (run = 7, sha: string | undefined = old, attempt = 1) =>
  `${marker({ key: 'CI', writer: 'a1', run: { id: run, attempt, url: runUrl, sha } })}\n## 1 dashboard changed\n`
const job = (more: Partial<RunningJob> = {}): RunningJob => ({
  ...{ run: 8, attempt: 1, shard: 0, jobs: 1, sha: head },
  ...more,
})
const mark = (body: string, own = job()) => markRunning(body, own, runUrl) ?? ''
const firstLine = (body: string) => textOf(renderedTree(body)).trim().split('\n')[0]

describe('a comment of an earlier run', () => {
  test('the note in a comment of an earlier run names the commits of the current run and of the text', () =>
    expect(firstLine(mark(comment()))).toBe(
      '⏳ Rendering commit abc1234 (run 8). The rest of this comment is about commit 3e54851.',
    ))

  test('the note in a comment of an earlier run mentions the earlier run if both runs have the same commit', () =>
    expect(firstLine(mark(comment(7, head)))).toBe(
      '⏳ Rendering commit abc1234 (run 8). The rest of this comment is about an earlier run.',
    ))

  test('the note in a comment of an earlier run names no commit if the commit is unknown', () => {
    const { sha: _, ...unknown } = job()
    expect(firstLine(mark(comment(7, head), unknown))).toBe(
      '⏳ Rendering a new commit (run 8). The rest of this comment is about commit abc1234.',
    )
    const body = comment().replace(`,"sha":"${old}"`, '')
    expect(firstLine(mark(body))).toBe(
      '⏳ Rendering commit abc1234 (run 8). The rest of this comment is about an earlier run.',
    )
  })

  test('the note in a comment of an earlier run links to the current run', () =>
    expect(linksOf(renderedTree(mark(comment(), job({ run: 12 }))))).toEqual([runUrl.replace(/8$/, '12')]))

  test('a comment of an earlier run is unchanged after the note is added and removed', () => {
    const marked = mark(comment())
    expect(marked).toContain('\n## 1 dashboard changed\n')
    expect(unmarkRunning(marked, job(), runUrl)).toBe(comment())
  })

  test('a comment of an earlier run gets one note from a job that starts twice', () =>
    expect(mark(mark(comment()))).toBe(mark(comment())))
})

describe('a shared comment of several jobs', () => {
  const both = mark(mark(comment(), job({ jobs: 3 })), job({ jobs: 3, shard: 2 }))

  test('the note in a shared comment gives the number of running jobs on one line', () =>
    expect(firstLine(both)).toBe(
      '⏳ Rendering commit abc1234 in 2 of 3 jobs (run 8). The rest of this comment is about commit 3e54851.',
    ))

  test('a job removes only itself from the note in a shared comment', () =>
    expect(runningJobs(unmarkRunning(both, job({ jobs: 3 }), runUrl))).toEqual([job({ jobs: 3, shard: 2 })]))

  test('the note in a shared comment does not mention the old text after a job has written a new text', () => {
    const written = withRunningJobs(comment(8, head), stillRunning(runningJobs(both), job()), runUrl)
    expect(firstLine(written)).toBe('⏳ Rendering commit abc1234 in 1 of 3 jobs (run 8).')
  })
})

describe('two jobs that begin at the same time', () => {
  /** Runs `show` for a job. Another job then writes its own text over the first writes of the job. */
  async function show({ jobs = 2, overwrites = 1, failsAt = 0 } = {}) {
    const others = mark(comment(), job({ jobs, shard: 1 }))
    let [body, writes, pauses] = [comment(), 0, 0]
    const updateComment = async (request: { body: string }) => {
      writes++
      body = writes > overwrites ? request.body : others
    }
    const sleep = async () => {
      if (++pauses === failsAt) throw new Error('canceled')
    }
    const repository = { octokit: { rest: { issues: { updateComment } } }, clock: { sleep } }
    const current = async () => [{ id: 1, url: '', body, mark: parseMark(body) }]
    const saved: unknown[] = []
    const shown = await showRunning(
      repository as unknown as Repository,
      { number: 7, key: 'CI', writer: 'a1', run: { id: 8, attempt: 1, url: runUrl } },
      { current } as unknown as CommentList,
      { job: job({ jobs }), runUrl, save: about => saved.push(about) },
    )
    return { shards: runningJobs(body).map(({ shard }) => shard), writes, shown, saved }
  }

  test('a job whose line another job overwrites adds its line again', async () =>
    expect(await show()).toMatchObject({ shards: [1, 0], writes: 2 }))

  test('a job whose line stays writes once', async () =>
    expect(await show({ overwrites: 0 })).toMatchObject({ shards: [0], writes: 1 }))

  test('a job that does not share its comment writes once', async () =>
    expect(await show({ jobs: 1 })).toMatchObject({ writes: 1 }))

  test('a job stops after four writes', async () =>
    expect(await show({ overwrites: 9 })).toMatchObject({ writes: 4 }))

  test('a job that is canceled while it waits still removes its line at the end', async () => {
    const { shown, saved } = await show({ failsAt: 1 })
    expect(shown).toMatchObject({ comment: 1 })
    expect(saved).toEqual([shown])
  })
})

test('a job removes its note from a comment that was edited on the website of GitHub', async () => {
  const written: string[] = []
  const getComment = async () => ({ data: { body: mark(comment()).replaceAll('\n', '\r\n') } })
  const updateComment = async ({ body }: { body: string }) => written.push(body)
  const repository = { octokit: { rest: { issues: { getComment, updateComment } } } }
  await hideRunning(repository as unknown as Repository, { comment: 1, job: job(), runUrl })
  expect(written).toEqual([comment()])
})

describe('an older run', () => {
  const newer = job({ run: 9, sha: 'f'.repeat(40) })

  test('an older run adds no note to the comment while a newer run renders', () =>
    expect(markRunning(mark(comment(), newer), job(), runUrl)).toBeUndefined())

  test('an older run adds no note to a comment that a newer run has written', () =>
    expect(markRunning(comment(9), job(), runUrl)).toBeUndefined())

  test('an earlier attempt adds no note to a comment of a later attempt', () =>
    expect(markRunning(comment(8, head, 2), job(), runUrl)).toBeUndefined())

  test('an older run does not remove the note of a newer run from the comment', () => {
    const marked = mark(mark(comment()), newer)
    expect(unmarkRunning(marked, job(), runUrl)).toBe(marked)
    expect(stillRunning(runningJobs(marked), job())).toEqual([newer])
  })

  test('a newer run replaces the note of an older run in the comment, and removes the note at its end', () => {
    const marked = mark(mark(comment()), newer)
    expect(runningJobs(marked)).toEqual([newer])
    expect(unmarkRunning(marked, newer, runUrl)).toBe(comment())
  })
})

test.each([
  ['a string', '<!-- running "x" -->\n<!-- /running -->\n'],
  ['a job without a number', '<!-- running [{"run":"8"}] -->\n<!-- /running -->\n'],
  [
    'an unknown field',
    '<!-- running [{"run":8,"attempt":1,"shard":0,"jobs":1,"x":1}] -->\n<!-- /running -->\n',
  ],
])('the hidden list of running jobs in a comment is ignored if it contains %s', (_, block) =>
  expect(runningJobs(`${comment()}${block}`)).toEqual([]),
)

test('the post step removes a note from the comment only if the main step has saved all facts about the note', () => {
  const shown = { comment: 7, job: job(), runUrl: 'https://github.com/acme/lookml' }
  expect(readShownRunning(shown)).toEqual(shown)
  for (const saved of [
    undefined,
    'x',
    {},
    { ...shown, comment: '7' },
    { ...shown, job: 1 },
    { ...shown, runUrl: 1 },
  ])
    expect(readShownRunning(saved)).toBeUndefined()
})
