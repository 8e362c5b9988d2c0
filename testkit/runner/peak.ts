import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './folders.ts'

const script = fileURLToPath(new URL('./peak.cjs', import.meta.url))

/** Measures the peak memory of a Node process. */
interface PeakMeter {
  env: Record<string, string>
  /** Returns the peak in bytes. Must be called after the process has ended. */
  read(): number
}

export function peakMeter(): PeakMeter {
  const file = join(temporaryFolder(), 'peak')
  return {
    env: { NODE_OPTIONS: `--require ${script}`, PEAK_FILE: file },
    read: () => Number(readFileSync(file, 'utf8')),
  }
}
