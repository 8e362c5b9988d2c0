import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs when the test file is through; outside of tests (the bench), when the process ends. */
export function atEnd(action: () => void): void {
  // Inside jest `process` is a copy that never emits `exit`.
  if (typeof afterAll === 'function') afterAll(action)
  else process.on('exit', action)
}

/** A fresh folder that is gone when the tests have ended. Its path holds no symbolic link. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'looker-snapshot-')))
  folders.add(folder)
  return folder
}

const folders = new Set<string>()

atEnd(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})
