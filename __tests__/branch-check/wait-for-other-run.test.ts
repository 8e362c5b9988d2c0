import type { DevProject } from '../../src/branch-check/dev-project.ts'
import { createWait } from '../../src/branch-check/wait-for-other-run.ts'
import { virtualClock } from '../../testkit/clock.ts'

const other = { name: 'looker-snapshot-7-1-mqikfx-head', ref: '1a2b3c4' }
const aborted = new Error('The time limit (timeout-minutes) was reached')

/** Waits once, and then reads a project whose answer to the read is given. */
async function readAfterWait(read: () => Promise<typeof other>, isOver: boolean) {
  const deadline = new AbortController()
  const project = { id: 'thelook', host: 'looker.test', checkedOut: read } as unknown as DevProject
  const waits = createWait({ clock: virtualClock(), signal: deadline.signal, log: () => undefined })
  await waits.wait(other, project)
  if (isOver) deadline.abort()
  return { result: waits.checkedOut(project) }
}

describe('a wait for another run', () => {
  test('the error names the other run if the deadline passes during the first request after the wait', async () => {
    const { result } = await readAfterWait(() => Promise.reject(aborted), true)
    await expect(result).rejects.toMatchObject({
      message: `Another run (7) had its branch ${other.name} checked out in the LookML project thelook at looker.test until the deadline`,
      cause: aborted,
    })
  })

  test('an error of the first request after the wait is not changed if the deadline has not passed', async () => {
    const { result } = await readAfterWait(() => Promise.reject(aborted), false)
    await expect(result).rejects.toBe(aborted)
  })

  test('the error of a deadline does not name the other run if the other run has ended', async () => {
    let reads = 0
    const read = async () => {
      reads += 1
      if (reads === 1) return { ...other, name: 'dev-ada' }
      throw aborted
    }
    const deadline = new AbortController()
    const project = { id: 'thelook', host: 'looker.test', checkedOut: read } as unknown as DevProject
    const waits = createWait({ clock: virtualClock(), signal: deadline.signal, log: () => undefined })
    await waits.wait(other, project)
    expect((await waits.checkedOut(project)).name).toBe('dev-ada')
    deadline.abort()
    await expect(waits.checkedOut(project)).rejects.toBe(aborted)
  })
})
