import { disagreementOf, type JobMark } from '../../src/github/shared-jobs.ts'

describe('jobs that have listed different targets, checked different commits or compared with different base branches', () => {
  const mark = (shard: number, id: number, attempt: number, ...[list, commit, base]: string[]) =>
    ({ shard, attempt, run: { id, attempt }, list, commit, base }) as unknown as JobMark

  test.each<[string, JobMark[], boolean, boolean]>([
    ['the same targets', [mark(0, 1, 1, 'a'), mark(1, 1, 1, 'a')], false, false],
    ['other targets', [mark(0, 1, 1, 'a'), mark(1, 1, 1, 'b')], true, true],
    ['other targets in another run', [mark(0, 2, 1, 'a'), mark(1, 1, 1, 'b')], true, false],
    ['other targets in an earlier attempt', [mark(0, 1, 1, 'a'), mark(1, 1, 2, 'b')], true, true],
    ['other targets in a later attempt', [mark(0, 1, 2, 'a'), mark(1, 1, 1, 'b')], true, false],
    [
      'other targets in an earlier attempt of a later job',
      [mark(2, 1, 1, 'a'), mark(1, 1, 2, 'b')],
      true,
      false,
    ],
    ['other targets of a running job', [mark(4, 1, 1, 'a'), mark(5, 1, 2, 'b')], true, false],
    ['unknown targets', [mark(1, 1, 1), mark(1, 1, 1, 'a')], false, false],
    ['the same commit', [mark(0, 1, 1, 'a', 'c'), mark(1, 1, 1, 'a', 'c')], false, false],
    ['another commit', [mark(0, 1, 1, 'a', 'c'), mark(1, 1, 1, 'a', 'd')], true, true],
    ['another commit in an earlier attempt', [mark(0, 1, 1, 'a', 'c'), mark(1, 1, 2, 'a', 'd')], true, true],
    ['an unknown commit', [mark(0, 1, 1, 'a', 'c'), mark(1, 1, 1, 'a')], false, false],
    ['another base branch', [mark(0, 1, 1, 'a', 'c', 'x'), mark(1, 1, 2, 'a', 'c', 'y')], true, true],
    ['the same base branch', [mark(0, 1, 1, 'a', 'c', 'x'), mark(1, 1, 2, 'a', 'c', 'x')], false, false],
  ])(
    'the comment says so, and the last job fails unless another job may replace its mark: %s',
    (_, marks, isSaid, fails) => {
      expect(disagreementOf(marks) !== undefined).toBe(isSaid)
      const { run = { id: 0, attempt: 0 }, shard = 0 } = marks.at(-1) ?? {}
      const running = [1, 2].map(attempt => ({ run: 1, attempt, shard: 4, jobs: 6 }))
      expect(disagreementOf(marks, { run, shard, running }) !== undefined).toBe(fails)
    },
  )
})
