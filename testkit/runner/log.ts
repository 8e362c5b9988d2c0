import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export interface Log {
  lines: string[]
  ended: Promise<unknown>
  /** Resolves when one or several consecutive lines match. Rejects if the log ends first. */
  seen(pattern: RegExp): Promise<void>
}

/** Reads stdout and stderr of a process as the runner does, line by line in the order of arrival. */
export function followLog({ stdout, stderr }: ChildProcess): Log {
  const lines: string[] = []
  const news = new EventEmitter().setMaxListeners(0)
  const ended = Promise.all([stdout, stderr].map(stream => read(stream as Readable, lines, news)))
  void ended.then(() => news.emit('end'))
  let over = false
  news.once('end', () => {
    over = true
  })
  const seen = async (pattern: RegExp) => {
    while (!lines.join('\n').match(pattern)) {
      if (over) throw new Error(`The process ended without ${pattern} in its log:\n${lines.join('\n')}`)
      await Promise.race([once(news, 'line'), once(news, 'end')])
    }
  }
  return { lines, ended, seen }
}

async function read(stream: Readable, lines: string[], news: EventEmitter): Promise<void> {
  const reader = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
  reader.on('line', line => {
    lines.push(line)
    news.emit('line')
  })
  await once(reader, 'close')
}
