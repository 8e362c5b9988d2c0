import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../testkit/runner/folders.ts'
import { drawPictures } from './diff-pictures.ts'
import { median } from './statistics.ts'
import { type Measure, milliseconds, type Row, row } from './table.ts'

/*
 * Measures the comparison of two PNGs, from the bytes of both files to the number of changed pixels and the difference
 * image. The action and the peer (pixelmatch with pngjs) compare in a thread, so their times include the start of the
 * thread. odiff is a native program, so its time includes the start of its process.
 */

interface Timed {
  milliseconds: number
  kind: string
  changedPixels: number
}

type Contestant = (before: string, after: string) => Timed

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const thread =
  (worker: string): Contestant =>
  (before, after) =>
    JSON.parse(ran(process.execPath, [path('./diff-thread.mjs'), worker, before, after]))

const action = thread(path('../dist/compare/index.js'))
const pixelmatch = thread(path('./diff-peer.mjs'))

/**
 * Returns the contestant odiff. Like the other two contestants, it ignores anti-aliasing. Returns undefined if odiff
 * has no binary for this platform.
 */
function odiff(): Contestant | undefined {
  const require = createRequire(import.meta.url)
  let binary: string
  try {
    binary = require('odiff-bin/binary.js').findBinary()
  } catch (error) {
    console.error(`odiff is left out: ${(error as Error).message}`)
    return undefined
  }
  const picture = join(temporaryFolder(), 'difference.png')
  return (before, after) => {
    const started = performance.now()
    const printed = ran(binary, [before, after, picture, '--aa', '--parsable-stdout'])
    const took = performance.now() - started
    return { milliseconds: took, kind: 'compared', changedPixels: Number.parseInt(printed, 10) }
  }
}

function ran(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  // The exit code 22 means that pixels differ.
  if (status !== 0 && status !== 22) throw new Error(`${program} ended with ${status}:\n${stderr}`)
  return stdout
}

/** Measures the time of a comparison, including the decoding of both files and the drawing of the difference image. */
export const diff: Measure = async quick => {
  const native = odiff()
  const rows: Row[] = [undecoded()]
  // `atMost` is the goal for each height, as a multiple of odiff's time.
  for (const [height, atMost] of [
    [1080, 2.2],
    [6000, 1.5],
  ] as const) {
    const { before, ...others } = await drawPictures(height)
    for (const [name, after] of Object.entries({ equal: before, ...others })) {
      const rounds = Array.from({ length: quick ? 3 : 9 }, () => ({
        ours: action(before, after),
        peers: pixelmatch(before, after),
        native: native?.(before, after),
      }))
      const ours = median(rounds.map(round => round.ours.milliseconds))
      const peers = median(rounds.map(round => round.peers.milliseconds))
      const natives = median(rounds.flatMap(round => round.native?.milliseconds ?? []))
      assertAgreed(rounds)
      const what = `1920 × ${height}, ${name}, median of ${rounds.length}`
      const show = milliseconds
      rows.push(row({ what, ours, peer: ['pixelmatch with pngjs', peers], atMost: 0.5, show }))
      if (native)
        rows.push(row({ what, ours, peer: ['odiff', natives], ...(name !== 'equal' && { atMost }), show }))
    }
  }
  return rows
}

/**
 * Tests that the action does not decode files with equal bytes. The two files are not pictures, so decoding them would
 * fail.
 */
function undecoded(): Row {
  const file = join(temporaryFolder(), 'no-picture')
  writeFileSync(file, 'no picture')
  const { kind } = action(file, file)
  const verdict = kind === 'equal' ? 'met' : 'not met'
  return { what: 'equal bytes', ours: kind, peers: '', ratio: '', goal: 'not decoded', verdict }
}

// The times of two programs are comparable only if both programs count the same number of changed pixels.
function assertAgreed(rounds: { ours: Timed; peers: Timed }[]): void {
  const counts = new Set(rounds.flatMap(({ ours, peers }) => [ours.changedPixels, peers.changedPixels]))
  if (counts.size !== 1) throw new Error(`Counted ${[...counts]} changed pixels in the same pictures`)
}
