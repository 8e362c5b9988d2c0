import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Calls `action` at the end of the test file, or at the end of the process outside of jest. */
export function atEnd(action: () => void): void {
  // In jest, `process` is a copy that does not emit `exit`.
  if (typeof afterAll === 'function') afterAll(action)
  else process.on('exit', action)
}

/** Creates a folder that is deleted after the tests. Its path contains no symbolic link. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'looker-snapshot-')))
  folders.add(folder)
  return folder
}

const folders = new Set<string>()

atEnd(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})
