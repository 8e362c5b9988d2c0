import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './folders.ts'

const script = fileURLToPath(new URL('./peak.cjs', import.meta.url))

/** Measures the most memory that a process of Node takes. */
export interface PeakMeter {
  /** What the process is started with. */
  env: Record<string, string>
  /** Bytes, once it has ended. */
  read(): number
}

export function peakMeter(): PeakMeter {
  const file = join(temporaryFolder(), 'peak')
  return {
    env: { NODE_OPTIONS: `--require ${script}`, PEAK_FILE: file },
    read: () => Number(readFileSync(file, 'utf8')),
  }
}
