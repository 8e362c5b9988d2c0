import { progressLine, trackProgress } from '../../src/looker/render-queue.ts'

/**
 * Returns the progress of a render task that was created at 1000. Looker has finished all tasks that were created
 * before.
 */
function begun(at = 1000) {
  const track = trackProgress()
  track.report({ kind: 'creating', at: 1000 })
  track.report({ kind: 'created', id: '7', status: 'enqueued_for_query' })
  track.report({ kind: 'next at Looker', at })
  return track
}

describe('the beginning of a render', () => {
  test('a render is assumed to begin at the end of the previous render task', () =>
    expect(begun(5000).current.began).toBe(5000))

  test('a render is not assumed to begin before its task was requested', () =>
    expect(begun(0).current.began).toBe(1000))

  test('a render is assumed to begin at the last poll that found it in the queue before a poll found it rendering', () => {
    const track = begun()
    track.report({ kind: 'polled', status: 'enqueued_for_query', at: 4000 })
    expect(track.current).toMatchObject({ stage: 'enqueued', began: 4000, polls: 0 })
    track.report({ kind: 'polled', status: 'rendering', at: 6000 })
    track.report({ kind: 'polled', status: 'enqueued_for_render', at: 7000 })
    expect(track.current).toMatchObject({ stage: 'rendering', began: 4000, polls: 2 })
  })
})

describe('the time of a task in Looker', () => {
  test('the time of a render task counts from its last wait in the queue', () => {
    const track = begun()
    track.report({ kind: 'polled', status: 'querying', at: 2000 })
    expect(track.current.activeSince).toBe(1000)
    track.report({ kind: 'polled', status: 'enqueued_for_render', at: 9000 })
    track.report({ kind: 'polled', status: 'rendering', at: 12_000 })
    expect(track.current.activeSince).toBe(9000)
  })

  test('the time of a render task in a status counts from the first poll that returns the status', () => {
    const track = begun()
    track.report({ kind: 'polled', status: 'querying', at: 2000 })
    track.report({ kind: 'polled', status: 'querying', at: 5000 })
    expect(track.current.statusSince).toBe(2000)
    track.report({ kind: 'polled', status: 'rendering', at: 9000 })
    track.report({ kind: 'polled', status: 'rendering', at: 9900 })
    expect(track.current.statusSince).toBe(9000)
  })

  test('the time of a render task starts again if the target is rendered again', () => {
    const track = begun()
    track.report({ kind: 'requested' })
    track.report({ kind: 'polled', status: 'querying', at: 2000 })
    track.report({ kind: 'restarted' })
    expect(track.current).toMatchObject({ stage: 'waiting', apiCalls: 1, statusSince: 0, polls: 0 })
  })
})

describe('the render time', () => {
  test.each<[string, number | undefined, number]>([
    ['the middle between the last two polls if Looker does not report a time', undefined, 7000],
    ['the time that Looker reports', 6500, 6500],
    ['at least the time until the last poll before the end', 100, 5000],
    ['at most the time until the poll that notices the end', 60_000, 9000],
  ])('the render time of a target is %s', (_, renderTime, expected) => {
    const track = begun()
    track.report({ kind: 'polled', status: 'rendering', at: 6000 })
    track.report({ kind: 'polled', status: 'success', at: 10_000, renderTime })
    expect(track.current.renderTime).toBe(expected)
  })
})

test('the progress line in the log counts the targets of each stage', () => {
  const tracks = [1, 2, 3, 4, 5].map(() => begun())
  tracks[0]?.report({ kind: 'rendered' })
  tracks[1]?.report({ kind: 'failed' })
  tracks[2]?.report({ kind: 'downloading' })
  tracks[4]?.report({ kind: 'restarted' })
  expect(
    progressLine(
      tracks.map(({ current }) => current),
      13_400,
    ),
  ).toBe('1 of 5 rendered, 1 failed, 1 rendering for 12 s, 1 being fetched, 1 waiting')
})
