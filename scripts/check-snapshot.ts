import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/*
 * Checks a step of the workflow "Snapshot". The step's outputs must match the files that the step wrote, and these files
 * must match the downloaded artifact.
 *
 *   STATUS=… DIRECTORY=… FILES=… RESULTS=… node scripts/check-snapshot.ts <folder of the artifact>
 */

type Outputs = Record<'STATUS' | 'DIRECTORY' | 'FILES' | 'RESULTS', string>

/** The first bytes of each format, in the order of the workflow's targets. */
const signatures = [
  ['png', Buffer.from('\x89PNG', 'latin1')],
  ['pdf', Buffer.from('%PDF')],
  ['jpg', Buffer.from([0xff, 0xd8, 0xff])],
] as const

/** @throws AssertionError if a check fails */
export function checkSnapshot(outputs: Partial<Outputs>, downloaded: string): void {
  const { STATUS, DIRECTORY = '', FILES = '[]', RESULTS = '[]' } = outputs
  assert.equal(STATUS, 'success')
  const files = JSON.parse(FILES) as string[]
  const results = JSON.parse(RESULTS) as { status: string; file: string; sha256: string }[]
  assert.equal(files.length, signatures.length)
  assert.equal(results.map(({ file }) => file).join(), files.join())
  for (const [index, [extension, signature]] of signatures.entries()) {
    const { status, file, sha256 } = results[index] ?? assert.fail('there are too few results')
    assert.equal(status, 'success')
    // Outputs contain slashes, also on Windows.
    assert.ok(file.startsWith(`${DIRECTORY}/`) && file.endsWith(`.${extension}`), file)
    const bytes = readFileSync(file)
    assert.ok(bytes.subarray(0, signature.length).equals(signature), `${file} is no ${extension}`)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
    assert.ok(readFileSync(join(downloaded, basename(file))).equals(bytes), `${file} differs in the artifact`)
  }
  const names = files.map(file => basename(file))
  assert.equal(readdirSync(downloaded).sort().join(), names.sort().join())
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  checkSnapshot(process.env, process.argv[2] ?? '')
  console.log('Outputs, files and artifact agree.')
}
