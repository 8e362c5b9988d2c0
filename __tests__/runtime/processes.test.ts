import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readSystemFile } from '../../src/runtime/files.ts'
import { endProcess, identifyProcess, type Processes, systemProcesses } from '../../src/runtime/processes.ts'
import { virtualClock } from '../../testkit/clock.ts'

const statOf = (text: string) => systemProcesses(process, () => text)

describe('the start time of a process', () => {
  const fields = Array.from({ length: 40 }, (_, index) => String(index + 4))

  test.each([
    ['an ordinary name', '7 (node) S', '22'],
    ['a name with parentheses and spaces', '7 (a) Z (b c) R', '22'],
    ['a process that has ended', '7 (node) Z', undefined],
    ['an empty file', '', undefined],
  ])('the start time of a process is read from its status file: %s', (_, start, time) =>
    expect(statOf(start && `${start} ${fields.join(' ')}`).startTimeOf(7)).toBe(time),
  )

  test('the start time of a process does not change, and is unknown for a process that does not exist', () => {
    const processes = systemProcesses(process, readSystemFile)
    expect(identifyProcess(process.pid, processes)).toEqual(identifyProcess(process.pid, processes))
    expect(identifyProcess(2 ** 22 + 1, processes)).toEqual({ pid: 2 ** 22 + 1 })
  })
})

describe('ending a process', () => {
  const { signal } = new AbortController()

  /** Returns a process that ends after it has received the signal `last`. */
  function endingAfter(last: string | undefined) {
    const sent: string[] = []
    const processes: Processes = {
      startTimeOf: () => (last !== undefined && sent.includes(last) ? undefined : '100'),
      kill: (_, name) => void sent.push(name),
    }
    const clock = virtualClock()
    return {
      sent,
      clock,
      end: (startTime = '100') => endProcess({ pid: 7, startTime }, processes, { clock, signal }),
    }
  }

  test('a process is ended with a signal that allows the process to clean up', async () => {
    const { sent, end } = endingAfter('SIGTERM')
    expect(await end()).toBe(true)
    expect(sent).toEqual(['SIGTERM'])
  })

  test('a process that ignores the signal is killed after ten seconds', async () => {
    const { sent, clock, end } = endingAfter('SIGKILL')
    expect(await end()).toBe(true)
    expect(sent).toEqual(['SIGTERM', 'SIGKILL'])
    expect(clock.now()).toBe(10_000)
  })

  test('the wait for the end of a process has a limit', async () => {
    const { sent, clock, end } = endingAfter(undefined)
    expect(await end()).toBe(true)
    expect(sent).toEqual(['SIGTERM', 'SIGKILL'])
    expect(clock.now()).toBe(15_000)
  })

  test('a process with the same id and a different start time is not ended', async () => {
    const { sent, end } = endingAfter('SIGTERM')
    expect(await end('99')).toBe(false)
    expect(sent).toEqual([])
  })

  test('a process whose start time is unknown is not ended', async () => {
    const { sent, clock } = endingAfter('SIGTERM')
    const processes: Processes = { startTimeOf: () => undefined, kill: (_, name) => void sent.push(name) }
    expect(await endProcess({ pid: 7 }, processes, { clock, signal })).toBe(false)
    expect(sent).toEqual([])
  })

  const onLinux = process.platform === 'linux' ? test : test.skip

  onLinux('a real process is ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    const ended = once(child, 'exit')
    const processes = systemProcesses(process, readSystemFile)
    const main = identifyProcess(child.pid ?? 0, processes)
    const clock = {
      now: Date.now,
      sleep: (milliseconds: number) => new Promise<void>(r => setTimeout(r, milliseconds)),
    }
    expect(await endProcess(main, processes, { clock, signal })).toBe(true)
    expect(await ended).toEqual([null, 'SIGTERM'])
    expect(await endProcess(main, processes, { clock, signal })).toBe(false)
  })
})
