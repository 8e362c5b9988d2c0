import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'

/** Runs slow preparations once for all test files. */
export default function prepare() {
  makeAppKey()
  // Each scenario starts the action as a process, and without a cache, the process would spend a sixth of its time on
  // compiling the bundle.
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')
}

/** Creates the key of the apps on the emulated GitHub, which takes 0.2 seconds. */
function makeAppKey() {
  const encodings = {
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }
  process.env.EMULATED_APP_KEY = generateKeyPairSync('rsa', { modulusLength: 2048, ...encodings }).privateKey
}
